import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { dayNumber, dayText } from '../../calendar/days.ts'
import { dayOf, instantOf } from '../../calendar/limit.ts'
import { stillToCome, toldOf } from '../../receptions/changes.ts'
import { clockTime, nextReminder, slotCount, type Reception } from '../../receptions/reception.ts'
import type { Change } from '../../receptions/telling.ts'
import type { Database, Transaction } from '../../store/database.ts'
import { owe } from '../../store/deliveries.ts'
import { bookingsAt, endBooking, findReception, lockReceptions, receptionsAhead, remindNext } from '../../store/receptions.ts'
import { WrongOption } from './staff.ts'

/**
 * `npm run office -- receptions`: leaders' reception days (PET-8), how they are planned and changed. Whatever changes is
 * told to everybody who has booked, and to whoever receives, in the same transaction.
 */

export const receptionsUsage = `[--office <id>]
  receptions --leader <staff> --day <yyyy-mm-dd> --from 09:00 --until 11:00 [--minutes 20] [--post <post>] [--about <field>] [--place <place>] [--weeks <n>]
  receptions --id <id> [--stand-in <staff>|none] [--day <day>] [--from …] [--until …] [--place <place>] [--cancel]`

export type ReceptionLine = {
  reception: string; office: number; day: string; from: string; until: string; minutes: number; leader: string; standIn: string | null
  post: string; about: string; place: string; slots: number; booked: number; cancelled: boolean
  /** Visitors who were told of what has just changed. */
  told?: number
}

const options = {
  office: { type: 'string' }, id: { type: 'string' }, leader: { type: 'string' }, day: { type: 'string' }, from: { type: 'string' }, until: { type: 'string' }, minutes: { type: 'string' },
  post: { type: 'string' }, about: { type: 'string' }, place: { type: 'string' }, weeks: { type: 'string' }, 'stand-in': { type: 'string' }, cancel: { type: 'boolean' },
} as const
type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values']

const weeksMost = 52
const slotsMost = 100

/** Lists what is ahead; plans new days and lists those; or changes one and shows it. `now` in ms. */
export async function receptions(db: Database, args: string[], now: number): Promise<ReceptionLine[]> {
  const { values } = parseArgs({ args, options })
  if (values.id !== undefined) return [await change(db, values.id, values, now)]
  if (values.leader !== undefined) return plan(db, values, now)
  const office = values.office === undefined ? null : wholeNumber(values.office, 'office')
  const ahead = await db.prisma.$transaction((tx) => receptionsAhead(tx, office, now))
  return ahead.filter(({ officeId }) => office === null || officeId === office).map((each) => lineOf(each))
}

/** One day, or the same day of so many weeks without those that are holidays. */
async function plan(db: Database, values: Values, now: number): Promise<ReceptionLine[]> {
  const { leader = '', day = '', minutes = '20', weeks = '1', post = '', about = '', place } = values
  return db.prisma.$transaction(async (tx) => {
    const member = await staffMember(tx, leader, 'leader')
    const office = await tx.office.findUniqueOrThrow({ where: { id: member.officeId } })
    const first = dayNumber(dayIn(day))
    const days = Array.from({ length: within(weeks, 1, weeksMost, 'weeks') }, (_, week) => dayText(first + 7 * week))
    const off = new Set((await tx.calendarDay.findMany({ where: { region: office.region, day: { in: days.slice(1) }, working: false } })).map((each) => each.day))
    const ids: string[] = []
    for (const on of days.filter((each) => !off.has(each))) {
      const id = randomUUID()
      const span = spanOn(office.zone, on, values.from ?? '', values.until ?? '', within(minutes, 5, 240, 'minutes'), now)
      const same = { staffId: member.id, cancelledAt: null, from: { lt: new Date(span.until) }, until: { gt: new Date(span.from) } }
      if (await tx.reception.findFirst({ where: same })) throw new WrongOption(`--day: ${member.name} receives at that time on ${on} already`)
      await tx.reception.create({ data: { id, officeId: office.id, staffId: member.id, post: short(post, 'post'), about: short(about, 'about'), place: short(place ?? office.name, 'place'), from: new Date(span.from), until: new Date(span.until), minutes: span.minutes, createdAt: new Date(now) } })
      ids.push(id)
    }
    return Promise.all(ids.map(async (id) => lineOf(await known(tx, id))))
  })
}

async function change(db: Database, id: string, values: Values, now: number): Promise<ReceptionLine> {
  return db.prisma.$transaction(async (tx) => {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new WrongOption(`--id: there is no reception ${id}`)
    await lockReceptions(tx, [id])
    const before = await known(tx, id)
    if (before.cancelled || before.until <= now) throw new WrongOption('--id: that reception is cancelled or over')
    const changes = await stored(tx, before, values, now)
    if (changes.length === 0) return lineOf(before)
    const told = await tell(db, tx, before, await known(tx, id), changes, now)
    return { ...lineOf(await known(tx, id)), told }
  })
}

