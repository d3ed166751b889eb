import type { Value, Words } from '../../dialogue/message.ts'
import type { Question } from '../../regulations/schema.ts'
import { passOn } from '../assign/assign.ts'
import type { Answer, Party } from '../case.ts'
import { factsOf, holds } from '../conditions.ts'
import { datesOf, dateWords } from '../dates.ts'
import { dropUnfounded, happen, openBound } from '../duties/duties.ts'
import { isAble } from '../house.ts'
import { correctable } from '../offered/own.ts'
import { answerWords, isPersonal } from '../telling/facts.ts'
import { residentMessage, staffMessage } from '../telling/messages.ts'
import { memberOf, record, tell, tellRole, words } from '../work.ts'
import type { Work } from '../work.ts'
import type { ResidentEvent } from './act.ts'

/** A fact of their own told anew: what it was stays in the history, and what was reckoned from it is reckoned anew. */
export function correct(work: Work, party: Party, { choice, given }: ResidentEvent): Words | null {
  if (work.case.stage.at === 'closed') return words('refused.correct-closed')
  const question = correctable(work.case, work.regulation, party).find(({ id }) => id === choice)
  const before = work.case.answers.find(({ id }) => id === choice)
  if (!question || !before || given?.id !== question.id) return words('refused.unknown')
  const cleared = given.text === ''
  if (cleared && !question.optional) return words('refused.words-needed')
  if (given.text === before.text && given.value === before.value) return words('refused.same-answer')

  const datesBefore = work.case.dates
  put(work, question, before, given)
  const dropped = unasked(work)
  work.case.dates = datesOf(work.regulation, work.case.answers, work.case.category, work.world.calendar)
  const what: Words = { key: `${work.regulation.id}:label.${question.id}` }
  const [from, to] = [valueOf(work, question, before), cleared ? words('cleared') : valueOf(work, question, given)]
  record(work, 'corrected', { what })
  keep(work, question, before)
  for (const each of dropped) keep(work, each.question, each.answer)
  happen(work, 'corrected')
  dropUnfounded(work)
  openBound(work, question.id)

  standAside(work)
  tellRole(work, 'handler', staffMessage(work, [words('told.corrected', { what, from, to })]))
  const dates = work.case.dates.filter(({ id, at }) => datesBefore.find((each) => each.id === id)?.at !== at)
  tell(work, { party: party.id }, residentMessage(work, [words('told.correction-noted', { what, to }), ...dateWords(work.regulation, dates, work.now)], { clock: true }))
  return null
}

/** The answer, and what stands elsewhere of it: name and number of a party, the place. Whoever joined speaks for themselves. */
function put(work: Work, { kind }: Question, before: Answer, given: Answer): void {
  const state = work.case
  const text = given.text === '' ? null : given.text
  state.answers = state.answers.flatMap((each) => (each !== before ? [each] : text === null ? [] : [given]))
  if (kind === 'place') state.place = text
  const own = state.parties.find(({ personId }) => personId === state.applicantId)
  const other = state.parties.find(({ role, personId }) => role === 'respondent' && personId === null)
  if (own && kind === 'own-name') own.name = text
  if (own && kind === 'own-phone') own.contact = text
  if (other && kind === 'other-name') other.name = text
  if (other && kind === 'other-contact') other.contact = text
}

/** Answers whose question would not have been asked any more go too. */
function unasked(work: Work): { question: Question; answer: Answer }[] {
  const gone: { question: Question; answer: Answer }[] = []
  for (const question of work.regulation.questions) {
    const answer = work.case.answers.find(({ id, asked }) => id === question.id && !asked)
    if (!answer || !question.when || holds(question.when, factsOf(work.case))) continue
    gone.push({ question, answer })
    work.case.answers = work.case.answers.filter((each) => each !== answer)
  }
  return gone
}

/** What it was, for staff; what tells who somebody is or how to reach them only for those who may see it. */
function keep(work: Work, question: Question, answer: Answer): void {
  record(work, isPersonal(question.kind) || question.sensitive ? 'was-personal' : 'was', { what: { key: `${work.regulation.id}:label.${question.id}` }, from: valueOf(work, question, answer) }, false)
}

function valueOf(work: Work, { kind }: Question, answer: Answer): Exclude<Value, string> {
  return answerWords(work.regulation.id, kind, answer)
}

/** Whoever turns out to be spoken of in the case has it no longer (MED-10). */
function standAside(work: Work): void {
  const holder = memberOf(work, work.case.stage.at === 'assigned' ? work.case.stage.to : work.case.handlerId)
  if (holder && !isAble(work.case, { regulation: work.regulation }, holder)) passOn(work, 'recused', words('why.named'))
}
