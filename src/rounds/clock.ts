import { closeOf, isUnconfirmed, openingOf } from '../calendar/calendar.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { dayNumber } from '../calendar/days.ts'
import { before, due, nextWorkingMoment, parseLimit } from '../calendar/limit.ts'
import { localDay } from '../calendar/zone.ts'
import type { RoundRule } from '../regulations/schema.ts'
import { beginOf } from './periods.ts'
import type { RoundState } from './round.ts'

/** When a round begins, is due, and is to be spoken of next. Always reckoned anew, so that a corrected calendar is heeded. */

/** The opening of the office on the day it begins. */
export function openingOfPeriod(rule: RoundRule, calendar: Calendar, period: string): number {
  return openingOf(calendar, beginOf(rule, calendar, dayNumber(period)))
}

/**
 * A limit counts from the opening of the day the round begins; a day of the month ("28th") is the first after the day
 * the round is of, however long the holiday between. One that was over before anybody could be told is due at the close
 * of the day they are told on.
 */
export function limitOf(rule: RoundRule, calendar: Calendar, round: Pick<RoundState, 'period' | 'openedAt'>): { at: number; unconfirmed: boolean } {
  const begins = beginOf(rule, calendar, dayNumber(round.period))
  const limit = parseLimit(rule.limit)
  const from = limit.unit === 'day-of-month' ? Math.min(begins, dayNumber(round.period)) : begins
  const reckoned = due(calendar, openingOf(calendar, from), limit)
  if (reckoned.at <= round.openedAt) return { at: closeOf(calendar, localDay(calendar.zone, nextWorkingMoment(calendar, round.openedAt))), unconfirmed: false }
  return { at: reckoned.at, unconfirmed: reckoned.unconfirmed || isUnconfirmed(calendar, Math.min(begins, dayNumber(round.period)), localDay(calendar.zone, reckoned.at)) }
}

/** Nothing is said outside working hours. */
export function clockOf(rule: RoundRule, calendar: Calendar, round: Pick<RoundState, 'period' | 'openedAt' | 'rung'>): Pick<RoundState, 'warnAt' | 'dueAt' | 'nextAt' | 'unconfirmed'> {
  const { at: dueAt, unconfirmed } = limitOf(rule, calendar, round)
  const warning = rule.warn === undefined ? null : before(calendar, dueAt, parseLimit(rule.warn))
  const warnAt = warning !== null && warning > round.openedAt ? warning : null
  const moment = momentOf(rule, calendar, round.rung, warnAt, dueAt)
  return { warnAt, dueAt, unconfirmed, nextAt: moment === null ? null : nextWorkingMoment(calendar, moment) }
}

function momentOf(rule: RoundRule, calendar: Calendar, rung: number, warnAt: number | null, dueAt: number): number | null {
  if (rung === 0) return warnAt ?? dueAt
  if (rung === 1) return dueAt
  const step = rule.ladder[rung - 2]
  return step ? due(calendar, dueAt, parseLimit(step.after)).at : null
}
