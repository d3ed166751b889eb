import type { Words } from '../../dialogue/message.ts'
import { sideOf } from '../access.ts'
import type { Offer, Side } from '../between.ts'
import type { Party } from '../case.ts'
import { happen } from '../duties/duties.ts'
import { endOffers, maySpeakAt, offersFor, openOfferOf, speaksAcross, whyNotAcross } from '../table.ts'
import { staffMessage } from '../telling/messages.ts'
import { laterWords, sideWords, tellSide } from '../telling/sides.ts'
import { record, tellRole, words } from '../work.ts'
import type { Work } from '../work.ts'
import type { ResidentActs, ResidentEvent, StaffActs } from './act.ts'

/** Offers go across word for word; each is accepted, countered or declined, or taken back by who made it. One at a time from each. */

export const bargainActs: ResidentActs = {
  offer: (work, party, _event, said) => bySide(work, party, (side) => (openOfferOf(work.case, side) ? words('refused.offer-open') : put(work, side, said))),
  'accept-offer': (work, party, event) => answered(work, party, event, (side, offer) => accept(work, side, offer)),
  'counter-offer': (work, party, event, said) => answered(work, party, event, (side, offer) => counter(work, side, offer, said)),
  'decline-offer': (work, party, event) => answered(work, party, event, (side, offer) => decline(work, side, offer)),
  'take-back-offer': (work, party) => bySide(work, party, (side) => takeBack(work, side)),
}

export const bargainStaffActs: StaffActs = {
  'offer-from-mediator': (work, _member, _event, said) => put(work, 'mediator', said),
  'drop-offer': (work) => takeBack(work, 'mediator'),
}

function bySide(work: Work, party: Party, act: (side: Side) => Words | null): Words | null {
  const side = sideOf(party)
  return side ? whyNotSpeak(work, party) ?? act(side) : words('refused.unknown')
}

/** What keeps a party from saying something across the table. */
export function whyNotSpeak(work: Work, party: Party): Words | null {
  return whyNotAcross(work.case, work) ?? (speaksAcross(work.case, party) ? null : words('refused.consent-first'))
}

/** The same, where they have said very much already. */
export function whyNotMore(work: Work, side: Side): Words | null {
  const at = maySpeakAt(work.case, side, work.now)
  return at === null ? null : words('refused.much', { at: { moment: at } })
}

function answered(work: Work, party: Party, { choice }: ResidentEvent, act: (side: Side, offer: Offer) => Words | null): Words | null {
  return bySide(work, party, (side) => {
    const offer = offersFor(work.case, side).find(({ id }) => id === choice)
    return offer ? act(side, offer) : words('refused.offer-gone')
  })
}

/** Those it is put before: both, where the mediator proposes it. */
function across(by: Offer['by']): Side[] {
  return (['applicant', 'respondent'] as const).filter((side) => side !== by)
}

/** `before`: what is said first to those it is put before. */
function put(work: Work, by: Offer['by'], said: string, before: Words[] = []): Words | null {
  if (said === '') return words('refused.words-needed')
  const much = by === 'mediator' ? null : whyNotMore(work, by)
  if (much) return much
  const { offers } = work.case.between
  const id = String(offers.length + 1)
  offers.push({ id, by, words: said, at: work.now, yes: by === 'mediator' ? [] : [by], state: 'open' })
  record(work, 'offered', { side: sideWords(by), n: id, words: { say: said } }, true, 'shared')
  happen(work, 'offer.made')
  const text = [words('told.offer', { side: sideWords(by), n: id }), { say: said }, words('told.offer-free')]
  for (const side of across(by)) tellSide(work, side, [...before, ...text], [[['accept-offer', id]], [['counter-offer', id], ['decline-offer', id]]], true)
  if (by === 'mediator') return null
  tellSide(work, by, [words('told.you-offered', { n: id }), ...laterWords(work)], [['take-back-offer']])
  tellRole(work, 'handler', staffMessage(work, text.slice(0, 2), ['message-both']))
  return null
}

function accept(work: Work, side: Side, offer: Offer): null {
  offer.yes.push(side)
  // Which side would take what the mediator proposes is nobody else's to know until both do.
  record(work, 'offer-accepted', { side: sideWords(side), n: offer.id }, true, offer.yes.length < 2 ? side : 'shared')
  if (offer.yes.length < 2) {
    tellSide(work, side, [words('told.you-accepted', { n: offer.id })], [])
    tellRole(work, 'handler', staffMessage(work, [words('told.offer-accepted', { side: sideWords(side), n: offer.id })]))
    return null
  }
  offer.state = 'accepted'
  // What was agreed stands in the place of whatever else was still on the table.
  endOffers(work.case)
  happen(work, 'offer.accepted')
  const text = [words('told.offer-agreed', { n: offer.id }), { say: offer.words }]
  for (const each of ['applicant', 'respondent'] as const) tellSide(work, each, [...text, words('told.offer-next')], [], each !== side)
  tellRole(work, 'handler', staffMessage(work, [...text, words('told.offer-write')], ['clause']))
  return null
}

function counter(work: Work, side: Side, offer: Offer, said: string): Words | null {
  if (said === '') return words('refused.words-needed')
  if (openOfferOf(work.case, side)) return words('refused.offer-open')
  offer.state = 'countered'
  record(work, 'offer-countered', { side: sideWords(side), n: offer.id }, true, 'shared')
  happen(work, 'offer.countered')
  if (offer.by !== 'mediator') return put(work, side, said)
  // It was before both: also who had accepted it hears that it is off.
  const off = words('told.offer-countered', { side: sideWords(side), n: offer.id })
  tellRole(work, 'handler', staffMessage(work, [off]))
  return put(work, side, said, [off])
}

function decline(work: Work, side: Side, offer: Offer): null {
  offer.state = 'declined'
  record(work, 'offer-declined', { side: sideWords(side), n: offer.id }, true, 'shared')
  happen(work, 'offer.declined')
  const text = [words('told.offer-declined', { side: sideWords(side), n: offer.id })]
  for (const each of across(side)) tellSide(work, each, text, [['offer']], true)
  tellSide(work, side, [words('told.you-declined', { n: offer.id })], [['offer']])
  tellRole(work, 'handler', staffMessage(work, text, ['message-both']))
  return null
}

function takeBack(work: Work, by: Offer['by']): Words | null {
  const offer = openOfferOf(work.case, by)
  if (!offer) return words('refused.offer-gone')
  offer.state = 'taken-back'
  record(work, 'offer-taken-back', { side: sideWords(by), n: offer.id }, true, 'shared')
  happen(work, 'offer.taken-back')
  const text = [words('told.offer-taken-back', { side: sideWords(by), n: offer.id })]
  for (const side of ['applicant', 'respondent'] as const) tellSide(work, side, text, [], side !== by)
  if (by !== 'mediator') tellRole(work, 'handler', staffMessage(work, text))
  return null
}
