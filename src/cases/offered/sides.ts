import { sideOf } from '../access.ts'
import type { Action, Choice } from '../action.ts'
import type { Side } from '../between.ts'
import type { CaseState, Party, World } from '../case.ts'
import { bothWilling, offersFor, openOfferOf, otherSide, speaksAcross, waitsForHead, whyNotAtTable } from '../table.ts'
import { isConfirmed } from '../agreement/text.ts'
import { words } from '../work.ts'
import type { ResidentOffer, StaffOffer } from './offer.ts'

/** What both sides of a mediation, and the mediator between them, can do at the table (MED-6, MED-9). */

const said: Pick<Action, 'takes' | 'choices' | 'confirm'> = { takes: 'words', choices: [], confirm: true }

export const sideOffers: ResidentOffer[] = [
  {
    id: 'willing', may: 'willing',
    offer: (state, world, party) => (mayLeave(state, world) && state.stage.at !== 'settling'
      ? { label: words(party.willing === 'unknown' ? 'action.willing' : 'action.willing-anew'), takes: 'choice', choices: willingChoices(party), ask: 'case:ask.willing', confirm: false, rank: party.willing === 'unknown' ? 'now' : 'more', ...(party.willing === 'unknown' ? { tone: 'main' as const } : {}) }
      : null),
  },
  { id: 'accept-offer', may: 'offer', offer: (state, world, party) => answer(state, world, party, 'accept-offer', false) },
  { id: 'counter-offer', may: 'offer', offer: (state, world, party) => (mine(state, party) ? null : answer(state, world, party, 'counter-offer', true)) },
  { id: 'decline-offer', may: 'offer', offer: (state, world, party) => answer(state, world, party, 'decline-offer', false) },
  { id: 'speak', may: 'speak', offer: (state, world, party) => (across(state, world, party) ? { ...said, label: words('action.speak'), ask: 'case:ask.speak', rank: 'usual' } : null) },
  { id: 'offer', may: 'offer', offer: (state, world, party) => (across(state, world, party) && !mine(state, party) ? { ...said, label: words('action.offer'), ask: 'case:ask.offer', rank: 'usual' } : null) },
  { id: 'take-back-offer', may: 'offer', offer: (state, world, party) => (across(state, world, party) && mine(state, party) ? { label: words('action.take-back-offer'), takes: 'nothing', choices: [], ask: 'case:ask.speak', confirm: false, rank: 'usual' } : null) },
  {
    id: 'ask-recusal', may: 'complain',
    offer: (state, world, party) => {
      const side = sideOf(party)
      const held = state.stage.at === 'accepted' && state.handlerId !== null
      return world.regulation.mediates && held && side && !waitsForHead(state, world, side) ? { label: words('action.ask-recusal'), takes: 'words', choices: [], ask: 'case:ask.ask-recusal', confirm: false, rank: 'more' } : null
    },
  },
  {
    id: 'end-part', may: 'leave',
    offer: (state, world, party) => (mayLeave(state, world) && sideOf(party) === 'respondent'
      ? { label: words('action.end-part'), takes: 'choice', choices: [{ id: 'yes', label: words('choice.end-part'), words: false }], ask: 'case:ask.end-part', confirm: false, rank: 'more', tone: 'danger' }
      : null),
  },
]

export const sideStaffOffers: StaffOffer[] = [
  { id: 'invite', may: 'invite', offer: (state, { regulation }) => (regulation.mediates && state.stage.at === 'accepted' && !otherSide(state) ? { ...said, label: words('action.invite'), ask: 'case:ask.invite' } : null) },
  { id: 'release-other', may: 'invite', offer: (state, { regulation }) => (regulation.mediates && state.stage.at === 'accepted' && otherSide(state) && !isConfirmed(state) ? { ...said, label: words('action.release-other'), ask: 'case:ask.release-other', tone: 'danger' } : null) },
  { id: 'message-other', may: 'message', offer: (state) => (otherSide(state) ? { ...said, confirm: false, label: words('action.message-other'), ask: 'case:ask.message-other' } : null) },
  { id: 'message-both', may: 'message', offer: (state) => (otherSide(state) ? { ...said, confirm: false, label: words('action.message-both'), ask: 'case:ask.message-both' } : null) },
  { id: 'offer-from-mediator', may: 'draft', offer: (state, world) => (bothWilling(state, world) && !openOfferOf(state, 'mediator') ? { ...said, label: words('action.offer-from-mediator'), ask: 'case:ask.offer-from-mediator' } : null) },
  { id: 'drop-offer', may: 'draft', offer: (state, world) => (bothWilling(state, world) && openOfferOf(state, 'mediator') ? { label: words('action.drop-offer'), takes: 'nothing', choices: [], ask: 'case:ask.speak', confirm: false } : null) },
]

function mayLeave(state: CaseState, world: World): boolean {
  return whyNotAtTable(state, world) === null
}

/** Their own words come first; whoever has said how it is may say otherwise later. */
function willingChoices({ willing }: Party): Choice[] {
  return [
    ...(willing === 'willing' ? [] : [{ id: 'willing', label: words('choice.willing'), words: false }]),
    ...(willing === 'unwilling' ? [] : [{ id: 'unwilling', label: words('choice.unwilling'), words: false }]),
    ...(willing === 'unknown' ? [{ id: 'talk', label: words('choice.talk-first'), words: false }] : []),
  ]
}

function answer(state: CaseState, world: World, party: Party, id: 'accept-offer' | 'counter-offer' | 'decline-offer', withWords: boolean): ReturnType<ResidentOffer['offer']> {
  const side = sideOf(party)
  const open = side && across(state, world, party) ? offersFor(state, side) : []
  const choices = open.map((each): Choice => ({ id: each.id, label: words('choice.offer', { n: each.id }), words: withWords }))
  return choices.length > 0 ? { label: words(`action.${id}`), takes: 'choice', choices, ask: `case:ask.${id}`, confirm: withWords, rank: 'now', ...(id === 'accept-offer' ? { tone: 'main' as const } : {}) } : null
}

/** Whether they may say something to the other side now. */
function across(state: CaseState, world: World, party: Party): boolean {
  return bothWilling(state, world) && speaksAcross(state, party)
}

function mine(state: CaseState, party: Party): boolean {
  const side: Side | null = sideOf(party)
  return side !== null && openOfferOf(state, side) !== undefined
}
