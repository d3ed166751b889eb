import type { Answer } from '../cases/case.ts'
import type { Question, Regulation, Way } from '../regulations/schema.ts'
import type { Draft, House } from './state.ts'

/** In whose name somebody files: what each regulation allows, and which questions it changes. */

type Rules = Pick<House, 'regulations'>

export function wayOf({ as }: Pick<Draft, 'as'>): Way {
  return as ?? 'self'
}

/** The ways that the chosen regulation allows; before one is chosen, those of any that is offered. */
export function waysFor({ regulation }: Pick<Draft, 'regulation'>, { regulations }: Rules): Way[] {
  const chosen = regulations.find(({ id }) => id === regulation)
  const allowed = chosen ? chosen.ways : regulations.flatMap(({ ways }) => ways)
  return all.filter((way) => allowed.includes(way))
}

export function wayFits(draft: Pick<Draft, 'as' | 'regulation'>, house: Rules): boolean {
  return !house.regulations.some(({ id }) => id === draft.regulation) || waysFor(draft, house).includes(wayOf(draft))
}

/**
 * The questions of a regulation as they are put to whoever files this way. Under a code name nobody is asked who they are
 * (PET-7); a proxy is asked for whom as well (PET-9). Whoever stands for others is not nameless: the answer must reach them.
 */
export function questionsIn({ questions }: Pick<Regulation, 'questions'>, way: Way): Question[] {
  if (way === 'self') return questions
  const put = questions.filter(({ id, kind }) => id !== 'nameless' && (way !== 'hidden' || !own.includes(kind)))
  if (way !== 'proxy') return put
  const at = put.findIndex(({ kind }) => kind === 'own-name')
  return at < 0 ? [...put, ...ofPrincipal] : [...put.slice(0, at), ...ofPrincipal, ...put.slice(at)]
}

/** What goes without asking once the way is chosen, so that the questions that hang on it are put. */
export function impliedBy(way: Way): Answer[] {
  return way === 'proxy' || way === 'group' ? [{ id: 'nameless', text: '', value: 'no' }] : []
}

export const principalName = 'principal-name'
export const principalContact = 'principal-contact'

/** Whom a proxy acts for, and how to reach them: asked under every regulation, in words of the house. */
const ofPrincipal: Question[] = [
  { id: principalName, kind: 'other-name', optional: false, sensitive: true, accused: false, rule: 'PET-9' },
  { id: principalContact, kind: 'other-contact', optional: true, sensitive: true, accused: false, rule: 'PET-9' },
]

/** The key of a question's own words, or of its label on the review card. */
export function questionKey(regulation: string, { id }: Pick<Question, 'id'>, part: 'question' | 'label'): string {
  return ofPrincipal.some((each) => each.id === id) ? `talk:${part}.${id}` : `${regulation}:${part}.${id}`
}

const all: readonly Way[] = ['self', 'proxy', 'hidden', 'group']
const own: readonly Question['kind'][] = ['own-name', 'own-phone']
