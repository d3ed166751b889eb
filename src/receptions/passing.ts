import type { Message } from '../dialogue/message.ts'
import { receivesCard, standInCard } from './leaders.ts'
import { slotAt, type Booking, type Reception } from './reception.ts'
import { changedCard } from './telling.ts'

/** Whoever was to receive has left: what their visitors read, and whoever stands in now. `ended`: bookings that are off. */
export function passedOn({ before, after, bookings }: { before: Reception; after: Reception; bookings: readonly Booking[] }, now: number): { told: { personId: string; message: Message }[]; ended: string[] } {
  const coming = bookings.filter(({ slot }) => slotAt(before, slot) > now).map((booking) => ({ ...booking, reception: after }))
  const day = { reception: after, bookings: coming }
  const visitors = coming.map((booking) => ({ personId: booking.personId, message: changedCard(booking, after.cancelled ? 'called-off' : 'stand-in', now) }))
  if (after.cancelled) return { told: visitors, ended: coming.map(({ id }) => id) }
  const receiver = after.standIn ?? after.leader
  const told = after.standIn ? standInCard(day) : receivesCard([day])
  return { told: [...visitors, { personId: receiver.personId, message: told }], ended: [] }
}
