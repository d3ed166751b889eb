import type { StaffMember } from '../cases/case.ts'
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

/** Who owes this one now. */
export function owing(round: RoundState, staff: readonly StaffMember[]): StaffMember[] {
  return round.staffId === null ? withRole(round.owner, round.regulation, staff) : staff.filter(({ id }) => id === round.staffId)
}

/** The membership by which a person may report; null when it is not theirs to report. */
export function mayReport(round: RoundState, staff: readonly StaffMember[], personId: string): StaffMember | null {
  return owing(round, staff).find((member) => member.personId === personId) ?? null
}

/** Who reads what was reported: the head above those who do the work, the leader above the head. */
export function above(role: Role, staff: readonly StaffMember[]): StaffMember[] {
  if (role === 'leader') return []
  return staff.filter((member) => member.role === (role === 'head' ? 'leader' : 'head'))
}
