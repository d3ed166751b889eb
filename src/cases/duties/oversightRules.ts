import type { DutyRule } from '../../regulations/schema.ts'
import { common } from './common.ts'

const over = ['closed', 'supervision-ended']

/** What urging and the watch list ask of whoever holds a case, under every regulation (ADM-2, PET-5). Both end with it. */
export function oversightRules(): DutyRule[] {
  return [
    common({ id: 'answer-staff-urge', rule: 'ADM-2', when: ['urged-staff'], who: 'handler', limit: '1 working-day', done: ['reported-up', 'closing', 'closed', 'assigned', 'unassigned'], ladder: [{ after: 'at-once', tell: ['head'], reassign: false }], actions: ['report-up'] }),
    // Every five working days, to whoever listed it, until it is closed or taken off; not while its end waits to be signed.
    common({ id: 'report-supervised', rule: 'ADM-2', when: ['supervised', 'reported-up', 'returned'], if: { latest: { of: ['supervised', 'supervision-ended'], is: 'supervised' } }, who: 'handler', limit: '5 working-days', warn: '1 working-day', done: ['reported-up', 'closing', ...over], ladder: [{ after: 'at-once', tell: ['head', 'leader'], reassign: false }], actions: ['report-up'] }),
  ]
}

/** By the day that whoever listed it has set. */
export function settleSupervised(): DutyRule {
  return common({ id: 'settle-supervised', rule: 'ADM-2', when: ['supervised', 'returned'], if: { latest: { of: ['supervised', 'supervision-ended'], is: 'supervised' } }, who: 'handler', limit: '10 working-days', warn: '2 working-days', done: ['closing', ...over], ladder: [{ after: 'at-once', tell: ['head', 'leader'], reassign: false }, { after: '3 working-days', tell: ['head', 'leader'], reassign: false }], actions: ['close', 'report-up'] })
}
