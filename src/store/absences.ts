import type { Transaction } from './database.ts'
import { endHandovers, owedBy, type CaseTold } from './handovers.ts'

/** Who is away and who stands in for them (ADM-3). */

export type Absent = { id: number; personId: string; officeId: number; role: string; name: string; from: number; until: number | null; standIn: { id: number; personId: string; name: string } | null }

/** All places of somebody, with their absence, now or to come. */
export async function absencesOf(tx: Transaction, personId: string): Promise<Absent[]> {
  const rows = await tx.staff.findMany({ where: { personId, leftAt: null, awayFrom: { not: null } }, orderBy: { id: 'asc' }, include: { standIn: true } })
  return rows.map(absentOf)
}

/** Staff ids of those whose place these members have now, because they are away. */
export async function standingInFor(tx: Transaction, staffIds: readonly number[], now: number): Promise<number[]> {
  const at = new Date(now)
  const rows = await tx.staff.findMany({ where: { standInId: { in: [...staffIds] }, leftAt: null, awayFrom: { lte: at }, OR: [{ awayUntil: null }, { awayUntil: { gt: at } }] }, select: { id: true } })
  return rows.map(({ id }) => id)
}

export async function setAway(tx: Transaction, id: number, away: { from: number; until: number | null; standInId: number | null }): Promise<void> {
  await tx.staff.update({ where: { id }, data: { awayFrom: new Date(away.from), awayUntil: away.until === null ? null : new Date(away.until), standInId: away.standInId } })
}

export async function setStandIn(tx: Transaction, id: number, standInId: number | null): Promise<void> {
  await tx.staff.update({ where: { id }, data: { standInId } })
}

/** They are at work again, in this place. */
export async function endAway(tx: Transaction, id: number, now: number): Promise<void> {
  await tx.$executeRaw`update staff set back_at = case when away_from <= ${new Date(now)} then ${new Date(now)} else back_at end, away_from = null, away_until = null, stand_in_id = null where id = ${id}`
  await endHandovers(tx, { fromId: id, why: 'away' }, 'cancelled', now)
}

export function awayTold(staffId: number): CaseTold['event'] {
  return { type: 'told', what: 'away', by: null, given: { staff: String(staffId) } }
}

/** What was on offer to somebody who is away goes to the next; told once for each offer. */
export async function offersPass(tx: Transaction, staffId: number): Promise<(CaseTold & { dutyId: string })[]> {
  return (await owedBy(tx, staffId, 'answer-offer')).map(({ caseId, dutyId }) => ({ caseId, dutyId, event: awayTold(staffId) }))
}

/** Those whose place one of these members has, or would have, at any moment of a spell. */
export async function stoodForBy(tx: Transaction, staffIds: readonly number[], from: number, until: number): Promise<Absent[]> {
  const rows = await tx.staff.findMany({ where: { standInId: { in: [...staffIds] }, leftAt: null, awayFrom: { lt: new Date(until) }, OR: [{ awayUntil: null }, { awayUntil: { gt: new Date(from) } }] }, include: { standIn: true } })
  return rows.map(absentOf)
}

/** Whether somebody is away at any moment of a spell. */
export async function isAwayWithin(tx: Transaction, staffId: number, from: number, until: number): Promise<boolean> {
  return await tx.staff.count({ where: { id: staffId, awayFrom: { lt: new Date(until) }, OR: [{ awayUntil: null }, { awayUntil: { gt: new Date(from) } }] } }) > 0
}

/** Absences that are over, taken for this transaction alone: whoever holds one now is waited for, as the next look is far off; and offers that were out when somebody went: whom the head asks all the same is asked. */
export async function dueAbsences(tx: Transaction, now: number): Promise<{ over: Absent[]; offers: { staffId: number; caseId: string; dutyId: string }[] }> {
  const at = new Date(now)
  const taken = await tx.$queryRaw<{ id: number }[]>`select id from staff where away_until <= ${at} and left_at is null order by id for no key update`
  const over = taken.length === 0 ? [] : await tx.staff.findMany({ where: { id: { in: taken.map(({ id }) => id) } }, include: { standIn: true } })
  const offers = await tx.$queryRaw<{ staffId: number; caseId: string; dutyId: string }[]>`select s.id as "staffId", d.case_id::text as "caseId", d.id::text as "dutyId" from staff s join duties d on d.staff_id = s.id and d.state = 'open' and d.kind = 'answer-offer'
    where s.left_at is null and s.away_from <= ${at} and d.opened_at <= s.away_from and (s.away_until is null or s.away_until > ${at})`
  return { over: over.map(absentOf), offers }
}

type Row = { id: number; personId: string; officeId: number; role: string; name: string; awayFrom: Date | null; awayUntil: Date | null; standIn: { id: number; personId: string; name: string } | null }

function absentOf(row: Row): Absent {
  const { id, personId, officeId, role, name, standIn } = row
  return { id, personId, officeId, role, name, from: row.awayFrom?.getTime() ?? 0, until: row.awayUntil?.getTime() ?? null, standIn: standIn && { id: standIn.id, personId: standIn.personId, name: standIn.name } }
}
