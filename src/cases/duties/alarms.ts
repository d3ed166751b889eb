import type { DutyState } from '../case.ts'
import type { Work } from '../work.ts'
import { askPerformance } from '../agreement/performance.ts'
import { remindOfAgreement } from '../agreement/remind.ts'
import { remind, settleDate } from '../meeting/arranging.ts'

/** What the house does by itself at an appointed moment: at the warning (rung 0), at the moment (1), and after it. */
const alarms: Readonly<Record<string, (work: Work, duty: DutyState) => void>> = { 'settle-date': settleDate, 'remind-meeting': remind, 'ask-performed': askPerformance, 'remind-agreement': remindOfAgreement }

/** Duties that nobody owes. */
export const alarmKinds: readonly string[] = Object.keys(alarms)

export function ring(work: Work, duty: DutyState): void {
  alarms[duty.kind]?.(work, duty)
}
