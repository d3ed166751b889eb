import type { Body } from '../events.ts'
import { clean } from './answers.ts'
import { newDangers } from './dangers.ts'
import { homeward, joinedWords, openDraft, resumeDraft } from './filing.ts'
import { findingRules, toFinding } from './finding.ts'
import type { Words } from './message.ts'
import { go, stay } from './moves.ts'
import type { Press } from './press.ts'
import type { Known, Place, TalkAsk, TalkInput, TalkTurn } from './state.ts'

/**
 * Buttons of a round (a report, a screening round) and what is written, spoken or shown for it. They never die: whoever
 * presses one too late or without it being theirs is told so, and nothing is changed.
 */

type ReportPlace = Extract<Place, { at: 'report' }>

const reportCharsMax = 4000
const filesMost = 10

export function onRoundPress(input: TalkInput, press: Press & { on: 'round' }): TalkTurn | TalkAsk {
  const found = input.known.round
  if (found === undefined) return { ask: 'round', roundId: press.roundId, look: press.action === 'look' }
  if (found === null) return stay(input, { key: 'case:round.refused.not-yours' })
  if (press.action === 'look') return { state: input.state, replies: found.card ? [found.card] : [], effects: [] }
  // What somebody finds is taken at any time, also when the round is reported already.
  if (press.action === 'find') return below(toFinding(input, found))
  if (press.action === 'danger') return below(asMatter(input, found))
  if (found.closed) return { state: input.state, replies: [{ as: 'note', fresh: true, text: [found.closed] }], effects: [] }
  if (press.action === 'none') return { state: input.state, replies: [], effects: [{ do: 'report', roundId: found.roundId, staffId: found.staffId, words: null, dangers: [] }] }
  return below(go(input, { at: 'report', roundId: found.roundId, staffId: found.staffId, name: found.name, words: null, ...(found.finds ? { finds: true } : {}) }))
}

/** What was written, as a matter of its own: a finding, or where none are taken a matter like anybody's. */
function asMatter(input: TalkInput, found: NonNullable<Known['round']>): TalkTurn {
  if (findingRules(input) !== null) return toFinding(input, found, { story: found.told })
  return input.state.draft ? resumeDraft(input, found.told) : openDraft(input, found.told, undefined)
}

/** The card with the figures stays to be read while they write. */
function below(turn: TalkTurn): TalkTurn {
  return { ...turn, replies: turn.replies.map((reply) => ({ ...reply, fresh: true as const })) }
}

/** Words, or a step's button, while a report is being written. What is said in several messages is one report. */
export function onReport(input: TalkInput, raw: string | null, choice?: string): TalkTurn {
  const place = input.state.at
  if (place.at !== 'report') return stay(input, { key: 'talk:stale' })
  if (choice === 'back') return withoutFiles(homeward(input), place)
  if (choice === 'again') return withoutFiles(go(input, { ...place, words: null, files: [] }), place)
  if (choice === 'find' && place.finds) return toFinding(input, place, { story: place.words, files: place.files ?? [] })
  if (raw !== null) {
    const words = joinedWords(place.words ?? '', raw)
    if ([...clean(words)].length > reportCharsMax) return stay(input, { key: 'talk:hint.long', with: { most: reportCharsMax } })
    return go(input, { ...place, words })
  }
  const files = (place.files ?? []).map(({ id }) => id)
  if (choice !== 'yes' || (place.words === null && files.length === 0)) return stay(input, { key: 'talk:stale' })
  return {
    state: { ...input.state, at: { at: 'home' }, stamp: input.state.stamp + 1 },
    replies: [],
    effects: [{ do: 'report', roundId: place.roundId, staffId: place.staffId, words: place.words, dangers: newDangers(place.words ?? '', input.house.dangers, null), ...(files.length > 0 ? { files } : {}) }],
  }
}

/** A picture, a voice note, a paper: part of the report; what is written under it are words of it. */
export function onReportFile(input: TalkInput, place: ReportPlace, id: string, { file, caption }: Body & { kind: 'file' }): TalkTurn {
  const files = place.files ?? []
  if (files.length >= filesMost) return stay(input, { key: 'talk:hint.files-many', with: { most: filesMost } })
  const words = caption ? joinedWords(place.words ?? '', caption) : place.words
  if (words !== null && [...clean(words)].length > reportCharsMax) return stay(input, { key: 'talk:hint.long', with: { most: reportCharsMax } })
  const kept: Words = { key: file.kind === 'voice' ? 'talk:form.voice-kept' : 'talk:file-kept' }
  const turn = go(input, { ...place, words, files: [...files, { id, kind: file.kind }] }, [kept])
  return { ...turn, replies: turn.replies.map((reply) => ({ ...reply, slot: 'files', wait: 700 })), effects: [{ do: 'keep-file', id, file, caseId: null }] }
}

function withoutFiles(turn: TalkTurn, { files = [] }: ReportPlace): TalkTurn {
  return files.length === 0 ? turn : { ...turn, effects: [...turn.effects, { do: 'drop-files', ids: files.map(({ id }) => id) }] }
}
