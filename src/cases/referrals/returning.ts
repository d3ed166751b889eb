import type { Words } from '../../dialogue/message.ts'
import { finishCase } from '../ending/closing.ts'
import { staffMessage } from '../telling/messages.ts'
import { memberOf, record, tellRole, words } from '../work.ts'
import type { Work } from '../work.ts'
import { answerBody } from './letter.ts'
import { outcomeBack } from './referral.ts'
import type { ReferralState } from './referral.ts'
import { bodyName, bodyNote, tellBody } from './telling.ts'

/** An entrusted case goes back at once when it fails or both are unwilling (LAB-6). */

/** Back to who entrusted it, with the reason; both sides hear it with the ways that are open to them, and nothing holds it up (LAB-6). */
export function returnToBody(work: Work, referral: ReferralState, why: string, said: string, by: number | null): Words | null {
  const outcome = outcomeBack(work)
  if (!outcome) return words('refused.not-now')
  record(work, 'returned-to-body', { body: bodyName(work, referral), reason: words(`choice.return.${why}`) })
  answerBody(work, referral, 'returned', said)
  tellBody(work, referral, bodyNote(work, { ...referral, state: 'answered' }, [words('told.returned-why', { reason: words(`choice.return.${why}`) })]))
  if (work.case.handlerId === null) work.case.handlerId = by
  finishCase(work, outcome, said, by)
  return null
}

/** Both sides have said that they will not: an entrusted case goes back at that moment, by itself. */
export function returnAtOnce(work: Work, since: number): void {
  const { stage, happened } = work.case
  const referral = [...work.referrals.values()].find(({ direction, state, kind }) => direction === 'in' && state === 'received' && kind === 'entrusted')
  if (!referral || stage.at === 'closed' || !happened.slice(since).some(({ what }) => what === 'consent.both-unwilling')) return
  const by = /^staff:(\d+)$/.exec(work.actor)?.[1]
  returnToBody(work, referral, 'both-unwilling', '', memberOf(work, by === undefined ? null : Number(by))?.id ?? null)
  tellRole(work, 'handler', staffMessage(work, [words('told.returned-by-itself', { body: bodyName(work, referral) })]))
}
