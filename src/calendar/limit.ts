/**
 * Limits as the regulations write them ("5 working-days", "24 hours", "1 month", "25th") and the instants they lead to.
 * This file is the door of the folder: what others need of days, zones and hours is handed on from here.
 *
 * How a limit is counted:
 * - days of either kind and months: the day of the event is not counted (民法典 201); the last day ends at the close of
 *   office hours (203), at 23:59:59.999 where there are none. A month ends on the day of the same number, in a shorter
 *   month on its last day (202). A last day that is not worked moves to the next one that is (203), make-up days included.
 * - hours and minutes are those of the clock on the wall, nights and holidays too; working hours and minutes run only
 *   while the office is open, and one used up at closing time is due then, not at the next opening.
 * - "25th" is the first 25th after the day of the event, in a shorter month its last day, moved like any last day.
 * - pauses stop the clock: hours by exact time, while a day that a pause touches is not counted. A fixed day of the
 *   month is not put off by pauses, but it never falls inside one. "at-once" is at once even then.
 * - while a pause lasts whose end the limit would need, there is no due instant: `at` is Infinity until it is over.
 */
import { worksOn } from './calendar.ts'
import type { Calendar, Pause } from './calendar.ts'
import { afterDays, beforeDays } from './dayLimits.ts'
import type { DayLimit } from './dayLimits.ts'
import { afterHours, beforeHours } from './hourLimits.ts'
import type { HourLimit } from './hourLimits.ts'
import { daysPaused, pauseOn } from './pauses.ts'
import { localDay } from './zone.ts'

export { isWorkingDay, isWorkingTime, nextWorkingMoment } from './calendar.ts'
export type { Calendar, Pause, WorkingHours } from './calendar.ts'
export { CalendarError } from './days.ts'
export { dayOf, instantOf, quietEnd } from './zone.ts'

export type Limit = HourLimit | DayLimit | { unit: 'at-once' }

/** Enough for every rule (the longest is six months) and little enough that no typing error keeps the office waiting. */
export const limitCountMax = 10_000

/** A limit that nobody can read. The text is that of a regulation, never personal data. */
export class LimitError extends Error {
  override name = 'LimitError'
}

/** Reads a limit, its unit in the singular or the plural ("1 month", "6 months"). Throws LimitError naming what is expected. */
export function parseLimit(text: string): Limit {
  if (text === 'at-once') return { unit: 'at-once' }
  const [, number = '', word = ''] = /^([1-9]\d{0,4})( ?[a-z-]+)$/.exec(text) ?? []
  const count = Number(number)
  const unit = units.find((name) => word === ` ${name}` || word === ` ${name.slice(0, -1)}`)
  if (unit && count <= limitCountMax) return { unit, count }
  if (count >= 1 && count <= 31 && word === ordinalEnding(count)) return { unit: 'day-of-month', day: count }
  throw new LimitError(
    `"${text}" is not a limit; expected a number from 1 to ${limitCountMax} and one of ${units.join(', ')} ` +
      '(such as "5 working-days" or "1 month"), a day of the month (such as "25th"), or "at-once"',
  )
}

/**
 * When a duty that begins at `from` must be done: it is late after this instant, not at it. `unconfirmed` says that a
 * day on which the reckoning depends lies in a year whose holidays are not confirmed, so that the instant may yet move.
 */
export function due(
  calendar: Calendar,
  from: number,
  limit: Limit,
  pauses: readonly Pause[] = [],
): { at: number; unconfirmed: boolean } {
  switch (limit.unit) {
    case 'at-once':
      return { at: from, unconfirmed: false }
    case 'hours':
    case 'minutes':
    case 'working-hours':
    case 'working-minutes':
      return afterHours(calendar, from, limit, pauses)
    case 'working-days':
    case 'days':
    case 'months':
    case 'day-of-month':
      return afterDays(calendar, from, limit, pauses)
  }
}

/**
 * The instant a limit before another one, as for a warning. Days and months: the opening of the office on that working
 * day (on the one before it, if it is not worked), so that the warning comes to people at work with a whole working day
 * left. Hours: exactly so long before; working hours: so much office time before, at a moment of office time.
 */
export function before(calendar: Calendar, at: number, limit: Limit): number {
  switch (limit.unit) {
    case 'at-once':
      return at
    case 'hours':
    case 'minutes':
    case 'working-hours':
    case 'working-minutes':
      return beforeHours(calendar, at, limit)
    case 'working-days':
    case 'days':
    case 'months':
    case 'day-of-month':
      return beforeDays(calendar, at, limit)
  }
}

/**
 * Working days counted from an event up to and including the day of `to`, for "day 7 of 15": 0 on the day of the event,
 * 15 on the day on which 15 working days are due. Days that a pause touches are not counted.
 */
export function elapsedWorkingDays(calendar: Calendar, from: number, to: number, pauses: readonly Pause[] = []): number {
  const paused = daysPaused(calendar.zone, pauses)
  const last = localDay(calendar.zone, to)
  let count = 0
  for (let day = localDay(calendar.zone, from) + 1; day <= last; day++) {
    if (worksOn(calendar, day) && !pauseOn(paused, day)) count++
  }
  return count
}

const units = ['working-days', 'working-hours', 'working-minutes', 'days', 'months', 'hours', 'minutes'] as const

/** "st", "nd", "rd" or "th": a wrong one is more likely a wrong number than bad English. */
function ordinalEnding(day: number): string {
  if (day >= 11 && day <= 13) return 'th'
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'
}
