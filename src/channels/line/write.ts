import type { messagingApi } from '@line/bot-sdk'
import type { Spoken, SpokenButton } from '../../dialogue/message.ts'
import { clean, cutGraphemes, graphemeCount, labelled, splitText, visible } from '../text.ts'
import { bubbles, labelOf, pressFits, tapAction, valueUnitsMax } from './bubble.ts'

/** A kept file at an address LINE's servers and the person's phone can open (https). */
export type LinkedFile = { url: string; mime: string; name: string }

export const textUnitsMax = 5000
export const messagesPerCallMax = 5
const quickRepliesMax = 13
const quickLabelGraphemesMax = 20
/** As much as reads well above the lines of a card; more goes before it as ordinary text. */
const cardWordsUnitsMax = 1200

/**
 * A message as LINE message objects, in order; at least one. A step is text with quick replies under it. Whatever has
 * lines, must last, or has more or longer choices than quick replies hold becomes a Flex bubble.
 * `dropped` counts buttons that carry nothing or too much: a mistake of ours, to be logged.
 */
export function writeLine(spoken: Spoken, files: LinkedFile[] = []): { messages: messagingApi.Message[]; dropped: number } {
  const paragraphs = spoken.paragraphs.map((text) => clean(text).trim()).filter(visible)
  const rows = spoken.buttons.map((row) => row.filter(pressFits))
  const choices = rows.flat()
  const dropped = spoken.buttons.flat().length - choices.length + spoken.card.filter((line) => line.change && !pressFits(line.change)).length
  const quickRoom = quickRepliesMax - (spoken.wants === 'place' ? 1 : 0)
  const lasting = spoken.card.length > 0 || (spoken.as === 'card' && choices.length > 0) || choices.length > quickRoom || choices.some(isLong)
  const messages: messagingApi.Message[] = [
    ...files.map(fileMessage),
    ...(lasting ? cardMessages(spoken, paragraphs, rows) : texts(paragraphs)),
  ]
  if (messages.length === files.length) messages.push({ type: 'text', text: visible(spoken.frame.alt) ? splitText(clean(spoken.frame.alt), textUnitsMax)[0]! : '…' })
  const quick = [...(spoken.wants === 'place' ? [placeReply(spoken.frame.wants)] : []), ...(lasting ? [] : choices.map(quickReply))]
  if (quick.length > 0) messages[messages.length - 1] = { ...messages.at(-1)!, quickReply: { items: quick } }
  return { messages, dropped }
}

function cardMessages(spoken: Spoken, paragraphs: string[], rows: SpokenButton[][]): messagingApi.Message[] {
  const wordy = paragraphs.reduce((sum, text) => sum + text.length, 0) > cardWordsUnitsMax
  // The last words stay with the buttons they explain, where they are short enough.
  const last = wordy && paragraphs.at(-1)!.length <= cardWordsUnitsMax ? paragraphs.slice(-1) : []
  const before = wordy ? paragraphs.slice(0, paragraphs.length - last.length) : []
  const whole = spoken.card.filter((line) => clean(line.value).trim().length > valueUnitsMax).map((line) => labelled(clean(line.label).trim(), clean(line.value).trim()))
  return [
    ...texts([...before, ...whole]),
    ...bubbles(wordy ? last : paragraphs, spoken.card, rows.flatMap(readableRows), spoken.frame),
  ]
}

/** Side by side only what has room there: three short labels at most. */
function readableRows(row: SpokenButton[]): SpokenButton[][] {
  const short = row.every((one) => graphemeCount(labelOf(one)) * row.length <= 18)
  return short && row.length <= 5 ? [row] : row.map((one) => [one])
}

/** As few messages as hold the paragraphs: LINE allows five a call. */
function texts(paragraphs: string[]): messagingApi.TextMessage[] {
  const packed: string[] = []
  for (const piece of paragraphs.flatMap((text) => splitText(text, textUnitsMax))) {
    const last = packed.at(-1)
    if (last !== undefined && last.length + 2 + piece.length <= textUnitsMax) packed[packed.length - 1] = `${last}\n\n${piece}`
    else packed.push(piece)
  }
  return packed.map((text) => ({ type: 'text', text }))
}

function isLong(button: SpokenButton): boolean {
  return graphemeCount(labelOf(button)) > quickLabelGraphemesMax
}

function quickReply(button: SpokenButton): messagingApi.QuickReplyItem {
  return { type: 'action', action: tapAction(button, quickLabelGraphemesMax) }
}

function placeReply(label = ''): messagingApi.QuickReplyItem {
  const words = clean(label).trim()
  return { type: 'action', action: { type: 'location', label: visible(words) ? cutGraphemes(words, quickLabelGraphemesMax) : '📍' } }
}

/** LINE cannot be handed bytes: pictures are fetched by LINE, anything else is a link. */
function fileMessage(file: LinkedFile): messagingApi.Message {
  if (/^image\/(jpeg|png)$/.test(file.mime) && file.url.startsWith('https://') && file.url.length <= 2000) {
    return { type: 'image', originalContentUrl: file.url, previewImageUrl: file.url }
  }
  return { type: 'text', text: splitText(`📎 ${clean(file.name)}\n${file.url}`, textUnitsMax)[0]! }
}
