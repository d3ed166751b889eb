import { dutyRules } from '../../../cases/duties/dutyRules.ts'
import type { DutyRule, RoundRule, Step } from '../../../regulations/schema.ts'
import { conditionText, happenings, inTurn, limitText, ordinal, quoted, roles, within, type Terms } from './terms.ts'

/** Duties, steps and rounds, each as sentences: who, what, by when, warned when, and what follows. */

/** Those of the regulation, and those every case has whatever its regulation; of these, what can come under this one. */
export function dutyLines(terms: Terms): { own: string[]; common: string[] } {
  const { regulation, own, say } = terms
  const ids = new Set(regulation.duties.map(({ id }) => id))
  const line = (rule: DutyRule, name: string): string => `**${name}** (${rule.rule}): ${dutyText(terms, rule)}`
  return {
    own: regulation.duties.map((rule) => line(rule, own(`duty.${rule.id}`))),
    common: dutyRules(regulation).filter(({ id, alarm, body }) => !alarm && !body && !ids.has(id) && comes(regulation, id)).map((rule) => line(rule, say(`case:duty.${rule.id}`))),
  }
}

function comes({ outcomes, callback }: Terms['regulation'], duty: string): boolean {
  if (duty === 'visit') return callback.inPerson !== undefined
  return !duty.startsWith('sign-off-') || outcomes.some(({ signOff }) => signOff && duty === `sign-off-${signOff.by}`)
}

function dutyText(terms: Terms, rule: DutyRule): string {
  const { say, own } = terms
  const sentences = [
    say('rules:duty.do', { when: happenings(terms, rule.when), who: say(`case:role.${rule.who}`), within: within(terms, rule.limit) }),
    rule.if && say('rules:duty.if', { condition: conditionText(terms, rule.if) }),
    rule.warn && say('rules:duty.warn', { span: limitText(terms, rule.warn) }),
    say('rules:duty.done', { done: happenings(terms, rule.done) }),
    rule.ladder.length > 0 && say('rules:duty.late', { ladder: inTurn(terms, rule.ladder.map((rung) => rungText(terms, rung))) }),
    rule.tellResident && say('rules:duty.resident'),
    rule.pausable && say('rules:duty.pausable'),
    rule.shown && say('rules:duty.shown'),
    rule.red && say('rules:duty.red'),
    rule.outlives && say('rules:duty.outlives'),
    rule.notAfter && say('rules:duty.not-after', { duty: own(`duty.${rule.notAfter}`) }),
    rule.times && say('rules:duty.times', { times: rule.times }),
  ]
  return joined(sentences)
}

type Rung = { after: string; tell: readonly string[]; raise?: string | undefined; reassign?: boolean }

function rungText(terms: Terms, { after, tell, raise, reassign }: Rung): string {
  const { say, own, list } = terms
  const when = after === 'at-once' ? say('rules:ladder.at-once') : say('rules:ladder.after', { span: limitText(terms, after) })
  return list([
    ...(tell.length > 0 ? [say('rules:ladder.tell', { when, who: roles(terms, tell) })] : []),
    ...(raise === undefined ? [] : [raise === 'next' ? say('rules:ladder.next') : say('rules:ladder.raise', { level: own(`level.${raise}`) })]),
    ...(reassign ? [say('rules:ladder.reassign')] : []),
  ])
}

export function stepLines(terms: Terms): string[] {
  return terms.regulation.steps.map((step) => `**${terms.own(`step.${step.id}`)}** (${step.rule}): ${stepText(terms, step)}`)
}

function stepText(terms: Terms, step: Step): string {
  const { say, own, list, either } = terms
  const choice = (id: string): string => own(`choice.${step.id}.${id}`)
  return joined([
    say('rules:step.by', { who: roles(terms, step.by), stages: either(step.stages.map((stage) => say(`case:stage.${stage}`))) }),
    step.if && say('rules:step.if', { condition: conditionText(terms, step.if) }),
    step.choices && say('rules:step.choice', { choices: either(step.choices.map((id) => quoted(terms, choice(id)))) }),
    step.takes.endsWith('words') && say('rules:step.words'),
    step.asks && say('rules:step.parts', { parts: list(step.asks.map(({ id }) => own(`label.${step.id}.${id}`))) }),
    step.takes === 'instruction' && say('rules:step.instruction', { duties: list((step.limits ?? []).map((duty) => quoted(terms, own(`duty.${duty}`)))) }),
    step.tellsResident && say('rules:step.tells'),
    step.asksResident && say('rules:step.asks', { choices: either(step.asksResident.map((id) => quoted(terms, choice(id)))) }),
    step.tells.length > 0 && say('rules:step.tells-staff', { who: roles(terms, step.tells) }),
    step.stage && say('rules:step.accepts'),
    step.raise && (step.raise === 'next' ? say('rules:step.raise-next') : say('rules:step.raise', { level: own(`level.${step.raise}`) })),
    step.moves && say(`rules:step.${step.moves.how}`, { duties: list(step.moves.duty.map((duty) => quoted(terms, own(`duty.${duty}`)))), by: typeof step.moves.by === 'string' ? limitText(terms, step.moves.by) : inTurn(terms, Object.entries(step.moves.by).map(([id, by]) => say('rules:step.by-choice', { choice: choice(id), span: limitText(terms, by) }))) }),
    step.becomes && say('rules:step.becomes', { regulation: say(`${step.becomes}:name`) }),
  ])
}

/** How much more time may be asked for, by whom it is granted, and how far it goes. */
export function extensionLines(terms: Terms): string[] {
  const { regulation: { extension }, say, own, list, either } = terms
  if (!extension) return []
  const { duty, by, approver, times, atMost, rule } = extension
  const text = joined([
    say('rules:extension.line', { duties: list(duty.map((id) => quoted(terms, own(`duty.${id}`)))), by: either(Object.values(by).map((limit) => limitText(terms, limit))), who: say(`case:role.${approver}`) }),
    say('rules:extension.times', { n: times }),
    atMost && say('rules:extension.most', { span: limitText(terms, atMost) }),
  ])
  return [`${text} (${rule})`]
}

export function roundLines(terms: Terms): string[] {
  return terms.regulation.rounds.map((round) => `**${terms.own(`round.${round.id}`)}** (${round.rule}): ${roundText(terms, round)}`)
}

function roundText(terms: Terms, round: RoundRule): string {
  const { say, list } = terms
  const does = { who: say(`case:role.${round.who}`), within: within(terms, round.limit) }
  const { begins } = round
  return joined([
    begins === 'called' ? say('rules:round.called', does)
      : typeof begins === 'string' ? say('rules:round.weekday', { ...does, day: say(`rules:weekday.${begins}`) })
      : Array.isArray(begins) ? say('rules:round.days', { ...does, days: list(begins.map((day) => ordinal(terms, Number.parseInt(day, 10)))) })
      : say('rules:round.holiday', { ...does, span: limitText(terms, `${begins.beforeHoliday} working-days`) }),
    round.months && say('rules:round.months', { months: list(round.months.map(String)) }),
    round.warn && say('rules:duty.warn', { span: limitText(terms, round.warn) }),
    round.each && say('rules:round.each'),
    round.figures && say('rules:round.figures'),
    round.ladder.length > 0 && say('rules:duty.late', { ladder: inTurn(terms, round.ladder.map((rung) => rungText(terms, rung))) }),
  ])
}

/** Sentences that apply, one after another. */
export function joined(sentences: readonly (string | false | 0 | undefined)[]): string {
  return sentences.filter((each) => typeof each === 'string' && each !== '').join(' ').replace(/(?<=[。；：]) /g, '')
}
