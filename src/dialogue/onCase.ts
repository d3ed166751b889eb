import { clean } from './answers.ts'
import type { Button } from './message.ts'
import { pressText, type Press } from './press.ts'
import { isDraftPlace } from './prompts.ts'
import type { Known, TalkAsk, TalkEffect, TalkInput, TalkTurn } from './state.ts'
import { homeward, joinedWords } from './filing.ts'
import { go, stay } from './moves.ts'

/**
 * Buttons that belong to a case or a survey, and the words typed for them. They never die: whoever presses one is
 * shown the case as it is now. What is done to the case is stored as an event; the case's own turn carries it out.
 */

const caseWordsMax = 4000

/** Staff: look at a case, or act on it. */
export function onCasePress(input: TalkInput, press: Press & { on: 'case' }): TalkTurn | TalkAsk {
  const found = input.known.case
  if (found === undefined) return { ask: 'case', caseId: press.caseId }
  if (found === null || found.staffId === null) return stay(input, { key: 'talk:case.none' })
  if (press.action === 'look') return show(input, found)
  if (press.action === 'files') return { state: input.state, replies: [{ as: 'note', fresh: true, text: [{ key: 'talk:case.number', with: { number: found.number } }, { key: 'talk:files', with: { count: found.files.length } }], files: found.files }], effects: [] }
  const { staffId } = found
  const act = found.acts.find((each) => each.id === press.action)
  // What cannot be done now is refused by the case itself, which knows why and what to do instead.
  if (!act) return { state: input.state, replies: [], effects: [staffAct(staffId, press.caseId, press.action, press.choice, null)] }
  if (act.choices.length > 0 && press.choice === null) {
    const rows = act.choices.map((choice): Button[] => [{ label: choice.label, press: pressText({ on: 'case', caseId: press.caseId, action: press.action, choice: choice.id }) }])
    const back: Button[] = [{ label: { key: 'talk:button.never-mind' }, press: pressText({ on: 'case', caseId: press.caseId, action: 'look', choice: 'back' }) }]
    return { state: input.state, replies: [{ as: 'card', fresh: true, text: [{ key: 'talk:case.number', with: { number: found.number } }, { key: act.ask }], buttons: [...rows, back] }], effects: [] }
  }
  const chosen = act.choices.find((choice) => choice.id === press.choice)
  if (press.choice !== null && act.choices.length > 0 && !chosen) return stay(input, { key: 'talk:stale' })
  if (chosen ? chosen.words : act.takes === 'words') {
    const asked = go(input, { at: 'write', caseId: press.caseId, staffId, action: press.action, choice: press.choice, ask: act.ask, confirm: act.confirm, words: null }, [{ key: 'talk:case.number', with: { number: found.number } }])
    return chosen ? asked : below(asked)
  }
  return { state: input.state, replies: [], effects: [staffAct(staffId, press.caseId, press.action, press.choice, null)] }
}

function staffAct(staff: number, caseId: string, action: string, choice: string | null, words: string | null): TalkEffect {
  return { do: 'case', caseId, event: { type: 'staff', staff, action, ...(choice === null ? {} : { choice }), ...(words === null ? {} : { words }) } }
}

/** The resident and their own case. */
export function onMinePress(input: TalkInput, press: Press & { on: 'mine' }): TalkTurn | TalkAsk {
  const found = input.known.case
  if (found === undefined) return { ask: 'case', caseId: press.caseId }
  if (found === null || found.relation !== 'applicant') return stay(input, { key: 'talk:case.none' })
  switch (press.action) {
    case 'look': return show(input, found)
    case 'reply':
    case 'add':
    case 'withdraw': return below(go(input, { at: 'reply', caseId: press.caseId, action: press.action }, [{ key: 'talk:case.number', with: { number: found.number } }]))
    case 'answer': {
      const [step = '', choice = ''] = (press.choice ?? '').split('.')
      return { state: input.state, replies: [], effects: [{ do: 'case', caseId: press.caseId, event: { type: 'resident', person: input.person.id, action: 'answer', step, choice } }] }
    }
    default: return stay(input, { key: 'talk:stale' })
  }
}

/** The card whose button was pressed stays as it is; the question comes under it. */
function below(turn: TalkTurn): TalkTurn {
  return { ...turn, replies: turn.replies.map((reply) => ({ ...reply, fresh: true })) }
}

