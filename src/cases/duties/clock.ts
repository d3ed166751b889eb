import { dayOf, elapsedWorkingDays } from '../../calendar/limit.ts'
import { dayNumber } from '../../calendar/days.ts'
import type { Words } from '../../dialogue/message.ts'
import type { DutyState } from '../case.ts'
import { limitOf, open, ruleOf } from './duties.ts'
import { words } from '../work.ts'
import type { Work } from '../work.ts'

/** The honest clock of the resident: by when, day 3 of 5, how long it stood still and why. */
export function clockWords(work: Work): Words[] {
  const shown = shownDuty(work)
  if (!shown) return []
  const { duty, dueAt, unconfirmed, inDays } = shown
  const { pauses } = work.case
  const paused = pauses.find((pause) => pause.to === null)
  const count = (to: number): number => (inDays === 'working' ? elapsedWorkingDays(work.world.calendar, duty.openedAt, to, pauses) : elapsedDays(work, duty.openedAt, to))
  const lines: Words[] = []
  if (paused) lines.push(words('clock.paused', { day: { day: paused.from }, reason: paused.reason, n: count(paused.from) }))
  else if (work.now > dueAt) lines.push(words('clock.over', { day: { day: dueAt } }))
  else if (inDays === 'none') lines.push(words('clock.until', { at: { moment: dueAt } }))
  else lines.push(words('clock.day', { n: Math.max(1, count(work.now)), of: count(dueAt), day: { day: dueAt } }))
  for (const pause of pauses) {
    if (pause.to !== null && pause.to > pause.from && pause.from >= duty.openedAt) lines.push(words('clock.was-paused', { days: Math.max(1, dayCount(work, pause.from, pause.to)), reason: pause.reason }))
  }
  if (unconfirmed && !paused) lines.push(words('clock.unconfirmed'))
  return lines
}

/** The day by which the resident can expect the next thing, and whether it may still move; nothing when none is promised now. */
export function expectedWords(work: Work): Words[] {
  const shown = shownDuty(work)
  if (!shown || shown.dueAt === Infinity) return []
  return [words('next.by', { day: { day: shown.dueAt } }), ...(shown.unconfirmed ? [words('clock.unconfirmed')] : [])]
}

/** What else they are waiting for, and by when: the signature under a written answer, news they have urged for. */
export function promisedWords(work: Work): Words[] {
  const { stage } = work.case
  const at = (kind: string): number | undefined => {
    const duty = open(work).find((each) => each.kind === kind)
    const rule = ruleOf(work, kind)
    const limit = duty && rule && limitOf(work, rule, duty.openedAt)?.at
    return limit === Infinity ? undefined : limit
  }
  const signed = stage.at === 'settling' ? at(`sign-off-${stage.needs}`) : undefined
  const urged = at('answer-urge')
  return [...(signed === undefined ? [] : [words('clock.sign', { at: { moment: signed } })]), ...(urged === undefined ? [] : [words('clock.urged', { at: { moment: urged } })])]
}

/** By when the first of these duties that is open must be done, for those who do it; nothing while its clock stands. */
export function untilWords(work: Work, kinds: readonly string[]): Words[] {
  const duty = kinds.flatMap((kind) => open(work).find((each) => each.kind === kind) ?? [])[0]
  const rule = duty && ruleOf(work, duty.kind)
  const until = duty && rule ? limitOf(work, rule, duty.openedAt) : null
  return !until || until.at === Infinity ? [] : [words('told.until', { day: { day: until.at } }), ...(until.unconfirmed ? [words('clock.unconfirmed')] : [])]
}

function shownDuty(work: Work): { duty: DutyState; dueAt: number; unconfirmed: boolean; inDays: 'working' | 'all' | 'none' } | undefined {
  return open(work)
    .flatMap((duty) => {
      const rule = ruleOf(work, duty.kind)
      if (!rule?.shown) return []
      const limit = limitOf(work, rule, duty.openedAt)
      // What cannot be reckoned is with the head, and is no promise.
      if (!limit) return []
      const { at, unconfirmed } = limit
      const inDays = rule.limit.includes('working-day') ? ('working' as const) : /day|month|th$/.test(rule.limit) ? ('all' as const) : ('none' as const)
      return [{ duty, dueAt: at, unconfirmed, inDays }]
    })
    .sort((a, b) => a.dueAt - b.dueAt)[0]
}

/** Days of the wall from one instant to another, without those a pause touched. */
function elapsedDays(work: Work, from: number, to: number): number {
  const { zone } = work.world.calendar
  const number = (at: number): number => dayNumber(dayOf(zone, at))
  const held = work.case.pauses.map((pause) => ({ first: number(pause.from), last: pause.to === null ? Infinity : number(pause.to) }))
  let count = 0
  for (let day = number(from) + 1; day <= number(to); day++) if (!held.some((each) => each.first <= day && day <= each.last)) count++
  return count
}

function dayCount(work: Work, from: number, to: number): number {
  const { zone } = work.world.calendar
  return dayNumber(dayOf(zone, to)) - dayNumber(dayOf(zone, from))
}
