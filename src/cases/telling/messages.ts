import type { Button, Message, Words } from '../../dialogue/message.ts'
import { pressText } from '../../dialogue/press.ts'
import type { DutyRule, Regulation, Step } from '../../regulations/schema.ts'
import type { Action } from '../action.ts'
import { actionsFor, allowed, atHand } from '../actions.ts'
import type { Candidate } from '../assign/candidates.ts'
import { assignChoice, chooseLabel } from '../assign/choosing.ts'
import type { CaseState, DutyState, StaffMember, SurveyState } from '../case.ts'
import { clockWords } from '../duties/clock.ts'
import { limitOf, ruleOf } from '../duties/duties.ts'
import { paperWords } from '../dossier.ts'
import { factLines, kindWords } from './facts.ts'
import { nameOf, present, words } from '../work.ts'
import type { Work } from '../work.ts'

/** What people are told. Every message begins with the case it is about, and its buttons never die. */

const headChoicesMax = 8

/** To the resident. clock: by when; reply: they are expected to answer; answers: the step that asks them something; apart: what they write on goes past whoever handles it; ways: what else is open to them; gone: the case is theirs no more in this chat. */
export function residentMessage(work: Work, text: Words[], with_: { clock?: boolean; reply?: boolean; answers?: Step; apart?: true; ways?: true; gone?: true } = {}): Message {
  const { case: state } = work
  const asked = with_.answers?.asksResident ?? []
  const answers = asked.map((answer): Button[] => [{ label: { key: `${work.regulation.id}:choice.${with_.answers?.id}.${answer}` }, press: mine(state, 'answer', `${with_.answers?.id}.${answer}`) }])
  if (with_.gone) return { as: 'card', text: [words('about', { number: state.number, kind: kindWords(state) }), ...text], buttons: [[{ label: words('action.not-me'), press: pressText({ on: 'menu', choice: 'human', lasting: true }) }]] }
  const ways: Button[][] = with_.ways ? [[{ label: words('action.ways'), press: mine(state, 'ways') }]] : []
  const reply: Button = with_.apart ? { label: words('action.complain'), press: mine(state, 'complain') } : with_.reply ? { label: words('action.reply'), press: mine(state, 'reply'), ...(answers.length === 0 ? { tone: 'main' as const } : {}) } : { label: words('action.add'), press: mine(state, 'add') }
  return {
    as: 'card',
    text: [words('about', { number: state.number, kind: kindWords(state) }), ...text, ...(with_.clock ? clockWords(work) : [])],
    buttons: [...answers, ...ways, [reply, { label: words('action.look'), press: mine(state, 'look') }]],
  }
}

/** To staff, with the acts that answer it and the case itself one tap away. */
export function staffMessage(work: Work, text: Words[], actions: readonly string[] = []): Message {
  const { case: state } = work
  const buttons = actions.map((action) => actionButton(state, work.regulation, action))
  return { as: 'card', text: [words('about', { number: state.number, kind: kindWords(state) }), ...text], buttons: [...inRows(buttons), [lookButton(state)]] }
}

/** The offer: everything needed to decide, nothing by which the applicant could be reached (see factLines). */
export function offerMessage(work: Work, member: StaffMember, why: Words[]): Message {
  const { case: state, regulation } = work
  const rule = ruleOf(work, 'answer-offer')
  const limit = rule && limitOf(work, rule, work.now)
  return {
    as: 'card',
    text: [
      words('offer.text', { who: member.name }),
      { say: state.story },
      words('offer.why', { why: { list: why } }),
      ...(limit ? [words('offer.until', { until: { moment: limit.at } })] : []),
      ...(regulation.showFirst.length > 0 ? [words('offer.rights')] : []),
      words('offer.contacts'),
    ],
    card: factLines(state, regulation, 'offer'),
    buttons: [[actionButton(state, regulation, 'take', 'main')], [actionButton(state, regulation, 'decline'), actionButton(state, regulation, 'recuse')]],
  }
}

/** To the one who took it: now with names and contacts, and everything that can be done. */
export function acceptedMessage(work: Work, member: StaffMember): Message {
  const { case: state, regulation } = work
  return { as: 'card', text: [words('told.yours'), { say: state.story }, ...clockWords(work)], card: factLines(state, regulation, 'full'), buttons: actionRows(work, member) }
}

/** To the one who acted: it is done; the case is one tap away as long as it is theirs to see. */
export function didMessage(work: Work, member: StaffMember, done: Words[]): Message {
  const buttons = allowed(work.case, { ...work.world, regulation: work.regulation }, member, 'look') ? [[lookButton(work.case)]] : []
  return { as: 'note', text: [words('about', { number: work.case.number, kind: kindWords(work.case) }), ...done], buttons }
}

/** Buttons for what the member can do now, what is most at hand first. */
export function actionRows(work: Work, member: StaffMember): Button[][] {
  const { shown, more } = atHand(actionsFor(work.case, present(work), member))
  return inRows([...shown.map((action) => actButton(work.case, action)), ...(more.length > 0 ? [{ label: words('action.more'), press: act(work.case, 'more') }] : [])])
}

/** The rest of what the member can do, one tap further away. */
export function moreForStaff(state: CaseState, actions: readonly Action[]): Message {
  return { as: 'card', text: [words('about', { number: state.number, kind: kindWords(state) }), words('more')], buttons: [...inRows(atHand(actions).more.map((action) => actButton(state, action))), [lookButton(state)]] }
}

