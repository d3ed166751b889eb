import type { Words } from '../../dialogue/message.ts'
import { thisTime } from '../conditions.ts'
import { limitAt } from '../duties/chased.ts'
import { open } from '../duties/duties.ts'
import { isListed } from '../oversight.ts'
import { staffMessage } from '../telling/messages.ts'
import { memberOf, nameOf, tell, tellStaff, words } from '../work.ts'
import type { Work } from '../work.ts'

/** What leaders demand of a case goes with it to whoever holds it next (ADM-2, PET-3, PET-8). */

/** For whoever is offered it or has just taken it; what was written a moment ago comes by itself. */
export function demandWords(work: Work): Words[] {
  const { listed, instruction } = work.case.between
  const watched = listed && isListed(work.case) ? [words('demand.listed', { by: listed.name, until: { day: listed.until } }), { say: listed.reason }] : []
  const stands = instruction?.said && instruction.at < work.now && instruction.at >= (thisTime(work.case)[0]?.at ?? 0)
  const duty = open(work).find(({ kind }) => kind === 'carry-out-reception' || work.regulation.steps.some(({ takes, limits }) => takes === 'instruction' && limits?.includes(kind)))
  const until = duty && limitAt(work, duty)
  if (!stands || !duty) return watched
  return [...watched, words('demand.instruction', { who: nameOf(work, instruction.by) }), ...instruction.said ?? [], ...(until === undefined || until === Infinity ? [] : [words('told.until', { day: { day: until } })])]
}

/** A leader had named somebody for it, and they do not take it: the leader hears so, and names somebody else. */
export function tellNamed(work: Work, from: number | null): void {
  const { instruction } = work.case.between
  if (!instruction || from === null || instruction.named !== from) return
  delete instruction.named
  const member = memberOf(work, instruction.by)
  const steps = work.regulation.steps.filter(({ takes }) => takes === 'instruction').map(({ id }) => id)
  const message = staffMessage(work, [words('told.named-declined', { who: nameOf(work, from) })], instruction.person === undefined ? steps : [])
  if (member) tellStaff(work, member.id, message)
  else if (instruction.person !== undefined) tell(work, { person: instruction.person }, message, undefined, false)
}
