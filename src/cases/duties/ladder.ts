import type { DutyRule } from '../../regulations/schema.ts'
import type { Message, Words } from '../../dialogue/message.ts'
import { passOn } from '../assign/assign.ts'
import { silentHandover } from '../assign/handover.ts'
import type { DutyState } from '../case.ts'
import { askByChat } from '../ending/callback.ts'
import { reckonAnew } from './anew.ts'
import { ring } from './alarms.ts'
import { happen, limitOf, reckon, ruleOf } from './duties.ts'
import { raise } from './levels.ts'
import { dutyMessage, dutyWords, residentMessage } from '../telling/messages.ts'
import { isAble } from '../house.ts'
import type { Role } from '../house.ts'
import { askedOfficers, isRed, nameOf, record, setDuty, tell, tellApart, tellRole, tellStaff, words } from '../work.ts'
import type { Work } from '../work.ts'

/**
 * A duty's next moment has come: warning, limit, then the ladder, each once. After a standstill all that is past is
 * climbed at once, but nobody is warned of a limit that is already over.
 */
export function climb(work: Work, id: string, rung: number): Words | null {
  const first = work.duties.get(id)
  if (first?.state !== 'open' || first.rung !== rung || first.nextAt === null || first.nextAt > work.now) return words('refused.not-due')
  // Days may have been changed since the clock was set: nobody is called late who is not.
  const known = ruleOf(work, first.kind)
  if (known && limitOf(work, known, first.openedAt)?.at !== first.dueAt) reckonAnew(work)
  // Who speaks for a body may have changed, without the case having heard.
  else if (known?.body) reckon(work)
  for (let duty = work.duties.get(id) ?? first; duty.state === 'open' && duty.nextAt !== null && duty.nextAt <= work.now; ) {
    const rule = ruleOf(work, duty.kind)
    // A rule that is gone: reckoning the clocks leaves it to the head.
    if (!rule) return null
    setDuty(work, { ...duty, rung: duty.rung + 1 })
    rungOf(work, rule, duty)
    reckon(work)
    duty = work.duties.get(id) ?? duty
  }
  return null
}

function rungOf(work: Work, rule: DutyRule, duty: DutyState): void {
  if (rule.alarm) return ring(work, duty)
  if (duty.rung === 0) return warn(work, rule, duty)
  if (duty.rung === 1) return overdue(work, rule, duty)
  const step = rule.ladder[duty.rung - 2]
  if (!step) return
  if (step.tell.length > 0) record(work, 'escalated', { duty: dutyWords(work.regulation, rule.id) }, false)
  for (const role of step.tell) {
    const owes = role === rule.who || (duty.owner !== 'handler' && role === duty.owner)
    if (rule.asked) tellBothOffices(work, role, dutyMessage(work, 'escalated', rule, duty))
    else if (!owes && rule.apart) tellApart(work, dutyMessage(work, 'escalated', rule, duty), role)
    else if (!owes) tellRole(work, role, dutyMessage(work, 'escalated', rule, duty), urgent(work, rule))
    // Whoever owes it has just heard at the limit itself.
    else if (step.after !== 'at-once') owed(work, rule, duty, 'overdue')
  }
  if (step.raise !== undefined) raise(work, step.raise)
  if (step.reassign) passOn(work, 'silent')
}

function warn(work: Work, rule: DutyRule, duty: DutyState): void {
  if (duty.warnAt === null || duty.dueAt < work.now) return
  record(work, 'warned', { duty: dutyWords(work.regulation, rule.id), day: { day: duty.dueAt } }, false)
  owed(work, rule, duty, 'warned')
}

function overdue(work: Work, rule: DutyRule, duty: DutyState): void {
  // A silent offer goes straight on to the next: that message is enough.
  if (rule.ladder[0]?.reassign && rule.ladder[0].after === 'at-once') return
  // So does a handover that nobody answers: it ends, and the case stays where it is.
  if (rule.id === 'answer-handover') return silentHandover(work)
  record(work, 'overdue', { duty: dutyWords(work.regulation, rule.id), who: nameOf(work, duty.staffId), day: { day: duty.dueAt } }, rule.tellResident)
  owed(work, rule, duty, 'overdue')
  if (rule.tellResident) tell(work, { applicant: true }, residentMessage(work, [words('told.overdue', { day: { day: duty.dueAt } })]))
  if (rule.id === 'visit') askByChat(work)
  happen(work, `overdue.${rule.id}`)
}

function owed(work: Work, rule: DutyRule, duty: DutyState, what: 'warned' | 'overdue'): void {
  const message = dutyMessage(work, what, rule, duty)
  if (rule.apart) return tellApart(work, message)
  // Others who speak for other bodies have the same role.
  if (rule.body && duty.staffId !== null) return tell(work, { staff: duty.staffId }, message, urgent(work, rule))
  if (rule.asked) return askedOfficers(work).forEach(({ id }) => tellStaff(work, id, message, urgent(work, rule)))
  if (duty.owner === 'handler' && duty.staffId !== null) return tell(work, { staff: duty.staffId }, message, urgent(work, rule))
  if (duty.owner !== 'machine') tellRole(work, duty.owner === 'handler' ? 'head' : duty.owner, message, urgent(work, rule))
}

/** Both that of the office which is asked to take it over and that of the office which has it meanwhile. */
function tellBothOffices(work: Work, role: Role, message: Message): void {
  const there = work.world.staff.filter((member) => member.role === role && member.officeId === work.case.between.tier?.to.office && isAble(work.case, work, member))
  for (const { id } of there) tellStaff(work, id, message)
  tellRole(work, role, message)
}

function urgent(work: Work, rule: DutyRule): boolean {
  return rule.red || isRed(work)
}
