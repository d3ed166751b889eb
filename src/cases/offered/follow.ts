import { words } from '../work.ts'
import type { ResidentOffer } from './offer.ts'

/** What whoever follows a like case can do besides adding to it. */

export const followOffers: ResidentOffer[] = [
  {
    id: 'unfollow', may: 'leave',
    offer: (_state, _world, { role }) => (role === 'follower' ? { label: words('action.unfollow'), takes: 'nothing', choices: [], ask: 'talk:ask.case-add', confirm: false, rank: 'usual' } : null),
  },
]
