import type { JoinEvent, Joining, ResidentActs, StaffActs } from './act.ts'
import { afterActs, afterStaffActs } from './after.ts'
import { agreementActs } from './agreement.ts'
import { draftingActs } from './drafting.ts'
import { extensionActs } from './extension.ts'
import { interimActs } from './interim.ts'
import { followActs, following } from './follow.ts'
import { meetingActs, meetingStaffActs } from './meeting.ts'
import { moving } from './moving.ts'
import { groupActs, groupJoining } from './group.ts'
import { handoverActs } from './handover.ts'
import { identityActs } from './identity.ts'
import { heardActs } from './heard.ts'
import { instructActs } from './instruct.ts'
import { ownActs } from './own.ts'
import { bargainActs, bargainStaffActs } from './bargain.ts'
import { respond, sideActs, sideStaffActs } from './sides.ts'
import { principalJoining, proxyActs, proxyStaffActs } from './proxy.ts'
import { referActs } from './refer.ts'
import { registeredActs } from './registered.ts'
import { revealActs } from './reveal.ts'
import { mergeActs } from './merge.ts'
import { superviseActs } from './supervise.ts'
import { tierStaffActs } from './tiers.ts'

/** What comes of the acts that are offered in offered/; each list stands with what it belongs to. */

export const residentActs: ResidentActs = { ...ownActs, ...sideActs, ...bargainActs, ...proxyActs, ...revealActs, ...groupActs, ...afterActs, ...meetingActs, ...followActs, ...agreementActs }

export const moreStaffActs: StaffActs = { ...sideStaffActs, ...bargainStaffActs, ...proxyStaffActs, ...afterStaffActs, ...meetingStaffActs, ...draftingActs, ...referActs, ...extensionActs, ...interimActs, ...handoverActs, ...identityActs, ...heardActs, ...instructActs, ...registeredActs, ...tierStaffActs, ...superviseActs, ...mergeActs }

export const joinings: Readonly<Partial<Record<JoinEvent['purpose'], Joining>>> = { respond, principal: principalJoining, group: groupJoining, move: moving, follow: following }
