// Owns what stands in every LINE chat, who is a friend, and the content of messages people sent.
import { randomBytes } from 'node:crypto'
import type { Json } from '../http.ts'
import { createWatch, preciseNow } from '../waiting.ts'
import type { Watch } from '../waiting.ts'
import { show } from './shown.ts'
import type { LineMessage, LinePerson } from './types.ts'

/** Old messages fall out of a chat's memory, so that a long load does not fill the machine's. */
const messagesPerChatMax = 500

export interface Chat {
  readonly id: string
  readonly messages: Map<string, LineMessage>
  readonly watch: Watch
  person: LinePerson
  turn: number
  /** A friend gets pushes; someone who blocked the account gets nothing and is told nothing. */
  state: 'stranger' | 'friend' | 'blocked'
  loadingUntil: number | undefined
  richMenuId: string | undefined
  /** The message whose quick replies were used up by a tap. */
  quickRepliesUsed: string | undefined
  /** People seen in a group. */
  readonly members: Set<string>
}

export interface Content {
  readonly bytes: Buffer
  readonly mime: string
  /** Questions still answered with "processing". */
  pollsLeft: number
}

export interface Chats {
  readonly contents: Map<string, Content>
  readonly listeners: Set<(message: LineMessage) => void>
  chat(id: string): Chat
  find(id: string): Chat | undefined
  all(): Iterable<Chat>
  /** Adds a message object; returns it as shown, with its new id. */
  add(chat: Chat, raw: Json, from: 'bot' | 'user', via?: 'reply' | 'push'): LineMessage
  remove(chat: Chat, messageId: string): void
}

export function createChats(): Chats {
  const chats = new Map<string, Chat>()
  const listeners: Chats['listeners'] = new Set()
  let lastId = 461_230_966_842_064_000n + BigInt(Math.floor(Math.random() * 1e9))

  function chat(id: string): Chat {
    const known = chats.get(id)
    if (known !== undefined) return known
    const made: Chat = {
      id, messages: new Map(), watch: createWatch(), person: {}, turn: 0, state: 'stranger', loadingUntil: undefined,
      richMenuId: undefined, quickRepliesUsed: undefined, members: new Set(),
    }
    chats.set(id, made)
    return made
  }

  function add(place: Chat, raw: Json, from: 'bot' | 'user', via?: 'reply' | 'push'): LineMessage {
    lastId += 1n
    place.turn += 1
    const shown = show(raw)
    const message: LineMessage = {
      id: String(lastId), chatId: place.id, from, kind: String(raw['type']), ...shown,
      labels: shown.buttons.map((button) => button.label), via, sentAt: preciseNow(), turn: place.turn, raw,
    }
    place.messages.set(message.id, message)
    if (place.messages.size > messagesPerChatMax) {
      const [oldest] = place.messages.keys()
      if (oldest !== undefined) place.messages.delete(oldest)
    }
    if (from === 'bot') place.loadingUntil = undefined
    for (const listener of listeners) listener(message)
    place.watch.changed()
    return message
  }

  return {
    contents: new Map(), listeners, chat, add,
    find: (id) => chats.get(id),
    all: () => chats.values(),
    remove(place, messageId) {
      place.messages.delete(messageId)
      place.turn += 1
      place.watch.changed()
    },
  }
}

/** A quote token, reply token or the like. */
export function randomToken(): string {
  return randomBytes(16).toString('hex')
}
