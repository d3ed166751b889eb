import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Body, FileRef, Incoming } from '../../events.ts'
import { readGroupWord } from '../groupWords.ts'

/**
 * The events of one webhook call (developers.line.biz/en/reference/messaging-api/#webhook-event-objects) as what they
 * mean to us. None for what is none of our business: another program has the say (standby), a group talks among
 * itself. `unknown` for what we cannot use; null when it is no webhook call. Lenient, and never throws.
 */
export function readWebhook(raw: unknown, arrival: () => { at: number; seed: string }): Incoming[] | null {
  const parsed = callShape.safeParse(raw)
  if (!parsed.success) return null
  return parsed.data.events.flatMap((event) => readEvent(event, arrival()))
}

function readEvent(raw: unknown, came: { at: number; seed: string }): Incoming[] {
  const parsed = eventShape.safeParse(raw)
  const event = parsed.success ? parsed.data : undefined
  if (event?.mode === 'standby') return []
  const { userId, groupId, roomId } = event?.source ?? {}
  const group = groupId ?? roomId
  const body = event === undefined ? unknown : group === undefined ? privateBody(event) : groupBody(event)
  if (body === null) return []
  return [{
    channel: 'line',
    updateId: event?.webhookEventId ?? `sha256:${createHash('sha256').update(JSON.stringify(raw) ?? '').digest('hex')}`,
    user: group ?? userId ?? '',
    ...came,
    body: event !== undefined && (group ?? userId) === undefined ? unknown : body,
    ...(event?.replyToken ? { reply: { token: event.replyToken, at: came.at } } : {}),
  }]
}

const unknown: Body = { kind: 'unknown' }

function privateBody(event: Event): Body {
  switch (event.type) {
    case 'message': return event.message ? messageBody(event.message) : unknown
    case 'postback': return event.postback?.data ? { kind: 'press', press: event.postback.data } : unknown
    // A person who comes back after blocking us gets the same welcome; that they speak at all brings their address to life.
    case 'follow': return { kind: 'start', payload: '' }
    case 'unfollow': return { kind: 'blocked' }
    case 'unsend': return event.unsend ? { kind: 'unsent', messageId: event.unsend.messageId } : unknown
    default: return unknown
  }
}

/** In a group we only notice that somebody turned to us, let us in or sent us away, and the few words meant for us; what was said else is never kept. */
function groupBody(event: Event): Body | null {
  if (event.type === 'join') return { kind: 'group' }
  if (event.type === 'leave') return { kind: 'group', says: { do: 'left' } }
  const word = event.type === 'message' && event.message?.type === 'text' ? readGroupWord(withoutMention(event.message), null) : null
  if (word) return { kind: 'group', says: word.says, ...(event.source?.userId ? { from: event.source.userId } : {}), ...(word.plain && !isCalled(event) ? { quiet: true } : {}) }
  return isCalled(event) ? { kind: 'group' } : null
}

function isCalled(event: Event): boolean {
  return event.type === 'message' && (event.message?.mention?.mentionees ?? []).some((one) => one.isSelf === true)
}

/** "@Laifang today": the words behind our name. */
function withoutMention({ text = '', mention }: Message): string {
  const self = mention?.mentionees.find((one) => one.isSelf === true)
  return self?.index === undefined || self.length === undefined ? text : text.slice(0, self.index) + text.slice(self.index + self.length)
}

function messageBody(message: Message): Body {
  const messageId = message.id
  if (message.type === 'text') return message.text === undefined ? unknown : { kind: 'text', text: message.text, messageId }
  if (message.type === 'sticker') return { kind: 'sticker' }
  if (message.type === 'location') {
    if (message.latitude === undefined || message.longitude === undefined) return unknown
    const label = [message.title, message.address].filter(Boolean).join(', ')
    return { kind: 'location', lat: message.latitude, lon: message.longitude, ...(label ? { label } : {}) }
  }
  const file = fileOf(message)
  return file === null ? unknown : { kind: 'file', file, messageId, ...(message.imageSet ? { album: message.imageSet.id } : {}) }
}

function fileOf(message: Message): FileRef | null {
  // Content that lies elsewhere is fetched from an address somebody else chose: never.
  if (message.contentProvider !== undefined && message.contentProvider.type !== 'line') return null
  const ref = message.id
  switch (message.type) {
    case 'image': return { kind: 'picture', ref }
    case 'video': return { kind: 'video', ref }
    case 'audio': return { kind: 'voice', ref }
    case 'file': {
      const name = message.fileName
      return {
        kind: pictureName.test(name ?? '') ? 'picture' : 'document', ref,
        ...(name ? { name } : {}), ...(message.fileSize === undefined ? {} : { bytes: message.fileSize }),
      }
    }
    default: return null
  }
}

const pictureName = /\.(jpe?g|png|webp|heic|heif)$/i

// What is needed of the platform's types, each field forgiving on its own.
const maybe = <T extends z.ZodType>(type: T) => type.optional().catch(undefined)
const id = z.string().min(1).max(100)
const callShape = z.object({ events: z.array(z.unknown()) })
const messageShape = z.object({
  type: z.string(),
  id,
  text: maybe(z.string()),
  mention: maybe(z.object({ mentionees: z.array(z.object({ isSelf: maybe(z.boolean()), index: maybe(z.number().int().nonnegative()), length: maybe(z.number().int().nonnegative()) })) })),
  contentProvider: maybe(z.object({ type: z.string() })),
  imageSet: maybe(z.object({ id })),
  fileName: maybe(z.string()),
  fileSize: maybe(z.number().nonnegative()),
  latitude: maybe(z.number().min(-90).max(90)),
  longitude: maybe(z.number().min(-180).max(180)),
  title: maybe(z.string()),
  address: maybe(z.string()),
})
const eventShape = z.object({
  type: z.string(),
  mode: maybe(z.string()),
  webhookEventId: maybe(id),
  replyToken: maybe(z.string().min(1)),
  source: maybe(z.object({ userId: maybe(id), groupId: maybe(id), roomId: maybe(id) })),
  message: maybe(messageShape),
  postback: maybe(z.object({ data: z.string().min(1) })),
  unsend: maybe(z.object({ messageId: id })),
})

type Message = z.infer<typeof messageShape>
type Event = z.infer<typeof eventShape>
