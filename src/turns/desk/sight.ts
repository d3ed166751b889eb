import { relationOf } from '../../cases/access.ts'
import type { CaseState } from '../../cases/case.ts'
import { editionOf } from '../../regulations/load.ts'
import { openCases } from '../../store/tiers.ts'
import { officersOf } from '../../store/tree.ts'
import type { Desk } from './page.ts'

/** Whom a case speaks of finds it in no list, and counts it in no figure (PET-7). */

/** Tells whether a case may stand in what this person reads. */
export async function sightOfDesk({ tx, places, regulations }: Desk): Promise<(state: CaseState) => boolean> {
  const ids = places.map(({ id }) => id)
  const own = (await officersOf(tx, [...new Set(places.map(({ officeId }) => officeId))])).filter(({ id }) => ids.includes(id))
  return (state) => {
    const rules = editionOf(regulations, state.regulation, state.edition)
    return rules !== undefined && !own.some((member) => relationOf(state, member, rules) === 'party')
  }
}

const sealedMost = 5000

/** Ids of the open cases under sealed rules that nobody may tell this person of, not even by a number that does not add up. */
export async function hiddenFrom(desk: Desk, offices: readonly number[], sees: (state: CaseState) => boolean): Promise<string[]> {
  const sealed = [...new Set(desk.regulations.filter((each) => each.sealed).map(({ id }) => id))]
  const cases = await openCases(desk.db, desk.tx, offices, desk.now, sealedMost, sealed)
  return cases.filter((each) => !sees(each)).map(({ id }) => id)
}
