import { idFrom } from '../ids.ts'
import type { Body } from '../events.ts'
import { clean, readAnswer } from './answers.ts'
import { addToStory, duringDraft, homeward, joinedWords, openDraft, storyCharsMax, tooLong, withBubbles } from './filing.ts'
import { goesRound, pinned } from './finding.ts'
import { onFormFile } from './forms.ts'
import type { Words } from './message.ts'
import { onReportFile } from './onRound.ts'
import { choiceWords, isDraftPlace } from './prompts.ts'
import type { Draft, DraftPlace, Pin, Place, TalkAsk, TalkInput, TalkTurn } from './state.ts'
import { onSpoken } from './spoken.ts'
import { placed, placeToAsk, questionsOf } from './steps.ts'
import { go, stay } from './moves.ts'

/** Pictures, voice, papers, places: what arrives that is not words, and words taken back or corrected. */

const filesMax = 20
/** What Telegram hands to a bot, and what the house keeps from anywhere. */
const fileBytesMax = 20_000_000

/** A file at any step belongs to the draft; while a case is waiting for words, to that case. Else a draft begins. */
export function onFile(input: TalkInput, body: Body & { kind: 'file' }): TalkTurn | TalkAsk {
  const { state, event } = input
  if ((body.file.bytes ?? 0) > fileBytesMax) return stay(input, { key: 'talk:hint.file-large', with: { most: fileBytesMax / 1_000_000 } })
  const id = idFrom(event.seed, 'file')
  if (state.at.at === 'write' && state.at.staffId !== null) return onSpoken(input, state.at, id, body.file, body.caption ?? '')
  if (state.at.at === 'write') {
    const caseId = state.at.caseId
    const turn = stay(input, keptWords(body))
    // An answer may be spoken; anything else that waits for words gets what was sent beside it.
    const action = state.at.action === 'reply' ? 'reply' : 'add'
    return { ...turn, effects: [{ do: 'keep-file', id, file: body.file, caseId }, { do: 'case', caseId, event: { type: 'resident', person: input.person.id, action, files: [id], ...(body.caption ? { words: body.caption } : {}) } }] }
  }
  if (state.at.at === 'human') {
    const turn = homeward(input, [keptWords(body), { key: 'talk:human.sent' }])
    return { ...turn, effects: [...turn.effects, { do: 'keep-file', id, file: body.file, caseId: null }, { do: 'alert', why: 'human', dangers: [], words: body.caption ?? '', files: [id] }] }
  }
  if (state.at.at === 'form') return onFormFile(input, state.at, id, body.file, body.caption ?? '')
  if (state.at.at === 'report') return onReportFile(input, state.at, id, body)
  if (state.at.at === 'visit') return stay(input, { key: 'reception:words-only' })
  if (state.at.at === 'which') return heldFile(input, state.at, id, body)
  if (!state.draft) {
    if (!input.known.mine) return { ask: 'mine' }
    const open = input.known.mine.open
    if (goesRound(input)) return heldFile(input, { at: 'which', held: '', files: [], cases: open.slice(0, 3), found: true }, id, body)
    if (open.length > 0) return heldFile(input, { at: 'which', held: '', files: [], cases: open.slice(0, 5) }, id, body)
    const begun = openDraft(input, body.caption ?? null, body.messageId)
    return withFile({ ...input, state: begun.state }, begun, id, body)
  }
  if (!isDraftPlace(state.at)) return withFile(input, stay(input, keptWords(body)), id, body)
  const caption = body.caption
  if (spokenFinding(state.draft, state.at, body)) return toldByVoice(input, state.draft, id, body)
  const turn = caption ? captioned(input, state.draft, state.at, caption, body.messageId) : stay(input, keptWords(body))
  return 'ask' in turn ? turn : withFile(input, turn, id, body)
}

function spokenFinding(draft: Draft, place: DraftPlace, { file, caption }: Body & { kind: 'file' }): boolean {
  return draft.finding !== undefined && draft.story === '' && place.at === 'story' && file.kind === 'voice' && !caption && draft.files.length < filesMax
}

/** Whoever is on a round has said it: nothing more is asked. */
function toldByVoice(input: TalkInput, draft: Draft, id: string, body: Body & { kind: 'file' }): TalkTurn | TalkAsk {
  const kept: Draft = { ...draft, files: [...draft.files, keptFile(id, body)] }
  const turn = duringDraft({ ...input, state: { ...input.state, draft: kept } }, { press: 'by-voice' })
  return 'ask' in turn ? turn : { ...turn, effects: [...turn.effects, { do: 'keep-file', id, file: body.file, caseId: null }] }
}

