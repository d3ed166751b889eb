import { dayNumber, dayText } from '../calendar/days.ts'
import { instantOf } from '../calendar/limit.ts'
import type { Words } from '../dialogue/message.ts'
import { idFrom } from '../ids.ts'
import { stillToCome, toldOf } from '../receptions/changes.ts'
import { slotCount, type Reception } from '../receptions/reception.ts'
import type { Change } from '../receptions/telling.ts'
import type { Database, Transaction } from '../store/database.ts'
import { owe } from '../store/deliveries.ts'
import type { Office } from '../store/houses.ts'
import { bookingsAt, callOffReception, endBooking, findReception, lockReceptions, planReception, receivesThen, setStandIn } from '../store/receptions.ts'

/** Reception days planned and changed from the desk (PET-8): what the office's command does, in chat. */

/** `day`: YYYY-MM-DD, `time`: HH:MM on the wall of the office; `weeks`: the same day of so many weeks, without days off. */
export type Plan = { staffId: number; day: string; time: string; length: number; minutes: number; weeks: number; place: string; post: string; about: string }

/** The days planned (YYYY-MM-DD), or why none is. */
export async function planDays(tx: Transaction, office: Office, plan: Plan, seed: string, now: number): Promise<{ days: string[] } | { refused: Words }> {
  const days = Array.from({ length: plan.weeks }, (_, week) => dayText(dayNumber(plan.day) + 7 * week)).filter((day, n) => n === 0 || office.calendar.days.get(day) !== false)
  const spans = days.map((day) => {
    const from = instantOf(office.zone, day, plan.time)
    return { day, from, until: from + plan.length * 60_000, minutes: plan.minutes }
  })
  if (spans.some(({ from }) => from <= now)) return { refused: { key: 'desk:reception.refused.over' } }
  if (spans.some((span) => slotCount(span) < 1)) return { refused: { key: 'desk:reception.refused.short' } }
  for (const { from, until } of spans) if (await receivesThen(tx, plan.staffId, from, until)) return { refused: { key: 'desk:reception.refused.there-already', with: { day: { day: from } } } }
  for (const { day, from, until, minutes } of spans) {
    await planReception(tx, { id: idFrom(seed, `reception/${day}`), officeId: office.id, staffId: plan.staffId, post: plan.post, about: plan.about, place: plan.place, from, until, minutes }, now)
  }
  return { days }
}

/** Returns how many visitors were told, or null when there is nothing left to change. */
export async function changeDay(db: Database, tx: Transaction, id: string, change: { standIn: number | null } | 'call-off', seed: string, now: number): Promise<number | null> {
  await lockReceptions(tx, [id])
  const before = await findReception(tx, id)
  if (!before || before.cancelled || before.until <= now) return null
  const changes: Change[] = change === 'call-off' ? ['called-off'] : isSame(before, change.standIn) ? [] : ['stand-in']
  if (change === 'call-off') await callOffReception(tx, id, now)
  else await setStandIn(tx, id, change.standIn === before.leader.staffId ? null : change.standIn)
  const after = await findReception(tx, id)
  if (!after || changes.length === 0) return 0
  const bookings = stillToCome(before, after, await bookingsAt(db, tx, id), now)
  if (change === 'call-off') for (const booking of bookings) await endBooking(tx, booking.id, 'called-off')
  await owe(db, tx, toldOf(before, after, bookings, changes, now).map((each, n) => ({ ...each, caseId: null, at: now, retryKey: idFrom(seed, `reception/${n}`) })))
  return bookings.length
}

function isSame({ standIn, leader }: Reception, staffId: number | null): boolean {
  return (standIn?.staffId ?? null) === (staffId === leader.staffId ? null : staffId)
}
