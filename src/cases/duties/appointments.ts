import type { DutyRule, Regulation } from '../../regulations/schema.ts'
import type { Calendar } from '../../calendar/limit.ts'
import type { CaseState } from '../case.ts'
import { remindAfter, remindAt } from '../agreement/remindAt.ts'
import { nextAskAt } from '../agreement/watch.ts'
import { common } from './common.ts'
import { meetingMoments } from './meetings.ts'
import { settleSupervised } from './oversightRules.ts'

/**
 * Moments that people fixed themselves: a session, the end of a vote on dates, the day of a clause. They are duties like
 * all others, so that the timer looks at one table only; what differs is that their limit is read from the case. Those
 * that are alarms belong to nobody: the house itself speaks at that moment (alarms.ts).
 */
export type Appointment = { /** `rule`: the regulation's own of assigning, for what no rule names. */ duty(rule: string, regulation: Regulation): DutyRule; /** The moment, ms; null while there is none. */ at(state: CaseState, calendar: Calendar): number | null }

/** By the id of the duty. */
const all: Readonly<Record<string, Appointment>> = {
  ...meetingMoments,
  // What was sent and not answered, once (MED-14).
  'remind-agreement': { duty: () => common({ id: 'remind-agreement', rule: 'MED-14', when: ['agreement.sent'], who: 'handler', limit: remindAfter, done: ['agreement.changed', 'agreement.confirmed', 'respondent-left', 'closing', 'closed'], alarm: true }), at: remindAt },
  // Each clause of an agreement on its day, one after the other; nothing is owed by anybody (MED-15).
  'ask-performed': { duty: () => common({ id: 'ask-performed', rule: 'MED-15', when: ['closed'], who: 'handler', limit: '7 days', done: ['reopened'], outlives: true, alarm: true }), at: nextAskAt },
  'settle-supervised': { duty: settleSupervised, at: ({ between: { listed } }) => listed?.until ?? null },
}

export function appointments(regulation: Regulation): DutyRule[] {
  return Object.values(all).map((each) => each.duty(regulation.assign.rule, regulation))
}

export function appointedAt(state: CaseState, kind: string, calendar: Calendar): number | null {
  return all[kind]?.at(state, calendar) ?? null
}
