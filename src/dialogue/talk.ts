import { clean } from './answers.ts'
import { onClause } from './clauses.ts'
import { withDangers } from './dangers.ts'
import { bubbles, duringDraft, homeward, joinedWords, openDraft, resumeDraft, storyCharsMax, tooLong } from './filing.ts'
import { onDeskPress } from './desk.ts'
import { goesRound } from './finding.ts'
import { onFormText } from './forms.ts'
import { menu } from './menu.ts'
import type { Body } from '../events.ts'
import type { Words } from './message.ts'
import { onDataWords } from './myData.ts'
import { go, stay } from './moves.ts'
import { withClock } from './nudge.ts'
import { asOffered } from './offered.ts'
import { onCasePress, onMinePress, onSurveyPress, onWrite } from './onCase.ts'
import { onBookingPress, onReceptionPress, onVisit } from './onReception.ts'
import { onReport, onRoundPress } from './onRound.ts'
import { onSlotsText } from './onSlots.ts'
import { onStep, track } from './onStep.ts'
import { isTicket, onTicket } from './onTicket.ts'
import { readPress } from './press.ts'
import { pleasantryIn } from './pleasantries.ts'
import { isDraftPlace, prompt } from './prompts.ts'
import type { DraftPlace, Intent, Place, Reply, TalkAsk, TalkInput, TalkState, TalkTurn } from './state.ts'
import { questionsOf } from './steps.ts'
import { onFile, onLocation, onRewritten, pinOf } from './things.ts'

/**
 * One turn of a talk: what a person did, in the state they were in, becomes the next state, what is said back, and
 * what the shell shall store. Pure. A turn that must know more first answers with what it asks.
 */
export function talk(given: TalkInput): TalkTurn | TalkAsk {
  const input = asOffered(given)
  const turn = answer(input)
  if ('ask' in turn) return turn
  return joined(withDangers(input, withClock(input, turn)))
}

/** One turn is one message: what comes first stands above, the last word gives the buttons. LINE's free answer is one. */
function joined(turn: TalkTurn): TalkTurn {
  const last = turn.replies.at(-1)
  if (!last || turn.replies.length === 1) return turn
  const before = turn.replies.slice(0, -1)
  const message: Reply = { ...last, text: [...turn.replies.flatMap((reply) => reply.text)], buttons: [...before.flatMap((reply) => reply.buttons ?? []), ...(last.buttons ?? [])] }
  return { ...turn, replies: [message] }
}

export const firstState: TalkState = { stamp: 0, at: { at: 'home' }, draft: null, clock: null, touchedAt: 0 }

/** After so long a silence we ask before going on with a draft. */
const longAbsenceMs = 12 * 3_600_000

function answer(input: TalkInput): TalkTurn | TalkAsk {
  const { body } = input.event
  switch (body.kind) {
    case 'text': return onText(input, body.text, body.messageId)
    case 'press': return onPress(input, body.press)
    case 'start': return onStart(input, body.payload)
    case 'command': return menu(input, body.name === 'status' || body.name === 'mycases' ? 'mine' : body.name)
    case 'file': return onFile(input, body)
    case 'location': return onPin(input, body)
    case 'contact': return onCard(input, body)
    case 'sticker': return stay(input, { key: 'talk:hint.sticker' })
    case 'edited': return onRewritten(input, body.messageId, body.text)
    case 'unsent': return onRewritten(input, body.messageId, null)
    case 'blocked': return { state: input.state, replies: [], effects: [{ do: 'address', state: 'blocked' }] }
    case 'unblocked': return { state: input.state, replies: [], effects: [{ do: 'address', state: 'live' }] }
    case 'group': return { state: input.state, replies: [{ as: 'note', text: [{ key: 'talk:group' }] }], effects: [] }
    case 'unknown': return { state: input.state, replies: [], effects: [] }
  }
}

/** Places where whatever they send is what they say. */
const wordPlaces: readonly Place['at'][] = ['write', 'correct', 'human', 'answer', 'form', 'report', 'visit', 'slots', 'clause', 'return']

/** Where words are waited for a pin is as good as words. Else see things.ts. */
function onPin(input: TalkInput, body: Body & { kind: 'location' }): TalkTurn | TalkAsk {
  const { at } = input.state.at
  // What they were asked days ago is over; but for what was begun, of which they are asked again.
  const away = at !== 'return' && input.state.touchedAt > 0 && input.now - input.state.touchedAt > longAbsenceMs
  return wordPlaces.includes(at) && !away ? onText(input, pinOf(body).text, undefined) : onLocation(input, body)
}

