import type { DutyRule } from '../../regulations/schema.ts'
import type { CaseState } from '../case.ts'

/**
 * Moments that people fixed themselves: a session, the end of a vote on dates, the day of a clause. They are duties like
 * all others, so that the timer looks at one table only; what differs is that their limit is read from the case. Those
 * that are alarms belong to nobody: the house itself speaks at that moment (alarms.ts).
 */
export type Appointment = { /** `rule`: the regulation's own of assigning, for what no rule names. */ duty(rule: string): DutyRule; /** The moment, ms; null while there is none. */ at(state: CaseState): number | null }

/** By the id of the duty. */
const all: Readonly<Record<string, Appointment>> = {}

export function appointments(rule: string): DutyRule[] {
  return Object.values(all).map((each) => each.duty(rule))
}

export function appointedAt(state: CaseState, kind: string): number | null {
  return all[kind]?.at(state) ?? null
}
