import { relationOf } from './access.ts'
import type { CaseState, StaffMember } from './case.ts'
import { isAble, withRole, type House } from './house.ts'

/** A sealed identity is opened by three people at least: one asks, another decides, a third looks (PET-7). */

export function isSealed({ stage, between: { codeName } }: CaseState): boolean {
  return codeName !== null && stage.at !== 'closed'
}

/**
 * Who decides about what was asked: the leader, else the head, else the office above, else an administrator; never whoever
 * asked, in whatever role. Nobody while nothing is asked.
 */
export function identityDeciders(state: CaseState, house: House): StaffMember[] {
  const { identity } = state.between
  if (identity?.state !== 'asked') return []
  const above = house.staff.filter((member) => member.officeId !== state.officeId && (member.stands === undefined || member.stands === 'above') && isAble(state, house, member))
  const lines = [withRole(state, house, 'leader'), withRole(state, house, 'head'), above.filter(({ role }) => role !== 'admin'), withRole(state, house, 'admin'), above]
  return lines.map((able) => able.filter((member) => !isSame(house, identity.by, member))).find((able) => able.length > 0) ?? []
}

/** Whether somebody here might have to decide about what they ask for themselves: then the office above is called in. */
export function mayLackDecider(state: CaseState, house: House): boolean {
  const able = isSealed(state) ? [...withRole(state, house, 'leader'), ...withRole(state, house, 'head')] : []
  return isSealed(state) && new Set(able.map(({ personId }) => personId)).size < 2
}

/** Custodians of the office who have neither asked for it nor decided it, and whom it does not speak of. */
export function openers(state: CaseState, house: House): StaffMember[] {
  const { identity } = state.between
  return custodians(state, house).filter((member) => ![identity?.by, identity?.decided].some((id) => id !== undefined && isSame(house, id, member)))
}

export function custodians(state: CaseState, { staff, regulation }: House): StaffMember[] {
  return staff.filter((member) => member.custodian && member.officeId === state.officeId && relationOf(state, member, regulation) !== 'party')
}

function isSame({ staff }: House, id: number, member: StaffMember): boolean {
  return member.id === id || staff.find((each) => each.id === id)?.personId === member.personId
}
