// Owns what is printed of a simulated month, and whether all of it held.
import { elapsedWorkingMinutes } from './time.ts'
import { median, percentile } from '../bench/figures.ts'
import { atNight, hasOutcome, isUneven, mostAnHour, spreads, toldTwice, type Share, type Spread } from './checks.ts'
import type { Month } from './month.ts'
import { at } from './watch.ts'
import { staffHourMost } from '../../src/turns/pace.ts'

/** `uneven`: loads that lie too far apart; with few cases that says little. */
export type Verdict = { lines: string[]; faults: string[]; uneven: string[] }

const fairWithin = 0.2

export function verdict(month: Month): Verdict {
  const { house, tree, watch, calendar, deeds, began, end } = month
  const faults: string[] = []
  const cases = [...watch.seen.values()]
  const duties = cases.flatMap((each) => each.duties.map((duty) => ({ duty, one: each.one })))
  const where = watch.where()

  for (const [kind, { count, some }] of watch.wrong) faults.push(`${count} × ${kind}: ${some.join('; ')}`)
  const held = new Set(duties.flatMap(({ duty, one }) => (duty.kind === 'review-hold' && duty.state === 'open' ? [one.id] : [])))
  const endless = duties.filter(({ duty, one }) => !hasOutcome(duty, one, where, end, held.has(one.id)))
  if (endless.length > 0) faults.push(`${endless.length} duties without an outcome: ${tops(endless.map(({ duty, one }) => `${duty.kind} (${one.regulation}, ${duty.state}, rung ${duty.rung})`))}`)
  const all = [...watch.sent.values()]
  const hours = all.map(mostAnHour)
  const most = Math.max(0, ...hours)
  if (most > staffHourMost) faults.push(`${hours.filter((each) => each > staffHourMost).length} members of staff got more than ${staffHourMost} messages within an hour, one of them ${most}`)
  const nights = all.flatMap(atNight)
  if (nights.length > 0) faults.push(`${nights.length} messages outside working hours: ${tops(nights.map(firstKey))}`)
  const twice = all.flatMap(toldTwice)
  if (twice.length > 0) faults.push(`${twice.length} told twice within an hour: ${tops(twice.map(firstKey))}`)
  if (house.faults.length > 0) faults.push(`${house.faults.length} lines in the log: ${tops(house.faults.map((line) => line.slice(0, 300)))}`)

  const loads = spreads(equals(month, (id) => watch.loads.get(id)))
  // What each would have received, had nobody been away.
  const daysMost = Math.max(1, ...[...watch.loads.values()].map(({ looks }) => looks))
  const received = spreads(equals(month, (id) => ({ total: (watch.offers.get(id) ?? 0) * daysMost, looks: watch.loads.get(id)?.looks ?? daysMost })))
  // Who works half as fast is asked less often: what each has is what must be even, not what each was asked.
  const far = loads.filter((each) => isUneven(each, fairWithin))
  const uneven = far.length > 0 ? [`${far.length} of ${loads.length} groups of equals had loads further apart than ±${percent(fairWithin)}: ${far.slice(0, 6).map(spoken).join(', ')}`] : []

  const waits = cases.flatMap(({ one }) => (one.acceptedAt === null ? [] : [elapsedWorkingMinutes(calendar, one.filedAt, one.acceptedAt)]))
  const by = (state: string): number => duties.filter(({ duty }) => duty.state === state).length
  const late = duties.filter(({ duty }) => duty.late).length
  const open = duties.filter(({ duty }) => duty.state === 'open')
  const messages = all.flat()
  const stages = [...Map.groupBy(cases, ({ one }) => one.stage)].map(([stage, some]) => `${some.length} ${stage}`).join(', ')
  const lines = [
    `${tree.offices.length} offices, ${tree.staff.length} staff, ${cases.length} cases, ${at(began)} to ${at(end)}; ${watch.looks} moments looked at, ${deeds.count} deeds of people; ${Math.round(month.realMs / 1000)} s`,
    `cases: ${stages}; by regulation ${tops(cases.map(({ one }) => one.regulation), 20)}`,
    `deeds: ${tops([...deeds.done].flatMap(([what, count]) => Array.from({ length: count }, () => what)), 60)}`,
    `duties: ${duties.length}; ${by('done')} done (${late} late), ${by('cancelled')} fallen away, ${open.filter(({ duty }) => duty.dueAt > end).length} not yet due, ${open.filter(({ duty }) => duty.dueAt <= end).length} overdue and escalated`,
    `messages to staff: ${messages.length}, of them ${messages.filter(({ free }) => free).length} answers to their own acts, ${messages.filter(({ red }) => red).length} red; to residents: ${watch.sentToResidents}`,
    `the most within an hour, of what bears waiting: ${most} (no more than ${staffHourMost})`,
    `load among equals (in hand or on offer, on the average): ${loads.length} groups of two or more, ${loads.filter(({ worst }) => worst > fairWithin).length} of them beyond ±${percent(fairWithin)} (by less than two cases is let pass), median of the groups ±${percent(median(loads.map(({ worst }) => worst)))}, furthest ${spoken(worstOf(loads))}`,
    `asked to take a case, among equals, by the days they were there: median of the groups ±${percent(median(received.map(({ worst }) => worst)))}, furthest ${spoken(worstOf(received))}`,
    `from filing to acceptance, working minutes: median ${Math.round(median(waits))}, 90th percentile ${Math.round(percentile(waits, 0.9))}, of ${waits.length}`,
    ...(deeds.stuck.size > 0 ? [`found no way to answer: ${[...deeds.stuck].sort((a, b) => b[1] - a[1]).slice(0, 8).map(([kind, count]) => `${count} × ${kind}`).join(', ')}`] : []),
  ]
  return { lines, faults, uneven }
}

/** Equals: the same office and role; all else (kinds, areas, capacity, languages) is the same for all here. Whoever has left is none. */
function equals({ tree, watch }: Month, of: (id: number) => { looks: number; total: number } | undefined): Share[] {
  return tree.staff.filter(({ role, id }) => (role === 'mediator' || role === 'handler') && !watch.where().staff.get(id)?.left).map(({ id, role, officeId }) => ({ id, group: `${tree.offices.find((office) => office.id === officeId)?.name ?? officeId}/${role}`, ...(of(id) ?? { looks: 0, total: 0 }) }))
}

function worstOf(all: readonly Spread[]): Spread | undefined {
  return all.toSorted((a, b) => b.worst - a.worst)[0]
}

function spoken(spread: Spread | undefined): string {
  return spread ? `±${percent(spread.worst)} (${spread.group}, ${spread.members} with ${spread.mean.toFixed(1)} each)` : 'nobody'
}

function firstKey({ words, at: sentAt }: { words: string; at: number }): string {
  const keys = [...words.matchAll(/"key":"((?:case|desk|talk):[^"]+)"/g)].map((each) => each[1] ?? '').filter((key) => !key.startsWith('case:about') && !key.includes('kind'))
  return `${keys.slice(0, 2).join(' ')} ${at(sentAt).slice(11)}`
}

function tops(all: readonly string[], most = 6): string {
  return [...Map.groupBy(all, (each) => each)].sort((a, b) => b[1].length - a[1].length).slice(0, most).map(([what, some]) => `${some.length} × ${what}`).join(', ')
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
