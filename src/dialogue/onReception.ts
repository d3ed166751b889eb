import { calendarCard, bookingCard, cancelCard, keptNote, slotsCard, slotWords } from '../receptions/telling.ts'
import { whyNotBook, whyNotCancel, whyNotMove, type Refusal } from '../receptions/rules.ts'
import { clean } from './answers.ts'
import { homeward, joinedWords } from './filing.ts'
import type { Message, Words } from './message.ts'
import { go, stay } from './moves.ts'
import type { Press } from './press.ts'
import type { Place, TalkAsk, TalkInput, TalkTurn } from './state.ts'

/**
 * Reception days in the talk (PET-8): the calendar, a free slot, a few words, one confirmation; then moving and
 * cancelling. Buttons never die: whoever presses one too late is told why, and shown what there is now.
 */

const wordsMost = 1000

/** The door: who receives when, and one's own bookings. */
export function onCalendar(input: TalkInput): TalkTurn | TalkAsk {
  const found = input.known.receptions
  return found ? show(input, calendarCard(found.receptions, found.bookings, input.now)) : { ask: 'receptions' }
}

export function onReceptionPress(input: TalkInput, press: Press & { on: 'reception' }): TalkTurn | TalkAsk {
  const found = input.known.receptions
  if (!found) return { ask: 'receptions' }
  const { now } = input
  const reception = found.receptions.find(({ id }) => id === press.id)
  const moving = found.bookings.find(({ id }) => id === press.moving) ?? null
  if (press.moving !== null && !moving) return show(input, calendarCard(found.receptions, found.bookings, now), 'over')
  if (!reception) return show(input, calendarCard(found.receptions, found.bookings, now, moving), 'gone')
  if (press.action === 'look') return show(input, slotsCard(reception, now, press.n, press.moving))
  const why = whyNotBook({ reception, slot: press.n, moving, mine: found.bookings }, now)
  const same = found.bookings.find((each) => why === 'same' && each.state === 'booked' && each.reception.id === reception.id)
  if (same) return show(input, bookingCard(same), 'same')
  if (why === 'taken' || why === 'late' || why === 'gone') return show(input, slotsCard(reception, now, 0, press.moving), why)
  if (why) return show(input, calendarCard(found.receptions, found.bookings, now), why)
  if (!moving && !input.known.mine) return { ask: 'mine' }
  const cases = moving ? [] : input.known.mine?.open.slice(0, 5) ?? []
  return go(input, { at: 'visit', receptionId: reception.id, slot: press.n, moving: moving?.id ?? null, text: slotWords(reception, press.n), cases, about: null, words: null, asks: moving ? 'confirm' : 'about' })
}

export function onBookingPress(input: TalkInput, press: Press & { on: 'booking' }): TalkTurn | TalkAsk {
  const found = input.known.receptions
  if (!found) return { ask: 'receptions' }
  const { now } = input
  const booking = found.bookings.find(({ id }) => id === press.id)
  if (!booking) return show(input, calendarCard(found.receptions, found.bookings, now), 'over')
  const refused = (why: Refusal | null): TalkTurn | null => why && show(input, booking.state === 'booked' && why !== 'over' ? bookingCard(booking) : calendarCard(found.receptions, found.bookings, now), why === 'late' ? 'late-move' : why)
  switch (press.action) {
    case 'mine': return booking.state === 'booked' ? show(input, bookingCard(booking)) : show(input, calendarCard(found.receptions, found.bookings, now), 'over')
    case 'keep': return booking.state === 'booked' ? show(input, keptNote(booking)) : show(input, calendarCard(found.receptions, found.bookings, now), 'over')
    case 'move': return refused(whyNotMove(booking, now)) ?? show(input, calendarCard(found.receptions, found.bookings, now, booking))
    case 'cancel': return refused(whyNotCancel(booking, now)) ?? show(input, cancelCard(booking))
    case 'cancel-yes': return refused(whyNotCancel(booking, now)) ?? { state: input.state, replies: [], effects: [{ do: 'unbook', bookingId: booking.id }] }
  }
}

/** Words or a button of the step, while a visit is being booked or moved. */
export function onVisit(input: TalkInput, place: Place & { at: 'visit' }, raw: string | null, choice?: string): TalkTurn {
  if (choice === 'back') return homeward(input)
  const text = raw === null ? null : clean(raw)
  if (place.asks === 'about') {
    if (choice === 'skip' || (text !== null && input.house.intent(text) === 'skip')) return go(input, { ...place, asks: 'confirm' })
    const named = place.cases.find(({ number }) => choice === `n-${number}` || text === number)
    if (named) return go(input, { ...place, about: named, asks: 'confirm' })
    return text === null ? stay(input, { key: 'talk:stale' }) : told(input, place, text)
  }
  if (text !== null) return place.moving === null ? told(input, place, joinedWords(place.words ?? '', text)) : stay(input, { key: 'talk:hint.choice' })
  if (choice === 'again' && place.moving === null) return go(input, { ...place, about: null, words: null, asks: 'about' })
  if (choice !== 'yes') return stay(input, { key: 'talk:stale' })
  const { receptionId, slot, moving, words } = place
  // Said once it is stored: somebody else may be quicker.
  return {
    state: { ...input.state, at: { at: 'home' }, stamp: input.state.stamp + 1 },
    replies: [],
    effects: [
      ...(input.person.consent === input.house.notice ? [] : [{ do: 'remember' as const, consent: input.house.notice }]),
      { do: 'book', receptionId, slot, moving, words, caseId: place.about?.caseId ?? null },
    ],
  }
}

function told(input: TalkInput, place: Place & { at: 'visit' }, words: string): TalkTurn {
  return [...words].length > wordsMost ? stay(input, { key: 'talk:hint.long', with: { most: wordsMost } }) : go(input, { ...place, words, asks: 'confirm' })
}

/** The talk stays where it is; `why` comes first. */
function show(input: TalkInput, card: Message, why: Refusal | 'late-move' | null = null): TalkTurn {
  const before: Words[] = why === null ? [] : [{ key: `reception:refused.${why}` }]
  return { state: input.state, replies: [{ ...card, text: [...before, ...card.text] }], effects: [] }
}
