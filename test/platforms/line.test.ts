// The fake LINE refuses what LINE refuses, and behaves as LINE does when the bot does right.
import { randomUUID } from 'node:crypto'
import { messagingApi, validateSignature } from '@line/bot-sdk'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startListeningBot } from './bot.ts'
import type { ListeningBot } from './bot.ts'
import type { Json } from './http.ts'
import { startLine } from './line.ts'
import type { LineEvent, LinePlatform, LineUser } from './line.ts'

const channelSecret = 'channel-secret'
const accessToken = 'access-token'

let platform: LinePlatform
let bot: ListeningBot
let resident: LineUser
let client: messagingApi.MessagingApiClient
let clock: number

beforeEach(async () => {
  clock = Date.now()
  bot = await startListeningBot()
  platform = await startLine({ channelSecret, accessToken, webhookUrl: bot.url, now: () => clock, quota: 3 })
  resident = platform.user({ language: 'zh-TW', displayName: '王芳' })
  client = new messagingApi.MessagingApiClient({ channelAccessToken: accessToken, baseURL: platform.url })
})

afterEach(async () => {
  bot.stop()
  await platform.stop()
})

interface Reply {
  readonly status: number
  readonly body: { readonly message?: string; readonly details?: { message: string; property: string }[]; readonly sentMessages?: Json[] }
  readonly headers: Headers
}

