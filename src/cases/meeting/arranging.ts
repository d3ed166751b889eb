import type { CaseState, DutyState } from '../case.ts'
import type { Meeting, Room } from '../between.ts'
import { happen } from '../duties/duties.ts'
import { atWork, record, words } from '../work.ts'
import type { Work } from '../work.ts'
import { freeSlot, noticeMs } from './slots.ts'
import { tellAsked, tellHolder, tellReminder, tellSet, tellSetTo, tellSetToHolder, tellSides } from './telling.ts'
import { meetingRoom, othersAtTable, voterIds, votersOf } from './voters.ts'

/** How a date comes about, and what becomes of it while the case goes on (MED-12). */

/** The earliest slot nobody struck out is set; where there is none, new ones are needed. */
export function settleDate(work: Work): void {
  const { meeting } = work.case.between
  if (meeting?.at !== 'asked') return
  const from = freeSlot(meeting, work.now)
  const { slots: _slots, struck: _struck, done: _done, until: _until, ...kept } = meeting
  if (from === null) {
    work.case.between.meeting = { ...kept, at: 'off' }
    record(work, 'dates-none', {}, true, meetingRoom(work.case, work.regulation))
    happen(work, 'meeting.none')
    tellSides(work, [words('told.dates-none')])
    return tellHolder(work, [words('told.dates-none-staff')], ['propose-dates'])
  }
  const set: Meeting & { at: 'set' } = { ...kept, at: 'set', from }
  work.case.between.meeting = set
  record(work, 'meeting-set', { at: { moment: from }, place: meeting.place }, true, meetingRoom(work.case, work.regulation))
  happen(work, 'meeting.set')
  tellSet(work, set)
}

/** What stood stands no more; the entry in people's calendars moves with the next one. */
export function dropDate(work: Work, meeting: Meeting & { at: 'asked' | 'set' }, happening: 'meeting.cancelled' | 'meeting.moved' | 'meeting.missed' | 'meeting.put-off'): void {
  const { id, round, place, minutes, sequence, askedAgain } = meeting
  work.case.between.meeting = { id, round, place, minutes, sequence: meeting.at === 'set' ? sequence + 1 : sequence, askedAgain, at: 'off' }
  happen(work, happening)
}

/** It took place: the next one is another meeting. */
export function concludeMeeting(work: Work, meeting: Meeting): void {
  leaveBehind(work, meeting)
  happen(work, 'meeting.held')
}

function leaveBehind(work: Work, { id, round, place, minutes, sequence }: Meeting): void {
  work.case.between.meeting = { id, round, place, minutes, sequence, askedAgain: {}, at: 'over' }
}

/** After every decision: a date keeps step with the case it belongs to. */
export function seeToMeeting(work: Work, before: CaseState): void {
  const { meeting } = work.case.between
  if (meeting?.at !== 'asked' && meeting?.at !== 'set') return
  if (hasHeldSession(work, before, meeting)) return concludeMeeting(work, meeting)
  if (isStopped(work.case) || hasRefused(work, before)) return fallAway(work, meeting, meetingRoom(before, work.regulation))
  tellNewcomers(work, before, meeting)
  if (meeting.at === 'asked' && before.between.meeting?.at === 'asked' && voterIds(work.case, work.regulation).every((id) => meeting.done.includes(id))) settleDate(work)
}

/** The day before and the hour before, each once; what was past when the date was set is passed over. */
export function remind(work: Work, duty: DutyState): void {
  const { meeting } = work.case.between
  if (meeting?.at !== 'set' || work.now >= meeting.from) return
  if (duty.rung === 0) {
    if (duty.warnAt === null || work.now >= duty.dueAt) return
    tellReminder(work, meeting, 'told.meeting-soon', false)
    // For staff it may not come later than the last call.
    if (atWork(work, work.now) < duty.dueAt) remindHolder(work, meeting, 'told.meeting-soon', false)
  } else if (duty.dueAt > duty.openedAt) {
    tellReminder(work, meeting, 'told.meeting-hour', true)
    remindHolder(work, meeting, 'told.meeting-hour', true)
  }
}

function remindHolder(work: Work, { from, place }: Meeting & { at: 'set' }, key: string, urgent: boolean): void {
  tellHolder(work, [words(key, { at: { moment: from }, place })], ['cancel-date'], [], urgent)
}

/** On hold, closed or about to be: nobody shall wait before a locked door. */
function isStopped({ stage }: CaseState): boolean {
  return stage.at === 'closed' || stage.at === 'settling' || (stage.at === 'accepted' && stage.hold !== null)
}

/** The other side will not come to any table (MED-6), or has left; whoever is asked next knows nothing of it. */
function hasRefused(work: Work, before: CaseState): boolean {
  const were = othersAtTable(before, work.regulation).map(({ id }) => id)
  return were.length > 0 && !othersAtTable(work.case, work.regulation).some(({ id }) => were.includes(id))
}

function fallAway(work: Work, meeting: Meeting & { at: 'asked' | 'set' }, room: Room): void {
  if (meeting.at === 'set' && meeting.from <= work.now) {
    // It has begun and is to be recorded, unless the end of the case says all there is to say.
    if (work.case.stage.at !== 'accepted') leaveBehind(work, meeting)
    return
  }
  // What falls away by a hold is found anew after it.
  dropDate(work, meeting, work.case.stage.at === 'accepted' && work.case.stage.hold !== null ? 'meeting.put-off' : 'meeting.cancelled')
  record(work, 'meeting-off', {}, true, room)
  const off = meeting.at === 'set' ? words('told.meeting-off', { at: { moment: meeting.from } }) : words('told.dates-off')
  tellSides(work, [off], room === 'shared')
  tellHolder(work, [off])
}

/** A session recorded from an hour before it began on was this one; one before that was another. */
function hasHeldSession(work: Work, before: CaseState, meeting: Meeting): boolean {
  if (meeting.at !== 'set' || meeting.from - noticeMs > work.now) return false
  return work.case.happened.slice(before.happened.length).some(({ what }) => what === 'session' || what.startsWith('session.'))
}

/** Whoever has come in since is asked or told like the others, and so is whoever has the case now. */
function tellNewcomers(work: Work, before: CaseState, meeting: Meeting & { at: 'asked' | 'set' }): void {
  if (before.between.meeting?.at !== meeting.at || before.between.meeting.round !== meeting.round) return
  const known = before.parties.filter(({ personId }) => personId !== null)
  for (const party of votersOf(work.case, work.regulation).own) {
    if (known.some(({ id, role, personId }) => id === party.id && role === party.role && personId === party.personId)) continue
    if (meeting.at === 'asked') tellAsked(work, meeting, party)
    else tellSetTo(work, meeting, party)
  }
  if (work.case.handlerId === before.handlerId || work.case.handlerId === null) return
  if (meeting.at === 'set') tellSetToHolder(work, meeting)
  else tellHolder(work, [words('told.dates-asked', { until: { moment: meeting.until } })], ['cancel-date'])
}
