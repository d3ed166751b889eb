import type { Words } from '../../dialogue/message.ts'
import type { World } from '../case.ts'
import { heldBy } from '../merging.ts'
import { isUnderWay } from '../referrals/referral.ts'
import { words } from '../work.ts'
import type { StaffOffer } from './offer.ts'

/** Like cases become one, and two again (PRO-12). */

export const mergeOffers: readonly StaffOffer[] = [
  {
    id: 'merge', may: 'merge',
    offer: (state, world) => (state.stage.at === 'closed' || state.stage.at === 'settling' || state.between.merged || heldBy(state).length > 0 || withBody(world) ? null
      : { label: words('action.merge'), takes: 'nothing', choices: [], ask: 'case:ask.unmerge', confirm: false, rank: 'more', desk: 'merge' }),
    instead: (state, _member, world) => (state.between.merged ? words('refused.merged', { number: state.between.merged.into.number }) : heldBy(state).length > 0 ? words('refused.merge-holds') : withBody(world)),
  },
  { id: 'unmerge', may: 'merge', offer: (state) => (state.between.merged ? { label: words('action.unmerge'), takes: 'words', choices: [], ask: 'case:ask.unmerge', confirm: false, rank: 'now' } : null) },
]

/** A body waits for the answer to this very case, or has it in hand: that is brought to an end first (MED-22). */
function withBody({ referrals = [] }: World): Words | null {
  if (referrals.some(({ direction, state }) => direction === 'in' && state === 'received')) return words('refused.merge-body-waits')
  return referrals.some(isUnderWay) ? words('refused.merge-at-body') : null
}
