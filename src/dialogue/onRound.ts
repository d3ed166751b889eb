import { clean } from './answers.ts'
import { newDangers } from './dangers.ts'
import { homeward, joinedWords } from './filing.ts'
import { go, stay } from './moves.ts'
import type { Press } from './press.ts'
import type { TalkAsk, TalkInput, TalkTurn } from './state.ts'

/**
 * Buttons of a round (a report, a screening round) and the words typed for it. They never die: whoever presses one too
 * late or without it being theirs is told so, and nothing is changed.
 */

const reportCharsMax = 4000

export function onRoundPress(input: TalkInput, press: Press & { on: 'round' }): TalkTurn | TalkAsk {
  const found = input.known.round
  if (found === undefined) return { ask: 'round', roundId: press.roundId, look: press.action === 'look' }
  if (found === null) return stay(input, { key: 'case:round.refused.not-yours' })
  if (press.action === 'look') return { state: input.state, replies: found.card ? [found.card] : [], effects: [] }
  if (found.closed) return { state: input.state, replies: [{ as: 'note', fresh: true, text: [found.closed] }], effects: [] }
  if (press.action === 'none') return { state: input.state, replies: [], effects: [{ do: 'report', roundId: found.roundId, staffId: found.staffId, words: null, dangers: [] }] }
  const asked = go(input, { at: 'report', roundId: found.roundId, staffId: found.staffId, name: found.name, words: null })
  // The card with the figures stays to be read while they write.
  return { ...asked, replies: asked.replies.map((reply) => ({ ...reply, fresh: true })) }
}

/** Words, or a step's button, while a report is being written. What is said in several messages is one report. */
export function onReport(input: TalkInput, raw: string | null, choice?: string): TalkTurn {
  const place = input.state.at
  if (place.at !== 'report') return stay(input, { key: 'talk:stale' })
  if (choice === 'back') return homeward(input)
  if (choice === 'again') return go(input, { ...place, words: null })
  if (raw !== null) {
    const words = joinedWords(place.words ?? '', raw)
    if ([...clean(words)].length > reportCharsMax) return stay(input, { key: 'talk:hint.long', with: { most: reportCharsMax } })
    return go(input, { ...place, words })
  }
  if (choice !== 'yes' || place.words === null) return stay(input, { key: 'talk:stale' })
  return {
    state: { ...input.state, at: { at: 'home' }, stamp: input.state.stamp + 1 },
    replies: [],
    effects: [{ do: 'report', roundId: place.roundId, staffId: place.staffId, words: place.words, dangers: newDangers(place.words, input.house.dangers, null) }],
  }
}
