import type { Action, Choice } from '../action.ts'
import type { CaseState, Party } from '../case.ts'
import type { Regulation } from '../../regulations/schema.ts'
import { isConfirmed } from '../agreement/text.ts'
import { isShared, isTheirs } from '../parties/filers.ts'
import { isTeller } from '../parties/votes.ts'
import { urgedUntil } from '../urging.ts'
import { words } from '../work.ts'
import type { ResidentOffer } from './offer.ts'

/** What whoever stands in a case can do with it at any time. */

export const ownOffers: ResidentOffer[] = [
  // An answer to staff or to a question of a step hangs on their message; nothing else offers it.
  { id: 'reply', may: 'reply', offer: () => null },
  { id: 'answer', may: 'answer', offer: () => null },
  { id: 'add', may: 'add', offer: ({ stage, between: { merged } }) => ({ label: words('action.add'), takes: 'words', choices: [], ask: 'talk:ask.case-add', confirm: false, did: merged ? 'talk:case.did-add-merged' : stage.at === 'closed' ? 'talk:case.did-add-closed' : 'talk:case.did-add', rank: 'usual' }) },
  {
    id: 'urge', may: 'urge',
    offer: (state, { calendar, now }) => (state.stage.at === 'closed' || urgedUntil(state, calendar, now) !== null ? null : tap('urge', 'usual')),
  },
  {
    id: 'correct', may: 'correct',
    offer: (state, { regulation }, party) => {
      const choices = correctable(state, regulation, party).map((question): Choice => ({ id: question.id, label: { key: `${regulation.id}:label.${question.id}` }, words: false, question }))
      return state.stage.at === 'closed' || choices.length === 0 ? null : { label: words('action.correct'), takes: 'choice', choices, ask: 'talk:ask.case-correct', confirm: false, rank: 'more' }
    },
  },
  {
    id: 'withdraw', may: 'withdraw',
    // A finding of staff has no end of their own choosing (SCR-5). Of several, nobody ends it for the others: they leave (LAB-4).
    offer: (state, { regulation }, party) => ((state.stage.at !== 'closed' || state.between.merged) && !isShared(state) && !isTheirs(state, party) && !isConfirmed(state) && regulation.outcomes.some((each) => each.byResident)
      ? {
        label: words('action.withdraw'), takes: 'choice', ask: 'talk:ask.case-withdraw', confirm: true, sure: { ask: 'talk:ask.confirm-withdraw', yes: 'talk:button.withdraw-so' }, did: 'talk:case.did-withdraw', rank: 'usual', tone: 'danger',
        choices: [{ id: 'own', label: words('choice.own-wish'), words: true, ask: 'talk:ask.case-withdraw-why' }, { id: 'pressed', label: words('choice.pressed'), words: false }],
      }
      : null),
  },
  { id: 'move', may: 'move', offer: () => tap('move', 'more') },
]

/** Questions whose answers are theirs to tell anew: what they told, as it was asked. Their own name and number only where it is they who filed, under their name (PET-7). */
export function correctable(state: CaseState, { questions }: Pick<Regulation, 'questions'>, party: Party): Regulation['questions'] {
  const filer = party.personId === state.applicantId && state.between.codeName === null
  if (!isTeller(state, party)) return []
  return questions.filter(({ id, kind }) => (filer || !kind.startsWith('own-')) && state.answers.some((answer) => answer.id === id && !answer.asked))
}

/** Done by the tap itself. */
export function tap(id: 'urge' | 'move' | 'ways', rank: Action['rank']): Omit<Action, 'id'> {
  return { label: words(`action.${id}`), takes: 'nothing', choices: [], ask: `talk:ask.case-${id}`, confirm: false, ...(rank ? { rank } : {}) }
}
