import type { InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity } from '@grammyjs/types'
import type { Spoken, SpokenButton } from '../../dialogue/message.ts'
import { clean, colonOf, cutGraphemes, cutUnits, splitText, visible } from '../text.ts'

/**
 * A message as Telegram wants it: texts of at most 4096 UTF-16 units, the buttons under the last one. Bold labels are
 * given as entities beside plain text, so there is nothing to escape and nothing a name could break.
 * The phone's own button for a number or a place cannot share a message with other buttons, and a second message for
 * one question confuses more than it helps: people send both from the paper clip, and the question says so.
 */
export type TelegramText = {
  text: string
  entities?: MessageEntity[]
  reply_markup?: InlineKeyboardMarkup
}
export type TelegramMessage = {
  /** At least one. */
  texts: TelegramText[]
  /** Buttons left out because they carry nothing, or more than 64 bytes: a mistake of ours, to be logged. */
  dropped: number
}

export const textUnitsMax = 4096
export const callbackBytesMax = 64
const entitiesMax = 100
const buttonsMax = 100
const buttonsPerRowMax = 8
const labelGraphemesMax = 64
const labelUnitsMax = 200

export function writeTelegram(spoken: Spoken): TelegramMessage {
  const texts = pack(blocksOf(spoken))
  if (texts.length === 0) texts.push({ text: visible(spoken.frame.alt) ? cutUnits(clean(spoken.frame.alt).trim(), textUnitsMax) : '…' })
  const { rows, dropped } = keyboard(spoken)
  const last = texts.at(-1)!
  if (rows.length > 0) last.reply_markup = { inline_keyboard: rows }
  return { texts, dropped }
}

/** A stretch of text that stays together where it can, with the mark that separates it from the one before. */
type Block = { text: string; bold: number; before: '\n\n' | '\n' }

function blocksOf(spoken: Spoken): Block[] {
  const blocks: Block[] = []
  for (const paragraph of spoken.paragraphs) {
    const text = clean(paragraph).trim()
    if (visible(text)) blocks.push({ text, bold: 0, before: '\n\n' })
  }
  for (const [index, line] of spoken.card.entries()) {
    const label = clean(line.label).trim()
    const value = clean(line.value).trim()
    const before = index === 0 ? '\n\n' : '\n'
    if (visible(label)) blocks.push({ text: `${label}${colonOf(label)}${value}`.trim(), bold: label.length, before })
    else if (visible(value)) blocks.push({ text: value, bold: 0, before })
  }
  return blocks
}

function pack(blocks: Block[]): TelegramText[] {
  const texts: TelegramText[] = []
  let text = ''
  let entities: MessageEntity[] = []
  const flush = () => {
    if (text !== '') texts.push({ text, ...(entities.length > 0 ? { entities } : {}) })
    text = ''
    entities = []
  }
  for (const block of blocks) {
    if (text !== '' && text.length + block.before.length + block.text.length > textUnitsMax) flush()
    for (const [index, piece] of splitText(block.text, textUnitsMax).entries()) {
      if (index > 0) flush()
      const offset = text === '' ? 0 : text.length + block.before.length
      text = text === '' ? piece : text + block.before + piece
      if (index === 0 && block.bold > 0 && entities.length < entitiesMax) {
        entities.push({ type: 'bold', offset, length: Math.min(block.bold, piece.length) })
      }
    }
  }
  flush()
  return texts
}

/** A card's change buttons first, two a row, then the message's own rows. */
function keyboard(spoken: Spoken): { rows: InlineKeyboardButton[][]; dropped: number } {
  const changes = spoken.card.flatMap(({ label, change }) => (change ? [{ ...change, label: `✏️ ${visible(label) ? label : change.label}` }] : []))
  const wanted = [...chunks(changes, 2), ...spoken.buttons.flatMap((row) => chunks(row, buttonsPerRowMax))]
  const rows: InlineKeyboardButton[][] = []
  let room = buttonsMax
  let dropped = 0
  for (const row of wanted) {
    const fits = row.filter(pressFits).slice(0, room)
    dropped += row.length - fits.length
    room -= fits.length
    if (fits.length > 0) rows.push(fits.map(inlineButton))
  }
  return { rows, dropped }
}

function pressFits(button: SpokenButton): boolean {
  const bytes = Buffer.byteLength(button.press)
  return bytes > 0 && bytes <= callbackBytesMax && button.press.isWellFormed()
}

function inlineButton(button: SpokenButton): InlineKeyboardButton {
  return {
    text: buttonText(button.label, '•'),
    callback_data: button.press,
    ...(button.tone === 'plain' ? {} : { style: button.tone === 'danger' ? 'danger' : 'primary' }),
  }
}

function buttonText(label: string, otherwise: string): string {
  const text = clean(label).replace(/\s+/g, ' ').trim()
  return visible(text) ? cutUnits(cutGraphemes(text, labelGraphemesMax), labelUnitsMax) : otherwise
}

function chunks<T>(list: T[], size: number): T[][] {
  const parts: T[][] = []
  for (let from = 0; from < list.length; from += size) parts.push(list.slice(from, from + size))
  return parts
}
