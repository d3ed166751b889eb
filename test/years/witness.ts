/** Holds what a case really did against its shadow, event by event, and says in plain words where the two differ. */
import type { CaseEvent, CaseState, DutyState } from '../../src/cases/case.ts'
import { fromMs, shown } from './notice.ts'
import { isMeant } from './rulebook.ts'
import type { Rung } from './rulebook.ts'
import { chaseAnew, hear, levelByFacts, nextOf, openDuties, reckonDue, refile, settleLimits, warningOf } from './shadow.ts'
import type { Shadow, ShadowDuty } from './shadow.ts'

export type Firing = { kind: string; opened: number; rung: number; at: number }
export type Seen = { case: CaseState; duties: readonly DutyState[]; history: readonly { kind: string }[]; /** The kind of the duty that fired, and its rung before. */ fired?: { kind: string; rung: number } }
export type Verdict = { firings: Firing[]; faults: string[] }

const spoken = ['warned', 'overdue', 'escalated']

export function witness(shadow: Shadow, event: CaseEvent, at: number, seen: Seen): Verdict {
  const faults = missed(shadow, event, at)
  const firings: Firing[] = []
  const said: string[] = []
  const news = seen.case.happened.slice(shadow.happened.length).map(({ what }) => what)
  // A case starts on the level its facts demand; from then on it is raised, and that is heard of.
  if (event.type === 'filed') shadow.facts.level = levelByFacts(shadow) ?? shadow.facts.level
  let level = shadow.facts.level
  const raise = (to: string | undefined): void => {
    const place = (id: string): number => shadow.book.levels.findIndex((each) => each.id === id)
    const wanted = to === 'next' ? shadow.book.levels[place(level) + 1]?.id : to
    if (wanted !== undefined && place(wanted) > place(level)) level = wanted
  }
  const take = (what: string): void => {
    if (news[0] === undefined || !isMeant(what, news[0])) faults.push(`expected ${what}, not ${news[0] ?? 'nothing'}`)
    else hear(shadow, news.shift() ?? '', at)
  }
  const before = new Map(openDuties(shadow).map((duty) => [duty, reckonDue(shadow, duty)]))
  const step = event.type === 'staff' ? shadow.book.steps.find(({ id }) => id === event.action) : undefined
  if (event.type === 'staff' && event.action === 'close') shadow.facts.outcome = event.choice ?? null

  if (event.type === 'duty-due') fire()
  for (const what of news.splice(0)) {
    if (what === 'refiled' && step?.becomes && event.type === 'staff') {
      refile(shadow, step.becomes, event.choice ?? '', at)
      level = shadow.facts.level
    }
    hear(shadow, what, at)
    if (!step || !isMeant(step.happens, what)) continue
    if (step.moves) chaseAnew(shadow, step.moves.duty, before, at)
    raise(step.raise)
  }
  shadow.at = at
  if (shadow.closedAt === null) raise(levelByFacts(shadow))
  settleLimits(shadow)
  if (seen.case.level !== level || shadow.facts.level !== level) faults.push(`on level ${seen.case.level} (heard of ${shadow.facts.level}), expected ${level}`)
  const told = seen.history.map(({ kind }) => kind).filter((kind) => spoken.includes(kind))
  if (told.sort().join() !== said.sort().join()) faults.push(`said ${told.join() || 'nothing'}, expected ${said.join() || 'nothing'}`)
  return { firings, faults: [...faults, ...differences(shadow, seen.duties, at)] }

  /** Every rung whose minute has come, each with what it must make happen. */
  function fire(): void {
    const duty = openDuties(shadow).find(({ rule }) => rule.id === seen.fired?.kind)
    if (!duty) return void faults.push(`${seen.fired?.kind} fired and should not be open`)
    if (nextOf(shadow, duty) !== at || duty.rung !== seen.fired?.rung) faults.push(`${duty.rule.id} fired rung ${seen.fired?.rung}, expected rung ${duty.rung} at ${shown(nextOf(shadow, duty) ?? Infinity)}`)
    for (let next = nextOf(shadow, duty); duty.state === 'open' && next !== null && next <= at; next = nextOf(shadow, duty)) {
      const { rule, rung } = duty
      duty.rung++
      firings.push({ kind: rule.id, opened: duty.opened, rung, at })
      const passesOn = rule.ladder[0]?.reassign === true && rule.ladder[0].after === 'at-once'
      if (rung === 0 && warningOf(shadow, duty, reckonDue(shadow, duty)) !== null && reckonDue(shadow, duty) >= at) said.push('warned')
      if (rung === 1 && !passesOn) {
        said.push('overdue')
        take(`overdue.${rule.id}`)
      }
      if (rung >= 2) climb(rule.ladder[rung - 2])
    }
  }

  function climb(rung: Rung | undefined): void {
    if (!rung) return
    if (rung.tell.length > 0) said.push('escalated')
    const was = level
    raise(rung.raise)
    if (level !== was) take(`raised.${level}`)
    if (!rung.reassign) return
    take('silent')
    take(news[0] === 'assigned' ? 'assigned' : 'unassigned')
  }
}

/** Whatever should have fired before this event and has not. At the same minute the timer comes first, but only one after the other. */
function missed(shadow: Shadow, event: CaseEvent, at: number): string[] {
  const byTimer = event.type === 'duty-due' || event.type === 'survey-due'
  return openDuties(shadow).flatMap((duty) => {
    const next = nextOf(shadow, duty)
    return next !== null && (byTimer ? next < at : next <= at) ? [`${duty.rule.id} rung ${duty.rung} should have fired at ${shown(next)}`] : []
  })
}

function differences(shadow: Shadow, duties: readonly DutyState[], at: number): string[] {
  const expected = openDuties(shadow).map((duty) => written(duty.rule.id, duty.opened, duty.rung, duty.due, nextOf(shadow, duty)))
  const open = duties.filter(({ state }) => state === 'open')
  const real = open.map((duty) => written(duty.kind, fromMs(duty.openedAt), duty.rung, fromMs(duty.dueAt), duty.nextAt === null ? null : Math.max(fromMs(duty.nextAt), at)))
  const ended = shadow.duties.filter((duty) => duty.state !== 'open' && duty.ended === at).flatMap((duty) => mismatch(duty, duties))
  return [...real.filter((each) => !expected.includes(each)).map((each) => `has ${each}`), ...expected.filter((each) => !real.includes(each)).map((each) => `should have ${each}`), ...ended]
}

function mismatch(duty: ShadowDuty, duties: readonly DutyState[]): string[] {
  const same = duties.filter((each) => each.kind === duty.rule.id && fromMs(each.openedAt) === duty.opened)
  const fits = same.some((each) => each.state === duty.state && each.late === duty.late && fromMs(each.doneAt ?? 0) === duty.ended)
  return fits ? [] : [`${duty.rule.id} should be ${duty.state}${duty.late ? ' late' : ' in time'}, is ${same.map((each) => `${each.state}${each.late ? ' late' : ' in time'}`).join() || 'unknown'}`]
}

function written(kind: string, opened: number, rung: number, due: number, next: number | null): string {
  return `${kind} of ${shown(opened)} on rung ${rung}, due ${shown(due)}, next ${next === null ? 'never' : shown(next)}`
}
