/**
 * Days without a clock or a zone: a day is 'YYYY-MM-DD' outside and a count of days since 1970-01-01 inside,
 * because limits are reckoned by adding one, and only the first and the last day ever need a name.
 */

export const dayMs = 86_400_000

/** A day, a time of day or office hours that no calendar has. The text is configuration, never personal data. */
export class CalendarError extends Error {
  override name = 'CalendarError'
}

/** Days since 1970-01-01 of 'YYYY-MM-DD'. Throws CalendarError for any other text and for days such as 2026-02-30. */
export function dayNumber(day: string): number {
  if (/^\d{4}-\d{2}-\d{2}$/.test(day)) {
    const number = Date.parse(`${day}T00:00:00Z`) / dayMs
    if (Number.isInteger(number) && dayText(number) === day) return number
  }
  throw new CalendarError(`"${day}" is not a day; expected a date of the calendar as YYYY-MM-DD, such as 2026-02-14`)
}

/** 'YYYY-MM-DD' of a day number. */
export function dayText(number: number): string {
  const { year, month, day } = civil(number)
  return `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`
}

export function yearOf(number: number): number {
  return civil(number).year
}

/** Monday to Friday. */
export function isWeekday(number: number): boolean {
  const weekday = (((number + 4) % 7) + 7) % 7 // 1970-01-01 was a Thursday; 0 is Sunday.
  return weekday !== 0 && weekday !== 6
}

/** The same day `months` later (or earlier, when negative); a month too short for it gives its last day (民法典 202). */
export function monthsLater(number: number, months: number): number {
  const { year, month, day } = civil(number)
  return dayOfMonth(year, month + months, day)
}

/** The first `day`-th of a month after the given day. A month without that day gives its last day (民法典 202). */
export function nextDayOfMonth(number: number, day: number): number {
  const { year, month } = civil(number)
  const here = dayOfMonth(year, month, day)
  return here > number ? here : dayOfMonth(year, month + 1, day)
}

/** The last `day`-th of a month before the given day. */
export function previousDayOfMonth(number: number, day: number): number {
  const { year, month } = civil(number)
  const here = dayOfMonth(year, month, day)
  return here < number ? here : dayOfMonth(year, month - 1, day)
}

/** Minutes since midnight of 'HH:MM', '24:00' being the end of the day. Throws CalendarError. */
export function minuteOfDay(time: string): number {
  if (/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(time)) return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  throw new CalendarError(`"${time}" is not a time of day; expected HH:MM from 00:00 to 24:00`)
}

function dayOfMonth(year: number, month: number, day: number): number {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return Date.UTC(year, month - 1, Math.min(day, last)) / dayMs
}

/** Year, month (1–12) and day of a day number, in whole-number arithmetic: ten times faster than a Date, and every
 *  day a limit passes over is looked up by its name. (Years begin in March here, so that leap days come last.) */
function civil(number: number): { year: number; month: number; day: number } {
  const shifted = number + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  }
}
