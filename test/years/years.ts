/**
 * Two years lived through: every case by its script, every moment in its order, the timer's part played by a queue of what
 * comes next. decideCase makes the decisions; the shadows of the cases say what should have been.
 */
import { datesOf } from '../../src/cases/dates.ts'
import type { CaseDecision, CaseEvent, CaseState, DutyState, StaffMember, SurveyState, World } from '../../src/cases/case.ts'
import { decideCase } from '../../src/cases/decide.ts'
import type { Calendar } from '../../src/calendar/limit.ts'
import type { Regulation } from '../../src/regulations/schema.ts'
import { caseOf, chanceOf, datesAt, offices, staffOf } from './cast.ts'
import type { Chance, Script } from './cast.ts'
import { awake, naiveDue } from './naive.ts'
import { daysOf, fromMs, minute, shown, toMs, wallOf } from './notice.ts'
import type { Wall } from './notice.ts'
import { nextAct, nextMoment, scoreOf } from './people.ts'
import { queue } from './queue.ts'
import type { Book } from './rulebook.ts'
import { lastChance, nextOf, openDuties } from './shadow.ts'
import type { Shadow } from './shadow.ts'
import { witness } from './witness.ts'
import type { Firing } from './witness.ts'

export type Life = {
  script: Script; case: CaseState; duties: DutyState[]; surveys: SurveyState[]; shadow: Shadow; chance: Chance
  acts: number; firings: Firing[]; events: number
  /** What people did, with the seed of it; the filing itself; and every line that tells of a firing. */
  deeds: { at: number; event: CaseEvent; seed: string }[]; filed: Decision | null; said: string[]
}
export type Decision = Extract<CaseDecision, { tells: unknown }>
export type Years = { lives: Life[]; faults: string[]; decisions: number; firings: number; surveys: number; moved: number }
/** `notice`: when that of 2027 comes. `until`: the end of the years. `grid`: people act only at every so many minutes. */
export type Setting = { books: ReadonlyMap<string, Book>; regulations: readonly Regulation[]; notice: string; until: string; grid: number; small?: boolean; /** Nobody does anything on a closed case of these. */ ends?: (regulation: string) => boolean }

/** At the same minute the timer comes first: what is over at half past five has not been done by then. */
const byTimer = 0
const byPeople = 1

type Moment = { at: number; life: Life; event: 'filed' | 'act' | { duty: string; rung: number } | { survey: string } | CaseEvent }

