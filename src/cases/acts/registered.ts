import type { Words } from '../../dialogue/message.ts'
import { codeFrom } from '../../ids.ts'
import { relationOf } from '../access.ts'
import { accept } from '../assign/assign.ts'
import type { StaffMember } from '../case.ts'
import { happen } from '../duties/duties.ts'
import { chatlessApplicant } from '../offered/registered.ts'
import { didMessage } from '../telling/messages.ts'
import { memberOf, nameOf, record, tell, words } from '../work.ts'
import type { Work } from '../work.ts'
import type { StaffActs } from './act.ts'

/** Taken down at the desk for somebody who may have no chat: who did it, what was read out to them, and the way into a chat of their own (MED-2, MED-3, PET-1). */

export const goodForMs = 30 * 86_400_000

export function takenDown(work: Work): void {
  record(work, 'registered', { who: nameOf(work, work.case.between.registered?.by ?? null) })
  giveCode(work)
}

/** Whoever took it down keeps it, unless they have a part in it themselves; what was mediated before counts from now. */
export function keptBy(work: Work, result: string | undefined): boolean {
  const { registered } = work.case.between
  const member = registered?.takes ? memberOf(work, registered.by) : undefined
  if (!registered || !member || relationOf(work.case, member, work.regulation) === 'party') return false
  accept(work, member)
  const step = registered.mediated ? work.regulation.steps.find(({ happens }) => happens === mediatedFirst) : undefined
  if (!step) return true
  record(work, 'step-said', { who: member.name, step: { key: `${work.regulation.id}:step.${step.id}` }, words: { say: result ?? '' } }, step.tellsResident)
  happen(work, mediatedFirst)
  return true
}

export const mediatedFirst = 'mediated-first'

export const registeredActs: StaffActs = {
  'chat-code'(work: Work, member: StaffMember): Words | null {
    const code = giveCode(work)
    record(work, 'chat-code', { who: member.name }, false)
    const message = didMessage(work, member, [words('registered.code'), { say: code }, words('told.move-links', { links: { links: code }, until: { moment: work.now + goodForMs } })])
    tell(work, { staff: member.id }, { ...message, papers: [{ paper: 'qr', code }] })
    return null
  },
}

/** Any code before it is good no longer. */
function giveCode(work: Work): string {
  const code = chatCode(work.world.seed)
  const party = chatlessApplicant(work.case)
  if (party) work.tickets.push({ code, purpose: 'move', party: party.id, person: null, uses: 1, expiresAt: work.now + goodForMs, instead: true })
  return code
}

/** The code made by the event with this seed. */
export function chatCode(seed: string): string {
  return `CASE-${codeFrom(seed, 'chat-code')}`
}
