import type { Words } from '../../dialogue/message.ts'
import type { CaseEvent, CaseState, Party, StaffMember, World } from '../case.ts'
import type { Work } from '../work.ts'

/** What comes of the acts that are offered in offered/: one function for each, by its id. */
export type StaffEvent = Extract<CaseEvent, { type: 'staff' }>
export type ResidentEvent = Extract<CaseEvent, { type: 'resident' }>
export type JoinEvent = Extract<CaseEvent, { type: 'joined' }>

/** `said`: the event's words without blanks round them. What is returned is why it cannot be. */
export type ResidentActs = Readonly<Record<string, (work: Work, party: Party, event: ResidentEvent, said: string) => Words | null>>
export type StaffActs = Readonly<Record<string, (work: Work, member: StaffMember, event: StaffEvent, said: string) => Words | null>>
/** `whyNot`: what keeps this person from coming in by such a code; asked before they do, and again when they do. */
export type Joining = { whyNot(state: CaseState, world: World, person: string, party: string | null): Words | null; join(work: Work, event: JoinEvent): Words | null }