/** Whoever spoke instead of writing is told that it will be listened to. */
function keptWords({ file }: Body & { kind: 'file' }): Words {
  return { key: file.kind === 'voice' ? 'talk:voice-kept' : 'talk:file-kept' }
}

/** Somebody with a case under way sends a file: it waits, with its caption, until they have said what it is about. */
function heldFile(input: TalkInput, place: Place & { at: 'which' }, id: string, body: Body & { kind: 'file' }): TalkTurn {
  if (place.files.length >= filesMax) return stay(input, { key: 'talk:hint.files-many', with: { most: filesMax } })
  const held = body.caption ? joinedWords(place.held, body.caption) : place.held
  if ([...held].length > storyCharsMax) return tooLong(input)
  const at: Place = { ...place, held, files: [...place.files, keptFile(id, body)] }
  const turn = input.state.at.at === 'which' ? stay({ ...input, state: { ...input.state, at } }, keptWords(body)) : go(input, at, [keptWords(body)])
  return { ...turn, replies: turn.replies.map((reply) => ({ ...reply, slot: 'files', wait: 700 })), effects: [{ do: 'keep-file', id, file: body.file, caseId: null }] }
}

/** What is written under a picture tells of the picture: it belongs to the story and answers no question. */
function captioned(input: TalkInput, draft: Draft, place: DraftPlace, caption: string, messageId: string | undefined): TalkTurn | TalkAsk {
  const act = { text: caption, messageId }
  return place.at === 'question' || place.at === 'categories' || place.at === 'who' ? addToStory(input, draft, act) : duringDraft(input, act)
}

function keptFile(id: string, { file, messageId }: Body & { kind: 'file' }): Draft['files'][number] {
  return { id, kind: file.kind, ...(messageId === undefined ? {} : { messageId }) }
}

function withFile(input: TalkInput, turn: TalkTurn, id: string, body: Body & { kind: 'file' }): TalkTurn {
  const draft = turn.state.draft
  if (!draft) return turn
  if (draft.files.length >= filesMax) return stay(input, { key: 'talk:hint.files-many', with: { most: filesMax } })
  const kept: Draft = { ...draft, files: [...draft.files, keptFile(id, body)] }
  const state = { ...turn.state, draft: kept }
  const shown = turn.state.stamp === input.state.stamp && !body.caption
    ? stay({ ...input, state }, { key: body.file.kind === 'voice' ? 'talk:voice-kept' : 'talk:file-kept-count', with: { count: kept.files.length } }).replies
    : turn.replies
  // An album arrives as several updates within a moment: one answer for all of it.
  const replies = shown.map((reply) => ({ ...reply, slot: 'files', wait: 700 }))
  return { state, replies, effects: [...turn.effects, { do: 'keep-file', id, file: body.file, caseId: null }] }
}

const labelCharsMax = 200

export function pinOf({ lat, lon, label }: Body & { kind: 'location' }): Pin {
  const value = `${lat.toFixed(5)},${lon.toFixed(5)}`
  return { text: label ? `${[...clean(label)].slice(0, labelCharsMax).join('')} (${value})` : value, value }
}

/** A pin answers the question for a place, also before it is asked; a further one is kept with the story. Beside a case it waits until they have said what it is about; else a draft begins. */
export function onLocation(input: TalkInput, body: Body & { kind: 'location' }): TalkTurn | TalkAsk {
  const { state, house } = input
  const { draft } = state
  const pin = pinOf(body)
  if (state.at.at === 'which') return heldPin(input, state.at, pin)
  if (!draft) {
    if (!input.known.mine) return { ask: 'mine' }
    const { open } = input.known.mine
    const found = goesRound(input)
    if (found || open.length > 0) return heldPin(input, { at: 'which', held: '', files: [], cases: open.slice(0, found ? 3 : 5), ...(found ? { found } : {}) }, pin)
    const begun = openDraft(input, null, undefined, [], pin)
    return { ...begun, replies: begun.replies.map((reply) => ({ ...reply, text: [{ key: 'talk:location-kept' }, ...reply.text] })) }
  }
  if (draft.finding) return pinned(input, draft, pin)
  const here = state.at.at === 'question' ? state.at.id : null
  const question = questionsOf(draft, house).find((each) => each.kind === 'place' && each.id === here)
  if (question) {
    const turn = duringDraft(input, { text: pin.text, messageId: undefined })
    return 'ask' in turn ? turn : { ...turn, state: withPin(turn.state, question.id, pin.value) }
  }
  const kept = !draft.pin && placeToAsk(draft, house) ? placed({ ...draft, pin }, house) : withBubbles(draft, [...draft.bubbles, { messageId: null, text: pin.text }], house)
  return kept ? stay({ ...input, state: { ...state, draft: kept } }, { key: 'talk:location-kept' }) : tooLong(input)
}

