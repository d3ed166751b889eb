import type { Action } from '../cases/action.ts'
import { clean, readAnswer } from './answers.ts'
import type { Button, Message } from './message.ts'
import { pressText, type Press } from './press.ts'
import { beginClause } from './clauses.ts'
import { choiceWords, isDraftPlace } from './prompts.ts'
import type { CaseView, TalkAsk, TalkEffect, TalkInput, TalkTurn } from './state.ts'
import { openForm } from './forms.ts'
import { homeward, joinedWords } from './filing.ts'
import { go, stay, withEffects } from './moves.ts'
import { openSlots } from './onSlots.ts'
import { attached, dropped, saidAt } from './spoken.ts'

/**
 * Buttons that belong to a case or a survey, and the words typed for them. They never die: whoever presses one is
 * shown the case as it is now. What is done to the case is stored as an event; the case's own turn carries it out.
 */

const caseWordsMax = 4000

/** Staff: look at a case, or act on it. */
export function onCasePress(input: TalkInput, press: Press & { on: 'case' }): TalkTurn | TalkAsk {
  const found = input.known.case
  if (found === undefined) return { ask: 'case', caseId: press.caseId }
  if (!found?.staff) return stay(input, { key: 'talk:case.none' })
  const { staff } = found
  if (press.action === 'look') return show(input, staff.card)
  if (press.action === 'more') return show(input, staff.more)
  if (press.action === 'past') return show(input, staff.past ?? staff.card)
  if (press.action === 'files') return { state: input.state, replies: [{ as: 'note', fresh: true, text: [{ key: 'talk:case.number', with: { number: found.number } }, { key: 'talk:files', with: { count: staff.files.length } }], files: staff.files }], effects: [] }
  return onAct(input, found, staff.acts, press, staff.staffId)
}

/** Whoever stands in the case themselves. */
export function onMinePress(input: TalkInput, press: Press & { on: 'mine' }): TalkTurn | TalkAsk {
  const found = input.known.case
  if (found === undefined) return { ask: 'case', caseId: press.caseId }
  if (!found?.mine) return stay(input, { key: 'talk:case.none' })
  if (press.action === 'look') return show(input, found.mine.card)
  if (press.action === 'more') return show(input, found.mine.more)
  if (press.action === 'past') return show(input, found.mine.past)
  // An answer to staff needs no place among what is offered: it hangs on their message.
  if (press.action === 'reply' && !found.mine.listens) return onAct(input, found, [reply], press, null)
  return onAct(input, found, found.mine.acts, press, null)
}

const reply: Action = { id: 'reply', label: { key: 'case:action.reply' }, takes: 'words', choices: [], ask: 'talk:ask.case-reply', confirm: false, did: 'talk:case.did-reply' }

/** One act: chosen, then said in words where it needs some, then done by the case itself. */
function onAct(input: TalkInput, found: CaseView, acts: readonly Action[], press: Press & { on: 'case' | 'mine' }, own: number | null): TalkTurn {
  const { caseId, action, choice } = press
  const act = acts.find((each) => each.id === action)
  const staffId = own === null ? null : act?.as ?? own
  const at = { caseId, action, choice }
  // What cannot be done now is refused by the case itself, which knows why and what to do instead.
  if (!act) return { state: input.state, replies: [], effects: [actOn(input, at, staffId, null)] }
  const about = { key: 'talk:case.number', with: { number: found.number } }
  // The case itself shows the draft; a clause is written here, step by step.
  if (act.form === 'clause') return beginClause(input, found, act, press, staffId) ?? { state: input.state, replies: [], effects: [actOn(input, at, staffId, null)] }
  if (act.form === 'slots' && staffId !== null) return openSlots(input, found, act, staffId)
  if (act.choices.length > 0 && choice === null) {
    const { on } = press
    const rows = act.choices.map((each): Button[] => [{ label: each.label, press: pressText({ on, caseId, action, choice: each.id }) }])
    const back: Button[] = [{ label: { key: 'talk:button.never-mind' }, press: pressText({ on, caseId, action: 'look', choice: 'back' }) }]
    return { state: input.state, replies: [{ as: 'card', fresh: true, text: [about, ...(act.about ?? []), { key: act.ask }], buttons: [...rows, back] }], effects: [] }
  }
  const chosen = act.choices.find((each) => each.id === choice)
  const fields = chosen?.fields ?? act.fields
  if (fields && staffId !== null && (chosen || act.choices.length === 0)) return openForm(input, { on: 'case', caseId, staffId, action, choice: chosen ? choice : null }, { title: [about, ...(act.about ?? [])], fields })
  if (choice !== null && act.choices.length > 0 && !chosen && !act.dated) return stay(input, { key: 'talk:stale' })
  if (chosen?.question) return go(input, { at: 'correct', caseId, action, regulation: found.regulation, question: chosen.question }, [about])
  if (chosen ? chosen.words : act.takes === 'words') {
    const asked = go(input, { at: 'write', ...at, staffId, ask: chosen?.ask ?? act.ask, confirm: act.confirm, words: null, ...(act.sure ? { sure: act.sure } : {}), ...(act.did ? { did: act.did } : {}) }, [about, ...(chosen ? [] : act.about ?? [])])
    return chosen ? asked : below(asked)
  }
  return { state: input.state, replies: [], effects: [actOn(input, at, staffId, null)] }
}

