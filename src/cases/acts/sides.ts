import type { Words } from '../../dialogue/message.ts'
import { codeFrom, idFrom } from '../../ids.ts'
import { hasBeen, personRelation, sideOf } from '../access.ts'
import type { CaseState, Party, StaffMember, World } from '../case.ts'
import { happen } from '../duties/duties.ts'
import { furtherWays } from '../ending/ways.ts'
import { settleWilling } from '../parties/willing.ts'
import { waitsForHead, whyNotAtTable } from '../table.ts'
import { residentMessage, staffMessage } from '../telling/messages.ts'
import { askWilling, laterWords, mediatorWords, sideWords, tellSide } from '../telling/sides.ts'
import { nameOf, record, tell, tellApart, tellRole, words } from '../work.ts'
import type { Work } from '../work.ts'
import { whyNotMore, whyNotSpeak } from './bargain.ts'
import { afterRefusal, endPart, releaseOther } from './leaving.ts'
import type { JoinEvent, Joining, ResidentActs, ResidentEvent, StaffActs, StaffEvent } from './act.ts'

/**
 * Both sides of a mediation: the other one is invited by whoever mediates, never by the applicant; asked neutrally; speaks
 * in a room of its own and, once willing, in the shared one; may leave, or ask for another mediator, at any time (MED-6, MED-9, MED-10).
 */

const invitationDays = 14

export const sideStaffActs: StaffActs = {
  invite,
  'release-other': releaseOther,
  'message-other': (work, member, _event, said) => message(work, member, said, 'respondent'),
  'message-both': (work, member, _event, said) => message(work, member, said, 'shared'),
}

export const sideActs: ResidentActs = { willing, speak, 'ask-recusal': askRecusal, 'end-part': endPart }

export const respond: Joining = { whyNot: whyNotRespond, join: respondentJoined }

/** A code for the other side, for the mediator to forward, or to phone instead. A new one ends the one before. */
function invite(work: Work, member: StaffMember, _event: StaffEvent, said: string): Words | null {
  if (said === '') return words('refused.words-needed')
  const { parties } = work.case
  let party = parties.find(({ role, personId }) => role === 'respondent' && personId === null)
  if (!party) parties.push(party = { id: idFrom(work.world.seed, 'party/respondent'), role: 'respondent', personId: null, name: null, contact: null, willing: 'unknown' })
  const code = `CASE-${codeFrom(work.world.seed, 'respond')}`
  const until = work.now + invitationDays * 86_400_000
  work.case.between.invited = said
  work.tickets.push({ code, purpose: 'respond', party: party.id, person: null, uses: 1, expiresAt: until, instead: true })
  record(work, 'invited', { who: member.name, words: { say: said } }, false)
  record(work, 'other-invited', { who: member.name })
  const steps = work.regulation.steps.filter((step) => step.willing).map(({ id }) => id)
  tell(work, { staff: member.id }, staffMessage(work, [words('told.invite'), words('told.invite-phone')], steps))
  // By itself, so that it can be passed on as it is.
  tell(work, { staff: member.id }, { as: 'note', text: [words('told.invite-forward', { number: work.case.number, code, links: { links: code }, until: { day: until } })], papers: [{ paper: 'qr', code }] })
  return null
}

/** Whoever asks for mediation, has it in hand or stands in it otherwise is not the other side. */
function whyNotRespond(state: CaseState, { staff }: World, person: string, party: string | null): Words | null {
  if (state.stage.at === 'closed') return words('refused.invitation-closed')
  const relation = personRelation(state, person)
  if (relation === 'respondent') return words('refused.here-already')
  if (relation !== 'stranger' || hasBeen(state, person, 'applicant')) return words('refused.own-invitation')
  const { stage } = state
  if (staff.some(({ id, personId }) => personId === person && (id === state.handlerId || (stage.at === 'assigned' && stage.to === id)))) return words('refused.recuse-first')
  return state.parties.some(({ id, personId }) => id === party && personId === null) ? null : words('refused.invitation-taken')
}

function respondentJoined(work: Work, event: JoinEvent): Words | null {
  const party = work.case.parties.find(({ id }) => id === event.party)
  if (!party) return words('refused.invitation-taken')
  party.personId = event.person
  record(work, 'respondent-joined', {}, true, 'respondent')
  // They were shown before they came in (MED-9).
  if (work.regulation.showFirst.length > 0) record(work, 'rights-told', { who: sideWords('respondent') }, false)
  happen(work, 'respondent-joined')
  tellRole(work, 'handler', staffMessage(work, [words('told.respondent-joined')], ['message-other']))
  tell(work, { party: party.id }, askWilling(work, party))
  return null
}

