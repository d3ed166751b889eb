import { dayMs } from '../../calendar/days.ts'
import { idFrom } from '../../ids.ts'
import { sideOf } from '../access.ts'
import type { Meeting } from '../between.ts'
import type { Party } from '../case.ts'
import { happen } from '../duties/duties.ts'
import { concludeMeeting, dropDate } from '../meeting/arranging.ts'
import { meetingMinutes, readSlot, readSlots, silenceEnds } from '../meeting/slots.ts'
import { momentWords, slotCard, tellAsked, tellHolder, tellSides } from '../meeting/telling.ts'
import { meetingRoom, voterIds, votersOf } from '../meeting/voters.ts'
import { askedAgainMax, moveNoticeMs } from '../offered/meeting.ts'
import { residentMessage, staffMessage } from '../telling/messages.ts'
import { orNull, record, tell, words } from '../work.ts'
import type { Work } from '../work.ts'
import type { ResidentActs, StaffActs } from './act.ts'

/** Finding a date by elimination: slots are proposed, each side strikes out what cannot be, the earliest that is left is set (MED-12). */

const placeCharsMax = 200

export const meetingStaffActs: StaffActs = {
  'propose-dates'(work, member, event, said) {
    const slots = readSlots(event.choice ?? '', work.now)
    if (!slots) return words('refused.slots')
    if (said === '' || [...said].length > placeCharsMax) return words('refused.place')
    const before = work.case.between.meeting
    const goesOn = before?.at === 'off'
    const meeting: Meeting & { at: 'asked' } = {
      at: 'asked', id: goesOn ? before.id : idFrom(work.world.seed, 'meeting'), round: (before?.round ?? 0) + 1, place: said, minutes: meetingMinutes,
      sequence: goesOn ? before.sequence : 0, askedAgain: goesOn ? before.askedAgain : {},
      slots, until: orNull(() => silenceEnds(work.world.calendar, work.now, slots)) ?? Math.max(work.now, Math.min(...slots) - dayMs), struck: {}, done: [],
    }
    work.case.between.meeting = meeting
    record(work, 'dates-proposed', { who: member.name, dates: { list: slots.map(momentWords) }, place: said }, true, meetingRoom(work.case, work.regulation))
    happen(work, 'dates.proposed')
    const { own, absent } = votersOf(work.case, work.regulation)
    for (const party of own) tellAsked(work, meeting, party)
    if (absent) tell(work, { staff: member.id }, slotCard(work, meeting, absent, 'office'))
    return null
  },
  'strike-for'(work, member, event) {
    const { absent } = votersOf(work.case, work.regulation)
    const { meeting } = work.case.between
    if (!absent || meeting?.at !== 'asked') return words('refused.not-now')
    if (strike(meeting, absent, event.choice) && !isLast(work, meeting)) tell(work, { staff: member.id }, staffMessage(work, [words('told.dates-noted', { until: { moment: meeting.until } })], ['strike-for']))
    else if (!meeting.done.includes(absent.id)) work.tells.push({ to: { staff: member.id }, message: slotCard(work, meeting, absent, 'office'), urgent: false, ...(event.choice === undefined ? {} : { inPlace: true }) })
    return null
  },
  'cancel-date'(work, member, _event, said) {
    const { meeting } = work.case.between
    if (meeting?.at !== 'asked' && meeting?.at !== 'set') return words('refused.no-meeting')
    if (said === '') return words('refused.words-needed')
    dropDate(work, meeting, 'meeting.cancelled')
    record(work, 'meeting-cancelled', { who: member.name, words: { say: said } }, true, meetingRoom(work.case, work.regulation))
    tellSides(work, [meeting.at === 'set' ? words('told.meeting-off', { at: { moment: meeting.from } }) : words('told.dates-off'), { say: said }])
    return null
  },
  'meeting-held'(work, member, _event, said) {
    const { meeting } = work.case.between
    if (meeting?.at !== 'set') return words('refused.no-meeting')
    if (said === '') return words('refused.words-needed')
    record(work, 'meeting-held', { who: member.name, words: { say: said } }, false)
    concludeMeeting(work, meeting)
    return null
  },
  'meeting-missed'(work, member, _event, said) {
    const { meeting } = work.case.between
    if (meeting?.at !== 'set') return words('refused.no-meeting')
    if (said === '') return words('refused.words-needed')
    record(work, 'meeting-missed', { who: member.name, words: { say: said } }, false)
    record(work, 'meeting-off', {}, true, meetingRoom(work.case, work.regulation))
    dropDate(work, meeting, 'meeting.missed')
    // Why is for the office: nobody is blamed before the other side.
    tellSides(work, [words('told.meeting-missed', { at: { moment: meeting.from } })])
    return null
  },
}

