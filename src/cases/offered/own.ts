import { words } from '../work.ts'
import type { ResidentOffer } from './offers.ts'

/** What whoever stands in a case can do with it at any time. */

export const ownOffers: ResidentOffer[] = [
  // An answer to staff or to a question of a step hangs on their message; nothing else offers it.
  { id: 'reply', may: 'reply', offer: () => null },
  { id: 'answer', may: 'answer', offer: () => null },
  { id: 'add', may: 'add', offer: () => ({ label: words('action.add'), takes: 'words', choices: [], ask: 'talk:ask.case-add', confirm: false, did: 'talk:case.did-add', rank: 'usual' }) },
  {
    id: 'withdraw', may: 'withdraw',
    // A finding of staff has no end of their own choosing (SCR-5).
    offer: (state, { regulation }) => (state.stage.at !== 'closed' && regulation.outcomes.some((each) => each.byResident)
      ? { label: words('action.withdraw'), takes: 'words', choices: [], ask: 'talk:ask.case-withdraw', confirm: true, sure: { ask: 'talk:ask.confirm-withdraw', yes: 'talk:button.withdraw-so' }, did: 'talk:case.did-withdraw', rank: 'usual', tone: 'danger' }
      : null),
  },
]
