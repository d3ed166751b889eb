/**
 * The shadow of a case: it hears what happened to it and when, and reckons by itself, from the YAML and by counting,
 * which duties are open, and at which minute each is warned of, over, and chased. Nothing of src is used here.
 */
import { atWork, awake, naiveBefore, naiveDue } from './naive.ts'
import type { Pause } from './naive.ts'
import type { Wall } from './notice.ts'
import { isMeant, isSo } from './rulebook.ts'
import type { Book, Facts, Rule } from './rulebook.ts'

export type ShadowDuty = {
  rule: Rule; opened: number; rung: number; state: 'open' | 'done' | 'cancelled'; ended: number; late: boolean
  /** The limit as last reckoned, and the earliest minute at which it may fire: that of the last event. */
  due: number
  /** The duty it took the place of, whose limit binds it (notAfter). */
  before: ShadowDuty | undefined
}
export type Shadow = {
  book: Book; books: ReadonlyMap<string, Book>; wall: Wall
  facts: Omit<Facts, 'happened' | 'dates'>; datesOf: (book: Book, category: string) => Facts['dates']
  happened: { what: string; at: number }[]; pauses: Pause[]; duties: ShadowDuty[]
  closedAt: number | null
  /** The last event. */
  at: number
}

export function openDuties(shadow: Shadow): ShadowDuty[] {
  return shadow.duties.filter(({ state }) => state === 'open')
}

/** Something happened. `what` is all the shadow needs to know, but for the outcome that waits for a signature. */
export function hear(shadow: Shadow, what: string, at: number): void {
  shadow.at = at
  if (what.startsWith('raised.')) shadow.facts.level = what.slice('raised.'.length)
  const stops = ['resumed', 'assigned', 'unassigned', 'accepted', 'handed-over', 'closing', 'closed']
  if (isMeant(stops, what)) for (const pause of shadow.pauses) if (pause.to === Infinity) pause.to = at
  if (what === 'held') shadow.pauses.push({ from: at, to: Infinity })
  if (isMeant('closed', what)) {
    shadow.closedAt = at
    shadow.facts.outcome = what.slice('closed.'.length)
  }
  if (what === 'reopened' || what === 'returned') shadow.facts.outcome = null
  if (what === 'reopened') shadow.closedAt = null
  shadow.happened.push({ what, at })
  // Nobody came or called: that counts from the closing.
  follow(shadow, what, at, what === 'visit-drawn' || what === 'call-drawn' ? shadow.closedAt ?? at : at)
  if (what === 'returned') owedAgain(shadow)
  if (what.startsWith('raised.')) {
    for (const duty of openDuties(shadow)) if (duty.rule.if && !isSo(duty.rule.if, factsOf(shadow))) end(shadow, duty, 'cancelled', at)
  }
}

/** The case goes on under another regulation: what has happened is held against its duties (PRO-1). */
export function refile(shadow: Shadow, to: string, category: string, at: number): void {
  shadow.at = at
  for (const duty of openDuties(shadow)) end(shadow, duty, 'cancelled', at)
  const book = shadow.books.get(to)
  if (!book) throw new Error(`no regulation ${to}`)
  const red = shadow.book.levels.find(({ id }) => id === shadow.facts.level)?.red
  shadow.book = book
  shadow.facts.category = category
  shadow.facts.level = levelByFacts(shadow) ?? book.levels[0]?.id ?? ''
  const place = book.levels.findIndex(({ id }) => id === shadow.facts.level)
  if (red && !book.levels[place]?.red) shadow.facts.level = book.levels.find((each, n) => n > place && each.red)?.id ?? shadow.facts.level
  const known = shadow.duties.length
  for (const each of thisTime(shadow)) follow(shadow, each.what, each.at, each.at)
  shadow.duties = shadow.duties.filter((duty, n) => n < known || duty.state === 'open')
}

/** The next minute at which the duty must fire, and the rung it is on; null when nothing more is to come or its clock stands. */
export function nextOf(shadow: Shadow, duty: ShadowDuty): number | null {
  const { rule, rung } = duty
  if (rule.pausable && shadow.pauses.some(({ to }) => to === Infinity)) return null
  const due = reckonDue(shadow, duty)
  const step = rule.ladder[rung - 2]
  if (rung >= 2 && !step) return null
  const moment = rung >= 2 ? naiveDue(shadow.wall, due, step?.after ?? '', pausesOf(shadow, rule)) : rung === 1 ? due : warningOf(shadow, duty, due) ?? due
  // Nobody came: that does not wait for the office.
  const fires = rule.red || isRed(shadow) || (rule.id === 'visit' && rung === 1) ? moment : atWork(shadow.wall, moment)
  return Math.max(fires, shadow.at)
}

/** Null when there is none: it would come before the duty itself. */
export function warningOf(shadow: Shadow, { rule, opened }: ShadowDuty, due: number): number | null {
  const warning = rule.warn === undefined ? null : naiveBefore(shadow.wall, due, rule.warn)
  return warning !== null && warning > opened ? warning : null
}

/** Remembers every limit as it is after an event: while a pause lasts, the last one stays in the books. */
export function settleLimits(shadow: Shadow): void {
  for (const duty of openDuties(shadow)) {
    const due = reckonDue(shadow, duty)
    if (due !== Infinity) duty.due = due
    else if (duty.due === Infinity) duty.due = naiveDue(shadow.wall, duty.opened, duty.rule.limit, [])
  }
}