/** Waits with whatever else they have sent; of two, the second is told in words. */
function heldPin(input: TalkInput, place: Place & { at: 'which' }, pin: Pin): TalkTurn {
  const at: Place = place.pin ? { ...place, held: joinedWords(place.held, pin.text) } : { ...place, pin }
  return input.state.at.at === 'which' ? stay({ ...input, state: { ...input.state, at } }, { key: 'talk:location-kept' }) : go(input, at, [{ key: 'talk:location-kept' }])
}

function withPin(state: TalkTurn['state'], id: string, pin: string): TalkTurn['state'] {
  if (!state.draft) return state
  return { ...state, draft: { ...state.draft, answers: state.draft.answers.map((each) => (each.id === id ? { ...each, value: pin } : each)) } }
}

/** Somebody corrected (`text`) or took back (null) a message: the draft follows. What is filed already stays as filed, and they are told so. */
export function onRewritten(input: TalkInput, messageId: string, text: string | null): TalkTurn | TalkAsk {
  const { state } = input
  const draft = state.draft
  const say = { key: text === null ? 'talk:taken-back' : 'talk:corrected' }
  const shown = text === null ? draft?.files.filter((file) => file.messageId === messageId) ?? [] : []
  const takenBack: TalkTurn['effects'] = shown.length > 0 ? [{ do: 'drop-files', ids: shown.map(({ id }) => id) }] : []
  if (draft && [...draft.files, ...draft.bubbles].some((each) => each.messageId === messageId)) {
    const told = draft.bubbles.flatMap((each) => (each.messageId !== messageId ? [each] : text === null ? [] : [{ ...each, text }]))
    // Words put under a picture afterwards.
    if (text !== null && !told.some((each) => each.messageId === messageId)) told.push({ messageId, text })
    const next = withBubbles({ ...draft, files: draft.files.filter((file) => !shown.includes(file)) }, told, input.house)
    return next ? { ...stay({ ...input, state: { ...state, draft: next } }, say), effects: takenBack } : tooLong(input)
  }
  const held = text === null && state.at.at === 'which' ? state.at.files.filter((file) => file.messageId === messageId) : []
  if (held.length > 0 && state.at.at === 'which') {
    const at = { ...state.at, files: state.at.files.filter((file) => !held.includes(file)) }
    return { ...stay({ ...input, state: { ...state, at } }, say), effects: [{ do: 'drop-files', ids: held.map(({ id }) => id) }] }
  }
  const typed = draft?.typed.find((each) => each.messageId === messageId)
  if (!draft || !typed) return text === null || draft || state.at.at !== 'home' ? { state, replies: [], effects: [] } : tooLate(input)
  const replaced = text === null
    ? draft.typed.filter((each) => each !== typed)
    : draft.typed.map((each) => (each === typed ? { ...each, text } : each))
  const withDraft = (next: Draft): TalkTurn => stay({ ...input, state: { ...state, draft: { ...next, typed: replaced } } }, say)
  const others = draft.answers.filter((each) => each.id !== typed.where)
  if (text === null) return withDraft({ ...draft, answers: others })
  const question = questionsOf(draft, input.house).find((each) => each.id === typed.where)
  if (!question) return { state, replies: [], effects: [] }
  const read = readAnswer(question, text, input.house.day(input.now), (choice) => input.house.say(choiceWords(draft.regulation ?? '', question, choice), input.person.language))
  return 'hint' in read ? stay(input, read.hint) : withDraft({ ...draft, answers: [...others, read] })
}

/** A changed message looks changed to whoever wrote it; what the office has is as it was. */
function tooLate(input: TalkInput): TalkTurn | TalkAsk {
  if (!input.known.mine) return { ask: 'mine' }
  return { state: input.state, replies: input.known.mine.open.length > 0 ? [{ as: 'note', text: [{ key: 'talk:corrected-late' }] }] : [], effects: [] }
}
