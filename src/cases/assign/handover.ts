import type { Words } from '../../dialogue/message.ts'
import type { CaseState, StaffMember } from '../case.ts'
import { happen } from '../duties/duties.ts'
import { handoverMessage } from '../telling/handover.ts'
import { passedOnMessage, staffMessage } from '../telling/messages.ts'
import { memberOf, nameOf, record, tell, tellRole, tellStaff, words } from '../work.ts'
import type { Work } from '../work.ts'

/** A case goes from one colleague to another once both have agreed; until then it stays where it is, with all that is owed (ADM-3, PET-2). */

export function askHandover(work: Work, member: StaffMember, to: StaffMember, said: string): void {
  work.case.between.handover = { by: member.id, to: to.id, at: work.now }
  record(work, 'handover-asked', { who: member.name, to: to.name, words: { say: said } }, false)
  happen(work, 'handover-asked')
  tell(work, { staff: to.id }, handoverMessage(work, member.name, said))
}

/** It stays with whoever had it, who hears why. */
export function endHandover(work: Work, kind: 'handover-declined' | 'handover-silent' | 'handover-taken-back', reason: Words[] = []): void {
  const { handover } = work.case.between
  if (!handover) return
  work.case.between.handover = null
  const who = nameOf(work, handover.to)
  record(work, kind, { who, words: reason[0] ?? words('reason.none') }, false)
  happen(work, 'handover-answered')
  const message = staffMessage(work, [words(`told.${kind}`, { who }), ...reason], ['hand-over'])
  for (const id of new Set([handover.by, work.case.handlerId])) if (id !== null && memberOf(work, id)) tellStaff(work, id, message)
}

/** Nobody answered for a working day: the head hears of it too. */
export function silentHandover(work: Work): void {
  const { handover } = work.case.between
  if (!handover) return
  const names = { who: nameOf(work, handover.to), from: nameOf(work, handover.by) }
  tellStaff(work, handover.to, passedOnMessage(work))
  endHandover(work, 'handover-silent')
  tellRole(work, 'head', staffMessage(work, [words('told.handover-silent-head', names)], ['assign']))
}

/** The case has gone another way meanwhile, or is over: whoever was asked need not answer any more. */
export function settleHandover(work: Work, before: CaseState): void {
  const { case: state } = work
  const { handover } = state.between
  if (!handover || (state.stage.at === 'accepted' && state.handlerId === before.handlerId)) return
  state.between.handover = null
  happen(work, 'handover-answered')
  tellStaff(work, handover.to, passedOnMessage(work))
}
