/**
 * An office's calendar: which days it works (Monday to Friday, with holidays off and make-up days 调休 on) and its hours.
 * The days come from the table of the office's region; a year is confirmed once its official notice has been entered.
 */
import { CalendarError, dayMs, dayNumber, dayText, isWeekday, minuteOfDay, yearOf } from './days.ts'
import { joined } from './spans.ts'
import type { Span } from './spans.ts'
import { instantsOnDay, localDay } from './zone.ts'

/** 'HH:MM' to 'HH:MM' ('24:00' allowed), the same on each working day. None at all: the whole day. */
export type WorkingHours = { from: string; to: string }[]

export type Calendar = {
  /** IANA name, such as Asia/Shanghai. */
  zone: string
  hours: WorkingHours
  /** 'YYYY-MM-DD' → working; days not named are working from Monday to Friday. */
  days: ReadonlyMap<string, boolean>
  confirmedYears: ReadonlySet<number>
}

/** Instants in ms during which a clock stands still; `to` is null while that lasts. */
export type Pause = { from: number; to: number | null }

/** Throws CalendarError when `day` is not 'YYYY-MM-DD'. */
export function isWorkingDay(calendar: Calendar, day: string): boolean {
  return worksOn(calendar, dayNumber(day))
}

/** Within office hours of a working day; the opening instant belongs to them, the closing one does not. */
export function isWorkingTime(calendar: Calendar, at: number): boolean {
  return nextWorkingMoment(calendar, at) === at
}

/** `at` itself within office hours, else the next opening. */
export function nextWorkingMoment(calendar: Calendar, at: number): number {
  for (let day = localDay(calendar.zone, at); ; day++) {
    const open = openOn(calendar, day).find(({ to }) => at < to)
    if (open) return Math.max(at, open.from)
  }
}

export function worksOn(calendar: Calendar, day: number): boolean {
  return calendar.days.get(dayText(day)) ?? isWeekday(day)
}

/** When the office is open on a day number, as instants in order; nothing on a day off. Hours that a clock put forward swallows are gone. */
export function openOn(calendar: Calendar, day: number): Span[] {
  if (!worksOn(calendar, day)) return []
  const hours = hoursInMinutes(calendar.hours)
  const instants = instantsOnDay(calendar.zone, day, hours.flatMap(({ from, to }) => [from, to]))
  return joined(hours.map((_, index) => ({ from: instants[index * 2] ?? 0, to: instants[index * 2 + 1] ?? 0 })))
}

/** When the office opens on a day number, were it a working day. */
export function openingOf(calendar: Calendar, day: number): number {
  const opening = Math.min(...hoursInMinutes(calendar.hours).map(({ from }) => from))
  return instantsOnDay(calendar.zone, day, [opening])[0] ?? 0
}

/**
 * When a limit that ends on this day number is over: at the close of the office, or at midnight where the office keeps
 * no hours (民法典 203: 有业务时间的,停止业务活动的时间为截止时间). Midnight is written 23:59:59.999, to show the day it ends.
 */
export function closeOf(calendar: Calendar, day: number): number {
  const close = Math.max(...hoursInMinutes(calendar.hours).map(({ to }) => to))
  const at = instantsOnDay(calendar.zone, day, [close])[0] ?? 0
  return close === minutesOfDay ? at - 1 : at
}

/** Whether any day from `first` to `last` (day numbers) lies in a year whose holidays are not yet confirmed. */
export function isUnconfirmed(calendar: Calendar, first: number, last: number): boolean {
  for (let year = yearOf(first); year <= yearOf(last); year++) {
    if (!calendar.confirmedYears.has(year)) return true
  }
  return false
}

const minutesOfDay = dayMs / 60_000

/** Throws CalendarError for hours that end before they begin: a shift past midnight belongs to two days. */
function hoursInMinutes(hours: WorkingHours): Span[] {
  if (hours.length === 0) return [{ from: 0, to: minutesOfDay }]
  return joined(
    hours.map(({ from, to }) => {
      const span = { from: minuteOfDay(from), to: minuteOfDay(to) }
      if (span.to > span.from) return span
      throw new CalendarError(`office hours from ${from} to ${to} end before they begin; expected both on one day, up to 24:00`)
    }),
  )
}
