import type { DutyRule, Regulation } from '../../regulations/schema.ts'
import { common } from '../duties/common.ts'

/** Who asks for more time has an answer within a working day, or word goes further up. */
export function extensionRules({ extension }: Pick<Regulation, 'extension'>): DutyRule[] {
  if (!extension) return []
  return [common({
    id: 'decide-extension', rule: extension.rule, when: ['extension-asked'], who: extension.approver, limit: '1 working-day',
    done: ['extended', 'extension-refused', 'assigned', 'handed-over', 'tier-received', 'unassigned', 'recused', 'silent', 'closing', 'closed'],
    ladder: [{ after: 'at-once', tell: ['leader'], reassign: false }, { after: '1 working-day', tell: ['head', 'leader'], reassign: false }], actions: ['decide-extension'],
  })]
}
