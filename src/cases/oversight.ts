import type { Message } from '../dialogue/message.ts'
import type { Overseer } from './between.ts'
import type { CaseState, StaffMember, World } from './case.ts'
import { open } from './duties/duties.ts'
import { answersFor } from './house.ts'
import { memberOf, tell, tellRole, tellStaff } from './work.ts'
import type { Work } from './work.ts'

/** Whoever answers for the office, or for one over it, sees to it that a case gets on: the watch list, and urging whoever holds it (ADM-2). */

/** On the watch list now: until it is closed, or taken off with a reason. A case listed before there was such a list counts by what happened. */
export function isListed({ stage, happened, between: { listed } }: Pick<CaseState, 'stage' | 'happened' | 'between'>): boolean {
  if (stage.at === 'closed') return false
  return listed !== null || happened.findLast(({ what }) => what === 'supervised' || what === 'supervision-ended')?.what === 'supervised'
}

export function overseer(work: Work, { id, name, role, officeId }: StaffMember): Overseer {
  return { by: id, name, role: role === 'leader' || role === 'admin' ? role : 'head', office: officeId, at: work.now }
}

/** To that person; where they work here no more, to whoever has their part now. */
export function tellOverseer(work: Work, { by, role, office }: Overseer, message: Message): void {
  if (memberOf(work, by)) tellStaff(work, by, message)
  else if (office === work.case.officeId) tellRole(work, role, message)
  else tell(work, { role, office }, message)
}

/**
 * Whoever listed it takes it off, or somebody above them: the leader over the head, an office over that one; else the one
 * who is watched would end the watching (ADM-2, MED-17). Who has left is followed by whoever has their part now.
 */
export function mayEndListing(state: CaseState, world: World, member: StaffMember): boolean {
  const { listed } = state.between
  if (!listed) return member.stands === 'above' || answersFor(state, world, 'leader', member)
  if (listed.by === member.id) return true
  if (member.officeId === listed.office) {
    const gone = !world.staff.some(({ id }) => id === listed.by)
    if (listed.role === 'head' && member.role === 'leader') return true
    return gone && (listed.office === state.officeId ? answersFor(state, world, listed.role, member) : member.role === listed.role)
  }
  const near = world.tree?.near.find(({ office }) => office === listed.office)?.direction
  return member.stands === 'above' ? listed.office === state.officeId || near !== undefined : near === 'down'
}

/** Urging ends with the duty to answer it, however that ended: whoever holds it next can be urged anew. */
export function endUrging(work: Work): void {
  if (!open(work).some(({ kind }) => kind === 'answer-staff-urge')) work.case.between.pressed = []
}
