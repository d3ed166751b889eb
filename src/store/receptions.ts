import type { Booking, BookingState, Reception, Reminder } from '../receptions/reception.ts'
import type { Database, Transaction } from './database.ts'
import type { Prisma } from './generated/client.ts'

/** Reception days and bookings as rows and back. What a visit is about is sealed on the way in and opened on the way out. */

const aheadMost = 40
/** So long a booking that is over is still known as one's own. */
const pastMs = 30 * 86_400_000

const named = { select: { id: true, personId: true, name: true } } as const
const withPeople = { office: { select: { zone: true } }, staff: named, standIn: named, bookings: { where: { state: 'booked' }, select: { slot: true } } } satisfies Prisma.ReceptionInclude
type ReceptionRow = Prisma.ReceptionGetPayload<{ include: typeof withPeople }>
type BookingRow = Prisma.BookingGetPayload<{ include: { reception: { include: typeof withPeople } } }>

/** Those of an office and of the offices above it, or of all; the next one first. */
export async function receptionsAhead(tx: Transaction, officeId: number | null, now: number): Promise<Reception[]> {
  const offices = officeId === null ? null : await officeAndAbove(tx, officeId)
  const rows = await tx.reception.findMany({ where: { ...(offices ? { officeId: { in: offices } } : {}), cancelledAt: null, until: { gt: new Date(now) } }, orderBy: [{ from: 'asc' }, { id: 'asc' }], take: aheadMost, include: withPeople })
  return rows.map(receptionOf)
}

async function officeAndAbove(tx: Transaction, officeId: number): Promise<number[]> {
  const rows = await tx.$queryRaw<{ id: number }[]>`with recursive up as (select id, parent_id from offices where id = ${officeId}::int union select o.id, o.parent_id from offices o join up on o.id = up.parent_id) select id from up`
  return rows.map(({ id }) => id)
}

export async function findReception(tx: Transaction, id: string): Promise<Reception | null> {
  const row = await tx.reception.findUnique({ where: { id }, include: withPeople })
  return row && receptionOf(row)
}

/** Takes them for this transaction alone: whoever else wants a slot there waits. */
export async function lockReceptions(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.$queryRaw`select 1 from receptions where id = any(${ids}::uuid[]) order by id for update`
}

/** What somebody has booked, and what was called off, as far as it is not long past. */
export async function bookingsOf(db: Database, tx: Transaction, personId: string, now: number): Promise<Booking[]> {
  return find(db, tx, { personId, state: { in: ['booked', 'called-off'] }, reception: { until: { gt: new Date(now - pastMs) } } })
}

/** Who comes to a reception, by slot. */
export async function bookingsAt(db: Database, tx: Transaction, receptionId: string): Promise<Booking[]> {
  return find(db, tx, { receptionId, state: 'booked' })
}

/** Receptions of the members of staff who receive there themselves, or of an office as far as the one who receives has not left, between two moments, with all who come. */
export async function received(db: Database, tx: Transaction, where: { staffIds: readonly number[] } | { officeId: number }, from: number, until: number | null): Promise<{ reception: Reception; bookings: Booking[] }[]> {
  const who: Prisma.ReceptionWhereInput = 'officeId' in where ? { ...where, OR: [{ standIn: { leftAt: null } }, { standInId: null, staff: { leftAt: null } }] } : { OR: [{ standInId: { in: [...where.staffIds] } }, { standInId: null, staffId: { in: [...where.staffIds] } }] }
  const rows = await tx.reception.findMany({ where: { ...who, cancelledAt: null, until: { gt: new Date(from) }, ...(until === null ? {} : { from: { lt: new Date(until) } }) }, orderBy: [{ from: 'asc' }, { id: 'asc' }], ...(until === null ? { take: aheadMost } : {}), include: withPeople })
  const bookings = await find(db, tx, { receptionId: { in: rows.map(({ id }) => id) }, state: 'booked' })
  return rows.map((row) => ({ reception: receptionOf(row), bookings: bookings.filter(({ reception }) => reception.id === row.id) }))
}

