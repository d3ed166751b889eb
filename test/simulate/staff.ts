// Owns what the staff of a simulated month do, each in their own way: they answer offers and what they owe, ask for more
// time, pass cases to each other, up the tree and to linked bodies, go away, and leave.
import { due, nextWorkingMoment, type Calendar } from '../../src/calendar/limit.ts'
import type { DutyRow } from './checks.ts'
import { dutyOwners } from './checks.ts'
import type { Member, Temper, Tree } from './tree.ts'
import type { Seen, Watch } from './watch.ts'

/** What somebody is going to do; `tries`: how often they have tried. */
export type Plan =
  | { do: 'duty'; caseId: string; dutyId: string; by: number; tries: number }
  | { do: 'extra'; caseId: string; action: string; by: number }
  | { do: 'answer'; caseId: string }
  | { do: 'urge'; caseId: string }
  | { do: 'score'; caseId: string; surveyId: string }
  | { do: 'file' }
  | { do: 'away'; staffId: number }
  | { do: 'leave'; staffId: number }
  | { do: 'agree'; staffId: number }
  | { do: 'report'; roundId: string; staffId: number }
  | { do: 'day' }

export type Planning = { tree: Tree; watch: Watch; calendar: Calendar; dice: () => number; add(at: number, plan: Plan): void }

/** New duties of these cases find whoever does them, when they will; what somebody does besides is drawn when a case is taken. */
export function planFor(planning: Planning, found: readonly Seen[], planned: Set<string>, now: number): void {
  for (const { one, duties } of found) {
    for (const duty of duties) {
      if (duty.state !== 'open' || duty.owner === 'machine' || planned.has(duty.id)) continue
      planned.add(duty.id)
      planDuty(planning, { one, duties }, duty, now)
    }
    const taken = `taken/${one.id}/${one.handlerId}`
    if (one.stage !== 'accepted' || one.handlerId === null || planned.has(taken)) continue
    planned.add(taken)
    planExtras(planning, one.id, one.handlerId, now)
  }
}

function planDuty({ tree, watch, calendar, dice, add }: Planning, { one }: Seen, duty: DutyRow, now: number): void {
  const owners = dutyOwners(duty, one, watch.where())
  const by = owners[Math.floor(dice() * owners.length)]
  const member = tree.staff.find(({ id }) => id === by)
  if (by === undefined || !member) return
  const at = duty.kind === 'answer-offer' ? answersAt(member.temper, calendar, now, dice) : doesAt(member, duty, calendar, now, dice)
  if (at !== null) add(at, { do: 'duty', caseId: one.id, dutyId: duty.id, by, tries: 0 })
}

function answersAt(temper: Temper, calendar: Calendar, now: number, dice: () => number): number | null {
  if (temper === 'silent' && dice() < 0.6) return null
  const [from, until] = temper === 'late' ? [20, 75] : [3, 35]
  return afterMinutes(calendar, now, from + dice() * (until - from))
}

/** Somewhere within its limit, or after it. Heads and leaders act on what has nobody within the hour. */
function doesAt({ temper }: Member, duty: DutyRow, calendar: Calendar, now: number, dice: () => number): number | null {
  if (duty.kind === 'assign' || duty.kind === 'receive-case') return afterMinutes(calendar, now, 5 + dice() * 90)
  if (temper === 'silent' && dice() < 0.25) return null
  const [from, until] = { prompt: [0.08, 0.5], choosy: [0.1, 0.6], late: [0.5, 1.1], silent: [0.7, 1.4] }[temper] as [number, number]
  const at = Math.max(now, duty.openedAt) + (duty.dueAt - Math.max(now, duty.openedAt)) * (from + dice() * (until - from))
  return duty.dueAt - duty.openedAt < 4 * 3_600_000 ? at : nextWorkingMoment(calendar, at)
}

function planExtras({ calendar, dice, add }: Planning, caseId: string, by: number, now: number): void {
  const chances: [string, number, number][] = [['hand-over', 0.025, 900], ['hand-up', 0.03, 600], ['refer', 0.04, 700], ['hold', 0.03, 800], ['extend', 0.06, 1500], ['message', 0.2, 400], ['invite', 0.15, 120]]
  for (const [action, chance, minutes] of chances) if (dice() < chance) add(afterMinutes(calendar, now, 30 + dice() * minutes), { do: 'extra', caseId, action, by })
  if (dice() < 0.06) add(afterMinutes(calendar, now, 500 + dice() * 2000), { do: 'urge', caseId })
}

export function afterMinutes(calendar: Calendar, now: number, count: number): number {
  return due(calendar, now, { unit: 'working-minutes', count: Math.max(1, Math.round(count)) }).at
}
