import type { DutyRule, Regulation } from '../../regulations/schema.ts'
import { hasAgreement } from '../agreement/text.ts'
import { common } from './common.ts'

/**
 * Duties that residents bring about, whatever the regulation: who urges is answered, who was pressed to give up is spoken
 * to, a contact they deny is looked into, a complaint about the handling is answered. The last three are never with
 * whoever handles the case, and outlast it.
 */
export function houseRules({ assign: { rule }, steps, duties, outcomes, mediates }: Pick<Regulation, 'assign' | 'steps' | 'duties' | 'outcomes' | 'mediates'>): DutyRule[] {
  const speaks = steps.filter(({ tellsResident, asksResident }) => tellsResident || asksResident !== undefined).map(({ happens }) => happens)
  const apart = { rule, who: 'head', apart: true, outlives: true, ladder: [{ after: '1 working-day', tell: ['leader'], reassign: false }] } satisfies Partial<DutyRule>
  return [
    // Where the regulation itself does not say what follows when an agreement is not performed (MED-15).
    ...(duties.some(({ when }) => when.includes('performance.not-done')) ? [] : [
      common({ id: 'follow-up-performance', rule: 'MED-15', when: ['performance.not-done'], who: 'handler', limit: '5 working-days', warn: '1 working-day', done: ['followed-up', 'performance.performed', 'reopened'], ladder: [{ after: 'at-once', tell: ['head'], reassign: false }], actions: ['performance-noted'], outlives: true }),
    ]),
    // What was sent to both sides comes to something: confirmed, sent anew, or the case goes on without it (MED-14).
    ...(hasAgreement({ outcomes, mediates }) ? [
      common({ id: 'confirm-agreement', rule: 'MED-14', when: ['agreement.sent', 'agreement.changed', 'agreement.objected'], who: 'handler', limit: '3 working-days', done: ['agreement.sent', 'agreement.changed', 'agreement.confirmed', 'respondent-left', 'closing', 'closed'], ladder: [{ after: '1 working-day', tell: ['head'], reassign: false }], actions: ['agreement', 'clause'], pausable: true }),
    ] : []),
    // Until another office has received it, it is this one's (PET-2); the other answers for not answering.
    common({ id: 'receive-case', rule: 'MED-20', when: ['tier-asked'], who: 'head', limit: '1 working-day', done: ['tier-received', 'tier-returned', 'tier-kept'], ladder: [{ after: 'at-once', tell: ['leader'], reassign: false }], actions: ['receive', 'send-back'], asked: true }),
    common({ id: 'answer-urge', rule, when: ['urged'], who: 'handler', limit: '1 working-day', done: ['messaged', 'held', 'resumed', 'interim-reported', ...speaks, 'closing', 'closed'], ladder: [{ after: 'at-once', tell: ['head'], reassign: false }], actions: ['message'] }),
    // Handing it to a colleague, and opening a sealed identity, wait for an answer (ADM-3, PET-7).
    common({ id: 'answer-handover', rule: 'ADM-3', when: ['handover-asked'], who: 'handler', limit: '1 working-day', done: ['handover-answered', 'handed-over', 'accepted', 'assigned', 'unassigned', 'declined', 'recused', 'closing', 'closed'], actions: ['take-over', 'decline-over'] }),
    common({ id: 'decide-identity', rule: 'PET-7', when: ['identity-asked'], who: 'leader', limit: '1 working-day', done: ['identity-granted', 'identity-refused', 'revealed', 'tier-received', 'closed'], ladder: [{ after: '1 working-day', tell: ['leader'], reassign: false }], actions: ['decide-identity'] }),
    // What a leader asked for at a reception, where the regulation itself knows of no instructions (PET-8).
    common({ id: 'carry-out-reception', rule: 'PET-8', when: ['heard-at-reception'], who: 'handler', limit: '5 days', warn: '1 working-day', done: ['reported-back', 'closed'], ladder: [{ after: 'at-once', tell: ['head'], reassign: false }, { after: '1 working-day', tell: ['leader'], reassign: false }], actions: ['report-back', 'message'] }),
    common({ ...apart, id: 'look-into-pressure', when: ['pressed'], limit: '1 working-day', done: ['pressure-answered'], actions: ['answer-pressure'] }),
    common({ ...apart, id: 'look-into-contact', when: ['contact-denied'], limit: '1 working-day', done: ['contact-checked'], actions: ['check-contact'] }),
    common({ ...apart, id: 'answer-complaint', when: ['complained'], limit: '3 working-days', done: ['complaint-answered'], actions: ['answer-complaint'] }),
  ]
}

/** Whether whoever handles the case must not see that there is such a duty. */
export function isApart(kind: string, regulation: Pick<Regulation, 'duties' | 'mediates'>): boolean {
  return ['look-into-pressure', 'answer-complaint'].includes(kind) || regulation.duties.some((duty) => duty.id === kind && isAboutHolder(regulation, duty))
}

/** A duty of the regulation to decide whether somebody else shall mediate: it is about whoever does (MED-10). */
export function isAboutHolder({ mediates }: Pick<Regulation, 'mediates'>, { when }: Pick<DutyRule, 'when'>): boolean {
  return mediates !== undefined && when.includes(mediates.aside.happens)
}
