import { heldBy } from '../merging.ts'
import { words } from '../work.ts'
import type { StaffOffer } from './offer.ts'

/** Like cases become one, and two again (PRO-12). */

export const mergeOffers: readonly StaffOffer[] = [
  {
    id: 'merge', may: 'merge',
    offer: (state) => (state.stage.at === 'closed' || state.stage.at === 'settling' || state.between.merged || heldBy(state).length > 0 ? null
      : { label: words('action.merge'), takes: 'nothing', choices: [], ask: 'case:ask.unmerge', confirm: false, rank: 'more', desk: 'merge' }),
    instead: (state) => (state.between.merged ? words('refused.merged', { number: state.between.merged.into.number }) : heldBy(state).length > 0 ? words('refused.merge-holds') : null),
  },
  { id: 'unmerge', may: 'merge', offer: (state) => (state.between.merged ? { label: words('action.unmerge'), takes: 'words', choices: [], ask: 'case:ask.unmerge', confirm: false, rank: 'now' } : null) },
]
