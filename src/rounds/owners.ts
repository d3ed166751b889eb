import type { StaffMember } from '../cases/case.ts'
import { isAway } from '../cases/offered/handover.ts'
import type { RoundRule } from '../regulations/schema.ts'
import type { Role, RoundState } from './round.ts'

/** Who owes a round. Nobody with the role: the head; no head: the leader; neither: it is kept for whoever gets the role. */
export type Owner = { role: Role; /** The one person, where each reports alone. */ staffId: number | null }

/** Whoever is away through all of `from`–`until` (ms) owes no round of their own. */
export function ownersOf(rule: Pick<RoundRule, 'who' | 'each'>, regulation: string, staff: readonly StaffMember[], time: { from: number; until: number }): Owner[] {
  const role = standsFor(rule.who, regulation, staff)
  if (role === null) return [{ role: rule.who, staffId: null }]
  if (!rule.each || role !== rule.who) return [{ role, staffId: null }]
  const present = withRole(role, regulation, staff).filter(({ away }) => !away || away.from > time.from || (away.until !== null && away.until < time.until))
  if (present.length > 0) return present.map(({ id }) => ({ role, staffId: id }))
  return [{ role: standsFor('head', regulation, staff) ?? rule.who, staffId: null }]
}

/** The role that answers for another one now; null when there is nobody. */
export function standsFor(role: Role, regulation: string, staff: readonly StaffMember[]): Role | null {
  const line: Role[] = role === 'leader' ? ['leader', 'head'] : [role, 'head', 'leader']
  return line.find((each) => withRole(each, regulation, staff).length > 0) ?? null
}

/** Everybody in the role; of those who do the work, whoever handles this regulation. */
export function withRole(role: Role, regulation: string, staff: readonly StaffMember[]): StaffMember[] {
  return staff.filter((member) => member.role === role && (handled(member)?.includes(regulation) ?? true))
}

/** The regulations whose rounds somebody owes by their role; null: all. */
export function handled({ role, kinds }: { role: string; kinds: readonly string[] }): string[] | null {
  if (role === 'head' || role === 'leader' || kinds.length === 0) return null
  return [...new Set(kinds.map((kind) => kind.replace(/\/.*$/, '')))]
}

/** Whose it is, at work or not. */
export function ownOf(round: Pick<RoundState, 'staffId' | 'owner' | 'regulation'>, staff: readonly StaffMember[]): StaffMember[] {
  return round.staffId === null ? withRole(round.owner, round.regulation, staff) : staff.filter(({ id }) => id === round.staffId)
}

/** Who owes this one now: whose it is; while all of those are away whoever stands in for them, else the head or the leader (ADM-3). */
export function owing(round: Pick<RoundState, 'staffId' | 'owner' | 'regulation'>, staff: readonly StaffMember[], now: number): StaffMember[] {
  const own = ownOf(round, staff)
  if (own.length === 0) return []
  const atWork = (members: readonly StaffMember[]): StaffMember[] => members.filter((member) => !isAway(member, now))
  const line: Role[] = round.owner === 'leader' ? ['head'] : ['head', 'leader']
  const instead = staff.filter(({ standsFor }) => own.some(({ id }) => standsFor.includes(id)))
  return [own, instead, ...line.map((role) => withRole(role, round.regulation, staff))].map(atWork).find((able) => able.length > 0) ?? []
}

/** The membership by which a person may report: who owes it, and whose it is although they are away; null when it is not theirs to report. */
export function mayReport(round: RoundState, staff: readonly StaffMember[], personId: string, now: number): StaffMember | null {
  return [...owing(round, staff, now), ...ownOf(round, staff)].find((member) => member.personId === personId) ?? null
}

/** Of these places, those who are at work; of whom nobody is, those who stand in for them, else all of them: what is told is heard by somebody. */
export function heardBy(members: readonly StaffMember[], staff: readonly StaffMember[], now: number): StaffMember[] {
  const here = members.filter((member) => !isAway(member, now))
  if (here.length > 0) return here
  const instead = staff.filter((member) => !isAway(member, now) && member.standsFor.some((id) => members.some((each) => each.id === id)))
  return instead.length > 0 ? instead : [...members]
}

/** Those who are away and whose rounds lie with one of these for now: by standing in for them, or because nobody else does. */
export function awayFor(mine: readonly number[], staff: readonly StaffMember[], now: number): StaffMember[] {
  return staff.filter((member) => isAway(member, now) && owing({ staffId: member.id, owner: member.role, regulation: '' }, staff, now).some(({ id }) => mine.includes(id)))
}

/** Who reads what was reported: the head above those who do the work, the leader above the head. */
export function above(role: Role, staff: readonly StaffMember[]): StaffMember[] {
  if (role === 'leader') return []
  return staff.filter((member) => member.role === (role === 'head' ? 'leader' : 'head'))
}
