/**
 * What the pauses of a case do to its clock: while one lasts, hours do not run; a day that it touches is not counted.
 */
import type { Pause } from './calendar.ts'
import { joined } from './spans.ts'
import type { Span } from './spans.ts'
import { localDay } from './zone.ts'

/** Day numbers, both included; `last` is Infinity while the pause lasts. */
export type DaysPaused = { first: number; last: number }

/** Pauses in order, overlapping ones made one, one that still lasts ending at Infinity; one that ends no later than it begins is none. */
export function inOrder(pauses: readonly Pause[]): Span[] {
  return joined(pauses.map(({ from, to }) => ({ from, to: to ?? Infinity })))
}

/** The days that each pause touches. */
export function daysPaused(zone: string, pauses: readonly Pause[]): DaysPaused[] {
  return inOrder(pauses).map(({ from, to }) => ({
    first: localDay(zone, from),
    last: to === Infinity ? Infinity : localDay(zone, to - 1),
  }))
}

/** The pause that touches a day. */
export function pauseOn(paused: readonly DaysPaused[], day: number): DaysPaused | undefined {
  return paused.find((pause) => pause.first <= day && day <= pause.last)
}
