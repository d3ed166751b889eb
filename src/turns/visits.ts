import { localDay } from '../calendar/zone.ts'
import type { Message, Words } from '../dialogue/message.ts'
import type { Known, Speaking, TalkEffect } from '../dialogue/state.ts'
import { idFrom } from '../ids.ts'
import { receivesCard, sinceNote } from '../receptions/leaders.ts'
import { nextReminder, receiverOf, type Booking } from '../receptions/reception.ts'
import { moved, whyNotBook, whyNotCancel } from '../receptions/rules.ts'
import { bookedCard, bookingCard, calendarCard, cancelledNote, slotsCard } from '../receptions/telling.ts'
import { casesOf } from '../store/cases.ts'
import type { Database, Transaction } from '../store/database.ts'
import { owe } from '../store/deliveries.ts'
import { bookingsOf, endBooking, findReception, isTold, lockReceptions, received, receptionsAhead, saveBooking } from '../store/receptions.ts'

/** Reception days in the talk of visitors and of those who receive (PET-8): looked up, booked, moved, cancelled. */

export async function receptionsFor(db: Database, tx: Transaction, { id, officeId }: Pick<Speaking, 'id' | 'officeId'>, now: number): Promise<NonNullable<Known['receptions']>> {
  return { receptions: await receptionsAhead(tx, officeId, now), bookings: await bookingsOf(db, tx, id, now) }
}

export async function receivesFor(db: Database, tx: Transaction, staffIds: readonly number[], now: number): Promise<Message> {
  return receivesCard(await received(db, tx, { staffIds }, now, null))
}

/** `id`: of the booking that comes into being. The answer says what became of it; of two who want the same slot, one gets it. */
export async function bookVisit(db: Database, tx: Transaction, wish: TalkEffect & { do: 'book' }, visitor: Pick<Speaking, 'id' | 'officeId'>, id: string, now: number): Promise<Message> {
  const before = wish.moving === null ? undefined : await tx.booking.findFirst({ where: { id: wish.moving, personId: visitor.id }, select: { receptionId: true } })
  await lockReceptions(tx, [wish.receptionId, ...(before ? [before.receptionId] : [])])
  const mine = await bookingsOf(db, tx, visitor.id, now)
  const moving = mine.find((each) => each.id === wish.moving) ?? null
  const refused = (why: string): Words => ({ key: `reception:refused.${why}` })
  const calendar = async (why: string): Promise<Message> => {
    const card = calendarCard(await receptionsAhead(tx, visitor.officeId, now), mine, now)
    return { ...card, text: [refused(why), ...card.text] }
  }
  if (wish.moving !== null && !moving) return calendar('over')
  const reception = await findReception(tx, wish.receptionId)
  if (!reception) return calendar('gone')
  const why = whyNotBook({ reception, slot: wish.slot, moving, mine }, now)
  const there = mine.find((each) => each.state === 'booked' && each.reception.id === reception.id)
  if (why === 'same' && there) return bookingCard(there, [refused(why)])
  if (why === 'taken' || why === 'late') return slotsCard(reception, now, 0, wish.moving, [refused(why)])
  if (why) return calendar(why)
  const booking: Booking = moving ? moved(moving, reception, wish.slot) : {
    id, personId: visitor.id, reception, slot: wish.slot, state: 'booked', moves: 0, case: await ownCase(tx, wish.caseId, visitor.id), words: wish.words, createdAt: now,
  }
  await saveBooking(db, tx, booking, nextReminder(booking, null, now))
  if (moving?.state === 'booked') await tellReceiver(db, tx, moving, 'left', now)
  await tellReceiver(db, tx, booking, 'came', now)
  return bookedCard(booking, moving ? 'moved' : 'booked', now)
}

export async function cancelVisit(db: Database, tx: Transaction, bookingId: string, personId: string, now: number): Promise<Message> {
  const booking = (await bookingsOf(db, tx, personId, now)).find(({ id }) => id === bookingId)
  if (!booking || whyNotCancel(booking, now)) return { as: 'note', text: [{ key: 'reception:refused.gone' }] }
  await lockReceptions(tx, [booking.reception.id])
  await endBooking(tx, bookingId, 'cancelled')
  if (booking.state === 'booked') await tellReceiver(db, tx, booking, 'left', now)
  return cancelledNote(booking)
}

/** Whoever receives has read the list already: then they hear of what has changed since. */
async function tellReceiver(db: Database, tx: Transaction, booking: Booking, what: 'came' | 'left', now: number): Promise<void> {
  const { reception } = booking
  if (!await isTold(tx, reception.officeId, localDay(reception.zone, reception.from))) return
  await owe(db, tx, [{ personId: receiverOf(reception).personId, caseId: null, message: sinceNote(booking, what), at: now, retryKey: idFrom(booking.id, `since/${what}/${booking.moves}/${reception.id}/${booking.slot}`) }])
}

/** Only a case they still have a part in is named. */
async function ownCase(tx: Transaction, caseId: string | null, personId: string): Promise<Booking['case']> {
  if (caseId === null) return null
  return tx.case.findFirst({ where: { id: caseId, AND: { id: { in: await casesOf(tx, personId) } } }, select: { id: true, number: true } })
}
