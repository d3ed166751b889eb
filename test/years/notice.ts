/**
 * The holidays of two years, typed in by hand, and the days and office minutes they make: one day and one minute after
 * the other, in tables, for a town that keeps +08:00. Nothing of src is used here; whoever doubts src/calendar asks this.
 *
 * Time is a count of minutes since 2024-01-01 00:00 on that town's wall; a day is a count of days since then.
 */

export const dayMinutes = 1440
const firstYear = 2024
/** Warranties of a house run for years beyond those that are lived through. */
const years = 14
const startMs = Date.parse('2024-01-01T00:00:00+08:00')

type Notice = { holidays: [first: string, last: string][]; worked: string[] }

/** The State Council's notice for 2026. */
const notice2026: Notice = {
  holidays: [['2026-01-01', '2026-01-03'], ['2026-02-15', '2026-02-23'], ['2026-04-04', '2026-04-06'], ['2026-05-01', '2026-05-05'], ['2026-06-19', '2026-06-21'], ['2026-09-25', '2026-09-27'], ['2026-10-01', '2026-10-07']],
  worked: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
}

/** A notice for 2027 such as it might be; there is none yet. */
const notice2027: Notice = {
  holidays: [['2027-01-01', '2027-01-03'], ['2027-02-05', '2027-02-12'], ['2027-04-03', '2027-04-05'], ['2027-05-01', '2027-05-05'], ['2027-06-09', '2027-06-09'], ['2027-09-15', '2027-09-15'], ['2027-10-01', '2027-10-07']],
  worked: ['2027-01-30', '2027-02-20', '2027-04-25', '2027-05-08', '2027-09-26', '2027-10-09'],
}

/** Year, month, day of every day of the tables, counted out with the lengths of the months. */
const dates: { year: number; month: number; day: number }[] = []
for (let year = firstYear; year < firstYear + years; year++) {
  const leap = year % 4 === 0
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  lengths.forEach((length, month) => {
    for (let day = 1; day <= length; day++) dates.push({ year, month: month + 1, day })
  })
}
const numbers = new Map(dates.map((date, n) => [textOf(date), n]))

export function dateOf(day: number): { year: number; month: number; day: number } {
  const date = dates[day]
  if (!date) throw new Error(`day ${day} lies outside the tables`)
  return date
}

/** '2026-02-14' → day. */
export function dayOf(text: string): number {
  const day = numbers.get(text)
  if (day === undefined) throw new Error(`${text} lies outside the tables`)
  return day
}

export function isLastOfMonth(day: number): boolean {
  return dateOf(day + 1).day === 1
}

/** '2026-02-14 16:30' → minute. */
export function minute(text: string): number {
  const [day = '', time = ''] = text.split(' ')
  return dayOf(day) * dayMinutes + Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/** Minute → '2026-02-14 16:30'. */
export function shown(at: number): string {
  if (!Number.isFinite(at)) return 'never'
  const time = at % dayMinutes
  return `${textOf(dateOf(Math.floor(at / dayMinutes)))} ${two(Math.floor(time / 60))}:${two(time % 60)}`
}

export function toMs(at: number): number {
  return startMs + at * 60_000
}

/** Throws unless the instant is a whole minute: everything in these years happens on one. */
export function fromMs(ms: number): number {
  const at = (ms - startMs) / 60_000
  if (!Number.isInteger(at)) throw new Error(`${new Date(ms).toISOString()} is no whole minute`)
  return at
}

/** Which days are worked, as far as is known before (false) or after (true) the notice for 2027; and which minutes of them. */
export type Wall = { worked: Uint8Array; open: Uint8Array }

export function wallOf(hours: readonly { from: string; to: string }[], knows2027: boolean): Wall {
  const worked = Uint8Array.from(dates, (_, day) => (weekday(day) < 5 ? 1 : 0))
  for (const { holidays, worked: makeUp } of knows2027 ? [notice2026, notice2027] : [notice2026]) {
    for (const [first, last] of holidays) worked.fill(0, dayOf(first), dayOf(last) + 1)
    for (const day of makeUp) worked[dayOf(day)] = 1
  }
  const open = new Uint8Array(dates.length * dayMinutes)
  worked.forEach((works, day) => {
    for (const { from, to } of works ? hours : []) open.fill(1, day * dayMinutes + timeOf(from), day * dayMinutes + timeOf(to))
  })
  return { worked, open }
}

/** The days on which the notices differ from Monday to Friday, as an office's table of days holds them. */
export function daysOf(knows2027: boolean): Map<string, boolean> {
  const { worked } = wallOf([], knows2027)
  return new Map(dates.flatMap((date, day) => (worked[day] === (weekday(day) < 5 ? 1 : 0) ? [] : [[textOf(date), worked[day] === 1] as const])))
}

export function timeOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
}

/** 0 is Monday, as 2024-01-01 was. */
function weekday(day: number): number {
  return day % 7
}

function textOf({ year, month, day }: { year: number; month: number; day: number }): string {
  return `${year}-${two(month)}-${two(day)}`
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
