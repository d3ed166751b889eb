import type { Words } from '../../dialogue/message.ts'
import { sideOf } from '../access.ts'
import type { Clause, Performed, Side } from '../between.ts'
import type { DutyState, Party, Tell } from '../case.ts'
import { matchesAny, thisTime } from '../conditions.ts'
import { end, happen, open } from '../duties/duties.ts'
import { dutyRules } from '../duties/dutyRules.ts'
import { questionMessage, statusMessage } from '../telling/agreement.ts'
import { residentMessage, staffMessage } from '../telling/messages.ts'
import { record, setDuty, tell, tellRole, words } from '../work.ts'
import type { Work } from '../work.ts'
import { dayMs } from '../../calendar/days.ts'
import { clauseWords, creditorsOf, debtorsOf } from './text.ts'
import { askAt, hasChat, isKept, isWatched, nextAskAt, notedByStep, silentSides } from './watch.ts'

/**
 * Whether each clause is performed (MED-15): both sides are asked on its day, each by themselves, and neither learns what
 * the other said. What is owed is settled once those it is owed to say that it is done; a "not done" counts at once. Of
 * what was missed once, staff decide that it is done after all: whoever says now this, now that, moves nobody each time.
 */

/** What is said again within this time is written down, and nobody is written to. */
const quietMs = 3 * dayMs

/** The alarm rings: everything whose moment has come is asked, asked once more, or left to the handler. Then it is set anew. */
export function askPerformance(work: Work, duty: DutyState): void {
  for (const [n, clause] of clausesOf(work).entries()) {
    const at = askAt(work.case, clause, work.world.calendar)
    if (at === null || at > work.now) continue
    const silent = silentSides(work.case, clause)
    clause.asked = { times: (clause.asked?.times ?? 0) + 1, at: work.now }
    if (clause.asked.times > 2) leaveToHandler(work, clause, n + 1, silent)
    else askBoth(work, clause, n + 1, silent)
  }
  const now = work.duties.get(duty.id) ?? duty
  if (nextAskAt(work.case, work.world.calendar) === null) end(work, now, 'done')
  else setDuty(work, { ...now, rung: 1 })
}

function askBoth(work: Work, clause: Clause, n: number, silent: readonly Side[]): void {
  const again = (clause.asked?.times ?? 1) > 1
  record(work, again ? 'performance-asked-again' : 'performance-asked', { n }, true, 'shared')
  const before = again ? words('agreement.asked-again') : clause.day === null ? words('agreement.asked-undated') : words('agreement.asked', { day: { date: clause.day } })
  for (const side of silent) for (const to of askedOf(work, side)) tell(work, to, questionMessage(work, clause, n, side, before))
  const absent = again ? [] : silent.filter((side) => !hasChat(work.case, side))
  if (absent.length > 0) tellRole(work, 'handler', staffMessage(work, [words('told.ask-yourself'), clauseWords(clause, n), ...absent.map((side) => words(`agreement.who.${side}`))], noteActs(work)))
}

function leaveToHandler(work: Work, clause: Clause, n: number, silent: readonly Side[]): void {
  record(work, 'performance-unanswered', { n }, false, 'shared')
  tellRole(work, 'handler', staffMessage(work, [words('told.no-answer', { who: { list: silent.map((side) => words(`agreement.who.${side}`)) } }), clauseWords(clause, n)], noteActs(work)))
}

/** What one side says of one clause. It may be said anew; the last word counts. */
export function answered(work: Work, party: Party, id: string, answer: string): Words | null {
  const side = sideOf(party)
  const clauses = clausesOf(work)
  const n = clauses.findIndex((each) => each.id === id) + 1
  const clause = clauses[n - 1]
  if (side === null || !clause?.asked || !isWatched(work.case)) return words('refused.not-asked')
  if (!isPerformed(answer)) return words('refused.choice')
  if (clause.done[side] === answer) return words('refused.performed-already')
  const first = Object.keys(clause.done).length === 0
  clause.done[side] = answer
  record(work, 'performed', { n, who: words(`agreement.who.${side}`), answer: words(`agreement.performed.${answer}`) }, true, side)
  tell(work, { party: party.id }, residentMessage(work, [words('agreement.noted', { n, answer: words(`agreement.performed.${answer}`) })], { reply: answer !== 'done' }))
  if (answer === 'not-done') notDone(work, clause, n, side)
  else if (answer === 'partly') partly(work, clause, n, side, first)
  else if (clauses.every(isKept)) allKept(work)
  return null
}

