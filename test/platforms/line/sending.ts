// Owns LINE's rules of sending: reply tokens (once, one minute), pushes that cost from the monthly quota, retry keys.
import { randomUUID } from 'node:crypto'
import type { Json } from '../http.ts'
import { randomToken } from './chats.ts'
import type { Chat, Chats } from './chats.ts'

const tokenLifeMs = 60_000
/** Even a redelivered event cannot be replied to later than this after it happened. */
const tokenLifeMaxMs = 20 * 60_000
const retryKeyLifeMs = 24 * 3600_000
/** LINE's months begin at midnight in Japan. */
const japanMs = 9 * 3600_000

/** Kinds of message that can be quoted, so that their answers carry a quote token. */
const quotable = new Set(['text', 'textV2', 'sticker', 'image', 'video', 'template', 'flex', 'imagemap'])

export interface LineAnswer {
  readonly status: number
  readonly body: Json
  readonly headers?: Readonly<Record<string, string>>
}

export interface Sending {
  readonly quota: { limit: number; used: number }
  issueToken(chatId: string): string
  /** The token of a redelivered event is good for another minute. */
  renewToken(token: string): void
  chatOfToken(token: string): string | undefined
  reply(body: Json): LineAnswer
  push(body: Json, retryKey: string | undefined, requestId: string): LineAnswer
  multicast(body: Json, retryKey: string | undefined, requestId: string): LineAnswer
  broadcast(body: Json, retryKey: string | undefined, requestId: string): LineAnswer
}

interface Token {
  readonly chatId: string
  readonly happenedAt: number
  goodUntil: number
}

export function createSending(chats: Chats, limit: number, now: () => number): Sending {
  const tokens = new Map<string, Token>()
  const accepted = new Map<string, { readonly requestId: string; readonly sent: Json[]; readonly at: number }>()
  const quota = { limit, used: 0 }
  let month = monthOf(now())

  function deliver(chat: Chat, messages: readonly Json[], via: 'reply' | 'push'): Json[] {
    return messages.map((raw) => {
      const id = chat.state === 'blocked' ? String(Date.now()) : chats.add(chat, raw, 'bot', via).id
      return { id, ...(quotable.has(String(raw['type'])) ? { quoteToken: randomToken() } : {}) }
    })
  }

  function reply(body: Json): LineAnswer {
    const token = tokens.get(String(body['replyToken']))
    if (token === undefined || now() > token.goodUntil) return { status: 400, body: { message: 'Invalid reply token' } }
    tokens.delete(String(body['replyToken']))
    return { status: 200, body: { sentMessages: deliver(chats.chat(token.chatId), body['messages'] as Json[], 'reply') } }
  }

  /** Sends to each recipient who can be reached and charges one message for each, however many objects it has. */
  function charge(ids: readonly string[], body: Json, retryKey: string | undefined, requestId: string): LineAnswer {
    if (retryKey !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(retryKey)) {
      return { status: 400, body: { message: 'The retry key is invalid' } }
    }
    const before = retryKey === undefined ? undefined : accepted.get(retryKey.toLowerCase())
    if (before !== undefined && now() - before.at < retryKeyLifeMs) {
      return {
        status: 409, headers: { 'x-line-accepted-request-id': before.requestId },
        body: { message: 'The retry key is already accepted', ...(before.sent.length > 0 ? { sentMessages: before.sent } : {}) },
      }
    }
    if (month !== monthOf(now())) {
      month = monthOf(now())
      quota.used = 0
    }
    const reached = ids.map((id) => chats.find(id)).filter((chat): chat is Chat => chat !== undefined && chat.state === 'friend')
    const cost = reached.reduce((sum, chat) => sum + Math.max(1, chat.members.size), 0)
    if (quota.used + Math.max(cost, 1) > quota.limit) return { status: 429, body: { message: 'You have reached your monthly limit.' } }
    quota.used += cost
    const messages = body['messages'] as Json[]
    // To someone out of reach LINE answers as if all were well.
    const sent = reached.length === 0 ? messages.map(() => ({ id: String(Date.now()) })) : reached.flatMap((chat) => deliver(chat, messages, 'push'))
    if (retryKey !== undefined) accepted.set(retryKey.toLowerCase(), { requestId, sent, at: now() })
    return { status: 200, body: { sentMessages: sent } }
  }

  return {
    quota,
    issueToken(chatId) {
      const token = randomToken()
      tokens.set(token, { chatId, happenedAt: now(), goodUntil: now() + tokenLifeMs })
      return token
    },
    renewToken(value) {
      const token = tokens.get(value)
      if (token !== undefined) token.goodUntil = Math.min(now() + tokenLifeMs, token.happenedAt + tokenLifeMaxMs)
    },
    chatOfToken: (value) => tokens.get(value)?.chatId,
    reply,
    push(body, retryKey, requestId) {
      if (!/^[UCR][0-9a-f]{32}$/.test(String(body['to']))) {
        return { status: 400, body: { message: "The property, 'to', in the request body is invalid (line: -, column: -)" } }
      }
      return charge([String(body['to'])], body, retryKey, requestId)
    },
    multicast(body, retryKey, requestId) {
      const answer = charge(body['to'] as string[], body, retryKey, requestId)
      return answer.status === 200 ? { status: 200, body: {} } : answer
    },
    broadcast(body, retryKey, requestId) {
      const friends = [...chats.all()].filter((chat) => chat.state === 'friend' && chat.id.startsWith('U')).map((chat) => chat.id)
      const answer = charge(friends, body, retryKey, requestId)
      return answer.status === 200 ? { status: 200, body: {} } : answer
    },
  }
}

export function newRequestId(): string {
  return randomUUID()
}

function monthOf(ms: number): string {
  return new Date(ms + japanMs).toISOString().slice(0, 7)
}
