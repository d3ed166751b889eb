import { formatNumber } from '../../../cases/numbering.ts'
import { citedBy } from '../../../regulations/check.ts'
import { ruleIds } from '../../../regulations/rule-ids.ts'
import type { Regulation } from '../../../regulations/schema.ts'
import type { Say } from '../say.ts'
import { dutyLines, extensionLines, joined, roundLines, stepLines } from './duties.ts'
import { conditionText, happenings, inTurn, limitText, number, ordinal, percent, quoted, roles, termsOf, within, type Terms } from './terms.ts'

/** A regulation as a page that a clerk can read (Markdown), each line with the rule it carries out. */

const keywordsShownMax = 8

export function regulationPage(regulation: Regulation, voice: Say): string {
  const terms = termsOf(voice, regulation)
  const { say, own, list } = terms
  const duties = dutyLines(terms)
  const parts: [string, string[]][] = [
    ['rules:show.for', whatFor(terms)],
    ['rules:show.questions', questions(terms)],
    ['rules:show.first', regulation.showFirst.map(({ id, rule }) => bullet(own(`first.${id}`), rule))],
    ['rules:show.levels', levels(terms)],
    ['rules:show.assign', assigning(terms)],
    ['rules:show.duties', duties.own.map((line) => `- ${line}`)],
    ['rules:show.common', duties.common.map((line) => `- ${line}`)],
    ['rules:show.steps', stepLines(terms).map((line) => `- ${line}`)],
    ['rules:show.extension', extensionLines(terms).map((line) => `- ${line}`)],
    ['rules:show.outcomes', outcomes(terms)],
    ['rules:show.dates', dates(terms)],
    ['rules:show.papers', papers(terms)],
    ['rules:show.callback', callback(terms)],
    ['rules:show.numbers', numbers(terms)],
    ['rules:show.rounds', roundLines(terms).map((line) => `- ${line}`)],
    ['rules:show.rules', [...citedBy(regulation)].sort(inOrder).map((rule) => `- ${rule}${title(terms, rule)}`)],
  ]
  const head = say('rules:show.edition', { day: regulation.edition, rules: list(regulation.rules), keep: keep(terms) })
  return [`# ${say('rules:show.title', { name: own('name') })}`, '', head, ...parts.filter(([, lines]) => lines.length > 0).flatMap(([name, lines]) => ['', `## ${say(name)}`, '', ...lines])].join('\n')
}

function whatFor({ regulation, say, own, list, language }: Terms): string[] {
  const kinds = regulation.categories.map(({ id, rule, keywords }) => {
    const words = (language.startsWith('zh') ? keywords.zh : keywords.en).slice(0, keywordsShownMax)
    return bullet(words.length > 0 ? `**${own(`category.${id}`)}**: ${say('rules:show.known-by', { words: list(words) })}` : `**${own(`category.${id}`)}**`, rule)
  })
  const filers = list(regulation.filers.map((filer) => (filer === 'resident' ? say('rules:filer.resident') : say(`case:role.${filer}`))))
  return [
    joined([say('rules:show.filers', { who: filers }), regulation.ways.length > 1 && say('rules:show.ways', { ways: list(regulation.ways.map((way) => say(`talk:who.${way}`))) }), say(regulation.anonymous ? 'rules:show.nameless' : 'rules:show.named'), !regulation.tellsNameless && say('rules:show.nameless-silent'), regulation.sealed && say('rules:show.sealed')]),
    '', say('rules:show.kinds'), '', ...kinds,
  ]
}