/** The same happenings as when the mediator has asked on the phone, so that the same duties go on. */
function willing(work: Work, party: Party, { choice }: ResidentEvent): Words | null {
  const refused = whyNotAtTable(work.case, work)
  if (refused) return refused
  if (work.case.stage.at === 'settling') return words('refused.settling-resident')
  if (choice === 'talk') return talkFirst(work, party)
  const step = work.regulation.steps.find((each) => each.willing === choice)
  if (!step || (choice !== 'willing' && choice !== 'unwilling')) return words('refused.choice')
  if (party.willing === choice) return words('refused.said-already')
  record(work, `respondent-${choice}`, {}, true, 'shared')
  settleWilling(work, [party], choice, step.happens)
  tellRole(work, 'handler', staffMessage(work, [words(`told.respondent-${choice}`)], choice === 'willing' ? ['message-both'] : afterRefusal(work)))
  const ways = choice === 'unwilling' ? furtherWays(work) : []
  tell(work, { applicant: true }, residentMessage(work, [words(`told.other-${choice}`), ...ways], { reply: true }))
  tell(work, { party: party.id }, residentMessage(work, [words(`told.you-${choice}`, { who: mediatorWords(work) }), ...ways], { reply: true }))
  return null
}

function talkFirst(work: Work, party: Party): Words | null {
  if (party.willing !== 'unknown') return words('refused.said-already')
  const joined = work.case.happened.findLastIndex(({ what }) => what === 'respondent-joined')
  if (work.case.happened.slice(joined).some(({ what }) => what === 'respondent-talks')) return words('refused.talk-asked')
  record(work, 'respondent-talks', {}, true, 'respondent')
  happen(work, 'respondent-talks')
  tellRole(work, 'handler', staffMessage(work, [words('told.respondent-talks')], ['message-other']))
  tell(work, { party: party.id }, residentMessage(work, [words('told.you-talk')], { reply: true }))
  return null
}

function message(work: Work, member: StaffMember, said: string, room: 'respondent' | 'shared'): Words | null {
  if (said === '') return words('refused.words-needed')
  const kind = room === 'respondent' ? 'messaged-other' : 'messaged-both'
  record(work, kind, { who: member.name, words: { say: said } }, true, room)
  // What both read reaches the applicant too, and fulfils what is owed to them.
  happen(work, room === 'respondent' ? 'messaged-other' : 'messaged')
  const text = [words(room === 'respondent' ? 'told.message' : 'told.message-both', { who: member.name }), { say: said }]
  tell(work, { respondent: true }, residentMessage(work, text, { reply: true }))
  if (room === 'shared') tell(work, { applicant: true }, residentMessage(work, text, { reply: true }))
  return null
}

/** Word for word to the other side and the mediator, by side and never by name. */
function speak(work: Work, party: Party, _event: ResidentEvent, said: string): Words | null {
  const side = sideOf(party)
  const refused = side ? whyNotSpeak(work, party) ?? whyNotMore(work, side) : words('refused.unknown')
  if (!side || refused) return refused
  if (said === '') return words('refused.words-needed')
  record(work, 'spoken', { side: sideWords(side), words: { say: said } }, true, 'shared')
  happen(work, `spoken.${side}`)
  tellSide(work, side === 'applicant' ? 'respondent' : 'applicant', [words('told.spoken', { side: sideWords(side) }), { say: said }], [['speak']], true)
  tellRole(work, 'handler', staffMessage(work, [words('told.spoken', { side: sideWords(side) }), { say: said }], ['message-both']))
  tell(work, { party: party.id }, residentMessage(work, [words('told.you-spoke'), ...laterWords(work)]))
  return null
}

/** To those who decide about it, and not to the one it is about. */
function askRecusal(work: Work, party: Party, _event: ResidentEvent, said: string): Words | null {
  const aside = work.regulation.mediates?.aside
  const side = sideOf(party)
  if (!aside || !side) return words('refused.unknown')
  if (work.case.stage.at === 'closed') return words('refused.closed-resident')
  if (work.case.stage.at !== 'accepted' || work.case.handlerId === null) return words('refused.no-mediator')
  if (waitsForHead(work.case, work, side)) return words('refused.recusal-asked')
  if (said === '') return words('refused.words-needed')
  record(work, 'recusal-asked', { side: sideWords(side), words: { say: said } }, true, side)
  happen(work, `${aside.happens}.${side}`)
  const decides = work.regulation.steps.filter(({ answers }) => answers === aside.happens).map(({ id }) => id)
  tellApart(work, staffMessage(work, [words('told.recusal-asked', { side: sideWords(side), who: nameOf(work, work.case.handlerId) }), { say: said }], [...decides, 'assign']))
  tell(work, { party: party.id }, residentMessage(work, [words('told.you-asked-recusal')]))
  return null
}
