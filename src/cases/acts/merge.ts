import type { Words } from '../../dialogue/message.ts'
import { idFrom } from '../../ids.ts'
import { actorOf, may } from '../access.ts'
import { isHidden } from '../alike.ts'
import { endPause, leaveToHead, offerNext } from '../assign/assign.ts'
import type { Party, StaffMember } from '../case.ts'
import { end, open } from '../duties/duties.ts'
import { goingWith, heldBy, mayCome } from '../merging.ts'
import { residentOffers } from '../offered/offers.ts'
import { passedOnMessage, residentMessage, staffMessage } from '../telling/messages.ts'
import { memberOf, record, setDuty, setSurvey, tell, tellRole, tellStaff, words } from '../work.ts'
import type { Work } from '../work.ts'
import type { ResidentEvent, StaffActs, StaffEvent } from './act.ts'
import type { ToldActs } from './told.ts'

/** A case goes on as part of another, and comes back out of it with everything it has got meanwhile (PRO-12). */

export const mergeActs: StaffActs = {
  merge: (work, member, event, said) => goInto(work, member, event, said),
  unmerge: (work, member, _event, said) => (said === '' ? words('refused.words-needed') : comeBack(work, { key: 'case:told.unmerged', with: { number: work.case.between.merged?.into.number ?? '' } }, member)),
}

/** What the two tell each other. `given`: the other's id and number. */
export const mergeTold: ToldActs = {
  'merge-in': (work, { by, given, people }) => takeIn(work, by, given, people ?? []),
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
  for (const duty of open(work)) end(work, duty, 'cancelled')
  for (const survey of work.surveys.values()) if (survey.state === 'waiting') setSurvey(work, { ...survey, state: 'skipped', nextAt: null, reason: 'reopened' })
  work.case.stage = { at: 'closed', outcome: 'merged', answer: '', by: member.id, since: work.now }
  work.case.happened.push({ what: 'merged', at: work.now })
  record(work, 'merged', { who: member.name, number })
  if (said !== '') record(work, 'noted', { who: member.name, words: { say: said } }, false)
  const going = goingWith(work.case)
  work.events.push({ caseId, event: { type: 'told', what: 'merge-in', by: member.id, given: { caseId: work.case.id, number: work.case.number, story: work.case.story, roles: going.map(({ role }) => role).join(), hidden: isHidden(work.case) ? 'yes' : 'no' }, people: going.map(({ person, name, contact }) => ({ person, name, contact })) } })
  if (stage.at === 'assigned') tellStaff(work, stage.to, passedOnMessage(work))
  if (work.case.handlerId !== null) tellStaff(work, work.case.handlerId, staffMessage(work, [words('told.merged', { who: member.name, number })]))
  return null
}

function takeIn(work: Work, by: number | null, given: Readonly<Record<string, string>>, people: readonly { person: string; name: string | null; contact: string | null }[]): null {
  const { caseId = '', number = '', story = '', roles = '', hidden } = given
  const coming = people.map((each) => ({ ...each, way: mayCome(work, each.person, hidden === 'yes') }))
  const { stage, between } = work.case
  if (heldBy(work.case).some((held) => held.caseId === caseId)) return null
  if (stage.at === 'closed' || stage.at === 'settling' || between.merged || coming.some(({ way }) => way === 'barred')) {
    work.events.push({ caseId, event: { type: 'told', what: 'merge-over', by, given: { caseId: work.case.id, why: 'refused' } } })
    return null
  }
  const role = roles.split(',')
  const parties = coming.flatMap(({ person, name, contact, way }, n): Party[] => (way === 'there' ? [] : [{ id: idFrom(work.world.seed, `merged/${caseId}/${n}`), role: role[n] === 'follower' ? 'follower' : 'member', personId: person, name, contact, willing: 'unknown' }]))
  work.case.parties.push(...parties)
  between.holds.push({ caseId, number, at: work.now, parties: parties.map(({ id }) => id), until: null })
  work.case.happened.push({ what: 'merged-in', at: work.now })
  record(work, 'merged-in', { number, n: people.length, words: { say: story } }, false)
  const reach = coming.flatMap(({ name, contact }) => [[name, contact].filter(Boolean).join(' ')].filter((each) => each !== ''))
  if (reach.length > 0) record(work, 'merged-people', { number, words: { list: reach.map((say) => ({ say })) } }, false)
  for (const { person } of coming) tell(work, { person }, residentMessage(work, [words('told.merged-resident', { number, main: work.case.number })], { clock: true }))
  const message = staffMessage(work, [words('told.merged-in', { number, n: people.length }), { say: story }, words('told.merged-many', { n: heldBy(work.case).length })], ['message'])
  if (stage.at === 'assigned' && work.case.handlerId === null) tellStaff(work, stage.to, message)
  tellRole(work, 'handler', message)
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

/** As it stood, with whoever handled it; the clocks that may stand still stood still meanwhile. `told`: said to its people. */
function comeBack(work: Work, told: Words | null, member: StaffMember | null): null {
  const { merged } = work.case.between
  if (!merged) return null
  work.case.between.merged = null
  work.case.pauses.push({ from: merged.at, to: work.now, reason: merged.into.number })
  for (const duty of work.duties.values()) if (duty.state === 'cancelled' && duty.doneAt === merged.at && duty.kind !== 'answer-offer') setDuty(work, { ...duty, state: 'open', doneAt: null, late: false })
  work.case.happened.push({ what: 'unmerged', at: work.now })
  record(work, 'unmerged', { who: member?.name ?? '', number: merged.into.number })
  if (member) work.events.push({ caseId: merged.into.caseId, event: { type: 'told', what: 'taken-apart', by: member.id, given: { caseId: work.case.id } } })
  const { was } = merged
  work.case.stage = was.at === 'accepted' ? { at: 'accepted', hold: null } : { at: 'filed' }
  const holder = memberOf(work, work.case.handlerId)
  if (was.at === 'accepted' && holder) tellStaff(work, holder.id, staffMessage(work, [words('told.unmerged-yours', { number: merged.into.number })], ['message']))
  else if (was.at === 'accepted') leaveToHead(work, 0)
  else offerNext(work)
  if (told) tell(work, { applicant: true }, residentMessage(work, [told], { clock: true }))
  return null
}

/** A case that its filer has taken back ends for them alone: what went on in it goes on by itself. */
export function letAllGo(work: Work): void {
  if (work.case.stage.at !== 'closed' || work.case.stage.by !== null) return
  for (const { caseId } of heldBy(work.case)) {
    work.events.push({ caseId, event: { type: 'told', what: 'merge-over', by: null, given: { caseId: work.case.id, why: 'withdrawn' } } })
    letGo(work, caseId)
  }
}

/** Whoever writes to a case that goes on in another is heard there. */
export function passToMain(work: Work, event: ResidentEvent): Words | null {
  const { merged } = work.case.between
  const needs = residentOffers.find(({ id }) => id === event.action)?.may
  if (!merged) return null
  if (!needs || !may('resident', 'member', needs)) return words('refused.merged-main', { number: merged.into.number })
  work.events.push({ caseId: merged.into.caseId, event })
  return null
}
