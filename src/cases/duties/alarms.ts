import type { DutyState } from '../case.ts'
import type { Work } from '../work.ts'

/** What the house does by itself at an appointed moment: at the warning (rung 0), at the moment (1), and after it. */
const alarms: Readonly<Record<string, (work: Work, duty: DutyState) => void>> = {}

export function ring(work: Work, duty: DutyState): void {
  alarms[duty.kind]?.(work, duty)
}
