import { parseLimit } from '../../../calendar/limit.ts'
import { matches } from '../../../cases/conditions.ts'
import type { Condition } from '../../../regulations/condition.ts'
import type { Regulation } from '../../../regulations/schema.ts'
import type { Say } from '../say.ts'

/** The terms a regulation is written in, as people write them: limits, roles, happenings, conditions. */

export type Terms = Say & {
  regulation: Regulation
  /** Words of the regulation itself: own('duty.decide'). */
  own(key: string, values?: Record<string, string | number>): string
}

export function termsOf(say: Say, regulation: Regulation): Terms {
  return { ...say, regulation, own: (key, values) => say.say(`${regulation.id}:${key}`, values) }
}

/** "5 working days", "the 25th of the month". Throws where the limit cannot be read. */
export function limitText({ say, language }: Say, text: string): string {
  const limit = parseLimit(text)
  switch (limit.unit) {
    case 'at-once': return say('rules:limit.at-once')
    case 'day-of-month': return say('rules:limit.day-of-month', { day: ordinal({ say, language }, limit.day) })
    default: return say(`rules:limit.${limit.unit}`, { count: limit.count })
  }
}

/** "within 5 working days", "by the 25th of the month", "at once". */
export function within(say: Say, text: string): string {
  const limit = parseLimit(text)
  switch (limit.unit) {
    case 'at-once': return say.say('rules:within.at-once')
    case 'day-of-month': return say.say('rules:within.day-of-month', { day: ordinal(say, limit.day) })
    default: return say.say('rules:within.span', { span: limitText(say, text) })
  }
}

export function ordinal({ say, language }: Pick<Say, 'say' | 'language'>, n: number): string {
  const form = new Intl.PluralRules(language, { type: 'ordinal' }).select(n)
  return say(`rules:ordinal.${['one', 'two', 'few'].includes(form) ? form : 'other'}`, { n })
}

export function roles({ say, list }: Say, ids: readonly string[]): string {
  return list(ids.map((role) => say(`case:role.${role}`)))
}

export function percent({ language }: Say, share: number): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(share)
}

export function number({ language }: Say, count: number): string {
  return new Intl.NumberFormat(language).format(count)
}

export function quoted({ say }: Say, words: string): string {
  return say('rules:join.quoted', { words })
}

/** One after another, each whole in itself. */
export function inTurn({ say }: Say, parts: readonly string[]): string {
  return parts.reduce((one, other) => say('rules:join.then', { one, other }))
}

/** Happenings of which one is enough: "it is accepted or closed". */
export function happenings(terms: Terms, patterns: readonly string[]): string {
  return terms.either([...new Set(patterns.flatMap((pattern) => happening(terms, pattern)))])
}

/** What stands for itself in every case. Of `closing`, `scored` and the like there are kinds, said with a hyphen. */
const common = [
  'filed', 'assigned', 'accepted', 'handed-over', 'declined', 'recused', 'silent', 'unassigned', 'unattended', 'messaged', 'noted', 'replied', 'added', 'held', 'resumed',
  'closing', 'closing.head', 'closing.leader', 'signed', 'returned', 'reopened', 'refiled', 'visit-drawn', 'visited', 'call-drawn', 'called', 'scored', 'scored.low', 'scored.well', 'closed', 'raised', 'overdue',
  'dates.proposed', 'meeting.set', 'meeting.none', 'meeting.moved', 'meeting.held', 'meeting.missed', 'meeting.put-off', 'meeting.cancelled',
  'urged', 'pressed', 'pressure-answered', 'contact-denied', 'contact-checked', 'contact-confirmed', 'complained', 'complaint-answered', 'offer.accepted', 'followed-up',
  'handover-asked', 'handover-answered', 'identity-asked', 'identity-granted', 'identity-refused', 'revealed', 'urged-staff', 'reported-up',
  'interim-reported', 'extension-asked', 'extension-refused', 'extended',
  'agreement.sent', 'agreement.changed', 'agreement.objected', 'agreement.confirmed', 'respondent-left',
  'tier-asked', 'tier-received', 'tier-returned', 'tier-kept', 'heard-at-reception', 'reported-back',
  'referred-in', 'body-waits', 'body-answered', 'entrusted-to-us',
]

