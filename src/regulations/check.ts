import { matches, matchesAny } from '../cases/conditions.ts'
import type { Condition } from './condition.ts'
import type { Fault } from './faults.ts'
import { canBeSame } from './formats.ts'
import type { Regulation, Step } from './schema.ts'

/** What a schema cannot see: whether the names in a regulation name something. */

/** What happens in every case, whatever its regulation. */
const happenings = [
  'filed', 'assigned', 'accepted', 'handed-over', 'declined', 'recused', 'silent', 'unassigned', 'unattended', 'messaged', 'noted', 'replied', 'added',
  'held', 'resumed', 'closing.head', 'closing.leader', 'signed', 'returned', 'reopened', 'refiled', 'visit-drawn', 'visited', 'call-drawn', 'called', 'scored.low', 'scored.well',
  'consent-given', 'consent-refused', 'proxy-ended', 'revealed', 'group-joined', 'group-left', 'stands', 'represented',
  'respondent-joined', 'respondent-left', 'respondent-talks', 'messaged-other', 'spoken', 'offer.made', 'offer.countered', 'offer.declined', 'offer.taken-back', 'offer.accepted', 'agreement.sent', 'agreement.confirmed',
  'supervised', 'supervision-ended', 'urged-staff', 'reported-up', 'interim-reported', 'failed-again', 'extension-asked', 'extension-refused',
]
const actions = ['take', 'decline', 'recuse', 'message', 'close', 'sign-off', 'assign', 'note', 'hold', 'resume', 'visited', 'called', 'look', 'invite', 'message-other', 'message-both', 'instruct-usual', 'offer-from-mediator', 'drop-offer', 'clause', 'oral-consent', 'extend', 'decide-extension', 'interim', 'urge-staff', 'off-list', 'report-up']
const duties = ['answer-offer', 'assign', 'review-hold', 'sign-off-head', 'sign-off-leader', 'visit', 'call', 'attend', 'carry-out-reception', 'answer-staff-urge', 'report-supervised', 'settle-supervised', 'decide-extension']

