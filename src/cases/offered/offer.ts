import type { Words } from '../../dialogue/message.ts'
import type { CaseAct } from '../access.ts'
import type { Action } from '../action.ts'
import type { CaseState, Party, StaffMember, World } from '../case.ts'

/**
 * What can be done with a case beyond handling it, as it is offered. Null while an act makes no sense; the same answer
 * decides whether it is carried out (acts/).
 */
export type ResidentOffer = { id: string; may: CaseAct; offer(state: CaseState, world: World, party: Party): Omit<Action, 'id'> | null }

/** `instead`: what is said where it cannot be, when there is more to say than that. */
export type StaffOffer = { id: string; may: CaseAct; offer(state: CaseState, world: World, member: StaffMember): Omit<Action, 'id'> | null; instead?(state: CaseState, member: StaffMember, world: World): Words | null }

/** What is done with a case also while it goes on as part of another: taking it out again, and answering what was said of the handling. */
export function staysMerged({ id, may }: Pick<StaffOffer, 'id' | 'may'>): boolean {
  return id === 'unmerge' || may === 'apart'
}
