import type { Words } from '../../dialogue/message.ts'
import { endPause, offerNext } from '../assign/assign.ts'
import type { StaffMember } from '../case.ts'
import { happen } from '../duties/duties.ts'
import { answerable } from '../house.ts'
import { officesFor } from '../offered/tiers.ts'
import { passedOnMessage, residentMessage, staffMessage } from '../telling/messages.ts'
import { tellOtherSide } from '../telling/sides.ts'
import { askedMessage, leftMessage, tellAsked, whoMeanwhile } from '../telling/tiers.ts'
import type { NearOffice } from '../tree.ts'
import { holderOf, houseOf, memberOf, record, tell, tellRole, tellStaff, words } from '../work.ts'
import type { Work } from '../work.ts'
import type { StaffActs, StaffEvent } from './act.ts'
import { endGrant } from './identity.ts'

/**
 * Handing a case to the office above or to one below (MED-20). Whoever has it first owns it, and owes everything, until the
 * other office has received it (PET-2); then number, history, papers and limits go along, and the new office finds who
 * handles it.
 */

export const tierStaffActs: StaffActs = {
  'hand-up': (work, member, event, said) => ask(work, member, event, said, 'up'),
  'hand-down': (work, member, event, said) => ask(work, member, event, said, 'down'),
  'keep-here': keepHere,
  receive,
  'send-back': sendBack,
}

function ask(work: Work, member: StaffMember, { choice, given }: StaffEvent, said: string, direction: NearOffice['direction']): Words | null {
  const why = (given?.['words'] ?? said).trim()
  const offices = officesFor(work.case, work.world, direction)
  const to = direction === 'up' ? offices[0] : offices.find(({ office }) => String(office) === choice)
  if (!to) return words('refused.choice')
  if (why === '') return words('refused.words-needed')
  work.case.between.tier = { direction, to: { office: to.office, name: to.name }, by: member.id, words: why, at: work.now }
  // From here on those there are among the staff, to be told and to owe the answer.
  const known = work.world.staff.map(({ id }) => id)
  work.world = { ...work.world, staff: [...work.world.staff, ...to.officers.filter(({ id }) => !known.includes(id)).map((each) => ({ ...each, stands: 'asked' as const }))] }
  record(work, `tier-${direction}`, { office: to.name })
  record(work, 'tier-words', { who: member.name, words: { say: why } }, false)
  happen(work, 'tier-asked')
  tellAsked(work, askedMessage(work, work.world.office ?? '', why))
  const told = staffMessage(work, [words('told.tier-here', { who: member.name, office: to.name }), { say: why }], ['keep-here'])
  tellRole(work, 'head', told)
  if (holderOf(work) !== null) tellRole(work, 'handler', told)
  const where = { office: to.name, until: whoMeanwhile(work) }
  tell(work, { applicant: true }, residentMessage(work, [words('told.tier-passing', where)], { clock: true }))
  tellOtherSide(work, words('other.tier-passing', where))
  return null
}

/** The other office has it now. */
function receive(work: Work, member: StaffMember): Words | null {
  const { tier, offices } = work.case.between
  const { tree, now } = work.world
  if (!tier || !tree?.asked) return words('refused.not-now')
  record(work, 'tier-received', { who: member.name, office: tier.to.name })
  tellThoseHere(work, tier.by, member.name, tier.to.name)
  endGrant(work, tier.to.name)
  endPause(work)
  const former = { office: work.case.officeId, name: work.world.office ?? '', until: now }
  work.case = { ...work.case, officeId: tier.to.office, handlerId: null, stage: { at: 'filed' }, between: { ...work.case.between, tier: null, handover: null, offices: [...offices, former] } }
  const there = work.world.staff.filter(({ officeId }) => officeId === tier.to.office).map(({ stands: _, ...each }) => each)
  work.world = { ...work.world, office: tree.asked.name, calendar: tree.asked.calendar, staff: there }
  happen(work, 'tier-received')
  const now_ = { office: tier.to.name, who: member.name }
  tell(work, { applicant: true }, residentMessage(work, [words('told.tier-received', now_)], { clock: true }))
  tellOtherSide(work, words('other.tier-received', now_))
  offerNext(work)
  // Nobody there fits: it is theirs to assign.
  if (work.case.stage.at === 'filed') tell(work, { staff: member.id }, staffMessage(work, [words('did.receive'), words('told.tier-assign')], ['assign', 'take']))
  // Once more with everybody who may answer for it there.
  work.events.push({ caseId: work.case.id, event: { type: 'reckon' } })
  return null
}

/** Whoever handed it over, held it or was just asked to take it, and the head. */
function tellThoseHere(work: Work, by: number, who: string, office: string): void {
  const { stage, between: { handover } } = work.case
  if (stage.at === 'assigned') tellStaff(work, stage.to, passedOnMessage(work))
  if (handover) {
    happen(work, 'handover-answered')
    tellStaff(work, handover.to, passedOnMessage(work))
  }
  // By name: in a moment the heads of the case are those of the other office.
  for (const id of seeingToIt(work, by)) tellStaff(work, id, leftMessage(work, [words('told.tier-gone', { who, office })]))
}

/** Who handed it over, who holds it, and the heads here. */
function seeingToIt(work: Work, by: number): number[] {
  const ids = [by, holderOf(work), ...answerable(work.case, houseOf(work), 'head').map(({ id }) => id)]
  return [...new Set(ids)].filter((id) => id !== null && memberOf(work, id) !== undefined) as number[]
}

function sendBack(work: Work, member: StaffMember, _event: StaffEvent, said: string): Words | null {
  const { tier } = work.case.between
  if (!tier) return words('refused.not-now')
  if (said === '') return words('refused.words-needed')
  record(work, 'tier-returned', { who: member.name, office: tier.to.name, words: { say: said } }, false)
  stays(work, 'tier-returned')
  const message = staffMessage(work, [words('told.tier-returned', { who: member.name, office: tier.to.name }), { say: said }])
  for (const id of seeingToIt(work, tier.by)) tellStaff(work, id, message)
  return null
}

/** Whoever handed it over, or those they answer to, think better of it before it is received. */
function keepHere(work: Work, member: StaffMember): Words | null {
  const { tier } = work.case.between
  if (!tier) return words('refused.not-now')
  tellAsked(work, leftMessage(work, [words('told.tier-off', { office: work.world.office ?? '' })]))
  record(work, 'tier-kept', { who: member.name }, false)
  stays(work, 'tier-kept')
  return null
}

/** The resident has heard that it may go elsewhere: now they hear that it does not, and who has it (PET-2). */
function stays(work: Work, what: string): void {
  const office = work.case.between.tier?.to.name ?? ''
  work.case.between.tier = null
  happen(work, what)
  record(work, 'tier-stays', { office })
  const who = { office, until: whoMeanwhile(work) }
  tell(work, { applicant: true }, residentMessage(work, [words('told.tier-stays', who)], { clock: true }))
  tellOtherSide(work, words('other.tier-stays', who))
}

/** It ends here, or waits for its signature: nobody elsewhere need answer any more. */
export function letTierGo(work: Work): void {
  const { stage, between: { tier } } = work.case
  if (tier === null || (stage.at !== 'closed' && stage.at !== 'settling')) return
  tellAsked(work, leftMessage(work, [words('told.tier-off', { office: work.world.office ?? '' })]))
  work.case.between.tier = null
  happen(work, 'tier-kept')
}
