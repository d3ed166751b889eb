import { openOn } from '../../calendar/calendar.ts'
import { CalendarError, dayOf, due, instantOf } from '../../calendar/limit.ts'
import { dayMs, dayNumber, minuteOfDay } from '../../calendar/days.ts'
import { instantsOnDay } from '../../calendar/zone.ts'
import type { Calendar } from '../../calendar/limit.ts'
import type { Meeting } from '../between.ts'

/** Moments at which people could meet (MED-12): what the office offers, what a choice of them says, which one it becomes. Times in ms. */

/** How long a meeting is taken to last, in minutes. */
export const meetingMinutes = 90
/** So many moments are put before the sides at most. */
export const slotsMost = 8
/** Nobody is called together at shorter notice than this. */
export const noticeMs = 3_600_000

const times = ['09:30', '14:30', '16:00'].map(minuteOfDay)
const workingDaysOffered = 15
const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** Before the first slot, and between the asking and the end of silence. */
const answerMs = 2 * hourMs
const soonestMs = answerMs + noticeMs
const furthestMs = 90 * dayMs

/** The next possible moments, from the second next working day on, in office hours; none where nobody can read these. */
export function nextSlots(calendar: Calendar, now: number): number[] {
  const slots: number[] = []
  const today = dayNumber(dayOf(calendar.zone, now))
  for (let day = today + 1, worked = 0; worked <= workingDaysOffered && day < today + 90; day++) {
    const hours = openOn(calendar, day)
    const [opening] = hours
    if (!opening) continue
    worked += 1
    if (worked === 1) continue
    const usual = instantsOnDay(calendar.zone, day, times).filter((at) => hours.some(({ from, to }) => at >= from && at + meetingMinutes * minuteMs <= to))
    slots.push(...(usual.length > 0 ? usual : [opening.from]))
  }
  return slots
}

/** The moment at which a zone's clock shows this; null for no such day or time. */
export function momentIn(zone: string, day: string, time: string): number | null {
  try {
    return instantOf(zone, day, time)
  } catch (error) {
    if (error instanceof CalendarError) return null
    throw error
  }
}

/** Whether a moment can be put before the sides: time enough to answer, and not out of sight. */
export function isProposable(at: number, now: number): boolean {
  return at >= now + soonestMs && at <= now + furthestMs
}

/** A slot as an event or a button carries it: minutes since 1970, in base 36. */
export function slotText(at: number): string {
  return Math.floor(at / minuteMs).toString(36)
}

export function readSlot(text: string): number | null {
  return /^[0-9a-z]{1,7}$/.test(text) ? parseInt(text, 36) * minuteMs : null
}

/** "k1.k2.k3", in order and each once; null when there are none, too many, or one that cannot be proposed. */
export function readSlots(text: string, now: number): number[] | null {
  const slots = text.split('.').map(readSlot)
  const each = [...new Set(slots)].filter((at) => at !== null).sort((a, b) => a - b)
  return slots.includes(null) || each.length > slotsMost || !each.every((at) => isProposable(at, now)) ? null : each
}

/** When silence ends: after two working days, but a day before the first slot; yet a working day is left to answer, half a day before the slot at the latest. */
export function silenceEnds(calendar: Calendar, now: number, slots: readonly number[]): number {
  const first = Math.min(...slots)
  const after = (count: number): number => due(calendar, now, { unit: 'working-days', count }).at
  return Math.max(Math.min(after(2), Math.max(first - dayMs, Math.min(after(1), first - dayMs / 2))), now + answerMs)
}

/** The earliest slot that nobody struck out and that still lies ahead; null when there is none. */
export function freeSlot({ slots, struck }: Meeting & { at: 'asked' }, now: number): number | null {
  const out = new Set(Object.values(struck).flat())
  return slots.filter((at) => !out.has(at) && at >= now + noticeMs).sort((a, b) => a - b)[0] ?? null
}

/** When the meeting ends. */
export function endOf({ from, minutes }: Pick<Meeting & { at: 'set' }, 'from' | 'minutes'>): number {
  return from + minutes * minuteMs
}
