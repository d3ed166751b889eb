import type { Words } from '../../dialogue/message.ts'
import { accept, leaveToHead, offerNext } from '../assign/assign.ts'
import { happen } from '../duties/duties.ts'
import { tellOtherSide } from '../telling/sides.ts'
import { tellFollowers } from '../telling/followers.ts'
import { tellOverseer } from '../oversight.ts'
import { waitsAgain } from '../referrals/letter.ts'
import { residentMessage, staffMessage } from '../telling/messages.ts'
import { memberOf, nameOf, record, setSurvey, tell, tellRole, words } from '../work.ts'
import type { Work } from '../work.ts'

/** After so many reopenings the head decides who goes on; the machine has had its tries. */
const reopeningsByMachineMax = 2

/** The resident was not content: the case goes on with somebody else, and what was said goes with it (PRO-10). */
export function reopen(work: Work, why: Words): void {
  const before = work.case.handlerId
  work.case.tried = work.case.tried.filter((each) => each.why === 'recused' || each.why === 'handled-before')
  if (before !== null) work.case.tried.push({ staff: before, why: 'handled-before' })
  openAnew(work, why)
  tellRole(work, 'head', staffMessage(work, [words('told.reopened-head', { reason: why, who: nameOf(work, before) })]))
  tell(work, { applicant: true }, residentMessage(work, [words('told.reopened')]))
  tellOtherSide(work, words('other.reopened'))
  tellFollowers(work, 'reopened')
  if (work.case.reopened > reopeningsByMachineMax) leaveToHead(work, 0)
  else offerNext(work)
}

/** It had ended as sent elsewhere, and was not taken there: it goes on with whoever held it, or somebody else where they work here no more (MED-22, CSM-2). */
export function goOnHere(work: Work, why: Words): void {
  const holder = memberOf(work, work.case.handlerId)
  openAnew(work, why)
  tellRole(work, 'head', staffMessage(work, [words('told.reopened-here', { reason: why })]))
  tellFollowers(work, 'reopened')
  if (holder) accept(work, holder)
  else offerNext(work)
}

function openAnew(work: Work, why: Words): void {
  for (const survey of work.surveys.values()) if (survey.state === 'waiting') setSurvey(work, { ...survey, state: 'skipped', nextAt: null, reason: 'reopened' })
  work.case.handlerId = null
  work.case.acceptedAt = null
  work.case.stage = { at: 'filed' }
  work.case.reopened += 1
  record(work, 'reopened', { reason: why })
  happen(work, 'reopened')
  goOnListed(work)
  waitsAgain(work)
}

/** What was on the watch list when it was closed is on it again. */
function goOnListed(work: Work): void {
  const { listed } = work.case.between
  if (!listed) return
  happen(work, 'supervised')
  tellOverseer(work, listed, staffMessage(work, [words('told.listed-again')]))
}
