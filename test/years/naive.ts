/**
 * Limits reckoned by counting: a minute or a day at a time through the tables of notice.ts. What is counted is written in
 * the regulations' own words (民法典 201–203), not taken from src/calendar.
 */
import { dateOf, dayMinutes, isLastOfMonth, timeOf } from './notice.ts'
import type { Wall } from './notice.ts'

/** Minutes; `to` is Infinity while it lasts. */
export type Pause = { from: number; to: number }

/** The minute at which a limit that begins at `from` is over; Infinity while a pause lasts whose end it needs. */
export function naiveDue(wall: Wall, from: number, limit: string, pauses: readonly Pause[]): number {
  if (limit === 'at-once') return from
  const { count, unit } = readLimit(limit)
  if (unit.endsWith('hour') || unit.endsWith('minute')) return minutesAfter(wall, from, count * (unit.endsWith('hour') ? 60 : 1), unit.startsWith('working'), pauses)
  const start = Math.floor(from / dayMinutes)
  let day = start
  if (unit === 'th') {
    do day++
    while (dateOf(day).day !== count && !(isLastOfMonth(day) && dateOf(day).day < count))
  } else {
    for (let left = unit === 'month' ? daysOfMonths(start, count) : count; left > 0;) {
      day++
      if (isTouched(day, pauses)) {
        if (lasts(day, pauses)) return Infinity
      } else if (unit !== 'working-day' || wall.worked[day] === 1) left--
    }
  }
  while (wall.worked[day] === 0 || isTouched(day, pauses)) {
    if (lasts(day, pauses)) return Infinity
    day++
  }
  return closing(wall, day)
}

/** The minute of a warning so long before a limit is over: the office's opening for days, exact for hours. */
export function naiveBefore(wall: Wall, at: number, limit: string): number {
  const { count, unit } = readLimit(limit)
  if (unit === 'hour' || unit === 'minute') return at - count * (unit === 'hour' ? 60 : 1)
  if (unit === 'working-hour' || unit === 'working-minute') {
    let now = at
    for (let left = count * (unit === 'working-hour' ? 60 : 1); left > 0;) if (wall.open[--now] === 1) left--
    return now
  }
  let day = Math.floor(at / dayMinutes)
  if (unit === 'working-day') for (let left = count; left > 0;) left -= wall.worked[--day] ?? 0
  else if (unit === 'day') day -= count
  else throw new Error(`nobody warns ${limit} before`)
  while (wall.worked[day] === 0) day--
  return opening(wall, day)
}

/** The minute itself if the office is open, else the next at which it is. */
export function atWork(wall: Wall, at: number): number {
  let now = at
  while (wall.open[now] === 0) now++
  return now
}

/** The minute itself if people may be disturbed at home, else the next. Quiet hours pass midnight. */
export function awake(at: number, quiet: { from: string; to: string }): number {
  let now = at
  for (let time = now % dayMinutes; time >= timeOf(quiet.from) || time < timeOf(quiet.to); time = now % dayMinutes) now++
  return now
}

function minutesAfter(wall: Wall, from: number, minutes: number, inOffice: boolean, pauses: readonly Pause[]): number {
  let now = from
  for (let left = minutes; left > 0; now++) {
    const pause = pauses.find((each) => each.from <= now && now < each.to)
    if (pause?.to === Infinity) return Infinity
    if (!pause && (!inOffice || wall.open[now] === 1)) left--
  }
  return now
}

/** So many days as there are from a day to that of the same number so many months later. */
function daysOfMonths(start: number, months: number): number {
  const { year, month, day } = dateOf(start)
  const wanted = year * 12 + month + months
  let here = start
  while (dateOf(here).year * 12 + dateOf(here).month < wanted) here++
  while (dateOf(here).day !== day && !isLastOfMonth(here)) here++
  return here - start
}

function isTouched(day: number, pauses: readonly Pause[]): boolean {
  return pauses.some(({ from, to }) => to > from && from < (day + 1) * dayMinutes && to > day * dayMinutes)
}

function lasts(day: number, pauses: readonly Pause[]): boolean {
  return pauses.some(({ from, to }) => to === Infinity && from < (day + 1) * dayMinutes)
}

function closing(wall: Wall, day: number): number {
  let now = (day + 1) * dayMinutes
  while (wall.open[now - 1] === 0) now--
  return now
}

function opening(wall: Wall, day: number): number {
  let now = day * dayMinutes
  while (wall.open[now] === 0) now++
  return now
}

function readLimit(limit: string): { count: number; unit: string } {
  const [, count = '', unit = ''] = /^(\d+) ?(working-day|working-hour|working-minute|day|month|hour|minute|st|nd|rd|th)s?$/.exec(limit) ?? []
  if (unit === '') throw new Error(`"${limit}" cannot be read`)
  return { count: Number(count), unit: ['st', 'nd', 'rd'].includes(unit) ? 'th' : unit }
}
