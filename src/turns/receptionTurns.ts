import { randomUUID } from 'node:crypto'
import { openOn } from '../calendar/calendar.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { instantOnDay, localDay } from '../calendar/zone.ts'
import { idFrom } from '../ids.ts'
import type { Log } from '../log.ts'
import { receivesCard, type Received } from '../receptions/leaders.ts'
import { bookedAt, isTimely, nextReminder, receiverOf } from '../receptions/reception.ts'
import { reminderCard } from '../receptions/telling.ts'
import type { Database } from '../store/database.ts'
import { owe, type NewDelivery } from '../store/deliveries.ts'
import type { Office, OfficeBook } from '../store/houses.ts'
import { dueBookings, received, remindNext, tellFirst } from '../store/receptions.ts'

/**
 * What reception days say by themselves (PET-8): visitors are reminded the day and the hour before, and whoever receives
 * reads the evening before who comes. Each once, however many processes look.
 */
export type ReceptionTurns = { round(): Promise<void> }

export type ReceptionParts = { db: Database; offices: OfficeBook; clock(): number; /** From when on a machine may speak up, ms. */ gentleMoment(at: number): number; log: Log; wakeDelivery(): void }

const remindersMost = 200
const eveningMinute = 18 * 60
const againMs = 60_000

export function receptionTurns(parts: ReceptionParts): ReceptionTurns {
  /** By office: when it is to be looked at next. A house that has just started looks at once. */
  const looks = new Map<number, number>()
  return {
    async round() {
      for (let found = remindersMost; found === remindersMost;) found = await remind(parts)
      for (const office of parts.offices.list()) {
        const now = parts.clock()
        if (now < (looks.get(office.id) ?? 0)) continue
        try {
          looks.set(office.id, await tellReceivers(parts, office, now))
        } catch (error) {
          looks.set(office.id, now + againMs)
          parts.log.warn({ error }, 'the list of visitors of an office could not be told')
        }
      }
    },
  }
}

async function remind({ db, clock, gentleMoment, wakeDelivery }: ReceptionParts): Promise<number> {
  const now = clock()
  const found = await db.prisma.$transaction(async (tx) => {
    const due = await dueBookings(db, tx, now, remindersMost)
    const told: NewDelivery[] = []
    for (const { booking, what } of due) {
      const at = what === 'day' ? gentleMoment(now) : now
      if (booking.state === 'booked' && isTimely(what, booking, at)) told.push({ personId: booking.personId, caseId: null, message: reminderCard(booking, what), at, retryKey: idFrom(booking.id, `remind/${what}/${bookedAt(booking)}/${booking.moves}`) })
      await remindNext(tx, booking.id, nextReminder(booking, what, now))
    }
    await owe(db, tx, told)
    return due.length
  })
  if (found > 0) wakeDelivery()
  return found
}

/** In the evening the receptions of the next day are told, in the morning those of the day that nobody was told of. Returns when to look again. */
async function tellReceivers({ db, gentleMoment, wakeDelivery }: ReceptionParts, { id, zone, calendar }: Office, now: number): Promise<number> {
  const today = localDay(zone, now)
  const evening = eveningOf(calendar, today)
  const last = now < evening ? today : today + 1
  await db.prisma.$transaction(async (tx) => {
    const first = await tellFirst(tx, id, last)
    if (!first) return
    const from = Math.max(now, instantOnDay(zone, (first.before ?? last - 1) + 1, 0))
    const days = (await received(db, tx, { officeId: id }, from, instantOnDay(zone, last + 1, 0))).filter(({ reception }) => reception.from >= from)
    const byPerson = Map.groupBy(days, ({ reception }) => receiverOf(reception).personId)
    await owe(db, tx, [...byPerson].map(([personId, own]: [string, Received[]]) => ({ personId, caseId: null, message: receivesCard(own), at: gentleMoment(now), retryKey: randomUUID() })))
  })
  wakeDelivery()
  return now < evening ? evening : eveningOf(calendar, today + 1)
}

/** When the office closes, but not after six; at six on a day off. */
function eveningOf(calendar: Calendar, day: number): number {
  const six = instantOnDay(calendar.zone, day, eveningMinute)
  return Math.min(six, openOn(calendar, day).at(-1)?.to ?? six)
}
