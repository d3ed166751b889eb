import { before, due, parseLimit } from '../../calendar/limit.ts'
import { idFrom } from '../../ids.ts'
import type { DutyRule } from '../../regulations/schema.ts'
import type { CaseState, DutyState } from '../case.ts'
import { appointedAt } from './appointments.ts'
import { bodyOwner, referralDueAt } from '../referrals/rules.ts'
import { factsOf, holds, matches, matchesAny, thisTime } from '../conditions.ts'
import { numberDossier } from '../dossier.ts'
import { answerable, answerableApart } from '../house.ts'
import type { Role } from '../house.ts'
import { dutyRules } from './dutyRules.ts'
import { decidersNow } from '../extension/request.ts'
import { identityDeciders } from '../sealed.ts'
import { movesOf } from './moves.ts'
import { lastChance } from './lastChance.ts'
import { askedOfficers, atWork, holderOf, houseOf, isRed, orNull, setDuty } from '../work.ts'
import type { Work } from '../work.ts'

/**
 * Duties open and end by what happens, and their clocks are reckoned anew after every event from nothing but what
 * happened: when they opened, which pauses there were, which steps moved them. So a comment cannot restart a clock, and
 * a newly published holiday is heeded by itself.
 */

const callbacks = ['visit', 'call']

/** Who visits or calls back: on some levels somebody higher than the head (PRO-8). */
export function callerOf({ case: { level }, regulation: { callback } }: Work): Role {
  return callback.by.find((each) => each.level === level)?.who ?? 'head'
}

export function ruleOf(work: Work, kind: string): DutyRule | undefined {
  return dutyRules(work.regulation).find((rule) => rule.id === kind)
}

/** Something has happened: duties it fulfils end, at the end of a case the others fall away, and those it brings open. `since`: they count from then, not from now. */
export function happen(work: Work, what: string, since = work.now): void {
  work.case.happened.push({ what, at: work.now })
  numberDossier(work, what)
  follow(work, what, since)
}

/** The same for a happening already remembered, at its own time: a case that goes on under other rules. */
export function follow(work: Work, what: string, at: number): void {
  const rules = dutyRules(work.regulation)
  for (const duty of open(work)) {
    const rule = rules.find((each) => each.id === duty.kind)
    if (rule && matchesAny(rule.done, [what])) end(work, duty, 'done', at)
    else if (matches('closed', what) && !rule?.outlives) end(work, duty, 'cancelled', at)
  }
  for (const rule of rules) if (matchesAny(rule.when, [what]) && mayOpen(work, rule)) begins(work, rule, at)
}

export function open(work: Work): DutyState[] {
  return [...work.duties.values()].filter((duty) => duty.state === 'open')
}

/** The end was handed in but sent back: what that fulfilled is owed again, from when it was first owed; what the sending back itself has just opened runs from now. */
export function owedAgain(work: Work): void {
  const handedIn = work.case.happened.findLast(({ what }) => matches('closing', what))
  if (!handedIn) return
  for (const duty of work.duties.values()) {
    // Offers and sign-offs are not a regulation's own: they stay answered.
    const rule = work.regulation.duties.find(({ id }) => id === duty.kind)
    if (duty.state !== 'done' || duty.doneAt !== handedIn.at || !rule || !matchesAny(rule.done, [handedIn.what])) continue
    const taken = open(work).some(({ kind }) => kind === duty.kind)
    if (!taken && (!rule.if || holds(rule.if, factsOf(work.case)))) setDuty(work, { ...duty, state: 'open', doneAt: null, late: false })
  }
}

/** Late when it is past its limit at that moment, fulfilled or not; what the house does by itself never is. */
export function end(work: Work, duty: DutyState, state: 'done' | 'cancelled', at = work.now): void {
  const rule = ruleOf(work, duty.kind)
  const dueAt = (rule && limitOf(work, rule, duty.openedAt)?.at) ?? duty.dueAt
  setDuty(work, { ...duty, state, doneAt: at, late: !rule?.alarm && at > dueAt, nextAt: null })
}

/** Duties bound to a condition that no longer holds fall away: an ordinary limit gives way to that of a major case. */
export function dropUnfounded(work: Work): void {
  for (const duty of open(work)) {
    const condition = ruleOf(work, duty.kind)?.if
    if (condition && !holds(condition, factsOf(work.case))) end(work, duty, 'cancelled')
  }
}

/** An answer was told anew: a duty bound to it that it would have brought before, and nothing has fulfilled since, is owed from now on. */
export function openBound(work: Work, answer: string): void {
  const past = thisTime(work.case)
  for (const rule of work.regulation.duties) {
    if (rule.if?.answer !== answer || [...work.duties.values()].some(({ kind }) => kind === rule.id)) continue
    const began = past.findIndex(({ what }) => matchesAny(rule.when, [what]))
    if (began >= 0 && !past.slice(began).some(({ what }) => matchesAny(rule.done, [what])) && mayOpen(work, rule)) begins(work, rule, work.now)
  }
}

