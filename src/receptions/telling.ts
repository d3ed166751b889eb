import type { Button, Message, Value, Words } from '../dialogue/message.ts'
import { pressText, type BookingAct } from '../dialogue/press.ts'
import { bookedAt, clockTime, freeSlots, isAhead, receiverOf, slotAt, type Booking, type Reception, type Reminder } from './reception.ts'

/** What visitors read of reception days (PET-8): the calendar, the free slots, their own bookings and whatever changes in them. */

const receptionsShownMost = 8
const slotsShownMost = 12

/** Who receives, when and where; the booking to be moved has buttons that lead to its new place. */
export function calendarCard(receptions: readonly Reception[], mine: readonly Booking[], now: number, moving: Booking | null = null): Message {
  // Where not all can be shown, those with room come before those without.
  const free = receptions.filter((each) => freeSlots(each, now).length > 0).slice(0, receptionsShownMost)
  const shown = receptions.length <= receptionsShownMost || free.length === 0 ? receptions.slice(0, receptionsShownMost) : free
  const own = moving ? [] : mine.filter((each) => isAhead(each, now))
  // Where they are expected already there is nothing to book: the booking has a button of its own.
  const there = new Set(mine.filter(({ id, state }) => state === 'booked' && id !== moving?.id).map(({ reception }) => reception.id))
  const open = shown.flatMap((each, n) => (freeSlots(each, now).length > 0 && !there.has(each.id) ? [lookButton(each, n + 1, moving)] : []))
  return {
    as: 'card',
    text: [
      { key: shown.length === 0 ? 'reception:calendar.none' : moving ? 'reception:calendar.move' : 'reception:calendar.title' },
      ...shown.map((each, n): Words => ({ key: 'reception:calendar.line', with: { n: n + 1, ...spanValues(each), free: { key: 'reception:calendar.free', with: { count: freeSlots(each, now).length } } } })),
      ...own.map((each, n): Words => ({ key: 'reception:mine.line', with: { n: n + 1, ...whenValues(each) } })),
    ],
    buttons: [...inRows(open, 2), ...own.map((each, n): Button[] => [{ label: { key: 'reception:mine.button', with: { n: n + 1 } }, press: pressText({ on: 'booking', id: each.id, action: 'mine' }) }])],
  }
}

function lookButton(reception: Reception, n: number, moving: Booking | null): Button {
  return { label: { key: 'reception:calendar.button', with: { n, day: { day: reception.from } } }, press: pressText({ on: 'reception', id: reception.id, action: 'look', n: 0, moving: moving?.id ?? null }) }
}

/** What is free now, some at a time from the place `first` in the row on. */
export function slotsCard(reception: Reception, now: number, first: number, moving: string | null, before: readonly Words[] = []): Message {
  const free = freeSlots(reception, now)
  const from = first < free.length ? first : 0
  const { id, zone } = reception
  const slots = free.slice(from, from + slotsShownMost).map((slot): Button => ({ label: { key: 'reception:slots.button', with: { time: clockTime(zone, slotAt(reception, slot)) } }, press: pressText({ on: 'reception', id, action: 'slot', n: slot, moving }) }))
  const later: Button[] = from + slotsShownMost < free.length ? [{ label: { key: 'reception:slots.later' }, press: pressText({ on: 'reception', id, action: 'look', n: from + slotsShownMost, moving }) }] : []
  return {
    as: 'card',
    text: [...before, { key: free.length > 0 ? 'reception:slots.text' : 'reception:slots.none', with: spanValues(reception) }],
    buttons: [...inRows(slots, 3), [...later, moving === null ? calendarButton : { label: { key: 'reception:button.other-days' }, press: pressText({ on: 'booking', id: moving, action: 'move' }) }]],
  }
}

/** "December 3, 09:20, Secretary Chen, first floor": what is about to be booked. */
export function slotWords(reception: Reception, slot: number): Words {
  return { key: 'reception:slot', with: whenValues({ reception, slot }) }
}

/** One's own booking, as it stands. */
export function bookingCard(booking: Booking, before: readonly Words[] = []): Message {
  return { as: 'card', text: [...before, slotWords(booking.reception, booking.slot), ...aboutWords(booking)], buttons: [[...buttonsOf(booking, ['move', 'cancel'])], [calendarButton]] }
}

/** What they wrote and which case they named. */
export function aboutWords({ words, case: named }: Pick<Booking, 'words' | 'case'>): Words[] {
  return [...(named ? [{ key: 'reception:about-case', with: { number: named.number } }] : []), ...(words === null ? [] : [{ say: words }])]
}

