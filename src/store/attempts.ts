import type { Transaction } from './database.ts'

/** Wrong tries at secret codes: five are free, then each next one waits twice as long, up to a day. */
const freeTries = 5
const firstPauseMs = 60_000
const longestPauseMs = 86_400_000

export async function pausedUntil(tx: Transaction, keys: readonly string[], now: number): Promise<number | null> {
  const rows = await tx.attempt.findMany({ where: { key: { in: [...keys] }, until: { gt: new Date(now) }, count: { gte: freeTries } } })
  return rows.length === 0 ? null : Math.max(...rows.map((row) => row.until.getTime()))
}

export async function failedTry(tx: Transaction, keys: readonly string[], now: number): Promise<void> {
  for (const key of keys) {
    const row = await tx.attempt.upsert({ where: { key }, create: { key, count: 1, until: new Date(now) }, update: { count: { increment: 1 } } })
    const pauseMs = row.count < freeTries ? 0 : Math.min(longestPauseMs, firstPauseMs * 2 ** (row.count - freeTries))
    await tx.attempt.update({ where: { key }, data: { until: new Date(now + pauseMs) } })
  }
}

/** The how many-th of its kind this is, within a time that begins with the first. */
export async function timesWithin(tx: Transaction, key: string, ms: number, now: number): Promise<{ times: number; until: number }> {
  const [row] = await tx.$queryRaw<{ count: number; until: Date }[]>`
    insert into attempts (key, count, until) values (${key}, 1, ${new Date(now + ms)})
    on conflict (key) do update set count = case when attempts.until <= ${new Date(now)} then 1 else attempts.count + 1 end, until = case when attempts.until <= ${new Date(now)} then excluded.until else attempts.until end
    returning count, until`
  return { times: row?.count ?? 1, until: row?.until.getTime() ?? now + ms }
}

export async function clearTries(tx: Transaction, keys: readonly string[]): Promise<void> {
  await tx.attempt.deleteMany({ where: { key: { in: [...keys] } } })
}
