import { due, parseLimit } from '../../calendar/limit.ts'
import type { Words } from '../../dialogue/message.ts'
import { actorOf, may } from '../access.ts'
import { isHidden } from '../alike.ts'
import { endPause, leaveToHead, offerNext } from '../assign/assign.ts'
import type { Coming, Party, StaffMember } from '../case.ts'
import { factsOf, holds } from '../conditions.ts'
import { appointedAt } from '../duties/appointments.ts'
import { end, open, ruleOf } from '../duties/duties.ts'
import { goingWith, heldBy, mayCome, partyIn } from '../merging.ts'
import type { Held } from '../merging.ts'
import { tellOverseer } from '../oversight.ts'
import { residentOffers } from '../offered/offers.ts'
import { passedOnMessage, residentMessage, staffMessage } from '../telling/messages.ts'
import { memberOf, record, setDuty, setSurvey, tell, tellRole, tellStaff, words } from '../work.ts'
import type { Work } from '../work.ts'
import type { ResidentEvent, StaffActs, StaffEvent } from './act.ts'
import type { ToldActs, ToldEvent } from './told.ts'

/** A case goes on as part of another, and comes back out of it with everything it has got meanwhile (PRO-12). */

export const mergeActs: StaffActs = {
  merge: (work, member, event, said) => goInto(work, member, event, said),
  unmerge: (work, member, _event, said) => (said === '' ? words('refused.words-needed') : comeBack(work, { key: 'case:told.unmerged', with: { number: work.case.between.merged?.into.number ?? '' } }, member)),
}

/** What the two tell each other. `given`: the other's id and number. */
export const mergeTold: ToldActs = {
  'merge-in': (work, event) => takeIn(work, event),
  'merge-joins': (work, event) => joinsLater(work, event),
  'merge-leaves': (work, { given }) => {
    const held = heldBy(work.case).find(({ caseId }) => caseId === given['caseId'])
    const gone = held ? (given['parties'] ?? '').split(',').map((party) => partyIn(work.case, held, party)) : []
    work.case.parties = work.case.parties.map((party) => (gone.includes(party.id) ? { ...party, role: 'former' } : party))
    return null
  },
  /** What somebody said or wanted was passed on, and could not be there: they hear why, and the head reads it. */
  'merge-unheard': (work, { given, people = [] }) => {
    const number = work.case.between.merged?.into.number ?? ''
    const why = JSON.parse(given['why'] ?? '{"say":""}') as Words
    for (const { person } of people) tell(work, { person }, residentMessage(work, [words('told.merge-unheard', { number }), why]))
    const said = given['say'] ?? ''
    if (said !== '') record(work, 'added', { words: { list: [{ say: said }] } }, false)
    tellRole(work, 'head', staffMessage(work, [words('told.merge-unheard-staff', { number }), ...(said === '' ? [] : [{ say: said }])]))
    return null
  },
  'taken-apart': (work, { given }) => letGo(work, given['caseId'] ?? ''),
  /** The main one could not take it, or has been taken back by whoever filed it. */
  'merge-over': (work, { by, given }) => {
    const { merged } = work.case.between
    if (!merged || merged.into.caseId !== given['caseId']) return words('refused.unknown')
    const why: Words = words(given['why'] === 'withdrawn' ? 'told.merge-withdrawn' : 'told.merge-refused', { number: merged.into.number })
    if (by !== null) tell(work, { staff: by }, staffMessage(work, [why]))
    else tellRole(work, 'head', staffMessage(work, [why]))
    return comeBack(work, given['why'] === 'withdrawn' ? words('told.unmerged', { number: merged.into.number }) : null, null)
  },
  /** A line of the main one's history that those of this case read as well. */
  'goes-on': (work, { given }) => {
    if (work.case.between.merged === null) return words('refused.unknown')
    const { kind = '', details = '{}', person } = given
    work.history.push({ kind, actor: person === undefined ? 'office' : actorOf(work.case, person), open: true, room: 'applicant', details: JSON.parse(details) as Record<string, unknown> })
    return null
  },
}

