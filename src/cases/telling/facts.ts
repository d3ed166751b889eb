import type { Line, Words } from '../../dialogue/message.ts'
import type { Regulation } from '../../regulations/schema.ts'
import type { Answer, CaseState, Party } from '../case.ts'
import { words } from '../work.ts'

/** Kinds of question that tell who somebody is or how to reach them; they stand on the parties, not among the facts. */
const personal = ['own-name', 'own-phone', 'other-name', 'other-contact']

/**
 * The facts of a case as lines. For whom it is on offer: no name or contact of the applicant, no contact of the other
 * side, nothing sensitive; the other side's name is there, so that a tie to them can be declared (MED-10).
 */
export function factLines(state: CaseState, regulation: Regulation, show: 'offer' | 'full'): Line[] {
  const lines: Line[] = [line('number', { say: state.number }), ...(state.dossier === null ? [] : [line('dossier', { say: state.dossier })]), line('kind', kindWords(state))]
  if (state.level !== regulation.levels[0]?.id) lines.push(line('level', { key: `${regulation.id}:level.${state.level}` }))
  if (state.dangers.length > 0) lines.push(line('danger', words('danger')))
  for (const question of regulation.questions) {
    const answer = state.answers.find((each) => each.id === question.id && !each.asked)
    if (answer) lines.push(...answerLines(answer, { ...question, under: regulation.id }, show))
  }
  // Said as it was asked, when the case has gone on under other rules since.
  for (const answer of state.answers) if (answer.asked) lines.push(...answerLines(answer, answer.asked, show))
  const hasPlace = state.answers.some((answer) => (answer.asked ?? regulation.questions.find(({ id }) => id === answer.id))?.kind === 'place')
  if (state.place !== null && !hasPlace) lines.push(line('place', { say: state.place }))
  for (const party of state.parties) lines.push(...partyLines(state, party, show))
  return lines
}

export function kindWords(state: Pick<CaseState, 'regulation' | 'category'>): Words {
  return words('kind', { regulation: { key: `${state.regulation}:name` }, category: { key: `${state.regulation}:category.${state.category}` } })
}

export function line(label: string, value: Words): Line {
  return { label: words(`line.${label}`), value }
}

function partyLines(state: CaseState, party: Party, show: 'offer' | 'full'): Line[] {
  const own = party.role !== 'respondent'
  if (own && show === 'offer') return []
  if (party.role === 'applicant' && state.anonymous) return [line('applicant', words('nameless'))]
  const lines: Line[] = []
  if (party.name !== null) lines.push(line(party.role, { say: party.name }))
  if (party.contact !== null && show === 'full') lines.push(line(`${party.role}-contact`, { say: party.contact }))
  if (!own && party.willing !== 'unknown') lines.push(line('willing', words(`willing.${party.willing}`)))
  return lines
}

function answerLines(answer: Answer, { under, kind, sensitive }: Pick<NonNullable<Answer['asked']>, 'under' | 'kind' | 'sensitive'>, show: 'offer' | 'full'): Line[] {
  if (personal.includes(kind) || (sensitive && show === 'offer')) return []
  return [{ label: { key: `${under}:label.${answer.id}` }, value: answerWords(under, kind, answer) }]
}

function answerWords(regulation: string, kind: string, answer: Answer): Words {
  if (kind === 'yes-no' && answer.value !== null) return words(`choice.${answer.value}`)
  if (kind === 'choice' && answer.value !== null) return { key: `${regulation}:choice.${answer.id}.${answer.value}` }
  return { say: answer.text }
}
