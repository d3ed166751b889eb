import { dayMs } from '../../calendar/days.ts'
import { dayOf, instantOf } from '../../calendar/limit.ts'
import type { Calendar } from '../../calendar/limit.ts'
import type { Regulation } from '../../regulations/schema.ts'
import type { Clause, Side } from '../between.ts'
import type { CaseState } from '../case.ts'
import { sideOf } from '../access.ts'
import { creditorsOf, isConfirmed, sides } from './text.ts'

/** When the performance of an agreement is asked about (MED-15): each clause on its day, once more later, then by a person. */

/** A clause without a day is asked about so long after the case was closed. */
const undatedMs = 7 * dayMs
/** Without an answer, they are asked once more after this, and after this again the handler hears of it. */
const patienceMs = 5 * dayMs
const hour = '10:00'

/** Once the case is closed, whatever the outcome: what both sides confirmed stands (MED-14). */
export function isWatched(state: CaseState): boolean {
  return state.stage.at === 'closed' && isConfirmed(state)
}

/** The regulation's own step writes down how an agreement is kept: only of a case that ended as one. */
export function notedByStep({ stage }: Pick<CaseState, 'stage'>, { steps }: Pick<Regulation, 'steps'>): boolean {
  return stage.at === 'closed' && stage.outcome === 'agreement' && steps.some(({ id }) => id === 'performance')
}

/** The next moment at which anything is to be asked; null when there is none. */
export function nextAskAt(state: CaseState, calendar: Calendar): number | null {
  const moments = (state.between.agreement?.clauses ?? []).flatMap((clause) => askAt(state, clause, calendar) ?? [])
  return moments.length === 0 ? null : Math.min(...moments)
}

/** When this clause is asked about next: on its day, after some days without answer, never when all is said. */
export function askAt(state: CaseState, clause: Clause, calendar: Calendar): number | null {
  if (state.stage.at !== 'closed' || !isWatched(state) || isKept(clause)) return null
  const { asked } = clause
  if (asked !== null) return asked.times > 2 || silentSides(state, clause).length === 0 ? null : asked.at + patienceMs
  const { since } = state.stage
  const day = dayOf(calendar.zone, Math.max(clause.day ?? since + undatedMs, since))
  const at = instantOf(calendar.zone, day, hour)
  return at > since ? at : instantOf(calendar.zone, dayOf(calendar.zone, at + dayMs), hour)
}

/** Whoever is owed it says that it is done. */
export function isKept(clause: Clause): boolean {
  return creditorsOf(clause).every((side) => clause.done[side] === 'done')
}

/** Sides whose word on the clause is missing, though they could give it. */
export function silentSides(state: CaseState, clause: Clause): Side[] {
  return sides.filter((side) => clause.done[side] === undefined)
}

export function hasChat(state: CaseState, side: Side): boolean {
  return state.parties.some((party) => party.personId !== null && sideOf(party) === side)
}
