import { parseLimit } from '../../calendar/limit.ts'
import type { Words } from '../../dialogue/message.ts'
import type { Between } from '../between.ts'
import type { CaseState, DutyState, StaffMember } from '../case.ts'
import { thisTime } from '../conditions.ts'
import { answerable, withRole } from '../house.ts'
import type { House, Role } from '../house.ts'

/** More time (MED-8, PET-5, INS-2): who asks, who decides, and what stands between the two. */

export type Request = NonNullable<Between['extension']>

/** Asked, and nobody has decided; with another holder it is gone. */
export function openRequest({ stage, handlerId, between: { extension } }: CaseState): Request | null {
  return extension !== null && stage.at === 'accepted' && handlerId === extension.holder ? extension : null
}

/** How often it was asked for since the case was filed or last reopened, granted or not. */
export function timesAsked(state: CaseState): number {
  return thisTime(state).filter(({ what }) => what === 'extension-asked').length
}

/**
 * Who decides: those the regulation names, else whoever answers for the office beside them; what a head asks for goes to
 * the leader. Never whoever asks, in whatever role.
 */
export function decidersOf(state: CaseState, house: House, asker: Pick<StaffMember, 'role' | 'personId'>): StaffMember[] {
  const { extension } = house.regulation
  if (!extension) return []
  const order: Role[] = extension.approver === 'head' && asker.role !== 'head' ? ['head', 'leader'] : ['leader', 'head']
  const others = (able: StaffMember[]): StaffMember[] => able.filter(({ personId }) => personId !== asker.personId)
  return [...order.map((role) => others(withRole(state, house, role))), others(answerable(state, house, 'leader'))].find((able) => able.length > 0) ?? []
}

/** Who decides about what has been asked; nobody while nothing is. */
export function decidersNow(state: CaseState, house: House): StaffMember[] {
  const asker = house.staff.find(({ id }) => id === openRequest(state)?.by)
  return asker ? decidersOf(state, house, asker) : []
}

/** Open duties whose limit it moves. */
export function movable(duties: readonly DutyState[], { extension }: House['regulation']): DutyState[] {
  return duties.filter(({ kind, state }) => state === 'open' && (extension?.duty.includes(kind) ?? false))
}

/** "5 working days", as the house says limits. */
export function spanWords(limit: string): Words {
  const span = parseLimit(limit)
  return 'count' in span ? { key: `rules:limit.${span.unit}`, with: { count: span.count } } : { say: limit }
}
