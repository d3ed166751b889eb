import type { Database } from './database.ts'

/** How many rows wait or went wrong. Each count runs along an index of what is still to do. */
export async function figures(db: Database, now: number): Promise<Record<string, number>> {
  const { rows } = await db.pool.query<{ what: string; count: number }>({
    name: 'figures',
    text: `select 'deliveries_owed' as what, count(*)::int from deliveries where next_at is not null
union all select 'deliveries_late', count(*)::int from deliveries where next_at < $1::timestamptz - interval '1 minute'
union all select 'inbounds_waiting', count(*)::int from inbounds where next_at is not null
union all select 'duties_ahead', count(*)::int from duties where next_at is not null
union all select 'duties_behind', count(*)::int from duties where next_at < $1::timestamptz - interval '5 minutes'`,
    values: [new Date(now).toISOString()],
  })
  return Object.fromEntries(rows.map((row) => [row.what, row.count]))
}
