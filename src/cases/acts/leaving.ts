import type { Words } from '../../dialogue/message.ts'
import { idFrom } from '../../ids.ts'
import { unsend } from '../agreement/unsend.ts'
import type { Party, StaffMember } from '../case.ts'
import { happen } from '../duties/duties.ts'
import { furtherWays } from '../ending/ways.ts'
import { settleWilling } from '../parties/willing.ts'
import { endOffers, otherSide, whyNotAtTable } from '../table.ts'
import { residentMessage, staffMessage } from '../telling/messages.ts'
import { record, tell, tellRole, words } from '../work.ts'
import type { Work } from '../work.ts'
import type { ResidentEvent, StaffEvent } from './act.ts'

/** The other side goes, by themselves (MED-10) or because the invitation had come to somebody else; then whoever it is can be asked anew. */

export function endPart(work: Work, party: Party, _event: ResidentEvent): Words | null {
  if (party.role !== 'respondent') return words('refused.unknown')
  const refused = whyNotAtTable(work.case, work)
  if (refused) return refused
  if (party.willing !== 'unwilling') {
    record(work, 'respondent-unwilling', {}, true, 'shared')
    settleWilling(work, [party], 'unwilling', work.regulation.steps.find(({ willing }) => willing === 'unwilling')?.happens)
  }
  record(work, 'respondent-left', {}, true, 'shared')
  const fallen = goes(work, party)
  tellRole(work, 'handler', staffMessage(work, [words('told.respondent-left'), ...fallen], afterRefusal(work)))
  tell(work, { applicant: true }, residentMessage(work, [words('told.other-left'), ...fallen, ...furtherWays(work)], { reply: true }))
  if (party.personId !== null) tell(work, { person: party.personId }, { as: 'note', text: [words('told.you-left', { number: work.case.number })] })
  return null
}

/** Whoever came in was not the one invited: they have no part in it, and what they said counts for nothing. */
export function releaseOther(work: Work, member: StaffMember, _event: StaffEvent, said: string): Words | null {
  if (said === '') return words('refused.words-needed')
  const party = otherSide(work.case)
  if (!party) return words('refused.not-now')
  record(work, 'respondent-released', { who: member.name }, true, 'shared')
  // Why is for the office: it speaks of somebody.
  record(work, 'noted', { who: member.name, words: { say: said } }, false)
  const fallen = goes(work, party)
  tell(work, { applicant: true }, residentMessage(work, [words('told.other-released'), ...fallen], { reply: true }))
  if (party.personId !== null) tell(work, { person: party.personId }, { as: 'note', text: [words('told.you-released', { number: work.case.number })] })
  tellRole(work, 'handler', staffMessage(work, [words('told.released', { who: member.name }), ...fallen], ['invite']))
  return null
}

/** What they had said goes with them: whoever comes in next is asked anew, and agrees for themselves. Returned: what falls away. */
function goes(work: Work, party: Party): Words[] {
  const sent = work.case.between.agreement?.hash
  happen(work, 'respondent-left')
  endOffers(work.case)
  unsend(work)
  work.case.parties.push({ ...party, id: idFrom(work.world.seed, 'party/respondent'), personId: null, willing: 'unknown' })
  party.role = 'former'
  return sent && !work.case.between.agreement?.hash ? [words('told.agreement-fallen')] : []
}

/** What answers a refusal; while the end waits for a superior's word, nothing is closed again. */
export function afterRefusal({ case: { stage } }: Work): string[] {
  return stage.at === 'settling' ? ['message'] : ['message', 'close']
}
