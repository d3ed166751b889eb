// Owns a Telegram for load: takes calls as fast as Node can, remembers nothing but who waits for which chat, and
// brings updates to webhooks. It checks nothing; the real fake (test/platforms) does that in the tests.
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Pool } from 'undici'
import type { Seen, SeenButton } from './resident.ts'

/** A message that reached a chat. `at` in ms of performance.now(). */
export type Arrived = Seen & { messageId: number; how: 'send' | 'edit'; at: number }

export type LoadPlatform = {
  /** The Bot API root. */
  url: string
  /** Calls so far by token, answers given in a webhook's response not among them. */
  calls: Map<string, number>
  /** Messages to this chat go to `listener`, until `forget`. */
  listen(chat: number, listener: (message: Arrived) => void): void
  forget(chat: number): void
  /** Where a bot asked for its updates, by token. */
  webhook(token: string): { url: string; secret: string } | undefined
  stop(): Promise<void>
}

export async function startLoadPlatform(): Promise<LoadPlatform> {
  const calls = new Map<string, number>()
  const listeners = new Map<number, (message: Arrived) => void>()
  const webhooks = new Map<string, { url: string; secret: string }>()
  let lastMessageId = 1

  function perform(token: string, method: string, params: Params): unknown {
    calls.set(token, (calls.get(token) ?? 0) + 1)
    switch (method) {
      case 'sendMessage': {
        lastMessageId += 1
        arrive(params, lastMessageId, 'send')
        return sent(params, lastMessageId)
      }
      case 'editMessageText':
        arrive(params, Number(params.message_id), 'edit')
        return sent(params, Number(params.message_id))
      case 'getMe':
        return { id: Number(token.split(':')[0]), is_bot: true, first_name: 'Laifang', username: 'laifang_bench_bot', can_join_groups: false, can_read_all_group_messages: false, supports_inline_queries: false }
      case 'setWebhook':
        webhooks.set(token, { url: String(params.url), secret: String(params.secret_token ?? '') })
        return true
      default: return true
    }
  }

  function arrive(params: Params, messageId: number, how: Arrived['how']): void {
    const listener = listeners.get(Number(params.chat_id))
    // The phone's own keyboard comes beside a step and expects nothing by itself.
    if (!listener || params.reply_markup?.keyboard) return
    const buttons = (params.reply_markup?.inline_keyboard ?? []).flat().map((button): SeenButton => ({
      text: button.text, press: button.callback_data ?? '', main: button.style === 'primary',
    }))
    listener({ text: params.text ?? '', buttons, messageId, how, at: performance.now() })
  }

  const server = createServer((req: IncomingMessage, res: ServerResponse) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const [, bot = '', method = ''] = (req.url ?? '').split('/')
      const text = (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString('utf8')
      const body = Buffer.from(JSON.stringify({ ok: true, result: perform(bot.slice('bot'.length), method, text === '' ? {} : JSON.parse(text) as Params) }))
      res.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
      res.end(body)
    })
  })
  server.keepAliveTimeout = 120_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    listen: (chat, listener) => { listeners.set(chat, listener) },
    forget: (chat) => { listeners.delete(chat) },
    webhook: (token) => webhooks.get(token),
    stop: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}

/** Brings updates to one webhook over kept connections. Resolves with the status once the whole answer is there. */
export type Bringer = { bring(update: unknown): Promise<number>; close(): Promise<void> }

export function bringTo(webhook: { url: string; secret: string }, connections: number): Bringer {
  const url = new URL(webhook.url)
  const pool = new Pool(url.origin, { connections, pipelining: 1, keepAliveTimeout: 60_000 })
  const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': webhook.secret }
  return {
    async bring(update) {
      const { statusCode, body } = await pool.request({ method: 'POST', path: url.pathname, headers, body: JSON.stringify(update) })
      await body.dump()
      return statusCode
    },
    close: () => pool.destroy(),
  }
}

type Params = {
  chat_id?: number | string
  message_id?: number
  text?: string
  url?: string
  secret_token?: string
  reply_markup?: { inline_keyboard?: { text: string; callback_data?: string; style?: string }[][]; keyboard?: unknown }
}

function sent(params: Params, messageId: number): unknown {
  return { message_id: messageId, date: 1_790_000_000, chat: { id: Number(params.chat_id), type: 'private', first_name: 'R' }, text: params.text }
}
