import { dayOf, instantOf, nextWorkingMoment } from '../calendar/limit.ts'
import type { Calendar } from '../calendar/limit.ts'
import type { CaseState } from './case.ts'
import { orNull } from './work.ts'

/** When the case may be urged again: once a working day, whoever did it. Null when it may be now. */
export function urgedUntil({ between: { urged } }: CaseState, calendar: Calendar, now: number): number | null {
  const last = urged.at(-1)
  if (!last) return null
  const midnight = instantOf(calendar.zone, dayOf(calendar.zone, last.at), '24:00')
  const again = orNull(() => nextWorkingMoment(calendar, midnight)) ?? midnight
  return again > now ? again : null
}
