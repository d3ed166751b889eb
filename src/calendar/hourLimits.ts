/**
 * Limits in hours and minutes, of the wall clock or of the office, forwards and backwards.
 */
import { isUnconfirmed, openOn } from './calendar.ts'
import type { Calendar, Pause } from './calendar.ts'
import { inOrder } from './pauses.ts'
import { without } from './spans.ts'
import { localDay } from './zone.ts'

export type HourLimit = { unit: 'hours' | 'minutes' | 'working-hours' | 'working-minutes'; count: number }

/** When that much time has run outside the pauses; Infinity if a lasting pause keeps it from running. */
export function afterHours(calendar: Calendar, from: number, limit: HourLimit, pauses: readonly Pause[]) {
  const { duration, inOffice } = measureOf(limit)
  if (inOffice) return afterOfficeTime(calendar, from, duration, pauses)
  const running = without({ from, to: Infinity }, inOrder(pauses))
  const { at = Infinity } = runThrough(running, duration)
  return { at, unconfirmed: false }
}

export function beforeHours(calendar: Calendar, at: number, limit: HourLimit): number {
  const { duration, inOffice } = measureOf(limit)
  if (!inOffice) return at - duration
  let left = duration
  for (let day = localDay(calendar.zone, at); ; day--) {
    for (const open of openOn(calendar, day).reverse()) {
      const length = Math.min(open.to, at) - open.from
      if (length >= left) return open.from + length - left
      left -= Math.max(0, length)
    }
  }
}

function afterOfficeTime(calendar: Calendar, from: number, duration: number, pauses: readonly Pause[]) {
  const paused = inOrder(pauses)
  const lasting = paused.find(({ to }) => to === Infinity)
  const first = localDay(calendar.zone, from)
  let left = duration
  for (let day = first; ; day++) {
    for (const open of openOn(calendar, day)) {
      const running = without({ from: Math.max(open.from, from), to: open.to }, paused)
      const run = runThrough(running, left)
      if (run.at !== undefined) return { at: run.at, unconfirmed: isUnconfirmed(calendar, first, day) }
      if (lasting && lasting.from < open.to) return { at: Infinity, unconfirmed: false }
      left = run.left
    }
  }
}

/** The instant at which `duration` is used up within the spans, or what is left of it after them. */
function runThrough(running: readonly { from: number; to: number }[], duration: number): { at?: number; left: number } {
  let left = duration
  for (const { from, to } of running) {
    if (to - from >= left) return { at: from + left, left: 0 }
    left -= to - from
  }
  return { left }
}

function measureOf({ unit, count }: HourLimit): { duration: number; inOffice: boolean } {
  switch (unit) {
    case 'hours':
      return { duration: count * 3_600_000, inOffice: false }
    case 'minutes':
      return { duration: count * 60_000, inOffice: false }
    case 'working-hours':
      return { duration: count * 3_600_000, inOffice: true }
    case 'working-minutes':
      return { duration: count * 60_000, inOffice: true }
  }
}