function happening({ regulation, say, own }: Terms, pattern: string): string[] {
  if (common.includes(pattern)) return [say(`rules:happening.${pattern.replace('.', '-')}`)]
  const [what = '', which = ''] = pattern.split('.')
  // What both sides say of an agreement, where the regulation has no step for it.
  if (what === 'performance' && !regulation.steps.some(({ happens }) => happens === what)) return [say(`rules:happening.performance-${which}`)]
  if (what === 'closed') return [say('rules:happening.closed-as', { outcome: own(`outcome.${which}`) })]
  if (what === 'raised') return [say('rules:happening.raised-to', { level: own(`level.${which}`) })]
  if (what === 'overdue') return [say('rules:happening.overdue-of', { duty: own(`duty.${which}`) })]
  return regulation.steps.flatMap((step) => {
    const named = { step: own(`step.${step.id}`) }
    if (step.happens === pattern || step.happens.startsWith(`${pattern}.`)) return [say('rules:happening.step', named)]
    if (step.happens !== what) return []
    if (step.asksResident && which === 'asked') return [say('rules:happening.step-asked', named)]
    if (step.asksResident?.includes(which)) return [say('rules:happening.step-answer', { ...named, choice: own(`choice.${step.id}.${which}`) })]
    return step.choices?.includes(which) ? [say('rules:happening.step-choice', { ...named, choice: own(`choice.${step.id}.${which}`) })] : []
  })
}

/** All parts of a condition, joined by "and". */
export function conditionText(terms: Terms, condition: Condition): string {
  const { say } = terms
  return partsOf(terms, condition).reduce((one, other) => say('rules:condition.both', { one, other }))
}

function partsOf(terms: Terms, condition: Condition): string[] {
  const { say, own, either, regulation } = terms
  const parts: string[] = []
  const each = (value: string | string[] | undefined, words: (id: string) => string): string => either([value ?? []].flat().map((id) => quoted(terms, words(id))))
  if (condition.answer !== undefined) parts.push(...answerParts(terms, condition.answer, condition))
  if (condition.level !== undefined) parts.push(say('rules:condition.level', { levels: each(condition.level, (id) => own(`level.${id}`)) }))
  if (condition.category !== undefined) parts.push(say('rules:condition.category', { categories: each(condition.category, (id) => own(`category.${id}`)) }))
  if (condition.danger !== undefined) parts.push(say('rules:condition.danger', { dangers: each(condition.danger, (id) => say(`talk:danger-name.${id}`)) }))
  if (condition.outcome !== undefined) parts.push(say('rules:condition.outcome', { outcomes: each(condition.outcome, (id) => own(`outcome.${id}`)) }))
  if (condition.anonymous !== undefined) parts.push(say(condition.anonymous ? 'rules:condition.anonymous' : 'rules:condition.not-anonymous'))
  if (condition.respondent !== undefined) parts.push(say(condition.respondent ? 'rules:condition.respondent' : 'rules:condition.no-respondent'))
  if (condition.happened !== undefined) parts.push(say('rules:condition.happened', { happenings: happenings(terms, [condition.happened].flat()) }))
  if (condition.latest !== undefined) {
    const is = [condition.latest.is].flat()
    parts.push(say('rules:condition.latest', { is: happenings(terms, is), others: happenings(terms, condition.latest.of.filter((what) => !is.some((one) => matches(one, what)))) }))
  }
  const label = (date: string): string => own(`label.${regulation.dates.find(({ id }) => id === date)?.from ?? ''}`)
  if (condition.past !== undefined) parts.push(say('rules:condition.past', { label: label(condition.past) }))
  if (condition.ahead !== undefined) parts.push(say('rules:condition.ahead', { label: label(condition.ahead) }))
  if (condition.filedAtLeast !== undefined) parts.push(say('rules:condition.filed-at-least', { count: condition.filedAtLeast }))
  // At the end, so that nobody takes what follows for a part of it.
  if (condition.not !== undefined) parts.push(say('rules:condition.not', { condition: conditionText(terms, condition.not) }))
  return parts
}

function answerParts(terms: Terms, answer: string, { is, atLeast, below, given }: Condition): string[] {
  const { say, own, either } = terms
  const label = own(`label.${answer}`)
  const yesNo = terms.regulation.questions.find(({ id }) => id === answer)?.kind === 'yes-no'
  const choice = (id: string): string => (yesNo ? say(`case:choice.${id}`) : own(`choice.${answer}.${id}`))
  return [
    ...(given === undefined ? [] : [say(given ? 'rules:condition.given' : 'rules:condition.not-given', { label })]),
    ...(is === undefined ? [] : [say('rules:condition.is', { label, choices: either([is].flat().map((id) => quoted(terms, choice(id)))) })]),
    ...(atLeast === undefined ? [] : [say('rules:condition.at-least', { label, count: number(terms, atLeast) })]),
    ...(below === undefined ? [] : [say('rules:condition.below', { label, count: number(terms, below) })]),
    ...(given ?? is ?? atLeast ?? below) === undefined ? [say('rules:condition.given', { label })] : [],
  ]
}
