import type { Calendar } from '../calendar/limit.ts'
import type { CaseState, DutyState, SurveyState } from '../cases/case.ts'
import type { Regulation } from '../regulations/schema.ts'
import { actsOf, type Past } from './acts.ts'
import { replay, type Replay } from './replay.ts'

/** What a case came to, or would have: what a changed regulation changes, seen from the office. */
export type Course = {
  /** Ids of duties not done in time, each as often as that happened. */
  late: string[]
  /** Keys of duties of which word went further up. */
  escalated: string[]
  /** How they were or will be asked afterwards, one for each closing. */
  calledBack: ('chat' | 'in-person' | 'phone')[]
  level: string
  /** Staff it was offered to. */
  offers: number[]
  reopened: number
}
export type Why = 'refiled' | 'category' | 'edition' | 'unknown-act' | 'unlike' | 'refused'
export type Compared = { number: string; edition: string } & ({ before: Course; after: Course } | { why: Why; detail: string })

export type CompareParts = { past: Past; /** The case's own edition; none when no file holds it. */ own: Regulation | undefined; changed: Regulation; calendar: Calendar; now: number; /** The next running number of a series under the changed file. */ next(series: string): number }

/**
 * Plays the case twice, under its own edition and under the changed one. When the first does not come out as it was
 * recorded, the second would say nothing: such a case is named with the first thing that differs.
 */
export function compare(parts: CompareParts): Compared {
  const { past, own, changed, calendar, now } = parts
  const { number, edition } = past.case
  const not = (why: Why, detail: string): Compared => ({ number, edition, why, detail })
  if (!own) return not('edition', edition)
  if (past.case.happened.some(({ what }) => what === 'refiled')) return not('refiled', '')
  if (!changed.categories.some(({ id }) => id === past.case.category)) return not('category', past.case.category)
  const acts = actsOf(past)
  if ('unknown' in acts) return not('unknown-act', acts.unknown)
  const before = replay({ past, acts: acts.acts, regulation: own, calendar, until: now, next: numbersAsDrawn(past) })
  if ('refused' in before) return not('unlike', before.refused)
  const unlike = difference(past, before, now)
  if (unlike !== null) return not('unlike', unlike)
  const after = replay({ past, acts: acts.acts, regulation: changed, calendar, until: now, next: parts.next, lots: before.lots })
  if ('refused' in after) return not('refused', after.refused)
  return { number, edition, before: courseOf(before, now), after: courseOf(after, now) }
}

export function isDifferent({ before, after }: { before: Course; after: Course }): boolean {
  return JSON.stringify(before) !== JSON.stringify(after)
}

/** The score's own mode tells how it came, not how it was to be asked for. */
function calledBack({ happened }: CaseState, surveys: readonly SurveyState[]): Course['calledBack'] {
  const rounds = roundsOf(happened)
  return surveys.filter((each) => each.state !== 'skipped').sort((a, b) => a.round - b.round).map(({ round }) => {
    const drawn = rounds[round - 1] ?? []
    return drawn.includes('visit-drawn') ? 'in-person' : drawn.includes('call-drawn') ? 'phone' : 'chat'
  })
}

/** An offer that nobody answers is passed on; that is no lateness of anybody. */
const notLate = ['answer-offer']

function courseOf({ state, duties, surveys, offers, escalated }: Replay, now: number): Course {
  return { late: lateAt(duties, now), escalated: [...escalated].sort(), calledBack: calledBack(state, surveys), level: state.level, offers, reopened: state.reopened }
}

function lateAt(duties: readonly DutyState[], now: number): string[] {
  return duties.filter((duty) => !notLate.includes(duty.kind) && (duty.late || (duty.state === 'open' && duty.dueAt < now && duty.rung > 1))).map(({ kind }) => kind).sort()
}

/** The first thing that came out otherwise than it was recorded; null when nothing did. */
function difference(past: Past, { state, duties, surveys }: Replay, now: number): string | null {
  const then = past.case.happened.map(({ what }) => what)
  const again = state.happened.map(({ what }) => what)
  const n = Array.from({ length: Math.max(then.length, again.length) }, (_, each) => each).find((each) => then[each] !== again[each])
  if (n !== undefined) return then[n] ?? again[n] ?? ''
  if (state.level !== past.case.level) return past.case.level
  if (state.stage.at !== past.case.stage.at) return past.case.stage.at
  if (lateAt(past.duties, now).join() !== lateAt(duties, now).join()) return lateAt(past.duties, now).find((kind, each) => lateAt(duties, now)[each] !== kind) ?? lateAt(duties, now)[0] ?? ''
  const asked = (all: Past['surveys']): string => all.filter((each) => each.state !== 'skipped').map((each) => each.round).sort().join()
  return asked(past.surveys) === asked(surveys) ? null : 'callback'
}

/** Numbers under which those were visited who were: the first of a series always is, the hundredth of any even share is not. */
function numbersAsDrawn({ case: { happened } }: Past): (series: string, round: number) => number {
  const rounds = roundsOf(happened)
  return (series, round) => (series.startsWith('in-person/') && !rounds[round - 1]?.includes('visit-drawn') ? 100 : 1)
}

/** What happened until it was closed and asked about, then what happened after it was opened again, and so on. */
function roundsOf(happened: CaseState['happened']): string[][] {
  const rounds: string[][] = [[]]
  for (const { what } of happened) {
    if (what === 'reopened') rounds.push([])
    rounds.at(-1)?.push(what)
  }
  return rounds
}
