import type { CaseState } from '../cases/case.ts'
import { caseOf } from './cases.ts'
import type { Database, Transaction } from './database.ts'

/** What goes on in the offices below, and what went from office to office (MED-20, ADM-1, ADM-4). */

/** Cases that are not closed; of those, how many have something owed past its limit, and how many are red. */
export type OfficeCounts = { office: number; open: number; overdue: number; red: number }

const openStages = ['filed', 'assigned', 'accepted', 'settling']

/** Cases of these regulations count only where they are among `seen`: the others are not for whoever asks, or nobody has looked. */
export type Countable = { sealed: readonly string[]; seen: readonly string[] }

/** `red`: "regulation/level" of the red levels. Offices without an open case are not among the rows. */
export async function countsOf(tx: Transaction, offices: readonly number[], red: readonly string[], { sealed, seen }: Countable, now: number): Promise<OfficeCounts[]> {
  return tx.$queryRaw<OfficeCounts[]>`
    select c.office_id as office, count(*)::int as open,
      count(*) filter (where exists (select 1 from duties d where d.case_id = c.id and d.state = 'open' and d.owner <> 'machine' and d.due_at < ${new Date(now)}))::int as overdue,
      count(*) filter (where c.regulation || '/' || c.level = any(${[...red]}))::int as red
    from cases c where c.office_id = any(${[...offices]}) and c.stage = any(${openStages}) and (c.regulation <> all(${[...sealed]}) or c.id = any(${[...seen]}::uuid[]))
    group by c.office_id`
}

/** Cases of these offices that are not closed, what is owed past its limit first, then the oldest: so many (`most`) after the first `from`. `regulations`: only these. */
export async function openCases(db: Database, tx: Transaction, offices: readonly number[], now: number, { from, most }: { from: number; most: number }, regulations: readonly string[] | null = null): Promise<CaseState[]> {
  const order = await tx.$queryRaw<{ id: string }[]>`
    select c.id::text from cases c
    where c.office_id = any(${[...offices]}) and c.stage = any(${openStages}) and (${regulations === null} or c.regulation = any(${[...regulations ?? []]}))
    order by exists (select 1 from duties d where d.case_id = c.id and d.state = 'open' and d.owner <> 'machine' and d.due_at < ${new Date(now)}) desc, c.filed_at, c.id
    limit ${most} offset ${from}`
  const rows = new Map((await tx.case.findMany({ where: { id: { in: order.map(({ id }) => id) } }, include: { parties: true } })).map((row) => [row.id, row]))
  return order.flatMap(({ id }) => {
    const row = rows.get(id)
    return row ? [caseOf(db, row, row.parties)] : []
  })
}

/** One asking of another office. `how`: the line of the history it began with, and ended with. */
export type Passed = { case: CaseState; asking: number; direction: 'up' | 'down'; end: 'open' | 'received' | 'returned' | 'kept' | 'over'; at: number; /** Where it lies now. */ office: string; handler: string | null }

/** Cases that these offices asked another to take over (`from`), or were asked to (`to`) and have not answered; newest first. */
export async function passed(db: Database, tx: Transaction, of: { from: readonly number[] } | { to: readonly number[] }, most: number): Promise<Passed[]> {
  const [from, to] = 'from' in of ? [[...of.from], []] : [[], [...of.to]]
  const rows = await tx.$queryRaw<{ case_id: string; asking: number; up: boolean; state: string; ended: string | null; at: Date; office: string; handler: string | null }[]>`
    select d.case_id::text, d.office_id as asking, d.state, d.opened_at as at, o.name as office, h.name as handler,
      exists (select 1 from histories t where t.case_id = d.case_id and t.at = d.opened_at and t.kind = 'tier-up') as up,
      (select t.kind from histories t where t.case_id = d.case_id and t.at = d.done_at and t.kind in ('tier-received', 'tier-returned', 'tier-kept') limit 1) as ended
    from duties d join cases c on c.id = d.case_id join offices o on o.id = c.office_id left join staff h on h.id = c.handler_id left join staff s on s.id = d.staff_id
    where d.kind = 'receive-case' and (d.office_id = any(${from}) or (d.state = 'open' and s.office_id = any(${to})))
    order by d.opened_at desc limit ${most}`
  const cases = await tx.case.findMany({ where: { id: { in: rows.map((row) => row.case_id) } }, include: { parties: true } })
  return rows.flatMap((row): Passed[] => {
    const found = cases.find(({ id }) => id === row.case_id)
    if (!found) return []
    const end = row.state === 'open' ? 'open' : ({ 'tier-received': 'received', 'tier-returned': 'returned', 'tier-kept': 'kept' } as const)[row.ended ?? ''] ?? 'over'
    return [{ case: caseOf(db, found, found.parties), asking: row.asking, direction: row.up ? 'up' : 'down', end, at: row.at.getTime(), office: row.office, handler: row.handler }]
  })
}

/** What an office received in a time (filed there, or received from another), and how many different cases of it went up (ADM-1). */
export async function upShare(tx: Transaction, office: number, from: number, to: number): Promise<{ received: number; up: number }> {
  const [a, b] = [new Date(from), new Date(to)]
  const [row] = await tx.$queryRaw<{ filed: number; came: number; up: number }[]>`
    select
      (select count(*) from cases where coalesce(numbered_by, office_id) = ${office} and filed_at >= ${a} and filed_at < ${b})::int as filed,
      (select count(distinct d.case_id) from duties d join staff s on s.id = d.staff_id where d.kind = 'receive-case' and d.state = 'done' and s.office_id = ${office} and d.done_at >= ${a} and d.done_at < ${b}
        and exists (select 1 from histories t where t.case_id = d.case_id and t.at = d.done_at and t.kind = 'tier-received'))::int as came,
      (select count(distinct d.case_id) from duties d where d.kind = 'receive-case' and d.state = 'done' and d.office_id = ${office} and d.done_at >= ${a} and d.done_at < ${b}
        and exists (select 1 from histories t where t.case_id = d.case_id and t.at = d.opened_at and t.kind = 'tier-up')
        and exists (select 1 from histories t where t.case_id = d.case_id and t.at = d.done_at and t.kind = 'tier-received'))::int as up`
  return { received: (row?.filed ?? 0) + (row?.came ?? 0), up: row?.up ?? 0 }
}
