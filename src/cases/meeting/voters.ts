import { sideOf } from '../access.ts'
import type { Room } from '../between.ts'
import type { CaseState, Party } from '../case.ts'
import type { Regulation } from '../../regulations/schema.ts'

type Rules = Pick<Regulation, 'mediates'>

/**
 * Who is asked which dates are possible: everybody who speaks for a side in their own chat. The other side sits at the
 * table only where the regulation has one; while they are not in the chat, whoever holds the case asks them by phone and
 * answers for them.
 */
export function votersOf(state: CaseState, rules: Rules): { own: Party[]; absent: Party | null } {
  const others = othersAtTable(state, rules)
  const own = state.parties.filter((party) => party.personId !== null && party.role !== 'member' && (sideOf(party) === 'applicant' || others.includes(party)))
  return { own, absent: others.some(({ personId }) => personId !== null) ? null : others[0] ?? null }
}

/** Whether somebody is asked about this date, or told of it: those of the other side only while they sit at the table. */
export function isAtMeeting(state: CaseState, rules: Rules, { id }: Pick<Party, 'id'>): boolean {
  return state.parties.some((party) => party.id === id && sideOf(party) === 'applicant') || othersAtTable(state, rules).some((party) => party.id === id)
}

/** In whose room it is written down: shared only where both sides are asked, also by phone. */
export function meetingRoom(state: CaseState, rules: Rules): Room {
  return othersAtTable(state, rules).length > 0 ? 'shared' : 'applicant'
}

/** The same as one list of party ids: when all of these have answered, nobody is waited for. */
export function voterIds(state: CaseState, rules: Rules): string[] {
  const { own, absent } = votersOf(state, rules)
  return [...own, ...(absent ? [absent] : [])].map(({ id }) => id)
}

/** The other side, as long as they have not said that they will not (MED-6). */
export function othersAtTable({ parties }: CaseState, { mediates }: Rules): Party[] {
  return mediates === undefined ? [] : parties.filter((party) => sideOf(party) === 'respondent' && party.willing !== 'unwilling')
}