/** Stores what the options ask for and says what of it is new. */
async function stored(tx: Transaction, before: Reception, values: Values, now: number): Promise<Change[]> {
  const { zone } = before
  const change = async (data: Parameters<typeof tx.reception.update>[0]['data']): Promise<unknown> => tx.reception.update({ where: { id: before.id }, data })
  if (values.cancel) {
    await change({ cancelledAt: new Date(now) })
    return ['called-off']
  }
  const changes: Change[] = []
  const day = values.day === undefined ? dayOf(zone, before.from) : dayIn(values.day)
  const stays = [values.day, values.from, values.until].every((each) => each === undefined)
  const span = stays ? before : spanOn(zone, day, values.from ?? clockTime(zone, before.from), values.until ?? clockTime(zone, before.until), before.minutes, now)
  const place = values.place === undefined ? before.place : short(values.place, 'place')
  if (span.from !== before.from || span.until !== before.until || place !== before.place) {
    const lost = before.taken.filter((slot) => slot >= slotCount(span))
    if (lost.length > 0) throw new WrongOption(`--until: ${lost.length} of those who have booked would have no slot any more`)
    await change({ from: new Date(span.from), until: new Date(span.until), place })
    if (span.from !== before.from || place !== before.place) changes.push('moved')
  }
  const standIn = values['stand-in']
  if (standIn !== undefined) {
    const member = standIn === 'none' ? null : await staffMember(tx, standIn, 'stand-in')
    const standInId = member && member.id !== before.leader.staffId ? member.id : null
    if (standInId !== (before.standIn?.staffId ?? null)) {
      await change({ standInId })
      changes.push('stand-in')
    }
  }
  return changes
}

/** Stores what follows from the change and tells everybody whom it concerns; returns how many visitors. */
async function tell(db: Database, tx: Transaction, before: Reception, after: Reception, changes: readonly Change[], now: number): Promise<number> {
  const bookings = stillToCome(before, after, await bookingsAt(db, tx, after.id), now)
  for (const booking of bookings) {
    if (changes.includes('called-off')) await endBooking(tx, booking.id, 'called-off')
    else if (after.from !== before.from) await remindNext(tx, booking.id, nextReminder(booking, null, now))
  }
  await owe(db, tx, toldOf(before, after, bookings, changes, now).map((each) => ({ ...each, caseId: null, at: now, retryKey: randomUUID() })))
  return bookings.length
}

async function known(tx: Transaction, id: string): Promise<Reception> {
  const found = await findReception(tx, id)
  if (!found) throw new WrongOption(`--id: there is no reception ${id}`)
  return found
}

async function staffMember(tx: Transaction, id: string, option: string): Promise<{ id: number; officeId: number; name: string }> {
  const member = await tx.staff.findFirst({ where: { id: wholeNumber(id, option), leftAt: null } })
  if (!member) throw new WrongOption(`--${option}: nobody on the staff has the number ${id}`)
  return member
}

/** Times on the wall of the office, as ms. */
function spanOn(zone: string, day: string, from: string, until: string, minutes: number, now: number): { from: number; until: number; minutes: number } {
  for (const [option, time] of [['from', from], ['until', until]]) if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time ?? '')) throw new WrongOption(`--${option}: a time such as 09:00`)
  const span = { from: instantOf(zone, day, from), until: instantOf(zone, day, until), minutes }
  const slots = slotCount(span)
  if (slots < 1 || slots > slotsMost) throw new WrongOption(`--until: room for 1 to ${slotsMost} visitors of ${minutes} minutes each`)
  if (span.from <= now) throw new WrongOption(`--day: ${day} ${from} is over`)
  return span
}

function dayIn(text: string): string {
  if (!/^20\d\d-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text)) || new Date(text).toISOString().slice(0, 10) !== text) throw new WrongOption('--day: a day such as 2026-12-03')
  return text
}

function short(text: string, option: string): string {
  const words = text.replace(/\s+/g, ' ').trim()
  if (words.length > 60) throw new WrongOption(`--${option}: at most 60 characters`)
  return words
}

function within(text: string, least: number, most: number, option: string): number {
  const n = /^\d{1,4}$/.test(text) ? Number(text) : -1
  if (n < least || n > most) throw new WrongOption(`--${option}: a number from ${least} to ${most}`)
  return n
}

function wholeNumber(text: string, option: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new WrongOption(`--${option}: a number`)
  return Number(text)
}

function lineOf(reception: Reception): ReceptionLine {
  const { id, officeId, zone, from, until, minutes, leader, standIn, post, about, place, taken, cancelled } = reception
  return {
    reception: id, office: officeId, day: dayOf(zone, from), from: clockTime(zone, from), until: clockTime(zone, until), minutes, leader: leader.name, standIn: standIn?.name ?? null,
    post, about, place, slots: slotCount(reception), booked: taken.length, cancelled,
  }
}