/** A step moves limits: duties whose limit it has moved, or will once the clock goes on, are chased anew unless they are over. */
export function chaseAnew(shadow: Shadow, moved: readonly string[], before: ReadonlyMap<ShadowDuty, number>, at: number): void {
  for (const duty of openDuties(shadow)) {
    const due = reckonDue(shadow, duty)
    if (moved.includes(duty.rule.id) && due >= at && (due === Infinity || due !== before.get(duty))) duty.rung = duty.rule.warn === undefined ? 1 : 0
  }
}

export function reckonDue(shadow: Shadow, duty: ShadowDuty, until = Infinity): number {
  const { wall, book, happened } = shadow
  const { rule, opened, before } = duty
  const pauses = pausesOf(shadow, rule)
  let due = naiveDue(wall, opened, rule.limit, pauses)
  if (rule.id === 'visit' || rule.id === 'call') due = lastChance(shadow, opened, due) ?? due
  if (before) due = Math.min(due, reckonDue(shadow, before, opened))
  for (const each of happened) {
    const { what } = each
    const at = Math.max(each.at, opened)
    if (at >= until) continue
    for (const { happens, moves, atMost } of book.steps) {
      if (!moves?.duty.includes(rule.id) || !isMeant(happens, what)) continue
      // Only shortening may be said before there is anything to shorten, and it is said of the next such duty alone.
      if (each.at < opened && (moves.how !== 'shortens' || !thisTime(shadow).includes(each) || shadow.duties.some((other) => other.rule.id === rule.id && other.opened < opened && other.opened <= each.at))) continue
      const by = typeof moves.by === 'string' ? moves.by : moves.by[what.slice(happens.length + 1)]
      if (by === undefined || due === Infinity) continue
      const last = atMost === undefined ? Infinity : Math.max(due, naiveDue(wall, opened, atMost, pauses))
      const moved = Math.min(last, naiveDue(wall, moves.how === 'adds' ? due : at, by, pauses))
      if (moves.how !== 'shortens' || moved < due) due = moved
    }
  }
  return due
}

/** The last minute after `since` at which an office minute has just gone by and nobody sleeps; undefined when there is none. */
export function lastChance({ wall, book: { callback } }: Shadow, since: number, until: number): number | undefined {
  for (let now = until; now > since; now--) if (wall.open[now - 1] === 1 && awake(now, callback.quiet) === now) return now
  return undefined
}

export function isRed({ book, facts }: Shadow): boolean {
  return facts.dangers.length > 0 || (book.levels.find(({ id }) => id === facts.level)?.red ?? false)
}

/** The level the facts demand, if any. */
export function levelByFacts(shadow: Shadow): string | undefined {
  const facts = factsOf(shadow)
  return shadow.book.levels.findLast(({ raisedBy }) => raisedBy.some((when) => isSo(when, facts)))?.id
}

function follow(shadow: Shadow, what: string, at: number, since: number): void {
  for (const duty of openDuties(shadow)) {
    if (isMeant(duty.rule.done, what)) end(shadow, duty, 'done', at)
    else if (isMeant('closed', what) && !duty.rule.outlives) end(shadow, duty, 'cancelled', at)
  }
  for (const rule of shadow.book.rules) {
    if (!isMeant(rule.when, what)) continue
    const same = shadow.duties.filter((duty) => duty.rule.id === rule.id)
    if (same.some(({ state }) => state === 'open') || same.length >= (rule.times ?? Infinity)) continue
    if (shadow.closedAt !== null && rule.done.some((each) => isMeant('closed', each))) continue
    if (rule.if && !isSo(rule.if, factsOf(shadow))) continue
    shadow.duties.push({ rule, opened: since, rung: rule.warn === undefined ? 1 : 0, state: 'open', ended: 0, late: false, due: Infinity, before: undefined })
  }
}

/** Answered for good: what was offered, and more time, which is not waited for once the end was handed in. */
const offers = ['answer-offer', 'assign', 'decide-extension']

/** Sent back: what the handing in had fulfilled is owed again. */
function owedAgain(shadow: Shadow): void {
  const handedIn = shadow.happened.findLast(({ what }) => isMeant('closing', what))
  for (const duty of shadow.duties) {
    if (duty.state !== 'done' || duty.ended !== handedIn?.at || offers.includes(duty.rule.id) || !isMeant(duty.rule.done, handedIn.what)) continue
    const taken = openDuties(shadow).some(({ rule }) => rule.id === duty.rule.id)
    if (!taken && (!duty.rule.if || isSo(duty.rule.if, factsOf(shadow)))) Object.assign(duty, { state: 'open', ended: 0, late: false })
  }
}

function end(shadow: Shadow, duty: ShadowDuty, state: 'done' | 'cancelled', at: number): void {
  // Done while its clock stands is done in time.
  Object.assign(duty, { state, ended: at, late: at > reckonDue(shadow, duty) })
  // A duty just opened may have been waiting for this one to give way.
  for (const heir of openDuties(shadow)) if (state === 'cancelled' && heir.rule.notAfter === duty.rule.id && heir.opened === at) heir.before = duty
}

function pausesOf(shadow: Shadow, rule: Rule): readonly Pause[] {
  return rule.pausable ? shadow.pauses : []
}

function thisTime({ happened }: Shadow): Shadow['happened'] {
  return happened.slice(Math.max(0, happened.findLastIndex(({ what }) => what === 'reopened')))
}

function factsOf(shadow: Shadow): Facts {
  return { ...shadow.facts, happened: thisTime(shadow).map(({ what }) => what), dates: shadow.datesOf(shadow.book, shadow.facts.category) }
}
