import type { FileRef } from '../events.ts'
import { joinedWords } from './filing.ts'
import type { Words } from './message.ts'
import { go, stay } from './moves.ts'
import type { Place, TalkEffect, TalkInput, TalkTurn } from './state.ts'

/** Staff speak, or show something, where a case waits for their words: it counts as said, and goes where the words go. */

type WritePlace = Extract<Place, { at: 'write' }>

const filesMost = 10

/** Kept until they have sent it; several pictures sent at once are answered once. */
export function onSpoken(input: TalkInput, place: WritePlace, id: string, file: FileRef, caption: string): TalkTurn {
  const files = place.files ?? []
  if (files.length >= filesMost) return stay(input, { key: 'talk:hint.files-many', with: { most: filesMost } })
  const words = caption === '' ? place.words : joinedWords(place.words ?? '', caption)
  const kept: Words = { key: file.kind === 'voice' ? 'talk:form.voice-kept' : 'talk:file-kept' }
  const turn = go(input, { ...place, words, files: [...files, id] }, [kept])
  return { ...turn, replies: turn.replies.map((reply) => ({ ...reply, slot: 'files', wait: 700 })), effects: [{ do: 'keep-file', id, file, caseId: null }] }
}

/** What is sent: the words, or in their place that it was spoken or shown. Null while there is neither. */
export function saidAt(input: TalkInput, { words, files = [] }: WritePlace): string | null {
  return words ?? (files.length > 0 ? input.house.say({ key: 'talk:write.by-file' }, input.person.language) : null)
}

export function attached(place: WritePlace): TalkEffect[] {
  return place.files?.length ? [{ do: 'attach-files', ids: [...place.files], caseId: place.caseId }] : []
}

export function dropped(place: Place): TalkEffect[] {
  return place.at === 'write' && place.files?.length ? [{ do: 'drop-files', ids: [...place.files] }] : []
}
