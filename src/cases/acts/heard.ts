import { dayNumber } from '../../calendar/days.ts'
import { due } from '../../calendar/limit.ts'
import { localDay } from '../../calendar/zone.ts'
import type { Words } from '../../dialogue/message.ts'
import { sideOf } from '../access.ts'
import { whyNotStep } from '../actions.ts'
import { handTo } from '../assign/assign.ts'
import type { Card } from '../between.ts'
import type { StaffMember } from '../case.ts'
import { limitAt } from '../duties/chased.ts'
import { untilWords } from '../duties/clock.ts'
import { happen, open } from '../duties/duties.ts'
import { peopleFor, presentOf } from '../instruction.ts'
import { residentMessage, staffMessage } from '../telling/messages.ts'
import { memberOf, nameOf, present, record, tell, tellRole, tellStaff, words } from '../work.ts'
import type { Work } from '../work.ts'
import { instruct } from './instruct.ts'
import type { StaffActs } from './act.ts'
import type { ToldActs, ToldEvent } from './told.ts'

/**
 * A leader has received the visitor and wrote the supervision card (PET-8): what is to be done, who answers for it, by
 * when. Where the regulation knows of instructions it is one; elsewhere, and for a leader of another office, it is a task of
 * whoever has the case. `given`: by (the leader's name), words, who, day, files (ids); `people`: the visitor, then the leader.
 */
export const heardTold: ToldActs = {
  heard(work, event) {
    const by = memberOf(work, event.by)?.name ?? event.given['by'] ?? ''
    // Who came is nobody's business on the other side.
    recordFor(work, [event.people?.[0]?.person], 'heard', { who: by })
    if (!asInstruction(work, event)) asTask(work, event, by)
    tellBoth(work, event, by)
    return null
  },
}

/** As the rule of the duty has it (PET-4). */
const usualDays = 5

/** False where it cannot be one; a person or a day that cannot be any more is left to the rules. */
function asInstruction(work: Work, { by, given }: ToldEvent): boolean {
  const member = memberOf(work, by)
  const step = member && work.regulation.steps.find((each) => each.takes === 'instruction' && whyNotStep(work.case, present(work), member, each) === null)
  if (!member || !step) return false
  const { words: said = '', who, day, files } = given
  const act = { type: 'staff', staff: member.id, action: step.id, ...(files ? { files: files.split(',') } : {}) } as const
  const whole = { words: said, ...(who === undefined ? {} : { who }), ...(day === undefined ? {} : { day }) }
  return instruct(work, member, step, { ...act, given: whole }) === null || instruct(work, member, step, { ...act, given: { words: said } }) === null
}

function asTask(work: Work, { by, given, people = [] }: ToldEvent, name: string): void {
  const said: Words = (given['words'] ?? '') === '' ? words('instruction.spoken') : { say: given['words'] ?? '' }
  const sooner = takeCard(work, { ...(people[0] ? { visitor: people[0].person } : {}), ...(people[1] ? { person: people[1].person } : {}) }, by ?? 0, given['day'], said)
  record(work, 'reception-task', { who: name, words: said }, false)
  happen(work, 'heard-at-reception')
  const files = given['files'] ? { files: given['files'].split(',') } : {}
  const message = { ...staffMessage(work, [words('told.reception-task', { who: name }), said, ...carriedOutBy(work), ...(sooner ? [words('told.earlier-card')] : [])], ['report-back', 'message']), ...files }
  tellRole(work, 'handler', message)
  const next = peopleFor(work.case, present(work)).find(({ id }) => String(id) === given['who'])
  if (!next) return
  handTo(work, next, name)
  if (work.case.between.instruction) work.case.between.instruction.named = next.id
  tellStaff(work, next.id, message)
}

/**
 * The day counts from this card. One from before that nobody has reported on keeps its own day where that is sooner: then
 * true, and it is said (PET-8).
 */
