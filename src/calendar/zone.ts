/**
 * Instants (ms since 1970) and the clock on the wall of an IANA zone. Daylight saving is handled here and nowhere else:
 * - a time that the wall skips (clock put forward) is the instant of the jump, so that 02:15 never comes after 03:00;
 * - a time that the wall shows twice (clock put back) is the first of the two.
 */
import { dayMs, dayNumber, dayText, minuteOfDay } from './days.ts'

const minuteMs = 60_000

/** 'YYYY-MM-DD' on the wall of `zone` at an instant. Throws RangeError for an unknown zone. */
export function dayOf(zone: string, at: number): string {
  return dayText(localDay(zone, at))
}

/** The instant at which the wall of `zone` shows `time` ('HH:MM', '24:00' allowed) on `day` ('YYYY-MM-DD'). */
export function instantOf(zone: string, day: string, time: string): number {
  return instantOnWall(zone, dayNumber(day) * dayMs + minuteOfDay(time) * minuteMs)
}

/**
 * `at` itself outside quiet hours, else the instant at which they end. Hours may pass midnight (21:00 to 08:00);
 * `from` belongs to them, `to` does not; equal times mean there are none.
 */
export function quietEnd(zone: string, at: number, quiet: { from: string; to: string }): number {
  const from = minuteOfDay(quiet.from)
  const to = minuteOfDay(quiet.to)
  if (from === to) return at
  const today = localDay(zone, at)
  // Hours that pass midnight may have begun yesterday.
  for (const day of [today - 1, today]) {
    const begin = instantOnDay(zone, day, from)
    const end = instantOnDay(zone, from < to ? day : day + 1, to)
    if (begin <= at && at < end) return end
  }
  return at
}

/** The day number on the wall of `zone` at an instant. */
export function localDay(zone: string, at: number): number {
  return Math.floor((at + offsetAt(zone, at)) / dayMs)
}

/** The instant at which the wall shows `minute` (since midnight, 1440 being the next midnight) on a day number. */
export function instantOnDay(zone: string, day: number, minute: number): number {
  return instantOnWall(zone, day * dayMs + minute * minuteMs)
}

/** The same for several times of one day, which costs no more than for one unless the clock is moved about that day. */
export function instantsOnDay(zone: string, day: number, minutes: readonly number[]): number[] {
  const before = offsetAt(zone, (day - 1) * dayMs)
  const after = offsetAt(zone, (day + 2) * dayMs)
  return before === after
    ? minutes.map((minute) => day * dayMs + minute * minuteMs - before)
    : minutes.map((minute) => instantOnDay(zone, day, minute))
}

/** `wall` is what the wall shows, written as if it were UTC. A day on either side is beyond any offset (-12 h … +14 h). */
function instantOnWall(zone: string, wall: number): number {
  const before = offsetAt(zone, wall - dayMs)
  const after = offsetAt(zone, wall + dayMs)
  if (before === after) return wall - before
  if (offsetAt(zone, wall - before) === before) return wall - before
  if (offsetAt(zone, wall - after) === after) return wall - after
  return jumpBetween(zone, wall - after, wall - before, after)
}

/** The instant, to the millisecond, from which the offset is `after`; it lies in (early, late]. */
function jumpBetween(zone: string, early: number, late: number, after: number): number {
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2)
    if (offsetAt(zone, middle) === after) late = middle
    else early = middle
  }
  return late
}

/** Wall minus UTC, in ms. */
function offsetAt(zone: string, at: number): number {
  if (at < quarterHoursSince) return reckonOffset(zone, at)
  const quarter = Math.floor(at / quarterMs)
  let known = offsets.get(zone)
  if (!known || known.size >= 2000) offsets.set(zone, known = new Map<number, number>())
  let offset = known.get(quarter)
  if (offset === undefined) known.set(quarter, offset = reckonOffset(zone, at))
  return offset
}
const quarterMs = 900_000
const quarterHoursSince = Date.UTC(2012, 0, 1)
const offsets = new Map<string, Map<number, number>>()

function reckonOffset(zone: string, at: number): number {
  const text = formatterOf(zone).format(at)
  const sign = text.indexOf('GMT') + 3 // '9/21/2026, GMT+08:00', bare 'GMT' for none, seconds for the old local times
  if (sign === text.length) return 0
  const size =
    Number(text.slice(sign + 1, sign + 3)) * 3_600_000 +
    Number(text.slice(sign + 4, sign + 6)) * minuteMs +
    Number(text.slice(sign + 7, sign + 9)) * 1000
  return text[sign] === '-' ? -size : size
}

/** Making a formatter takes a hundred times as long as using it. This only remembers what is always made alike, so the
 *  functions above stay pure; there are at most as many as the time zones Intl knows. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    formatters.set(zone, formatter)
  }
  return formatter
}
