import { closeOf, isUnconfirmed, openingOf } from '../calendar/calendar.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { dayNumber } from '../calendar/days.ts'
import { before, due, nextWorkingMoment, parseLimit } from '../calendar/limit.ts'
import { instantOnDay, localDay } from '../calendar/zone.ts'
import type { RoundRule } from '../regulations/schema.ts'
import { beginOf } from './periods.ts'
import type { RoundState } from './round.ts'

/** When a round begins, is due, and is to be spoken of next. Always reckoned anew, so that a corrected calendar is heeded. */

type Dated = Pick<RoundState, 'period' | 'openedAt'> & { dueAt?: number }

/**
 * A limit counts from the opening of the day the round begins; a day of the month ("28th") is the first after the day
 * the round is of, however long the holiday between. One that was over before anybody could be told is due at the close
 * of the day they are told on.
 */
export function limitOf(rule: RoundRule, calendar: Calendar, round: Dated): { at: number; unconfirmed: boolean } {
  // The day was said by whoever called it.
  if (rule.begins === 'called' && round.dueAt !== undefined) return { at: round.dueAt, unconfirmed: false }
  const begins = beginOf(rule, calendar, dayNumber(round.period))
  const limit = parseLimit(rule.limit)
  const from = limit.unit === 'day-of-month' ? Math.min(begins, dayNumber(round.period)) : begins
  const reckoned = due(calendar, openingOf(calendar, from), limit)
  if (reckoned.at <= round.openedAt) return { at: closeOf(calendar, localDay(calendar.zone, nextWorkingMoment(calendar, round.openedAt))), unconfirmed: false }
  return { at: reckoned.at, unconfirmed: reckoned.unconfirmed || isUnconfirmed(calendar, Math.min(begins, dayNumber(round.period)), localDay(calendar.zone, reckoned.at)) }
}

/** Nothing is said outside working hours. */
export function clockOf(rule: RoundRule, calendar: Calendar, round: Dated & Pick<RoundState, 'rung'>): Pick<RoundState, 'warnAt' | 'dueAt' | 'nextAt' | 'unconfirmed'> {
  const { at: dueAt, unconfirmed } = limitOf(rule, calendar, round)
  const warning = rule.warn === undefined ? null : before(calendar, dueAt, parseLimit(rule.warn))
  const warnAt = warning !== null && warning > round.openedAt ? warning : null
  const moment = round.rung < 0 ? round.openedAt : momentOf(rule, calendar, round.rung, warnAt, dueAt)
  return { warnAt, dueAt, unconfirmed, nextAt: moment === null ? null : nextWorkingMoment(calendar, moment) }
}

/** As it stands now, for whoever looks: a limit that has moved is shown where it is. What is done stays as it was. */
export function reckoned(round: RoundState, rule: RoundRule | undefined, calendar: Calendar): RoundState {
  if (!rule || (round.state !== 'open' && round.state !== 'missed')) return round
  const { dueAt, unconfirmed } = clockOf(rule, calendar, round)
  return { ...round, dueAt, unconfirmed }
}

/** When the office opens on the next day that is worked: so often somebody is looked for, where there is nobody to owe it. */
export function nextMorning(calendar: Calendar, now: number): number {
  return nextWorkingMoment(calendar, instantOnDay(calendar.zone, localDay(calendar.zone, now) + 1, 0))
}

function momentOf(rule: RoundRule, calendar: Calendar, rung: number, warnAt: number | null, dueAt: number): number | null {
  if (rung === 0) return warnAt ?? dueAt
  if (rung === 1) return dueAt
  const step = rule.ladder[rung - 2]
  return step ? due(calendar, dueAt, parseLimit(step.after)).at : null
}
