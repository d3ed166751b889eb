import type { Message, Words } from '../dialogue/message.ts'
import { isNamedIn } from '../cases/named.ts'
import { bookedAt, clockTime, receiverOf, type Booking, type Reception } from './reception.ts'
import { nameWords, spanValues } from './telling.ts'

/** What whoever receives reads: their days, and of each visitor the time, the words and the case named. No names: nobody's code name is lifted here (PET-7). */

export type Received = { reception: Reception; bookings: readonly Booking[] }

export function receivesCard(days: readonly Received[], before: readonly Words[] = []): Message {
  return { as: 'card', text: [...before, ...(days.length === 0 ? [{ key: 'reception:leader.empty' }] : days.flatMap(dayWords))] }
}

function dayWords({ reception, bookings }: Received): Words[] {
  const visitors = bookings.filter(({ state }) => state === 'booked').sort((a, b) => a.slot - b.slot)
  return [{ key: 'reception:leader.day', with: { ...spanValues(reception), count: visitors.length } }, ...visitors.map((each) => visitorWords(each, receiverOf(reception).name))]
}

/** Whoever stands in may be the one it is about: then they read neither the words nor the case (PET-7). */
export function visitorWords(booking: Booking, receiver: string): Words {
  const { reception: { zone } } = booking
  const isAbout = booking.words !== null && isNamedIn(booking.words, receiver)
  const [words, named] = isAbout ? [null, null] : [booking.words, booking.case]
  const time = clockTime(zone, bookedAt(booking))
  if (named) return words === null ? { key: 'reception:leader.case', with: { time, number: named.number } } : { key: 'reception:leader.case-words', with: { time, number: named.number, words } }
  return words === null ? { key: 'reception:leader.silent', with: { time } } : { key: 'reception:leader.words', with: { time, words } }
}

/** Somebody stands in: to the one who does, with all they need; and to the leader. */
export function standInCard(day: Received): Message {
  return receivesCard([day], [{ key: 'reception:leader.stand-in', with: { leader: nameWords(day.reception.leader) } }])
}

export function relievedNote({ reception }: Received): Message {
  return { as: 'note', text: [{ key: 'reception:leader.relieved', with: spanValues(reception) }] }
}

/** Whoever was to receive hears that it is off, or when and where it is now. */
export function leaderNote({ reception }: Received, change: 'called-off' | 'moved'): Message {
  return { as: 'note', text: [{ key: `reception:leader.${change}`, with: spanValues(reception) }] }
}

/** Somebody has booked or left a slot since the list of the evening before. */
export function sinceNote(booking: Booking, what: 'came' | 'left'): Message {
  const { reception } = booking
  const said = what === 'left' ? [] : [visitorWords(booking, receiverOf(reception).name)]
  return { as: 'note', text: [{ key: `reception:leader.${what}`, with: { ...spanValues(reception), time: clockTime(reception.zone, bookedAt(booking)) } }, ...said] }
}