/** Their own card gives their number. Somebody else's is the answer where the other party is asked for, or where words are. */
function onCard(input: TalkInput, { own, phone, name }: Body & { kind: 'contact' }): TalkTurn | TalkAsk {
  const { state, house } = input
  const place = state.at
  if (own) return onText(input, phone, undefined)
  const asked = place.at === 'question' && state.draft ? questionsOf(state.draft, house).find(({ id }) => id === place.id)?.kind : undefined
  if (asked === 'other-name') return onText(input, name ?? phone, undefined)
  if (asked === 'other-contact') return onText(input, phone, undefined)
  return wordPlaces.includes(place.at) ? onText(input, [name, phone].filter(Boolean).join(' '), undefined) : stay(input, { key: 'talk:hint.own-contact' })
}

function onStart(input: TalkInput, payload: string): TalkTurn | TalkAsk {
  if (isInvitation(payload)) return join(input, payload)
  if (isTicket(payload)) return onTicket(input, payload)
  const entry = officeCode(payload)
  return entry === null ? welcome(input) : onEntry(input, entry)
}

/** First words: who we are, then the menu, or the question whether to go on with a draft. */
function welcome(input: TalkInput): TalkTurn {
  const who: Words = { key: 'talk:welcome', with: { office: input.house.name } }
  if (input.state.draft) return resumeDraft(input, null)
  return input.state.at.at === 'which' ? stay(input, who) : go(input, { at: 'home' }, [who])
}

/** A poster's code, or "office_7" sent as words: they are at that office from now on, and told which it is. */
function onEntry(input: TalkInput, code: string): TalkTurn | TalkAsk {
  const { office } = input.known
  if (office === undefined) return { ask: 'office', code }
  if (office === null) return stay(input, { key: 'talk:entry.unknown', with: { office: input.house.name } })
  const turn = welcome({ ...input, house: { ...input.house, name: office.name } })
  const [first, ...rest] = turn.replies
  const replies = first && input.state.draft ? [{ ...first, text: [{ key: 'talk:entry.office', with: { office: office.name } }, ...first.text] }, ...rest] : turn.replies
  return { ...turn, replies, effects: [{ do: 'remember', officeId: office.id }] }
}

/** In small letters, or null for any other words. */
function officeCode(text: string): string | null {
  return /^office_\w{1,20}$/i.test(text) ? text.toLowerCase() : null
}

function isInvitation(text: string): boolean {
  return /^JOIN-[A-Z2-9]{13}$/i.test(text.trim())
}

/** An invitation's code makes its bearer staff at once; they are told what they became, with a way to undo it. */
function join(input: TalkInput, code: string): TalkTurn {
  return { state: { ...input.state, at: input.state.draft ? input.state.at : { at: 'home' } }, replies: [], effects: [{ do: 'join', code: code.trim().toUpperCase() }] }
}

function onText(given: TalkInput, raw: string, messageId: string | undefined): TalkTurn | TalkAsk {
  const { house } = given
  const text = clean(raw)
  if (text === '') return stay(given, { key: 'talk:hint.empty' })
  if (isInvitation(text)) return join(given, text)
  if (isTicket(text)) return onTicket(given, text)
  const entry = officeCode(text)
  if (entry !== null) return onEntry(given, entry)
  const label = pressed(given, text)
  if (label !== null) return onPress(given, label)
  const away = given.now - given.state.touchedAt > longAbsenceMs && given.state.touchedAt > 0
  const input = away ? withoutQuestion(given) : given
  const { state } = input
  const intent = house.intent(text)
  if (isDraftPlace(state.at) && state.draft) {
    const command = intent !== null && isCommandAt(state.at, intent) ? intent : null
    if (command && command !== 'back' && command !== 'skip' && command !== 'done') return menu(input, command)
    if (away) return resumeDraft(input, command ? null : raw)
    return duringDraft(input, command ? { press: command } : { text: raw, messageId })
  }
  if (intent === 'back') return homeward(input)
  if (intent && !(intent === 'skip' || intent === 'done')) return menu(input, intent)
  switch (state.at.at) {
    case 'home': return fromHome(input, raw, messageId)
    case 'track':
    case 'track-code': return track(input, text)
    case 'data': return onDataWords(input, state.at, raw)
    case 'language':
    case 'ticket':
    case 'cancel': return stay(input, { key: 'talk:hint.choice' })
    // What they write on while they are being asked is no answer and not lost either.
    case 'return':
    case 'which': {
      const held = joinedWords(state.at.held ?? '', raw)
      if ([...held].length > storyCharsMax) return tooLong(input)
      const kept = stay({ ...input, state: { ...state, at: { ...state.at, held } } }, { key: 'talk:hint.held' })
      return state.at.at === 'which' ? bubbles(raw, kept) : kept
    }
    case 'report': return onReport(input, raw)
    case 'clause': return onClause(input, state.at, raw, null)
    case 'slots': return onSlotsText(input, state.at, raw)
    case 'form': return onFormText(input, state.at, raw)
    case 'visit': return onVisit(input, state.at, raw)
    case 'human': return { ...homeward(input, [{ key: 'talk:human.sent' }]), effects: [{ do: 'alert', why: 'human', dangers: [], words: raw }] }
    default: return onWrite(input, raw)
  }
}

