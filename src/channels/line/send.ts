import { createHash } from 'node:crypto'
import type { messagingApi } from '@line/bot-sdk'
import type { Spoken } from '../../dialogue/message.ts'
import type { How, Sent } from '../channel.ts'
import type { Log } from '../door.ts'
import type { Answer } from '../http.ts'
import type { Pulse } from '../pulse.ts'
import { recent } from '../recent.ts'
import { bodyOf } from './gateway.ts'
import type { LineGateway } from './gateway.ts'
import type { QuotaWatch } from './quota.ts'
import { isMonthlyLimit, isWrongToken, networkReason, neverArrived, plainReason } from './refusals.ts'
import { messagesPerCallMax, writeLine } from './write.ts'
import type { LinkedFile } from './write.ts'

/**
 * LINE's free answer lives a minute from the event; 50 s leave time for the way there. Anything else is a push, which
 * costs, and which a retry key makes safe to repeat for 24 hours.
 */
const replyAgeMsMax = 50_000
const quotaPauseMs = 6 * 3_600_000
const rateLimitPauseMs = 2_000

export type SendTools = {
  gateway: LineGateway
  pulse: Pulse
  quota: QuotaWatch
  log: Log
  now: () => number
  /** Where a kept file can be fetched by LINE and by the person; null when it is nowhere to be had. */
  fileLink?: (id: string) => Promise<LinkedFile | null>
}

/**
 * What we know of a reply token. `unsure`: the answer to a reply got lost, so it may or may not have been said; `by` is
 * the retry key of the message that used it.
 */
type Token = { state: 'used' | 'unsure' | 'dead'; by: string }

/** Sends several messages of one moment together: up to five objects are one call, and one free answer. */
export type SendTogether = (to: string, spoken: Spoken[], how: Omit<How, 'id'>) => Promise<Sent>

