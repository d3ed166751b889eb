// Owns what stands in every chat: messages with their ids, edits, the reply keyboard, who blocked the bot, files.
import { randomBytes } from 'node:crypto'
import type { Json } from '../http.ts'
import { createWatch, preciseNow } from '../waiting.ts'
import type { Watch } from '../waiting.ts'
import type { Entity } from './html.ts'
import type { InlineButton, ReplyButton, TelegramFile, TelegramMessage } from './types.ts'

/** Old messages fall out of a chat's memory, so that a long load does not fill the machine's. */
const messagesPerChatMax = 500

export interface Chat {
  readonly id: number
  readonly wire: Json
  readonly messages: Map<number, TelegramMessage>
  readonly watch: Watch
  nextMessageId: number
  /** Counts the changes in this chat. */
  turn: number
  /** The person may be written to: they have written first and have not blocked the bot. */
  state: 'unknown' | 'open' | 'blocked' | 'left'
  keyboard: readonly (readonly ReplyButton[])[] | undefined
  action: { readonly name: string; readonly at: number } | undefined
}

export interface MessageDraft {
  readonly from: 'bot' | 'user'
  readonly sender: Json
  readonly kind: string
  readonly text?: string
  readonly entities?: readonly Entity[]
  readonly file?: TelegramFile
  readonly markup?: Json | undefined
  /** Fields of the Bot API's Message beside id, date, chat, from, text and entities. */
  readonly fields?: Json
}

export interface Chats {
  readonly files: Map<string, TelegramFile & { readonly path: string }>
  /** Makes the chat on first use. */
  chat(id: number, wire?: Json): Chat
  find(id: number): Chat | undefined
  add(chat: Chat, draft: MessageDraft): TelegramMessage
  edit(chat: Chat, message: TelegramMessage, change: MessageChange): TelegramMessage
  remove(chat: Chat, messageId: number): void
  keep(bytes: Uint8Array, name: string, mime: string, folder: string): TelegramFile
  listeners: Set<(message: TelegramMessage) => void>
}

export interface MessageChange {
  readonly text?: string
  readonly entities?: readonly Entity[]
  /** undefined takes the buttons away; leave the key out to keep them. */
  readonly markup?: Json | undefined
  readonly file?: TelegramFile
  /** Fields of the Bot API's Message to set; undefined takes one away. */
  readonly fields?: Json
}

export function createChats(now: () => number): Chats {
  const chats = new Map<number, Chat>()
  const files: Chats['files'] = new Map()
  const listeners: Chats['listeners'] = new Set()

  function chat(id: number, wire?: Json): Chat {
    const known = chats.get(id)
    if (known !== undefined) return known
    const made: Chat = {
      id,
      wire: wire ?? (id < 0 ? { id, type: 'supergroup', title: `Group ${-id}` } : { id, type: 'private', first_name: 'Unknown' }),
      messages: new Map(), watch: createWatch(), nextMessageId: 1, turn: 0, state: 'unknown', keyboard: undefined, action: undefined,
    }
    chats.set(id, made)
    return made
  }

  function add(place: Chat, draft: MessageDraft): TelegramMessage {
    const id = place.nextMessageId
    place.nextMessageId += 1
    const at = preciseNow()
    const text = draft.text ?? ''
    const entities = draft.entities ?? []
    const inline = draft.markup?.['inline_keyboard'] !== undefined ? draft.markup : undefined
    place.turn += 1
    const message = show({
      id, chatId: place.id, from: draft.from, kind: draft.kind, text, entities, file: draft.file, edits: 0,
      keyboard: draft.markup?.['keyboard'] === undefined ? undefined : readKeyboard(draft.markup['keyboard']),
      sentAt: at, changedAt: at, turn: place.turn,
      raw: {
        message_id: id, date: Math.floor(now() / 1000), chat: place.wire, from: draft.sender,
        ...words(draft.kind, text, entities),
        ...draft.fields,
        ...(inline === undefined ? {} : { reply_markup: inline }),
      },
    })
    if (draft.from === 'bot') {
      if (message.keyboard !== undefined) place.keyboard = message.keyboard
      if (draft.markup?.['remove_keyboard'] === true) place.keyboard = undefined
      place.action = undefined
    }
    put(place, message)
    return message
  }

  function edit(place: Chat, message: TelegramMessage, change: MessageChange): TelegramMessage {
    const text = change.text ?? message.text
    const entities = change.text === undefined ? message.entities : change.entities ?? []
    const { reply_markup: before, entities: _entities, caption_entities: _captionEntities, ...rest } = message.raw
    const markup = 'markup' in change ? change.markup : before
    place.turn += 1
    const next = show({
      ...message, text, entities, file: change.file ?? message.file, edits: message.edits + 1,
      changedAt: preciseNow(), turn: place.turn,
      raw: {
        ...rest, ...change.fields, ...words(message.kind, text, entities), edit_date: Math.floor(now() / 1000),
        ...(markup === undefined ? {} : { reply_markup: markup }),
      },
    })
    put(place, next)
    return next
  }

  function put(place: Chat, message: TelegramMessage): void {
    place.messages.set(message.id, message)
    if (place.messages.size > messagesPerChatMax) {
      const [oldest] = place.messages.keys()
      if (oldest !== undefined) place.messages.delete(oldest)
    }
    for (const listener of listeners) listener(message)
    place.watch.changed()
  }

  function remove(place: Chat, messageId: number): void {
    place.messages.delete(messageId)
    place.turn += 1
    place.watch.changed()
  }

  function keep(bytes: Uint8Array, name: string, mime: string, folder: string): TelegramFile {
    const id = `${folder[0]?.toUpperCase() ?? 'F'}gAC${randomBytes(24).toString('base64url')}`
    const file = { id, name, mime, bytes: Buffer.from(bytes), path: `${folder}/file_${files.size}${/\.[A-Za-z0-9]+$/.exec(name)?.[0] ?? ''}` }
    files.set(id, file)
    return file
  }

  return { files, chat, find: (id) => chats.get(id), add, edit, remove, keep, listeners }
}

/** Text goes into `text`, of anything with a file into `caption`. */
function words(kind: string, text: string, entities: readonly Entity[]): Json {
  if (kind === 'text') return { text, ...(entities.length > 0 ? { entities } : {}) }
  if (text === '') return {}
  return { caption: text, ...(entities.length > 0 ? { caption_entities: entities } : {}) }
}

function show(message: Omit<TelegramMessage, 'buttons' | 'labels'>): TelegramMessage {
  const rows = ((message.raw['reply_markup'] as Json | undefined)?.['inline_keyboard'] ?? []) as InlineButton[][]
  return { ...message, buttons: rows, labels: rows.flat().map((button) => button.text) }
}

function readKeyboard(rows: unknown): readonly (readonly ReplyButton[])[] {
  return (rows as (ReplyButton | string)[][]).map((row) => row.map((one) => (typeof one === 'string' ? { text: one } : one)))
}
