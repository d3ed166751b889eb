import type { Message } from '../dialogue/message.ts'
import type { Overseer } from './between.ts'
import type { CaseState, StaffMember } from './case.ts'
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
