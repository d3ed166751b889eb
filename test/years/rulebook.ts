/**
 * The regulation files read once more, plainly, with the defaults their schema describes and the duties every case has
 * written out by hand: what the shadow of a case goes by. Nothing of src is used here but the YAML itself.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

export type Condition = {
  answer?: string; is?: string | string[]; atLeast?: number; below?: number; given?: boolean; level?: string | string[]; category?: string | string[]; danger?: string | string[]
  outcome?: string | string[]; anonymous?: boolean; respondent?: boolean; happened?: string | string[]; past?: string; ahead?: string; filedAtLeast?: number
  latest?: { of: string[]; is: string | string[] }; not?: Condition
}
export type Rung = { after: string; tell: string[]; raise?: string; reassign: boolean }
export type Rule = {
  id: string; when: string[]; if?: Condition; who: string; limit: string; warn?: string; done: string[]; ladder: Rung[]
  pausable: boolean; red: boolean; outlives: boolean; notAfter?: string; times?: number
}
export type Moves = { duty: string[]; how: 'adds' | 'promises' | 'shortens'; by: string | Record<string, string> }
export type StepOf = { id: string; happens: string; raise?: string; moves?: Moves; /** A limit is never moved beyond this, counted like the duty itself. */ atMost?: string; becomes?: string; asksResident?: string[] }
export type Book = {
  id: string; edition: string; categories: { id: string }[]; anonymous: boolean; tellsNameless: boolean
  questions: { id: string; kind: string; choices?: string[]; optional?: boolean; atMost?: number; atLeast?: number }[]
  levels: { id: string; red: boolean; raisedBy: Condition[] }[]
  dates: { id: string; from: string; after: string | Record<string, string>; by?: string }[]
  rules: Rule[]; steps: StepOf[]
  outcomes: { id: string; callback: boolean }[]
  callback: { delay: string; share: number; content: boolean; inPerson: boolean; quiet: { from: string; to: string }; days: number }
}

const folder = join(import.meta.dirname, '../../src/regulations')
const notRegulations = ['dangers.yaml', 'numbers.yaml']

/** By id. */
export function readBooks(): Map<string, Book> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && !notRegulations.includes(name))
  const books = files.map((name) => bookOf(parse(readFileSync(join(folder, name), 'utf8')) as Raw))
  return new Map(books.map((book) => [book.id, book]))
}

type RawRule = Partial<Omit<Rule, 'ladder'>> & Pick<Rule, 'id' | 'when' | 'who' | 'limit' | 'done'> & { ladder?: Partial<Rung>[] }
type Raw = Partial<Omit<Book, 'callback' | 'levels' | 'outcomes'>> & Pick<Book, 'id' | 'edition' | 'categories' | 'questions'> & {
  levels: { id: string; red?: boolean; raisedBy?: Condition[] }[]
  outcomes: { id: string; callback?: boolean }[]
  duties: RawRule[]
  assign: { answerWithin: string; headWithin?: string; aroundTheClock?: boolean }
  extension?: { duty: string[]; by: Record<string, string>; approver: string; atMost?: string }
  callback: { delay: string; share: number; content?: object; inPerson?: { within: string }; quiet: { from: string; to: string }; cap: { days: number } }
}

function bookOf(raw: Raw): Book {
  const { callback } = raw
  return {
    id: raw.id, edition: raw.edition, categories: raw.categories, questions: raw.questions, anonymous: raw.anonymous ?? false, tellsNameless: raw.tellsNameless ?? true,
    levels: raw.levels.map(({ id, red = false, raisedBy = [] }) => ({ id, red, raisedBy })),
    dates: raw.dates ?? [], steps: [...raw.steps ?? [], ...moreTime(raw)],
    rules: [...commonRules(raw), ...raw.duties.map(ruleOf)],
    outcomes: raw.outcomes.map(({ id, callback: asked = true }) => ({ id, callback: asked })),
    callback: { delay: callback.delay, share: callback.share, content: callback.content !== undefined, inPerson: callback.inPerson !== undefined, quiet: callback.quiet, days: callback.cap.days },
  }
}

function ruleOf(raw: RawRule): Rule {
  return {
    pausable: true, red: false, outlives: false, ...raw,
    ladder: (raw.ladder ?? []).map((rung) => ({ ...rung, after: rung.after ?? 'at-once', tell: rung.tell ?? [], reassign: rung.reassign ?? false })),
  }
}

