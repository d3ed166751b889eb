import { relationOf } from './access.ts'
import type { CaseState, StaffMember, World } from './case.ts'

/** Who answers for what in the office of a case, so that nothing ever lies with nobody. */
export type Role = StaffMember['role']
export type House = Pick<World, 'staff' | 'regulation'>

/**
 * Who answers for a role now: those who have it, else those next in line. Where every officer is spoken of in the case,
 * those of the office above, or else an administrator, whom the shell has put among the staff (PET-7).
 */
export function answerable(state: CaseState, house: House, role: Role): StaffMember[] {
  const line: Role[] = role === 'leader' ? ['leader', 'head'] : [role, 'head', 'leader']
  const here = line.map((each) => withRole(state, house, each)).find((each) => each.length > 0)
  if (here) return here
  const above = elsewhere(state, house)
  const there = line.map((each) => above.filter((member) => member.role === each)).find((each) => each.length > 0)
  const own = withRole(state, house, 'admin')
  return there ?? (own.length > 0 ? own : above)
}

export function answersFor(state: CaseState, house: House, role: Role, member: StaffMember): boolean {
  return answerable(state, house, role).some(({ id }) => id === member.id)
}

/**
 * Who hears what whoever handled the case must not: its head, else its leader, else an administrator or somebody above;
 * never the holder, nor who closed it, nor who is named in what was said of the handling.
 */
export function answerableApart(state: CaseState, house: House): StaffMember[] {
  const free = (able: StaffMember[]): StaffMember[] => able.filter((member) => !isKeptFrom(state, member))
  const above = elsewhere(state, house)
  const lines = [answerable(state, house, 'head'), answerable(state, house, 'leader'), withRole(state, house, 'admin'), above]
  return lines.map(free).find((each) => each.length > 0) ?? []
}

/**
 * Who answers for the office that is asked to take the case over: its heads, else its leaders; never whom it is about, so
 * that nothing is handed to a place where everybody is spoken of (PET-7).
 */
export function answerableThere(state: CaseState, { regulation }: Pick<House, 'regulation'>, staff: readonly StaffMember[]): StaffMember[] {
  const able = staff.filter((member) => isAble(state, { regulation }, member))
  return (['head', 'leader'] as const).map((role) => able.filter((member) => member.role === role)).find((each) => each.length > 0) ?? []
}

/** Those of other offices who are here to answer; whoever is only asked to take it over, looks from above or speaks for a linked body is none of them. */
function elsewhere(state: CaseState, house: House): StaffMember[] {
  return house.staff.filter((member) => member.officeId !== state.officeId && member.stands === undefined && isAble(state, house, member))
}

/** Whether what is said of the handling is not for this member. */
export function isKeptFrom(state: CaseState, { id }: Pick<StaffMember, 'id'>): boolean {
  const denied = state.between.contacts.some(({ answer, staff }) => answer === 'no' && staff === id)
  return denied || handlersOf(state).includes(id) || state.between.apart.some(({ named }) => named.includes(id))
}

/** Who handles the case now, and who closed it. */
export function handlersOf({ handlerId, stage }: Pick<CaseState, 'handlerId' | 'stage'>): number[] {
  // Whoever made it part of another has handled nothing of it.
  const ended = (stage.at === 'closed' && stage.outcome !== 'merged') || stage.at === 'settling'
  return [handlerId, ended ? stage.by : null].filter((id) => id !== null)
}

/** A party to the case never acts in it, whatever their office (MED-10). */
export function withRole(state: CaseState, house: House, role: Role): StaffMember[] {
  return house.staff.filter((member) => member.role === role && member.officeId === state.officeId && isAble(state, house, member))
}

/** Whether all who would answer for the office stand in the case themselves: then somebody above has to (PET-7). */
export function mustClimb(state: CaseState, house: House): boolean {
  const here = house.staff.filter((member) => member.officeId === state.officeId)
  const officers = here.filter(({ role }) => role === 'head' || role === 'leader')
  const answering = officers.length > 0 ? officers : here.filter(({ role }) => role === 'admin')
  return answering.length > 0 && !answering.some((member) => isAble(state, house, member))
}

export function isAble(state: CaseState, { regulation }: Pick<House, 'regulation'>, member: StaffMember): boolean {
  // Who speaks for a linked body does no work of the office (MED-22).
  return member.body === undefined && relationOf(state, member, regulation) !== 'party'
}
