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
import type { ResidentOffer, StaffOffer } from './offer.ts'
import { ownOffers } from './own.ts'
import { sideOffers, sideStaffOffers } from './sides.ts'
import { tierStaffOffers } from './tiers.ts'
import { registeredOffers } from './registered.ts'
import { proxyOffers, proxyStaffOffers } from './proxy.ts'
import { referOffers } from './refer.ts'
import { mergeOffers } from './merge.ts'
import { superviseOffers } from './supervise.ts'

/** Each list stands with what it belongs to: a group, an offer, a date, an agreement. */

export const residentOffers: readonly ResidentOffer[] = [...sideOffers, ...ownOffers, ...proxyOffers, ...groupOffers, ...afterOffers, ...meetingOffers, ...followOffers, ...agreementOffers]

export const staffOffers: readonly StaffOffer[] = [...sideStaffOffers, ...proxyStaffOffers, ...afterStaffOffers, ...meetingStaffOffers, ...agreementStaffOffers, ...referOffers, ...extensionOffers, ...handoverOffers, ...identityOffers, ...heardOffers, ...instructOffers, ...registeredOffers, ...tierStaffOffers, ...superviseOffers, ...mergeOffers]
