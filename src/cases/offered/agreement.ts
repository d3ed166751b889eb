import { canAnswer, clauseWords, hasAgreement, isAwaited, isConfirmed, paperSigners, signerName } from '../agreement/text.ts'
import { isKept, isWatched, notedByStep } from '../agreement/watch.ts'
import { sideOf } from '../access.ts'
import type { Action } from '../action.ts'
import type { Side } from '../between.ts'
import type { CaseState, Party } from '../case.ts'
import type { Words } from '../../dialogue/message.ts'
import { words } from '../work.ts'
import type { ResidentOffer, StaffOffer } from './offer.ts'

/** The agreement of a mediation: written by the mediator, read and agreed to by each side, asked about on its days (MED-14, MED-15). */

/** Wordings to begin with, completed in words; those that fit the kind of matter come first. */
const usualWordings = ['pay', 'repair', 'stop', 'return']
const fittingWordings: Readonly<Record<string, readonly string[]>> = {
  neighbour: ['quiet', 'clear', 'repair', 'pay'], property: ['repair', 'clear', 'pay'], pollution: ['stop', 'clear', 'pay'], family: ['support', 'visit', 'pay'], marriage: ['support', 'visit', 'return'],
  house: ['return', 'repair', 'pay'], damages: ['pay', 'apologise', 'repair'], labour: ['wages', 'papers', 'pay'],
}
const wordingsMost = 4

const plain: Pick<Action, 'takes' | 'choices' | 'confirm'> = { takes: 'nothing', choices: [], confirm: false }

export const agreementStaffOffers: readonly StaffOffer[] = [
  {
    id: 'clause', may: 'draft',
    offer: (state, { regulation }) => (hasAgreement(regulation) && state.stage.at === 'accepted' && state.parties.some(({ role }) => role === 'respondent')
      ? { ...plain, label: words('action.clause'), ask: 'case:ask.agreement', form: 'clause', ...changeWarning(state), choices: [...wordings(state).map((id) => ({ id, label: words(`agreement.wording-name.${id}`), words: true })), ...clausesNow(state)] }
      : null),
  },
  {
    id: 'send-agreement', may: 'draft',
    offer: (state) => (state.stage.at === 'accepted' && state.between.agreement?.hash === null && state.between.agreement.clauses.length > 0
      ? { ...plain, label: words('action.send-agreement'), ask: 'case:ask.agreement' }
      : null),
  },
  {
    id: 'signed-on-paper', may: 'draft',
    offer: (state) => {
      const choices = paperSigners(state).map(({ side, party }) => ({
        id: `p${state.parties.indexOf(party)}`, words: true,
        label: signerLabel(state, side, party),
      }))
      return state.stage.at === 'accepted' && choices.length > 0 ? { label: words('action.signed-on-paper'), takes: 'choice', choices, ask: 'case:ask.signed-on-paper', confirm: false } : null
    },
  },
  { id: 'agreement', may: 'draft', offer: (state) => (state.between.agreement?.hash ? { ...plain, label: words('action.agreement'), ask: 'case:ask.agreement' } : null) },
  {
    id: 'performance-noted', may: 'note',
    // A regulation with a step for it has that step instead.
    offer: (state, { regulation }) => (isWatched(state) && !notedByStep(state, regulation)
      ? { label: words('action.performance-noted'), takes: 'choice', choices: (['done', 'partly', 'not-done'] as const).map((id) => ({ id, label: words(`agreement.performed.${id}`), words: true })), ask: 'case:ask.performance-noted', confirm: false }
      : null),
  },
]

export const agreementOffers: readonly ResidentOffer[] = [
  { id: 'read-clause', may: 'look', offer: (state, _world, party) => (isAwaited(state, party) ? { ...plain, label: words('action.read-clause'), ask: 'case:ask.agreement', rank: 'now', tone: 'main' } : null) },
  { id: 'agreement', may: 'look', offer: (state, _world, party) => (isTheirs(state, party) ? { ...plain, label: words('action.agreement'), ask: 'case:ask.agreement', rank: isConfirmed(state) ? 'more' : 'usual' } : null) },
  // It hangs on the text that is agreed to, and on nothing else.
  { id: 'agree', may: 'agree', offer: () => null },
  {
    id: 'object', may: 'agree',
    offer: (state, _world, party) => (isTheirs(state, party) && canAnswer(state) && !isConfirmed(state) ? { label: words('action.object'), takes: 'words', choices: [], ask: 'case:ask.object', confirm: false, rank: 'more' } : null),
  },
  { id: 'copy', may: 'look', offer: (state, _world, party) => (isTheirs(state, party) && isConfirmed(state) ? { ...plain, label: words('action.copy'), ask: 'case:ask.agreement', rank: 'usual' } : null) },
  { id: 'performed', may: 'agree', offer: (state, _world, party) => (isAsked(state, party) ? { ...plain, label: words('action.performed'), ask: 'case:ask.agreement', rank: 'now', tone: 'main' } : null) },
]

/** In the shared room: both sides, and nobody who only follows. */
export function isTheirs(state: CaseState, party: Party): boolean {
  return sideOf(party) !== null && (state.between.agreement?.hash ?? null) !== null
}

/** Something was asked about, and their side has not said how it is. */
function isAsked(state: CaseState, party: Party): boolean {
  const side = sideOf(party)
  return side !== null && isWatched(state) && (state.between.agreement?.clauses ?? []).some((clause) => clause.asked !== null && clause.done[side] === undefined && !isKept(clause))
}

function signerLabel(state: CaseState, side: Side, party: Party): Words {
  const who = words(party.role === 'proxy' || party.role === 'representative' ? `agreement.signed-by.${party.role}` : `agreement.who.${side}`)
  const name = signerName(state, side, party)
  return name === null ? who : words('agreement.party', { side: who, name })
}

/** What is to be changed is read while it is. */
function clausesNow(state: CaseState): Action['choices'] {
  return (state.between.agreement?.clauses ?? []).map((clause, n) => ({ id: `edit-${clause.id}`, label: clauseWords(clause, n + 1), words: true }))
}

/** Said before anything of it is written: what was sent counts no more. `sure`: what stands is asked about by itself (acts/drafting.ts). */
function changeWarning(state: CaseState): Partial<Pick<Action, 'about' | 'sure'>> {
  if (isConfirmed(state)) return { sure: { ask: 'case:agreement.stands-warning', yes: 'case:agreement.button.change-anyway' } }
  return state.between.agreement?.hash ? { about: [words('agreement.change-warning')] } : {}
}

function wordings(state: CaseState): string[] {
  return [...new Set([...(fittingWordings[state.regulation] ?? fittingWordings[state.category] ?? []), ...usualWordings])].slice(0, wordingsMost)
}
