import { nothingBetween } from '../cases/between.ts'
import type { Calendar } from '../calendar/limit.ts'
import type { CaseDecision, CaseEvent, CaseState, DutyState, Entry, StaffMember, SurveyState, World } from '../cases/case.ts'
import { datesOf } from '../cases/dates.ts'
import { decideCase } from '../cases/decide.ts'
import type { Regulation } from '../regulations/schema.ts'
import type { Act, Past } from './acts.ts'

/**
 * A past case played again: what people did comes at its own moments, everything else follows from the regulation. Who
 * was offered it, and on whom a lot fell, stays as it was wherever the regulation lets it.
 */
export type Replay = {
  state: CaseState
  duties: DutyState[]
  surveys: SurveyState[]
  /** Staff it was offered to, in order. */
  offers: number[]
  escalated: string[]
  /** The seeds of the lots that fell at each closing. */
  lots: Map<number, string>
}
export type ReplayParts = {
  past: Past
  acts: readonly Act[]
  regulation: Regulation
  calendar: Calendar
  /** Until when the machine goes on by itself, ms. */
  until: number
  /** The next running number of a series; `round`: so many times it has been closed, this one counted. */
  next(series: string, round: number): number
  /** Of the first replay, so that the second has the same luck. Left out: lots fall as they did. */
  lots?: ReadonlyMap<number, string>
}

/** The course it takes, or the act that the regulation does not let happen. Throws when the machine would never come to rest. */
export function replay(parts: ReplayParts): Replay | { refused: string } {
  const { past, acts, regulation, calendar } = parts
  const made: Replay = { state: freshCase(past.case, regulation, calendar), duties: [], surveys: [], offers: [], escalated: [], lots: new Map() }
  const standIns = new Map<number, number>()
  let later = 0
  decide(made, parts, { type: 'filed' }, past.case.filedAt)
  for (const act of acts) {
    later += waitFor(made, act, act.at + later)
    const at = act.at + later
    machine(made, parts, at)
    if (isOver(made, past)) return made
    const event = eventOf(act, made, standIns)
    if (event !== null && !decide(made, parts, event, at)) continue
    // Whoever was not asked gives no score, and what came of the score does not come.
    if (made.state.stage.at === 'closed' || besides.includes(act.action)) continue
    if (event?.type !== 'staff' || act.action !== 'take' || !handOver(made, parts, event, at)) return { refused: act.action }
  }
  machine(made, parts, parts.until)
  return made
}

/** A score cannot come before the question: where that comes later now, so does everything after it. */
function waitFor({ surveys }: Replay, act: Act, at: number): number {
  const waiting = act.action === 'scored' ? surveys.findLast((each) => each.state === 'waiting') : undefined
  return Math.max(0, (waiting?.nextAt ?? at) - at)
}

/** Taken by one who was not asked in this replay: the head gives it to them. */
function handOver(made: Replay, parts: ReplayParts, event: Extract<CaseEvent, { type: 'staff' }>, at: number): boolean {
  const heads = parts.past.staff.filter(({ role }) => role === 'head' || role === 'leader' || role === 'admin')
  return heads.some(({ id }) => !decide(made, parts, { type: 'staff', staff: id, action: 'assign', choice: String(event.staff) }, at)) && !decide(made, parts, event, at)
}

/** Said beside the course of a case; whether it can be said changes nothing. */
const besides = ['message', 'note', 'reply', 'add', 'survey-words', 'scored', 'visited', 'called']
/** More moments than any case has; one that needs more would go on for ever. */
const momentsMost = 5000

function freshCase(state: CaseState, regulation: Regulation, calendar: Calendar): CaseState {
  return {
    ...state, regulation: regulation.id, edition: regulation.edition, level: regulation.levels[0]?.id ?? '', stage: { at: 'filed' }, tried: [], handlerId: null, dossier: null, acceptedAt: null,
    reopened: 0, pauses: [], happened: [], score: null, dates: datesOf(regulation, state.answers, state.category, calendar), parties: state.parties.map((party) => ({ ...party, willing: 'unknown' })), between: nothingBetween,
  }
}

/** Opened again although it was not then: what people would have done is not known, and nothing is made up. */
function isOver({ state }: Replay, { case: recorded }: Past): boolean {
  return state.reopened > recorded.reopened
}

/** Warnings, limits, ladders and callbacks up to a moment, each at its own. */
function machine(made: Replay, parts: ReplayParts, until: number): void {
  for (let n = 0; n < momentsMost; n++) {
    if (isOver(made, parts.past)) return
    const duty = first(made.duties.filter(({ state }) => state === 'open'))
    const survey = first(made.surveys.filter(({ state }) => state === 'waiting'))
    const at = Math.min(duty?.nextAt ?? Infinity, survey?.nextAt ?? Infinity)
    if (at > until) return
    const event: CaseEvent = duty?.nextAt === at ? { type: 'duty-due', duty: duty.id, rung: duty.rung } : { type: 'survey-due', survey: survey?.id ?? '', busy: false, recent: recentAt(parts, at) }
    if (decide(made, parts, event, at)) return
  }
  throw new Error('a case never comes to rest')
}

function first<T extends { nextAt: number | null }>(all: readonly T[]): T | undefined {
  return all.reduce<T | undefined>((soonest, each) => (each.nextAt !== null && each.nextAt < (soonest?.nextAt ?? Infinity) ? each : soonest), undefined)
}

function recentAt({ past, regulation }: ReplayParts, at: number): number {
  const since = at - regulation.callback.cap.days * 86_400_000
  return past.asked.filter((sent) => sent >= since && sent < at).length
}

