import type { Words } from '../../dialogue/message.ts'
import { may, personRelation } from '../access.ts'
import type { CaseState, World } from '../case.ts'
import { residentOffers } from '../offered/offers.ts'
import { partyFor } from '../offered/residents.ts'
import { present, words } from '../work.ts'
import type { Work } from '../work.ts'
import { goesByItself, passToMain } from './merge.ts'
import { joinings, residentActs } from './more.ts'
import type { JoinEvent, ResidentEvent } from './act.ts'

/** What the people of a case do with it. Whatever somebody may not do is answered as if the case did not exist. */

export function residentDoes(work: Work, event: ResidentEvent): Words | null {
  const offer = residentOffers.find(({ id }) => id === event.action)
  const act = residentActs[event.action]
  const party = partyFor(work.case, event.person)
  // The same message went to the whole group; what it asks is answered by those who speak for it (LAB-4).
  if (offer && party?.role === 'member' && !may('resident', 'member', offer.may)) return words('refused.speakers')
  if (!offer || !act || !party || !may('resident', personRelation(work.case, event.person), offer.may)) return words('refused.not-found')
  const offered = hangOnMessages.includes(offer.id) || offer.offer(work.case, present(work), party) !== null
  if (work.case.between.merged && !goesByItself(event.action)) return passToMain(work, event)
  const refused = act(work, party, event, (event.words ?? '').trim())
  // What is not offered now is not carried out either, whatever was pressed. An act that knows why says it; else that.
  return refused ?? (offered ? null : words('refused.not-now'))
}

/** They hang on a message, which each of them knows the age of, and are offered nowhere else. */
const hangOnMessages: readonly string[] = ['reply', 'answer', 'read-clause', 'agree', 'performed']

/** Somebody came in by a code. */
export function joined(work: Work, event: JoinEvent): Words | null {
  const joining = joinings[event.purpose]
  if (!joining) return words('refused.unknown')
  return joining.whyNot(work.case, { ...work.world, regulation: work.regulation }, event.person, event.party) ?? joining.join(work, event)
}

/** Null when this person may come in by such a code now. */
export function whyNotJoin(state: CaseState, world: World, { purpose, person, party }: Pick<JoinEvent, 'purpose' | 'person' | 'party'>): Words | null {
  const joining = joinings[purpose]
  return joining ? joining.whyNot(state, world, person, party) : words('refused.unknown')
}
