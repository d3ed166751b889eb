import type { Message, Words } from './message.ts'
import { isPin } from './answers.ts'
import { prompt } from './prompts.ts'
import type { Place, TalkEffect, TalkInput, TalkState, TalkTurn } from './state.ts'

/** The few moves every part of a talk makes: go somewhere, stay where one is, let the draft go. */

/** Goes to a place and says what is said there, `before` coming first in the same message. */
export function go(input: TalkInput, at: Place, before: Words[] = []): TalkTurn {
  const state: TalkState = { ...input.state, at, stamp: input.state.stamp + 1 }
  const message = prompt(state, input.person, input.house, input.now)
  return { state, replies: [{ ...message, text: [...before, ...message.text] }], effects: [] }
}

/** Nothing changes; the present step is shown again under a word of explanation. Its buttons stay good. */
export function stay(input: TalkInput, why: Words): TalkTurn {
  const message: Message = prompt(input.state, input.person, input.house, input.now)
  return { state: input.state, replies: [{ ...message, text: [why, ...message.text] }], effects: [] }
}

export function withoutDraft(input: TalkInput): TalkInput {
  return { ...input, state: { ...input.state, draft: null, clock: null } }
}

export function dropDraft(input: TalkInput, before: Words[]): TalkTurn {
  return { ...go(withoutDraft(input), { at: 'home' }, before), effects: wiped(input.state) }
}

/** One character stands in every other message. */
const shortestRepeated = 2

/** What a draft leaves behind elsewhere. Nothing is said of it before somebody has told something. */
export function wiped({ draft }: TalkState): TalkEffect[] {
  if (!draft) return []
  const files = draft.files.map(({ id }) => id)
  const places = [...draft.answers.filter(({ value }) => isPin(value)), ...(draft.pin ? [draft.pin] : [])]
  const told = [...draft.bubbles, ...draft.typed, ...places].map(({ text }) => text.trim()).filter((text) => text.length >= shortestRepeated)
  return [...(files.length > 0 ? [{ do: 'drop-files' as const, ids: files }] : []), ...(told.length > 0 ? [{ do: 'empty-replies' as const, since: draft.startedAt, told }] : [])]
}

export function withEffects(turn: TalkTurn, effects: readonly TalkEffect[]): TalkTurn {
  return effects.length === 0 ? turn : { ...turn, effects: [...turn.effects, ...effects] }
}