export const meetingActs: ResidentActs = {
  strike(work, party, event) {
    const { meeting } = work.case.between
    if (!voterIds(work.case, work.regulation).includes(party.id)) return words('refused.no-dates')
    if (meeting?.at === 'set') return words('refused.date-set', { at: { moment: meeting.from }, place: meeting.place })
    if (meeting?.at !== 'asked') return words('refused.no-dates')
    const before = meeting.done.includes(party.id)
    if (!strike(meeting, party, event.choice)) {
      work.tells.push({ to: { party: party.id }, message: slotCard(work, meeting, party, 'self'), urgent: false, ...(event.choice === undefined ? {} : { inPlace: true }) })
      return null
    }
    if (!before) record(work, 'dates-answered', {}, true, sideOf(party) ?? 'applicant')
    // The last one hears at once which date it is.
    if (!isLast(work, meeting)) work.tells.push({ to: { party: party.id }, message: residentMessage(work, [words('told.dates-noted', { until: { moment: meeting.until } })]), urgent: false, inPlace: true })
    return null
  },
  'another-date'(work, party, _event, said) {
    const { meeting } = work.case.between
    if (!voterIds(work.case, work.regulation).includes(party.id)) return words('refused.no-meeting')
    if (meeting?.at === 'asked') return words('refused.still-choosing', { until: { moment: meeting.until } })
    if (meeting?.at !== 'set') return words('refused.no-meeting')
    if (work.now > meeting.from - moveNoticeMs) return words('refused.too-near')
    const asked = meeting.askedAgain[party.id] ?? 0
    if (asked >= askedAgainMax) return words('refused.moved-often')
    if (said === '') return words('refused.words-needed')
    meeting.askedAgain[party.id] = asked + 1
    const side = sideOf(party) ?? 'applicant'
    dropDate(work, meeting, 'meeting.moved')
    record(work, 'another-date', { words: { say: said } }, true, side)
    record(work, 'meeting-off', {}, true, meetingRoom(work.case, work.regulation))
    tellSides(work, [words('told.meeting-moves', { at: { moment: meeting.from } })])
    tellHolder(work, [words(`told.another-date-${side}`, { at: { moment: meeting.from } }), { say: said }], ['propose-dates', 'message'])
    return null
  },
}

/**
 * A tap on the slots: "x.<slot>.<round>" strikes one out, "o.…" takes that back, "d.0.<round>" says that this is all, which
 * returns true. A tap on an older proposal changes nothing, and the same tap twice is one.
 */
function strike(meeting: Meeting & { at: 'asked' }, party: Party, choice: string | undefined): boolean {
  const [what, slot = '', round] = (choice ?? '').split('.')
  if (Number(round) !== meeting.round) return false
  if (what === 'd') {
    if (!meeting.done.includes(party.id)) meeting.done.push(party.id)
    return true
  }
  const at = readSlot(slot)
  if (at === null || !meeting.slots.includes(at) || (what !== 'x' && what !== 'o')) return false
  const others = (meeting.struck[party.id] ?? []).filter((each) => each !== at)
  meeting.struck[party.id] = what === 'x' ? [...others, at] : others
  meeting.done = meeting.done.filter((each) => each !== party.id)
  return false
}

function isLast(work: Work, meeting: Meeting & { at: 'asked' }): boolean {
  return voterIds(work.case, work.regulation).every((id) => meeting.done.includes(id))
}
