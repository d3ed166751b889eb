import { relationOf } from '../../cases/access.ts'
import type { CaseState } from '../../cases/case.ts'
import { editionOf } from '../../regulations/load.ts'
import { openCases, type Countable } from '../../store/tiers.ts'
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

const sealedMost = 1000

/**
 * Which open cases under sealed rules may be counted for this person: nobody tells them of the others, not even by a
 * number that does not add up. `all`: whether every one has been looked at; the late ones are first.
 */
export async function countableFor(desk: Desk, offices: readonly number[], sees: (state: CaseState) => boolean): Promise<Countable & { all: boolean }> {
  const sealed = [...new Set(desk.regulations.filter((each) => each.sealed).map(({ id }) => id))]
  const cases = sealed.length === 0 ? [] : await openCases(desk.db, desk.tx, offices, desk.now, { from: 0, most: sealedMost + 1 }, sealed)
  return { sealed, seen: cases.slice(0, sealedMost).filter(sees).map(({ id }) => id), all: cases.length <= sealedMost }
}

/** A part of the open cases of an office that they may see, and whether there are more. Only so many are read as it takes. */
export async function openPart(desk: Desk, office: number, sees: (state: CaseState) => boolean, part: number, most: number): Promise<{ shown: CaseState[]; more: boolean }> {
  const wanted = (part + 1) * most + 1
  const seen: CaseState[] = []
  for (let from = 0; seen.length < wanted;) {
    const next = await openCases(desk.db, desk.tx, [office], desk.now, { from, most: wanted })
    seen.push(...next.filter(sees))
    from += next.length
    if (next.length < wanted) break
  }
  return { shown: seen.slice(part * most, wanted - 1), more: seen.length >= wanted }
}
