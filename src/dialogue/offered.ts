import type { Regulation } from '../regulations/schema.ts'
import type { House, Speaking, TalkInput } from './state.ts'
import { pruned } from './steps.ts'

/** What this person may file here: regulations their office takes cases under, and whose filers they are (SCR-1: findings come from staff). */
export function offeredTo(house: Pick<House, 'regulations' | 'office'>, person: Pick<Speaking, 'officeId' | 'staff'>): Regulation[] {
  const takes = house.office(person.officeId).regulations
  const roles = ['resident', ...person.staff.map(({ role }) => role)]
  return house.regulations.filter(({ id, filers }) => (takes.length === 0 || takes.includes(id)) && filers.some((filer) => roles.includes(filer)))
}

/** To residents who come to the same office the house looks the same, until what is in force is another or `house.office` hands out another object for it. */
const seen = new WeakMap<object, { of: House; inForce: readonly Regulation[]; house: House }>()

function houseFor({ house, person }: TalkInput): House {
  const office = house.office(person.officeId)
  const inForce = house.regulations
  const kept = person.staff.length === 0 ? seen.get(office) : undefined
  if (kept && kept.of === house && kept.inForce === inForce) return kept.house
  const own: House = { ...house, name: office.name ?? house.name, regulations: offeredTo(house, person) }
  if (person.staff.length === 0) seen.set(office, { of: house, inForce, house: own })
  return own
}

/**
 * The talk as this person has it: with what is offered to them and what its questions take now. A draft whose kind is no
 * longer offered chooses anew; buttons for what is gone are stale, so that none of them can mean another kind.
 */
export function asOffered(input: TalkInput): TalkInput {
  const house = houseFor(input)
  const { regulations } = house
  const { draft, at, stamp } = input.state
  if (draft === null) return { ...input, house }
  const offered = (regulation: string | null, category: string | null): boolean => regulations.find(({ id }) => id === regulation)?.categories.some((each) => each.id === category) ?? false
  const suggestions = draft.suggestions.filter((each) => offered(each.regulation, each.category))
  const told = suggestions.length === draft.suggestions.length ? draft : { ...draft, suggestions }
  const state = {
    ...input.state,
    draft: draft.regulation === null || (draft.category === null && regulations.some(({ id }) => id === draft.regulation)) ? told : offered(draft.regulation, draft.category) ? pruned(told, house) : { ...draft, regulation: null, category: null, suggestions: [] },
    ...(at.at === 'kind' && told !== draft ? { stamp: stamp + 1 } : {}),
    ...(at.at === 'categories' && !regulations.some(({ id }) => id === at.regulation) ? { at: { at: 'kind' as const }, stamp: stamp + 1 } : {}),
  }
  return { ...input, house, state }
}
