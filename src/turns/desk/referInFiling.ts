import { dayOf, instantOf } from '../../calendar/limit.ts'
import { placesOf } from '../../cases/alike.ts'
import { nothingBetween } from '../../cases/between.ts'
import type { CaseState, Party, World } from '../../cases/case.ts'
import { datesOf } from '../../cases/dates.ts'
import { decideCase } from '../../cases/decide.ts'
import { formatNumber, seriesKey } from '../../cases/numbering.ts'
import type { ReferralState, ReferredIn, WayIn } from '../../cases/referrals/referral.ts'
import { act } from '../../cases/telling/messages.ts'
import { filedWords } from '../../cases/views.ts'
import { newDangers } from '../../dialogue/dangers.ts'
import type { Message } from '../../dialogue/message.ts'
import type { ChannelName } from '../../events.ts'
import { codeFrom, idFrom } from '../../ids.ts'
import type { Regulation } from '../../regulations/schema.ts'
import { channelOf, type BodyRow } from '../../store/bodies.ts'
import { staffOf } from '../../store/cases.ts'
import { nextSerials, officeFor, type Office } from '../../store/houses.ts'
import { createCases } from '../../store/newCases.ts'
import { saveReferrals } from '../../store/referrals.ts'
import { keepTickets } from '../../store/tickets.ts'
import { withThoseAbove } from '../above.ts'
import { withLinked } from '../linked.ts'
import { officesBelow } from '../tree.ts'
import { decideAllWithNumbers } from '../numbers.ts'
import { oweTells } from '../tells.ts'
import type { Desk } from './page.ts'

/**
 * A case that a linked body registers becomes a case like any other: numbered, offered, with its limits; nobody of it has a
 * chat yet, so whoever is named can come in by a code. The body's own number and day go along with it.
 */
export async function fileReferral(desk: Desk, body: BodyRow, regulation: Regulation, given: Readonly<Record<string, string>>, files: readonly string[]): Promise<Message> {
  const { db, tx, now, seed } = desk
  const office = await officeOf(desk, regulation, given['place'] ?? null)
  const serial = await nextSerials(tx, seriesKey(regulation, office.id, now, office.zone), 1)
  const state = newCase(desk, body, regulation, office, given, formatNumber(regulation.number.format, serial, dayOf(office.zone, now)), await channelOf(tx, desk.person.id))
  const referral = referralFrom(desk, state)
  const own = await withThoseAbove(tx, state, regulation, await staffOf(tx, office.id, now))
  const { bodies, staff } = await withLinked(tx, office.id, [referral], own)
  const world: World = { office: office.name, regulation, calendar: office.calendar, staff, duties: [], surveys: [], referrals: [referral], bodies, now, seed }
  const [decided] = await decideAllWithNumbers(tx, ([drawn]) => {
    const one = decideCase(state, { type: 'filed' }, { ...world, drawn: drawn ?? {} })
    if ('refused' in one) throw new Error('a new case was refused')
    return [one]
  })
  if (!decided || !('case' in decided)) throw new Error('a new case was not decided')
  const trackCode = codeFrom(seed, 'track')
  await createCases(db, tx, [{ state: decided.case, trackCode, places: placesOf(decided.case, regulation), duties: decided.duties, history: decided.history }], now)
  await saveReferrals(db, tx, state.id, [referral, ...decided.referrals.filter(({ id }) => id !== referral.id)])
  await keepTickets(db, tx, state.id, decided.tickets, now)
  await oweTells(db, tx, decided.case, decided.tells, world, seed)
  if (files.length > 0) await tx.attachment.updateMany({ where: { id: { in: [...files] }, personId: desk.person.id, caseId: null }, data: { caseId: state.id } })
  return {
    as: 'card',
    text: [{ key: 'desk:referin.filed', with: { number: state.number, own: referral.number } }, { key: 'desk:referin.code', with: { code: trackCode } }, ...filedWords(decided.case, { ...world, duties: decided.duties })],
    buttons: [[{ label: { key: 'case:action.look' }, press: act({ id: state.id }, 'look') }]],
  }
}

/** The body's own office, or the one below it whose place it is. */
async function officeOf({ offices, me, tx }: Desk, regulation: Regulation, place: string | null): Promise<Office> {
  const own = await offices.get(me.officeId, tx)
  return officeFor([own, ...officesBelow(offices.list(), own.id)], regulation.id, place)
}

function newCase({ person, house, seed, now }: Desk, body: BodyRow, regulation: Regulation, office: Office, given: Readonly<Record<string, string>>, number: string, channel: ChannelName): CaseState {
  const said = (id: string): string | null => given[id]?.trim() || null
  const applicant: Party = { id: idFrom(seed, 'applicant'), role: 'applicant', personId: null, name: said('applicant'), contact: said('phone'), willing: 'unknown' }
  const other: Party = { id: idFrom(seed, 'respondent'), role: 'respondent', personId: null, name: said('other'), contact: said('other-phone'), willing: given['consent'] === 'both' ? 'willing' : 'unknown' }
  const category = given['category'] ?? ''
  return {
    id: idFrom(seed, 'case'), number, dossier: null, officeId: office.id, regulation: regulation.id, edition: regulation.edition, category, level: regulation.levels[0]?.id ?? '', stage: { at: 'filed' }, tried: [], handlerId: null,
    // Who only spoke it has the voice heard by whoever handles it.
    story: said('story') ?? voice, answers: [], place: said('place'), dates: datesOf(regulation, [], category, office.calendar), filedTimes: 1, dangers: newDangers(said('story') ?? '', house.dangers, null), anonymous: false, language: person.language, channel,
    // Nobody has a chat for the applicant yet.
    applicantId: applicant.id, filedAt: now, acceptedAt: null, reopened: 0, pauses: [], happened: [], score: null,
    between: { ...nothingBetween, referred: referredIn(seed, body, office, given) },
    parties: other.name === null && other.contact === null ? [applicant] : [applicant, other],
  }
}

function referredIn(seed: string, { id, name }: BodyRow, { zone }: Office, given: Readonly<Record<string, string>>): ReferredIn {
  const consent = given['consent']
  return {
    id: idFrom(seed, 'referral-in'), body: id, name, number: (given['number'] ?? '').trim(), kind: given['way'] as WayIn,
    consent: consent === 'both' || consent === 'applicant' ? consent : 'none', dueAt: instantOf(zone, given['day'] ?? '', '24:00') - 1,
  }
}

/** From the moment they register it, we have it. */
function referralFrom({ me, now }: Desk, { between: { referred }, story }: CaseState): ReferralState {
  if (!referred) throw new Error('the case came from no body')
  const { id, body, number, kind, dueAt } = referred
  return { id, bodyId: body, number, direction: 'in', kind, state: 'received', said: story, shares: false, by: me.id, outcome: null, feedback: null, sentAt: now, dueAt, receivedAt: now, answeredAt: null }
}

const voice = '\u{1F3A4}'
