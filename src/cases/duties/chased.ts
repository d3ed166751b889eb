import type { DutyState } from '../case.ts'
import { setDuty } from '../work.ts'
import type { Work } from '../work.ts'
import { limitOf, open, ruleOf } from './duties.ts'

/** What somebody's act moves: limits that are warned of and chased anew. */

/** A moved limit is a new promise: it is warned of and chased like the first one. One that stayed where it was is not. */
export function chaseAnew(work: Work, kinds: readonly string[], before: ReadonlyMap<string, number | undefined>): void {
  for (const duty of open(work)) {
    if (!kinds.includes(duty.kind) || isOver(work, duty)) continue
    const at = limitAt(work, duty)
    // While its clock stands, a limit moves once it goes on.
    if (at === Infinity || at !== before.get(duty.id)) setDuty(work, { ...duty, rung: ruleOf(work, duty.kind)?.warn === undefined ? 1 : 0 })
  }
}

export function isOver(work: Work, duty: DutyState): boolean {
  const at = limitAt(work, duty)
  return at === undefined || at < work.now
}

/** Infinity while its clock stands; undefined when nobody can reckon it. */
export function limitAt(work: Work, { kind, openedAt }: DutyState): number | undefined {
  const rule = ruleOf(work, kind)
  return rule && limitOf(work, rule, openedAt)?.at
}
