import type { DutyRule } from '../../regulations/schema.ts'

export type Common = Pick<DutyRule, 'id' | 'rule' | 'when' | 'who' | 'limit' | 'done'> & Partial<DutyRule>

/** A duty that the house itself has, whatever the regulation: what is not said of it is not so. */
export function common(rule: Common): DutyRule {
  return { ladder: [], actions: [], tellResident: false, pausable: false, red: false, shown: false, outlives: false, ...rule }
}
