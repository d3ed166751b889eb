// The fake Telegram brings updates as Telegram does, and fails on command.
import { Telegraf, Telegram, TelegramError } from 'telegraf'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startListeningBot } from './bot.ts'
import type { ListeningBot } from './bot.ts'
import type { Json } from './http.ts'
import { startTelegram } from './telegram.ts'
import type { TelegramPlatform, TelegramUpdate, TelegramUser } from './telegram.ts'

const token = '4242:TEST-token'

let platform: TelegramPlatform
let resident: TelegramUser
let bot: ListeningBot

interface Reply {
  readonly status: number
  readonly ok: boolean
  readonly result: Json
  readonly description: string
  readonly parameters: Json
}

async function call(method: string, params: Json = {}): Promise<Reply> {
  const response = await fetch(`${platform.url}/bot${token}/${method}`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params),
  })
  return { ...(await response.json() as Omit<Reply, 'status'>), status: response.status }
}

beforeEach(async () => {
  platform = await startTelegram({ token, retry: { firstMs: 5, maxMs: 20, giveUpMs: 2000 } })
  bot = await startListeningBot()
  resident = platform.user({ id: 7, first_name: '王芳', language_code: 'zh-hans' })
})

afterEach(async () => {
  bot.stop()
  await platform.stop()
})

function received(): TelegramUpdate[] {
  return bot.received.map(({ raw }) => JSON.parse(raw.toString()) as TelegramUpdate)
}

describe('delivery', () => {
  it('tries again with back-off until acknowledged, one at a time in a chat', async () => {
    await call('setWebhook', { url: bot.url })
    bot.statuses.push(500, 503)
    const acks: number[] = []
    platform.onAck((ack) => acks.push(ack.tries))
    await Promise.all([resident.says('one'), resident.says('two')])
    expect(received().map((update) => (update['message'] as Json)['text'])).toEqual(['one', 'one', 'one', 'two'])
    expect(acks).toEqual([3, 1])
  })

  it('keeps updates until a webhook is set', async () => {
    const said = resident.says('early')
    expect((await call('getWebhookInfo')).result).toMatchObject({ url: '', pending_update_count: 1 })
    await call('setWebhook', { url: bot.url })
    await said
    expect(bot.received).toHaveLength(1)
  })

  it('delivers the same update twice when told', async () => {
    await call('setWebhook', { url: bot.url })
    const update = await resident.says('once')
    await platform.deliver(update)
    expect(received().map((one) => one.update_id)).toEqual([update.update_id, update.update_id])
  })

  it('carries out a method given in the webhook response, and checks it', async () => {
    await call('setWebhook', { url: bot.url })
    bot.replies.push(JSON.stringify({ method: 'sendMessage', chat_id: 7, text: 'quick' }), JSON.stringify({ method: 'sendMessage', chat_id: 7, text: '' }))
    await resident.start()
    expect((await resident.waitForNew()).text).toBe('quick')
    await resident.says('again')
    expect(platform.violations.length).toBeGreaterThan(0)
  })

  it('serves long polling with offsets; two pollers and a webhook conflict', async () => {
    const first = call('getUpdates', { timeout: 5 })
    const said = resident.says('hello')
    const [update] = (await first).result as unknown as TelegramUpdate[]
    expect(update).toMatchObject({ message: { text: 'hello' } })
    expect((await call('getUpdates', {})).result).toHaveLength(1)
    expect((await call('getUpdates', { offset: (update?.update_id ?? 0) + 1 })).result).toEqual([])
    await said
    const older = call('getUpdates', { timeout: 5 })
    await new Promise((resolve) => setTimeout(resolve, 30))
    const newer = call('getUpdates', { timeout: 1 })
    expect((await older).status).toBe(409)
    expect((await newer).result).toEqual([])
    await call('setWebhook', { url: bot.url })
    expect(await call('getUpdates', {})).toMatchObject({ status: 409, description: expect.stringContaining('webhook is active') })
  })

  it('works with telegraf by polling: JSON, forms and uploads', async () => {
    const telegraf = new Telegraf(token, { telegram: { apiRoot: platform.url, webhookReply: false } })
    telegraf.start((ctx) => ctx.replyWithPhoto({ source: Buffer.from('bytes'), filename: 'a.jpg' }, { caption: `for ${ctx.payload}` }))
    const running = telegraf.launch()
    await platform.connected()
    await resident.start('office_7')
    const photo = await resident.waitForNew('for office_7')
    expect(photo).toMatchObject({ kind: 'photo', file: { name: 'a.jpg', bytes: Buffer.from('bytes') } })
    telegraf.stop()
    await running
    expect(platform.violations).toEqual([])
  })
})

describe('failures on command', () => {
  beforeEach(async () => {
    await call('setWebhook', { url: bot.url })
    await resident.start()
  })

  it.each([
    ['429', 429, 'Too Many Requests: retry after 7'], ['403', 403, 'Forbidden: bot was blocked by the user'], ['500', 500, 'Internal Server Error'],
  ] as const)('answers %s and then recovers', async (kind, status, description) => {
    platform.fail({ method: 'sendMessage', chat: 7, with: kind, retryAfter: 7 })
    const failed = await call('sendMessage', { chat_id: 7, text: 'hi' })
    expect(failed).toMatchObject({ status, description, ...(kind === '429' ? { parameters: { retry_after: 7 } } : {}) })
    expect((await call('sendMessage', { chat_id: 7, text: 'hi' })).ok).toBe(true)
    expect(resident.messages).toHaveLength(1)
    expect(platform.count('sendMessage')).toBe(2)
  })

  it('hangs and cuts connections', async () => {
    const client = new Telegram(token, { apiRoot: platform.url })
    platform.fail({ with: 'reset' })
    await expect(client.sendMessage(7, 'hi')).rejects.toThrow(/ECONNRESET|socket hang up/)
    platform.fail({ with: 'hang' })
    await expect(fetch(`${platform.url}/bot${token}/getMe`, { signal: AbortSignal.timeout(50) })).rejects.toThrow(/timeout/)
    await expect(client.callApi('sendMessage', { chat_id: 999, text: 'hi' })).rejects.toThrow(TelegramError)
  })

  it('can carry a call out and lose its answer', async () => {
    platform.fail({ method: 'sendMessage', with: '500', takesEffect: true })
    expect((await call('sendMessage', { chat_id: 7, text: 'hi' })).status).toBe(500)
    expect(resident.messages).toHaveLength(1)
  })
})