function takeCard(work: Work, card: Card, by: number, day: string | undefined, said: Words): boolean {
  const { zone } = work.world.calendar
  const days = day === undefined ? usualDays : Math.min(usualDays, Math.max(1, dayNumber(day) - localDay(zone, work.now)))
  const before = taskUntil(work)
  const kept = before === null ? null : work.case.between.instruction
  const sooner = kept !== null && before !== null && before < due(work.world.calendar, work.now, { unit: 'days', count: days }).at
  const earlier = kept ? [...(kept.earlier ?? []), { ...(kept.person === undefined ? {} : { person: kept.person }), ...(kept.visitor === undefined ? {} : { visitor: kept.visitor }) }] : []
  work.case.between.instruction = { by, at: sooner ? kept.at : work.now, days: sooner ? kept.days : days, said: [...(kept?.said ?? []), said], ...card, ...(earlier.length > 0 ? { earlier } : {}) }
  return sooner
}

/** By when what a leader asked for at a reception is to be done; null while nothing is. */
function taskUntil(work: Work): number | null {
  const duty = open(work).find(({ kind }) => kind === 'carry-out-reception')
  return (duty && limitAt(work, duty)) ?? null
}

/** The visitor hears who sees to it and by when; so does the leader. */
function tellBoth(work: Work, { people = [] }: ToldEvent, by: string): void {
  const [visitor, leader] = people
  const who = nameOf(work, presentOf(work.case))
  const answers: Words[] = [who === '' ? words('told.heard-assigning') : words('instruction.who', { who }), ...carriedOutBy(work)]
  if (visitor) tell(work, { person: visitor.person }, residentMessage(work, [words('told.heard', { who: by }), ...answers], { reply: true }), undefined, false)
  if (leader) tell(work, { person: leader.person }, staffMessage(work, [words('told.heard-done'), ...answers]), undefined, false)
}

/** What an instruction given at a reception is to be done by (PET-8). */
function carriedOutBy(work: Work): Words[] {
  return untilWords(work, ['carry-out-reception', ...work.regulation.steps.flatMap((step) => (step.takes === 'instruction' ? step.limits ?? [] : []))])
}

export const heardActs: StaffActs = {
  'report-back'(work: Work, member: StaffMember, _event, said: string): Words | null {
    if (said === '') return words('refused.words-needed')
    const cards = cardsOf(work)
    recordFor(work, cards.map(({ visitor }) => visitor), 'reported-back', { who: member.name, words: { say: said } })
    happen(work, 'reported-back')
    tellLeaders(work, [words('told.reported-back', { who: member.name }), { say: said }])
    const message = residentMessage(work, [words('told.reported-back', { who: member.name }), { say: said }], { reply: true })
    for (const { visitor } of cards) tell(work, visitor === undefined ? { applicant: true } : { person: visitor }, message, undefined, false)
    return null
  },
}

/** The case is over and nobody has reported back: the answer goes to whoever asked for it, by itself. */
export function reportAtEnd(work: Work, outcome: Words, answer: string): void {
  if (taskUntil(work) !== null) tellLeaders(work, [words('told.heard-closed', { outcome }), ...(answer === '' ? [] : [{ say: answer }])])
}

function tellLeaders(work: Work, text: Words[]): void {
  const message = staffMessage(work, text)
  for (const { person } of cardsOf(work)) {
    if (person === undefined) tellRole(work, 'leader', message)
    else tell(work, { person }, message, undefined, false)
  }
}

function cardsOf({ case: { between: { instruction } } }: Work): Card[] {
  return instruction ? [...(instruction.earlier ?? []), instruction] : [{}]
}

/** Once in each room one of them stands in; for staff alone where none of them stands anywhere. One from before anybody was kept is the applicant's. */
function recordFor(work: Work, people: readonly (string | undefined)[], kind: string, details: Record<string, unknown>): void {
  const rooms = people.map((person) => (person === undefined ? 'applicant' : work.case.parties.flatMap((party) => (party.personId === person ? sideOf(party) ?? [] : []))[0]))
  const open = [...new Set(rooms)].filter((room) => room !== undefined)
  for (const room of open) record(work, kind, details, true, room)
  if (open.length === 0) record(work, kind, details, false)
}