export function liveThrough(scripts: readonly Script[], setting: Setting): Years {
  const noticeAt = minute(setting.notice)
  const end = minute(setting.until)
  let noticed = false
  /** What still falls on the minute of the notice came before it. */
  const isKnown = (at: number): boolean => at > noticeAt || (at === noticeAt && noticed)
  const walls = [false, true].map((known) => offices.map(({ hours }) => wallOf(hours, known)))
  const calendars = [false, true].map((known) => offices.map(({ hours }): Calendar => ({ zone: 'Asia/Shanghai', hours: [...hours], days: daysOf(known), confirmedYears: new Set(known ? [2024, 2025, 2026, 2027] : [2024, 2025, 2026]) })))
  const wallAt = (office: number, at: number): Wall => walls[isKnown(at) ? 1 : 0]?.[office - 1] as Wall
  const staff = offices.map(({ id }) => staffOf(id, setting.small ?? false))
  const serials = new Map<string, number>()
  const wrong = new Set<Life>()
  const years: Years = { lives: [], faults: [], decisions: 0, firings: 0, surveys: 0, moved: 0 }
  const moments = queue<Moment>()
  for (const script of scripts) {
    const life = lifeOf(script)
    years.lives.push(life)
    moments.add(script.filedAt, byPeople, { at: script.filedAt, life, event: 'filed' })
  }
  for (let next = moments.take(); next !== undefined && next.at <= end; next = moments.take()) {
    if (!noticed && next.at > noticeAt) {
      noticed = true
      for (const life of years.lives) if (life.events > 0) turn(life, noticeAt, { type: 'reckon' })
    }
    live(next)
  }
  for (const life of years.lives) for (const duty of openDuties(life.shadow)) {
    const due = nextOf(life.shadow, duty)
    if (due !== null && due <= end) complain(life, end, `${duty.rule.id} rung ${duty.rung} never fired at ${shown(due)}`)
  }
  return years

  function live({ at, life, event }: Moment): void {
    if (event === 'filed') {
      turn(life, at, { type: 'filed' })
      return actLater(life, at)
    }
    if (event === 'act') {
      life.acts++
      const silent = life.case.stage.at === 'closed' && setting.ends?.(life.case.regulation)
      const act = silent ? null : nextAct(life.case, life.duties, worldOf(life, at), life.chance)
      if (act) turn(life, at, act)
      if (life.acts < life.script.actsMost && silent !== true) actLater(life, at)
      return
    }
    if ('duty' in event) {
      const duty = life.duties.find(({ id }) => id === event.duty)
      // What has moved or ended meanwhile has been put into the queue anew, or is not due at all.
      if (duty?.state === 'open' && duty.rung === event.rung && duty.nextAt !== null && Math.max(fromMs(duty.nextAt), life.shadow.at) === at) turn(life, at, { type: 'duty-due', duty: duty.id, rung: duty.rung })
      return
    }
    if ('survey' in event && !('type' in event)) {
      const survey = life.surveys.find(({ id }) => id === event.survey)
      if (survey?.state !== 'waiting' || survey.nextAt !== toMs(at)) return
      const { days } = life.shadow.book.callback
      const recent = life.surveys.filter(({ sentAt }) => sentAt !== null && sentAt >= toMs(at - days * 1440)).length
      return turn(life, at, { type: 'survey-due', survey: survey.id, busy: setting.grid === 1 && life.chance.is(0.1), recent })
    }
    turn(life, at, event)
  }

  function actLater(life: Life, at: number): void {
    const next = nextMoment(at, life.script, life.chance, wallAt(life.script.office, at), setting.grid)
    moments.add(next, byPeople, { at: next, life, event: 'act' })
  }

  function turn(life: Life, at: number, event: CaseEvent): void {
    const decision = decided(life, at, event)
    years.decisions++
    if ('refused' in decision) {
      if (event.type !== 'staff' && event.type !== 'resident' && event.type !== 'scored') complain(life, at, `${JSON.stringify(event)} was refused`)
      return
    }
    if ('draws' in decision) return
    if (event.type === 'filed') life.filed = decision
    else if (event.type !== 'duty-due' && event.type !== 'survey-due' && event.type !== 'reckon') life.deeds.push({ at, event, seed: worldOf(life, at).seed })
    for (const { kind } of decision.history) if (['warned', 'overdue', 'escalated'].includes(kind)) life.said.push(`${kind} ${shown(at)}`)
    life.events++
    const fired = event.type === 'duty-due' ? life.duties.find(({ id }) => id === event.duty) : undefined
    const before = life.case
    life.case = decision.case
    life.duties = merged(life.duties, decision.duties)
    life.surveys = merged(life.surveys, decision.surveys)
    keepLoads(before, life.case)
    life.shadow.wall = wallAt(life.script.office, at)
    const verdict = witness(life.shadow, event, at, { case: life.case, duties: life.duties, history: decision.history, ...(fired ? { fired } : {}) })
    life.firings.push(...verdict.firings)
    years.firings += verdict.firings.length
    if (event.type === 'reckon') years.moved += decision.duties.length
    const faults = [...verdict.faults, ...promises(life), ...quiet(life, event, decision.tells, at), ...surveysOf(life, event, decision.surveys, at)]
    if (faults.length > 0) complain(life, at, `${faults.join('; ')} (after ${JSON.stringify(event).slice(0, 90)})`)
    for (const duty of decision.duties) if (duty.state === 'open' && duty.nextAt !== null) {
      const next = Math.max(fromMs(duty.nextAt), at)
      moments.add(next, byTimer, { at: next, life, event: { duty: duty.id, rung: duty.rung } })
    }
    for (const survey of decision.surveys) {
      if (survey.state === 'waiting' && survey.nextAt !== null) moments.add(fromMs(survey.nextAt), byTimer, { at: fromMs(survey.nextAt), life, event: { survey: survey.id } })
      if (survey.state !== 'sent' || event.type !== 'survey-due') continue
      years.surveys++
      const score = setting.ends?.(life.case.regulation) ? null : scoreOf(survey, life.chance, setting.grid)
      const scoredAt = Math.ceil((at + (score?.after ?? 0)) / setting.grid) * setting.grid
      if (score) moments.add(scoredAt, byPeople, { at: scoredAt, life, event: score.event })
    }
  }

  function decided(life: Life, at: number, event: CaseEvent): CaseDecision {
    const world = worldOf(life, at)
    const first = decideCase(life.case, event, world)
    if (!('draws' in first)) return first
    const drawn = Object.fromEntries(first.draws.map((series) => {
      serials.set(series, (serials.get(series) ?? 0) + 1)
      return [series, serials.get(series) ?? 0]
    }))
    return decideCase(life.case, event, { ...world, drawn })
  }

  function worldOf(life: Life, at: number): World {
    const calendar = calendars[isKnown(at) ? 1 : 0]?.[life.script.office - 1] as Calendar
    const regulation = setting.regulations.find(({ id }) => id === life.case.regulation) as Regulation
    return { regulation, others: setting.regulations, calendar, staff: staff[life.script.office - 1] as StaffMember[], duties: life.duties, surveys: life.surveys, now: toMs(at), seed: `${life.script.n}/${life.events}` }
  }

  function lifeOf(script: Script): Life {
    const wall = wallAt(script.office, script.filedAt)
    const book = setting.books.get(script.regulation) as Book
    const fresh = { ...caseOf(script, book.edition), filedAt: toMs(script.filedAt) }
    const calendar = calendars[isKnown(script.filedAt) ? 1 : 0]?.[script.office - 1] as Calendar
    const regulation = setting.regulations.find(({ id }) => id === script.regulation) as Regulation
    const facts = { ...script.facts, category: script.category, level: book.levels[0]?.id ?? '', outcome: null }
    const shadow: Shadow = { book, books: setting.books, wall, facts, datesOf: datesAt(script, wall), happened: [], pauses: [], duties: [], closedAt: null, at: script.filedAt }
    return { script, case: { ...fresh, dates: datesOf(regulation, fresh.answers, fresh.category, calendar) }, duties: [], surveys: [], shadow, chance: chanceOf(script.chance), acts: 0, firings: [], events: 0, deeds: [], filed: null, said: [] }
  }

  /** Who has a case in hand or on offer has that much less room. */
  function keepLoads(before: CaseState, after: CaseState): void {
    for (const [state, by] of [[before, -1], [after, 1]] as const) {
      const { stage } = state
      const has = stage.at === 'assigned' ? stage.to : stage.at === 'closed' ? null : state.handlerId
      const member = staff[state.officeId - 1]?.find(({ id }) => id === has)
      if (member) member.load += by
    }
  }

  /** The first fault of a case is told; whatever follows it only follows from it. */
  function complain(life: Life, at: number, fault: string): void {
    if (wrong.has(life)) return
    wrong.add(life)
    years.faults.push(`case ${life.script.n} (${life.case.regulation}) at ${shown(at)}: ${fault}`)
  }

  /** Nothing is lost: an open case has an open duty, and every open duty somebody who owes it. */
  function promises(life: Life): string[] {
    const open = life.duties.filter(({ state }) => state === 'open')
    // Who works on a case has it: it was accepted, and what waited for that is over.
    const unaccepted = life.case.stage.at === 'accepted' && life.case.acceptedAt === null
    const nobodys = open.filter((duty) => !(staff[life.script.office - 1] ?? []).some((member) => (duty.staffId === null ? member.role === duty.owner : member.id === duty.staffId)))
    return [...(open.length === 0 && life.case.stage.at !== 'closed' ? ['open without a duty'] : []), ...(unaccepted ? ['worked on without having been accepted'] : []), ...nobodys.map(({ kind }) => `${kind} is nobody's`)]
  }

  /** Nobody is disturbed by the machine out of hours, unless it is red. */
  function quiet(life: Life, event: CaseEvent, tells: Decision['tells'], at: number): string[] {
    if (event.type !== 'duty-due' && event.type !== 'survey-due' && event.type !== 'reckon') return []
    return tells.flatMap(({ to, urgent, notBefore }) => {
      const when = notBefore === undefined ? at : fromMs(notBefore)
      // Who found it works here: told when the office works.
      const found = life.case.byStaff === true || life.case.regulation === 'screening'
      const free = 'applicant' in to && !found ? awake(when, life.shadow.book.callback.quiet) === when : life.shadow.wall.open[when] === 1
      return urgent || free ? [] : [`${'applicant' in to ? 'the resident' : 'staff'} told at ${shown(when)}`]
    })
  }

  /** A survey is planned when the closing says, and goes out then, or twenty minutes later while the person is busy; nobody is to be visited for whom no office hour is left. */
  function surveysOf(life: Life, event: CaseEvent, surveys: readonly SurveyState[], at: number): string[] {
    const { book, closedAt, wall } = life.shadow
    const { callback } = book
    return surveys.flatMap((survey): string[] => {
      const until = naiveDue(wall, closedAt ?? 0, book.rules.find(({ id }) => id === 'call')?.limit ?? '', [])
      if (event.type === 'survey-due' && survey.state === 'sent' && survey.mode === 'in-person' && survey.reason !== 'asked-often' && lastChance(life.shadow, at, until) === undefined) return [`asked ${survey.mode} with no office hour left`]
      if (survey.state !== 'waiting' || survey.nextAt === null) return []
      const planned = event.type === 'survey-due' ? awake(at + 20, callback.quiet) : awake(naiveDue(wall, closedAt ?? 0, callback.delay, []), callback.quiet)
      return fromMs(survey.nextAt) === planned ? [] : [`the survey is planned for ${shown(fromMs(survey.nextAt))}, expected ${shown(planned)}`]
    })
  }
}

function merged<T extends { id: string }>(old: readonly T[], changed: readonly T[]): T[] {
  return [...old.filter(({ id }) => !changed.some((each) => each.id === id)), ...changed]
}
