// Owns LINE's side of the webhook: events with ULIDs and reply tokens, the signature over the raw body, redelivery, and
// how fast the bot answers.
import { createHmac, randomBytes } from 'node:crypto'
import { createPoster } from '../http.ts'
import type { Answer, Json } from '../http.ts'
import { pause } from '../waiting.ts'
import type { LineEvent, LineOptions, LinePlatform } from './types.ts'

/** LINE counts a webhook answered later than this as failed ("request_timeout"). */
const ackMsMax = 2000
const answerMsMax = 30_000

export interface Webhook {
  readonly slowAcks: { readonly eventId: string; readonly ms: number }[]
  readonly errors: { readonly eventId: string; readonly status: number; readonly reason: string }[]
  url(): string | undefined
  setUrl(url: string): void
  /** Sends an event until acknowledged; once only where redelivery is off. */
  send(event: LineEvent): Promise<void>
  /** One signed call with these events as they are; rejects unless 2xx. */
  deliver(events: readonly Json[]): Promise<void>
  post(body: Buffer, signature?: string): Promise<Answer>
  waiting(): number
  stop(): void
}

export interface WebhookHooks {
  readonly options: LineOptions
  readonly botUserId: string
  readonly onAck: Parameters<LinePlatform['onAck']>[0]
  /** An event goes out again: its reply token lives on. */
  readonly onRedelivery: (event: LineEvent) => void
}

export function createWebhook({ options, botUserId, onAck, onRedelivery }: WebhookHooks): Webhook {
  const { firstMs = 100, maxMs = 1000, giveUpMs = 60_000 } = typeof options.redelivery === 'object' ? options.redelivery : {}
  const again = options.redelivery !== undefined && options.redelivery !== false
  const poster = createPoster()
  const slowAcks: Webhook['slowAcks'] = []
  const errors: Webhook['errors'] = []
  let target = options.webhookUrl
  let waiting = 0
  let stopped = false

  function sign(body: Buffer): string {
    return createHmac('sha256', options.channelSecret).update(body).digest('base64')
  }

  async function post(body: Buffer, signature = sign(body)): Promise<Answer> {
    if (target === undefined) throw new Error('the LINE fake has no webhook address: give webhookUrl or call setWebhook')
    const url = options.webhookOrigin === undefined ? target : options.webhookOrigin + new URL(target).pathname
    return poster.post(url, body, {
      'content-type': 'application/json; charset=utf-8', 'user-agent': 'LineBotWebhook/2.0', 'x-line-signature': signature,
    }, answerMsMax)
  }

  function wrap(events: readonly Json[]): Buffer {
    return Buffer.from(JSON.stringify({ destination: botUserId, events }))
  }

  /** Sends once; resolves with what went wrong, or undefined. */
  async function attempt(event: LineEvent): Promise<string | undefined> {
    const eventId = event.webhookEventId
    try {
      const answer = await post(wrap([event]))
      if (answer.ms > ackMsMax) slowAcks.push({ eventId, ms: answer.ms })
      if (answer.status >= 200 && answer.status < 300) return undefined
      errors.push({ eventId, status: answer.status, reason: 'error_status_code' })
      return `the webhook answered ${answer.status}`
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (!stopped) errors.push({ eventId, status: 0, reason })
      return reason
    }
  }

  async function send(event: LineEvent): Promise<void> {
    const started = performance.now()
    waiting += 1
    try {
      for (let tries = 1; ; tries += 1) {
        const problem = await attempt(tries === 1 ? event : repeated(event))
        if (problem === undefined) return onAck({ event, ms: performance.now() - started, tries })
        if (!again || performance.now() - started > giveUpMs) throw new Error(`LINE could not bring an event after ${tries} tries: ${problem}`)
        await pause(Math.min(maxMs, firstMs * 2 ** (tries - 1)))
        // Whoever still waits is left waiting: a rejection now would fail a test that is over.
        if (stopped) return await new Promise(() => {})
      }
    } finally {
      waiting -= 1
    }
  }

  function repeated(event: LineEvent): LineEvent {
    onRedelivery(event)
    return redelivered(event)
  }

  async function deliver(events: readonly Json[]): Promise<void> {
    const answer = await post(wrap(events))
    if (answer.status < 200 || answer.status >= 300) throw new Error(`the webhook answered ${answer.status}`)
  }

  return {
    slowAcks, errors, send, deliver, post,
    url: () => target,
    setUrl(url) { target = url },
    waiting: () => waiting,
    stop() {
      stopped = true
      poster.close()
    },
  }
}

export function redelivered(event: LineEvent): LineEvent {
  return { ...event, deliveryContext: { isRedelivery: true } }
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A ULID: 48 bits of milliseconds, 80 random bits. */
export function ulid(ms: number): string {
  return encode(BigInt(ms), 10) + encode(BigInt(`0x${randomBytes(10).toString('hex')}`), 16)
}

function encode(value: bigint, length: number): string {
  let text = ''
  for (let rest = value; text.length < length; rest >>= 5n) text = (crockford[Number(rest & 31n)] ?? '') + text
  return text
}
