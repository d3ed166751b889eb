import type { Step } from '../../regulations/schema.ts'
import type { CaseState, StaffMember, World } from '../case.ts'
import { factsOf, holds, matchesAny } from '../conditions.ts'
import { dutyRules } from '../duties/dutyRules.ts'
import { answersFor } from '../house.ts'
import { words } from '../work.ts'
import type { StaffOffer } from './offer.ts'

/** For a leader in a hurry: read and agreed, as long as nothing has been written on it (PET-3). */
export const instructOffers: StaffOffer[] = [{
  id: 'instruct-usual', may: 'step',
  offer: (state, world, member) => (instructionStep(state, world, member) ? { label: words('action.instruct-usual'), takes: 'nothing', choices: [], ask: 'case:ask.instruct-usual', confirm: false } : null),
}]

/** The step by which this member, who may take steps here, still owes an instruction. */
export function instructionStep(state: CaseState, world: World, member: StaffMember): Step | undefined {
  const owed = dutyRules(world.regulation).filter(({ id }) => world.duties.some((duty) => duty.kind === id && duty.state === 'open'))
  return world.regulation.steps.find((step) => step.takes === 'instruction' && owed.some(({ done }) => matchesAny(done, [step.happens])) && step.stages.includes(state.stage.at)
    && (!step.if || holds(step.if, factsOf(state))) && step.by.some((role) => (role === 'handler' ? state.handlerId === member.id : answersFor(state, world, role, member))))
}
