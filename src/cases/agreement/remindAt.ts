import { due, parseLimit } from '../../calendar/limit.ts'
import type { Calendar } from '../../calendar/limit.ts'
import type { CaseState } from '../case.ts'
import { orNull } from '../work.ts'

/** When those who have said nothing to what was sent are reminded of it. */

export const remindAfter = '2 working-days'

/** The moment, ms; null where nothing waits for anybody, or nobody can reckon it. */
export function remindAt({ between: { agreement } }: CaseState, calendar: Calendar): number | null {
  const { sentAt = null, stands } = agreement ?? {}
  return sentAt === null || stands !== undefined ? null : orNull(() => due(calendar, sentAt, parseLimit(remindAfter)).at)
}
