// The webhook from outside, over HTTP: who gets in, what is stored, what Telegram is told.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { telegramChannel } from '../../../src/channels/telegram/channel.ts'
import type { TelegramChannel } from '../../../src/channels/telegram/channel.ts'
import type { Incoming } from '../../../src/events.ts'
import { startTelegram } from '../../platforms/telegram.ts'
import type { TelegramPlatform } from '../../platforms/telegram.ts'
import { logLines, openDoor } from '../spoken.ts'

const secret = 'a-Webhook_Secret'
let channel: TelegramChannel
let door: Awaited<ReturnType<typeof openDoor>>
let taken: Incoming[]
let storing: () => Promise<void>
let log: ReturnType<typeof logLines>
let platform: TelegramPlatform | undefined

beforeEach(async () => {
  taken = []
  storing = () => Promise.resolve()
  log = logLines()
  await open('http://127.0.0.1:9')
})
afterEach(async () => {
  await channel.stop()
  await door.stop()
  await platform?.stop()
  platform = undefined
  expect(log.lines.join('\n')).not.toContain('漏水')
})

async function open(apiRoot: string): Promise<void> {
  await channel?.stop()
  await door?.stop()
  channel = telegramChannel({ token: '4242:t', apiRoot, log, now: () => 1_700_000_000_000 })
  door = await openDoor(channel.routes({ secret, take }))
}
async function take(incoming: Incoming[]): Promise<void> {
  await storing()
  taken.push(...incoming)
}
function post(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = { 'x-telegram-bot-api-secret-token': secret }): Promise<Response> {
  return fetch(door.url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })
}
const says = (text: string, id = 10) => JSON.stringify({ update_id: id, message: { message_id: 1, date: 1, chat: { id: 7, type: 'private' }, from: { id: 7 }, text } })

describe('the door', () => {
  it('takes an update and answers 200 once it is stored', async () => {
    const response = await post(says('漏水'))
    expect([response.status, await response.text()]).toEqual([200, '{}'])
    expect(taken).toEqual([{ channel: 'telegram', updateId: '10', user: '7', at: 1_700_000_000_000, seed: taken[0]!.seed, body: { kind: 'text', text: '漏水', messageId: '1' } }])
    expect(taken[0]!.seed).toMatch(/^[0-9a-f]{32}$/)
    await post(says('漏水', 11))
    expect(taken[1]!.seed).not.toBe(taken[0]!.seed)
  })

  it.each([
    ['no secret', {}], ['a wrong secret', { 'x-telegram-bot-api-secret-token': 'a-Webhook_Secres' }],
    ['a longer one', { 'x-telegram-bot-api-secret-token': `${secret}x` }], ['an empty one', { 'x-telegram-bot-api-secret-token': '' }],
  ])('%s: 401, and nothing is stored', async (_name, headers) => {
    expect((await post(says('漏水'), headers)).status).toBe(401)
    expect((await post('x'.repeat(3_000_000), headers)).status).toBe(401)
    expect(taken).toEqual([])
  })

  it('an unset secret opens to nobody', async () => {
    await door.stop()
    door = await openDoor(channel.routes({ secret: '', take }))
    expect((await post(says('x'), { 'x-telegram-bot-api-secret-token': '' })).status).toBe(401)
    expect(taken).toEqual([])
  })

  it('more than a megabyte: 413, told or not told beforehand', async () => {
    expect((await post(says('水'.repeat(400_000)))).status).toBe(413)
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let n = 0; n < 20; n++) controller.enqueue(new Uint8Array(100_000))
        controller.close()
      },
    })
    const response = await fetch(door.url, { method: 'POST', headers: { 'x-telegram-bot-api-secret-token': secret }, body: stream, duplex: 'half' } as RequestInit)
    expect(response.status).toBe(413)
    expect(taken).toEqual([])
  })

  it('what nobody can read is kept under the hash of its bytes, the same each time, and answered 200', async () => {
    for (const junk of ['{"update_id": 10, "mess', '', '[]', 'null', '\ud83d', '{"message":{}}']) {
      taken = []
      expect((await post(junk)).status).toBe(200)
      expect((await post(junk)).status).toBe(200)
      expect(taken.map((one) => one.body.kind)).toEqual(['unknown', 'unknown'])
      expect(taken[0]!.updateId).toMatch(/^sha256:[0-9a-f]{64}$/)
      expect(taken[1]!.updateId).toBe(taken[0]!.updateId)
    }
    taken = []
    expect((await post('{"update_id":77,"new_thing":{}}')).status).toBe(200)
    expect(taken).toMatchObject([{ updateId: '77', body: { kind: 'unknown' } }])
  })

  it('503 while nothing can be stored, so that Telegram comes again', async () => {
    storing = () => Promise.reject(new Error('database away: 漏水'))
    expect((await post(says('漏水'))).status).toBe(503)
    storing = () => Promise.resolve()
    expect((await post(says('漏水'))).status).toBe(200)
    expect(taken).toHaveLength(1)
  })

  it('only POST', async () => {
    expect((await fetch(door.url)).status).toBe(405)
  })

  it('a sender that breaks off stores nothing', async () => {
    const controller = new AbortController()
    const body = new ReadableStream<Uint8Array>({ start: (sink) => { sink.enqueue(new TextEncoder().encode(says('x').slice(0, 20))) } })
    const broken = fetch(door.url, { method: 'POST', headers: { 'x-telegram-bot-api-secret-token': secret }, body, duplex: 'half', signal: controller.signal } as RequestInit)
    setTimeout(() => { controller.abort() }, 100)
    await expect(broken).rejects.toThrow()
    expect((await post(says('漏水'))).status).toBe(200)
    expect(taken).toHaveLength(1)
  })
})

