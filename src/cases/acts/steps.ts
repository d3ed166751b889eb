import type { Words } from '../../dialogue/message.ts'
import type { Step } from '../../regulations/schema.ts'
import { sides } from '../agreement/text.ts'
import { accept } from '../assign/assign.ts'
import type { Side } from '../between.ts'
import type { Answer, CaseEvent, DutyState, StaffMember } from '../case.ts'
import { matches, thisTime } from '../conditions.ts'
import { datesOf } from '../dates.ts'
import { chaseAnew, isOver, limitAt } from '../duties/chased.ts'
import { end, follow, happen, limitOf, open, ruleOf } from '../duties/duties.ts'
import { firstLevel, raise } from '../duties/levels.ts'
import { residentMessage, staffMessage } from '../telling/messages.ts'
import { settleWilling } from '../parties/willing.ts'
import { afterFailed } from './afterSession.ts'
import { askAfterStep } from './contact.ts'
import { instruct } from './instruct.ts'
import { furtherWays } from '../ending/ways.ts'
import { waitsForHead } from '../table.ts'
import { lacksPart, partsFor, recordLines, recordWords } from '../records.ts'
import { holderOf, isFinding, record, tell, tellApart, tellRole, words } from '../work.ts'
import type { Work } from '../work.ts'

/** Steps are what a regulation adds to the work: they make things happen, ask the resident, move a limit, change the rules. */

type StaffEvent = Extract<CaseEvent, { type: 'staff' }>

export function takeStep(work: Work, member: StaffMember, step: Step, event: StaffEvent): Words | null {
  if (step.takes === 'instruction') return instruct(work, member, step, event)
  const said = (event.words ?? '').trim()
  const chosen = step.takes === 'choice' || step.takes === 'choice-and-words' ? event.choice : undefined
  if (step.takes.endsWith('words') && lacksWords(step, event, chosen, said)) return words('refused.words-needed')
  if (step.takes !== 'words' && step.takes !== 'nothing' && !step.becomes && !step.choices?.includes(chosen ?? '')) return words('refused.choice')
  if (step.becomes) return refile(work, member, step, chosen ?? '')
  const moved = open(work).filter((duty) => step.moves?.duty.includes(duty.kind))
  if (step.moves?.how === 'adds' && !moved.some((duty) => !isOver(work, duty))) return words('refused.too-late')

  if (step.stage === 'accepted' && work.case.handlerId !== member.id && step.by.includes('handler')) accept(work, member)
  const what = step.asksResident ? `${step.happens}.asked` : chosen === undefined ? step.happens : `${step.happens}.${chosen}`
  const asked = askers(work, step)
  const before = new Map(moved.map((duty) => [duty.id, limitAt(work, duty)]))
  if (step.willing) settleWilling(work, work.case.parties.filter(({ role }) => role === 'respondent'), step.willing, what)
  else happen(work, what)
  if (step.moves) chaseAnew(work, step.moves.duty, before)
  if (step.raise !== undefined) raise(work, step.raise)
  tellAbout(work, member, step, chosen, spokenOf(work, step, event, chosen, said), asked)
  if (step.happens === 'contacted') askAfterStep(work, member)
  if (what === 'session.failed') afterFailed(work, member, step.id)
  return null
}

/** Whoever plays a case again, or pressed before the record had parts, says all of it at once. */
function lacksWords(step: Step, event: StaffEvent, chosen: string | undefined, said: string): boolean {
  if (step.asks && (event.given || event.spoken)) return lacksPart(step, chosen, event)
  return said === '' && (!step.asks || partsFor(step, chosen).length > 0)
}

/** What was said with it: the parts of a record with their labels, or words as they are. */
function spokenOf(work: Work, step: Step, event: StaffEvent, chosen: string | undefined, said: string): Words[] {
  if (step.asks && (event.given || event.spoken)) return recordLines(work.world.regulation.id, step, chosen, event)
  return said === '' ? [] : [{ say: said }]
}

/** The resident's tap on a question that a step put to them. The first one counts. */
export function answerStep(work: Work, stepId: string | undefined, choice: string | undefined): Words | null {
  const step = work.regulation.steps.find((each) => each.id === stepId)
  if (!step?.asksResident?.includes(choice ?? '')) return words('refused.unknown')
  const last = thisTime(work.case).findLast(({ what }) => what.startsWith(`${step.happens}.`))
  if (last?.what !== `${step.happens}.asked`) return words('refused.answered')
  const answer = { key: `${work.regulation.id}:choice.${step.id}.${choice}` }
  record(work, 'answered', { answer })
  happen(work, `${step.happens}.${choice}`)
  // What the answer brings them to do is there with it; who wants something changed can say at once what.
  tellRole(work, 'handler', staffMessage(work, [words('told.answered', { answer })], [...new Set([...owedNow(work, 'handler'), 'message'])]))
  tell(work, { applicant: true }, residentMessage(work, [words('told.answer-noted', { answer })], { reply: true }))
  return null
}