/** Stores a new booking, or an old one in its new place; `next`: what will be reminded of, and when (ms). */
export async function saveBooking(db: Database, tx: Transaction, booking: Booking, next: { what: Reminder; at: number } | null): Promise<void> {
  const { id, personId, slot, state, moves, words } = booking
  const data = { receptionId: booking.reception.id, slot, state, moves, ...reminding(next) }
  await tx.booking.upsert({ where: { id }, update: data, create: { ...data, id, personId, caseId: booking.case?.id ?? null, words: words === null ? null : new Uint8Array(db.seal.seal(words)), createdAt: new Date(booking.createdAt) } })
}

/** It is over for the visitor; the slot is free again. */
export async function endBooking(tx: Transaction, id: string, state: Exclude<BookingState, 'booked'>): Promise<void> {
  await tx.booking.update({ where: { id }, data: { state, nextAt: null } })
}

export async function remindNext(tx: Transaction, id: string, next: { what: Reminder; at: number } | null): Promise<void> {
  await tx.booking.update({ where: { id }, data: reminding(next) })
}

/** Who goes on in another chat takes their bookings along, but for a reception where they have one there too. */
export async function takeBookingsAlong(tx: Transaction, from: string, to: string): Promise<void> {
  await tx.$executeRaw`update bookings b set person_id = ${to}::uuid where person_id = ${from}::uuid
    and not exists (select 1 from bookings o where o.person_id = ${to}::uuid and o.reception_id = b.reception_id and o.state = 'booked' and b.state = 'booked')`
}

/** Bookings with something to be reminded of now, for this transaction alone. */
export async function dueBookings(db: Database, tx: Transaction, now: number, most: number): Promise<{ booking: Booking; what: Reminder }[]> {
  const due = await tx.$queryRaw<{ id: string; reminded: number }[]>`select id::text, reminded from bookings where next_at <= ${new Date(now)} order by next_at limit ${most} for update skip locked`
  if (due.length === 0) return []
  const bookings = await find(db, tx, { id: { in: due.map(({ id }) => id) } })
  return bookings.map((booking) => ({ booking, what: due.find(({ id }) => id === booking.id)?.reminded === 0 ? 'day' : 'hour' }))
}

/** Whether this is the first to tell an office of its receptions up to that day (a number of days), and the day told of last; null when it is not. */
export async function tellFirst(tx: Transaction, officeId: number, day: number): Promise<{ before: number | null } | null> {
  const key = `receptions-told:${officeId}`
  const kept = await tx.setting.findUnique({ where: { key } })
  const before = typeof kept?.value === 'number' ? kept.value : null
  const first = await tx.$executeRaw`insert into settings (key, value) values (${key}, to_jsonb(${day}::int)) on conflict (key) do update set value = excluded.value where (settings.value #>> '{}')::int < ${day}::int`
  return first > 0 ? { before } : null
}

async function find(db: Database, tx: Transaction, where: Prisma.BookingWhereInput): Promise<Booking[]> {
  const rows = await tx.booking.findMany({ where, orderBy: [{ receptionId: 'asc' }, { slot: 'asc' }, { id: 'asc' }], include: { reception: { include: withPeople } } })
  const ids = rows.flatMap(({ caseId }) => caseId ?? [])
  const cases = ids.length === 0 ? [] : await tx.case.findMany({ where: { id: { in: ids } }, select: { id: true, number: true } })
  return rows.map((row) => bookingOf(db, row, cases.find(({ id }) => id === row.caseId) ?? null))
}

/** 0: the day before comes next; 1: the hour before. */
function reminding(next: { what: Reminder; at: number } | null): { reminded: number; nextAt: Date | null } {
  return { reminded: next === null ? 2 : next.what === 'day' ? 0 : 1, nextAt: next && new Date(next.at) }
}

function receptionOf(row: ReceptionRow): Reception {
  const person = ({ id, personId, name }: ReceptionRow['staff']): Reception['leader'] => ({ staffId: id, personId, name })
  return {
    id: row.id, officeId: row.officeId, zone: row.office.zone, leader: person(row.staff), standIn: row.standIn && person(row.standIn), post: row.post, about: row.about, place: row.place,
    from: row.from.getTime(), until: row.until.getTime(), minutes: row.minutes, cancelled: row.cancelledAt !== null, taken: row.bookings.map(({ slot }) => slot),
  }
}

