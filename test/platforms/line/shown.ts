// Owns what a LINE message looks like to a reader: its words and its buttons, whatever kind of message it is.
import type { Json } from '../http.ts'
import type { LineButton } from './types.ts'

export interface Shown {
  readonly text: string
  readonly altText: string | undefined
  readonly buttons: readonly LineButton[]
}

export function show(message: Json): Shown {
  const words: string[] = []
  const buttons: LineButton[] = []
  const type = message['type']
  if (type === 'text' || type === 'textV2') words.push(String(message['text']))
  if (type === 'location') words.push(String(message['title'] ?? ''), String(message['address'] ?? ''))
  if (type === 'template') readTemplate(message['template'] as Json, words, buttons)
  if (type === 'flex') readFlex(message['contents'] as Json, words, buttons)
  for (const item of ((message['quickReply'] as Json | undefined)?.['items'] ?? []) as Json[]) {
    const action = item['action'] as Json
    buttons.push({ label: String(action['label']), action, place: 'quickReply' })
  }
  return {
    text: words.filter((one) => one !== '').join('\n'),
    altText: typeof message['altText'] === 'string' ? message['altText'] : undefined,
    buttons,
  }
}

function readTemplate(template: Json, words: string[], buttons: LineButton[]): void {
  for (const field of ['title', 'text']) if (typeof template[field] === 'string') words.push(template[field])
  const single = template['action'] as Json | undefined
  for (const action of [...((template['actions'] ?? []) as Json[]), ...(single === undefined ? [] : [single])]) {
    buttons.push({ label: String(action['label'] ?? ''), action, place: 'template' })
  }
  for (const column of (template['columns'] ?? []) as Json[]) readTemplate(column, words, buttons)
}

function readFlex(part: Json, words: string[], buttons: LineButton[]): void {
  const from = words.length
  const children = part['contents']
  if (part['type'] === 'text') {
    words.push(Array.isArray(children) ? children.map((span) => String((span as Json)['text'] ?? '')).join('') : String(part['text'] ?? ''))
  } else {
    for (const block of ['header', 'hero', 'body', 'footer']) {
      if (part[block] !== undefined) readFlex(part[block] as Json, words, buttons)
    }
    if (Array.isArray(children)) for (const child of children) readFlex(child as Json, words, buttons)
  }
  const action = part['action'] as Json | undefined
  if (action === undefined) return
  // A tappable box or text without a label is known by the words on it.
  buttons.push({ label: String(action['label'] ?? words.slice(from).join(' ')), action, place: 'flex' })
}

/** A label that is equal wins over one that merely contains the words, so "1" does not find "10". */
export function findButton(buttons: readonly LineButton[], wanted: string | RegExp | ((button: LineButton) => boolean)): LineButton | undefined {
  if (typeof wanted === 'function') return buttons.find(wanted)
  if (wanted instanceof RegExp) return buttons.find((button) => wanted.test(button.label))
  return buttons.find((button) => button.label === wanted) ?? buttons.find((button) => button.label.includes(wanted))
}
