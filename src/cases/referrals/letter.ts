import { due, parseLimit } from '../../calendar/limit.ts'
import type { Words } from '../../dialogue/message.ts'
import { happen } from '../duties/duties.ts'
import { record, setReferral, words } from '../work.ts'
import type { Work } from '../work.ts'
import { owesNoMore } from './duties.ts'
import { isSilentBody, isUnderWay } from './referral.ts'
import { liaisonsOf } from './rules.ts'
import type { ReferralState } from './referral.ts'
import { bodyName, bodyNote, tellBody } from './telling.ts'

/** As for what came in without a day. */
const answerAgainWithin = '20 working-days'

/** What we owe a body that sent us a case: its letter at the end, and an entrusted one back at once when it fails (LAB-6). */

/** It was filed from what a body sent: their rules for such a case begin. */
export function cameFromBody(work: Work): void {
  const { referred } = work.case.between
  if (!referred) return
  record(work, 'referred-in', { body: referred.name, number: referred.number, how: words(`refer.in.${referred.kind}`) })
  happen(work, 'referred-in')
  if (referred.kind !== 'entrusted') return
  happen(work, 'entrusted-to-us')
  // What the regulation itself has for such cases: consent recorded, returned to the court (LAB-6).
  if (!work.regulation.steps.some(({ happens }) => happens === 'entrusted')) return
  happen(work, 'entrusted')
  if (referred.consent === 'both') happen(work, 'consent.both')
}

/** The letter: what came of it, and a word more. Where nobody of theirs is here it is written down that it was sent. */
export function answerBody(work: Work, referral: ReferralState, outcome: string, said: string): Words | null {
  const body = bodyName(work, referral)
  if (outcome === 'under-way') {
    record(work, 'body-told', { body, words: { say: said } }, false)
    tellBody(work, referral, bodyNote(work, referral, [words('told.body-under-way', { number: referral.number }), { say: said }]))
    return null
  }
  const now: ReferralState = { ...referral, state: 'answered', outcome, feedback: said, answeredAt: work.now }
  setReferral(work, now)
  const named = { body, number: referral.number, outcome: words(`refer.came-in.${outcome}`) }
  record(work, 'body-answered', { ...named, words: { say: said } }, false)
  happen(work, 'body-answered')
  tellBody(work, now, bodyNote(work, now, [words('told.body-letter', named), ...(said === '' ? [] : [{ say: said }])]))
  return null
}

/** The case is over: whoever sent it hears what came of it, and whoever was helping need not go on. */
export function letGo(work: Work, outcome: string, answer: string): void {
  for (const referral of [...work.referrals.values()]) {
    if (referral.direction === 'in' && referral.state === 'received') letter(work, referral, outcome, answer)
    else if (isUnderWay(referral) && referral.kind !== 'handed-on') ended(work, referral, [words('told.referral-case-over', { number: words('refer.number', { number: referral.number }) })])
  }
}

/** It goes on after our letter: whoever sent it waits again, for the end there is then. What has gone back to them is theirs. */
export function waitsAgain(work: Work): void {
  const { referred } = work.case.between
  const answered = [...work.referrals.values()].find(({ id, state, outcome }) => id === referred?.id && state === 'answered' && outcome !== 'returned')
  if (!referred || !answered) return
  const dueAt = Math.max(answered.dueAt, due(work.world.calendar, work.now, parseLimit(answerAgainWithin)).at)
  const now: ReferralState = { ...answered, state: 'received', outcome: null, feedback: null, answeredAt: null, dueAt }
  setReferral(work, now)
  referred.dueAt = dueAt
  happen(work, 'body-waits')
  tellBody(work, now, bodyNote(work, now, [words('told.body-reopened', { number: now.number, day: { day: dueAt } })]))
}

/** It goes no further: taken back, or the case is over. `why`: said to them. */
export function ended(work: Work, referral: ReferralState, why: Words[]): void {
  owesNoMore(work, referral, 'cancelled')
  setReferral(work, { ...referral, state: 'ended' })
  tellBody(work, referral, bodyNote(work, { ...referral, state: 'ended' }, why))
}

function letter(work: Work, referral: ReferralState, outcome: string, answer: string): void {
  // Somebody has to send it: the duty to answer them stays, and says so.
  if (isSilentBody(liaisonsOf(work, referral.bodyId))) return
  const end = settledBy.includes(outcome) ? 'settled' : outcome === 'withdrawn' ? 'withdrawn' : !failedBy.includes(outcome) ? 'other' : referral.kind === 'entrusted' ? 'returned' : 'failed'
  answerBody(work, referral, end, answer)
}

/** Ends of our regulations, as a body counts them. */
const settledBy: readonly string[] = ['agreement', 'settled', 'resolved', 'compensated', 'repaired', 'replaced', 'refunded', 'done', 'answered']
const failedBy: readonly string[] = ['failed', 'not-confirmed', 'returned-to-court', 'terminated', 'refused', 'cannot', 'not-settled']
