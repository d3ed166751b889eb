import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Channels } from '../channels.ts'
import type { Log } from '../log.ts'
import { oneAtATime } from '../oneAtATime.ts'
import type { Database } from '../store/database.ts'
import type { HouseNews } from '../turns/houseNews.ts'
import { keptFrom } from '../cases/keeping.ts'
import type { Regulation } from '../regulations/schema.ts'
import { emptyErased, wipePast } from '../store/retention.ts'
import { emptyMessages, failedSince, forgetAttempts, forgetUpdates, unknownFiles } from '../store/forgetting.ts'

/**
 * Once an hour: what nobody needs any more goes, a portion at a time so that nobody waits for it, and the office is
 * warned before LINE's month of messages is used up.
 */

const roundMs = 3_600_000
/** Platforms bring an update again for a day at most; ids older than this need not be remembered. */
const rememberUpdatesDays = 30
/** Words of messages are kept for the web page, which shows them again; then only the row stays: to whom, when, how it ended. */
const rememberWordsDays = 400
const rememberAttemptsDays = 30
const uploadHours = 48
const sweepFilesMs = 86_400_000
const quotaWarnShare = 0.8

export function startTidying(parts: { db: Database; log: Log; clock(): number; channels: Channels; uploads: string; files: string; /** In all their editions. */ regulations(): readonly Regulation[]; tellHouse: HouseNews }): () => Promise<void> {
  const { db, log, channels } = parts
  let stopped = false
  let sweptAt = 0

  async function round(): Promise<void> {
    // The demo's clock may have been moved far ahead; nothing is forgotten for that.
    const before = (days: number): number => Math.min(parts.clock(), Date.now()) - days * 86_400_000
    await forgetUpdates(db, before(rememberUpdatesDays), () => stopped)
    await forgetAttempts(db, before(rememberAttemptsDays))
    await emptyMessages(db, before(rememberWordsDays), () => stopped)
    await emptyErased(db, () => stopped)
    await wipeOver(db, parts.regulations(), before(0), () => stopped, log)
    await sweepUploads(parts.uploads)
    if (Date.now() - sweptAt > sweepFilesMs) {
      const kept = await sweepFiles(db, parts.files)
      if (kept > 0) log.warn({ files: kept }, 'too many files are unknown to this database; none of them was deleted')
      sweptAt = Date.now()
    }
    await tellQuota()
    await tellFailed()
  }

  async function tellQuota(): Promise<void> {
    const quota = await channels.line?.quota()
    if (!quota || quota.used < quota.limit * quotaWarnShare) return
    log.warn({ used: quota.used, limit: quota.limit }, 'LINE: most of the month\'s paid messages are used; replies stay free')
    await parts.tellHouse(`line-quota:${new Date().toISOString().slice(0, 7)}`, { as: 'note', text: [{ key: 'talk:office.quota', with: { used: quota.used, limit: quota.limit } }] })
  }

  /** Told once a day while there is something new that failed for good. */
  async function tellFailed(): Promise<void> {
    const today = new Date(Date.now()).toISOString().slice(0, 10)
    const count = await failedSince(db, Date.now() - 86_400_000)
    if (count > 0) await parts.tellHouse(`failed:${today}`, { as: 'note', text: [{ key: 'talk:office.failed', with: { count } }] })
  }

  const looking = oneAtATime(round, (error) => log.warn({ error }, 'tidying failed'))
  const timer = setInterval(() => void looking.wake(), roundMs)
  void looking.wake()
  return async () => {
    stopped = true
    clearInterval(timer)
    await looking.stop()
  }
}

/** Cases that their regulation has us keep no longer; what is kept for ever stays (PRO-13). */
export async function wipeOver(db: Database, regulations: readonly Regulation[], now: number, stopped: () => boolean, log: Log): Promise<void> {
  for (const rules of regulations) {
    const from = keptFrom(rules, now)
    const count = from === null ? 0 : await wipePast(db, { regulation: rules.id, edition: rules.edition, before: from }, now, stopped)
    if (count > 0) log.info({ regulations: [rules.id], count }, 'cases whose time is over were wiped')
  }
}

async function sweepUploads(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const path = join(folder, name)
    if (await olderThan(path, uploadHours)) await rm(path, { force: true })
  }
}

const lookAtOnce = 500
const unknownHours = 24
/** A folder most of which is unknown belongs to another database, or to this one before a mishap. */
const unknownMost = 20

/** Deletes files that no row knows of any more. Returns how many were spared, because that is too many to be left-overs. */
export async function sweepFiles(db: Database, folder: string): Promise<number> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^[0-9a-f-]{36}$/.test(name))
  const unknown: string[] = []
  for (let from = 0; from < names.length; from += lookAtOnce) unknown.push(...await unknownFiles(db, names.slice(from, from + lookAtOnce)))
  if (unknown.length > Math.max(unknownMost, names.length / 2)) return unknown.length
  for (const name of unknown) {
    if (await olderThan(join(folder, name), unknownHours)) await rm(join(folder, name), { force: true })
  }
  return 0
}

/** False for what is gone meanwhile. */
async function olderThan(path: string, hours: number): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  return found !== null && Date.now() - found.mtimeMs > hours * 3_600_000
}
