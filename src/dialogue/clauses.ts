import type { Action } from '../cases/action.ts'
import { clauseCharsMax } from '../cases/agreement/text.ts'
import { clean } from './answers.ts'
import { readComingDay } from './comingDays.ts'
import { isFacts, wordingWith } from './clausePrompt.ts'
import type { ClausePlace } from './clausePrompt.ts'
import type { Press } from './press.ts'
import type { CaseView, TalkInput, TalkTurn } from './state.ts'
import { homeward } from './filing.ts'
import { go, stay } from './moves.ts'

/** Staff write one clause of an agreement: its words (or a ready wording to be completed), who owes it, by which day (MED-14). */

/** From the card of the draft: a new clause, or one to be said anew. Null for anything else that its buttons do, and where the case itself asks first whether what stands is to be changed. */
export function beginClause(input: TalkInput, found: CaseView, act: Action, { caseId, choice }: Press & { on: 'case' | 'mine' }, staffId: number | null): TalkTurn | null {
  if (staffId === null || choice === null || !/^(sure-)?(add$|facts$|edit-)/.test(choice) || (act.sure && !choice.startsWith('sure-'))) return null
  const before = act.choices.find(({ id }) => id === choice.replace(/^sure-/, ''))?.label
  const wordings = act.choices.map(({ id }) => id).filter((id) => !id.startsWith('edit-'))
  return go(input, { at: 'clause', caseId, staffId, what: choice, wordings, wording: null, text: null, who: null }, [{ key: 'talk:case.number', with: { number: found.number } }, ...(before ? [before] : act.about ?? [])])
}

/** What is typed or tapped while a clause is being written. */
export function onClause(input: TalkInput, place: ClausePlace, raw: string | null, choice: string | null): TalkTurn {
  if (choice === 'back') return homeward(input)
  const typed = raw === null ? null : clean(raw)
  if (place.text === null) {
    if (choice?.startsWith('w-') && place.wordings.includes(choice.slice(2))) return go(input, { ...place, wording: choice.slice(2) })
    if (typed === null) return stay(input, { key: 'talk:stale' })
    const text = place.wording === null ? typed : input.house.say(wordingWith(place.wording, typed), input.person.language)
    if (typed === '') return stay(input, { key: 'talk:hint.empty' })
    if ([...text].length > clauseCharsMax) return stay(input, { key: 'talk:hint.long', with: { most: clauseCharsMax } })
    return isFacts(place.what) ? written(input, place, place.what, text) : go(input, { ...place, text })
  }
  if (place.who === null) {
    return choice === 'applicant' || choice === 'respondent' || choice === 'both' ? go(input, { ...place, who: choice }) : stay(input, { key: 'talk:hint.choice' })
  }
  const day = choice === 'none' ? 'none' : typed === null ? null : readComingDay(typed, input.house.day(input.now))
  if (day === null) return stay(input, { key: typed === null ? 'talk:stale' : 'talk:clause.day-hint' })
  return written(input, place, `${place.what}.${place.who}.${day}`, place.text)
}

/** The case takes it up and shows the draft as it is then. */
function written(input: TalkInput, { caseId, staffId }: ClausePlace, choice: string, words: string): TalkTurn {
  const event = { type: 'staff', staff: staffId, action: 'clause', choice, words } as const
  return { state: { ...input.state, at: { at: 'home' }, stamp: input.state.stamp + 1 }, replies: [], effects: [{ do: 'case', caseId, event }] }
}
