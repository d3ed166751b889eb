import { setImmediate } from 'node:timers/promises'
import type { Count, Figures } from '../rounds/round.ts'
import type { Database, Transaction } from './database.ts'
import { visitsOf, type VisitShares } from './quota.ts'

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

export type FiguresOf = {
  officeId: number
  /** Area names of the office: a case counts for the longest that its place holds. */
  areas: readonly string[]
  regulation: string
  /** Ids of the regulation's own duties; the house's common ones are no limits of the law. */
  duties: readonly string[]
  /** Instants in ms; `from` belongs to the period, `to` does not. */
  from: number
  to: number
  /** Null where nobody has to be visited. */
  visits: VisitShares | null
}

/** So many places of a period are told apart, of the newest cases; every other figure counts all. */
const placesMost = 5000
const placesAtOnce = 250

/**
 * How a regulation went in an office in a period; what goes on as part of another case counts there, once (PRO-12). Nothing of it says who a resident is. Reads what was open in the period
 * or since: whatever was closed before it takes no part and costs nothing.
 */
export async function figuresOf(db: Database, tx: Transaction, of: FiguresOf): Promise<Figures> {
  const [from, to] = [new Date(of.from), new Date(of.to)]
  // A case that was reopened is closed at one moment and open at another: its history tells which.
  const [cases] = await tx.$queryRaw<{ received: number; closed: number; open: number; reopened: number }[]>`
    with c as (
      select id, filed_at, closed_at, reopened,
        case when reopened = 0 or closed_at < ${to} then closed_at is not null and closed_at < ${to}
          else coalesce((select h.kind = 'closed' from histories h where h.case_id = cases.id and h.kind in ('closed', 'reopened') and h.at < ${to} order by h.n desc limit 1), false) end as over
      from cases where office_id = ${of.officeId} and regulation = ${of.regulation} and filed_at < ${to} and outcome is distinct from 'merged' and (closed_at is null or closed_at >= ${from}))
    select count(*) filter (where filed_at >= ${from})::int as received,
      count(*) filter (where not over)::int as open,
      count(*) filter (where case when reopened = 0 then closed_at >= ${from} and closed_at < ${to}
        else exists (select 1 from histories h where h.case_id = c.id and h.kind = 'closed' and h.at >= ${from} and h.at < ${to}) end)::int as closed,
      count(*) filter (where reopened > 0 and exists (select 1 from histories h where h.case_id = c.id and h.kind = 'reopened' and h.at >= ${from} and h.at < ${to}))::int as reopened
    from c`
  const [duties] = await tx.$queryRaw<{ due: number; overdue: number }[]>`
    select count(*)::int as due, count(*) filter (where d.state = 'open' or d.late)::int as overdue
    from duties d join cases c on c.id = d.case_id
    where d.office_id = ${of.officeId} and d.due_at >= ${from} and d.due_at < ${to} and d.kind = any(${[...of.duties]}) and d.state <> 'cancelled' and c.regulation = ${of.regulation}`
  const [surveys] = await tx.$queryRaw<{ sent: number; scores: number; mean: number | null }[]>`
    select count(*) filter (where s.sent_at >= ${from} and s.sent_at < ${to})::int as sent,
      count(*) filter (where s.scored_at >= ${from} and s.scored_at < ${to})::int as scores,
      avg(s.score) filter (where s.scored_at >= ${from} and s.scored_at < ${to})::float8 as mean
    from surveys s join cases c on c.id = s.case_id
    where ((s.sent_at >= ${from} and s.sent_at < ${to}) or (s.scored_at >= ${from} and s.scored_at < ${to})) and s.person_id = c.applicant_id and c.office_id = ${of.officeId} and c.regulation = ${of.regulation}`
  return {
    from: of.from, to: of.to, received: cases?.received ?? 0, closed: cases?.closed ?? 0, open: cases?.open ?? 0, reopened: cases?.reopened ?? 0,
    due: duties?.due ?? 0, overdue: duties?.overdue ?? 0, calledBack: surveys?.sent ?? 0, scores: surveys?.scores ?? 0, scoreMean: surveys?.mean ?? null,
    visits: of.visits === null ? [] : await visitsOf(tx, { ...of, shares: of.visits }),
    ...await toldApart(tx, of), places: of.areas.length === 0 ? [] : await places(db, tx, of),
  }
}

/** Cases received in the period or still open, as they stand now. */
async function toldApart(tx: Transaction, of: FiguresOf): Promise<Pick<Figures, 'categories' | 'stages' | 'people'>> {
  const [from, to] = [new Date(of.from), new Date(of.to)]
  const rows = await tx.$queryRaw<{ by: 'category' | 'stage' | 'who'; of: string; n: number }[]>`
    select case when grouping(category) = 0 then 'category' when grouping(stage) = 0 then 'stage' else 'who' end as by,
      coalesce(category, stage, handler_id::text, '') as of, count(*)::int as n
    from cases where office_id = ${of.officeId} and regulation = ${of.regulation} and filed_at < ${to} and outcome is distinct from 'merged' and (closed_at is null or (closed_at >= ${from} and filed_at >= ${from}))
    group by grouping sets ((category), (stage), (handler_id))`
  const counts = (by: string): Count[] => mostFirst(rows.filter((row) => row.by === by).map((row) => ({ of: row.of, n: row.n })))
  return { categories: counts('category'), stages: counts('stage'), people: counts('who') }
}

/** Where they happened is sealed and opened here only to be counted, some at a time, so that nobody who talks meanwhile waits. */
async function places(db: Database, tx: Transaction, of: FiguresOf): Promise<Count[]> {
  const [from, to] = [new Date(of.from), new Date(of.to)]
  const rows = await tx.$queryRaw<{ facts: Uint8Array }[]>`
    select facts from cases where office_id = ${of.officeId} and regulation = ${of.regulation} and filed_at < ${to} and outcome is distinct from 'merged' and (closed_at is null or (closed_at >= ${from} and filed_at >= ${from}))
    order by filed_at desc limit ${placesMost}`
  const areas = [...of.areas].sort((a, b) => b.length - a.length)
  const counted = new Map<string, number>()
  for (const [n, { facts }] of rows.entries()) {
    if (n % placesAtOnce === placesAtOnce - 1) await setImmediate()
    const { place } = JSON.parse(db.seal.open(facts)) as { place: string | null }
    const area = areas.find((each) => place?.includes(each)) ?? ''
    counted.set(area, (counted.get(area) ?? 0) + 1)
  }
  return mostFirst([...counted].map(([area, n]) => ({ of: area, n })))
}

function mostFirst(counts: Count[]): Count[] {
  return counts.sort((a, b) => b.n - a.n || (a.of < b.of ? -1 : 1))
}
