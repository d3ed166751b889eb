import type { Words } from '../../dialogue/message.ts'
import type { CaseEvent, CaseState, Party, StaffMember, World } from '../case.ts'
import type { Work } from '../work.ts'
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

/** What comes of the acts that are offered in offered/: one function for each, by its id; each list stands with what it belongs to. */
export type StaffEvent = Extract<CaseEvent, { type: 'staff' }>
export type ResidentEvent = Extract<CaseEvent, { type: 'resident' }>
export type JoinEvent = Extract<CaseEvent, { type: 'joined' }>

/** `said`: the event's words without blanks round them. What is returned is why it cannot be. */
export type ResidentActs = Readonly<Record<string, (work: Work, party: Party, event: ResidentEvent, said: string) => Words | null>>
export type StaffActs = Readonly<Record<string, (work: Work, member: StaffMember, event: StaffEvent, said: string) => Words | null>>
/** `whyNot`: what keeps this person from coming in by such a code; asked before they do, and again when they do. */
export type Joining = { whyNot(state: CaseState, world: World, person: string, party: string | null): Words | null; join(work: Work, event: JoinEvent): Words | null }

export const residentActs: ResidentActs = { ...ownActs, ...sideActs, ...bargainActs, ...proxyActs, ...revealActs, ...groupActs, ...afterActs, ...meetingActs, ...followActs, ...agreementActs }

export const moreStaffActs: StaffActs = { ...sideStaffActs, ...bargainStaffActs, ...proxyStaffActs, ...afterStaffActs, ...meetingStaffActs, ...draftingActs, ...referActs, ...extensionActs, ...interimActs, ...handoverActs, ...identityActs, ...heardActs, ...instructActs, ...registeredActs, ...tierStaffActs, ...superviseActs, ...mergeActs }

export const joinings: Readonly<Partial<Record<JoinEvent['purpose'], Joining>>> = { respond, principal: principalJoining, group: groupJoining, move: moving, follow: following }
