import type { CaseState, Party } from '../case.ts'
import { words } from '../work.ts'
import type { StaffOffer } from './offer.ts'

/** For whom a case was taken down at the desk and who has no chat yet: a new code, where the first was lost. */
export const registeredOffers: StaffOffer[] = [{
  id: 'chat-code', may: 'message',
  offer: (state) => (chatlessApplicant(state) ? { label: words('action.chat-code'), takes: 'nothing', choices: [], ask: 'case:ask.chat-code', confirm: false, rank: 'more' } : null),
}]

/** Whoever it was taken down for, while nothing can be written to them. */
export function chatlessApplicant({ parties, between: { registered } }: Pick<CaseState, 'parties' | 'between'>): Party | undefined {
  return registered === null ? undefined : parties.find(({ role, personId }) => role === 'applicant' && personId === null)
}
