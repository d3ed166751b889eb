import { bookedAt, closesMs, isAhead, slotAt, slotCount, type Booking, type Reception } from './reception.ts'

/** Whether somebody may book, move or cancel now. Whoever asks has taken the reception for themselves first. */

/** Booked slots of one person that have not been yet. */
export const aheadMost = 2
/** How often a visitor moves a booking by themselves. */
export const movesMost = 2

/**
 * Why not: the reception or the slot is gone, somebody else has the slot, it begins too soon, they have one there already,
 * they have as many as they may, they have moved it often enough, it is the very same slot, the booking is over.
 */
export type Refusal = 'gone' | 'taken' | 'late' | 'one-each' | 'two-ahead' | 'moved-enough' | 'same' | 'over'

export type Wish = { reception: Reception; slot: number; /** The booking that is to be moved there; null for a new one. */ moving: Booking | null; /** All bookings of the visitor. */ mine: readonly Booking[] }

export function whyNotBook({ reception, slot, moving, mine }: Wish, now: number): Refusal | null {
  const others = mine.filter((each) => each.id !== moving?.id && each.state === 'booked')
  // Pressed twice, or once more after the answer got lost: they have it already.
  if (mine.some((each) => each.state === 'booked' && each.reception.id === reception.id && each.slot === slot)) return 'same'
  if (moving) {
    const why = whyNotMove(moving, now)
    if (why) return why
  }
  if (reception.cancelled || !Number.isInteger(slot) || slot < 0 || slot >= slotCount(reception)) return 'gone'
  if (slotAt(reception, slot) - now < closesMs) return 'late'
  if (others.some((each) => each.reception.id === reception.id)) return 'one-each'
  if (others.filter((each) => isAhead(each, now)).length >= aheadMost) return 'two-ahead'
  return reception.taken.includes(slot) ? 'taken' : null
}

/** One that the office called off may always be moved, and that move is not counted. */
export function whyNotMove(booking: Booking, now: number): Refusal | null {
  if (booking.state === 'cancelled' || booking.state === 'absent') return 'over'
  if (booking.state === 'called-off') return null
  if (bookedAt(booking) <= now) return 'over'
  if (bookedAt(booking) - now < closesMs) return 'late'
  return booking.moves >= movesMost ? 'moved-enough' : null
}

/** Better late than not at all: until the slot begins, so that the leader knows that nobody comes. */
export function whyNotCancel(booking: Booking, now: number): Refusal | null {
  if (booking.state === 'called-off') return null
  return booking.state === 'cancelled' || booking.state === 'absent' || bookedAt(booking) <= now ? 'over' : null
}

/** The booking in its new place. */
export function moved(booking: Booking, reception: Reception, slot: number): Booking {
  return { ...booking, reception, slot, state: 'booked', moves: booking.moves + (booking.state === 'booked' ? 1 : 0) }
}
