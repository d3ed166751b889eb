import { isUnseated, partyWith } from '../parties/filers.ts'
import { words } from '../work.ts'
import type { ResidentOffer, StaffOffer } from './offer.ts'

/** Somebody acts for somebody else (PET-9), or is known by a code name only (PET-7). */

export const proxyOffers: ResidentOffer[] = [
  {
    // Until that person has a chat of their own in the case, whatever they have said by word of mouth.
    id: 'principal-code', may: 'consent',
    offer: (state, _world, party) => (party.role === 'proxy' && partyWith(state, 'applicant')?.personId === null && state.stage.at !== 'closed'
      ? { label: words('action.principal-code'), takes: 'nothing', choices: [], ask: 'talk:ask.principal-code', confirm: false, rank: 'usual' }
      : null),
  },
  {
    id: 'end-proxy', may: 'consent',
    offer: (state, _world, party) => (partyWith(state, 'proxy') !== undefined && (party.role === 'proxy' || party.role === 'applicant') && typeof partyWith(state, 'applicant')?.personId === 'string'
      ? { label: words(party.role === 'proxy' ? 'action.stop-proxy' : 'action.end-proxy'), takes: 'choice', choices: [{ id: 'yes', label: words('choice.end-proxy'), words: false }], ask: 'talk:ask.end-proxy', confirm: false, rank: 'more', tone: 'danger' }
      : null),
  },
  {
    id: 'reveal', may: 'reveal',
    offer: (state, _world, party) => (state.between.codeName !== null && party.role === 'applicant'
      ? { label: words('action.reveal'), takes: 'words', choices: [], ask: 'talk:ask.reveal', confirm: true, sure: { ask: 'talk:ask.confirm-reveal', yes: 'talk:button.reveal-so' }, rank: 'usual' }
      : null),
  },
  {
    // Who has shown their name may leave a number as well, or not.
    id: 'reveal-phone', may: 'reveal',
    offer: (state, _world, party) => (party.role === 'applicant' && party.contact === null && state.between.codeName === null && state.happened.some(({ what }) => what === 'revealed')
      ? { label: words('action.reveal-phone'), takes: 'words', choices: [], ask: 'talk:ask.reveal-phone', confirm: false, rank: 'more' }
      : null),
  },
]

export const proxyStaffOffers: StaffOffer[] = [
  {
    id: 'oral-consent', may: 'consent',
    offer: (state) => (state.between.consent === 'asked' && state.stage.at !== 'closed'
      ? { label: words('action.oral-consent'), takes: 'words', choices: [], ask: 'case:ask.oral-consent', confirm: false }
      : null),
  },
  {
    id: 'principal-anew', may: 'consent',
    offer: (state) => (isUnseated(state) && state.stage.at !== 'closed'
      ? { label: words('action.principal-anew'), takes: 'nothing', choices: [], ask: 'talk:ask.principal-code', confirm: false }
      : null),
  },
]