function questions(terms: Terms): string[] {
  const { regulation, say, own, either } = terms
  return regulation.questions.map((question, n) => {
    const text = joined([
      say('rules:question.line', { words: own(`question.${question.id}`), kind: say(`rules:kind.${question.kind}`), needed: say(question.optional ? 'rules:question.optional' : 'rules:question.needed') }),
      question.choices && say('rules:question.choices', { choices: either(question.choices.map((choice) => quoted(terms, own(`choice.${question.id}.${choice}`)))) }),
      question.when && say('rules:question.when', { condition: conditionText(terms, question.when) }),
      question.atLeast !== undefined && say('rules:question.at-least', { count: number(terms, question.atLeast) }),
      question.atMost !== undefined && say(question.kind === 'text' ? 'rules:question.at-most-characters' : 'rules:question.at-most', { count: number(terms, question.atMost) }),
      question.sensitive && say('rules:question.sensitive'),
      question.accused && say('rules:question.accused'),
    ])
    return `${n + 1}. ${cited(text, question.rule)}`
  })
}

function levels(terms: Terms): string[] {
  const { regulation, say, own, either } = terms
  return regulation.levels.map((level, n) => {
    const how = n === 0 ? say('rules:level.first') : level.raisedBy.length === 0 ? say('rules:level.by-step') : say('rules:level.raised', { conditions: either(level.raisedBy.map((each) => conditionText(terms, each))) })
    return bullet(`**${own(`level.${level.id}`)}**: ${inTurn(terms, [how, ...(level.red ? [say('rules:level.red')] : []), ...(level.tier === undefined || level.tier === 'village' ? [] : [say(`rules:level.tier-${level.tier}`)])])}`, level.rule)
  })
}

function assigning(terms: Terms): string[] {
  const { say, own } = terms
  const { assign } = terms.regulation
  return [cited(joined([
    say('rules:assign.to', { who: roles(terms, assign.roles), offers: assign.offers }),
    ...Object.entries(assign.byLevel ?? {}).map(([level, asked]) => say('rules:assign.by-level', { level: own(`level.${level}`), who: roles(terms, asked) })),
    say('rules:assign.within', { within: within(terms, assign.answerWithin) }),
    say('rules:assign.head', { head: say('case:role.head'), within: within(terms, assign.headWithin) }),
    assign.aroundTheClock && say('rules:assign.clock'),
  ]), assign.rule)]
}

function outcomes(terms: Terms): string[] {
  const { regulation, say, own, list } = terms
  return regulation.outcomes.flatMap((outcome) => {
    const who = outcome.signOff ? say(`case:role.${outcome.signOff.by}`) : ''
    const text = joined([
      outcome.if && say('rules:outcome.if', { condition: conditionText(terms, outcome.if) }),
      outcome.before && say('rules:outcome.before'),
      outcome.byResident && say('rules:outcome.resident'),
      outcome.signOff && (outcome.signOff.if ? say('rules:outcome.signed-if', { who, condition: conditionText(terms, outcome.signOff.if) }) : say('rules:outcome.signed', { who })),
      outcome.dates.length > 0 && say('rules:outcome.dates', { dates: list(outcome.dates.map((date) => own(`label.${regulation.dates.find(({ id }) => id === date)?.from ?? ''}`))) }),
      !outcome.callback && say('rules:outcome.no-callback'),
      outcome.ways.length > 0 && say('rules:outcome.ways'),
    ])
    return [bullet(`**${own(`outcome.${outcome.id}`)}**${text === '' ? '' : `: ${text}`}`, outcome.rule), ...outcome.ways.map((way) => `  - ${own(`ways.${way}`).replace(/^[·・•]\s*/, '')}`)]
  })
}

function dates(terms: Terms): string[] {
  const { regulation, say, own } = terms
  const span = (limit: string): string => (limit === 'never' ? say('rules:date.never') : limitText(terms, limit))
  return regulation.dates.map(({ rule, from, after, by }) => {
    const label = own(`label.${from}`)
    if (typeof after === 'string') return bullet(say('rules:date.line', { label, span: span(after) }), rule)
    const named = (id: string): string => (by === 'category' ? own(`category.${id}`) : own(`choice.${by ?? ''}.${id}`))
    return bullet(say('rules:date.by', { label, spans: inTurn(terms, Object.entries(after).map(([id, limit]) => say('rules:step.by-choice', { choice: named(id), span: span(limit) }))) }), rule)
  })
}