export function crossCheck(one: Regulation): Fault[] {
  const ids = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id)
  const emitted = emittedBy(one)
  const faults: Fault[] = []
  const expect = (good: boolean, path: PropertyKey[], expected: string): void => {
    if (!good) faults.push({ path, expected })
  }
  const known = (value: string | undefined, of: readonly string[], path: PropertyKey[], what: string): void =>
    expect(value === undefined || of.includes(value), path, `${what}: one of ${of.join(', ') || '(there is none)'}`)
  const happens = (patterns: readonly string[], path: PropertyKey[]): void =>
    patterns.forEach((pattern, n) => expect(emitted.some((what) => matches(pattern, what)), [...path, n], `something that happens; "${pattern}" never does`))
  const condition = (asked: Condition | undefined, path: PropertyKey[]): void => {
    if (!asked) return
    known(asked.answer, ids(one.questions), [...path, 'answer'], 'a question')
    const question = one.questions.find(({ id }) => id === asked.answer)
    const choices = question?.kind === 'yes-no' ? ['yes', 'no'] : question?.choices
    for (const is of [asked.is ?? []].flat()) if (choices) known(is, choices, [...path, 'is'], 'a choice of the question')
    expect(asked.answer !== undefined || (asked.is ?? asked.atLeast ?? asked.below ?? asked.given) === undefined, [...path, 'answer'], 'the question that is, atLeast, below or given speak of')
    for (const level of [asked.level ?? []].flat()) known(level, ids(one.levels), [...path, 'level'], 'a level')
    for (const category of [asked.category ?? []].flat()) known(category, ids(one.categories), [...path, 'category'], 'a category')
    known(asked.past, ids(one.dates), [...path, 'past'], 'a date')
    known(asked.ahead, ids(one.dates), [...path, 'ahead'], 'a date')
    for (const outcome of [asked.outcome ?? []].flat()) known(outcome, ids(one.outcomes), [...path, 'outcome'], 'an outcome')
    happens([asked.happened ?? []].flat(), [...path, 'happened'])
    if (asked.latest) {
      const { of, is } = asked.latest
      const wanted = [is].flat()
      happens(of, [...path, 'latest', 'of'])
      happens(wanted, [...path, 'latest', 'is'])
      expect(wanted.every((what) => matchesAny(of, [what])) && of.some((what) => !matchesAny(wanted, [what])), [...path, 'latest', 'is'], `some of those that "of" names, and not all of them: ${of.join(', ')}`)
    }
    expect(asked.not === undefined || Object.keys(asked.not).length > 0, [...path, 'not'], 'what must not hold')
    condition(asked.not, [...path, 'not'])
  }
  for (const level of Object.keys(one.assign.byLevel ?? {})) known(level, ids(one.levels), ['assign', 'byLevel', level], 'a level')
  const parts = ({ takes, choices, asks = [] }: Step, at: (...path: PropertyKey[]) => PropertyKey[]): void => {
    expect(asks.length === 0 || takes.endsWith('words'), at('takes'), 'words, or choice-and-words, for a step that asks for its words in parts')
    asks.forEach((part, m) => {
      expect(asks.findIndex(({ id }) => id === part.id) === m, at('asks', m, 'id'), `an id used once; "${part.id}" is used twice`)
      part.only?.forEach((only, k) => known(only, choices ?? [], at('asks', m, 'only', k), 'a choice of the step'))
    })
  }
  const raises = [...ids(one.levels), 'next']
  for (const list of ['categories', 'questions', 'levels', 'duties', 'steps', 'outcomes', 'dates', 'papers', 'rounds'] as const) {
    one[list].forEach(({ id }, n) => expect(one[list].findIndex((each) => each.id === id) === n, [list, n, 'id'], `an id used once; "${id}" is used twice`))
  }
  one.questions.forEach((question, n) => {
    expect((question.kind === 'choice') === (question.choices !== undefined), ['questions', n, 'choices'], 'choices for a question of kind choice, and for no other')
    known(question.usual, question.choices ?? [], ['questions', n, 'usual'], 'a choice of the question')
    condition(question.when, ['questions', n, 'when'])
  })
  one.levels.forEach((level, n) => level.raisedBy.forEach((each, m) => condition(each, ['levels', n, 'raisedBy', m])))
  one.duties.forEach((duty, n) => {
    const at = (...path: PropertyKey[]): PropertyKey[] => ['duties', n, ...path]
    expect(!duties.includes(duty.id), at('id'), `an id that no common duty has (${duties.join(', ')})`)
    happens(duty.when, at('when'))
    happens(duty.done, at('done'))
    condition(duty.if, at('if'))
    known(duty.notAfter, ids(one.duties), at('notAfter'), 'a duty')
    duty.actions.forEach((action, m) => known(action, [...actions, ...ids(one.steps)], at('actions', m), 'an action or a step'))
    duty.ladder.forEach((rung, m) => known(rung.raise, raises, at('ladder', m, 'raise'), 'a level'))
  })
  one.steps.forEach((step, n) => {
    const at = (...path: PropertyKey[]): PropertyKey[] => ['steps', n, ...path]
    expect(!actions.includes(step.id), at('id'), `an id that no common action has (${actions.join(', ')})`)
    expect(!ids(one.questions).includes(step.id), at('id'), 'an id that no question has: their choices are said with the same keys')
    const chooses = step.takes === 'choice' || step.takes === 'choice-and-words'
    expect(chooses === (step.choices !== undefined || step.becomes !== undefined), at('choices'), 'choices for a step that takes a choice, and for no other')
    expect(!(chooses && step.asksResident), at('asksResident'), 'a step that takes no choice itself, when the resident is asked')
    parts(step, at)
    condition(step.if, at('if'))
    known(step.raise, raises, at('raise'), 'a level')
    happens([step.answers ?? []].flat(), at('answers'))
    step.moves?.duty.forEach((duty, m) => known(duty, ids(one.duties), at('moves', 'duty', m), 'a duty'))
    expect(step.limits === undefined || step.takes === 'instruction', at('limits'), 'a step that takes an instruction: nothing else sets a day')
    step.limits?.forEach((duty, m) => known(duty, ids(one.duties), at('limits', m), 'a duty'))
    const by = step.moves?.by
    if (by !== undefined && typeof by !== 'string') expect([...(step.choices ?? [])].sort().join() === Object.keys(by).sort().join(), at('moves', 'by'), `a limit for each choice: ${step.choices?.join(', ')}`)
  })
  one.extension?.duty.forEach((duty, m) => known(duty, ids(one.duties), ['extension', 'duty', m], 'a duty'))
  one.outcomes.forEach((outcome, n) => {
    condition(outcome.if, ['outcomes', n, 'if'])
    condition(outcome.signOff?.if, ['outcomes', n, 'signOff', 'if'])
    outcome.dates.forEach((date, m) => known(date, ids(one.dates), ['outcomes', n, 'dates', m], 'a date'))
  })
  one.dates.forEach((date, n) => {
    const at = (...path: PropertyKey[]): PropertyKey[] => ['dates', n, ...path]
    known(date.from, ids(one.questions.filter(({ kind }) => kind === 'date')), at('from'), 'a question of kind date')
    expect((date.by !== undefined) === (typeof date.after !== 'string'), at('by'), 'the question whose choices `after` speaks of, and only then')
    if (date.by === undefined || typeof date.after === 'string') return
    const choices = date.by === 'category' ? ids(one.categories) : one.questions.find(({ id }) => id === date.by)?.choices ?? []
    known(date.by, ['category', ...ids(one.questions.filter(({ kind }) => kind === 'choice'))], at('by'), '"category" or a question of kind choice')
    expect([...choices].sort().join() === Object.keys(date.after).sort().join(), at('after'), `a limit for each choice: ${choices.join(', ')}`)
  })
  one.rounds.forEach(({ sheet }, n) => happens([sheet ?? []].flat(), ['rounds', n, 'sheet']))
  one.papers.forEach((paper, n) => {
    happens(paper.from, ['papers', n, 'from'])
    condition(paper.if, ['papers', n, 'if'])
  })
  happens(one.dossier?.when ?? [], ['dossier', 'when'])
  happens([one.mediates?.aside.happens ?? []].flat(), ['mediates', 'aside', 'happens'])
  for (const willing of one.mediates ? (['willing', 'unwilling'] as const) : []) expect(one.steps.some((step) => step.willing === willing), ['mediates'], `a step that says ${willing}: the other side is asked`)
  expect(one.outcomes.filter((outcome) => outcome.byResident).length <= 1, ['outcomes'], 'at most one outcome byResident')
  one.callback.by.forEach(({ level }, n, all) => {
    known(level, ids(one.levels), ['callback', 'by', n, 'level'], 'a level')
    expect(all.findIndex((each) => each.level === level) === n, ['callback', 'by', n, 'level'], `a level named once; "${level}" is named twice`)
  })
  happens(one.callback.content?.when ?? [], ['callback', 'content', 'when'])
  for (const end of ['from', 'to'] as const) expect(isTime(one.callback.quiet[end]), ['callback', 'quiet', end], 'a time of day, such as "20:00"')
  expect(isDay(one.edition), ['edition'], 'a day there is, as YYYY-MM-DD')
  for (const [path, numbers] of [[['number'], one.number], [['dossier'], one.dossier]] as const) {
    if (!numbers) continue
    const holes = [...numbers.format.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name)
    expect(holes.every((name) => /^(yyyy|yy|mm|dd|serial:[1-9])$/.test(name)), [...path, 'format'], 'no other holes than {yyyy}, {yy}, {mm}, {dd} and {serial:N}')
    // Else the same number would come again with the next year or month.
    expect(holes.some((name) => name.startsWith('yy')) && (numbers.series === 'yearly' || holes.includes('mm')), [...path, 'format'], numbers.series === 'yearly' ? 'the year: {yyyy} or {yy}' : 'year and month: {yy} or {yyyy}, and {mm}')
  }
  const cited = citedBy(one)
  one.rules.forEach((rule, n) => expect(cited.has(rule), ['rules', n], `a rule that some item carries out; nothing cites ${rule}`))
  for (const rule of cited) expect(one.rules.includes(rule), ['rules'], `every rule that is cited; ${rule} is missing`)
  return faults
}