function bookingOf(db: Database, row: BookingRow, named: Booking['case']): Booking {
  return {
    id: row.id, personId: row.personId, reception: receptionOf(row.reception), slot: row.slot, state: row.state as BookingState, moves: row.moves, case: named,
    words: row.words && db.seal.open(row.words), createdAt: row.createdAt.getTime(), ...(row.heardAt ? { heardAt: row.heardAt.getTime() } : {}),
  }
}

/** A new day of a leader; its id is the caller's. */
export async function planReception(tx: Transaction, { id, officeId, staffId, post, about, place, from, until, minutes }: Pick<Reception, 'id' | 'officeId' | 'post' | 'about' | 'place' | 'from' | 'until' | 'minutes'> & { staffId: number }, now: number): Promise<void> {
  await tx.reception.createMany({ data: [{ id, officeId, staffId, post, about, place, from: new Date(from), until: new Date(until), minutes, createdAt: new Date(now) }], skipDuplicates: true })
}

/** Whether a leader receives somewhere else at that time (ms) already. */
export async function receivesThen(tx: Transaction, staffId: number, from: number, until: number, besides: string | null = null): Promise<boolean> {
  return (await tx.reception.count({ where: { staffId, cancelledAt: null, from: { lt: new Date(until) }, until: { gt: new Date(from) }, ...(besides === null ? {} : { id: { not: besides } }) } })) > 0
}

export async function callOffReception(tx: Transaction, id: string, now: number): Promise<void> {
  await tx.reception.update({ where: { id }, data: { cancelledAt: new Date(now) } })
}

export async function setStandIn(tx: Transaction, id: string, standInId: number | null): Promise<void> {
  await tx.reception.update({ where: { id }, data: { standInId } })
}

/** The last words a leader's days were announced with: post, field, place. */
export async function lastPlanned(tx: Transaction, staffId: number): Promise<{ post: string; about: string; place: string; minutes: number } | null> {
  return tx.reception.findFirst({ where: { staffId }, orderBy: { createdAt: 'desc' }, select: { post: true, about: true, place: true, minutes: true } })
}

/** Days of these offices, or of these who receive, that began between two moments, with everybody who was to come. */
export async function receptionsBetween(db: Database, tx: Transaction, where: { officeIds: readonly number[]; staffIds: readonly number[] }, from: number, until: number): Promise<{ reception: Reception; bookings: Booking[] }[]> {
  const rows = await tx.reception.findMany({
    where: { cancelledAt: null, from: { gte: new Date(from), lt: new Date(until) }, OR: [{ officeId: { in: [...where.officeIds] } }, { staffId: { in: [...where.staffIds] } }, { standInId: { in: [...where.staffIds] } }] },
    orderBy: [{ from: 'asc' }, { id: 'asc' }], take: aheadMost, include: withPeople,
  })
  const bookings = await find(db, tx, { receptionId: { in: rows.map(({ id }) => id) }, state: { in: ['booked', 'absent'] } })
  return rows.map((row) => ({ reception: receptionOf(row), bookings: bookings.filter(({ reception }) => reception.id === row.id) }))
}

/** One booking, for this transaction alone. */
export async function lockBooking(db: Database, tx: Transaction, id: string): Promise<Booking | null> {
  await tx.$queryRaw`select 1 from bookings where id = ${id}::uuid for update`
  return (await find(db, tx, { id }))[0] ?? null
}

/** The visitor has been heard, and this case is what came of it. */
export async function heardVisit(tx: Transaction, id: string, caseId: string, now: number): Promise<void> {
  await tx.booking.update({ where: { id }, data: { heardAt: new Date(now), caseId, nextAt: null } })
}

/** Whether who comes on that day (a number of days) has been told to whoever receives. */
export async function isTold(tx: Transaction, officeId: number, day: number): Promise<boolean> {
  const kept = await tx.setting.findUnique({ where: { key: `receptions-told:${officeId}` } })
  return typeof kept?.value === 'number' && kept.value >= day
}