/** Owners and clocks of all open duties as they are now. */
export function reckon(work: Work): void {
  for (const duty of open(work)) {
    const rule = ruleOf(work, duty.kind)
    const clock = rule ? orNull(() => clockOf(work, rule, duty)) : null
    if (!rule || !clock) {
      leaveUnreckoned(work, duty)
      continue
    }
    const now = { ...duty, ...ownerOf(work, rule, duty.openedAt), ...clock }
    if (JSON.stringify(now) !== JSON.stringify(duty)) setDuty(work, now)
  }
}

/** A duty whose limit nobody can reckon never has none: it is due now, and the head's, who hears of it when all is decided. */
function leaveUnreckoned(work: Work, duty: DutyState): void {
  const what = `unreckoned.${duty.kind}`
  if (work.case.happened.some((each) => each.what === what && each.at >= duty.openedAt)) return
  work.case.happened.push({ what, at: work.now })
  setDuty(work, { ...duty, ...officers(work, 'head'), dueAt: work.now, warnAt: null, nextAt: null })
}

type Reckoned = { at: number; unconfirmed: boolean }

/** When a duty that opened then is over, after all pauses and steps that moved it; Infinity while a pause lasts, null when it cannot be reckoned. */
export function limitOf(work: Work, rule: DutyRule, openedAt: number): Reckoned | null {
  return orNull(() => reckoned(work, rule, openedAt))
}

/** `until`: steps taken from then on do not count. */
function reckoned(work: Work, rule: DutyRule, openedAt: number, until = Infinity): Reckoned {
  const { calendar } = work.world
  const appointed = appointedAt(work.case, rule.id, calendar) ?? referralDueAt(work, rule.id, openedAt)
  if (appointed !== null) return { at: appointed, unconfirmed: false }
  const pauses = rule.pausable ? work.case.pauses : []
  let limit = due(calendar, openedAt, parseLimit(rule.limit), pauses)
  // Nobody visits or calls at night: it is over when the office closes for the last time before the limit.
  if (callbacks.includes(rule.id)) limit = { ...limit, at: lastChance(work, openedAt, limit.at) ?? limit.at }
  const gaveWay = [...work.duties.values()].find((duty) => duty.kind === rule.notAfter && duty.state === 'cancelled' && duty.doneAt === openedAt)
  const before = gaveWay && ruleOf(work, gaveWay.kind)
  if (gaveWay && before) {
    // As it would be now: a pause puts off both.
    const bound = reckoned(work, before, gaveWay.openedAt, openedAt)
    if (bound.at < limit.at) limit = bound
  }
  const instructed = instructedBy(work, rule.id)
  if (instructed) {
    const set = due(calendar, instructed.at, { unit: 'days', count: instructed.days }, pauses)
    if (set.at < limit.at) limit = set
  }
  const moving = movesOf(work.regulation).filter(({ moves }) => moves.duty.includes(rule.id))
  const ahead = saidBefore(work, rule, openedAt)
  for (const each of work.case.happened) {
    const { what } = each
    const at = Math.max(each.at, openedAt)
    if ((each.at < openedAt && !ahead.includes(each)) || at >= until) continue
    for (const { happens, moves, atMost } of moving) {
      if (!matches(happens, what) || (each.at < openedAt && moves.how !== 'shortens')) continue
      const by = typeof moves.by === 'string' ? moves.by : moves.by[what.slice(happens.length + 1)]
      if (by === undefined || limit.at === Infinity) continue
      const moved = due(calendar, moves.how === 'adds' ? limit.at : at, parseLimit(by), pauses)
      const last = atMost === undefined ? Infinity : Math.max(limit.at, due(calendar, openedAt, parseLimit(atMost), pauses).at)
      if (moved.at > last) limit = { ...limit, at: last }
      else if (moves.how !== 'shortens' || moved.at < limit.at) limit = { at: moved.at, unconfirmed: moved.unconfirmed || (moves.how === 'adds' && limit.unconfirmed) }
    }
  }
  return limit
}

/** The day an instruction set for this duty, in days from then; one from before the case was reopened counts no more. */
function instructedBy(work: Work, kind: string): { at: number; days: number } | null {
  const { instruction } = work.case.between
  if (!instruction || instruction.days === null || !(kind === 'carry-out-reception' || work.regulation.steps.some(({ limits }) => limits?.includes(kind)))) return null
  return instruction.at >= (thisTime(work.case)[0]?.at ?? 0) ? { at: instruction.at, days: instruction.days } : null
}

/** What was said of a duty before there was one: the head who assigns a case may shorten its time at once, and it counts once it runs (MED-8). */
function saidBefore(work: Work, rule: DutyRule, openedAt: number): CaseState['happened'] {
  const { steps } = work.regulation
  if (!steps.some(({ moves }) => moves?.how === 'shortens' && moves.duty.includes(rule.id))) return []
  const earlier = [...work.duties.values()].filter(({ kind, openedAt: opened }) => kind === rule.id && opened < openedAt)
  return thisTime(work.case).filter(({ at }) => at < openedAt && !earlier.some((duty) => duty.openedAt <= at))
}

