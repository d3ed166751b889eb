import type { Regulation } from '../regulations/schema.ts'
import type { House, Speaking, TalkInput } from './state.ts'

/** What this person may file here: regulations their office takes cases under, and whose filers they are (SCR-1: findings come from staff). */
export function offeredTo(house: Pick<House, 'regulations' | 'office'>, person: Pick<Speaking, 'officeId' | 'staff'>): Regulation[] {
  const takes = house.office(person.officeId).regulations
  const roles = ['resident', ...person.staff.map(({ role }) => role)]
  return house.regulations.filter(({ id, filers }) => (takes.length === 0 || takes.includes(id)) && filers.some((filer) => roles.includes(filer)))
}

/** The talk as this person has it: with what is offered to them, and a draft whose kind is no longer offered chooses anew. */
export function asOffered(input: TalkInput): TalkInput {
  const regulations = offeredTo(input.house, input.person)
  const { draft } = input.state
  const offered: TalkInput = { ...input, house: { ...input.house, regulations } }
  if (draft === null || draft.regulation === null) return offered
  const stands = regulations.some(({ id, categories }) => id === draft.regulation && categories.some((each) => each.id === draft.category))
  return stands ? offered : { ...offered, state: { ...input.state, draft: { ...draft, regulation: null, category: null, suggestions: [] } } }
}