describe('with the platform', () => {
  beforeEach(async () => {
    platform = await startTelegram({ token: '4242:t', retry: { firstMs: 20, maxMs: 100 } })
    await open(platform.url)
    await channel.start({ publicUrl: `${door.url}/`, secret, take })
  })

  it('sets the webhook with its secret and only the updates we use', () => {
    expect(platform!.webhook()).toEqual({ url: `${door.url}/webhooks/telegram`, secret, maxConnections: 100, allowed: ['message', 'edited_message', 'callback_query', 'my_chat_member'] })
    expect(channel.healthy()).toBe(true)
    expect(channel.username()).toBe('laifang_test_bot')
  })

  it('every act of a person arrives as what it means, and a tap is answered at once without a call', async () => {
    const resident = platform!.user({ id: 7, first_name: '王芳', language_code: 'zh-hant' })
    await resident.start('office_7')
    await channel.send('7', { paragraphs: ['?'], card: [], buttons: [[{ label: '好', press: 's:1:ok', tone: 'main' }]], as: 'step', files: [], frame: { alt: 'x', change: 'x' } },
      { id: '1', retryKey: 'k', now: 0, file: () => Promise.resolve(null) })
    await resident.taps('好')
    await resident.says('漏水')
    await resident.edits('不漏了')
    await resident.album([{ kind: 'photo' }, { kind: 'photo' }])
    await resident.contact('+86138')
    await resident.location(31, 121)
    await resident.sticker()
    const group = resident.inGroup(-1001)
    await group.addsBot()
    await group.says('/help')
    await group.says('大家好')
    await resident.blocks()
    await resident.unblocks()
    await platform!.settled()
    expect(taken.map(({ user, body }) => `${user} ${body.kind}`)).toEqual([
      '7 start', '7 press', '7 text', '7 edited', '7 file', '7 file', '7 contact', '7 location', '7 sticker',
      '-1001 group', '-1001 group', '7 blocked', '7 unblocked',
    ])
    expect(taken.every((one) => one.languageHint === 'zh-hant')).toBe(true)
    const albums = taken.flatMap(({ body }) => (body.kind === 'file' ? [body.album] : []))
    expect(albums[0]).toBeTruthy()
    expect(albums[1]).toBe(albums[0])
    expect(resident.toasts).toEqual([''])
    expect(platform!.violations).toEqual([])
  })

  it('what could not be stored comes again and arrives once', async () => {
    let away = 3
    storing = () => (away-- > 0 ? Promise.reject(new Error('away')) : Promise.resolve())
    await platform!.user({ id: 7 }).says('漏水')
    expect(taken.map(({ body }) => body.kind)).toEqual(['text'])
  })
})