/** Its duties end, and nobody handles it by itself any more; how it stood is kept. */
function goInto(work: Work, member: StaffMember, { given }: StaffEvent, said: string): Words | null {
  const [caseId, number] = [given?.['into'], given?.['number']]
  if (caseId === undefined || number === undefined) return words('refused.choice')
  const { stage, between } = work.case
  // How it stands now: what ends below is begun again when it comes back.
  between.merged = { into: { caseId, number }, at: work.now, by: member.id, was: structuredClone(stage) }
  between.handover = null
  endPause(work)
  // What was said of the handling is answered all the same: it is about these people, not about the matter.
  for (const duty of open(work)) {
    const rule = ruleOf(work, duty.kind)
    if (!rule?.apart || !rule.outlives) end(work, duty, 'cancelled')
  }
  for (const survey of work.surveys.values()) if (survey.state === 'waiting') setSurvey(work, { ...survey, state: 'skipped', nextAt: null, reason: 'reopened' })
  work.case.stage = { at: 'closed', outcome: 'merged', answer: '', by: member.id, since: work.now }
  work.case.happened.push({ what: 'merged', at: work.now })
  record(work, 'merged', { who: member.name, number })
  if (said !== '') record(work, 'noted', { who: member.name, words: { say: said } }, false)
  work.events.push({ caseId, event: { type: 'told', what: 'merge-in', by: member.id, given: { caseId: work.case.id, number: work.case.number, story: work.case.story, hidden: isHidden(work.case) ? 'yes' : 'no' }, coming: goingWith(work.case) } })
  if (stage.at === 'assigned') tellStaff(work, stage.to, passedOnMessage(work))
  if (work.case.handlerId !== null) tellStaff(work, work.case.handlerId, staffMessage(work, [words('told.merged', { who: member.name, number })]))
  return null
}

function takeIn(work: Work, { by, given, coming = [] }: ToldEvent): null {
  const { caseId = '', number = '', story = '', hidden } = given
  const { stage, between } = work.case
  if (heldBy(work.case).some((held) => held.caseId === caseId)) return null
  const ways = coming.map(({ person }) => mayCome(work, person, hidden === 'yes'))
  if (stage.at === 'closed' || stage.at === 'settling' || between.merged || ways.includes('barred')) {
    work.events.push({ caseId, event: { type: 'told', what: 'merge-over', by, given: { caseId: work.case.id, why: 'refused' } } })
    return null
  }
  const held: Held = { caseId, number, at: work.now, parties: [], until: null }
  between.holds.push(held)
  for (const [n, each] of coming.entries()) if (ways[n] !== 'there') comesIn(work, held, each)
  work.case.happened.push({ what: 'merged-in', at: work.now })
  record(work, 'merged-in', { number, n: coming.length, words: { say: story } }, false)
  recordReach(work, number, coming)
  for (const { person } of coming) if (person !== null) tell(work, { person }, residentMessage(work, [words('told.merged-resident', { number, main: work.case.number })], { clock: true }))
  const byPhone = coming.filter(({ person }) => person === null).length
  const message = staffMessage(work, [words('told.merged-in', { number, n: coming.length }), { say: story }, ...(byPhone > 0 ? [words('told.merged-by-phone', { n: byPhone })] : []), words('told.merged-many', { n: heldBy(work.case).length })], ['message'])
  if (stage.at === 'assigned' && work.case.handlerId === null) tellStaff(work, stage.to, message)
  tellRole(work, 'handler', message)
  return null
}

function comesIn(work: Work, held: Held, { party, person, name, contact, role }: Coming): void {
  const id = partyIn(work.case, held, party)
  const stands: Party = { id, role, personId: person, name, contact, willing: 'unknown' }
  held.parties.push(id)
  work.case.parties.push(stands)
}

/** How they are reached, for whoever may read it. */
function recordReach(work: Work, number: string, coming: readonly Coming[]): void {
  const reach = coming.flatMap(({ person, name, contact }): Words[] => {
    const who = [name, contact].filter(Boolean).join(' ')
    return who === '' ? [] : [person === null ? words('merged-by-phone', { who }) : { say: who }]
  })
  if (reach.length > 0) record(work, 'merged-people', { number, words: { list: reach } }, false)
}

/** Somebody came in there by a code, or went on in another chat: here they are the same. Whoever may not be here is told so there. */
function joinsLater(work: Work, { given, coming = [] }: ToldEvent): Words | null {
  const held = heldBy(work.case).find(({ caseId }) => caseId === given['caseId'])
  if (!held) return words('refused.unknown')
  for (const each of coming) {
    const { person, party } = each
    if (person === null) continue
    const known = work.case.parties.find(({ id }) => id === partyIn(work.case, held, party))
    const way = mayCome(work, person, given['hidden'] === 'yes')
    if (way === 'barred') work.events.push({ caseId: held.caseId, event: { type: 'told', what: 'merge-unheard', by: null, given: { why: JSON.stringify(words('refused.merge-apart')), say: '' }, people: [{ person, name: null, contact: null }] } })
    // Who stands here by themselves already does not stand here twice.
    else if (way === 'there') work.case.parties = work.case.parties.map((one) => (one === known ? { ...one, role: 'former' } : one))
    else if (known) Object.assign(known, { personId: person, role: each.role })
    else comesIn(work, held, each)
    if (way === 'barred') continue
    tell(work, { person }, residentMessage(work, [words('told.merged-resident', { number: held.number, main: work.case.number })], { clock: true }))
    tellRole(work, 'handler', staffMessage(work, [words('told.merged-joined', { number: held.number })], ['message']))
    recordReach(work, held.number, [each])
  }
  return null
}

