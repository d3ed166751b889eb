import type { Condition } from '../regulations/schema.ts'
import type { Answer } from './case.ts'

/** What conditions look at: a draft has these before it is a case. */
export type Facts = {
  answers: readonly Answer[]
  category: string | null
  level: string | null
  dangers: readonly string[]
  outcome: string | null
  anonymous: boolean
}

/** Whether every named part of a regulation's condition holds. An unanswered question fulfils none but `given: false`. */
export function holds(condition: Condition, facts: Facts): boolean {
  if (condition.answer !== undefined && !answerHolds(condition, facts.answers)) return false
  if (condition.level !== undefined && !oneOf(condition.level, facts.level)) return false
  if (condition.category !== undefined && !oneOf(condition.category, facts.category)) return false
  if (condition.outcome !== undefined && !oneOf(condition.outcome, facts.outcome)) return false
  if (condition.danger !== undefined && !facts.dangers.some((each) => oneOf(condition.danger ?? [], each))) return false
  return condition.anonymous === undefined || condition.anonymous === facts.anonymous
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
