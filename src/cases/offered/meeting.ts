import type { Action } from '../action.ts'
import type { Meeting } from '../between.ts'
import type { CaseState, World } from '../case.ts'
import { sessionOf } from '../duties/meetings.ts'
import { nextSlots } from '../meeting/slots.ts'
import { voterIds, votersOf } from '../meeting/voters.ts'
import { orNull, words } from '../work.ts'
import type { ResidentOffer, StaffOffer } from './offer.ts'

/** Dates: proposed by whoever holds the case, struck out by each side, moved or called off (MED-12). */

type Offered = Omit<Action, 'id'>

/** Each party may ask for another day so often, and not at the last moment; after that they write or phone. */
export const askedAgainMax = 2
export const moveNoticeMs = 2 * 3_600_000

export const meetingStaffOffers: StaffOffer[] = [
  {
    id: 'propose-dates', may: 'dates',
    offer(state, { calendar, regulation, now }) {
      if (!inHand(state) || !hasResidents(state, regulation) || state.between.meeting?.at === 'asked' || state.between.meeting?.at === 'set') return null
      const slots = { zone: calendar.zone, offered: () => orNull(() => nextSlots(calendar, now)) ?? [], place: state.between.meeting?.place ?? null }
      return { ...act('propose-dates', 'words'), form: 'slots', slots }
    },
  },
  { id: 'strike-for', may: 'dates', offer: (state, { regulation }) => (inHand(state) && state.between.meeting?.at === 'asked' && votersOf(state, regulation).absent ? act('strike-for', 'nothing') : null) },
  {
    id: 'cancel-date', may: 'dates',
    offer: ({ between: { meeting } }, { now }) => (meeting?.at === 'asked' || isAhead(meeting, now) ? { ...act('cancel-date', 'words'), confirm: true, tone: 'danger' } : null),
  },
  // Where the regulation has a step for it, that one says how it went.
  { id: 'meeting-held', may: 'dates', offer: ({ between: { meeting } }, { regulation, now }) => (hasBegun(meeting, now) && !sessionOf(regulation) ? act('meeting-held', 'words') : null) },
  { id: 'meeting-missed', may: 'dates', offer: ({ between: { meeting } }, { now }) => (hasBegun(meeting, now) ? act('meeting-missed', 'words') : null) },
]

export const meetingOffers: ResidentOffer[] = [
  { id: 'strike', may: 'meet', offer: (state, { now, regulation }, party) => (state.between.meeting?.at === 'asked' && now < state.between.meeting.until && voterIds(state, regulation).includes(party.id) ? { ...act('strike', 'nothing'), rank: 'now', tone: 'main' } : null) },
  {
    id: 'another-date', may: 'meet',
    offer: (state, { now, regulation }, party) => (canMove(state, regulation, party.id, now) ? { ...act('another-date', 'words'), rank: 'usual' } : null),
  },
]

/** Those who were asked about it, as often as each may. */
export function canMove(state: CaseState, rules: Pick<World['regulation'], 'mediates'>, party: string, now: number): boolean {
  const { meeting } = state.between
  return voterIds(state, rules).includes(party) && meeting?.at === 'set' && now <= meeting.from - moveNoticeMs && (meeting.askedAgain[party] ?? 0) < askedAgainMax
}

function act(id: string, takes: Offered['takes']): Offered {
  return { label: words(`action.${id}`), takes, choices: [], ask: `case:ask.${id}`, confirm: false }
}

function inHand({ stage }: CaseState): boolean {
  return stage.at === 'accepted' && stage.hold === null
}

/** A finding of staff has nobody to meet (SCR-5). */
function hasResidents(state: CaseState, { filers }: World['regulation']): boolean {
  return state.byStaff !== true && filers.includes('resident')
}

function isAhead(meeting: Meeting | null, now: number): boolean {
  return meeting?.at === 'set' && meeting.from > now
}

function hasBegun(meeting: Meeting | null, now: number): boolean {
  return meeting?.at === 'set' && meeting.from <= now
}
