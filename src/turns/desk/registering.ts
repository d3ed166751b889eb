import { mediatedFirst } from '../../cases/acts/registered.ts'
import type { Answer } from '../../cases/case.ts'
import { holds } from '../../cases/conditions.ts'
import { clean, readAnswer } from '../../dialogue/answers.ts'
import type { Field, Form } from '../../dialogue/fields.ts'
import type { Words } from '../../dialogue/message.ts'
import { choiceWords } from '../../dialogue/prompts.ts'
import { questionKey } from '../../dialogue/ways.ts'
import type { Question, Regulation } from '../../regulations/schema.ts'

/** An application told at the desk, as a form for whoever writes it down, and what was filled in as answers (MED-2, PET-1). */

export type Kind = { regulation: Regulation; category: string }
export type Keeper = 'rule' | 'mine' | 'mediated'

const storyCharsMax = 4000
const resultCharsMax = 1000

/** First what is read out to the person, then their own words, then the questions of the regulation, then who sees to it. */
export function registerForm({ regulation, category }: Kind, office: string, keepers: readonly Keeper[]): Form {
  const own = (key: string, part: 'ask' | 'label'): Words => ({ key: `desk:register.${part}.${key}` })
  const rights = regulation.showFirst.map(({ id }): Words => ({ key: `${regulation.id}:first.${id}` }))
  const asked = questionsFor(regulation, category)
  return {
    title: [{ key: 'case:kind', with: { regulation: { key: `${regulation.id}:name` }, category: { key: `${regulation.id}:category.${category}` } } }, { key: 'talk:notice.text', with: { office } }, ...rights],
    fields: [
      { id: 'read', kind: 'choice', label: own('read', 'label'), ask: own('read', 'ask'), choices: [{ id: 'yes', label: { key: 'desk:register.read-yes' } }] },
      { id: 'story', kind: 'words', label: own('story', 'label'), ask: own('story', 'ask'), most: storyCharsMax },
      ...asked.filter(isOwn).map((each) => fieldOf(regulation, each)),
      ...asked.filter((each) => !isOwn(each)).map((each) => fieldOf(regulation, each)),
      { id: 'keeper', kind: 'choice', label: own('keeper', 'label'), ask: own('keeper', 'ask'), choices: keepers.map((id) => ({ id, label: { key: `desk:register.keeper.${id}` } })) },
      ...(keepers.includes('mediated') ? [{ id: 'result', kind: 'words', label: own('result', 'label'), ask: own('result', 'ask'), optional: true, most: resultCharsMax } satisfies Field] : []),
    ],
    send: { key: 'desk:register.send' },
  }
}

/** Who may keep it: whoever handles such cases; mediated already only where the regulation knows of that (MED-3). */
export function keepersFor(regulation: Regulation, role: string): Keeper[] {
  const handles = role === 'head' || regulation.assign.roles.some((each) => each === role)
  const mediates = regulation.steps.some(({ happens }) => happens === mediatedFirst)
  return handles ? ['rule', 'mine', ...(mediates ? ['mediated' as const] : [])] : ['rule']
}

/** `say`: in the language of whoever writes it down; `today`: YYYY-MM-DD. What cannot be read as a number or a day stands in the words it was told in. */
export function answersFrom({ regulation, category }: Kind, given: Readonly<Record<string, string>>, say: (words: Words) => string, today: string): Answer[] {
  const asked = questionsFor(regulation, category)
  const answers = asked.flatMap((question): Answer[] => {
    const typed = clean(given[idOf(question)] ?? '')
    if (typed === '') return []
    const label = (choice: string): string => say(choiceWords(regulation.id, question, choice))
    const read = readAnswer(question, question.kind === 'yes-no' ? label(typed) : typed, today, label)
    return ['hint' in read ? { id: question.id, text: typed, value: null } : read]
  })
  if (!regulation.questions.some(({ id }) => id === nameless)) return answers
  const named = answers.some(({ id }) => asked.some((each) => each.id === id && each.kind === 'own-name'))
  return [...answers, { id: nameless, text: say({ key: `talk:button.${named ? 'no' : 'yes'}` }), value: named ? 'no' : 'yes' }]
}

const nameless = 'nameless'

function questionsFor({ questions }: Regulation, category: string): Question[] {
  const facts = { answers: [{ id: nameless, text: '', value: 'no' }], category, level: null, dangers: [], outcome: null, anonymous: false }
  return questions.filter(({ id, when }) => id !== nameless && (!when || isLater(when, questions) || holds(when, facts)))
}

/** Hangs on an answer that is not there yet: then it is asked, and may be passed over. */
function isLater(when: NonNullable<Question['when']>, questions: readonly Question[]): boolean {
  return when.answer !== undefined && when.answer !== nameless && questions.some(({ id }) => id === when.answer)
}

function isOwn({ kind, id }: Question): boolean {
  return kind === 'own-name' || kind === 'own-phone' || id.startsWith('own-')
}

/** Apart from the fields that every registration has. */
function idOf({ id }: Question): string {
  return `q-${id}`
}

function fieldOf(regulation: Regulation, question: Question): Field {
  const { kind, optional, atMost } = question
  const mayLack = optional || kind === 'own-phone' || question.id === 'own-place' || (kind === 'own-name' && regulation.anonymous) || (question.when !== undefined && isLater(question.when, regulation.questions))
  const common = { id: idOf(question), label: { key: questionKey(regulation.id, question, 'label') }, ask: { key: questionKey(regulation.id, question, 'question') }, ...(mayLack ? { optional: true as const } : {}) }
  const choices = kind === 'yes-no' ? ['yes', 'no'] : question.choices ?? []
  if (choices.length > 0) return { ...common, kind: 'choice', choices: choices.map((id) => ({ id, label: choiceWords(regulation.id, question, id) })) }
  if (kind === 'date') return { ...common, kind: 'day', past: true }
  return { ...common, kind: 'words', ...(kind === 'text' && atMost !== undefined ? { most: atMost } : {}) }
}
