import type { Count, Figures } from '../rounds/round.ts'
import type { Database, Transaction } from './database.ts'

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
}

/** So many cases of a period are told apart by category, place, stage and person; the figures above them count all. */
const toldApartMost = 5000

/** How a regulation went in an office in a period. Nothing of it says who a resident is. */
export async function figuresOf(db: Database, tx: Transaction, of: FiguresOf): Promise<Figures> {
  const [from, to] = [new Date(of.from), new Date(of.to)]
  // A case that was reopened is closed at one moment and open at another: its history tells which.
  const [cases] = await tx.$queryRaw<{ received: number; closed: number; open: number; reopened: number }[]>`
    with c as (
      select id, filed_at, closed_at, reopened,
        case when reopened = 0 then closed_at is not null and closed_at < ${to}
          else coalesce((select h.kind = 'closed' from histories h where h.case_id = cases.id and h.kind in ('closed', 'reopened') and h.at < ${to} order by h.n desc limit 1), false) end as over
      from cases where office_id = ${of.officeId} and regulation = ${of.regulation} and filed_at < ${to})
    select count(*) filter (where filed_at >= ${from})::int as received,
      count(*) filter (where not over)::int as open,
      count(*) filter (where case when reopened = 0 then closed_at >= ${from} and closed_at < ${to}
        else exists (select 1 from histories h where h.case_id = c.id and h.kind = 'closed' and h.at >= ${from} and h.at < ${to}) end)::int as closed,
      count(*) filter (where reopened > 0 and exists (select 1 from histories h where h.case_id = c.id and h.kind = 'reopened' and h.at >= ${from} and h.at < ${to}))::int as reopened
    from c`
  const [duties] = await tx.$queryRaw<{ due: number; overdue: number }[]>`
    select count(*)::int as due, count(*) filter (where d.state = 'open' or d.late)::int as overdue
    from cases c join duties d on d.case_id = c.id
    where c.office_id = ${of.officeId} and c.regulation = ${of.regulation} and d.kind = any(${[...of.duties]}) and d.state <> 'cancelled' and d.due_at >= ${from} and d.due_at < ${to}`
  const [surveys] = await tx.$queryRaw<{ sent: number; scores: number; mean: number | null }[]>`
    select count(*) filter (where s.sent_at >= ${from} and s.sent_at < ${to})::int as sent,
      count(*) filter (where s.scored_at >= ${from} and s.scored_at < ${to})::int as scores,
      avg(s.score) filter (where s.scored_at >= ${from} and s.scored_at < ${to})::float8 as mean
    from cases c join surveys s on s.case_id = c.id where c.office_id = ${of.officeId} and c.regulation = ${of.regulation}`
  return {
    from: of.from, to: of.to, received: cases?.received ?? 0, closed: cases?.closed ?? 0, open: cases?.open ?? 0, reopened: cases?.reopened ?? 0,
    due: duties?.due ?? 0, overdue: duties?.overdue ?? 0, calledBack: surveys?.sent ?? 0, scores: surveys?.scores ?? 0, scoreMean: surveys?.mean ?? null,
    ...await toldApart(db, tx, of),
  }
}

/** Cases received in the period or still open, as they stand now. Where they happened is sealed and opened here only to be counted. */
async function toldApart(db: Database, tx: Transaction, of: FiguresOf): Promise<Pick<Figures, 'categories' | 'places' | 'stages' | 'people'>> {
  const rows = await tx.case.findMany({
    where: { officeId: of.officeId, regulation: of.regulation, filedAt: { lt: new Date(of.to) }, OR: [{ filedAt: { gte: new Date(of.from) } }, { stage: { not: 'closed' } }] },
    select: { category: true, stage: true, handlerId: true, facts: true }, orderBy: { filedAt: 'desc' }, take: toldApartMost,
  })
  const areas = [...of.areas].sort((a, b) => b.length - a.length)
  const placeOf = (facts: Uint8Array): string => {
    const { place } = JSON.parse(db.seal.open(facts)) as { place: string | null }
    return areas.find((area) => place?.includes(area)) ?? ''
  }
  return {
    categories: counted(rows.map(({ category }) => category)),
    places: areas.length === 0 ? [] : counted(rows.map(({ facts }) => placeOf(facts))),
    stages: counted(rows.map(({ stage }) => stage)),
    people: counted(rows.map(({ handlerId }) => (handlerId === null ? '' : String(handlerId)))),
  }
}

/** The most frequent first. */
function counted(things: readonly string[]): Count[] {
  return [...Map.groupBy(things, (each) => each)].map(([of, all]) => ({ of, n: all.length })).sort((a, b) => b.n - a.n || (a.of < b.of ? -1 : 1))
}
