import { dayNumber } from '../../calendar/days.ts'
import { dayOf } from '../../calendar/limit.ts'
import { localDay } from '../../calendar/zone.ts'
import type { Words } from '../../dialogue/message.ts'
import type { Step } from '../../regulations/schema.ts'
import { handTo } from '../assign/assign.ts'
import type { StaffMember } from '../case.ts'
import { chaseAnew, limitAt } from '../duties/chased.ts'
import { untilWords } from '../duties/clock.ts'
import { happen, open } from '../duties/duties.ts'
import { raise } from '../duties/levels.ts'
import { asItIs, peopleFor, presentOf, usualLimit } from '../instruction.ts'
import { instructionStep } from '../offered/instruct.ts'
import { staffMessage } from '../telling/messages.ts'
import { holderOf, nameOf, present, record, tellRole, tellStaff, words } from '../work.ts'
import type { Work } from '../work.ts'
import type { StaffActs, StaffEvent } from './act.ts'

/** The leader has read it and instructs: what is to be done, who answers for it, by when (PET-3, SCR-4). */

export const instructActs: StaffActs = {
  // Read, and nothing to add: whoever has it goes on by the usual limit.
  'instruct-usual'(work, member) {
    const step = instructionStep(work.case, present(work), member)
    return step ? write(work, member, step, { text: words('instruction.usual'), files: [], next: null, days: null }) : words('refused.not-now')
  },
}

export function instruct(work: Work, member: StaffMember, step: Step, event: StaffEvent): Words | null {
  const said = (event.words ?? event.given?.['words'] ?? '').trim()
  const files = event.files ?? []
  if (said === '' && files.length === 0) return words('refused.words-needed')
  const next = chosen(work, event.given?.['who'])
  const days = daysTo(work, step, event.given?.['day'])
  if (next === undefined) return words('refused.choice')
  if (days !== null && typeof days === 'object') return days
  return write(work, member, step, { text: said === '' ? words('instruction.spoken') : { say: said }, files, next, days })
}

type Instruction = { text: Words; files: readonly string[]; /** Who takes it over; null: it stays where it is. */ next: StaffMember | null; days: number | null }

function write(work: Work, member: StaffMember, step: Step, { text, files, next, days }: Instruction): null {
  const moved = open(work).filter(({ kind }) => step.limits?.includes(kind))
  const before = new Map(moved.map((duty) => [duty.id, limitAt(work, duty)]))
  const kept = work.case.between.instruction
  work.case.between.instruction = { ...kept, said: [text], by: member.id, at: days === null && kept ? kept.at : work.now, days: days ?? kept?.days ?? null }
  happen(work, step.happens)
  // Without a day nothing has moved.
  if (days !== null) chaseAnew(work, step.limits ?? [], before)
  if (step.raise !== undefined) raise(work, step.raise)
  const who = next?.name ?? nameOf(work, presentOf(work.case))
  const named: Words = { key: `${work.regulation.id}:step.${step.id}` }
  const lines = [text, ...(who === '' ? [] : [words('instruction.who', { who })]), ...untilWords(work, step.limits ?? [])]
  record(work, 'step-said', { who: member.name, step: named, words: { list: lines } }, step.tellsResident)
  const message = { ...staffMessage(work, [words('told.step', { who: member.name, step: named }), ...lines]), ...(files.length > 0 ? { files: [...files] } : {}) }
  const instead = holderOf(work) === null && step.tells.includes('head')
  if (work.case.handlerId !== member.id && !instead) tellRole(work, 'handler', message)
  for (const role of step.tells) tellRole(work, role, message)
  if (next) {
    handTo(work, next, member.name)
    work.case.between.instruction.named = next.id
  }
  const { stage } = work.case
  // Whoever is asked to take it reads what is wanted before they answer.
  if (stage.at === 'assigned') tellStaff(work, stage.to, message)
  return null
}

function chosen(work: Work, who: string | undefined): StaffMember | null | undefined {
  if (who === undefined || who === asItIs || presentOf(work.case) === Number(who)) return null
  return peopleFor(work.case, present(work)).find(({ id }) => String(id) === who)
}

/** Days from today to the one that is set; null where the rule's own limit stands; or why that day cannot be. */
function daysTo(work: Work, step: Step, day: string | undefined): number | null | Words {
  const usual = usualLimit(work.case, present(work), step)
  const { zone } = work.world.calendar
  if (day === undefined || usual === null || day === dayOf(zone, usual)) return null
  if (day > dayOf(zone, usual)) return words('refused.instruction-late', { day: { day: usual } })
  const days = dayNumber(day) - localDay(zone, work.now)
  return days < 1 ? words('refused.instruction-early') : days
}
