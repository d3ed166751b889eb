import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Gone, type Channel } from '../channels/channel.ts'
import { contentType, shownName } from '../content.ts'
import type { ChannelName, FileRef } from '../events.ts'
import type { Log } from '../log.ts'
import { oneAtATime } from '../oneAtATime.ts'
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

export const fileBytesMax = 20_000_000
const fetchMs = 60_000
/** Whoever took a file to fetch it has it to themselves for so long. */
const leaseMs = 90_000
const roundMs = 15_000
const most = 20
const firstPauseMs = 5000
const longestPauseMs = 1_800_000
/** Platforms forget files after a while; what has not come within a day will not come. */
const giveUpMs = 86_400_000
const readWaitMs = 2000
const patienceMs = 120_000
/** The talk says how many files it has after a moment; that one of them was no good comes after that. */
const afterCountMs = 1500

/** What a phone sends without a name is opened by its ending. */
const endings: Record<string, string> = { 'image/jpeg': '.jpg', 'image/png': '.png', 'audio/ogg': '.ogg', 'audio/mp4': '.m4a', 'audio/mpeg': '.mp3', 'audio/amr': '.amr', 'audio/wav': '.wav', 'audio/webm': '.webm', 'video/mp4': '.mp4', 'application/pdf': '.pdf' }

type Owed = { id: string; personId: string; kind: string; name: Uint8Array | null; at: Date; tries: number }
type Why = 'empty' | 'large' | 'kind' | 'gone'
type Note = { channel: ChannelName; ref: string; name: string | null }

export function startFiles(parts: FileParts): Files {
  const { db, folder, log } = parts
  const stopping = new AbortController()
  const looking = oneAtATime(round, (error) => log.warn({ error }, 'a round for files failed'))
  const wake = (): void => void looking.wake()

  async function round(): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    for (let found = most; found === most && !stopping.signal.aborted;) {
      const owed = await claim()
      found = owed.length
      await Promise.all(owed.map(fetchOne))
    }
    for (let found = most; found === most && !stopping.signal.aborted;) {
      const dropped = await db.prisma.attachment.findMany({ where: { state: 'dropped' }, take: most })
      found = dropped.length
      for (const each of dropped) {
        if (each.stored) await rm(join(folder, each.stored), { force: true })
        await db.prisma.attachment.deleteMany({ where: { id: each.id } })
      }
    }
  }

  /** Those whose turn has come, longest waiting first; each has its own next try, so that none stands before the others. */
  async function claim(): Promise<Owed[]> {
    const now = parts.clock()
    const { rows } = await db.pool.query<Owed>({
      name: 'claim-files',
      text: `update attachments set next_at = $2::timestamptz, tries = tries + 1
        where id in (select id from attachments where state = 'owed' and next_at <= $1::timestamptz order by next_at limit ${most} for update skip locked)
        returning id, person_id as "personId", kind, name, at, tries`,
      values: [new Date(now).toISOString(), new Date(now + leaseMs).toISOString()],
    })
    return rows
  }

  /** Owed still, unless it has been for a day. */
  async function later(row: Owed): Promise<void> {
    const now = parts.clock()
    if (stopping.signal.aborted) return void await db.prisma.attachment.updateMany({ where: { id: row.id, state: 'owed' }, data: { nextAt: new Date(now) } })
    if (now - row.at.getTime() > giveUpMs) return refuse(row, 'gone')
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(row.tries - 1, 20))
    await db.prisma.attachment.updateMany({ where: { id: row.id, state: 'owed' }, data: { nextAt: new Date(now + pauseMs) } })
  }

  /** Never throws, so that one file's trouble is not that of the others of its round. */
  async function fetchOne(row: Owed): Promise<void> {
    const note = noteOf(row.name)
    const channel = note && parts.channels.get(note.channel)
    try {
      if (!note) return await refuse(row, 'gone')
      if (!channel) {
        log.warn({ attachment: row.id, channel: note.channel }, 'a file cannot be fetched: its channel is not configured')
        return await later(row)
      }
      const file: FileRef = { kind: row.kind as FileRef['kind'], ref: note.ref }
      const got = await channel.fetchFile(file, AbortSignal.any([stopping.signal, AbortSignal.timeout(fetchMs)]))
      const why = await keep(row, note, got)
      if (why) await refuse(row, why)
      await channel.forgetFile?.(file)
    } catch (error) {
      await (error instanceof Gone ? refuse(row, /too (large|big)/.test(error.message) ? 'large' : 'gone') : failed(row, error)).catch((again: unknown) => log.warn({ error: again, attachment: row.id }, 'a file could not be put off'))
    }
  }

  async function failed(row: Owed, error: unknown): Promise<void> {
    log.warn({ error, attachment: row.id, tries: row.tries }, 'a file could not be fetched yet')
    await later(row)
  }

  /** Null when it is kept, or not wanted any more; else why it cannot be. */
  async function keep(row: Owed, note: Note, got: { bytes: Uint8Array; mime?: string; name?: string }): Promise<Why | null> {
    // What they called it; platforms hand it over under a name of their own.
    const name = shownName(note.name ?? got.name ?? '')
    const type = contentType(got.bytes, name, got.mime ?? '')
    if (got.bytes.length === 0) return 'empty'
    if (got.bytes.length > fileBytesMax) return 'large'
    if (!type) return 'kind'
    const bytes = await cleanPicture(got.bytes, type.mime)
    if (!bytes) return 'kind'
    const stored = randomUUID()
    await writeFile(join(folder, stored), bytes, { mode: 0o600 })
    const kept = await db.prisma.attachment.updateMany({ where: { id: row.id, state: 'owed' }, data: {
      state: 'kept', stored, mime: type.mime, bytes: bytes.length, sha256: new Uint8Array(createHash('sha256').update(bytes).digest()),
      name: new Uint8Array(db.seal.seal(JSON.stringify({ ...note, name: name === '' ? null : name }))),
    } })
    // Its draft was given up while it was being fetched.
    if (kept.count === 0) await rm(join(folder, stored), { force: true })
    return null
  }

  async function refuse(row: { id: string; personId: string }, why: Why): Promise<void> {
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
      await Promise.race([looking.wake(), pause(readWaitMs)])
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
      return { bytes: await readFile(join(folder, row.stored)), mime: row.mime, name: note.name ?? `${row.kind}${endings[row.mime] ?? ''}` }
    },
    async stop() {
      clearInterval(timer)
      stopping.abort()
      await looking.stop()
    },
  }
}