function begins(work: Work, rule: DutyRule, at: number): void {
  const warned = rule.warn === undefined ? 1 : 0
  setDuty(work, {
    id: idFrom(work.world.seed, `duty/${rule.id}/${work.duties.size}`), kind: rule.id, rule: rule.rule, ...ownerOf(work, rule, at),
    state: 'open', openedAt: at, warnAt: null, dueAt: at, nextAt: null, rung: warned, doneAt: null, late: false, unconfirmed: false,
  })
}

function mayOpen(work: Work, rule: DutyRule): boolean {
  const same = [...work.duties.values()].filter((duty) => duty.kind === rule.id)
  if (same.some((duty) => duty.state === 'open')) return false
  if (rule.times !== undefined && same.length >= rule.times) return false
  // What a closing would end has no place on a closed case.
  if (work.case.stage.at === 'closed' && rule.done.some((pattern) => matches('closed', pattern))) return false
  // Nothing is left for the house to do by itself.
  if (rule.alarm && appointedAt(work.case, rule.id, work.world.calendar) === null) return false
  return !rule.if || holds(rule.if, factsOf(work.case))
}

/** What the holder owes lies with the head while nobody holds the case. */
function ownerOf(work: Work, rule: DutyRule, openedAt: number): Pick<DutyState, 'owner' | 'staffId'> {
  const { stage } = work.case
  if (rule.alarm) return { owner: 'machine', staffId: null }
  if (rule.body) return bodyOwner(work, rule.id, openedAt) ?? officers(work, 'head')
  if (rule.apart) return officers(work, 'admin', answerableApart(work.case, houseOf(work)))
  if (rule.asked) return askedOwner(work)
  if (rule.id === 'decide-extension') return officers(work, rule.who, decidersNow(work.case, houseOf(work)))
  if (rule.id === 'decide-identity') return officers(work, rule.who, identityDeciders(work.case, houseOf(work)))
  if (rule.who !== 'handler') return officers(work, callbacks.includes(rule.id) ? callerOf(work) : rule.who)
  const holder = rule.id === 'answer-offer' && stage.at === 'assigned' ? stage.to : rule.id === 'answer-handover' ? work.case.between.handover?.to ?? holderOf(work) : holderOf(work)
  return holder === null ? officers(work, 'head') : { owner: 'handler', staffId: holder }
}

/** The first who answers for the office that is asked to take the case over; every other there may do it as well. */
function askedOwner(work: Work): Pick<DutyState, 'owner' | 'staffId'> {
  const [first] = askedOfficers(work)
  return first ? { owner: first.role, staffId: first.id } : officers(work, 'head')
}

/**
 * Whoever answers for the role. It is owed by one of them by name when the others must not find it among their duties,
 * because the case speaks of them, or when they belong to another office (PET-7).
 */
function officers(work: Work, role: Role, able = answerable(work.case, houseOf(work), role)): Pick<DutyState, 'owner' | 'staffId'> {
  const owner = able[0]?.role
  const all = work.world.staff.filter((member) => member.role === (owner ?? role) && member.officeId === work.case.officeId)
  if (owner === undefined) return { owner: all.length > 0 ? 'admin' : role, staffId: null }
  return { owner, staffId: able.length === all.length && able.every((member) => all.includes(member)) ? null : able[0]?.id ?? null }
}

/** Nothing is said outside working hours, unless it is red; while a pause lasts nothing is said at all. */
function clockOf(work: Work, rule: DutyRule, duty: DutyState): Pick<DutyState, 'warnAt' | 'dueAt' | 'nextAt' | 'unconfirmed'> {
  const { calendar } = work.world
  const limit = reckoned(work, rule, duty.openedAt)
  const stopped = rule.pausable && work.case.pauses.some((pause) => pause.to === null)
  // While the clock stands, the day last reckoned stays in the books; it is only ever moved later.
  const dueAt = limit.at !== Infinity ? limit.at : duty.dueAt > duty.openedAt ? duty.dueAt : due(calendar, duty.openedAt, parseLimit(rule.limit)).at
  const warning = rule.warn === undefined ? null : before(calendar, dueAt, parseLimit(rule.warn))
  const warnAt = warning !== null && warning > duty.openedAt ? warning : null
  const moment = stopped ? null : momentOf(work, rule, duty.rung, warnAt, dueAt)
  // A visit nobody made is asked about in the chat, and that does not wait for the office to open.
  const free = rule.alarm || rule.red || isRed(work) || (rule.id === 'visit' && duty.rung === 1)
  const nextAt = moment === null ? null : free ? moment : atWork(work, moment)
  return { warnAt, dueAt, nextAt, unconfirmed: limit.unconfirmed }
}

/** Rung 0 waits for the warning, 1 for the limit, 2 and on for the ladder; null when all have been climbed. */
function momentOf(work: Work, rule: DutyRule, rung: number, warnAt: number | null, dueAt: number): number | null {
  if (rung === 0) return warnAt ?? dueAt
  if (rung === 1) return dueAt
  const step = rule.ladder[rung - 2]
  if (!step) return null
  const { at } = due(work.world.calendar, dueAt, parseLimit(step.after), rule.pausable ? work.case.pauses : [])
  return at === Infinity ? null : at
}
