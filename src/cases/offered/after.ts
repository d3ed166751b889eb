import { sideOf } from '../access.ts'
import type { Action, Choice } from '../action.ts'
import type { Apart } from '../between.ts'
import type { CaseState, Party, World } from '../case.ts'
import { isSilent } from '../dossier.ts'
import { isFinding, words } from '../work.ts'
import type { ResidentOffer, StaffOffer } from './offer.ts'
import { tap } from './own.ts'

/** Proof of contact, further ways, and complaints about the handling. */

export const afterOffers: ResidentOffer[] = [
  {
    id: 'confirm-contact', may: 'confirm-contact',
    offer: ({ between: { contacts } }, _world, party) => {
      const waiting = contacts.filter((each) => each.party === party.id && each.answer === 'asked')
      const choices = waiting.flatMap(({ id, at }) => (['yes', 'no'] as const).map((answer): Choice => ({ id: `${id}.${answer}`, label: words(`contact.${answer}`, { at: { slot: at } }), words: false })))
      return waiting.length === 0 ? null : { label: words('action.confirm-contact'), takes: 'choice', choices, ask: 'talk:ask.case-confirm-contact', about: waiting.map(contactWords), confirm: false, rank: 'now' }
    },
  },
  { id: 'ways', may: 'look', offer: (state, { regulation }, party) => (state.stage.at === 'closed' && sideOf(party) !== null && !isSilent({ case: state, regulation }) && !isFinding({ case: state, regulation }) ? tap('ways', 'now') : null) },
  // While it goes on it is one tap further away: urging and writing come first.
  { id: 'complain', may: 'complain', offer: ({ stage }) => ({ label: words('action.complain'), takes: 'words', choices: [], ask: 'talk:ask.case-complain', confirm: false, rank: stage.at === 'closed' ? 'usual' : 'more' }) },
]

export const afterStaffOffers: StaffOffer[] = [
  {
    id: 'contacted', may: 'contacted',
    // Where a regulation has a step for it, that step asks the same.
    offer: (state, { regulation }) => {
      const choices = reachable(state).flatMap(({ role }) => (['phone', 'visit'] as const).map((how): Choice => ({ id: role === 'respondent' ? `${how}-other` : how, label: words(role === 'respondent' ? `contact.by-${how}-other` : `contact.by-${how}`), words: true, ask: 'talk:ask.contacted-words' })))
      const inHand = state.stage.at === 'accepted' || state.stage.at === 'settling'
      if (!inHand || choices.length === 0 || isFinding({ case: state, regulation }) || regulation.steps.some(({ happens }) => happens === 'contacted')) return null
      return { label: words('action.contacted'), takes: 'choice', choices, ask: 'case:ask.contacted', confirm: false }
    },
  },
  {
    id: 'check-contact', may: 'apart',
    offer: (_state, world) => (isOwed(world, 'look-into-contact') ? { label: words('action.check-contact'), takes: 'words', choices: [], ask: 'case:ask.check-contact', confirm: false } : null),
  },
  { id: 'answer-pressure', may: 'apart', offer: (state, world) => (isOwed(world, 'look-into-pressure') ? answerApart(state, 'pressure') : null) },
  { id: 'answer-complaint', may: 'apart', offer: (state, world) => (isOwed(world, 'answer-complaint') ? answerApart(state, 'complaint') : null) },
]

/** Who can be asked in their chat whether they were reached: whoever filed, and the other side once they have joined. */
export function reachable(state: CaseState): Party[] {
  const filer = state.parties.find(({ personId }) => personId === state.applicantId)
  const other = state.parties.find(({ role, personId }) => role === 'respondent' && personId !== null)
  return [filer, other].filter((party) => party !== undefined)
}

/** "Did Lin Min reach you by phone on 24 November?" */
export function contactWords({ by, how, at }: CaseState['between']['contacts'][number]): Action['label'] {
  return words(how === null ? 'contact.ask' : `contact.ask-${how}`, { who: by, at: { moment: at } })
}

function isOwed({ duties }: World, kind: string): boolean {
  return duties.some((duty) => duty.kind === kind && duty.state === 'open')
}

/** Of one, words are asked for at once; of several, first which of them is answered: none reads what another is told. */
function answerApart(state: CaseState, about: Apart['about']): Omit<Action, 'id'> | null {
  const waiting = waitingApart(state, about)
  if (waiting.length === 0) return null
  const act = `answer-${about}`
  const how: Omit<Action, 'id'> = { label: words(`action.${act}`), takes: 'words', choices: [], ask: `case:ask.${act}`, confirm: true }
  if (waiting.length === 1) return how
  const whose = ({ party }: Apart): Action['label'] => words(`whose.${state.parties.find(({ id }) => id === party)?.role ?? 'former'}`)
  return {
    ...how, takes: 'choice', ask: 'case:ask.answer-apart',
    about: waiting.map(({ id, told }) => words('apart.line', { n: id, who: whose(told), at: { moment: told.at } })),
    choices: waiting.map(({ id, told }) => ({ id, label: words('apart.one', { n: id, who: whose(told) }), words: true, ask: `case:ask.${act}` })),
  }
}

/** What was said of the handling and is not answered yet, by its number in the case. */
export function waitingApart({ between: { apart } }: CaseState, about: Apart['about']): { id: string; told: Apart }[] {
  return apart.map((told, n) => ({ id: String(n + 1), told })).filter(({ told }) => told.about === about && !told.answered)
}
