import { closeOf } from '../../calendar/calendar.ts'
import { dayNumber } from '../../calendar/days.ts'
import type { Words } from '../../dialogue/message.ts'
import type { StaffMember } from '../case.ts'
import { limitAt } from '../duties/chased.ts'
import { happen, open } from '../duties/duties.ts'
import { overseer, tellOverseer } from '../oversight.ts'
import { staffMessage } from '../telling/messages.ts'
import { record, tellRole, words } from '../work.ts'
import type { Work } from '../work.ts'
import type { StaffActs, StaffEvent } from './act.ts'

/** What comes of urging, of the watch list, and of what is answered. Residents hear nothing of either: it is the office's own. */

export const superviseActs: StaffActs = {
  supervise: (work, member, event, said) => list(work, member, event, said),
  'off-list': (work, member, _event, said) => offList(work, member, said),
  'urge-staff': (work, member, event, said) => urge(work, member, event, said),
  'report-up': (work, member, _event, said) => report(work, member, said),
}

/** `given`: reason, until (ISO day). Words alone will do where it is said without a form: then the limit is a fortnight of work. */
function list(work: Work, member: StaffMember, { given }: StaffEvent, said: string): Words | null {
  const reason = (given?.['reason'] ?? said).trim()
  if (reason === '') return words('refused.words-needed')
  const day = given?.['until']
  const until = day === undefined ? work.now + 14 * 86_400_000 : closeOf(work.world.calendar, dayNumber(day))
  if (until <= work.now) return words('refused.day-over')
  work.case.between.listed = { ...overseer(work, member), reason, until }
  record(work, 'supervised', { who: member.name, words: { say: reason }, day: { day: until } }, false)
  happen(work, 'supervised')
  const first = open(work).find(({ kind }) => kind === 'report-supervised')
  tellRole(work, 'handler', staffMessage(work, [words('told.supervised', { who: member.name, day: { day: until } }), { say: reason }, ...(first ? [words('told.report-by', { at: { moment: dueOf(work, 'report-supervised') } })] : [])], ['report-up', 'message']))
  return null
}

function offList(work: Work, member: StaffMember, said: string): Words | null {
  if (said === '') return words('refused.words-needed')
  const before = work.case.between.listed
  work.case.between.listed = null
  record(work, 'supervision-ended', { who: member.name, words: { say: said } }, false)
  happen(work, 'supervision-ended')
  const message = staffMessage(work, [words('told.off-list', { who: member.name }), { say: said }])
  tellRole(work, 'handler', message)
  if (before && before.by !== work.case.handlerId) tellOverseer(work, before, message)
  return null
}

function urge(work: Work, member: StaffMember, event: StaffEvent, said: string): Words | null {
  if (event.choice !== undefined && event.choice !== 'now' && event.choice !== 'words') return words('refused.choice')
  if (event.choice === 'words' && said === '') return words('refused.words-needed')
  work.case.between.pressed.push(overseer(work, member))
  record(work, said === '' ? 'urged-staff' : 'urged-staff-said', { who: member.name, words: { say: said } }, false)
  happen(work, 'urged-staff')
  tellRole(work, 'handler', staffMessage(work, [words('told.urged-staff', { who: member.name, at: { moment: dueOf(work, 'answer-staff-urge') } }), ...(said === '' ? [] : [{ say: said }])], ['report-up', 'message']))
  return null
}

/** One answer for all who wait for one: whoever has urged, and whoever put it on the list. */
function report(work: Work, member: StaffMember, said: string): Words | null {
  if (said === '') return words('refused.words-needed')
  const { pressed, listed } = work.case.between
  const readers = [...pressed, ...(listed ? [listed] : [])].filter(({ by }, n, all) => all.findIndex((each) => each.by === by) === n)
  work.case.between.pressed = []
  record(work, 'reported-up', { who: member.name, words: { say: said } }, false)
  happen(work, 'reported-up')
  const message = staffMessage(work, [words('told.reported-up', { who: member.name }), { say: said }])
  if (readers.length === 0) tellRole(work, 'head', message)
  for (const each of readers) tellOverseer(work, each, message)
  return null
}

function dueOf(work: Work, kind: string): number {
  const duty = open(work).find((each) => each.kind === kind)
  return (duty && limitAt(work, duty)) ?? work.now
}