/** "Complaint" is a word of the story too while it is being told, and "no more" an answer where nothing is collected. */
function isCommandAt(place: DraftPlace, intent: Intent): boolean {
  if (intent === 'file') return place.at === 'question' || place.at === 'categories' || place.at === 'review'
  return intent !== 'done' || place.at === 'evidence'
}

/** A question asked long ago is not answered by what comes to mind today: "add a word?", "write your answer". */
function withoutQuestion(input: TalkInput): TalkInput {
  const at = input.state.at.at
  const waits = at === 'rating' || at === 'data' || at === 'clause' || at === 'slots' || at === 'form' || at === 'visit' || at === 'correct' || at === 'ticket' || at === 'human' || at === 'answer' || at === 'write' || at === 'report' || at === 'track' || at === 'track-code' || at === 'staff-name'
  return waits ? { ...input, state: { ...input.state, at: { at: 'home' } } } : input
}

/** Words at home: a story begins at once. Somebody with a case under way is asked which of the two it is about. */
function fromHome(input: TalkInput, raw: string, messageId: string | undefined): TalkTurn | TalkAsk {
  const kind = pleasantryIn(raw, input.house.pleasantries)
  if (kind && input.house.suggest(raw, input.house.regulations).length === 0) return homeward(input, [{ key: kind === 'thanks' ? 'talk:thanks' : 'talk:hello' }])
  if (input.state.draft) return resumeDraft(input, raw)
  // A number alone tells nothing.
  if (/^[\d\s+().-]+$/.test(clean(raw))) return go(input, { at: 'home' }, [{ key: 'talk:hint.home' }])
  if ([...clean(raw)].length < shortestStoryChars) return go(input, { at: 'home' }, [{ key: input.state.touchedAt === 0 ? 'talk:welcome' : 'talk:hint.home', with: { office: input.house.name } }])
  if (!input.known.mine) return { ask: 'mine' }
  const open = input.known.mine.open
  if (open.length > 0) return bubbles(raw, go(input, { at: 'which', held: raw, files: [], cases: open.slice(0, 5), ...(goesRound(input) ? { found: true as const } : {}) }))
  return openDraft(input, raw, messageId)
}
const shortestStoryChars = 6

/** A typed label counts as the tap on its button: LINE's buttons vanish, and some people would rather write. */
function pressed(input: TalkInput, text: string): string | null {
  const message = prompt(input.state, input.person, input.house, input.now)
  const wanted = text.toLowerCase()
  return (message.buttons ?? []).flat().find((button) => input.house.say(button.label, input.person.language).trim().toLowerCase() === wanted)?.press ?? null
}

function onPress(input: TalkInput, text: string): TalkTurn | TalkAsk {
  const press = readPress(text)
  if (!press) return stay(input, { key: 'talk:stale' })
  switch (press.on) {
    case 'menu': return menu(input, press.choice)
    case 'case': return onCasePress(input, press)
    case 'mine': return onMinePress(input, press)
    case 'survey': return onSurveyPress(input, press)
    case 'round': return onRoundPress(input, press)
    case 'desk': return onDeskPress(input, press)
    case 'reception': return onReceptionPress(input, press)
    case 'booking': return onBookingPress(input, press)
    case 'person': return input.person.staff.length > 0 ? go(input, { at: 'answer', personId: press.personId }) : stay(input, { key: 'talk:not-staff' })
    case 'step': return press.stamp === input.state.stamp ? onStep(input, press.choice) : stay(input, { key: 'talk:stale' })
  }
}
