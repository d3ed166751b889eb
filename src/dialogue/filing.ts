import type { Answer } from '../cases/case.ts'
import { clean, readAnswer } from './answers.ts'
import type { Words } from './message.ts'
import { choiceWords, spoke } from './prompts.ts'
import type { Draft, DraftPlace, Pin, Place, TalkAsk, TalkInput, TalkTurn } from './state.ts'
import { beforeSending, onAlike } from './alike.ts'
import { emptyDraft, nextPlace, placeBefore, placed, pruned, questionsOf } from './steps.ts'
import { waysFor } from './ways.ts'
import { dropDraft, go, stay } from './moves.ts'

/** What a person does on the road of a draft: tells, picks, answers, goes back, changes, sends. */
export type DraftAct = { press: string } | { text: string; messageId: string | undefined }

export const storyCharsMax = 10_000
/** A bubble that looks unfinished is answered only after this pause, together with those that follow. */
const bubblePauseMs = 900

/** A new draft, with or without its story; the notice comes before anything personal is asked. */
export function openDraft(input: TalkInput, given: string | null, messageId: string | undefined, files: Draft['files'] = [], pin?: Pin): TalkTurn {
  const draft: Draft = { ...emptyDraft(input.now), ...knownAnswers(input), files, ...(pin ? { pin } : {}) }
  // Too long for one story: what fits is kept, and they are told.
  const story = given && [...given].slice(0, storyCharsMax).join('')
  const begun: TalkInput = { ...input, state: { ...input.state, draft } }
  const told = story === null || story === '' ? onward(begun, draft) : tell({ ...begun, state: { ...begun.state, at: { at: 'story' } } }, story, messageId)
  const cut: Words[] = story === given ? [] : [{ key: 'talk:hint.cut', with: { most: storyCharsMax } }]
  return { ...told, replies: told.replies.map((reply) => ({ ...reply, text: [...cut, ...reply.text] })) }
}

/** Name and phone told once are not asked for again; the review card shows them with a way to change them. */
function knownAnswers({ person, house }: TalkInput): Pick<Draft, 'answers'> {
  const answers: Answer[] = []
  const has = (kind: string): string[] => [...new Set(house.regulations.flatMap((each) => each.questions.filter((question) => question.kind === kind).map((question) => question.id)))]
  for (const id of person.name ? has('own-name') : []) answers.push({ id, text: person.name ?? '', value: null })
  for (const id of person.phone ? has('own-phone') : []) answers.push({ id, text: person.phone ?? '', value: person.phone })
  return { answers }
}

/** To the next step not yet done, by way of the privacy notice while it has not been agreed to. */
export function onward(input: TalkInput, told: Draft, before: Words[] = []): TalkTurn {
  const draft = placed(told, input.house)
  const agreed = draft.finding !== undefined || input.person.consent === input.house.notice
  const place: DraftPlace = agreed ? nextPlace(draft, input.house) : { at: 'notice' }
  return go({ ...input, state: { ...input.state, draft } }, place, before)
}

/** Done with something beside the road: back to the draft where there is one, else home. */
export function homeward(input: TalkInput, before: Words[] = []): TalkTurn {
  const { draft } = input.state
  return draft ? onward(input, draft, [...before, { key: 'talk:back-to-draft' }]) : go(input, { at: 'home' }, before)
}

/** Asks whether to go on with what was begun; `held` is kept until they have said. */
export function resumeDraft(input: TalkInput, held: string | null): TalkTurn {
  const at = input.state.at
  const back: DraftPlace = at.at === 'return' || at.at === 'cancel' ? at.back : input.state.draft && at.at !== 'home' && isRoad(at) ? at : nextPlace(input.state.draft ?? emptyDraft(input.now), input.house)
  return go(input, { at: 'return', back, held: at.at === 'return' && held === null ? at.held : held, ...(at.at === 'return' && at.finding ? { finding: at.finding } : {}) })
}

function isRoad(at: TalkInput['state']['at']): at is DraftPlace {
  return ['notice', 'story', 'kind', 'categories', 'who', 'question', 'evidence', 'review', 'alike'].includes(at.at)
}

export function duringDraft(input: TalkInput, act: DraftAct): TalkTurn | TalkAsk {
  const draft = input.state.draft as Draft
  const place = input.state.at as DraftPlace
  if ('press' in act && act.press === 'cancel') return go(input, { at: 'cancel', back: place })
  if ('press' in act && act.press === 'back') {
    const before = placeBefore(place, draft, input.house)
    return place.at === 'alike' ? go(input, { at: 'review' }) : before ? go(input, before) : go(input, { at: 'cancel', back: place })
  }
  if ('press' in act && act.press === 'who' && (place.at === 'story' || place.at === 'question')) return go(input, { at: 'who' })
  // The kind that was chosen is not taken here any more: the rest of what was told stays.
  if (draft.category === null && ['question', 'evidence', 'review', 'alike'].includes(place.at)) return onward(input, draft, [{ key: 'talk:hint.kind-gone' }])
  switch (place.at) {
    case 'notice': return onNotice(input, act, draft)
    case 'story':
      if ('text' in act) return tell(input, act.text, act.messageId, place.rewrite)
      if (act.press === 'by-voice' && spoke(input.state)) return tell(input, input.house.say({ key: 'talk:story-by-voice' }, input.person.language), undefined)
      return act.press === 'keep' && draft.story !== '' ? onward(input, draft) : stay(input, { key: 'talk:hint.story' })
    case 'kind': return onKind(input, act, draft)
    case 'categories': return onCategory(input, act, draft, place.regulation)
    case 'who': return onWho(input, act, draft)
    case 'question': return onAnswer(input, act, draft, place.id)
    case 'evidence': return onEvidence(input, act, draft)
    case 'review': return onReview(input, act, draft)
    case 'alike': return 'text' in act ? addToStory(input, draft, act) : onAlike(input, act.press, draft, place)
  }
}

