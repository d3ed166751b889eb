import type { Transaction } from './database.ts'

/** What a head or leader sees to, as ids of cases; who may look at each of them is asked of the case itself. Along the indexes of what is open. */

/** A list holds no more; how many more there are is not counted. */
export const most = 300

/** Nobody has accepted them (on offer or not), or whoever did works here no more. Longest waiting first. */
export async function withoutHolder(tx: Transaction, offices: readonly number[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`/* without-holder */
    select c.id::text from cases c left join staff s on s.id = c.handler_id
    where c.office_id = any(${[...offices]}) and (c.stage in ('filed', 'assigned') or (c.stage in ('accepted', 'settling') and s.left_at is not null)) order by c.filed_at limit ${most}`
  return rows.map(({ id }) => id)
}

export type Owing = { caseId: string; kind: string; dueAt: number }

/** Open duties of these kinds that one of these members of staff owes, soonest due first. */
export async function owedBy(tx: Transaction, who: readonly { id: number; role: string; officeId: number }[], kinds: readonly string[]): Promise<Owing[]> {
  const rows = await tx.duty.findMany({
    where: { state: 'open', kind: { in: [...kinds] }, OR: [{ staffId: { in: who.map(({ id }) => id) } }, ...who.map(({ role, officeId }) => ({ staffId: null, owner: role, officeId }))] },
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }], take: most, select: { caseId: true, kind: true, dueAt: true },
  })
  return rows.map((row) => ({ ...row, dueAt: row.dueAt.getTime() }))
}

/** Open duties of these kinds in these offices, whoever owes them. */
export async function openOfKind(tx: Transaction, offices: readonly number[], kinds: readonly string[]): Promise<Owing[]> {
  const rows = await tx.duty.findMany({ where: { state: 'open', kind: { in: [...kinds] }, officeId: { in: [...offices] } }, orderBy: [{ dueAt: 'asc' }, { id: 'asc' }], take: most, select: { caseId: true, kind: true, dueAt: true } })
  return rows.map((row) => ({ ...row, dueAt: row.dueAt.getTime() }))
}

/** Open cases that have been on the watch list, longest waiting first; whether they are still is for the case itself to say. */
export async function everListed(tx: Transaction, offices: readonly number[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`/* ever-listed */
    select c.id::text from cases c where c.office_id = any(${[...offices]}) and c.stage <> 'closed'
      and exists (select 1 from duties d where d.case_id = c.id and d.kind = 'report-supervised') order by c.filed_at limit ${most}`
  return rows.map(({ id }) => id)
}

/** Of duties, of which a case may have several. */
export const overdueMost = 900

/** What is over its limit and not done, most overdue first; what the house does by itself is never late. */
export async function overdueIn(tx: Transaction, offices: readonly number[], now: number): Promise<Owing[]> {
  const rows = await tx.duty.findMany({ where: { state: 'open', officeId: { in: [...offices] }, owner: { not: 'machine' }, dueAt: { lt: new Date(now) } }, orderBy: [{ dueAt: 'asc' }, { id: 'asc' }], take: overdueMost, select: { caseId: true, kind: true, dueAt: true } })
  return rows.map((row) => ({ ...row, dueAt: row.dueAt.getTime() }))
}

/** Open cases that were reopened, or whose applicant has filed so often since then, with how often that was. What goes on as part of another counts once. */
export async function repeatedIn(tx: Transaction, offices: readonly number[], since: number, times: number): Promise<{ id: string; filed: number }[]> {
  return tx.$queryRaw<{ id: string; filed: number }[]>`/* repeated-in */
    with often as (
      select applicant_id, count(*)::int as filed from cases
      where office_id = any(${[...offices]}) and filed_at >= ${new Date(since)} and outcome is distinct from 'merged' group by applicant_id having count(*) >= ${times})
    select c.id::text, coalesce(o.filed, 1)::int as filed from cases c left join often o on o.applicant_id = c.applicant_id
    where c.office_id = any(${[...offices]}) and c.stage <> 'closed' and (c.reopened > 0 or o.filed is not null) order by c.filed_at limit ${most}`
}