/** Those who came with it leave; what they said here stays between them and the office. */
function letGo(work: Work, caseId: string): null {
  const held = heldBy(work.case).find((each) => each.caseId === caseId)
  if (!held) return null
  work.case.between.holds = work.case.between.holds.map((each) => (each === held ? { ...each, until: work.now } : each))
  work.case.parties = work.case.parties.map((party) => (held.parties.includes(party.id) ? { ...party, role: 'former' } : party))
  record(work, 'taken-apart', { number: held.number }, false)
  tellRole(work, 'handler', staffMessage(work, [words('told.taken-apart', { number: held.number })]))
  return null
}

/** As it stood, with whoever handled it; its clocks begin anew, for nobody could do any of it meanwhile. `told`: said to its people. */
function comeBack(work: Work, told: Words | null, member: StaffMember | null): null {
  const { merged } = work.case.between
  if (!merged) return null
  work.case.between.merged = null
  work.case.pauses.push({ from: merged.at, to: work.now, reason: merged.into.number })
  clocksAnew(work, merged.at)
  work.case.happened.push({ what: 'unmerged', at: work.now })
  record(work, 'unmerged', { who: member?.name ?? '', number: merged.into.number })
  if (member) work.events.push({ caseId: merged.into.caseId, event: { type: 'told', what: 'taken-apart', by: member.id, given: { caseId: work.case.id } } })
  const { listed } = work.case.between
  if (listed) tellOverseer(work, listed, staffMessage(work, [words('told.listed-again')]))
  const { was } = merged
  work.case.stage = was.at === 'accepted' ? { at: 'accepted', hold: null } : { at: 'filed' }
  const holder = memberOf(work, work.case.handlerId)
  if (was.at === 'accepted' && holder) tellStaff(work, holder.id, staffMessage(work, [words('told.unmerged-yours', { number: merged.into.number })], ['message']))
  else if (was.at === 'accepted') leaveToHead(work, 0)
  else offerNext(work)
  if (told) tell(work, { applicant: true }, residentMessage(work, [told], { clock: true }))
  return null
}

/** What does not come back: an offer is made anew, nothing is handed over any more, and no pause is left to look at. */
const notAgain: readonly string[] = ['answer-offer', 'answer-handover', 'review-hold']

/** What was cut off `since` is owed again from now on; a day somebody had set that is over meanwhile is put off. */
function clocksAnew(work: Work, since: number): void {
  const { calendar } = work.world
  const { instruction, listed } = work.case.between
  if (instruction) work.case.between.instruction = { ...instruction, at: work.now }
  if (listed && listed.until <= work.now) work.case.between.listed = { ...listed, until: due(calendar, work.now, parseLimit('10 working-days')).at }
  for (const duty of work.duties.values()) {
    const rule = ruleOf(work, duty.kind)
    if (!rule || duty.state !== 'cancelled' || duty.doneAt !== since || notAgain.includes(duty.kind)) continue
    const founded = !rule.if || holds(rule.if, factsOf(work.case))
    const passed = rule.alarm && (appointedAt(work.case, rule.id, calendar) ?? 0) <= work.now
    if (founded && !passed && !open(work).some(({ kind }) => kind === duty.kind)) setDuty(work, { ...duty, state: 'open', openedAt: work.now, dueAt: work.now, warnAt: null, nextAt: null, rung: rule.warn === undefined ? 1 : 0, doneAt: null, late: false })
  }
}

/** A case that its filer has taken back ends for them alone: what went on in it goes on by itself. */
export function letAllGo(work: Work): void {
  if (work.case.stage.at !== 'closed' || work.case.stage.by !== null) return
  for (const { caseId } of heldBy(work.case)) {
    work.events.push({ caseId, event: { type: 'told', what: 'merge-over', by: null, given: { caseId: work.case.id, why: 'withdrawn' } } })
    letGo(work, caseId)
  }
}

/** Who leaves a case, or takes it back, does so in their own, also while it goes on in another: that one goes on without them. */
export function goesByItself(action: string): boolean {
  return ['withdraw', 'leave-group', 'unfollow'].includes(action)
}

export function stepOut(work: Work): void {
  const { merged } = work.case.between
  if (!merged) return
  work.case.between.merged = null
  work.events.push({ caseId: merged.into.caseId, event: { type: 'told', what: 'taken-apart', by: null, given: { caseId: work.case.id } } })
}

/** Whoever writes to a case that goes on in another is heard there. */
export function passToMain(work: Work, event: ResidentEvent): Words | null {
  const { merged } = work.case.between
  const needs = residentOffers.find(({ id }) => id === event.action)?.may
  if (!merged) return null
  if (!needs || !may('resident', 'member', needs)) return words('refused.merged-main', { number: merged.into.number })
  work.events.push({ caseId: merged.into.caseId, event: { ...event, through: work.case.id } })
  return null
}