function papers(terms: Terms): string[] {
  const { regulation, say, own } = terms
  return regulation.papers.map(({ id, rule, from, if: only }, n) => {
    const when = [say('rules:paper.line', { from: happenings(terms, from) }), ...(only ? [say('rules:paper.if', { condition: conditionText(terms, only) })] : [])]
    return `${n + 1}. ${cited(`**${own(`paper.${id}`)}**: ${inTurn(terms, when)}`, rule)}`
  })
}

function callback(terms: Terms): string[] {
  const { say, own, list } = terms
  const { rule, share, delay, inPerson, by, content, asks, quiet, cap, reopensAt, remedyRule } = terms.regulation.callback
  if (share === 0 && (content?.share ?? 0) === 0) return [cited(say('rules:callback.none'), rule)]
  return [
    bullet(say('rules:callback.share', { percent: percent(terms, share), delay: limitText(terms, delay) }), rule),
    ...(inPerson ? [bullet(say('rules:callback.in-person', { percent: percent(terms, inPerson.share), within: within(terms, inPerson.within) }), inPerson.rule)] : []),
    ...by.map(({ level, who, rule: cites }) => bullet(say('rules:callback.by', { level: own(`level.${level}`), who: say(`case:role.${who}`) }), cites)),
    ...(content ? [bullet(say('rules:callback.content', { when: happenings(terms, content.when), percent: percent(terms, content.share), person: percent(terms, content.inPerson) }), rule)] : []),
    ...(asks.length > 0 ? [bullet(say('rules:callback.asks', { asks: list(asks.map(({ id }) => own(`asks.${id}`))) }), list([...new Set(asks.map((each) => each.rule))]))] : []),
    bullet(say('rules:callback.quiet', { from: quiet.from, to: quiet.to, most: cap.most, days: cap.days })),
    bullet(reopensAt > 0 ? say('rules:callback.reopens', { score: reopensAt }) : say('rules:callback.never-reopens'), remedyRule),
  ]
}

function numbers(terms: Terms): string[] {
  const { say } = terms
  const { number: registration, dossier, month, edition } = terms.regulation
  const example = (format: string): string => formatNumber(format, 1, edition)
  return [
    bullet(say('rules:number.line', { example: example(registration.format), period: say(`rules:period.${registration.series}`) }), registration.rule),
    ...(dossier ? [bullet(say('rules:number.dossier', { example: example(dossier.format), period: say(`rules:period.${dossier.series}`), when: happenings(terms, dossier.when) }), dossier.rule)] : []),
    ...(month.from > 1 ? [bullet(say('rules:number.month', { day: ordinal(terms, month.from) }), month.rule)] : []),
  ]
}

/** "10 years", "for ever"; anything else stands as it was written. */
function keep({ regulation, say }: Terms): string {
  const years = /^(\d+) years?$/.exec(regulation.keep)?.[1]
  if (years !== undefined) return say('rules:keep.years', { count: Number(years) })
  return regulation.keep === 'for ever' ? say('rules:keep.for-ever') : regulation.keep
}

/** The short title of a rule of ours; an office's own rules have none. */
function title({ say }: Terms, rule: string): string {
  return ruleIds.includes(rule) ? `: ${say(`rules:rule.${rule}`)}` : ''
}

function bullet(text: string, rule?: string): string {
  return `- ${cited(text, rule)}`
}

function cited(text: string, rule: string | undefined): string {
  return rule === undefined ? text : `${text} (${rule})`
}

function inOrder(a: string, b: string): number {
  const [set = '', n = ''] = a.split('-')
  const [otherSet = '', otherN = ''] = b.split('-')
  return set === otherSet ? Number(n) - Number(otherN) : set < otherSet ? -1 : 1
}
