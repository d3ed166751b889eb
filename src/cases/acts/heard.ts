import { dayNumber } from '../../calendar/days.ts'
import { localDay } from '../../calendar/zone.ts'
import type { Words } from '../../dialogue/message.ts'
import { whyNotStep } from '../actions.ts'
import { offer } from '../assign/assign.ts'
import type { StaffMember, World } from '../case.ts'
import { happen, limitOf, open, ruleOf } from '../duties/duties.ts'
import { peopleFor, presentOf } from '../instruction.ts'
import { residentMessage, staffMessage } from '../telling/messages.ts'
import { memberOf, nameOf, record, tell, tellRole, tellStaff, words } from '../work.ts'
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
    record(work, 'heard', { who: by })
    if (!asInstruction(work, event)) asTask(work, event, by)
    tellBoth(work, event, by)
    return null
  },
}

/** False where it cannot be one; a person or a day that cannot be any more is left to the rules. */
function asInstruction(work: Work, { by, given }: ToldEvent): boolean {
  const member = memberOf(work, by)
  const step = member && work.regulation.steps.find((each) => each.takes === 'instruction' && whyNotStep(work.case, now(work), member, each) === null)
  if (!member || !step) return false
  const { words: said = '', who, day, files } = given
  const act = { type: 'staff', staff: member.id, action: step.id, ...(files ? { files: files.split(',') } : {}) } as const
  const whole = { words: said, ...(who === undefined ? {} : { who }), ...(day === undefined ? {} : { day }) }
  return instruct(work, member, step, { ...act, given: whole }) === null || instruct(work, member, step, { ...act, given: { words: said } }) === null
}

function asTask(work: Work, { by, given, people = [] }: ToldEvent, name: string): void {
  const days = given['day'] === undefined ? null : dayNumber(given['day']) - localDay(work.world.calendar.zone, work.now)
  work.case.between.instruction = { by: by ?? 0, at: work.now, days: days !== null && days >= 1 ? days : null, ...(people[1] ? { person: people[1].person } : {}) }
  const said: Words = (given['words'] ?? '') === '' ? words('instruction.spoken') : { say: given['words'] ?? '' }
  record(work, 'reception-task', { who: name, words: said }, false)
  happen(work, 'heard-at-reception')
  const files = given['files'] ? { files: given['files'].split(',') } : {}
  const message = { ...staffMessage(work, [words('told.reception-task', { who: name }), said, ...untilWords(work)], ['report-back', 'message']), ...files }
  tellRole(work, 'handler', message)
  const next = peopleFor(work.case, now(work)).find(({ id }) => String(id) === given['who'])
  if (!next) return
  const before = presentOf(work.case)
  if (before !== null && !work.case.tried.some((each) => each.staff === before)) work.case.tried.push({ staff: before, why: 'handled-before' })
  offer(work, next, [words('why.head', { who: name })])
  tellStaff(work, next.id, message)
}

/** The visitor hears who sees to it and by when; so does the leader. */
function tellBoth(work: Work, { people = [] }: ToldEvent, by: string): void {
  const [visitor, leader] = people
  const who = nameOf(work, presentOf(work.case))
  const answers: Words[] = [who === '' ? words('told.heard-assigning') : words('instruction.who', { who }), ...untilWords(work)]
  if (visitor) tell(work, { person: visitor.person }, residentMessage(work, [words('told.heard', { who: by }), ...answers], { reply: true }), undefined, false)
  if (leader) tell(work, { person: leader.person }, staffMessage(work, [words('told.heard-done'), ...answers]), undefined, false)
}

function untilWords(work: Work): Words[] {
  const limits = work.regulation.steps.flatMap((step) => (step.takes === 'instruction' ? step.limits ?? [] : []))
  const duty = open(work).find(({ kind }) => kind === 'carry-out-reception') ?? open(work).find(({ kind }) => limits.includes(kind))
  const rule = duty && ruleOf(work, duty.kind)
  const until = duty && rule ? limitOf(work, rule, duty.openedAt) : null
  return !until || until.at === Infinity ? [] : [words('told.until', { day: { day: until.at } })]
}

export const heardActs: StaffActs = {
  'report-back'(work: Work, member: StaffMember, _event, said: string): Words | null {
    if (said === '') return words('refused.words-needed')
    const { instruction } = work.case.between
    record(work, 'reported-back', { who: member.name, words: { say: said } })
    happen(work, 'reported-back')
    const message = staffMessage(work, [words('told.reported-back', { who: member.name }), { say: said }])
    if (instruction?.person !== undefined) tell(work, { person: instruction.person }, message, undefined, false)
    else tellRole(work, 'leader', message)
    tell(work, { applicant: true }, residentMessage(work, [words('told.reported-back', { who: member.name }), { say: said }], { reply: true }))
    return null
  },
}

function now(work: Work): World {
  return { ...work.world, regulation: work.regulation, duties: [...work.duties.values()] }
}
