import { record } from '../work.ts'
import type { Work } from '../work.ts'

/**
 * What was sent, and who had confirmed it, counts no more: one of those it was written for has left. It is a draft again,
 * to be sent to whoever comes in next. What stands already is left alone.
 */
export function unsend(work: Work): void {
  const { agreement } = work.case.between
  if (!agreement || agreement.hash === null || agreement.stands !== undefined) return
  const { objected: _objected, ...draft } = agreement
  work.case.between.agreement = { ...draft, parties: [], hash: null, sentAt: null, confirmed: [] }
  record(work, 'agreement-fallen', { version: agreement.version }, true, 'shared')
}