function show(input: TalkInput, found: NonNullable<Known['case']>): TalkTurn {
  return { state: input.state, replies: [found.card], effects: [] }
}

/** One tap stores the score; words may follow. In the middle of a draft only thanks are said, and the draft goes on. */
export function onSurveyPress(input: TalkInput, press: Press & { on: 'survey' }): TalkTurn | TalkAsk {
  const survey = input.known.survey
  if (survey === undefined) return { ask: 'survey', surveyId: press.surveyId }
  if (survey === null) return stay(input, { key: 'talk:case.none' })
  if (survey.score !== null) return { state: input.state, replies: [{ as: 'note', text: [{ key: 'talk:survey.already', with: { number: survey.number, score: survey.score } }] }], effects: [] }
  const { at } = input.state
  if (at.at === 'rating' && at.surveyId === press.surveyId) return stay(input, { key: 'talk:survey.already', with: { number: survey.number, score: at.score } })
  const effects: TalkEffect[] = [{ do: 'case', caseId: survey.caseId, event: { type: 'scored', survey: press.surveyId, score: press.score } }]
  const thanks = { key: 'talk:survey.thanks', with: { number: survey.number, score: press.score } }
  if (isDraftPlace(input.state.at) && input.state.draft) return { ...stay(input, thanks), effects }
  return { ...go(input, { at: 'rating', caseId: survey.caseId, surveyId: press.surveyId, score: press.score }, [thanks]), effects }
}

/** Words (or a step's button) where a case is waiting for words. */
export function onWrite(input: TalkInput, raw: string | null, choice?: string): TalkTurn | TalkAsk {
  const place = input.state.at
  if (choice === 'back') return homeward(input)
  if (raw !== null && [...clean(raw)].length > caseWordsMax) return stay(input, { key: 'talk:hint.long', with: { most: caseWordsMax } })
  switch (place.at) {
    case 'reply': {
      // A withdrawal ends the case for good: the words wait for a clear yes.
      if (raw !== null && place.action === 'withdraw') return go(input, { ...place, words: place.words === undefined ? raw : joinedWords(place.words, raw) })
      const words = raw ?? (choice === 'yes' ? place.words : null) ?? null
      if (words === null) return stay(input, { key: 'talk:stale' })
      const event = { type: 'resident', person: input.person.id, action: place.action, words } as const
      return { ...homeward(input, [{ key: `talk:case.did-${place.action}` }]), effects: [{ do: 'case', caseId: place.caseId, event }] }
    }
    case 'rating': {
      if (raw === null) return homeward(input, [{ key: 'talk:survey.done' }])
      return { ...homeward(input, [{ key: 'talk:survey.done' }]), effects: [{ do: 'case', caseId: place.caseId, event: { type: 'survey-words', survey: place.surveyId, words: raw } }] }
    }
    case 'write': {
      if (raw !== null && place.confirm) return go(input, { ...place, words: raw })
      if (choice === 'again') return go(input, { ...place, words: null })
      const words = raw ?? (choice === 'yes' ? place.words : null)
      if (words === null) return stay(input, { key: 'talk:stale' })
      return { state: { ...input.state, at: { at: 'home' }, stamp: input.state.stamp + 1 }, replies: [], effects: [staffAct(place.staffId, place.caseId, place.action, place.choice, words)] }
    }
    case 'staff-name': {
      if (choice === 'leave') return { ...homeward(input, [{ key: 'talk:join.left' }]), effects: [{ do: 'leave-staff', staffId: place.staffId }] }
      const name = raw === null ? '' : clean(raw).replaceAll('\n', ' ')
      if (name === '' || [...name].length > 30) return stay(input, { key: 'talk:hint.long', with: { most: 30 } })
      return { ...homeward(input, [{ key: 'talk:join.named', with: { name } }]), effects: [{ do: 'name-staff', staffId: place.staffId, name }] }
    }
    case 'answer': {
      if (input.person.staff.length === 0) return homeward(input, [{ key: 'talk:not-staff' }])
      if (raw === null) return stay(input, { key: 'talk:stale' })
      return { ...homeward(input, [{ key: 'talk:answer.sent' }]), effects: [{ do: 'answer-person', personId: place.personId, words: raw }] }
    }
    default: return stay(input, { key: 'talk:stale' })
  }
}
