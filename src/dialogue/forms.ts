import type { FileRef } from '../events.ts'
import { clean } from './answers.ts'
import { readComingDay } from './comingDays.ts'
import { readDay } from './numbers.ts'
import type { Field, Form, FormOn } from './fields.ts'
import { nextOf } from './formPrompt.ts'
import { homeward } from './filing.ts'
import type { Words } from './message.ts'
import { go, stay } from './moves.ts'
import type { Place, TalkEffect, TalkInput, TalkTurn } from './state.ts'

/**
 * Staff fill in something of several parts, one question a message, and see it whole before it goes: a record with those
 * present, an instruction with a person and a day, an absence. Voice notes and papers count where words are asked for.
 */

type FormPlace = Extract<Place, { at: 'form' }>

const wordsCharsMax = 2000
const filesMost = 10

export function openForm(input: TalkInput, on: FormOn, form: Form): TalkTurn {
  const given = Object.fromEntries(form.fields.flatMap(({ id, known }) => (known === undefined ? [] : [[id, known]])))
  const place: FormPlace = { at: 'form', on, title: form.title, fields: form.fields, given, files: [], n: 0, edits: false, ...(form.send ? { send: form.send } : {}) }
  return below(go(input, { ...place, n: nextOf(place, 0) }, [...form.title]))
}

/** A button of the form. */
export function onFormChoice(input: TalkInput, place: FormPlace, choice: string): TalkTurn {
  const field = place.fields[place.n]
  if (choice === 'back') return leave(input, place)
  if (!field) {
    if (choice === 'send') return send(input, place)
    const n = Number(/^e-(\d+)$/.exec(choice)?.[1] ?? -1)
    return place.fields[n] ? go(input, { ...place, n, edits: true }) : stay(input, { key: 'talk:stale' })
  }
  if (choice === 'previous' && nextOf(place, place.n - 1, -1) >= 0) return go(input, { ...place, n: nextOf(place, place.n - 1, -1) })
  if (choice === 'skip' && field.optional) return further(input, { ...place, given: without(place.given, field.id) })
  if (choice === 'done' && (place.given[field.id] || place.files.some((each) => each.field === field.id))) return further(input, place)
  const id = choice.startsWith('c-') ? choice.slice(2) : ''
  if (field.kind === 'day' && field.choices?.some((each) => each.id === id)) return further(input, { ...place, given: { ...place.given, [field.id]: id } })
  if (!(field.kind === 'choice' || field.kind === 'several') || !field.choices.some((each) => each.id === id)) return stay(input, { key: 'talk:stale' })
  return chosen(input, place, field, id)
}

function chosen(input: TalkInput, place: FormPlace, field: Field, id: string): TalkTurn {
  if (field.kind !== 'several') return further(input, { ...place, given: { ...place.given, [field.id]: id } })
  const before = (place.given[field.id] ?? '').split(',').filter(Boolean)
  const now = before.includes(id) ? before.filter((each) => each !== id) : [...before, id]
  if (now.length > (field.most ?? Infinity)) return stay(input, { key: 'talk:form.enough', with: { most: field.most ?? 0 } })
  return go(input, { ...place, given: now.length === 0 ? without(place.given, field.id) : { ...place.given, [field.id]: now.join(',') } })
}

