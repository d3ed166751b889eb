import { codeFrom } from '../../ids.ts'
import type { Words } from '../../dialogue/message.ts'
import type { Party, StaffMember } from '../case.ts'
import { happen } from '../duties/duties.ts'
import { handOnSurveys } from '../ending/callback.ts'
import { barred } from '../parties/barred.ts'
import { isUnseated, partyWith, withoutTeller } from '../parties/filers.ts'
import { residentMessage } from '../telling/messages.ts'
import { record, tell, words } from '../work.ts'
import type { Work } from '../work.ts'
import { codeMessage, leftMessage, tellOffice } from './codes.ts'
import type { JoinEvent, Joining, ResidentActs, StaffActs } from './act.ts'

/**
 * Somebody acts for somebody else (PET-9): that person is asked by a code whether they may, or by word of mouth where they
 * have no phone, and may end it at any time. From their yes on both read the same.
 */

const codeDays = 30

export const proxyActs: ResidentActs = {
  'principal-code': (work, party) => (party.role !== 'proxy' ? words('refused.no-proxy') : partyWith(work.case, 'applicant')?.personId !== null ? words('refused.principal-in') : askPrincipal(work)),
  'end-proxy': (work, party, event) => (event.choice !== 'yes' ? words('refused.choice') : endProxy(work, party, 'proxy-ended')),
}

export const proxyStaffActs: StaffActs = {
  'oral-consent'(work, member, _event, said) {
    if (said === '') return words('refused.words-needed')
    work.case.between.consent = 'given'
    record(work, 'consent-oral', { who: member.name, words: { say: said } })
    happen(work, 'consent-given')
    tell(work, { applicant: true }, residentMessage(work, [words('told.consent-oral', { who: member.name })]))
    return null
  },
  'principal-anew': (work, member) => (isUnseated(work.case) ? seatAnew(work, member) : words('refused.principal-in')),
}

export const principalJoining: Joining = {
  whyNot(state, world, person) {
    const [principal, proxy] = [partyWith(state, 'applicant'), partyWith(state, 'proxy')]
    if (proxy?.personId === person) return words('refused.own-principal')
    if (principal?.personId === person) return words('refused.in-already')
    if (!proxy || !principal || principal.personId !== null) return words('refused.principal-in')
    return barred(state, world, person)
  },
  join: (work, event) => (event.choice === 'yes' ? consents(work, event) : event.choice === 'no' ? refuses(work, event) : words('refused.choice')),
}

/** The proxy gets what they pass on: a code good for one person. An earlier one ends. */
export function askPrincipal(work: Work): null {
  const [principal, proxy] = [partyWith(work.case, 'applicant'), partyWith(work.case, 'proxy')]
  if (!principal || !proxy) return null
  const code = `CASE-${codeFrom(work.world.seed, 'principal')}`
  work.tickets.push({ code, purpose: 'principal', party: principal.id, person: proxy.personId, uses: 1, expiresAt: work.now + codeDays * 86_400_000, instead: true })
  tell(work, { party: proxy.id }, codeMessage(work, words('told.principal-code', { name: principal.name ?? '', code, links: { links: code }, days: codeDays }), code))
  return null
}

function consents(work: Work, { person, channel }: JoinEvent): null {
  const [principal, proxy] = [partyWith(work.case, 'applicant'), partyWith(work.case, 'proxy')]
  const name = principal?.name ?? ''
  work.case.between.consent = 'given'
  work.case.parties = work.case.parties.map((each) => (each === principal ? { ...each, personId: person } : each))
  record(work, 'consent-given', { name, channel: words(`channel.${channel}`) })
  happen(work, 'consent-given')
  if (proxy) tell(work, { party: proxy.id }, residentMessage(work, [words('told.consent-given', { name })]))
  if (principal) tell(work, { party: principal.id }, residentMessage(work, [words('told.consent-yours', { who: proxy?.name ?? '' })], { clock: true }))
  tellOffice(work, words('told.consent-given-staff', { name }))
  return null
}

/**
 * Whoever holds the code need not be the one it was for: their no ends what the proxy may do, and seats nobody. The case
 * waits for the office, which finds the one it is for and hands them a code of their own.
 */
function refuses(work: Work, { person, channel }: JoinEvent): Words | null {
  const [principal, proxy] = [partyWith(work.case, 'applicant'), partyWith(work.case, 'proxy')]
  if (!principal || !proxy) return words('refused.no-proxy')
  const [name, who] = [principal.name ?? '', proxy.name ?? '']
  work.case.parties = work.case.parties.map((each) => (each.id === proxy.id ? { ...each, role: 'former', personId: null } : each))
  work.case.applicantId = principal.id
  work.case.answers = withoutTeller(work.case)
  work.case.between.consent = 'refused'
  work.endsTracking = true
  record(work, 'consent-refused', { name, channel: words(`channel.${channel}`) })
  happen(work, 'consent-refused')
  if (proxy.personId !== null) tell(work, { person: proxy.personId }, leftMessage(work, words('told.proxy-over', { name })))
  tell(work, { person }, leftMessage(work, words('told.refusal-noted', { name, who })))
  tellOffice(work, words('told.consent-refused-staff', { name, who }))
  return null
}

/** For whoever handles it to hand over: it takes the empty seat. */
function seatAnew(work: Work, member: StaffMember): null {
  const principal = partyWith(work.case, 'applicant')
  if (!principal) return null
  const code = `CASE-${codeFrom(work.world.seed, 'principal-anew')}`
  work.tickets.push({ code, purpose: 'move', party: principal.id, person: null, uses: 1, expiresAt: work.now + codeDays * 86_400_000, instead: true })
  record(work, 'principal-anew', {}, false)
  tell(work, { staff: member.id }, codeMessage(work, words('told.principal-anew', { name: principal.name ?? '', code, links: { links: code }, days: codeDays }), code))
  return null
}

/** The proxy has no part in it any more: it is the case of the one they acted for, who may go on or withdraw. `by`: who ended it. */
export function endProxy(work: Work, by: Party, kind: 'proxy-ended'): Words | null {
  const [principal, proxy] = [partyWith(work.case, 'applicant'), partyWith(work.case, 'proxy')]
  const person = principal?.personId ?? null
  if (!principal || !proxy) return words('refused.no-proxy')
  if (person === null) return words('refused.principal-first')
  if (work.case.applicantId !== person) handOnSurveys(work, work.case.applicantId, person)
  const name = principal.name ?? ''
  work.case.parties = work.case.parties.map((each) => (each.id === principal.id ? { ...each, personId: person } : each.id === proxy.id ? { ...each, role: 'former', personId: null } : each))
  work.case.applicantId = person
  work.case.answers = withoutTeller(work.case)
  work.case.between.consent = 'refused'
  work.endsTracking = true
  record(work, kind, { name })
  happen(work, kind)
  if (proxy.personId !== null) tell(work, { person: proxy.personId }, leftMessage(work, words(by.id === proxy.id ? 'told.proxy-stopped' : 'told.proxy-over', { name })))
  tell(work, { party: principal.id }, residentMessage(work, [words('told.on-your-own', { who: proxy.name ?? '' })], { clock: true }))
  tellOffice(work, words('told.proxy-over-staff', { who: proxy.name ?? '', name }))
  return null
}
