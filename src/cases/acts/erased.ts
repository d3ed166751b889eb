import type { Words } from '../../dialogue/message.ts'
import { happen } from '../duties/duties.ts'
import { partyFor } from '../offered/residents.ts'
import { isShared, partyWith } from '../parties/filers.ts'
import { record, words } from '../work.ts'
import type { Work } from '../work.ts'
import { tellOffice } from './codes.ts'
import { unfollow } from './follow.ts'
import { leave } from './group.ts'
import { endProxy } from './proxy.ts'

/**
 * Somebody has had their data erased. Where others go on without them they leave; the other side can be asked again, on
 * paper or on the phone too; the case of one alone stays with the office, which hears that no message reaches them.
 */
export function erased(work: Work, person: string): Words | null {
  const party = partyFor(work.case, person)
  if (!party) return words('refused.not-found')
  const { between: { group }, stage } = work.case
  if (party.role === 'follower') return unfollow(work, party)
  if (group && isShared(work.case) && group.joined.includes(party.id)) return leave(work, group, party)
  if (party.role === 'proxy' && typeof partyWith(work.case, 'applicant')?.personId === 'string') return endProxy(work, party, 'proxy-ended')
  if (party.role === 'respondent') {
    work.case.parties = work.case.parties.map((each) => (each.id === party.id ? { ...each, personId: null, willing: 'unknown' } : each))
    happen(work, 'respondent-erased')
  }
  record(work, 'person-erased', {}, false)
  if (stage.at !== 'closed') tellOffice(work, words(party.role === 'respondent' ? 'told.erased-other' : 'told.erased'))
  return null
}
