import type { Line, Words } from '../../dialogue/message.ts'
import type { Regulation } from '../../regulations/schema.ts'
import type { Answer, CaseState, Party } from '../case.ts'
import { chosen } from '../parties/votes.ts'
import { words } from '../work.ts'

/** Kinds of question that tell who somebody is or how to reach them; they stand on the parties, not among the facts. */
const personal = ['own-name', 'own-phone', 'other-name', 'other-contact']

export function isPersonal(kind: string): boolean {
  return personal.includes(kind)
}

/** The body that sent it to us, under which number and until when it waits for an answer (MED-22). */
function referredLine({ name, number, kind, dueAt }: NonNullable<CaseState['between']['referred']>): Line {
  return line('referred-in', words('refer.in-line', { body: name, number, how: words(`refer.in.${kind}`), day: { day: dueAt } }))
}

const unnamed: readonly Party['role'][] = ['former', 'member', 'follower']

/**
 * The facts of a case as lines. For whom it is on offer: no name or contact of the applicant, no contact of the other
 * side, nothing sensitive; the other side's name is there, so that a tie to them can be declared (MED-10).
 */
export function factLines(state: CaseState, regulation: Regulation, show: 'offer' | 'full'): Line[] {
  const lines: Line[] = [line('number', { say: state.number }), ...(state.dossier === null ? [] : [line('dossier', { say: state.dossier })]), line('kind', kindWords(state))]
  if (state.level !== regulation.levels[0]?.id) lines.push(line('level', { key: `${regulation.id}:level.${state.level}` }))
  if (state.between.referred !== null) lines.push(referredLine(state.between.referred))
  if (state.dangers.length > 0) lines.push(line('danger', words('danger')))
  for (const question of regulation.questions) {
    const answer = state.answers.find((each) => each.id === question.id && !each.asked)
    if (answer) lines.push(...answerLines(answer, { ...question, under: regulation.id }, show))
  }
  // Said as it was asked, when the case has gone on under other rules since.
  for (const answer of state.answers) if (answer.asked) lines.push(...answerLines(answer, answer.asked, show))
  const hasPlace = state.answers.some((answer) => (answer.asked ?? regulation.questions.find(({ id }) => id === answer.id))?.kind === 'place')
  if (state.place !== null && !hasPlace) lines.push(line('place', { say: state.place }))
  lines.push(...groupLines(state, show))
  for (const party of state.parties) lines.push(...partyLines(state, party, show))
  if (state.between.consent !== null) lines.push(line('consent', words(`consent.${state.between.consent}`)))
  const follow = state.parties.filter(({ role }) => role === 'follower').length
  if (follow > 0) lines.push(line('same', words('same', { n: follow + 1 })))
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
  // Of a group its own lines speak; who has left, belongs to one, or only follows is nobody's to read.
  if ((own && (show === 'offer' || state.between.group !== null)) || unnamed.includes(party.role)) return []
  if (party.role === 'applicant' && state.between.codeName !== null) return [line('applicant', words('code-name', { code: state.between.codeName }))]
  if (party.role === 'applicant' && state.anonymous) return [line('applicant', words('nameless'))]
  const lines: Line[] = []
  if (party.name !== null) lines.push(line(party.role, { say: party.name }))
  if (party.contact !== null && show === 'full') lines.push(line(`${party.role}-contact`, { say: party.contact }))
  if (!own && party.willing !== 'unknown') lines.push(line('willing', words(`willing.${party.willing}`)))
  return lines
}

/** How many they are, who speaks for them under which name, and who founded it; nobody else by name (LAB-4). */
function groupLines({ between: { group }, parties }: CaseState, show: 'offer' | 'full'): Line[] {
  if (!group) return []
  const founder = parties.find(({ id }) => id === group.founder)
  const told = [founder?.name, founder?.contact].filter((each) => typeof each === 'string').join(' ')
  return [
    line('group', words('group-count', { n: group.joined.length })),
    ...(show === 'offer' ? [] : chosen(group).map(({ name }) => line('representative', { say: name }))),
    ...(show === 'offer' || told === '' ? [] : [line('founder', { say: told })]),
  ]
}

function answerLines(answer: Answer, { under, kind, sensitive }: Pick<NonNullable<Answer['asked']>, 'under' | 'kind' | 'sensitive'>, show: 'offer' | 'full'): Line[] {
  if (personal.includes(kind) || (sensitive && show === 'offer')) return []
  return [{ label: { key: `${under}:label.${answer.id}` }, value: answerWords(under, kind, answer) }]
}

export function answerWords(regulation: string, kind: string, answer: Answer): Words {
  if (kind === 'yes-no' && answer.value !== null) return words(`choice.${answer.value}`)
  if (kind === 'choice' && answer.value !== null) return { key: `${regulation}:choice.${answer.id}.${answer.value}` }
  return { say: answer.text }
}
