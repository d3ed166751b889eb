// Owns the month itself: the clock goes from one moment at which something happens to the next, people do what they have
// in mind, the house does what is due, and what changed is looked at before the clock moves on.
import { openingOf, worksOn } from '../../src/calendar/calendar.ts'
import { dayNumber } from '../../src/calendar/days.ts'
import { instantOnDay, localDay } from '../../src/calendar/zone.ts'
import type { Calendar } from '../../src/calendar/limit.ts'
import { makeAgenda, type Agenda } from './agenda.ts'
import { makeDeeds, type Deeds } from './deeds.ts'
import { openSimulated, zone, type SimulatedHouse } from './house.ts'
import { planFor, type Plan, type Planning } from './staff.ts'
import { plantTree, type Size, type Tree } from './tree.ts'
import { startWatch, type Watch } from './watch.ts'
import { dice as makeDice } from '../bench/figures.ts'

export type MonthOptions = Size & { url: string; seed: number; cases: number; workingDays: number; /** The first day, YYYY-MM-DD. */ from: string; progress?(text: string): void }
export type Month = { house: SimulatedHouse; tree: Tree; watch: Watch; calendar: Calendar; deeds: Deeds; end: number; began: number; realMs: number }

const gridMs = 600_000

export async function liveMonth(options: MonthOptions): Promise<Month> {
  const begun = performance.now()
  const dice = makeDice(options.seed)
  let tree: Tree = { offices: [], staff: [] }
  const began = Date.parse(`${options.from}T08:00:00+08:00`)
  const house = await openSimulated(options.url, began, async (db) => { tree = await plantTree(db, options, dice) })
  const calendar = house.offices.list()[0]?.calendar
  if (!calendar) throw new Error('there is no office')
  const watch = startWatch(house, tree, calendar)
  const agenda: Agenda<Plan> = makeAgenda()
  const add = (at: number, plan: Plan): void => agenda.add(Math.ceil(at / gridMs) * gridMs, plan)
  const planning: Planning = { tree, watch, calendar, dice, add }
  const deeds = makeDeeds({ house, planning })
  const days = workingDays(calendar, options.from, options.workingDays)
  const end = instantOnDay(zone, (days.at(-1) ?? 0) + 1, 0)
  planTheMonth(planning, days, options.cases)
  const planned = new Set<string>()

  for (let said = begun; ;) {
    const next = Math.ceil(Math.min(agenda.nextAt(), await house.nextDue()) / gridMs) * gridMs
    if (next > end) break
    house.clockTo(next)
    await deeds.carryOut(agenda.due(next))
    await house.settle()
    const found = await watch.look()
    planFor(planning, found, planned, next)
    if (performance.now() - said < 20_000) continue
    said = performance.now()
    options.progress?.(`${new Date(next + 8 * 3_600_000).toISOString().slice(0, 16)}  ${watch.seen.size} cases, ${deeds.count} deeds, ${watch.wrong.size === 0 ? 'no faults' : [...watch.wrong].map(([kind, { count, some }]) => `${count} × ${kind} (${some[0] ?? ''})`).join(', ')}, ${Math.round((performance.now() - begun) / 1000)} s`)
  }
  house.clockTo(end)
  await house.settle()
  await watch.look()
  await watch.lookAtAll()
  return { house, tree, watch, calendar, deeds, began, end, realMs: performance.now() - begun }
}

/** Filings by day and night, mornings of work, midnights at which absences begin and end, and who goes away or leaves. */
function planTheMonth({ tree, dice, add }: Planning, days: readonly number[], cases: number): void {
  const [first = 0] = days
  const last = days.at(-1) ?? first
  for (let day = first; day <= last + 1; day++) {
    add(instantOnDay(zone, day, 0), { do: 'day' })
    for (const hour of [9, 11, 14, 16]) add(instantOnDay(zone, day, hour * 60), { do: 'day' })
  }
  for (let n = 0; n < cases; n++) {
    const atWork = dice() < 0.85
    const day = atWork ? days[Math.floor(dice() * days.length)] ?? first : first + Math.floor(dice() * (last - first + 1))
    const minute = dice() < 0.8 ? 9 * 60 + dice() * 510 : dice() * 1439
    add(instantOnDay(zone, day, Math.floor(minute)), { do: 'file' })
  }
  const able = tree.staff.filter(({ role, officeId }) => ['mediator', 'handler', 'informant'].includes(role) && tree.staff.filter((each) => each.officeId === officeId && ['mediator', 'handler'].includes(each.role)).length > 1)
  const some = able.filter((_, n) => n % 11 === 3)
  some.forEach(({ id: staffId }, n) => add(instantOnDay(zone, days[3 + ((n * 5) % Math.max(1, days.length - 12))] ?? first, 10 * 60), { do: 'away', staffId }))
  able.filter((_, n) => n % 37 === 5).slice(0, 2).forEach(({ id: staffId }, n) => add(instantOnDay(zone, days[Math.floor(days.length / 2) + n] ?? first, 11 * 60), { do: 'leave', staffId }))
}

export function workingDays(calendar: Calendar, from: string, count: number): number[] {
  const found: number[] = []
  for (let day = dayNumber(from); found.length < count; day++) if (worksOn(calendar, day)) found.push(day)
  return found
}

/** The opening of the day on which a moment lies. */
export function opening(calendar: Calendar, at: number): number {
  return openingOf(calendar, localDay(zone, at))
}
