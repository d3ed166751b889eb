import type { CaseEvent } from '../cases/case.ts'
import type { Transaction } from './database.ts'
import type { Prisma } from './generated/client.ts'

/** What somebody would hand to a colleague, for good or while they are away; it counts once the other has agreed (ADM-3). */

export type Why = 'all' | 'away' | 'leaving'
/** `by`: who ends the post of whoever goes, where it is not themselves. */
export type Handover = { id: string; officeId: number; why: Why; by: Colleague | null; from: Colleague; to: Colleague; caseIds: string[]; state: string; until: number | null; createdAt: number }
export type Colleague = { id: number; personId: string; name: string; role: string; left: boolean }
/** A case as a list of them names it. */
export type Held = { id: string; number: string; regulation: string; category: string; stage: string }
export type CaseTold = { caseId: string; event: CaseEvent }

const person = { select: { id: true, personId: true, name: true, role: true, leftAt: true } } as const
const both = { from: person, to: person } satisfies Prisma.HandoverInclude
type Row = Prisma.HandoverGetPayload<{ include: typeof both }>

export async function createHandover(tx: Transaction, handover: { id: string; officeId: number; fromId: number; toId: number; why: Why; byId?: number; caseIds: string[]; until: number | null }, now: number): Promise<void> {
  const { until, byId, ...row } = handover
  await tx.handover.createMany({ data: [{ ...row, why: byId === undefined ? row.why : endedBy(byId), until: until === null ? null : new Date(until), createdAt: new Date(now) }], skipDuplicates: true })
}

/** Stands in the column of the reason, beside it. */
function endedBy(staffId: number): string {
  return `leaving/${staffId}`
}

/** Those by which one of these members ends the post of somebody else. */
export function endingBy(staffIds: readonly number[]): Prisma.HandoverWhereInput {
  return { why: { in: staffIds.map(endedBy) } }
}

/** Of two who go or come at once, the second knows of the first. */
export async function lockOffice(tx: Transaction, officeId: number): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('office:' || ${officeId}::text, 0))::text`
}

/** Taken for this transaction alone, so that of two answers one counts; the office before it, as wherever somebody goes. */
export async function lockHandover(tx: Transaction, id: string): Promise<Handover | null> {
  const known = await tx.handover.findUnique({ where: { id }, select: { officeId: true } })
  if (!known) return null
  await lockOffice(tx, known.officeId)
  await tx.$queryRaw`select 1 from handovers where id = ${id}::uuid for update`
  const row = await tx.handover.findUnique({ where: { id }, include: both })
  return row ? (await handoversOf(tx, [row]))[0] ?? null : null
}

/** Those not answered yet, oldest first. */
export async function askedHandovers(tx: Transaction, where: Prisma.HandoverWhereInput): Promise<Handover[]> {
  const rows = await tx.handover.findMany({ where: { ...where, state: 'asked' }, orderBy: { createdAt: 'asc' }, include: both })
  return handoversOf(tx, rows)
}

export async function endHandovers(tx: Transaction, where: Prisma.HandoverWhereInput, state: string, now: number): Promise<void> {
  await tx.handover.updateMany({ where: { ...where, state: 'asked' }, data: { state, answeredAt: new Date(now) } })
}

/** Open cases somebody holds, oldest first. */
export async function heldBy(tx: Transaction, staffId: number): Promise<Held[]> {
  return tx.case.findMany({ where: { handlerId: staffId, stage: { not: 'closed' } }, orderBy: [{ filedAt: 'asc' }, { id: 'asc' }], select: { id: true, number: true, regulation: true, category: true, stage: true } })
}

/** Cases, closed or not, of which somebody by name owes something still. */
export async function owedBy(tx: Transaction, staffId: number, kind?: string): Promise<{ caseId: string; dutyId: string; held: boolean }[]> {
  const rows = await tx.duty.findMany({ where: { staffId, state: 'open', ...(kind === undefined ? {} : { kind }) }, select: { id: true, caseId: true, case: { select: { handlerId: true } } } })
  return rows.map((row) => ({ caseId: row.caseId, dutyId: row.id, held: row.case.handlerId === staffId }))
}

/** What each of these cases hears: it has gone to the successor. */
export function handedOver(cases: readonly string[], from: Colleague, to: Colleague, leaving: boolean): CaseTold[] {
  const given = { from: String(from.id), to: String(to.id), name: from.name, leaving: leaving ? 'yes' : 'no' }
  return cases.map((caseId) => ({ caseId, event: { type: 'told', what: 'handed-over', by: to.id, given } }))
}

async function handoversOf(tx: Transaction, rows: readonly Row[]): Promise<Handover[]> {
  const byOf = ({ why }: Row): number => Number(why.split('/')[1] ?? 0)
  const ids = rows.map(byOf).filter((id) => id > 0)
  const by = ids.length === 0 ? [] : await tx.staff.findMany({ where: { id: { in: ids } }, ...person })
  const colleague = (each: Row['from']): Colleague => ({ id: each.id, personId: each.personId, name: each.name, role: each.role, left: each.leftAt !== null })
  return rows.map((row) => {
    const ends = by.find(({ id }) => id === byOf(row))
    return { id: row.id, officeId: row.officeId, why: row.why.split('/')[0] as Why, by: ends ? colleague(ends) : null, from: colleague(row.from), to: colleague(row.to), caseIds: row.caseIds, state: row.state, until: row.until?.getTime() ?? null, createdAt: row.createdAt.getTime() }
  })
}
