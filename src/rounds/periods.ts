import { worksOn } from '../calendar/calendar.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { dayNumber, dayText, monthsLater, nextDayOfMonth, previousDayOfMonth } from '../calendar/days.ts'
import type { Regulation, RoundRule } from '../regulations/schema.ts'

/**
 * Which rounds there are: every Monday, every 25th, so many working days before each holiday. One that falls on a day
 * off begins on the next working day, make-up days being worked; of several that would then begin on one day (the
 * Mondays of a long holiday) only the last is. Days are day numbers (calendar/days.ts).
 */
export type Period = { day: string; begins: number }

type Calendared = Pick<RoundRule, 'begins' | 'months'>

/** No run of days off is longer, and ten working days before a holiday lie within it. */
const reachDays = 45
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** The periods that begin on a day from `first` to `last`, in order. */
export function periodsBetween(rule: Calendared, calendar: Calendar, first: number, last: number): Period[] {
  const ahead = isBeforeHoliday(rule) ? reachDays : 0
  const periods: Period[] = []
  for (let day = first - (ahead > 0 ? 0 : reachDays); day <= last + ahead; day++) {
    if (!isPeriod(rule, calendar, day)) continue
    const begins = beginOf(rule, calendar, day)
    if (begins >= first && begins <= last && !fallsTogether(rule, calendar, day, begins)) periods.push({ day: dayText(day), begins })
  }
  return periods
}

/** The first working day from the period's day on, or so many before the holiday. */
export function beginOf(rule: Calendared, calendar: Calendar, day: number): number {
  let begin = day
  if (isBeforeHoliday(rule)) {
    for (let left = rule.begins.beforeHoliday; left > 0;) if (worksOn(calendar, --begin)) left--
    return begin
  }
  while (!worksOn(calendar, begin)) begin++
  return begin
}

/**
 * The days a round's figures are of, `to` not belonging to it. Once a month: the regulation's own months that are over,
 * as many as lie between it and the round before (three for each quarter's first month). Else: since the round before.
 */
export function spanOf(rule: Calendared, month: Regulation['month'], calendar: Calendar, period: string): { from: number; to: number } {
  const day = dayNumber(period)
  const before = previousPeriod(rule, calendar, day)
  if (isBeforeHoliday(rule)) return { from: before === null ? monthsLater(day, -1) : beginOf(rule, calendar, before), to: beginOf(rule, calendar, day) }
  if (!Array.isArray(rule.begins) || rule.begins.length > 1) return { from: before ?? monthsLater(day, -1), to: day }
  const to = previousDayOfMonth(day + 1, month.from)
  return { from: monthsLater(to, -(before === null ? 1 : Math.max(1, monthsBetween(before, day)))), to }
}

function isPeriod({ begins, months }: Calendared, calendar: Calendar, day: number): boolean {
  if (months && !months.includes(monthOf(day))) return false
  if (typeof begins === 'string') return weekdays[(((day + 4) % 7) + 7) % 7] === begins // 1970-01-01 was a Thursday.
  if (Array.isArray(begins)) return begins.some((each) => nextDayOfMonth(day - 1, parseInt(each, 10)) === day)
  return beginsHoliday(calendar, day)
}

/** A stretch of days off that holds a day the calendar names: an ordinary weekend is none. */
function beginsHoliday(calendar: Calendar, day: number): boolean {
  if (worksOn(calendar, day) || !worksOn(calendar, day - 1)) return false
  for (let off = day; !worksOn(calendar, off); off++) if (calendar.days.get(dayText(off)) === false) return true
  return false
}

/** Whether another period begins on the same day, after all days off between them. */
function fallsTogether(rule: Calendared, calendar: Calendar, day: number, begins: number): boolean {
  if (isBeforeHoliday(rule)) return false
  for (let later = day + 1; later <= begins; later++) if (isPeriod(rule, calendar, later)) return true
  return false
}

function previousPeriod(rule: Calendared, calendar: Calendar, day: number): number | null {
  for (let before = day - 1; before >= day - 366; before--) if (isPeriod(rule, calendar, before) && !fallsTogether(rule, calendar, before, beginOf(rule, calendar, before))) return before
  return null
}

function isBeforeHoliday<T extends Pick<RoundRule, 'begins'>>(rule: T): rule is T & { begins: { beforeHoliday: number } } {
  return typeof rule.begins === 'object' && !Array.isArray(rule.begins)
}

function monthOf(day: number): number {
  return Number(dayText(day).slice(5, 7))
}

function monthsBetween(first: number, second: number): number {
  const [from, to] = [dayText(first), dayText(second)]
  return (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7))
}
