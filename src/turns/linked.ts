import type { StaffMember } from '../cases/case.ts'
import type { LinkedBody, ReferralState } from '../cases/referrals/referral.ts'
import { withBodies } from '../cases/referrals/referral.ts'
import { bodiesOf, liaisonsFor } from '../store/bodies.ts'
import type { Transaction } from '../store/database.ts'

/** The linked bodies of a case's office, and those who speak for them among its staff: of their body alone, and only while something of the case is with it (MED-22). */
export async function withLinked(tx: Transaction, officeId: number, referrals: readonly ReferralState[], staff: readonly StaffMember[]): Promise<{ bodies: LinkedBody[]; staff: StaffMember[] }> {
  const bodies = await bodiesOf(tx, officeId, referrals.map(({ bodyId }) => bodyId))
  const liaisons = await liaisonsFor(tx, bodies.map(({ id }) => id))
  return { bodies, staff: withBodies([...staff.filter(({ id }) => !liaisons.some((each) => each.id === id)), ...liaisons], referrals) }
}
