import type { Words } from '../../dialogue/message.ts'
import { memberOf, nameOf, record, setReferral, tell, tellRole, words } from '../work.ts'
import type { Work } from '../work.ts'
import { isSilent } from '../dossier.ts'
import { happen } from '../duties/duties.ts'
import { close, finishCase } from '../ending/closing.ts'
import { goOnHere } from '../ending/reopening.ts'
import { residentMessage, staffMessage, withFiles } from '../telling/messages.ts'
import { owes, owesNoMore } from './duties.ts'
import { bodyOf, isElsewhere, isUnderWay, outcomeElsewhere } from './referral.ts'
import type { ReferralState } from './referral.ts'
import { bodyName, noticeWords, numberWords } from './telling.ts'

/** What becomes of a case that went to a linked body, whoever says so: they themselves, or whoever holds the case for them. */

/** They have it. What was handed on is theirs from now on, and ends here; anything else stays ours (MED-22). */
export function taken(work: Work, referral: ReferralState): Words | null {
  const now: ReferralState = { ...referral, state: 'received', receivedAt: work.now }
  owesNoMore(work, referral, 'done')
  setReferral(work, now)
  record(work, 'referral-received', namesOf(work, now))
  happen(work, 'referral-received')
  if (now.kind !== 'informed') owes(work, now, 'answer-referral')
  tellRole(work, 'handler', staffMessage(work, [words('told.referral-received', namesOf(work, now))]))
  if (now.kind === 'handed-on') handedOn(work, now)
  return null
}

/** They do not take it: it never left us. Where it had ended as sent to them, nobody would have it: then it goes on with whoever held it. */
export function notTaken(work: Work, referral: ReferralState, said: string): Words | null {
  if (said === '') return words('refused.words-needed')
  owesNoMore(work, referral, 'done')
  setReferral(work, { ...referral, state: 'refused', feedback: said, answeredAt: work.now })
  record(work, 'referral-refused', { ...namesOf(work, referral), words: { say: said } }, false)
  happen(work, 'referral-refused')
  const { stage } = work.case
  const back = stage.at === 'closed' && isElsewhere(stage.outcome) && referral.kind === 'handed-on' && ![...work.referrals.values()].some((each) => each.kind === 'handed-on' && isUnderWay(each))
  if (back) goOnHere(work, words('reason.body-refused', { body: bodyName(work, referral) }))
  tellRole(work, 'handler', staffMessage(work, [words('told.referral-refused', namesOf(work, referral)), { say: said }], work.case.stage.at === 'closed' ? ['refer'] : ['refer', 'close']))
  tellApplicant(work, [words('told.referral-refused-you', namesOf(work, referral))])
  return null
}

/** Their feedback: to whoever holds the case, late or in time. */
export function answered(work: Work, referral: ReferralState, outcome: string, said: string, files: readonly string[] = []): Words | null {
  const late = work.now > referral.dueAt
  owesNoMore(work, referral, 'done')
  setReferral(work, { ...referral, state: 'answered', outcome, feedback: said, answeredAt: work.now })
  const names = { ...namesOf(work, referral), outcome: words(`refer.came.${outcome}`) }
  record(work, 'referral-answered', { ...names, words: { say: said } }, false)
  happen(work, 'referral-answered')
  const open = work.case.stage.at !== 'closed' && work.case.stage.at !== 'settling'
  tellRole(work, 'handler', withFiles(staffMessage(work, [words(late ? 'told.referral-answered-late' : 'told.referral-answered', names), ...(said === '' ? [] : [{ say: said }])], open ? ['message', 'close'] : []), files))
  if (referral.kind === 'handed-on') tellApplicant(work, [words('told.referral-answered-you', names)])
  return null
}

function handedOn(work: Work, referral: ReferralState): void {
  const body = bodyOf(work.world, referral.bodyId)
  const outcome = outcomeElsewhere(work)
  const { stage } = work.case
  if (body) tellApplicant(work, noticeWords(referral, body, 'referral-taken'))
  if (!outcome || stage.at === 'closed' || stage.at === 'settling') return
  const sender = memberOf(work, referral.by) ?? memberOf(work, work.case.handlerId)
  // Where an end needs a superior's word, so does this one.
  if (sender) close(work, sender, outcome, '')
  else finishCase(work, outcome, '', null)
}

export function tellApplicant(work: Work, text: Words[]): void {
  if (!isSilent(work)) tell(work, { applicant: true }, residentMessage(work, text, { reply: work.case.stage.at !== 'closed' }))
}

export function namesOf(work: Work, referral: ReferralState): { body: string; number: Words; who: string } {
  const actor = /^staff:(\d+)$/.exec(work.actor)?.[1]
  return { body: bodyName(work, referral), number: numberWords(referral.number), who: actor === undefined ? '' : nameOf(work, Number(actor)) }
}
