import type { Regulation } from '../regulations/schema.ts'
import type { Answer, CaseState } from './case.ts'
import { cellsOf, placeText } from './places.ts'

/**
 * Whether two matters may be the same one (PRO-12): under the same rules and category, in the same office, near the same
 * place. What is kept of it is only good for being compared; it names the place to nobody.
 */
export type Spot = { officeId: number; regulation: string; category: string; answers: readonly Answer[] }

/** So far back a like case is looked for, and so long a closed one of one's own is still spoken of. */
export const alikeDays = 60
export const closedDays = 30

/** Others' cases are shown only where many people may have the same trouble, and never where who filed must stay unknown (PET-7). */
export function sharesPlaces({ alike, sealed }: Pick<Regulation, 'alike' | 'sealed'>): boolean {
  return alike === 'place' && !sealed
}

/** Nameless, or under a code name: nobody else is told that there is such a case. */
export function isHidden({ anonymous, between }: Pick<CaseState, 'anonymous' | 'between'>): boolean {
  return anonymous || between.codeName !== null
}

/** What a case is found by; nothing of a case that nobody else may find. */
export function placesOf(state: Pick<CaseState, 'anonymous' | 'between'> & Spot, rules: Pick<Regulation, 'alike' | 'sealed' | 'questions'>): string[] {
  if (isHidden(state) || !sharesPlaces(rules)) return []
  const { text, cells } = whereIs(state.answers, rules)
  return named(state, [...text, ...(cells ? [cells.own, ...cells.around] : [])])
}

/** What one like it is looked for by. */
export function placesAsked(spot: Spot, rules: Pick<Regulation, 'alike' | 'sealed' | 'questions'>): string[] {
  if (!sharesPlaces(rules)) return []
  const { text, cells } = whereIs(spot.answers, rules)
  return named(spot, [...text, ...(cells ? [cells.own] : [])])
}

function whereIs(answers: readonly Answer[], { questions }: Pick<Regulation, 'questions'>): { text: string[]; cells: ReturnType<typeof cellsOf> } {
  const question = questions.find(({ kind }) => kind === 'place')
  const answer = answers.find(({ id }) => id === question?.id)
  const text = answer ? placeText(answer.text) : null
  return { text: text === null ? [] : [text], cells: typeof answer?.value === 'string' ? cellsOf(answer.value) : null }
}

function named({ officeId, regulation, category }: Spot, places: readonly string[]): string[] {
  return [...new Set(places)].map((place) => `${officeId}/${regulation}/${category}/${place}`)
}

/** Of two names for the other side, whether they may mean the same; what was not said may. */
export function sameOther(one: string | null, other: string | null): boolean {
  const plain = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/[\s\p{P}]/gu, '')
  return one === null || other === null || plain(one).includes(plain(other)) || plain(other).includes(plain(one))
}
