import type { CaseState, StaffMember } from '../cases/case.ts'
import { caseOf } from './cases.ts'
import type { Database, Transaction } from './database.ts'
import type { Held } from './handovers.ts'
import { placesOfPerson } from './tree.ts'

/** What decides whose the cases of somebody else may become: the cases themselves, and every place of whoever is to have them (ADM-3). */
export async function casesAndPlaces(db: Database, tx: Transaction, held: readonly Held[], personId: string): Promise<{ states: CaseState[]; places: StaffMember[] }> {
  const rows = await tx.case.findMany({ where: { id: { in: held.map(({ id }) => id) } }, include: { parties: true } })
  return { states: rows.map((row) => caseOf(db, row, row.parties)), places: await placesOfPerson(tx, personId) }
}
