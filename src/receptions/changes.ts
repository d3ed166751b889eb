import type { Message } from '../dialogue/message.ts'
import { leaderNote, relievedNote, standInCard } from './leaders.ts'
import { receiverOf, slotAt, type Booking, type Reception } from './reception.ts'
import { changedCard, type Change } from './telling.ts'

/** The office has changed a reception: who hears of it. */

export type Told = { personId: string; message: Message }

/** Those who are still to come, with the reception as it is now. */
export function stillToCome(before: Reception, after: Reception, bookings: readonly Booking[], now: number): Booking[] {
  return bookings.filter(({ slot }) => slotAt(before, slot) > now).map((booking) => ({ ...booking, reception: after }))
}

/** Everybody who is still to come reads each change; whoever receives, or did so far, hears of it too. */
export function toldOf(before: Reception, after: Reception, bookings: readonly Booking[], changes: readonly Change[], now: number): Told[] {
  const day = { reception: after, bookings }
  const visitors = bookings.flatMap((booking) => changes.map((change): Told => ({ personId: booking.personId, message: changedCard(booking, change, now) })))
  const staff = changes.flatMap((change): Told[] => {
    if (change !== 'stand-in') return [{ personId: receiverOf(after).personId, message: leaderNote(day, change) }]
    return [...(after.standIn ? [{ personId: after.standIn.personId, message: standInCard(day) }] : []), { personId: receiverOf(before).personId, message: relievedNote(day) }]
  })
  return [...visitors, ...staff]
}