/** What was done then, by whoever stands in that place now; null when nobody does. */
function eventOf(act: Act, { state, surveys }: Replay, standIns: Map<number, number>): CaseEvent | null {
  if (act.by === 'resident') {
    const person = state.applicantId
    if (act.action === 'scored' || act.action === 'survey-words') {
      const survey = surveys.findLast((each) => (act.action === 'scored' ? each.state === 'sent' : each.state === 'scored'))
      if (!survey) return null
      return act.action === 'scored' ? { type: 'scored', survey: survey.id, score: act.score } : { type: 'survey-words', survey: survey.id, words: said }
    }
    return { type: 'resident', person, action: act.action, words: said, ...('step' in act && act.step !== undefined ? { step: act.step } : {}), ...('choice' in act && act.choice !== undefined ? { choice: act.choice } : {}) }
  }
  const { stage } = state
  if ((act.action === 'take' || act.action === 'decline') && stage.at === 'assigned') standIns.set(act.by, stage.to)
  const staff = standIns.get(act.by) ?? act.by
  const choice = act.to === undefined ? act.choice : String(act.to)
  return { type: 'staff', staff, action: act.action, words: said, ...(choice === undefined ? {} : { choice }) }
}

/** What was said does not matter to the rules, only that something was. */
const said = '.'

/** Decides and keeps it. True when it was refused. */
function decide(made: Replay, parts: ReplayParts, event: CaseEvent, at: number): boolean {
  const world = worldAt(made, parts, at)
  const before = made.state.happened.length
  const handed = (decided: Made): string[] => decided.case.happened.slice(before).map(({ what }) => what).filter((what) => what === 'assigned' || what === 'unassigned')
  const recorded = handings(parts.past)[handedAt(made).length]
  let seed = parts.lots?.get(made.state.reopened + 1) ?? `${parts.past.case.id}/${before}`
  let decided = decideWith(made.state, event, { ...world, seed, staff: asThen(world.staff, recorded) }, parts)
  if (decided === null) return true
  // The one it was offered to then cannot have it under these rules: whoever would be asked instead.
  if (handed(decided)[0] !== undefined && handed(decided)[0] !== recorded?.what) decided = decideWith(made.state, event, { ...world, seed }, parts) ?? decided
  if (parts.lots === undefined && decided.case.stage.at === 'closed' && made.state.stage.at !== 'closed') {
    for (let n = 0; n < lotsMost && !asDrawn(decided, parts.past); n++) {
      seed = `${parts.past.case.id}/lot/${n}`
      decided = decideWith(made.state, event, { ...world, seed }, parts) ?? decided
    }
    made.lots.set(made.state.reopened + 1, seed)
  }
  keep(made, decided)
  return false
}

type Made = Extract<CaseDecision, { case: CaseState }>

/** With the running numbers it asks for. Null when it is refused. */
function decideWith(state: CaseState, event: CaseEvent, world: World, { next }: ReplayParts): Made | null {
  let drawn: Record<string, number> = {}
  for (let tries = 0; tries < 5; tries++) {
    const decided = decideCase(state, event, { ...world, drawn })
    if ('refused' in decided) return null
    if ('case' in decided) return decided
    drawn = { ...drawn, ...Object.fromEntries(decided.draws.map((series) => [series, next(series, state.reopened + 1)])) }
  }
  throw new Error('a decision keeps asking for numbers')
}

function keep(made: Replay, decided: Made): void {
  const merged = <T extends { id: string }>(all: readonly T[], changed: readonly T[]): T[] => [...all.filter(({ id }) => !changed.some((each) => each.id === id)), ...changed]
  const { stage } = decided.case
  if (stage.at === 'assigned' && decided.case.happened.length > made.state.happened.length && decided.history.some(({ kind }) => kind === 'assigned')) made.offers.push(stage.to)
  made.escalated.push(...decided.history.filter(({ kind }) => kind === 'escalated').map(dutyOf))
  made.state = decided.case
  made.duties = merged(made.duties, decided.duties)
  made.surveys = merged(made.surveys, decided.surveys)
}

function dutyOf({ details }: Entry): string {
  const { duty } = details as { duty?: { key?: string } }
  return duty?.key ?? ''
}

function worldAt(made: Replay, { past, regulation, calendar }: ReplayParts, now: number): World {
  // Whoever had left by then is not there; how busy anybody was is not known, and nobody is too busy.
  const staff = past.staff.filter(({ left }) => left === null || left > now).map((member) => ({ ...member, load: 0, away: null }))
  return { regulation, calendar, staff, duties: made.duties, surveys: made.surveys, now, seed: '' }
}

type Handing = { what: string; to: number | null }

/** Each time the case was handed to somebody, or left to the head. */
function handings({ case: { happened }, duties }: Past): Handing[] {
  return handedAt({ state: { happened } }).map(({ what, at }) => ({ what, to: what === 'assigned' ? duties.find(({ kind, openedAt }) => kind === 'answer-offer' && openedAt === at)?.staffId ?? null : null }))
}

function handedAt({ state }: { state: Pick<CaseState, 'happened'> }): CaseState['happened'] {
  return state.happened.filter(({ what }) => what === 'assigned' || what === 'unassigned')
}

/** The staff as it was when the case was handed on: the one who was asked has room, nobody else does. */
function asThen(staff: readonly StaffMember[], handing: Handing | undefined): StaffMember[] {
  if (!handing) return [...staff]
  return staff.map((member) => (member.id === handing.to ? { ...member, kinds: [], languages: [], capacity: 1 } : { ...member, capacity: 0 }))
}

/** More than enough to meet the lot that fell, as long as it could fall. */
const lotsMost = 300

/** Whether whoever was asked about this closing is asked again, and nobody else. */
function asDrawn(decided: Made, { surveys }: Past): boolean {
  const round = decided.case.reopened + 1
  return decided.surveys.some((each) => each.round === round) === surveys.some((each) => each.round === round)
}
