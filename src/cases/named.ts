import type { Regulation } from '../regulations/schema.ts'
import type { CaseState, StaffMember } from './case.ts'

/** Whether words speak of somebody by name: those a complaint is about must not be the ones who read it. */

/** Letters must stand alone ("Lin" is not in "line"); spaces inside a name and the way it is capitalised do not matter. */
export function isNamedIn(text: string, name: string): boolean {
  const [words, sought] = [plain(text), plain(name)]
  if (sought.length < 2 || placeholder.test(sought)) return false
  const letter = (at: number): boolean => /\p{Script=Latin}/u.test(words[at] ?? '')
  const latin = /\p{Script=Latin}/u.test(sought[0] ?? '')
  for (let at = words.indexOf(sought); at >= 0; at = words.indexOf(sought, at + 1)) {
    if (!latin || !(letter(at - 1) || letter(at + sought.length))) return true
  }
  return false
}

/** Whether the resident speaks of this member anywhere in the case. */
export function isSpokenOf(state: CaseState, name: string): boolean {
  return [state.story, ...state.answers.map(({ text }) => text)].some((text) => isNamedIn(text, name))
}

/**
 * Whether the case is about this member: named in an answer that says whom it is about, as the other side, or, where the
 * accused must never learn of it (sealed, PET-7), anywhere in what was told.
 */
export function isAccused(state: CaseState, { name }: Pick<StaffMember, 'name'>, { questions, sealed }: Pick<Regulation, 'questions' | 'sealed'>): boolean {
  const asked = (answer: CaseState['answers'][number]): { kind: string; accused: boolean } | undefined => answer.asked ?? questions.find((each) => each.id === answer.id)
  if (state.parties.some((party) => party.role === 'respondent' && party.name !== null && isNamedIn(party.name, name))) return true
  if (state.answers.some((answer) => asked(answer)?.accused && isNamedIn(answer.text, name))) return true
  // The petitioner's own name says nothing about a colleague who is called the same.
  return sealed && [state.story, ...state.answers.filter((answer) => !asked(answer)?.kind.startsWith('own-')).map(({ text }) => text)].some((text) => isNamedIn(text, name))
}

/** The name somebody has until they have told theirs: "#3" is also a house. */
const placeholder = /^#\d+$/

function plain(text: string): string {
  const even = text.normalize('NFKC').toLowerCase()
  // Most names hold no space, and every colleague's is looked for in every answer.
  return !/\s/.test(even) ? even : even.replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '').replace(/\s+/g, ' ').trim()
}