/** Words typed: the answer, or the label of a choice. On the card they change nothing. */
export function onFormText(input: TalkInput, place: FormPlace, raw: string): TalkTurn {
  const field = place.fields[place.n]
  const text = clean(raw)
  if (!field) return stay(input, { key: 'talk:hint.choice' })
  const given = (value: string): TalkTurn => further(input, { ...place, given: { ...place.given, [field.id]: value } })
  switch (field.kind) {
    case 'words': return [...text].length > (field.most ?? wordsCharsMax) ? stay(input, { key: 'talk:hint.long', with: { most: field.most ?? wordsCharsMax } }) : given(text)
    case 'choice':
    case 'several': {
      const said = field.choices.find(({ label }) => input.house.say(label, input.person.language).trim().toLowerCase() === text.toLowerCase())
      return said ? chosen(input, place, field, said.id) : stay(input, { key: 'talk:hint.choice' })
    }
    case 'day': {
      const today = input.house.day(input.now)
      const day = field.past ? readDay(text.toLowerCase(), today) : readComingDay(text, today)
      if (day === null) return stay(input, { key: field.past ? 'talk:hint.date' : 'talk:form.day-unread' })
      if (field.until !== undefined && day > field.until.day) return stay(input, field.until.why)
      return field.from !== undefined && day < field.from ? stay(input, { key: 'talk:form.day-early', with: { day: { date: Date.parse(`${field.from}T12:00:00Z`) } } }) : given(day)
    }
    case 'number': {
      const most = field.most ?? 9999
      return /^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= most ? given(String(Number(text))) : stay(input, { key: 'talk:form.number', with: { most } })
    }
  }
}

/** A voice note, picture or paper stands where words are asked for; what is written under it are the words. */
export function onFormFile(input: TalkInput, place: FormPlace, id: string, file: FileRef, caption: string): TalkTurn {
  const field = place.fields[place.n]
  if (field?.kind !== 'words') return stay(input, { key: 'talk:form.no-file' })
  if (place.files.length >= filesMost) return stay(input, { key: 'talk:hint.files-many', with: { most: filesMost } })
  const next: FormPlace = { ...place, files: [...place.files, { id, field: field.id }], given: caption === '' ? place.given : { ...place.given, [field.id]: caption } }
  const kept: Words = { key: file.kind === 'voice' ? 'talk:form.voice-kept' : 'talk:file-kept' }
  const turn = file.kind === 'voice' ? further(input, next, [kept]) : go(input, next, [kept])
  return { ...turn, effects: [{ do: 'keep-file', id, file, caseId: null }, ...turn.effects] }
}

/** To the next part that is not known yet; after a change, back to the whole. */
function further(input: TalkInput, place: FormPlace, before: Words[] = []): TalkTurn {
  return go(input, { ...place, n: place.edits ? place.fields.length : nextOf(place, place.n + 1), edits: false }, before)
}

function send(input: TalkInput, place: FormPlace): TalkTurn {
  const { on, given } = place
  const files = place.files.map(({ id }) => id)
  const kept: TalkEffect[] = on.on === 'case' && files.length > 0 ? [{ do: 'attach-files', ids: files, caseId: on.caseId }] : []
  const effect: TalkEffect = on.on === 'desk'
    ? { do: 'desk', page: on.page, action: on.action, choice: on.choice, given, files }
    : { do: 'case', caseId: on.caseId, event: { type: 'staff', staff: on.staffId, action: on.action, given, ...(on.choice === null ? {} : { choice: on.choice }), ...(files.length > 0 ? { files, spoken: countsOf(place.files) } : {}) } }
  return { state: { ...input.state, at: { at: 'home' }, stamp: input.state.stamp + 1 }, replies: [], effects: [...kept, effect] }
}

/** How many voice notes and papers stand for each part. */
function countsOf(files: FormPlace['files']): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(files, ({ field }) => field)].map(([field, all]) => [field, all.length]))
}

function leave(input: TalkInput, { files }: FormPlace): TalkTurn {
  const turn = homeward(input)
  return files.length === 0 ? turn : { ...turn, effects: [...turn.effects, { do: 'drop-files', ids: files.map(({ id }) => id) }] }
}

/** The card whose button was pressed stays as it is; the question comes under it. */
function below(turn: TalkTurn): TalkTurn {
  return { ...turn, replies: turn.replies.map((reply) => ({ ...reply, fresh: true as const })) }
}

function without(given: Readonly<Record<string, string>>, id: string): Record<string, string> {
  return Object.fromEntries(Object.entries(given).filter(([key]) => key !== id))
}
