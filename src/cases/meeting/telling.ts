import type { Button, Message, Paper, Words } from '../../dialogue/message.ts'
import type { Meeting } from '../between.ts'
import { sideOf } from '../access.ts'
import type { Party } from '../case.ts'
import { canMove } from '../offered/meeting.ts'
import { act, lookButton, mine, residentMessage, staffMessage } from '../telling/messages.ts'
import { kindWords } from '../telling/facts.ts'
import { tell, tellRole, words } from '../work.ts'
import type { Work } from '../work.ts'
import { endOf, slotText } from './slots.ts'
import { isAtMeeting, othersAtTable, votersOf } from './voters.ts'

/** What is told of dates. Nobody ever reads who struck out what. */

type Asked = Meeting & { at: 'asked' }
type Set = Meeting & { at: 'set' }

/** The slots for one party, each a tap; `by` office: for a side that was asked on the phone. A tap shows it as it is then, in its own place. */
export function slotCard(work: Work, meeting: Asked, party: Party, by: 'self' | 'office'): Message {
  const { case: state } = work
  const press = (choice: string): string => (by === 'self' ? mine(state, 'strike', choice) : act(state, 'strike-for', choice))
  const struck = meeting.struck[party.id] ?? []
  const rows = meeting.slots.map((at): Button[] => {
    const out = struck.includes(at)
    return [{ label: words(out ? 'dates.unstrike' : 'dates.strike', { at: { slot: at } }), press: press(`${out ? 'o' : 'x'}.${slotText(at)}.${meeting.round}`) }]
  })
  const done: Button = { label: words('dates.done'), press: press(`d.0.${meeting.round}`), tone: 'main' }
  return {
    as: 'card',
    text: [
      words('about', { number: state.number, kind: kindWords(state) }),
      words(by === 'self' ? 'dates.ask' : 'dates.ask-for', { place: meeting.place, until: { moment: meeting.until } }),
      ...(struck.length > 0 ? [words('dates.struck', { dates: { list: struck.toSorted((a, b) => a - b).map(momentWords) } })] : []),
    ],
    buttons: [...rows, [done], [by === 'self' ? { label: words('action.look'), press: mine(state, 'look') } : lookButton(state)]],
  }
}

export function tellAsked(work: Work, meeting: Asked, party: Party): void {
  tell(work, { party: party.id }, slotCard(work, meeting, party, 'self'))
}

/** Day, time and place to everybody at the table, with an entry for their calendar. */
export function tellSet(work: Work, meeting: Set): void {
  tellMovable(work, setMessage(work, meeting))
  tellSetToHolder(work, meeting)
}

export function tellSetToHolder(work: Work, meeting: Set): void {
  const { absent } = votersOf(work.case, work.regulation)
  tellHolder(work, [setWords(meeting), ...(absent ? [words('told.phone-other-side')] : [])], ['cancel-date'], [calendarEntry(work, meeting)])
}

export function tellSetTo(work: Work, meeting: Set, party: Party): void {
  const message = setMessage(work, meeting)
  tell(work, { party: party.id }, canMove(work.case, work.regulation, party.id, work.now) ? withMove(work, message) : message)
}

function setMessage(work: Work, meeting: Set): Message {
  return { ...residentMessage(work, [setWords(meeting)], { reply: true }), papers: [calendarEntry(work, meeting)] }
}

/** The day before and the hour before. `urgent`: it cannot wait for the morning. */
export function tellReminder(work: Work, meeting: Set, key: 'told.meeting-soon' | 'told.meeting-hour', urgent: boolean): void {
  const text = [words(key, { at: { moment: meeting.from }, place: meeting.place })]
  tellMovable(work, residentMessage(work, text, { reply: true }), urgent)
}

/** The same words to both sides. `leaving`: also to who has just left the table. */
export function tellSides(work: Work, text: Words[], leaving = false): void {
  tellBoth(work, residentMessage(work, text, { reply: true }), undefined, leaving)
}

function tellBoth(work: Work, message: Message, urgent?: boolean, leaving = false): void {
  tell(work, { applicant: true }, message, urgent)
  const others = leaving ? work.case.parties.filter((party) => sideOf(party) === 'respondent') : othersAtTable(work.case, work.regulation)
  if (work.regulation.mediates !== undefined && others.some(({ personId }) => personId !== null)) tell(work, { respondent: true }, message, urgent)
}

/** To whoever holds the case, also when it was they who acted; while nobody does, to the head. */
export function tellHolder(work: Work, text: Words[], actions: readonly string[] = [], papers: Paper[] = [], urgent?: boolean): void {
  const message = { ...staffMessage(work, text, actions), ...(papers.length > 0 ? { papers } : {}) }
  const holder = work.world.staff.find(({ id }) => id === work.case.handlerId)
  if (holder) tell(work, { staff: holder.id }, message, urgent)
  else tellRole(work, 'head', message, urgent)
}

export function momentWords(at: number): Words {
  return words('dates.moment', { at: { moment: at } })
}

function setWords({ from, place }: Set): Words {
  return words('told.meeting-set', { at: { moment: from }, place })
}

/** A way to another day, for as long as anybody who reads it may still ask for one. */
/** To everybody at the table. Only those who may still ask for another day have a button for it: a side that does not agree in that is told one by one. */
function tellMovable(work: Work, message: Message, urgent?: boolean): void {
  const may = ({ id }: Party): boolean => canMove(work.case, work.regulation, id, work.now)
  for (const side of ['applicant', 'respondent'] as const) {
    const readers = work.case.parties.filter((party) => party.personId !== null && sideOf(party) === side && isAtMeeting(work.case, work.regulation, party))
    if (readers.length === 0) continue
    const one = readers.every((party) => may(party) === readers.some(may))
    if (one) tell(work, side === 'applicant' ? { applicant: true } : { respondent: true }, readers.some(may) ? withMove(work, message) : message, urgent)
    else for (const party of readers) tell(work, { party: party.id }, may(party) ? withMove(work, message) : message, urgent)
  }
}

function withMove(work: Work, message: Message): Message {
  return { ...message, buttons: [...(message.buttons ?? []), [{ label: words('action.another-date'), press: mine(work.case, 'another-date') }]] }
}

function calendarEntry(work: Work, meeting: Set): Paper {
  return { paper: 'calendar', uid: meeting.id, sequence: meeting.sequence, title: words('dates.title', { number: work.case.number }), place: meeting.place, from: meeting.from, until: endOf(meeting) }
}

/** On the case's card: what stands now. `viewer`: of those in the case, only whoever is asked about it reads of it. */
export function dateLine({ case: state, regulation }: Pick<Work, 'case' | 'regulation'>, viewer?: Party): Words[] {
  const { meeting } = state.between
  if (viewer && !isAtMeeting(state, regulation, viewer)) return []
  if (meeting?.at === 'set') return [setWords(meeting)]
  return meeting?.at === 'asked' ? [words('told.dates-asked', { until: { moment: meeting.until } })] : []
}