/** What the engine owes in every case: offers are answered, nothing stays with nobody, on hold, unsigned or uncalled. */
function commonRules({ assign, callback, extension }: Raw): Rule[] {
  const red = assign.aroundTheClock ?? false
  const taken = ['accepted', 'handed-over', 'closing', 'closed']
  const within = callback.inPerson?.within ?? '3 working-days'
  const rules: RawRule[] = [
    { id: 'answer-offer', when: ['assigned'], who: 'handler', limit: assign.answerWithin, done: [...taken, 'assigned', 'declined', 'recused', 'silent', 'unassigned'], ladder: [{ reassign: true }], red },
    { id: 'assign', when: ['unassigned'], who: 'head', limit: assign.headWithin ?? '4 working-hours', done: [...taken, 'assigned'], ladder: [{ tell: ['leader'] }], red },
    { id: 'review-hold', when: ['held'], who: 'handler', limit: '10 working-days', done: ['resumed', 'assigned', 'unassigned', 'closed'], ladder: [{ after: '2 working-days', tell: ['head'] }] },
    ...['head', 'leader'].map((who): RawRule => ({ id: `sign-off-${who}`, when: [`closing.${who}`], who, limit: '2 working-days', warn: '1 working-day', done: ['signed', 'returned', 'closed'], ladder: [{ after: '1 working-day', tell: ['head', 'leader'] }] })),
    { id: 'visit', when: ['visit-drawn'], who: 'head', limit: within, done: ['visited', 'scored', 'reopened'] },
    { id: 'call', when: ['call-drawn'], who: 'head', limit: within, done: ['called', 'scored', 'reopened'], ladder: [{ after: '1 working-day', tell: ['leader'] }] },
    { id: 'attend', when: ['unattended'], who: 'handler', limit: '5 working-days', warn: '1 working-day', done: ['closed'], ladder: [{ after: '1 working-day', tell: ['head'] }] },
    // Who asks for more time is answered within a working day.
    ...(extension ? [{ id: 'decide-extension', when: ['extension-asked'], who: extension.approver, limit: '1 working-day', done: ['extended', 'extension-refused', 'assigned', 'handed-over', 'unassigned', 'recused', 'silent', 'closing', 'closed'], ladder: [{ tell: ['leader'] }, { after: '1 working-day', tell: ['head', 'leader'] }] }] : []),
  ]
  return rules.map((rule) => ruleOf({ pausable: false, ...rule }))
}

/** More time, once granted, moves a limit like a step that adds to it. */
function moreTime({ extension }: Raw): StepOf[] {
  return extension ? [{ id: 'decide-extension', happens: 'extended', moves: { duty: extension.duty, how: 'adds', by: extension.by }, ...(extension.atMost === undefined ? {} : { atMost: extension.atMost }) }] : []
}

/** What a condition looks at. */
export type Facts = {
  answers: ReadonlyMap<string, string | number | null>; category: string; level: string; dangers: readonly string[]; outcome: string | null; anonymous: boolean
  respondent: boolean; happened: readonly string[]; dates: ReadonlyMap<string, 'past' | 'ahead'>; filedTimes: number
}

/** `closed` means `closed.agreement` too. */
export function isMeant(patterns: string | readonly string[], what: string): boolean {
  return [patterns].flat().some((pattern) => what === pattern || what.startsWith(`${pattern}.`))
}

export function isSo(when: Condition, facts: Facts): boolean {
  const among = (wanted: string | string[] | undefined, given: readonly (string | null)[]): boolean => wanted === undefined || given.some((each) => each !== null && [wanted].flat().includes(each))
  const answer = when.answer === undefined ? undefined : facts.answers.get(when.answer)
  const number = Number(answer)
  const tests: boolean[] = [
    among(when.level, [facts.level]), among(when.category, [facts.category]), among(when.danger, facts.dangers), among(when.outcome, [facts.outcome]),
    when.given === undefined || when.given === facts.answers.has(when.answer ?? ''),
    when.is === undefined || (answer !== undefined && answer !== null && among(when.is, [String(answer)])),
    when.atLeast === undefined || (answer !== undefined && answer !== null && number >= when.atLeast),
    when.below === undefined || (answer !== undefined && answer !== null && number < when.below),
    when.anonymous === undefined || when.anonymous === facts.anonymous,
    when.respondent === undefined || when.respondent === facts.respondent,
    when.happened === undefined || facts.happened.some((what) => isMeant(when.happened ?? [], what)),
    when.latest === undefined || isMeant(when.latest.is, [...facts.happened].reverse().find((what) => isMeant(when.latest?.of ?? [], what)) ?? ''),
    when.not === undefined || !isSo(when.not, facts),
    when.past === undefined || facts.dates.get(when.past) === 'past',
    when.ahead === undefined || facts.dates.get(when.ahead) === 'ahead',
    when.filedAtLeast === undefined || facts.filedTimes >= when.filedAtLeast,
  ]
  return tests.every(Boolean)
}
