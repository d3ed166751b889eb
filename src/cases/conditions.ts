import type { Condition, Regulation } from '../regulations/schema.ts'
import type { Answer, CaseState, DateOf } from './case.ts'

/** What conditions look at: a draft has these before it is a case. */
export type Facts = {
  answers: readonly Answer[]
  category: string | null
  level: string | null
  dangers: readonly string[]
  outcome: string | null
  anonymous: boolean
  respondent?: boolean
  /** Since it was filed or last reopened. */
  happened?: readonly string[]
  /** Dates of the regulation that were over, and those still to come or without end, on the day of filing. */
  past?: readonly string[]
  ahead?: readonly string[]
  /** Cases of the same person under the regulation in a year, this one counted. */
  filedTimes?: number
}

/** Whether every named part of a regulation's condition holds. An unanswered question fulfils none but `given: false`. */
export function holds(condition: Condition, facts: Facts): boolean {
  if (condition.answer !== undefined && !answerHolds(condition, facts.answers)) return false
  if (condition.level !== undefined && !oneOf(condition.level, facts.level)) return false
  if (condition.category !== undefined && !oneOf(condition.category, facts.category)) return false
  if (condition.outcome !== undefined && !oneOf(condition.outcome, facts.outcome)) return false
  if (condition.danger !== undefined && !facts.dangers.some((each) => oneOf(condition.danger ?? [], each))) return false
  if (condition.respondent !== undefined && condition.respondent !== (facts.respondent ?? false)) return false
  if (condition.happened !== undefined && !matchesAny([condition.happened].flat(), facts.happened ?? [])) return false
  if (condition.latest !== undefined && !isLatest(condition.latest, facts.happened ?? [])) return false
  if (condition.not !== undefined && holds(condition.not, facts)) return false
  if (condition.past !== undefined && !(facts.past ?? []).includes(condition.past)) return false
  if (condition.ahead !== undefined && !(facts.ahead ?? []).includes(condition.ahead)) return false
  if (condition.filedAtLeast !== undefined && !((facts.filedTimes ?? 1) >= condition.filedAtLeast)) return false
  return condition.anonymous === undefined || condition.anonymous === facts.anonymous
}

/** Whether anything in a regulation depends on how often somebody has filed. */
export function looksAtTimesFiled({ questions, levels, duties, steps, outcomes, papers }: Regulation): boolean {
  const conditions = [
    ...questions.map(({ when }) => when), ...levels.flatMap(({ raisedBy }) => raisedBy), ...duties.map((duty) => duty.if), ...steps.map((step) => step.if),
    ...outcomes.flatMap((outcome) => [outcome.if, outcome.signOff?.if]), ...papers.map((paper) => paper.if),
  ]
  return conditions.some((condition) => (condition?.filedAtLeast ?? condition?.not?.filedAtLeast) !== undefined)
}

/** Whether what happened is meant by a pattern: `closed` means `closed.agreement` too. */
export function matches(pattern: string, what: string): boolean {
  return what === pattern || what.startsWith(`${pattern}.`)
}

export function factsOf(state: CaseState): Facts {
  return {
    answers: state.answers,
    category: state.category,
    level: state.level,
    dangers: state.dangers,
    outcome: state.stage.at === 'closed' || state.stage.at === 'settling' ? state.stage.outcome : null,
    anonymous: state.anonymous,
    respondent: state.parties.some((party) => party.role === 'respondent'),
    happened: thisTime(state).map(({ what }) => what),
    ...asOf(state.dates, state.filedAt),
    filedTimes: state.filedTimes,
  }
}

/** Which dates are over at a moment, and which are not or never will be. */
export function asOf(dates: readonly DateOf[], now: number): { past: string[]; ahead: string[] } {
  const isPast = ({ at }: DateOf): boolean => at !== null && at < now
  return { past: dates.filter(isPast).map(({ id }) => id), ahead: dates.filter((each) => !isPast(each)).map(({ id }) => id) }
}

/** What has happened since the case was filed or last reopened, that included. */
export function thisTime(state: CaseState): CaseState['happened'] {
  return state.happened.slice(Math.max(0, state.happened.findLastIndex(({ what }) => what === 'reopened')))
}

export function matchesAny(patterns: readonly string[], happened: readonly string[]): boolean {
  return happened.some((what) => patterns.some((pattern) => matches(pattern, what)))
}

function isLatest({ of, is }: NonNullable<Condition['latest']>, happened: readonly string[]): boolean {
  const last = happened.findLast((what) => matchesAny(of, [what]))
  return last !== undefined && matchesAny([is].flat(), [last])
}

function answerHolds(condition: Condition, answers: readonly Answer[]): boolean {
  const answer = answers.find((each) => each.id === condition.answer)
  if (condition.given !== undefined && condition.given !== (answer !== undefined)) return false
  if (condition.is === undefined && condition.atLeast === undefined && condition.below === undefined) return true
  if (answer === undefined || answer.value === null) return false
  if (condition.is !== undefined && !oneOf(condition.is, String(answer.value))) return false
  const number = Number(answer.value)
  if (condition.atLeast !== undefined && !(number >= condition.atLeast)) return false
  return condition.below === undefined || number < condition.below
}

function oneOf(wanted: string | string[], given: string | null): boolean {
  return given !== null && (Array.isArray(wanted) ? wanted.includes(given) : wanted === given)
}
