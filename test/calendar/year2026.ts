/**
 * The State Council's notice of holidays in 2026, typed in from the notice and not from the package, and limits reckoned
 * the slow way: one day or one minute after the other, for an office that keeps +08:00. Nothing of src/calendar is used.
 */
import type { Calendar, Pause } from '../../src/calendar/limit.ts'

const holidays: [first: string, last: string][] = [
  ['2026-01-01', '2026-01-03'],
  ['2026-02-15', '2026-02-23'],
  ['2026-04-04', '2026-04-06'],
  ['2026-05-01', '2026-05-05'],
  ['2026-06-19', '2026-06-21'],
  ['2026-09-25', '2026-09-27'],
  ['2026-10-01', '2026-10-07'],
]
export const makeUpDays = ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10']

/** Every holiday of 2026, weekends within the holidays too, and the make-up days; 2027 has no notice yet. */
export const days2026 = new Map<string, boolean>(makeUpDays.map((day) => [day, true]))
for (const [first, last] of holidays) {
  for (let day = first; day <= last; day = dayAfter(day)) days2026.set(day, false)
}

export const office: Calendar = {
  zone: 'Asia/Shanghai',
  hours: [
    { from: '09:00', to: '12:00' },
    { from: '13:30', to: '17:30' },
  ],
  days: days2026,
  confirmedYears: new Set([2025, 2026]),
}

/** '2026-02-14 16:30' in +08:00 → instant. */
export function at(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}:00+08:00`)
}

/** Instant → '2026-02-14 16:30' in +08:00. */
export function shown(instant: number): string {
  return new Date(instant + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}

/** The slow reckoning of a limit text from '2026-02-14 16:30', both in +08:00. */
export function slowly(from: string, limit: string, pauses: Pause[] = []): string {
  const [number, unit] = limit.split(' ')
  const count = Number.parseInt(number ?? '', 10)
  if (unit?.includes('hour') || unit?.includes('minute')) {
    const minutes = count * (unit.includes('hour') ? 60 : 1)
    return slowMinutes(from, minutes, unit.startsWith('working'), pauses)
  }
  let day = from.slice(0, 10)
  if (unit === undefined) {
    do day = dayAfter(day)
    while (Number(day.slice(8)) !== count && !(isLastOfMonth(day) && Number(day.slice(8)) < count))
  } else {
    let left = unit.startsWith('month') ? daysUntilMonth(day, count) : count
    while (left > 0) {
      day = dayAfter(day)
      if (!touched(day, pauses) && (!unit.startsWith('working') || isWorked(day))) left -= 1
    }
  }
  while (!isWorked(day) || touched(day, pauses)) day = dayAfter(day)
  return `${day} 17:30`
}

function slowMinutes(from: string, minutes: number, working: boolean, pauses: Pause[]): string {
  let now = at(from)
  for (let left = minutes; left > 0; now += 60_000) {
    const [day = '', time = ''] = shown(now).split(' ')
    const open = isWorked(day) && ((time >= '09:00' && time < '12:00') || (time >= '13:30' && time < '17:30'))
    const paused = pauses.some((pause) => pause.from <= now && now < (pause.to ?? Infinity))
    if (!paused && (open || !working)) left -= 1
  }
  return shown(now)
}

function isWorked(day: string): boolean {
  if (makeUpDays.includes(day)) return true
  if (holidays.some(([first, last]) => first <= day && day <= last)) return false
  return !['Sat', 'Sun'].includes(new Date(day).toUTCString().slice(0, 3))
}

function touched(day: string, pauses: Pause[]): boolean {
  const begin = at(`${day} 00:00`)
  const end = at(`${dayAfter(day)} 00:00`)
  return pauses.some((pause) => pause.to !== pause.from && pause.from < end && (pause.to ?? Infinity) > begin)
}

function daysUntilMonth(day: string, months: number): number {
  const wanted = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) + months
  let here = day
  let passed = 0
  const step = () => ((here = dayAfter(here)), passed++)
  while (Number(here.slice(0, 4)) * 12 + Number(here.slice(5, 7)) < wanted) step()
  while (here.slice(8) !== day.slice(8) && !isLastOfMonth(here)) step()
  return passed
}

function isLastOfMonth(day: string): boolean {
  return dayAfter(day).endsWith('-01')
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
}
