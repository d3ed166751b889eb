import type { CaseState } from '../cases/case.ts'
import { caseOf } from './cases.ts'
import type { Database, Transaction } from './database.ts'

/** Closed cases of those who mediated them, for what they still watch and what they earned. Along the index of handlers. */

/** Cases whose agreement is still to be performed, the longest closed first (MED-15). */
export async function toPerform(db: Database, tx: Transaction, staffIds: readonly number[], kinds: readonly string[], most: number): Promise<CaseState[]> {
  const rows = await tx.case.findMany({
    where: { handlerId: { in: [...staffIds] }, stage: 'closed', duties: { some: { state: 'open', kind: { in: [...kinds] } } } },
    orderBy: { closedAt: 'asc' }, take: most, include: { parties: true },
  })
  return rows.map((row) => caseOf(db, row, row.parties))
}

/** Cases closed since then, by who mediated them; `officeId` instead of `staffIds`: those of a whole office. */
export async function closedSince(db: Database, tx: Transaction, of: { staffIds: readonly number[] } | { officeIds: readonly number[] }, regulations: readonly string[], since: number, most: number): Promise<CaseState[]> {
  const whose = 'staffIds' in of ? { handlerId: { in: [...of.staffIds] } } : { officeId: { in: [...of.officeIds] } }
  const rows = await tx.case.findMany({ where: { ...whose, stage: 'closed', regulation: { in: [...regulations] }, closedAt: { gte: new Date(since) } }, orderBy: { closedAt: 'asc' }, take: most })
  return rows.map((row) => caseOf(db, row, []))
}
