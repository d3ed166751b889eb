import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Gone, type Channel } from '../channels/channel.ts'
import { contentType } from '../content.ts'
import type { ChannelName, FileRef } from '../events.ts'
import type { Log } from '../log.ts'
import type { Database } from '../store/database.ts'
import { owe } from '../store/deliveries.ts'
import { cleanPicture } from './pictures.ts'
import { takeFromDraft } from '../store/talkTimers.ts'

/**
 * Files that people sent are fetched from the platform right after the turn, before it forgets them, and lie under
 * DATA_DIR by random names. What they are is told from their bytes. A file that cannot be had is said so, once.
 */
export type Files = { wake(): void; read(id: string): Promise<{ bytes: Uint8Array; mime: string; name: string } | null>; stop(): Promise<void> }

export type FileParts = { db: Database; channels: ReadonlyMap<ChannelName, Channel>; folder: string; log: Log; clock(): number }

export const fileBytesMax = 20 * 1024 * 1024
const fetchMs = 60_000
const roundMs = 15_000
const most = 20
const readWaitMs = 2000
const patienceMs = 120_000
/** The talk says how many files it has after a moment; that one of them was no good comes after that. */
const afterCountMs = 1500

type Note = { channel: ChannelName; ref: string; name: string | null }

export function startFiles(parts: FileParts): Files {
  const { db, folder, log } = parts
  const stopping = new AbortController()
  let under: Promise<void> | null = null
  let again = false

  function wake(): void {
    if (stopping.signal.aborted) return
    if (under) again = true
    else under = round().catch((error: unknown) => log.warn({ error }, 'a round for files failed')).finally(() => {
      under = null
      if (again) {
        again = false
        wake()
      }
    })
  }

  async function round(): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const owed = await db.prisma.attachment.findMany({ where: { state: 'owed' }, orderBy: { at: 'asc' }, take: most })
    await Promise.all(owed.map(fetchOne))
    const dropped = await db.prisma.attachment.findMany({ where: { state: 'dropped' }, take: most })
    for (const each of dropped) {
      if (each.stored) await rm(join(folder, each.stored), { force: true })
      await db.prisma.attachment.delete({ where: { id: each.id } })
    }
  }

  async function fetchOne(row: { id: string; personId: string; kind: string; name: Uint8Array | null; at: Date }): Promise<void> {
    const note = noteOf(row.name)
    if (!note) return refuse(row, 'gone')
    const channel = parts.channels.get(note.channel)
    if (!channel) return
    try {
      const got = await channel.fetchFile({ kind: row.kind as FileRef['kind'], ref: note.ref }, AbortSignal.any([stopping.signal, AbortSignal.timeout(fetchMs)]))
      const name = got.name ?? note.name ?? ''
      const type = contentType(got.bytes, name, got.mime ?? '')
      if (got.bytes.length === 0) return await refuse(row, 'empty')
      if (got.bytes.length > fileBytesMax) return await refuse(row, 'large')
      if (!type) return await refuse(row, 'kind')
      const bytes = await cleanPicture(got.bytes, type.mime)
      if (!bytes) return await refuse(row, 'kind')
      const stored = randomUUID()
      await writeFile(join(folder, stored), bytes, { mode: 0o600 })
      await db.prisma.attachment.updateMany({ where: { id: row.id, state: 'owed' }, data: {
        state: 'kept', stored, mime: type.mime, bytes: bytes.length, sha256: new Uint8Array(createHash('sha256').update(bytes).digest()),
        name: new Uint8Array(db.seal.seal(JSON.stringify({ ...note, name: name === '' ? null : name }))),
      } })
    } catch (error) {
      if (error instanceof Gone) return refuse(row, /too (large|big)/.test(error.message) ? 'large' : 'gone')
      log.warn({ error, attachment: row.id, channel: note.channel }, 'a file could not be fetched yet')
      // Platforms forget files after a while; what has not come within a day will not come.
      if (parts.clock() - row.at.getTime() > 86_400_000) await refuse(row, 'gone')
    }
  }

  async function refuse(row: { id: string; personId: string }, why: 'empty' | 'large' | 'kind' | 'gone'): Promise<void> {
    await db.prisma.$transaction(async (tx) => {
      const changed = await tx.attachment.updateMany({ where: { id: row.id, state: 'owed' }, data: { state: 'refused' } })
      if (changed.count === 0) return
      await takeFromDraft(db, tx, row.personId, row.id)
      await owe(db, tx, [{ personId: row.personId, caseId: null, at: parts.clock() + afterCountMs, retryKey: randomUUID(), message: { as: 'note', text: [{ key: 'talk:file-failed', with: { why: { key: `talk:file-why.${why}` } } }] } }])
    })
  }

  function noteOf(name: Uint8Array | null): Note | null {
    try {
      return name && JSON.parse(db.seal.open(name)) as Note
    } catch {
      return null
    }
  }

  /** A message may be on its way before the file it carries: for a moment it waits, then it is tried again, then it goes without. */
  async function settledRow(id: string) {
    const find = () => db.prisma.attachment.findUnique({ where: { id } })
    let row = await find()
    for (let rounds = 0; row?.state === 'owed' && rounds < 2; rounds++) {
      wake()
      await Promise.race([under, pause(readWaitMs)])
      row = await find()
    }
    if (row?.state === 'owed' && parts.clock() - row.at.getTime() < patienceMs) throw new Error('the file is still being fetched')
    return row
  }

  const timer = setInterval(wake, roundMs)
  return {
    wake,
    async read(id) {
      const row = await settledRow(id)
      if (row?.state !== 'kept' || !row.stored) return null
      const note = JSON.parse(row.name ? db.seal.open(row.name) : '{}') as Partial<Note>
      return { bytes: await readFile(join(folder, row.stored)), mime: row.mime, name: note.name ?? `${row.kind}${row.mime === 'image/jpeg' ? '.jpg' : row.mime === 'image/png' ? '.png' : ''}` }
    },
    async stop() {
      clearInterval(timer)
      stopping.abort()
      await under
    },
  }
}