function onNotice(input: TalkInput, act: DraftAct, draft: Draft): TalkTurn {
  if ('press' in act && act.press === 'agree') {
    const person = { ...input.person, consent: input.house.notice }
    const turn = onward({ ...input, person }, draft)
    return { ...turn, effects: [{ do: 'remember', consent: input.house.notice }, ...turn.effects] }
  }
  if ('press' in act && act.press === 'disagree') return dropDraft(input, [{ key: 'talk:notice.declined' }])
  if ('text' in act) {
    // What is typed under the notice is part of what they came to tell; it waits with the draft.
    if (isBareNumber(act.text)) return stay(input, { key: 'talk:hint.choice' })
    const kept = withBubble(draft, act, input.house)
    return kept ? bubbles(act.text, stay({ ...input, state: { ...input.state, draft: kept } }, { key: 'talk:notice.first' })) : tooLong(input)
  }
  return stay(input, { key: 'talk:notice.first' })
}

/** Their own words, verbatim; bubbles soon after one another are one story. */
function tell(input: TalkInput, text: string, messageId: string | undefined, rewrite = false): TalkTurn {
  const before = input.state.draft as Draft
  const draft = withBubble(rewrite ? { ...before, bubbles: [] } : before, { text, messageId }, input.house)
  if (!draft) return tooLong(input)
  if ([...clean(draft.story)].length < 4) return stay({ ...input, state: { ...input.state, draft } }, { key: 'talk:hint.story-short' })
  const turn = onward({ ...input, state: { ...input.state, draft } }, draft)
  return bubbles(text, turn)
}

/** One more bubble of the story; null when the whole would be longer than a story may be. */
function withBubble(draft: Draft, { text, messageId }: { text: string; messageId: string | undefined }, house: TalkInput['house']): Draft | null {
  return withBubbles(draft, [...draft.bubbles, { messageId: messageId ?? null, text }], house)
}

/** The story is its bubbles, and the likely kinds follow it while none is chosen; null when it would be too long. */
export function withBubbles(draft: Draft, told: Draft['bubbles'], house: TalkInput['house']): Draft | null {
  const story = told.map((each) => each.text).join('\n')
  if ([...story].length > storyCharsMax) return null
  return { ...draft, bubbles: told, story, suggestions: draft.category === null ? house.suggest(story, house.regulations) : [] }
}

export function tooLong(input: TalkInput): TalkTurn {
  return stay(input, { key: 'talk:hint.long', with: { most: storyCharsMax } })
}

/** The answer to words that look unfinished waits for those that may follow. */
export function bubbles(text: string, turn: TalkTurn): TalkTurn {
  return looksFinished(text) ? turn : { ...turn, replies: turn.replies.map((reply) => ({ ...reply, slot: 'story', wait: bubblePauseMs })) }
}

