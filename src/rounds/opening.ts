import { openingOf } from '../calendar/calendar.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { localDay } from '../calendar/zone.ts'
import type { StaffMember } from '../cases/case.ts'
import { idFrom } from '../ids.ts'
import type { Regulation, RoundRule } from '../regulations/schema.ts'
import { clockOf, limitOf, nextMorning } from './clock.ts'
import { ownersOf, standsFor } from './owners.ts'
import { periodsBetween } from './periods.ts'
import type { RoundState } from './round.ts'

/** What an office has begun to owe since it was last looked at. */

export type OfficeToLook = { id: number; /** Ids of what it takes cases under; empty: all. */ regulations: readonly string[]; calendar: Calendar; staff: readonly StaffMember[] }

/** Of one kind: `open` is the latest period's; `missed`, those that went by while nobody looked, of whom nobody is chased. */
export type Opening = { regulation: Regulation; rule: RoundRule; open: RoundState[]; missed: RoundState[] }

/** Longer than this nobody looks back: a house that stood still for a year begins anew. */
const backDaysMost = 100

/** Rounds whose day opened after `since`, up to and at `now`. */
export function openings(office: OfficeToLook, inForce: readonly Regulation[], since: number, now: number): Opening[] {
  const { zone } = office.calendar
  const first = Math.max(localDay(zone, since), localDay(zone, now) - backDaysMost)
  return inForce.filter(({ id }) => office.regulations.length === 0 || office.regulations.includes(id)).flatMap((regulation) => regulation.rounds.flatMap((rule): Opening[] => {
    const periods = periodsBetween(rule, office.calendar, first, localDay(zone, now)).filter(({ begins }) => {
      const opens = openingOf(office.calendar, begins)
      return opens > since && opens <= now
    })
    const made = periods.map(({ day, begins }, n) => {
      const opens = openingOf(office.calendar, begins)
      return roundsOf(office, regulation.id, rule, day, opens, n === periods.length - 1 ? now : opens)
    })
    const open = made.at(-1) ?? []
    const missed = made.slice(0, -1).flat().map((round): RoundState => ({ ...round, state: 'missed', late: true, nextAt: null }))
    return open.length + missed.length === 0 ? [] : [{ regulation, rule, open, missed }]
  }))
}

/** Opened at the opening of its day; when its limit is over already, at the moment somebody hears of it. */
function roundsOf(office: OfficeToLook, regulation: string, rule: RoundRule, period: string, opens: number, now: number): RoundState[] {
  const openedAt = limitOf(rule, office.calendar, { period, openedAt: opens }).at > now ? opens : now
  const warnAt = clockOf(rule, office.calendar, { period, openedAt, rung: 0 }).warnAt
  // Whoever hears of it so late needs no second word the same minute.
  const rung = warnAt === null || warnAt <= now ? 1 : 0
  const reckoned = clockOf(rule, office.calendar, { period, openedAt, rung })
  // Nobody heard of it: somebody is looked for every morning.
  const clock = standsFor(rule.who, regulation, office.staff) === null ? { ...reckoned, nextAt: nextMorning(office.calendar, now) } : reckoned
  return ownersOf(rule, regulation, office.staff, { from: openedAt, until: clock.dueAt }).map(({ role, staffId }): RoundState => ({
    id: roundId(office.id, regulation, rule.id, period, staffId), officeId: office.id, regulation, kind: rule.id, rule: rule.rule, owner: role, staffId, period, title: null,
    state: 'open', openedAt, rung, ...clock, doneAt: null, doneBy: null, words: null, files: [], findings: [], late: false,
  }))
}

export function roundId(office: number, regulation: string, kind: string, period: string, staffId: number | null): string {
  return idFrom('round', [office, regulation, kind, period, staffId ?? ''].join('/'))
}
