import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Body, Incoming } from '../../events.ts'
import type { ContentType } from '../../content.ts'

/** What the page posts, parsed into what happened. */

const commands = ['help', 'cancel', 'language', 'status', 'mycases', 'home'] as const
const pressBytesMax = 64

/** Exactly one of text, press, start, command and place; `id` is made by the page and the same at every try. */
export function sayingSchema(textCharsMax: number) {
  const id = z.uuid()
  return z.union([
    z.strictObject({ id, text: z.string().trim().min(1).max(textCharsMax) }),
    z.strictObject({ id, press: z.string().min(1).max(pressBytesMax).regex(/^[\x21-\x7e]+$/), source: z.string().regex(/^\d{1,19}$/).optional() }),
    z.strictObject({ id, start: z.string().max(64).regex(/^[A-Za-z0-9_-]*$/) }),
    z.strictObject({ id, command: z.enum(commands) }),
    z.strictObject({ id, place: z.strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }) }),
  ])
}
export type Saying = z.infer<ReturnType<typeof sayingSchema>>

export function sayingBody(saying: Saying): Body {
  if ('press' in saying) return { kind: 'press', press: saying.press, ...(saying.source ? { source: saying.source } : {}) }
  if ('start' in saying) return { kind: 'start', payload: saying.start }
  if ('command' in saying) return { kind: 'command', name: saying.command }
  if ('place' in saying) return { kind: 'location', lat: saying.place.lat, lon: saying.place.lon }
  return typed(saying.text) ?? { kind: 'text', text: saying.text, messageId: saying.id }
}

export function fileBody(id: string, content: ContentType, ref: string, name: string, bytes: number): Body {
  return { kind: 'file', file: { kind: content.kind, ref, mime: content.mime, name, bytes }, messageId: id }
}

/** People who know it from Telegram type "/start ABC" and "/help" here too. */
function typed(text: string): Body | null {
  const [, name, payload = ''] = /^\/([a-z]+)(?:\s+([A-Za-z0-9_-]{1,64}))?$/.exec(text) ?? []
  if (name === 'start') return { kind: 'start', payload }
  const command = commands.find((each) => each === name)
  return command && !payload ? { kind: 'command', name: command } : null
}

/** The update id carries the person, so that nobody can use up another one's ids. */
export function incomingOf(user: string, id: string, body: Body, at: number, languageHint: string | undefined): Incoming {
  return {
    channel: 'web',
    updateId: `${user.slice(0, 32)}:${id.toLowerCase()}`,
    user,
    at,
    seed: randomBytes(16).toString('hex'),
    body,
    ...(languageHint ? { languageHint } : {}),
  }
}
