import { before, dayOf, instantOf, isWorkingTime } from '../../calendar/limit.ts'
import { awake } from '../work.ts'
import type { Work } from '../work.ts'

/**
 * The last moment until `limit` at which somebody of the office can still visit or call, and the resident, if nobody
 * did, can still be asked in their chat: at work and outside quiet hours. Null when there is none after `since` (ms).
 */
export function lastChance(work: Work, since: number, limit: number): number | null {
  const { calendar } = work.world
  for (let at = limit; at > since; ) {
    // A closing time is the end of it; an opening time is no time at all.
    const worked = isWorkingTime(calendar, at - 1) ? at : before(calendar, at, { unit: 'working-minutes', count: 1 }) + minuteMs
    if (awake(work, worked) === worked) return worked > since ? worked : null
    at = Math.min(worked, quietStart(work, worked)) - minuteMs
  }
  return null
}

const minuteMs = 60_000

/** When the quiet hours that this moment falls into began. */
function quietStart({ world: { calendar: { zone } }, regulation: { callback: { quiet } } }: Work, at: number): number {
  const today = instantOf(zone, dayOf(zone, at), quiet.from)
  return today <= at ? today : instantOf(zone, dayOf(zone, today - 24 * 60 * minuteMs), quiet.from)
}