/** The debtor is reminded, those it is owed to hear what they can do, and somebody follows it up. Neither reads who said so. */
function notDone(work: Work, clause: Clause, n: number, speaker: Side): void {
  const followed = isFollowedUp(work)
  if (!followed) happen(work, 'performance.not-done')
  const said = [words('told.performed-said', { who: words(`agreement.who.${speaker}`), answer: words('agreement.performed.not-done') }), clauseWords(clause, n)]
  if (isRecent(work, clause.missed)) {
    if (!followed || !isRecent(work, clause.heard?.[speaker])) tellHandler(work, clause, speaker, said)
    return
  }
  clause.missed = work.now
  // Where both owe it, whoever misses it is told what to do, and the other is reminded.
  const reminded = debtorsOf(clause).filter((side) => clause.who !== 'both' || side !== speaker)
  const guided = clause.who === 'both' ? [speaker] : creditorsOf(clause)
  for (const side of reminded) tell(work, sideTo(side), residentMessage(work, [words('agreement.remind'), clauseWords(clause, n, side)], { reply: true }))
  for (const side of guided) tell(work, sideTo(side), residentMessage(work, [words('agreement.guide'), clauseWords(clause, n, side), words('agreement.guide-ways')], { reply: true }))
  record(work, 'performance-missed', { n }, false, 'shared')
  const text = [words('told.not-done', { who: words(`agreement.who.${speaker}`) }), clauseWords(clause, n)]
  tellHandler(work, clause, speaker, text)
  tellRole(work, 'head', staffMessage(work, text, noteActs(work)))
}

function partly(work: Work, clause: Clause, n: number, speaker: Side, first: boolean): void {
  if (first && lastSaid(work) === undefined) happen(work, 'performance.partly')
  if (isRecent(work, clause.heard?.[speaker])) return
  tellHandler(work, clause, speaker, [words('told.performed-said', { who: words(`agreement.who.${speaker}`), answer: words('agreement.performed.partly') }), clauseWords(clause, n)])
}

/** What was never missed is settled by their word; else whoever follows it up hears of it, and writes down what they found. */
function allKept(work: Work): void {
  if (lastSaid(work) === 'performance.performed') return
  const missed = clausesOf(work).filter((clause) => clause.missed !== undefined)
  if (missed.length === 0) {
    record(work, 'performance-kept', {}, true, 'shared')
    happen(work, 'performance.performed')
    return tellRole(work, 'handler', statusMessage(work, [words('told.all-kept')]))
  }
  const { agreement } = work.case.between
  if (!agreement || isRecent(work, agreement.keptAt)) return
  agreement.keptAt = work.now
  tellRole(work, 'handler', staffMessage(work, [words('told.all-kept-late')], noteActs(work)))
}

function lastSaid({ case: state }: Work): string | undefined {
  return thisTime(state).findLast(({ what }) => what.startsWith('performance.'))?.what
}

function isRecent({ now }: Work, at: number | undefined): boolean {
  return at !== undefined && now - at < quietMs
}

/** Somebody owes an answer to a "not done" already. What a happening would only begin anew (the monthly question) does not count. */
function isFollowedUp(work: Work): boolean {
  const follows = dutyRules(work.regulation).filter(({ when, done }) => when.includes('performance.not-done') && !matchesAny(done, ['performance.not-done'])).map(({ id }) => id)
  return open(work).some(({ kind }) => follows.includes(kind))
}

/** The question once more, for whoever lost the message: everything asked that their side has not answered. */
export function askAgain(work: Work, party: Party): Words | null {
  const side = sideOf(party)
  if (side === null || !isWatched(work.case)) return words('refused.not-asked')
  const open = [...clausesOf(work).entries()].filter(([, clause]) => clause.asked !== null && clause.done[side] === undefined && !isKept(clause))
  for (const [n, clause] of open) tell(work, { party: party.id }, questionMessage(work, clause, n + 1, side, words('agreement.asked-undated')))
  return open.length === 0 ? words('refused.not-asked') : null
}

function tellHandler(work: Work, clause: Clause, speaker: Side, text: Words[]): void {
  clause.heard = { ...clause.heard, [speaker]: work.now }
  tellRole(work, 'handler', staffMessage(work, text, noteActs(work)))
}

/** By what staff write down what they found: the regulation's own steps, else the common act. */
function noteActs({ regulation, case: state }: Work): string[] {
  const guide = state.happened.some(({ what }) => what === 'performance.not-done') && regulation.steps.some(({ id }) => id === 'guide') ? ['guide'] : []
  return [notedByStep(state, regulation) ? 'performance' : 'performance-noted', ...guide, 'agreement']
}

/** Of a group, those whose answer counts for all of it (LAB-4). */
function askedOf({ case: state }: Work, side: Side): Tell['to'][] {
  if (side === 'respondent' || !state.between.group) return [sideTo(side)]
  return state.parties.filter((party) => sideOf(party) === side && party.role !== 'member').map(({ id }) => ({ party: id }))
}

function sideTo(side: Side): { applicant: true } | { respondent: true } {
  return side === 'applicant' ? { applicant: true } : { respondent: true }
}

function clausesOf(work: Work): Clause[] {
  return work.case.between.agreement?.clauses ?? []
}

function isPerformed(answer: string): answer is Performed {
  return ['done', 'partly', 'not-done'].includes(answer)
}
