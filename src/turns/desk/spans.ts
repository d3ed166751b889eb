import { dayNumber } from '../../calendar/days.ts'
import { dayOf } from '../../calendar/limit.ts'
import { instantOnDay, localDay } from '../../calendar/zone.ts'

/** Weeks and months on the wall of an office, as instants in ms; `from` belongs to them, `to` does not. */
export type Span = { from: number; to: number }

/** The month of that moment. */
export function monthOf(zone: string, at: number): Span {
  const first = dayNumber(`${dayOf(zone, at).slice(0, 7)}-01`)
  const next = dayNumber(`${dayOf(zone, instantOnDay(zone, first + 32, 0)).slice(0, 7)}-01`)
  return { from: instantOnDay(zone, first, 0), to: instantOnDay(zone, next, 0) }
}

/** From Monday to Monday; `back`: how many weeks before that moment's. */
export function weekOf(zone: string, at: number, back: number): Span {
  const day = localDay(zone, at)
  // Day number 0 was a Thursday.
  const monday = day - ((day + 3) % 7) - 7 * back
  return { from: instantOnDay(zone, monday, 0), to: instantOnDay(zone, monday + 7, 0) }
}
