import type { OutcomeRule } from '../../regulations/schema.ts'
import type { Words } from '../../dialogue/message.ts'
import { reportAtEnd } from '../acts/heard.ts'
import { endPause } from '../assign/assign.ts'
import { planSurvey } from './callback.ts'
import { bodiesFor } from '../offered/refer.ts'
import { letGo } from '../referrals/letter.ts'
import { isElsewhere } from '../referrals/referral.ts'
import { waysWords } from './ways.ts'
import type { StaffMember } from '../case.ts'
import { factsOf, holds } from '../conditions.ts'
import { dateWords } from '../dates.ts'
import { isSilent, paperWords } from '../dossier.ts'
import { happen, owedAgain } from '../duties/duties.ts'
import { residentMessage, staffMessage } from '../telling/messages.ts'
import { answerForBoth, tellOtherSide } from '../telling/sides.ts'
import { tellFollowers } from '../telling/followers.ts'
import { answersFor } from '../house.ts'
import { isListed } from '../oversight.ts'
import { endOffers } from '../table.ts'
import { holderOf, houseOf, memberOf, nameOf, record, tell, tellRole, tellStaff, words } from '../work.ts'
import type { Work } from '../work.ts'

/** How a case ends, or waits for the word that lets it end. */

/** Staff end the case with an outcome and a plain answer; where the outcome needs a superior's word, it waits for that. */
export function close(work: Work, member: StaffMember, outcome: OutcomeRule, answer: string): void {
  // More time is not waited for any longer; should it come back unsigned, it can be asked for again.
  work.case.between.extension = null
  if (work.case.handlerId === null) work.case.handlerId = member.id
  const asked = outcome.signOff && (!outcome.signOff.if || holds(outcome.signOff.if, { ...factsOf(work.case), outcome: outcome.id })) ? outcome.signOff.by : null
  // What is watched from above ends with the leader's word wherever it needs one (MED-17).
  const needs = asked === 'head' && isListed(work.case) ? 'leader' : asked
  if (needs === null || member.role === 'leader' || answersFor(work.case, houseOf(work), needs, member)) return finishCase(work, outcome, answer, member.id)
  endPause(work)
  work.case.stage = { at: 'settling', outcome: outcome.id, answer, by: member.id, needs }
  record(work, 'closing', { who: member.name })
  happen(work, `closing.${needs}`)
  tellRole(work, needs, staffMessage(work, [words('told.sign', { who: member.name, outcome: outcomeWords(work, outcome.id) }), { say: answer }], ['sign-off']))
  // Who is told no result is not promised one.
  if (!isSilent(work)) tell(work, { applicant: true }, residentMessage(work, [words('told.closing')]))
  tellOtherSide(work, words('other.settling'))
  tellFollowers(work, 'closing')
}

/** The superior's word: the case ends, or goes back to the one who closed it with what is missing. */
export function signOff(work: Work, member: StaffMember, yes: boolean, said: string): void {
  const { stage } = work.case
  if (stage.at !== 'settling') return
  // Whoever wrote it may work here no more: then it is for whoever has the case now.
  const author = memberOf(work, stage.by)?.id ?? holderOf(work) ?? stage.by
  // A yes is a yes, also to an outcome that has left the file meanwhile.
  const outcome = work.regulation.outcomes.find((each) => each.id === stage.outcome) ?? { id: stage.outcome, dates: [], ways: [], callback: true }
  if (yes) {
    record(work, 'signed', { who: member.name }, false)
    happen(work, 'signed')
    finishCase(work, outcome, stage.answer, stage.by)
    tellStaff(work, author, staffMessage(work, [words(isSilent(work) ? 'told.signed-silent' : 'told.signed', { who: member.name }), ...stillToDo(work)]))
    return
  }
  work.case.stage = { at: 'accepted', hold: null }
  record(work, 'returned', { who: member.name, words: { say: said } }, false)
  happen(work, 'returned')
  owedAgain(work)
  if (work.case.acceptedAt === null) countAsAccepted(work)
  tellStaff(work, author, staffMessage(work, [words('told.returned', { who: member.name }), { say: said }], ['close', 'message']))
}

/** It was closed before anybody had accepted it, and is not to end so: whoever closed it has it, as if they had taken it. */
function countAsAccepted(work: Work): void {
  const who = nameOf(work, work.case.handlerId)
  work.case.acceptedAt = work.now
  record(work, 'accepted', { who })
  happen(work, 'accepted')
  if (who !== '') tell(work, { applicant: true }, residentMessage(work, [words('told.accepted', { who })], { clock: true }))
  tellFollowers(work, 'accepted')
}

export function finishCase(work: Work, outcome: Pick<OutcomeRule, 'id' | 'dates' | 'ways' | 'callback'>, answer: string, by: number | null): void {
  endPause(work)
  endOffers(work.case)
  work.case.stage = { at: 'closed', outcome: outcome.id, answer, by, since: work.now }
  const silent = isSilent(work)
  record(work, 'closed', { who: nameOf(work, by), outcome: outcomeWords(work, outcome.id), words: { say: answer } }, !silent)
  reportAtEnd(work, outcomeWords(work, outcome.id), answer)
  happen(work, `closed.${outcome.id}`)
  letGo(work, outcome.id, answer)
  const text = silent ? [words('told.closed-nameless')] : [
    words('told.closed', { outcome: outcomeWords(work, outcome.id) }),
    ...(answer === '' ? [] : [{ say: answer }]),
    ...dateWords(work.regulation, work.case.dates.filter(({ id }) => outcome.dates.includes(id)), work.now),
    ...waysWords(work, outcome.ways),
  ]
  // Who took it back themselves is not asked whether it is solved.
  tell(work, { applicant: true }, residentMessage(work, text, silent || by === null ? {} : { ways: true }))
  // The same answer and the same ways for both (MED-13).
  const forBoth = answerForBoth(work)
  tellOtherSide(work, words('other.closed', { outcome: outcomeWords(work, outcome.id) }), ...(forBoth === null ? [] : [{ say: forBoth }]), ...waysWords(work, outcome.ways))
  tellFollowers(work, 'closed')
  if (outcome.callback && !silent) planSurvey(work)
}

/** For whoever closed it: the other side is to hear what is open to them (MED-13), and what the dossier holds and lacks (MED-18). */
export function stillToDo({ regulation, case: state, world }: Work): Words[] {
  const { stage, parties } = state
  if (stage.at !== 'closed') return []
  const outcome = regulation.outcomes.find(({ id }) => id === stage.outcome)
  const both = (outcome?.ways.length ?? 0) > 0 && parties.some(({ role, personId }) => role === 'respondent' && personId === null)
  return [...(both ? [words('told.other-side-ways')] : []), ...(isElsewhere(stage.outcome) && bodiesFor(world).length > 0 ? [words('told.refer-where')] : []), ...paperWords(regulation, state)]
}

export function outcomeWords(work: Work, outcome: string): Words {
  return { key: `${work.regulation.id}:outcome.${outcome}` }
}
