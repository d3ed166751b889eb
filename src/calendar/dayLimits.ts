/**
 * Limits in days and months, forwards and backwards. What is counted is named with each function; the sources are
 * 民法典 201–203 and the rules' own "working day" 工作日.
 */
import { closeOf, isUnconfirmed, openingOf, worksOn } from './calendar.ts'
import type { Calendar, Pause } from './calendar.ts'
import { monthsLater, nextDayOfMonth, previousDayOfMonth } from './days.ts'
import { daysPaused, pauseOn } from './pauses.ts'
import type { DaysPaused } from './pauses.ts'
import { localDay } from './zone.ts'

export type DayLimit =
  | { unit: 'working-days' | 'days' | 'months'; count: number }
  | { unit: 'day-of-month'; day: number }

/** The close of the office on the last day; Infinity if a lasting pause keeps the days from being counted. */
export function afterDays(calendar: Calendar, from: number, limit: DayLimit, pauses: readonly Pause[]) {
  const paused = daysPaused(calendar.zone, pauses)
  const start = localDay(calendar.zone, from)
  const counted = lastDayCounted(calendar, start, limit, paused)
  const day = nextDayToWork(calendar, counted, paused)
  if (day === Infinity) return { at: Infinity, unconfirmed: false }
  // Calendar days are the same whatever the holidays; only where the last one comes to lie depends on them.
  const looked = limit.unit === 'working-days' ? start + 1 : counted
  return { at: closeOf(calendar, day), unconfirmed: isUnconfirmed(calendar, looked, day) }
}

/** The opening of the office, on the day itself or, if it is not worked, on the last one before it that is. */
export function beforeDays(calendar: Calendar, at: number, limit: DayLimit): number {
  let day = dayBefore(calendar, localDay(calendar.zone, at), limit)
  while (!worksOn(calendar, day)) day--
  return openingOf(calendar, day)
}

function lastDayCounted(calendar: Calendar, start: number, limit: DayLimit, paused: readonly DaysPaused[]): number {
  switch (limit.unit) {
    case 'working-days':
      return countOn(start, limit.count, paused, (day) => worksOn(calendar, day))
    case 'days':
      return countOn(start, limit.count, paused, () => true)
    case 'months':
      return countOn(start, monthsLater(start, limit.count) - start, paused, () => true)
    case 'day-of-month':
      return nextDayOfMonth(start, limit.day)
  }
}

/** The day on which `count` days that matter have passed since `start`, which is not counted, nor is a paused day. */
function countOn(start: number, count: number, paused: readonly DaysPaused[], matters: (day: number) => boolean): number {
  let day = start
  for (let left = count; left > 0; ) {
    day++
    const pause = pauseOn(paused, day)
    if (pause?.last === Infinity) return Infinity
    if (!pause && matters(day)) left--
  }
  return day
}

/** The day itself if it is worked and not paused, else the next such. */
function nextDayToWork(calendar: Calendar, from: number, paused: readonly DaysPaused[]): number {
  let day = from
  while (day !== Infinity) {
    const pause = pauseOn(paused, day)
    if (!pause && worksOn(calendar, day)) return day
    day = (pause?.last ?? day) + 1
  }
  return Infinity
}

function dayBefore(calendar: Calendar, from: number, limit: DayLimit): number {
  switch (limit.unit) {
    case 'working-days': {
      let day = from
      for (let left = limit.count; left > 0; ) if (worksOn(calendar, --day)) left--
      return day
    }
    case 'days':
      return from - limit.count
    case 'months':
      return monthsLater(from, -limit.count)
    case 'day-of-month':
      return previousDayOfMonth(from, limit.day)
  }
}
