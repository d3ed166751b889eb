import { closeOf, nextWorkingMoment, openingOf } from '../calendar/calendar.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { dayNumber } from '../calendar/days.ts'
import { due, parseLimit } from '../calendar/limit.ts'
import type { StaffMember } from '../cases/case.ts'
import type { Regulation, RoundRule } from '../regulations/schema.ts'
import { clockOf } from './clock.ts'
import { roundId } from './opening.ts'
import { ownersOf } from './owners.ts'
import type { RoundState } from './round.ts'

/** Rounds that a head or leader calls: for a topic, before a sensitive date (SCR-1). Opened, warned of and chased like those of the calendar. */

export type Call = {
  /** The office whose head or leader calls it. */
  officeId: number
  /** Tells this call from others; letters and digits. */
  mark: string
  title: string
  /** Days, YYYY-MM-DD; without `until` the rule's own limit counts from the opening of the first day. */
  from: string
  until: string | null
}

export type OfficeToCall = { id: number; calendar: Calendar; staff: readonly StaffMember[] }

/** The rule by which rounds may be called under a regulation; undefined where none may. */
export function calledRule({ rounds }: Pick<Regulation, 'rounds'>): RoundRule | undefined {
  return rounds.find(({ begins }) => begins === 'called')
}

/** Every call is a kind of its own, so that two of one day are told apart; it names the office that called it. */
export function calledKind(rule: Pick<RoundRule, 'id'>, { officeId, mark }: Pick<Call, 'officeId' | 'mark'>): string {
  return `${rule.id}-${officeId}-${mark}`
}

/** The office that called a round; null for one of the calendar. */
export function callerOf({ kind, title }: Pick<RoundState, 'kind' | 'title'>): number | null {
  const [, office] = /-(\d{1,9})-[a-z0-9]+$/.exec(kind) ?? []
  return title === null || office === undefined ? null : Number(office)
}

/** What one office owes of it; nothing where its last day would be over before anybody could hear of it. */
export function calledRounds(call: Call, rule: RoundRule, regulation: string, office: OfficeToCall, now: number): RoundState[] {
  const { calendar, staff } = office
  const opens = openingOf(calendar, dayNumber(call.from))
  const openedAt = nextWorkingMoment(calendar, Math.max(opens, now))
  const limit = call.until === null ? due(calendar, Math.max(opens, now), parseLimit(rule.limit)) : { at: closeOf(calendar, dayNumber(call.until)), unconfirmed: false }
  if (limit.at <= openedAt) return []
  const dated = { period: call.from, openedAt, dueAt: limit.at, rung: -1 }
  const clock = clockOf(rule, calendar, dated)
  const kind = calledKind(rule, call)
  return ownersOf(rule, regulation, staff, { from: openedAt, until: limit.at }).filter(({ staffId, role }) => staffId !== null || staff.some((member) => member.role === role)).map(({ role, staffId }): RoundState => ({
    id: roundId(office.id, regulation, kind, call.from, staffId), officeId: office.id, regulation, kind, rule: rule.rule, title: call.title, owner: role, staffId, ...dated, ...clock,
    state: 'open', doneAt: null, doneBy: null, words: null, files: [], findings: [], late: false,
  }))
}
