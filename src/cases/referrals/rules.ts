import type { DutyRule, Regulation } from '../../regulations/schema.ts'
import type { DutyState, StaffMember } from '../case.ts'
import { common } from '../duties/common.ts'
import { isAble } from '../house.ts'
import { holderOf, houseOf } from '../work.ts'
import type { Work } from '../work.ts'
import { isSilentBody } from './referral.ts'
import type { ReferralState } from './referral.ts'

/**
 * What is owed of a referral. A body owes that it takes what was sent, and its answer by the day that was set; several may
 * run side by side, so each is opened and ended by itself, not by what happens. Until a body has taken it, it stays ours.
 */
export function referralRules({ duties, steps }: Pick<Regulation, 'duties' | 'steps'>): DutyRule[] {
  const body = { rule: 'MED-22', when: [], done: [], who: 'liaison', body: true, outlives: true } satisfies Partial<DutyRule>
  return [
    common({ ...body, id: 'receive-referral', limit: '1 working-day', warn: '2 working-hours', ladder: [{ after: 'at-once', tell: ['handler', 'head'], reassign: false }], actions: ['receive-referral', 'refuse-referral', 'record-reception'] }),
    common({ ...body, id: 'answer-referral', limit: '5 working-days', warn: '1 working-day', ladder: [{ after: 'at-once', tell: ['handler'], reassign: false }, { after: '1 working-day', tell: ['head'], reassign: false }], actions: ['answer-referral', 'record-answer'] }),
    // What came from a body is answered by the day it waits until; the letter goes by itself when the case ends.
    common({ id: 'answer-body', rule: 'MED-22', when: ['referred-in', 'body-waits'], who: 'handler', limit: '20 working-days', warn: '3 working-days', done: ['body-answered'], ladder: [{ after: 'at-once', tell: ['head'], reassign: false }], actions: ['answer-body', 'close'], outlives: true }),
    // "At once": the same half day (LAB-6). A regulation with a duty of its own for it keeps that.
    ...(duties.some(({ id }) => id === 'return-to-court') || !steps.some(({ happens }) => happens === 'session') ? [] : [
      common({ id: 'return-referral', rule: 'LAB-6', when: ['other-side.unwilling', 'failed-again'], if: { happened: 'entrusted-to-us' }, who: 'handler', limit: '4 working-hours', warn: '2 working-hours', done: ['closing', 'closed', 'other-side.willing', 'session.agreed'], ladder: [{ after: 'at-once', tell: ['head'], reassign: false }], actions: ['return-referral', 'close'] }),
    ]),
  ]
}

/** Those who speak for this body and have no part in the case themselves. */
export function liaisonsOf(work: Work, body: number): StaffMember[] {
  return work.world.staff.filter((member) => member.body === body && isAble(work.case, houseOf(work), { ...member, body: undefined }))
}

/** Who owes it: the first who speaks for the body; where nobody does on the bot, whoever holds the case sees to it that the body answers. */
export function bodyOwner(work: Work, kind: string, openedAt: number): Pick<DutyState, 'owner' | 'staffId'> | null {
  const referral = referralOf(work, kind, openedAt)
  return referral ? ownerOf(work, referral) : null
}

/** The last moment that was set with it, ms; null for what has no such day. */
export function referralDueAt(work: Work, kind: string, openedAt: number): number | null {
  if (kind === 'answer-body') return work.case.between.referred?.dueAt ?? null
  return kind === 'answer-referral' ? referralOf(work, kind, openedAt)?.dueAt ?? null : null
}

/** Who owes what this body owes now; null while nobody holds the case, whoever answers for it then. */
export function ownerOf(work: Work, { bodyId }: ReferralState): Pick<DutyState, 'owner' | 'staffId'> | null {
  const liaisons = liaisonsOf(work, bodyId)
  const holder = holderOf(work)
  if (!isSilentBody(liaisons)) return { owner: 'liaison', staffId: liaisons[0]?.id ?? null }
  return holder === null ? null : { owner: 'handler', staffId: holder }
}

/** The duties of a referral opened at moments of its own: when it was sent, and when it was taken. */
function referralOf(work: Work, kind: string, openedAt: number): ReferralState | undefined {
  return [...work.referrals.values()].find((each) => each.direction === 'out' && (kind === 'receive-referral' ? each.sentAt : each.receivedAt) === openedAt)
}