function actOn(input: TalkInput, { caseId, action, choice }: { caseId: string; action: string; choice: string | null }, staff: number | null, words: string | null, files: readonly string[] = []): TalkEffect {
  const said = words === null ? {} : { words }
  if (staff !== null) return { do: 'case', caseId, event: { type: 'staff', staff, action, ...(choice === null ? {} : { choice }), ...said, ...(files.length > 0 ? { files: [...files] } : {}) } }
  const by = { type: 'resident', person: input.person.id, action, channel: input.event.channel, ...said } as const
  // The answer to a question of a step is told from other choices by the step before its dot.
  const [step = '', answer = ''] = (choice ?? '').split('.')
  return { do: 'case', caseId, event: action === 'answer' ? { ...by, step, choice: answer } : { ...by, ...(choice === null ? {} : { choice }) } }
}

/** The card whose button was pressed stays as it is; the question comes under it. */
function below(turn: TalkTurn): TalkTurn {
  return { ...turn, replies: turn.replies.map((reply) => ({ ...reply, fresh: true })) }
}

function show(input: TalkInput, card: Message): TalkTurn {
  return { state: input.state, replies: [card], effects: [] }
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
  if (choice === 'back') return withEffects(homeward(input), dropped(place))
  if (raw !== null && [...clean(raw)].length > caseWordsMax) return stay(input, { key: 'talk:hint.long', with: { most: caseWordsMax } })
  switch (place.at) {
    case 'rating': {
      if (raw === null) return homeward(input, [{ key: 'talk:survey.done' }])
      return { ...homeward(input, [{ key: 'talk:survey.done' }]), effects: [{ do: 'case', caseId: place.caseId, event: { type: 'survey-words', survey: place.surveyId, words: raw } }] }
    }
    case 'write': {
      // What is said in several messages before it is sent is one text.
      if (raw !== null && (place.confirm || place.files?.length)) return go(input, { ...place, words: place.words === null || place.staffId !== null ? raw : joinedWords(place.words, raw) })
      if (choice === 'again') return withEffects(go(input, { ...place, words: null, ...(place.files ? { files: [] } : {}) }), dropped(place))
      const words = raw ?? (choice === 'yes' ? saidAt(input, place) : null)
      if (words === null) return stay(input, { key: 'talk:stale' })
      const effects = [...attached(place), actOn(input, place, place.staffId, words, place.files)]
      if (place.did !== undefined) return { ...homeward(input, [{ key: place.did }]), effects }
      return { state: { ...input.state, at: { at: 'home' }, stamp: input.state.stamp + 1 }, replies: [], effects }
    }
    case 'correct': {
      const label = (id: string): string => input.house.say(choiceWords(place.regulation, place.question, id), input.person.language)
      const typed = raw ?? (choice?.startsWith('a-') ? choice.slice(2) : null)
      const cleared = choice === 'clear' && place.question.optional ? { id: place.question.id, text: '', value: null } : null
      if (typed === null && !cleared) return stay(input, { key: 'talk:stale' })
      const given = cleared ?? readAnswer(place.question, typed ?? '', input.house.day(input.now), label)
      if ('hint' in given) return stay(input, given.hint)
      const event = { type: 'resident', person: input.person.id, action: place.action, choice: place.question.id, given, channel: input.event.channel } as const
      // What is known of the person follows: the next matter they file has it right.
      const known: TalkEffect[] = given.text === '' ? [] : place.question.kind === 'own-phone' ? [{ do: 'remember', phone: given.text }] : place.question.kind === 'own-name' ? [{ do: 'remember', name: given.text }] : []
      return { state: { ...input.state, at: { at: 'home' }, stamp: input.state.stamp + 1 }, replies: [], effects: [...known, { do: 'case', caseId: place.caseId, event }] }
    }
    case 'staff-name': {
      if (choice === 'leave') return { state: { ...input.state, at: { at: 'home' }, stamp: input.state.stamp + 1 }, replies: [], effects: [{ do: 'leave-staff', staffId: place.staffId }] }
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