/** Between files: no edition twice, numbers that cannot be mistaken for each other, and regulations named that there are. */
export function crossCheckAll(all: readonly Regulation[]): { n: number; fault: Fault }[] {
  return all.flatMap((one, n) => {
    const faults: Fault[] = []
    const start = (each: Regulation): string => each.number.format.split('{')[0] ?? ''
    if (all.findIndex((each) => each.id === one.id && each.edition === one.edition) !== n) faults.push({ path: ['edition'], expected: 'an edition that no other file has of this regulation' })
    const sameStart = all.some((each) => each.id !== one.id && start(each) === start(one))
    if (sameStart) faults.push({ path: ['number', 'format'], expected: 'another beginning than the numbers of other regulations' })
    for (const mine of numbersOf(one)) {
      // A series goes on through the editions of its regulation.
      const like = all.flatMap(numbersOf).find((other) => (other.of !== mine.of || other.field !== mine.field) && canBeSame(mine.format, other.format))
      if (like && !(sameStart && mine.field === 'number')) faults.push({ path: [mine.field, 'format'], expected: `numbers that no other case or dossier has: "${like.format}", the ${like.field} of ${like.of}, can come out the same` })
    }
    one.steps.forEach((step, m) => {
      if (step.becomes !== undefined && !all.some((each) => each.id === step.becomes)) faults.push({ path: ['steps', m, 'becomes'], expected: `a regulation: one of ${all.map((each) => each.id).join(', ')}` })
    })
    return faults.map((fault) => ({ n, fault }))
  })
}

/** The formats of its registrations and of its dossiers. */
function numbersOf({ id, number, dossier }: Regulation): { of: string; field: 'number' | 'dossier'; format: string }[] {
  return [{ of: id, field: 'number', format: number.format }, ...(dossier ? [{ of: id, field: 'dossier' as const, format: dossier.format }] : [])]
}

/** Everything that can happen under a regulation. */
export function emittedBy(one: Regulation): string[] {
  return [
    ...happenings,
    ...one.outcomes.map(({ id }) => `closed.${id}`),
    ...one.levels.map(({ id }) => `raised.${id}`),
    ...one.duties.map(({ id }) => `overdue.${id}`),
    ...Object.keys(one.extension?.by ?? {}).map((choice) => `extended.${choice}`),
    ...one.steps.flatMap(({ happens, asksResident, choices }) => (asksResident ? ['asked', ...asksResident] : choices ?? ['']).map((end) => (end === '' ? happens : `${happens}.${end}`))),
  ]
}

function isTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text)
}

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

/** Every rule id an item carries out, wherever it stands. */
export function citedBy(one: Regulation): Set<string> {
  const cited = new Set<string>()
  const walk = (value: unknown, key: string): void => {
    if ((key === 'rule' || key === 'remedyRule') && typeof value === 'string') cited.add(value)
    else if (value !== null && typeof value === 'object' && key !== 'rules') for (const [name, part] of Object.entries(value)) walk(part, name)
  }
  walk(one, '')
  return cited
}