function actButton(state: CaseState, { id, label, tone, desk }: Action): Button {
  return { label, press: desk === undefined ? act(state, id) : pressText({ on: 'desk', page: desk, action: 'show', choice: state.id }), ...(tone ? { tone } : {}) }
}

/** What was spoken or shown instead of words goes along with them. */
export function withFiles(message: Message, files: readonly string[] = []): Message {
  return files.length === 0 ? message : { ...message, files: [...files] }
}

/** To somebody who was asked, or had the case, and has it no more. */
export function passedOnMessage(work: Work): Message {
  return { as: 'note', text: [words('about', { number: work.case.number, kind: kindWords(work.case) }), words('told.passed-on')] }
}

/** To the head: nobody took it. Each colleague with the reasons for and against, and a button to assign it. */
export function unassignedMessage(work: Work, all: readonly Candidate[], offers: number): Message {
  const { case: state, regulation } = work
  const named = all.slice(0, headChoicesMax)
  const last = state.tried.at(-1)
  const asked = offers > 0 && last && last.why !== 'recused' ? [words('told.asked-last', { who: nameOf(work, last.staff), at: { moment: work.now } })] : []
  const assign = named.map(({ member, fits }, n): Button => ({ label: chooseLabel({ member, fits }, n), press: act(state, 'assign', assignChoice(state, member)) }))
  return {
    as: 'card',
    text: [words(offers > 0 ? 'told.nobody-took' : 'told.nobody-fits', { n: offers }), { say: state.story }, ...asked, ...named.map(({ member, why }) => words('told.candidate', { who: member.name, why: { list: why } }))],
    card: factLines(state, regulation, 'offer'),
    buttons: [...assign.map((button) => [button]), [actionButton(state, regulation, 'take'), lookButton(state)]],
  }
}

export function dutyMessage(work: Work, what: 'warned' | 'overdue' | 'escalated', rule: DutyRule, duty: DutyState): Message {
  const who = duty.staffId === null ? words(`role.${duty.owner}`) : nameOf(work, duty.staffId)
  // What is owed of a closed case is its dossier, for the most part: what lies in it and what is missing (MED-18).
  const papers = work.case.stage.at === 'closed' && work.regulation.duties.includes(rule) ? paperWords(work.regulation, work.case) : []
  return staffMessage(work, [words(`told.duty-${what}`, { duty: dutyWords(work.regulation, rule.id), at: { moment: duty.dueAt }, who }), ...(duty.unconfirmed ? [words('clock.unconfirmed')] : []), ...papers], answersOf(what, rule, duty))
}

/** What a body owes it answers itself; whoever holds the case writes it down for one that is not here, and may take it back (MED-22). */
function answersOf(what: string, rule: DutyRule, { owner }: DutyState): string[] {
  if (!rule.body) return rule.actions
  return what === 'escalated' ? ['take-back-referral'] : rule.actions.filter((action) => action.startsWith('record-') === (owner !== 'liaison'))
}

/** Which case, what about, five points. `other`: to the other side, with the answer that they have read. */
export function surveyMessage(work: Work, survey: SurveyState, other: string | null = null): Message {
  const { case: state } = work
  const points = [5, 4, 3, 2, 1].map((score): Button[] => [{ label: words(`survey.point.${score}`), press: pressText({ on: 'survey', surveyId: survey.id, score }) }])
  const asks = topics(work)
  const said = other ?? (state.stage.at === 'closed' ? state.stage.answer : '')
  const answer = said === '' ? [] : [words('survey.answer', { answer: said })]
  return { as: 'card', text: [words(other === null ? 'survey.ask' : 'survey.ask-other', { number: state.number, kind: kindWords(state) }), ...answer, words('survey.points'), ...(asks.length > 0 ? [words('survey.asks', { topics: { list: asks } })] : [])], buttons: points }
}

/** Somebody comes to ask; nothing is to be tapped. */
export function visitMessage(work: Work): Message {
  const { case: state } = work
  return { as: 'card', text: [words('survey.comes', { number: state.number, kind: kindWords(state) })], buttons: [[{ label: words('action.look'), press: mine(state, 'look') }]] }
}

/** What besides the points is asked about (PRO-8). */
export function topics({ regulation: { id, callback } }: Work): Words[] {
  return callback.asks.map((each) => ({ key: `${id}:asks.${each.id}` }))
}

export function dutyWords(regulation: Regulation, kind: string): Words {
  return { key: regulation.duties.some((duty) => duty.id === kind) ? `${regulation.id}:duty.${kind}` : `case:duty.${kind}` }
}

export function actionButton(state: CaseState, regulation: Regulation, action: string, tone?: Button['tone']): Button {
  const step = regulation.steps.some((each) => each.id === action)
  return { label: { key: step ? `${regulation.id}:step.${action}` : `case:action.${action}` }, press: act(state, action), ...(tone ? { tone } : {}) }
}

export function lookButton(state: Pick<CaseState, 'id'>): Button {
  return { label: words('action.look'), press: act(state, 'look') }
}

export function mine(state: Pick<CaseState, 'id'>, action: string, choice: string | null = null): string {
  return pressText({ on: 'mine', caseId: state.id, action, choice })
}

export function act(state: Pick<CaseState, 'id'>, action: string, choice: string | null = null): string {
  return pressText({ on: 'case', caseId: state.id, action, choice })
}

export function inRows(buttons: Button[]): Button[][] {
  return Array.from({ length: Math.ceil(buttons.length / 2) }, (_, row) => buttons.slice(row * 2, row * 2 + 2))
}