function tellAbout(work: Work, member: StaffMember, step: Step, chosen: string | undefined, spoken: readonly Words[], asked: readonly Side[]): void {
  const { id } = work.regulation
  const named: Words = { key: `${id}:step.${step.id}` }
  const choice: Words[] = chosen === undefined ? [] : [{ key: `${id}:choice.${step.id}.${chosen}` }]
  const promised = step.moves ? open(work).find((duty) => step.moves?.duty.includes(duty.kind)) : undefined
  const rule = promised && ruleOf(work, promised.kind)
  const until = promised && rule ? limitOf(work, rule, promised.openedAt) : null
  const day: Words[] = !until || until.at === Infinity ? [] : [words('told.until', { day: { day: until.at } }), ...(until.unconfirmed ? [words('clock.unconfirmed')] : [])]
  // The other side will not: what is still open to them is told before the case ends (MED-13).
  const ways = step.willing === 'unwilling' ? furtherWays(work) : []
  const kind = `step${chosen === undefined ? '' : '-chosen'}${spoken.length === 0 ? '' : '-said'}`
  record(work, kind, { who: member.name, step: named, choice: choice[0] ?? '', words: (step.asks ? recordWords(spoken) : spoken[0]) ?? '' }, step.tellsResident, asked.length > 1 ? 'shared' : asked[0])

  // Who only found it cannot answer for those it is about.
  if (step.asksResident ? !isFinding(work) : step.tellsResident) {
    const told: Words = { key: `${id}:told.${step.id}`, with: { who: member.name } }
    // The one before had no answer yet: this one takes its place.
    const anew = step.asksResident && thisTime(work.case).filter(({ what }) => what.startsWith(`${step.happens}.`)).at(-2)?.what === `${step.happens}.asked` ? [words('told.asked-anew')] : []
    for (const side of asked) tell(work, side === 'respondent' ? { respondent: true } : { applicant: true }, residentMessage(work, [told, ...choice, ...spoken, ...anew, ...day, ...ways], { reply: true, answers: step }))
  }
  const text = [words('told.step', { who: member.name, step: named }), ...choice, ...spoken, ...day]
  // Where nobody holds it, the head stands in, and is told once.
  const instead = holderOf(work) === null && step.tells.includes('head')
  if (work.case.handlerId !== member.id && !instead) tellRole(work, 'handler', staffMessage(work, text, owedNow(work, 'handler')))
  // That somebody else shall mediate goes past whoever does, also where they are the head.
  if (step.happens === work.regulation.mediates?.aside.happens) return tellApart(work, staffMessage(work, text, open(work).flatMap(({ kind, openedAt }) => (openedAt === work.now && ruleOf(work, kind)?.apart ? ruleOf(work, kind)?.actions ?? [] : []))))
  for (const role of step.tells) tellRole(work, role, staffMessage(work, text, owedNow(work, role)))
}

/** Which sides wait for what this step answers; the applicant, where it was said to staff. Asked before it is answered. */
function askers(work: Work, { answers }: Step): Side[] {
  const waiting = answers === undefined || answers !== work.regulation.mediates?.aside.happens ? [] : sides.filter((side) => waitsForHead(work.case, work, side))
  if (waiting.length > 0 || answers === undefined) return waiting.length > 0 ? waiting : ['applicant']
  const asked = thisTime(work.case).findLast(({ what }) => matches(answers, what))
  return [asked?.what === `${answers}.respondent` ? 'respondent' : 'applicant']
}

/** The acts that answer what a role has just come to owe. */
function owedNow(work: Work, role: DutyState['owner']): string[] {
  return open(work).flatMap((duty) => (duty.owner === role && duty.openedAt === work.now ? ruleOf(work, duty.kind)?.actions ?? [] : []))
}

/** Misfiled: the case goes on under another regulation. What has happened is held against its duties, so no clock begins anew (PRO-1, PRO-12). */
function refile(work: Work, member: StaffMember, step: Step, category: string): Words | null {
  const target = work.world.others?.find((each) => each.id === step.becomes)
  if (!target?.categories.some((each) => each.id === category)) return words('refused.choice')
  const red = work.regulation.levels.find(({ id }) => id === work.case.level)?.red
  for (const duty of open(work)) end(work, duty, 'cancelled')
  if (isFinding(work)) work.case.byStaff = true
  const answers = asAsked(work)
  work.regulation = target
  Object.assign(work.case, { regulation: target.id, edition: target.edition, category, answers, dates: datesOf(target, answers, category, work.world.calendar) })
  firstLevel(work)
  if (red) keepRed(work)
  const known = new Set(work.duties.keys())
  for (const { what, at } of thisTime(work.case)) follow(work, what, at)
  // What would have been done already is no new duty.
  for (const duty of work.duties.values()) if (!known.has(duty.id) && duty.state !== 'open') work.duties.delete(duty.id)
  happen(work, 'refiled')
  const kind: Words = words('kind', { regulation: { key: `${target.id}:name` }, category: { key: `${target.id}:category.${category}` } })
  record(work, 'refiled', { who: member.name, kind })
  tell(work, { applicant: true }, residentMessage(work, [words('told.refiled', { kind })], { clock: true }))
  return null
}

/** The answers with the questions they were given to, which the new rules do not know, or know as something else. */
function asAsked({ case: { answers }, regulation: { id, questions } }: Work): Answer[] {
  return answers.map((answer) => {
    const question = questions.find((each) => each.id === answer.id)
    return answer.asked || !question ? answer : { ...answer, asked: { under: id, kind: question.kind, sensitive: question.sensitive, accused: question.accused } }
  })
}

/** What was red under the old rules is red under the new ones, as far as these know anything red. */
function keepRed(work: Work): void {
  const { levels } = work.regulation
  const place = levels.findIndex(({ id }) => id === work.case.level)
  const level = levels[place]?.red ? undefined : levels.slice(place + 1).find(({ red }) => red)
  if (level) work.case.level = level.id
}