/** Long, or ending the way sentences end. Anything else may have another bubble coming. */
function looksFinished(text: string): boolean {
  return [...text].length >= 60 || /[.!?。！？…~～]["”』」)）]?\s*$/.test(text)
}

/** All that waits to be told what it is about, the pin as the words of a place. */
export function heldWords({ held, pin }: Place & { at: 'which' }): string {
  return pin ? joinedWords(held, pin.text) : held
}

export function joinedWords(before: string, text: string): string {
  return before === '' ? text : `${before}\n${text}`
}

function onKind(input: TalkInput, act: DraftAct, draft: Draft): TalkTurn {
  if ('text' in act) return isBareNumber(act.text) ? stay(input, { key: 'talk:hint.choice' }) : tell(input, act.text, act.messageId)
  const [what, which] = [act.press.slice(0, 1), act.press.slice(2)]
  if (act.press === 'other') return go({ ...input, state: { ...input.state, draft: { ...draft, suggestions: [] } } }, { at: 'kind' })
  if (what === 'k') {
    const chosen = draft.suggestions[Number(which)]
    return chosen ? settleKind(input, draft, chosen.regulation, chosen.category) : stay(input, { key: 'talk:stale' })
  }
  const only = input.house.regulations.length === 1 ? input.house.regulations[0] : undefined
  if (what === 'c' && only) return onCategory(input, act, draft, only.id)
  if (what === 'r' && input.house.regulations.some((each) => each.id === which)) return go(input, { at: 'categories', regulation: which })
  return stay(input, { key: 'talk:stale' })
}

function onCategory(input: TalkInput, act: DraftAct, draft: Draft, regulation: string): TalkTurn {
  // Who goes round and writes first is not told to tap first.
  if ('text' in act) return draft.finding ? addToStory(input, draft, act) : stay(input, { key: 'talk:hint.choice' })
  const category = input.house.regulations.find((each) => each.id === regulation)?.categories.find((each) => act.press === `c-${each.id}`)
  return category ? settleKind(input, draft, regulation, category.id) : stay(input, { key: 'talk:stale' })
}

function settleKind(input: TalkInput, draft: Draft, regulation: string, category: string): TalkTurn {
  return onward(input, pruned({ ...draft, regulation, category }, input.house))
}

/** What the way chosen does not ask for falls away; what it asks for besides is asked next. */
function onWho(input: TalkInput, act: DraftAct, draft: Draft): TalkTurn {
  if ('text' in act) return stay(input, { key: 'talk:hint.choice' })
  const way = waysFor(draft, input.house).find((each) => act.press === `w-${each}`)
  return way ? onward(input, pruned({ ...draft, as: way }, input.house)) : stay(input, { key: 'talk:stale' })
}

function onAnswer(input: TalkInput, act: DraftAct, draft: Draft, id: string): TalkTurn {
  const question = questionsOf(draft, input.house).find((each) => each.id === id)
  if (!question) return onward(input, draft)
  // What they say of the place themselves counts from then on.
  const settle = ({ pin, ...next }: Draft): TalkTurn => onward(input, pruned(question.kind === 'place' || !pin ? next : { ...next, pin }, input.house))
  if ('press' in act && act.press === 'keep') return onward(input, pruned(draft, input.house))
  if ('press' in act && act.press === 'skip') {
    if (!question.optional) return stay(input, { key: 'talk:hint.needed' })
    return settle({ ...draft, answers: draft.answers.filter((each) => each.id !== id), skipped: [...new Set([...draft.skipped, id])] })
  }
  if ('press' in act && !act.press.startsWith('a-')) return stay(input, { key: 'talk:stale' })
  const label = (choice: string): string => input.house.say(choiceWords(draft.regulation ?? '', question, choice), input.person.language)
  const typed = 'press' in act ? act.press.slice(2) : act.text
  const answer = readAnswer(question, typed, input.house.day(input.now), label)
  if ('hint' in answer && draft.finding && 'text' in act && question.kind === 'choice') return addToStory(input, draft, act)
  if ('hint' in answer) return stay(input, answer.hint)
  const typedNow = 'text' in act && act.messageId ? [...draft.typed, { messageId: act.messageId, where: id, text: act.text }] : draft.typed
  return settle({ ...draft, answers: [...draft.answers.filter((each) => each.id !== id), answer], skipped: draft.skipped.filter((each) => each !== id), typed: typedNow })
}

/** Words at the evidence step are more of the story; the step stays. */
function onEvidence(input: TalkInput, act: DraftAct, draft: Draft): TalkTurn {
  if ('press' in act) return act.press === 'done' ? onward(input, { ...draft, evidenceDone: true }) : stay(input, { key: 'talk:stale' })
  return addToStory(input, draft, act)
}

function onReview(input: TalkInput, act: DraftAct, draft: Draft): TalkTurn | TalkAsk {
  if ('text' in act) return addToStory(input, draft, act)
  if (act.press === 'send') {
    const missing = nextPlace(draft, input.house)
    if (missing.at !== 'review') return go(input, missing, [{ key: 'talk:hint.missing' }])
    return beforeSending(input, pruned(draft, input.house))
  }
  const line = act.press.startsWith('e-') ? act.press.slice(2) : ''
  if (line === 'story') return go(input, { at: 'story', rewrite: true })
  if (line === 'who') return go(input, { at: 'who' })
  if (line === 'kind') return go({ ...input, state: { ...input.state, draft: { ...draft, suggestions: input.house.suggest(draft.story, input.house.regulations) } } }, { at: 'kind' })
  if (line === 'evidence') return go({ ...input, state: { ...input.state, draft: { ...draft, evidenceDone: false } } }, { at: 'evidence' })
  if (questionsOf(draft, input.house).some((question) => question.id === line)) return go(input, { at: 'question', id: line })
  return stay(input, { key: 'talk:stale' })
}

export function addToStory(input: TalkInput, draft: Draft, act: { text: string; messageId: string | undefined }): TalkTurn {
  if (isBareNumber(act.text)) return stay(input, { key: 'talk:hint.choice' })
  const longer = withBubble(draft, act, input.house)
  return longer ? stay({ ...input, state: { ...input.state, draft: longer } }, { key: 'talk:story-added' }) : tooLong(input)
}

/** "1" is what other menus want; here it means nothing, so that it can never mean two things. */
function isBareNumber(text: string): boolean {
  return /^[0-9０-９]{1,2}[.。、)）]?$/.test(clean(text))
}
