import type { Words } from '../../dialogue/message.ts'
import type { CaseAct } from '../access.ts'
import type { Action } from '../actions.ts'
import type { CaseState, Party, StaffMember, World } from '../case.ts'
import { afterOffers, afterStaffOffers } from './after.ts'
import { agreementOffers, agreementStaffOffers } from './agreement.ts'
import { followOffers } from './follow.ts'
import { extensionOffers } from './extension.ts'
import { meetingOffers, meetingStaffOffers } from './meeting.ts'
import { groupOffers } from './group.ts'
import { handoverOffers } from './handover.ts'
import { identityOffers } from './identity.ts'
import { heardOffers } from './heard.ts'
import { instructOffers } from './instruct.ts'
import { ownOffers } from './own.ts'
import { sideOffers, sideStaffOffers } from './sides.ts'
import { tierStaffOffers } from './tiers.ts'
import { registeredOffers } from './registered.ts'
import { proxyOffers, proxyStaffOffers } from './proxy.ts'
import { referOffers } from './refer.ts'
import { mergeOffers } from './merge.ts'
import { superviseOffers } from './supervise.ts'

/**
 * What can be done with a case beyond handling it, as it is offered: each list stands with what it belongs to (a group, an
 * offer, a date, an agreement). Null while an act makes no sense; the same answer decides whether it is carried out (acts/).
 */
export type ResidentOffer = { id: string; may: CaseAct; offer(state: CaseState, world: World, party: Party): Omit<Action, 'id'> | null }
/** `instead`: what is said where it cannot be, when there is more to say than that. */
export type StaffOffer = { id: string; may: CaseAct; offer(state: CaseState, world: World, member: StaffMember): Omit<Action, 'id'> | null; instead?(state: CaseState, member: StaffMember, world: World): Words | null }

export const residentOffers: readonly ResidentOffer[] = [...sideOffers, ...ownOffers, ...proxyOffers, ...groupOffers, ...afterOffers, ...meetingOffers, ...followOffers, ...agreementOffers]

export const staffOffers: readonly StaffOffer[] = [...sideStaffOffers, ...proxyStaffOffers, ...afterStaffOffers, ...meetingStaffOffers, ...agreementStaffOffers, ...referOffers, ...extensionOffers, ...handoverOffers, ...identityOffers, ...heardOffers, ...instructOffers, ...registeredOffers, ...tierStaffOffers, ...superviseOffers, ...mergeOffers]