export function lineSend(tools: SendTools): SendTogether {
  const { gateway, pulse, quota, log, now } = tools
  const tokens = recent<Token>(20_000)
  /** Calls of a long message that went through already. */
  const halfSent = recent<number>(5_000)

  return async function send(to, spoken, how): Promise<Sent> {
    let calls: messagingApi.Message[][]
    try {
      calls = chunks(await write(spoken), messagesPerCallMax)
    } catch {
      return { end: 'retry', at: now() + 5_000, reason: 'file not at hand' }
    }
    let sent: Sent = { end: 'refused', reason: 'nothing to say' }
    for (let index = halfSent.get(how.retryKey) ?? 0; index < calls.length; index++) {
      const token = index === 0 ? freshToken(how) : null
      const messages = calls[index]!
      sent = (token === null ? null : await reply(token, messages, how.retryKey)) ?? await push(to, messages, partKey(how.retryKey, index))
      if (sent.end === 'retry' && index > 0) halfSent.set(how.retryKey, index)
      if (sent.end !== 'sent') return sent
    }
    halfSent.delete(how.retryKey)
    return sent
  }

  async function write(spoken: Spoken[]): Promise<messagingApi.Message[]> {
    const messages: messagingApi.Message[] = []
    for (const one of spoken) {
      const links = await Promise.all(one.files.map((id) => tools.fileLink?.(id) ?? Promise.resolve(null)))
      const files = links.filter((link): link is LinkedFile => link !== null)
      const written = writeLine(one, files)
      if (written.dropped > 0) log.warn({ channel: 'line', dropped: written.dropped }, 'a message had buttons that do not fit')
      if (files.length < one.files.length) log.warn({ channel: 'line', files: one.files.length - files.length }, 'files of a message could not be handed over')
      messages.push(...written.messages)
    }
    return onlyLastQuickReplies(messages)
  }

  function freshToken(how: Pick<How, 'reply' | 'retryKey'>): string | null {
    if (!how.reply) return null
    const age = now() - how.reply.at
    if (age > replyAgeMsMax || age < -replyAgeMsMax) return null
    const known = tokens.get(how.reply.token)
    return known === undefined || (known.state === 'unsure' && known.by === how.retryKey) ? how.reply.token : null
  }

  /** Null when the token is no good and a push must do. */
  async function reply(token: string, messages: messagingApi.Message[], by: string): Promise<Sent | null> {
    const before = tokens.get(token)
    tokens.set(token, { state: 'used', by })
    let answer: Answer
    try {
      answer = await gateway.post('/v2/bot/message/reply', { replyToken: token, messages } satisfies messagingApi.ReplyMessageRequest)
    } catch (error) {
      if (!neverArrived(error)) tokens.set(token, { state: 'unsure', by })
      else if (before === undefined) tokens.delete(token)
      else tokens.set(token, before)
      return { end: 'retry', at: now() + pulse.away(), reason: networkReason(error) }
    }
    if (answer.status >= 500) {
      tokens.set(token, { state: 'unsure', by })
      return { end: 'retry', at: now() + pulse.away(), reason: `line ${answer.status}` }
    }
    if (answer.status === 400 && isWrongToken(answer)) {
      pulse.alive()
      tokens.set(token, { state: 'dead', by })
      // The try whose answer got lost had used it up: the words are there, and saying them again would be twice.
      return before?.state === 'unsure' ? { end: 'sent', by: 'reply' } : null
    }
    if (answer.status === 429) tokens.delete(token)
    return outcome(answer, 'reply')
  }

  async function push(to: string, messages: messagingApi.Message[], retryKey: string): Promise<Sent> {
    let answer: Answer
    try {
      answer = await gateway.post('/v2/bot/message/push', { to, messages } satisfies messagingApi.PushMessageRequest, { headers: { 'x-line-retry-key': retryKey } })
    } catch (error) {
      return { end: 'retry', at: now() + pulse.away(), reason: networkReason(error) }
    }
    return outcome(answer, 'push')
  }

  function outcome(answer: Answer, by: 'reply' | 'push'): Sent {
    const { status } = answer
    if (status >= 500) return { end: 'retry', at: now() + pulse.away(), reason: `line ${status}` }
    if (status === 401 || status === 403) return { end: 'retry', at: now() + pulse.unauthorised(), reason: `line ${status}` }
    pulse.alive()
    if (status === 429) {
      if (!isMonthlyLimit(answer)) return { end: 'retry', at: now() + rateLimitPauseMs, reason: 'line 429' }
      quota.spent()
      return { end: 'retry', at: now() + quotaPauseMs, reason: 'quota' }
    }
    // 409: an earlier try with the same key was accepted, only its answer got lost.
    if (status < 300 || (by === 'push' && status === 409)) {
      if (by === 'push' && status < 300) quota.pushed()
      const id = lastId(answer)
      return { end: 'sent', by, ...(id === undefined ? {} : { id }) }
    }
    const body = bodyOf(answer)
    if (/property, 'to'|failed to send messages/i.test(String(body['message'] ?? ''))) return { end: 'left', reason: 'no such user' }
    return { end: 'refused', reason: plainReason(answer) }
  }
}

/**
 * Quick replies show under the newest message only. Those of an earlier one move to the last, unless that has its own:
 * then the earlier ones are out of date.
 */
function onlyLastQuickReplies(messages: messagingApi.Message[]): messagingApi.Message[] {
  const quickReply = messages.findLast((message) => message.quickReply !== undefined)?.quickReply
  if (quickReply === undefined) return messages
  return messages.map((message, index) => {
    const { quickReply: _, ...rest } = message
    return index === messages.length - 1 ? { ...rest, quickReply } : rest
  })
}

/** A key of its own for every call of one message, the same at every try. */
function partKey(retryKey: string, index: number): string {
  if (index === 0) return retryKey
  const hex = createHash('sha256').update(`${retryKey}/${index}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function lastId(answer: Answer): string | undefined {
  const sent = bodyOf(answer)['sentMessages']
  const id = Array.isArray(sent) ? (sent.at(-1) as { id?: unknown } | undefined)?.id : undefined
  return typeof id === 'string' ? id : undefined
}

function chunks<T>(list: T[], size: number): T[][] {
  const parts: T[][] = []
  for (let from = 0; from < list.length; from += size) parts.push(list.slice(from, from + size))
  return parts
}
