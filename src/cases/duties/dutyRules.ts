import type { DutyRule, Regulation } from '../../regulations/schema.ts'
import { extensionRules } from '../extension/duty.ts'
import { appointments } from './appointments.ts'
import { common } from './common.ts'
import { houseRules, isAboutHolder } from './houseRules.ts'
import { oversightRules } from './oversightRules.ts'
import { referralRules } from '../referrals/rules.ts'

const known = new WeakMap<Regulation, readonly DutyRule[]>()

/** All duties of a case under it: put together once for each regulation, which never changes. */
export function dutyRules(regulation: Regulation): readonly DutyRule[] {
  const rules = known.get(regulation) ?? rulesOf(regulation)
  known.set(regulation, rules)
  return rules
}

/** Duties every case has, whatever its regulation: an offer is answered, nothing stays with nobody, on hold or unsigned. */
function rulesOf(regulation: Regulation): DutyRule[] {
  const { rule, answerWithin, headWithin, aroundTheClock: red } = regulation.assign
  const { inPerson, rule: callbackRule } = regulation.callback
  const callbackWithin = inPerson?.within ?? '3 working-days'
  // Who closes a case has it in hand, whether or not it was on offer to somebody.
  const taken = ['accepted', 'handed-over', 'tier-received', 'closing', 'closed']
  return [
    common({ id: 'answer-offer', rule, when: ['assigned'], who: 'handler', limit: answerWithin, done: [...taken, 'assigned', 'declined', 'recused', 'silent', 'unassigned'], ladder: [{ after: 'at-once', tell: [], reassign: true }], actions: ['take', 'decline', 'recuse'], red }),
    common({ id: 'assign', rule, when: ['unassigned'], who: 'head', limit: headWithin, done: [...taken, 'assigned'], ladder: [{ after: 'at-once', tell: ['leader'], reassign: false }], actions: ['assign', 'take'], red }),
    common({ id: 'review-hold', rule, when: ['held'], who: 'handler', limit: '10 working-days', done: ['resumed', 'assigned', 'unassigned', 'closed'], ladder: [{ after: '2 working-days', tell: ['head'], reassign: false }], actions: ['resume'] }),
    ...(['head', 'leader'] as const).map((who) => common({ id: `sign-off-${who}`, rule, when: [`closing.${who}`], who, limit: '2 working-days', warn: '1 working-day', done: ['signed', 'returned', 'closed'], ladder: [{ after: '1 working-day', tell: ['head', 'leader'], reassign: false }], actions: ['sign-off'] })),
    common({ id: 'visit', rule: inPerson?.rule ?? rule, when: ['visit-drawn'], who: 'head', limit: callbackWithin, done: ['visited', 'scored', 'reopened'], actions: ['visited'] }),
    common({ id: 'call', rule: inPerson?.rule ?? callbackRule, when: ['call-drawn'], who: 'head', limit: callbackWithin, done: ['called', 'scored', 'reopened'], ladder: [{ after: '1 working-day', tell: ['leader'], reassign: false }], actions: ['called'] }),
    common({ id: 'attend', rule, when: ['unattended'], who: 'handler', limit: '5 working-days', warn: '1 working-day', done: ['closed'], ladder: [{ after: '1 working-day', tell: ['head'], reassign: false }] }),
    ...houseRules(regulation),
    ...oversightRules(),
    ...appointments(regulation),
    ...extensionRules(regulation),
    ...referralRules(regulation),
    ...regulation.duties.map((duty) => (isAboutHolder(regulation, duty) ? { ...duty, apart: true as const } : duty)),
  ]
}
