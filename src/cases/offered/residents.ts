import { may, partyOf, personRelation } from '../access.ts'
import { partyWith } from '../parties/filers.ts'
import type { Action } from '../action.ts'
import type { CaseState, Party, World } from '../case.ts'
import { residentOffers } from './offers.ts'

/** What somebody in the case can do with it now: what waits for them first, then what is always at hand, then the rest. */
export function residentActionsFor(state: CaseState, world: World, person: string): Action[] {
  const party = partyFor(state, person)
  const relation = personRelation(state, person)
  if (!party) return []
  const offered = residentOffers.flatMap(({ id, may: needs, offer }): Action[] => {
    const how = may('resident', relation, needs) ? offer(state, world, party) : null
    return how ? [{ id, ...how }] : []
  })
  // What goes on as part of another is answered there; out of it they go from here.
  const here = state.between.merged ? offered.filter(({ id }) => inMain.includes(id)) : offered
  return (['now', 'usual', 'more'] as const).flatMap((rank) => here.filter((each) => (each.rank ?? 'usual') === rank))
}

const inMain: readonly string[] = ['add', 'complain', 'withdraw', 'leave-group', 'unfollow']

/** Whoever filed stands in their case, whatever became of the party they were. */
export function partyFor(state: CaseState, person: string): Party | undefined {
  return partyOf(state, person) ?? (state.applicantId === person ? partyWith(state, 'applicant') : undefined)
}
