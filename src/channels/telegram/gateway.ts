import type { ApiMethods } from '@grammyjs/types'
import { Telegram, TelegramError } from 'telegraf'
import { openHttp } from '../http.ts'
import type { Http } from '../http.ts'

type Methods = ApiMethods<never>
export type Payload<M extends keyof Methods> = Parameters<Methods[M]>[0]
export type Result<M extends keyof Methods> = ReturnType<Methods[M]>

/**
 * The one way out to Telegram. Throws telegraf's TelegramError when the platform says no (with its code and
 * retry_after), any other error when there was no answer in time.
 */
export type Gateway = {
  call<M extends keyof Methods>(method: M, payload: Payload<M>, options?: { timeoutMs?: number; signal?: AbortSignal }): Promise<Result<M>>
  /** Sends a file's bytes with the message. */
  upload(method: 'sendPhoto' | 'sendVideo' | 'sendVoice' | 'sendDocument', payload: Record<string, unknown>, options?: { timeoutMs?: number }): Promise<Result<'sendDocument'>>
  http: Http
  /** Path of a file for `http.bytes`. It holds the token: never to be logged. */
  filePath(path: string): string
  close(): Promise<void>
}

const uploadTimeoutMs = 60_000

/**
 * telegraf's client speaks the protocol; its JSON calls travel over our kept connections instead of node-fetch, which
 * costs four times the CPU (see http.ts) and knows no time limit below 500 s. Uploads go telegraf's own way.
 */
export function telegramGateway(options: { token: string; apiRoot: string }): Gateway {
  const { token, apiRoot } = options
  const telegram = new Telegram(token, { apiRoot, webhookReply: false })
  const multipart = telegram.callApi.bind(telegram) as unknown as
    (method: string, payload: Record<string, unknown>, options: { signal: AbortSignal }) => Promise<Result<'sendDocument'>>
  const http = openHttp(apiRoot)
  const headers = { 'content-type': 'application/json' }

  return {
    async call<M extends keyof Methods>(method: M, payload: Payload<M>, limits: { timeoutMs?: number; signal?: AbortSignal } = {}) {
      const { status, text } = await http.call('POST', `/bot${token}/${method}`, { ...limits, headers, body: JSON.stringify(payload ?? {}) })
      return resultOf<Result<M>>(status, text)
    },
    upload: (method, payload, limits = {}) =>
      multipart(method, payload, { signal: AbortSignal.timeout(limits.timeoutMs ?? uploadTimeoutMs) }),
    http,
    filePath: (path) => `/file/bot${token}/${path.split('/').map(encodeURIComponent).join('/')}`,
    close: () => http.close(),
  }
}

type ApiAnswer<T> = { ok: true; result: T } | {
  ok: false
  error_code: number
  description: string
  parameters?: { retry_after?: number; migrate_to_chat_id?: number }
}

function resultOf<T>(status: number, text: string): T {
  const read = parse<ApiAnswer<T>>(text)
  if (read?.ok === true) return read.result
  if (read?.ok === false && typeof read.error_code === 'number') throw new TelegramError(read)
  // A proxy in between answers with its own page.
  throw new TelegramError({ error_code: status >= 400 ? status : 502, description: `HTTP ${status}` })
}

function parse<T>(text: string): T | null {
  try {
    return JSON.parse(text) as T
  } catch {
    return null
  }
}