export function cancelCard(booking: Booking): Message {
  return { as: 'card', text: [{ key: 'reception:cancel.ask', with: whenValues(booking) }], buttons: [[{ ...button(booking, 'cancel-yes', 'reception:cancel.yes'), tone: 'danger' }], [button(booking, 'keep', 'reception:cancel.no')]] }
}

export function cancelledNote(booking: Booking): Message {
  return { as: 'card', text: [{ key: 'reception:cancel.done', with: whenValues(booking) }], buttons: [[calendarButton]] }
}

/** Booked or moved: with an entry for their own calendar that takes the place of the earlier one. */
export function bookedCard(booking: Booking, how: 'booked' | 'moved', now: number): Message {
  return { as: 'card', text: [{ key: how === 'booked' ? 'reception:booked' : 'reception:moved', with: whenValues(booking) }, ...aboutWords(booking)], buttons: [[...buttonsOf(booking, ['move', 'cancel'])]], papers: [calendarPaper(booking, now)] }
}

export function reminderCard(booking: Booking, what: Reminder): Message {
  return { as: 'card', text: [{ key: `reception:remind.${what}`, with: whenValues(booking) }], buttons: [buttonsOf(booking, what === 'day' ? ['keep', 'move', 'cancel'] : ['cancel'])] }
}

/** The office has changed something: who receives, when or where, or that nobody does. */
export type Change = 'stand-in' | 'moved' | 'called-off'

export function changedCard(booking: Booking, change: Change, now: number): Message {
  const acts: BookingAct[] = change === 'called-off' ? ['move', 'cancel-yes'] : ['keep', 'move', 'cancel']
  const text: Words = { key: `reception:told.${change}`, with: { ...whenValues(booking), leader: nameWords(booking.reception.leader) } }
  return { as: 'card', text: [text], buttons: [buttonsOf(booking, acts)], ...(change === 'moved' ? { papers: [calendarPaper(booking, now)] } : {}) }
}

export function keptNote(booking: Booking): Message {
  return { as: 'note', text: [{ key: 'reception:kept', with: whenValues(booking) }] }
}

const calendarButton: Button = { label: { key: 'reception:button.calendar' }, press: pressText({ on: 'menu', choice: 'receptions', lasting: true }) }

function buttonsOf(booking: Booking, acts: readonly BookingAct[]): Button[] {
  return acts.map((act) => button(booking, act, `reception:button.${act}`))
}

function button({ id }: Booking, action: BookingAct, key: string): Button {
  return { label: { key }, press: pressText({ on: 'booking', id, action }) }
}

/** It grows with every change, whoever made it: seconds since the booking was made. */
function calendarPaper(booking: Booking, now: number): NonNullable<Message['papers']>[number] {
  const { reception, id, createdAt } = booking
  const from = bookedAt(booking)
  return { paper: 'calendar', uid: id, sequence: Math.max(0, Math.floor((now - createdAt) / 1000)), title: { key: 'reception:paper', with: { who: whoWords(reception) } }, place: reception.place === '' ? null : reception.place, from, until: from + reception.minutes * 60_000 }
}

/** Day and time on the wall of the office, who receives, where. */
function whenValues({ reception, slot }: Pick<Booking, 'reception' | 'slot'>): { day: Value; time: string; who: Words; place: Value } {
  const at = slotAt(reception, slot)
  return { day: { day: at }, time: clockTime(reception.zone, at), who: whoWords(reception), place: reception.place }
}

export function spanValues(reception: Reception): { day: Value; from: string; until: string; who: Words; place: Value } {
  const { from, until, zone } = reception
  return { day: { day: from }, from: clockTime(zone, from), until: clockTime(zone, until), who: whoWords(reception), place: reception.place }
}

/** The one who receives, with post and field as far as the office wrote them; a stand-in is named as such. */
export function whoWords(reception: Reception): Words {
  const { standIn, leader, post, about } = reception
  const name = nameWords(receiverOf(reception))
  if (standIn) return { key: 'reception:who.stand-in', with: { name, leader: nameWords(leader) } }
  if (post !== '' && about !== '') return { key: 'reception:who.full', with: { name, post, about } }
  if (post !== '') return { key: 'reception:who.post', with: { name, post } }
  return about === '' ? name : { key: 'reception:who.about', with: { name, about } }
}

export function nameWords({ name }: Reception['leader']): Words {
  return name === '' ? { key: 'case:role.leader' } : { say: name }
}

function inRows(buttons: readonly Button[], width: number): Button[][] {
  return Array.from({ length: Math.ceil(buttons.length / width) }, (_, n) => buttons.slice(n * width, (n + 1) * width))
}
