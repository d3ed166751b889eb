// Owns what the channels' tests share: messages to send, any message at all, and a plain HTTP server around a door.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import type { How } from '../../src/channels/channel.ts'
import type { Door, Log } from '../../src/channels/door.ts'
import type { Spoken, SpokenButton } from '../../src/dialogue/message.ts'

export const frame: Spoken['frame'] = { wants: '分享我的手机号', alt: '来访 · 新消息', change: '修改' }

/** A message with only what the test cares about. */
export function spoken(part: Partial<Spoken> = {}): Spoken {
  return { paragraphs: ['发生了什么事？'], card: [], buttons: [], as: 'step', files: [], frame, ...part }
}

export function button(label: string, press = `s:1:${label.length}`, tone: SpokenButton['tone'] = 'plain'): SpokenButton {
  return { label, press, tone }
}

export function how(part: Partial<How> = {}): How {
  return { id: '1', retryKey: randomUUID(), now: Date.now(), file: () => Promise.resolve(null), ...part }
}

/** A log that keeps its lines, so that a test can search them for what must not be there. */
export function logLines(): Log & { lines: string[] } {
  const lines: string[] = []
  const keep = (level: string) => (fields: Record<string, unknown>, message: string) => { lines.push(JSON.stringify({ level, ...fields, message })) }
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') }
}

/** Any string a database could hand us: CJK, emoji, flags, joiners, right-to-left, halves of surrogates, controls. */
const anyText = (maxLength: number): fc.Arbitrary<string> => fc.oneof(
  fc.string({ unit: 'grapheme', maxLength }),
  fc.string({ unit: 'binary', maxLength }),
  fc.constantFrom('', ' ', '\n\n', '\u200b', '\u2800', '\ud83d', '\u0000', '👨‍👩‍👧‍👦'.repeat(30), '🇨🇳🇹🇼'.repeat(20), '<b>&amp;', '*_`[', '=1+1'),
  fc.array(fc.constantFrom('我家楼上漏水。', 'The lift stops. ', '👩🏽‍🔧', '\n', '\n\n', 'é', '\u0301', ' '), { maxLength: Math.ceil(maxLength / 4) }).map((parts) => parts.join('')),
)

/** Long enough to need several messages. */
const longText = fc.tuple(anyText(60), fc.integer({ min: 1, max: 400 })).map(([text, times]) => text.repeat(times).slice(0, 14_000))

const anyPress = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'abcXYZ019:._-'), minLength: 1, maxLength: 64 }),
  fc.constantFrom('', 'x'.repeat(65), '中'.repeat(22)),
)
const anyButton = fc.record({ label: anyText(60), press: anyPress, tone: fc.constantFrom('main', 'danger', 'plain') })

export const anySpoken: fc.Arbitrary<Spoken> = fc.record({
  paragraphs: fc.array(fc.oneof({ weight: 4, arbitrary: anyText(200) }, { weight: 1, arbitrary: longText }), { maxLength: 4 }),
  card: fc.array(fc.record(
    { label: anyText(30), value: fc.oneof({ weight: 4, arbitrary: anyText(120) }, { weight: 1, arbitrary: longText }), change: anyButton },
    { requiredKeys: ['label', 'value'] },
  ), { maxLength: 25 }),
  buttons: fc.array(fc.array(anyButton, { maxLength: 10 }), { maxLength: 12 }),
  as: fc.constantFrom('step', 'card', 'note'),
  wants: fc.constantFrom('phone', 'place'),
  files: fc.constant([]),
  frame: fc.record({ wants: anyText(40), alt: anyText(100), change: anyText(20) }),
}, { requiredKeys: ['paragraphs', 'card', 'buttons', 'as', 'files', 'frame'] })

/** A door on a loopback port. */
export async function openDoor(door: Door): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer((req, res) => { door(req, res) })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((resolve) => {
      server.close(() => { resolve() })
      server.closeAllConnections()
    }),
  }
}
