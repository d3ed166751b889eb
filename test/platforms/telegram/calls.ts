// Owns what all Bot API methods share: the context they act on, refusals, and reading chat, words and buttons of a call.
import type { Json } from '../http.ts'
import type { Chat, Chats } from './chats.ts'
import { parseHtml } from './html.ts'
import type { Entity } from './html.ts'

/** An answer of Telegram's that is not "ok". */
export class BotApiError extends Error {
  readonly status: number
  readonly parameters: Json | undefined
  constructor(status: number, description: string, parameters?: Json) {
    super(description)
    this.status = status
    this.parameters = parameters
  }
}

export interface MethodContext {
  readonly chats: Chats
  readonly bot: Json
  readonly now: () => number
  readonly commands: Map<string, readonly { command: string; description: string }[]>
  readonly texts: Map<string, string>
  answerTap(id: string, text: string, alert: boolean): boolean
}

export type Method = (params: Json, context: MethodContext) => unknown

export function chatId(params: Json): number {
  return Number(params['chat_id'])
}

/** The chat of a call, or the refusal Telegram gives. */
export function writable(params: Json, context: MethodContext): Chat {
  const chat = context.chats.find(chatId(params))
  if (chat === undefined || chat.state === 'unknown') throw new BotApiError(400, 'Bad Request: chat not found')
  if (chat.state === 'blocked') throw new BotApiError(403, 'Forbidden: bot was blocked by the user')
  if (chat.state === 'left') throw new BotApiError(403, 'Forbidden: bot was kicked from the supergroup chat')
  return chat
}

export function readWords(params: Json, field: 'text' | 'caption'): { text: string; entities: readonly Entity[] } {
  const value = String(params[field] ?? '')
  if (params['parse_mode'] !== 'HTML') {
    return { text: value, entities: (params['entities'] ?? params['caption_entities'] ?? []) as readonly Entity[] }
  }
  const parsed = parseHtml(value)
  if (typeof parsed === 'string') throw new BotApiError(400, `Bad Request: ${parsed}`)
  return parsed
}

/** Telegram drops rows without buttons, and a keyboard without rows. */
export function markupOf(params: Json): Json | undefined {
  const given = params['reply_markup'] as Json | undefined
  const rows = given?.['inline_keyboard'] as unknown[][] | undefined
  if (rows === undefined) return given
  const filled = rows.filter((row) => row.length > 0)
  return filled.length === 0 ? undefined : { inline_keyboard: filled }
}
