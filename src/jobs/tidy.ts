import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Channels } from '../channels.ts'
import type { Log } from '../log.ts'
import type { Database } from '../store/database.ts'
import { tellOffice } from '../store/office.ts'

/** Once an hour: what nobody needs any more goes, and the office is warned before LINE's month of messages is used up. */

const roundMs = 3_600_000
/** Platforms bring an update again for a day at most; ids older than this need not be remembered. */
const rememberUpdatesDays = 30
/** Messages that were delivered are remembered for the ledger and for the web page; then only their row of figures stays. */
const uploadHours = 48
const quotaWarnShare = 0.8

export function startTidying(parts: { db: Database; log: Log; clock(): number; channels: Channels; uploads: string }): () => Promise<void> {
  const { db, log, channels } = parts
  let under: Promise<void> = Promise.resolve()

  async function round(): Promise<void> {
    const before = new Date(Math.min(parts.clock(), Date.now()) - rememberUpdatesDays * 86_400_000)
    await db.prisma.inbound.deleteMany({ where: { at: { lt: before }, state: { in: ['done', 'ignored'] } } })
    await sweepUploads(parts.uploads)
    await tellQuota()
    await tellFailed()
  }

  async function tellQuota(): Promise<void> {
    const quota = await channels.line?.quota()
    if (!quota || quota.used < quota.limit * quotaWarnShare) return
    log.warn({ used: quota.used, limit: quota.limit }, 'LINE: most of the month\'s paid messages are used; replies stay free')
    await tellOffice(db, `line-quota:${new Date().toISOString().slice(0, 7)}`, { as: 'note', text: [{ key: 'talk:office.quota', with: { used: quota.used, limit: quota.limit } }] }, parts.clock())
  }

  /** Told once a day while there is something new that failed for good. */
  async function tellFailed(): Promise<void> {
    const today = new Date(Date.now()).toISOString().slice(0, 10)
    const count = await db.prisma.inbound.count({ where: { state: 'failed', at: { gte: new Date(Date.now() - 86_400_000) } } })
    if (count > 0) await tellOffice(db, `failed:${today}`, { as: 'note', text: [{ key: 'talk:office.failed', with: { count } }] }, parts.clock())
  }

  const run = (): void => { under = round().catch((error: unknown) => log.warn({ error }, 'tidying failed')) }
  const timer = setInterval(run, roundMs)
  run()
  return async () => {
    clearInterval(timer)
    await under
  }
}

async function sweepUploads(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const path = join(folder, name)
    if (Date.now() - (await stat(path)).mtimeMs > uploadHours * 3_600_000) await rm(path, { force: true })
  }
}
