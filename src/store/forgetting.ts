import type { Database } from './database.ts'

/** What nobody needs any more, in portions: each is a short transaction of its own. Times are ms. */

const portion = 2000
const emptiedKey = 'messages-emptied-to'

/** Updates of the platforms that were dealt with; what failed stays until somebody has looked at it. Ids grow with time: along them, until nothing of a portion is old. */
export async function forgetUpdates(db: Database, before: number, stopped: () => boolean): Promise<void> {
  let last: string | null = '0'
  while (last !== null && !stopped()) {
    const { rows }: { rows: { last: string | null }[] } = await db.pool.query(
      `with next as (select id, at from inbounds where id > $1::bigint order by id limit ${portion}),
        gone as (delete from inbounds i using next where i.id = next.id and i.at < $2::timestamptz and i.state in ('done', 'ignored'))
       select max(id)::text as last from next having count(*) = ${portion} and min(at) < $2::timestamptz`,
      [last, new Date(before).toISOString()],
    )
    last = rows[0]?.last ?? null
  }
}

/** How many updates came since then, ms, that failed for good. */
export async function failedSince(db: Database, since: number): Promise<number> {
  const { rows } = await db.pool.query<{ count: number }>(`select count(*)::int as count from inbounds where state = 'failed' and at >= $1::timestamptz`, [new Date(since).toISOString()])
  return rows[0]?.count ?? 0
}

export async function forgetAttempts(db: Database, before: number): Promise<void> {
  await db.prisma.attempt.deleteMany({ where: { until: { lt: new Date(before) } } })
}

/** Empties the sealed words of old messages. Ids grow with time, so the last one emptied is where the next round begins. */
export async function emptyMessages(db: Database, before: number, stopped: () => boolean): Promise<void> {
  const kept = await db.prisma.setting.findUnique({ where: { key: emptiedKey } })
  let last = typeof kept?.value === 'string' ? kept.value : '0'
  for (let found = portion; found === portion && !stopped();) {
    const { rows } = await db.pool.query<{ found: number; last: string | null }>(
      `with old as (select id from (select id, created_at from deliveries where id > $1::bigint order by id limit ${portion}) d where created_at < $2::timestamptz),
        emptied as (update deliveries d set message = ''::bytea from old where d.id = old.id and d.next_at is null)
       select count(*)::int as found, max(id)::text as last from old`,
      [last, new Date(before).toISOString()],
    )
    found = rows[0]?.found ?? 0
    if (!rows[0]?.last) return
    last = rows[0].last
    await db.prisma.setting.upsert({ where: { key: emptiedKey }, create: { key: emptiedKey, value: last }, update: { value: last } })
  }
}

/** Those of these names of files that belong to no attachment. */
export async function unknownFiles(db: Database, names: readonly string[]): Promise<string[]> {
  const known = new Set((await db.prisma.attachment.findMany({ where: { stored: { in: [...names] } }, select: { stored: true } })).map((each) => each.stored))
  return names.filter((name) => !known.has(name))
}
