import type { Field } from './fields.ts'
import type { Button, Line, Message, Words } from './message.ts'
import type { Place } from './state.ts'

/** What is shown while a form is filled in: see forms.ts. */

type FormPlace = Extract<Place, { at: 'form' }>
type MakeButton = (key: string, choice: string, tone?: Button['tone']) => Button

/** The question at hand, or the whole to be looked at once more: a line for each part, and a button to change it. */
export function formPrompt(place: FormPlace, button: MakeButton): Message {
  const field = place.fields[place.n]
  if (!field) return whole(place, button)
  const asked = place.fields.filter(({ known }) => known === undefined)
  const step: Words[] = asked.length > 1 && !place.edits ? [{ key: 'talk:step', with: { n: asked.indexOf(field) + 1, of: asked.length } }] : []
  const chosen = (place.given[field.id] ?? '').split(',')
  const choices = field.kind === 'choice' || field.kind === 'several' || field.kind === 'day' ? (field.choices ?? []).map(({ id, label }): Button[] => [{ ...button('talk:button.skip', `c-${id}`), label: field.kind === 'several' && chosen.includes(id) ? { key: 'talk:form.chosen', with: { choice: label } } : label }]) : []
  const done = field.kind === 'several' && place.given[field.id] ? [button('talk:button.files-done', 'done', 'main')] : []
  const spoken = place.files.some((each) => each.field === field.id) ? [button('talk:button.files-done', 'done', 'main')] : []
  const skip = field.optional && done.length === 0 && spoken.length === 0 ? [button('talk:button.skip', 'skip')] : []
  const back = place.edits || nextOf(place, place.n - 1, -1) < 0 ? [] : [button('talk:button.back', 'previous')]
  return { as: 'step', text: [...step, field.ask], buttons: [...choices, ...([...done, ...spoken, ...skip].length > 0 ? [[...done, ...spoken, ...skip]] : []), [...back, button('talk:button.never-mind', 'back')]] }
}

function whole(place: FormPlace, button: MakeButton): Message {
  const lines = place.fields.map((field, n): Line => ({ label: field.label, value: valueWords(place, field), change: button('talk:frame.change', `e-${n}`) }))
  return {
    as: 'step', text: [{ key: 'talk:form.whole' }], card: lines,
    buttons: [[{ ...button('talk:button.send-so', 'send', 'main'), ...(place.send ? { label: place.send } : {}) }], [button('talk:button.never-mind', 'back')]],
  }
}

function valueWords(place: FormPlace, field: Field): Words {
  const value = place.given[field.id] ?? ''
  const files = place.files.filter((each) => each.field === field.id).length
  if (value === '') return files > 0 ? { key: 'talk:files', with: { count: files } } : { key: 'talk:form.none' }
  if (field.kind === 'day') return { key: 'talk:form.day', with: { day: { date: Date.parse(`${value}T12:00:00Z`) } } }
  if (field.kind === 'words' || field.kind === 'number') return { say: value }
  const labels = value.split(',').flatMap((id) => field.choices.find((each) => each.id === id)?.label ?? [])
  return { key: 'talk:form.list', with: { what: { list: labels } } }
}

/** The next part that is not known beforehand, from there on or back. */
export function nextOf({ fields }: FormPlace, from: number, by: 1 | -1 = 1): number {
  let n = from
  while (fields[n] && fields[n]?.known !== undefined) n += by
  return n
}