async function call(path: string, body: unknown, headers: Record<string, string> = {}, method = 'POST'): Promise<Reply> {
  const response = await fetch(platform.url + path, {
    method, headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json', ...headers }, body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() as Reply['body'], headers: response.headers }
}

function push(messages: unknown[], headers?: Record<string, string>): Promise<Reply> {
  return call('/v2/bot/message/push', { to: resident.userId, messages }, headers)
}

function received(): LineEvent[] {
  return bot.received.flatMap(({ raw }) => (JSON.parse(raw.toString()) as { events: LineEvent[] }).events)
}

function text(value: string, labels: string[] = []): Json {
  return {
    type: 'text', text: value,
    ...(labels.length === 0 ? {} : { quickReply: { items: labels.map((label) => ({ type: 'action', action: { type: 'postback', label, data: `d=${label}`, displayText: label } })) } }),
  }
}

function flex(...contents: Json[]): Json {
  return { type: 'flex', altText: 'card', contents: { type: 'bubble', body: { type: 'box', layout: 'vertical', contents } } }
}

describe('limits, with or without the official descriptions', () => {
  const button = (label: string, more: Json = {}): Json => ({ type: 'button', action: { type: 'postback', label, data: 'x', ...more } })
  const buttons = (fields: Json): Json => ({ type: 'template', altText: 'a', template: { type: 'buttons', text: 'x', actions: [{ type: 'message', label: 'a', text: 'b' }], ...fields } })
  const cases: [string, unknown[], string][] = [
    ['a text of 5001 units', [text('x'.repeat(5001))], 'messages[0].text'],
    ['an empty text', [text('')], 'messages[0].text'],
    ['6 messages', Array.from({ length: 6 }, () => text('x')), 'messages'],
    ['no messages', [], 'messages'],
    ['14 quick replies', [text('x', Array.from({ length: 14 }, (_, index) => String(index)))], 'messages[0].quickReply.items'],
    ['a quick reply label of 21 letters', [text('x', ['l'.repeat(21)])], 'messages[0].quickReply.items[0].action.label'],
    ['postback data of 301', [flex(button('a', { data: 'x'.repeat(301) }))], 'messages[0].contents.body.contents[0].action.data'],
    ['a Flex button label of 41', [flex(button('l'.repeat(41)))], 'messages[0].contents.body.contents[0].action.label'],
    ['an empty Flex text', [flex({ type: 'text', text: '' })], 'messages[0].contents.body.contents[0].text'],
    ['a bubble over 30 KB', [flex(...Array.from({ length: 11 }, () => ({ type: 'text', text: 'x'.repeat(3000) })))], 'messages[0].contents'],
    ['an altText of 1501', [{ ...flex(button('a')), altText: 'x'.repeat(1501) }], 'messages[0].altText'],
    ['a buttons template with 5 actions', [buttons({ actions: Array.from({ length: 5 }, () => ({ type: 'message', label: 'a', text: 'b' })) })], 'messages[0].template.actions'],
    ['a buttons text of 61 below a title', [buttons({ title: 'T', text: 'x'.repeat(61) })], 'messages[0].template.text'],
    ['an http picture', [{ type: 'image', originalContentUrl: 'http://a.example/1.jpg', previewImageUrl: 'https://a.example/1.jpg' }], 'messages[0].originalContentUrl'],
  ]
  it.each(cases)('refuses %s and keeps the violation', async (_what, messages, property) => {
    await resident.says('hi')
    const reply = await push(messages)
    expect(reply).toMatchObject({ status: 400, body: { details: [{ property }] } })
    expect(platform.violations.length).toBeGreaterThan(0)
    expect(resident.messages).toEqual([])
    expect(platform.quota.used).toBe(0)
  })

  it('counts labels in clusters: twenty family emoji are twenty', async () => {
    await resident.says('hi')
    expect((await push([text('x', ['👨‍👩‍👧'.repeat(20)])])).status).toBe(200)
    expect((await push([text('x', ['👨‍👩‍👧'.repeat(21)])])).status).toBe(400)
  })
})

describe('the official description', () => {
  it('is said to be absent when it is', async () => {
    const plain = await startLine({ channelSecret, accessToken, specs: '/nowhere' })
    expect(plain.specChecked).toBe(false)
    await plain.stop()
  })

  const cases: [string, unknown][] = [
    ['an unknown field', { ...text('x'), colour: 'red' }],
    ['an unknown field deep in a bubble', flex({ type: 'text', text: 'x', bold: true })],
    ['an unknown kind of message', { type: 'poll', text: 'x' }],
    ['a wrong type', { type: 'text', text: 5 }],
    ['a value outside its list', flex({ type: 'text', text: 'x', weight: 'heavy' })],
    ['a missing required field', { type: 'sticker', packageId: '1' }],
  ]
  it.for(cases)('refuses %s', async ([_what, message], { skip }) => {
    if (!platform.specChecked) skip('the official descriptions of LINE are not at hand')
    await resident.says('hi')
    expect((await push([message])).status).toBe(400)
    expect(platform.violations).toHaveLength(1)
  })
})

describe('replying', () => {
  it('signs the raw body; the token is good once, within a minute, and free', async () => {
    const event = await resident.says('你好')
    const hook = bot.received[0]
    if (hook === undefined) throw new Error('nothing came')
    expect(validateSignature(hook.raw, channelSecret, String(hook.headers['x-line-signature']))).toBe(true)
    expect(event['webhookEventId']).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
    const replyToken = String(event['replyToken'])
    const answer = await client.replyMessage({ replyToken, messages: [{ type: 'text', text: '您好' }, { type: 'text', text: '請說' }] })
    expect(answer.sentMessages).toHaveLength(2)
    expect(resident.messages.map((message) => [message.text, message.via])).toEqual([['您好', 'reply'], ['請說', 'reply']])
    expect(await call('/v2/bot/message/reply', { replyToken, messages: [text('x')] })).toMatchObject({ status: 400, body: { message: 'Invalid reply token' } })
    const late = await resident.says('again')
    clock += 60_001
    expect((await call('/v2/bot/message/reply', { replyToken: late['replyToken'], messages: [text('x')] })).status).toBe(400)
    expect(platform.quota.used).toBe(0)
  })

  it('gives a redelivered event another minute, but not past twenty', async () => {
    const event = await resident.says('hi')
    clock += 120_000
    await platform.redeliver(event)
    expect(received().map((one) => (one['deliveryContext'] as Json)['isRedelivery'])).toEqual([false, true])
    expect(received()[1]?.webhookEventId).toBe(event.webhookEventId)
    expect((await call('/v2/bot/message/reply', { replyToken: event['replyToken'], messages: [text('x')] })).status).toBe(200)
  })

  it('refuses a retry key', async () => {
    const event = await resident.says('hi')
    const reply = await call('/v2/bot/message/reply', { replyToken: event['replyToken'], messages: [text('x')] }, { 'x-line-retry-key': randomUUID() })
    expect(reply.status).toBe(400)
  })
})

describe('pushing', () => {
  beforeEach(async () => {
    await resident.follow()
  })

  it('costs one a recipient, until the monthly limit; the next month begins anew', async () => {
    for (const count of [1, 5, 2]) expect((await push(Array.from({ length: count }, () => text('x')))).status).toBe(200)
    expect(await client.getMessageQuotaConsumption()).toEqual({ totalUsage: 3 })
    expect(await client.getMessageQuota()).toEqual({ type: 'limited', value: 3 })
    expect(await push([text('x')])).toMatchObject({ status: 429, body: { message: 'You have reached your monthly limit.' } })
    clock += 31 * 24 * 3600_000
    expect((await push([text('x')])).status).toBe(200)
  })

  it('accepts a retry key once and then tells what it accepted', async () => {
    const key = randomUUID()
    platform.fail({ method: 'push', with: '500', takesEffect: true })
    expect((await push([text('x')], { 'x-line-retry-key': key })).status).toBe(500)
    const again = await push([text('x')], { 'x-line-retry-key': key })
    expect(again).toMatchObject({ status: 409, body: { message: 'The retry key is already accepted', sentMessages: [{ id: resident.last().id }] } })
    expect(again.headers.get('x-line-accepted-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(resident.messages).toHaveLength(1)
    expect((await push([text('x')], { 'x-line-retry-key': 'not-a-uuid' })).status).toBe(400)
  })

  it('says 200 to someone who blocked the account, delivers nothing and charges nothing', async () => {
    await resident.unfollow()
    expect((await push([text('x')])).status).toBe(200)
    expect(resident.messages).toEqual([])
    expect(platform.quota.used).toBe(0)
    await expect(client.getProfile(resident.userId)).rejects.toMatchObject({ status: 404 })
    await resident.follow()
    expect(received().at(-1)).toMatchObject({ type: 'follow', follow: { isUnblocked: true } })
    expect(await client.getProfile(resident.userId)).toEqual({ userId: resident.userId, displayName: '王芳', language: 'zh-TW' })
  })

  it('shows the loading animation until the next message', async () => {
    await client.showLoadingAnimation({ chatId: resident.userId, loadingSeconds: 10 })
    expect(resident.loadingUntil).toBe(clock + 10_000)
    expect((await call('/v2/bot/chat/loading/start', { chatId: resident.userId, loadingSeconds: 7 })).status).toBe(400)
    await push([text('x')])
    expect(resident.loadingUntil).toBeUndefined()
  })
})

describe('tapping', () => {
  it('quick replies vanish after a tap and with the next message; Flex and template buttons stay', async () => {
    await resident.follow()
    const card = flex({ type: 'text', text: '請選擇' }, { type: 'button', action: { type: 'postback', label: '修改', data: 'edit', displayText: '修改電話' } })
    await push([card, text('好嗎', ['好', '不好'])])
    expect(resident.quickReplies).toEqual(['好', '不好'])
    await resident.taps('好')
    expect(received().at(-1)).toMatchObject({ type: 'postback', postback: { data: 'd=好' } })
    expect(resident.transcript.at(-1)).toMatchObject({ from: 'user', text: '好' })
    expect(resident.quickReplies).toEqual([])
    await expect(resident.taps('不好')).rejects.toThrow('no button "不好"')
    await resident.taps('修改')
    await resident.taps('修改')
    expect(received().slice(-2).map((event) => (event['postback'] as Json)['data'])).toEqual(['edit', 'edit'])
    expect(resident.messages[0]?.text).toBe('請選擇')
  })

  it('message actions speak, date pickers need a date', async () => {
    await resident.follow()
    await push([{ type: 'template', altText: 'a', template: { type: 'confirm', text: '?', actions: [{ type: 'message', label: 'Yes', text: 'yes!' }, { type: 'datetimepicker', label: 'Day', data: 'day', mode: 'date' }] } }])
    await resident.taps('Yes')
    expect(received().at(-1)).toMatchObject({ message: { type: 'text', text: 'yes!' } })
    await expect(resident.taps('Day')).rejects.toThrow('needs a date')
    await resident.taps('Day', { date: '2026-12-01' })
    expect(received().at(-1)).toMatchObject({ postback: { data: 'day', params: { date: '2026-12-01' } } })
    expect(platform.violations).toEqual([])
  })
})
