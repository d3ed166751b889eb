import { isWorkingDay, type Calendar } from '../../src/calendar/limit.ts'
import { dayText } from '../../src/calendar/days.ts'
import { instantOnDay, localDay } from '../../src/calendar/zone.ts'

/** Minutes of office hours between two moments (ms). */
export function elapsedWorkingMinutes(calendar: Calendar, from: number, to: number): number {
  let minutes = 0
  for (let day = localDay(calendar.zone, from); day <= localDay(calendar.zone, to); day++) {
    if (!isWorkingDay(calendar, dayText(day))) continue
    for (const hours of calendar.hours) {
      const [opens, closes] = [hours.from, hours.to].map((time) => instantOnDay(calendar.zone, day, minuteOf(time))) as [number, number]
      minutes += Math.max(0, Math.min(to, closes) - Math.max(from, opens)) / 60_000
    }
  }
  return minutes
}

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return hour * 60 + minute
}
