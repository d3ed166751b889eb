import type { StaffMember } from '../cases/case.ts'
import type { Transaction } from './database.ts'
import type { Staff } from './generated/client.ts'

/** Who answers for which office of the tree. */

/** Heads and leaders of these offices, without what they have in hand. */
export async function officersOf(tx: Transaction, offices: readonly number[]): Promise<StaffMember[]> {
  if (offices.length === 0) return []
  const rows = await tx.staff.findMany({ where: { officeId: { in: [...offices] }, role: { in: ['head', 'leader'] }, leftAt: null }, orderBy: { id: 'asc' } })
  return rows.map(memberOf)
}

/** The same for one person, or one member of staff, among these offices. */
export async function officersAmong(tx: Transaction, offices: readonly number[], who: { person: string } | { staff: number }): Promise<StaffMember[]> {
  if (offices.length === 0) return []
  const one = 'person' in who ? { personId: who.person } : { id: who.staff }
  const rows = await tx.staff.findMany({ where: { ...one, officeId: { in: [...offices] }, role: { in: ['head', 'leader'] }, leftAt: null }, orderBy: { id: 'asc' } })
  return rows.map(memberOf)
}

/** All places of a person, without what they have in hand. */
export async function placesOfPerson(tx: Transaction, personId: string): Promise<StaffMember[]> {
  return (await tx.staff.findMany({ where: { personId, leftAt: null }, orderBy: { id: 'asc' } })).map(memberOf)
}

function memberOf(row: Staff): StaffMember {
  return {
    id: row.id, personId: row.personId, officeId: row.officeId, role: row.role as StaffMember['role'], name: row.name, kinds: row.kinds, languages: row.languages, areas: row.areas, capacity: row.capacity,
    away: row.awayFrom ? { from: row.awayFrom.getTime(), until: row.awayUntil?.getTime() ?? null } : null, standsFor: [], custodian: row.custodian, load: 0,
  }
}
