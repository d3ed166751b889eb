import { readShare } from './reads.ts'
import type { Transaction } from './database.ts'

/** How a week went in some offices together, under all regulations. Nothing of it says who anybody is. */
export type WeekFigures = {
  received: number
  closed: number
  /** Not closed when the week ended. */
  open: number
  /** Duties of the regulations whose limit fell into the week, and those of them not done by it. */
  due: number
  overdue: number
  /** What waited for an instruction, and what has got it (PET-3). */
  toRead: number
  read: number
  scores: number
  scoreMean: number | null
  reopened: number
  /** Received in the week, and on a level that is told of at any hour. */
  red: number
}

/** `duties`, `reading`: as "regulation/duty"; `red`: as "regulation/level". `from` belongs to the span, `to` does not (ms). */
export type WeekOf = { officeIds: readonly number[]; duties: readonly string[]; reading: readonly string[]; red: readonly string[]; from: number; to: number }

export async function weekFigures(tx: Transaction, of: WeekOf): Promise<WeekFigures> {
  const [from, to, offices] = [new Date(of.from), new Date(of.to), [...of.officeIds]]
  // What was reopened is closed at one moment and open at another: its history tells which.
  const [cases] = await tx.$queryRaw<{ received: number; closed: number; open: number; reopened: number; red: number }[]>`
    with c as (
      select id, filed_at, closed_at, reopened, regulation || '/' || level as level,
        case when reopened = 0 or closed_at < ${to} then closed_at is not null and closed_at < ${to}
          else coalesce((select h.kind = 'closed' from histories h where h.case_id = cases.id and h.kind in ('closed', 'reopened') and h.at < ${to} order by h.n desc limit 1), false) end as over
      from cases where office_id = any(${offices}) and filed_at < ${to} and outcome is distinct from 'merged' and (closed_at is null or closed_at >= ${from}))
    select count(*) filter (where filed_at >= ${from})::int as received, count(*) filter (where not over)::int as open,
      count(*) filter (where case when reopened = 0 then closed_at >= ${from} and closed_at < ${to}
        else exists (select 1 from histories h where h.case_id = c.id and h.kind = 'closed' and h.at >= ${from} and h.at < ${to}) end)::int as closed,
      count(*) filter (where reopened > 0 and exists (select 1 from histories h where h.case_id = c.id and h.kind = 'reopened' and h.at >= ${from} and h.at < ${to}))::int as reopened,
      count(*) filter (where filed_at >= ${from} and level = any(${[...of.red]}))::int as red
    from c`
  const [duties] = await tx.$queryRaw<{ due: number; overdue: number }[]>`
    select count(*)::int as due, count(*) filter (where d.state = 'open' or d.late)::int as overdue
    from duties d join cases c on c.id = d.case_id
    where d.office_id = any(${offices}) and d.due_at >= ${from} and d.due_at < ${to} and d.state <> 'cancelled' and c.regulation || '/' || d.kind = any(${[...of.duties]})`
  const [surveys] = await tx.$queryRaw<{ scores: number; mean: number | null }[]>`
    select count(*)::int as scores, avg(s.score)::float8 as mean from surveys s join cases c on c.id = s.case_id
    where s.scored_at >= ${from} and s.scored_at < ${to} and s.person_id = c.applicant_id and c.office_id = any(${offices})`
  const reading = await readShare(tx, offices, of.reading, of.from, of.to)
  return {
    received: cases?.received ?? 0, closed: cases?.closed ?? 0, open: cases?.open ?? 0, reopened: cases?.reopened ?? 0, red: cases?.red ?? 0,
    due: duties?.due ?? 0, overdue: duties?.overdue ?? 0, toRead: reading.all, read: reading.read, scores: surveys?.scores ?? 0, scoreMean: surveys?.mean ?? null,
  }
}

/** An office and all below it, itself first. */
export async function officesBelow(tx: Transaction, officeId: number): Promise<{ id: number; name: string }[]> {
  return tx.$queryRaw<{ id: number; name: string }[]>`
    with recursive down as (select id, name, 0 as depth from offices where id = ${officeId}::int union all select o.id, o.name, down.depth + 1 from offices o join down on o.parent_id = down.id where down.depth < 20)
    select id, name from down order by depth, id`
}

/** Whether this is the first to tell an office in the week that began on that day (a number of days). */
export async function firstOfWeek(tx: Transaction, officeId: number, monday: number): Promise<boolean> {
  const key = weekKey(officeId)
  return (await tx.$executeRaw`insert into settings (key, value) values (${key}, to_jsonb(${monday}::int)) on conflict (key) do update set value = excluded.value where (settings.value #>> '{}')::int < ${monday}::int`) > 0
}

/** The Monday of the week told of last; null in an office that has never been told. */
export async function lastWeekTold(tx: Transaction, officeId: number): Promise<number | null> {
  const kept = await tx.setting.findUnique({ where: { key: weekKey(officeId) } })
  return typeof kept?.value === 'number' ? kept.value : null
}

function weekKey(officeId: number): string {
  return `weekly-figures:${officeId}`
}
