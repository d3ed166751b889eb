// The fake LINE's webhooks, contents, rich menus and failures on command.
import { messagingApi } from '@line/bot-sdk'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startListeningBot } from './bot.ts'
import type { ListeningBot } from './bot.ts'
import type { Json } from './http.ts'
import { startLine } from './line.ts'
import type { LineEvent, LinePlatform, LineUser } from './line.ts'
import { tinyPng } from './samples.ts'

const accessToken = 'access-token'

let platform: LinePlatform
let bot: ListeningBot
let resident: LineUser
let client: messagingApi.MessagingApiClient
let blobs: messagingApi.MessagingApiBlobClient

async function start(redelivery: boolean): Promise<void> {
  platform = await startLine({ channelSecret: 's', accessToken, webhookUrl: bot.url, redelivery: redelivery ? { firstMs: 5 } : false })
  resident = platform.user()
  client = new messagingApi.MessagingApiClient({ channelAccessToken: accessToken, baseURL: platform.url })
  blobs = new messagingApi.MessagingApiBlobClient({ channelAccessToken: accessToken, baseURL: platform.url })
}

beforeEach(async () => {
  bot = await startListeningBot()
  await start(false)
})

afterEach(async () => {
  bot.stop()
  await platform.stop()
})

function received(): LineEvent[] {
  return bot.received.flatMap(({ raw }) => (JSON.parse(raw.toString()) as { events: LineEvent[] }).events)
}

describe('webhooks', () => {
  it('sends every kind of event, each valid', async () => {
    await resident.follow()
    await resident.says('hi')
    await resident.image()
    await resident.images(3)
    await resident.audio()
    await resident.file(Buffer.from('hello'), '合同.txt')
    await resident.location(25.03, 121.56, { title: '市府' })
    await resident.sticker(['Thanks'])
    await resident.unsend()
    await resident.unfollow()
    const group = platform.user({ userId: `U${'a'.repeat(32)}` }).inGroup(`C${'b'.repeat(32)}`)
    await group.invitesBot()
    await group.says('大家好')
    const kinds = received().map((event) => (event['message'] as Json | undefined)?.['type'] ?? event.type)
    expect(kinds).toEqual(['follow', 'text', 'image', 'image', 'image', 'image', 'audio', 'file', 'location', 'sticker', 'unsend', 'unfollow', 'join', 'text'])
    expect(received().at(-1)).toMatchObject({ source: { type: 'group', groupId: `C${'b'.repeat(32)}`, userId: `U${'a'.repeat(32)}` } })
    expect(new Set(received().map((event) => event.webhookEventId)).size).toBe(kinds.length)
    expect(platform.slowAcks).toEqual([])
  })

  it('does not repeat a failed webhook unless redelivery is on', async () => {
    bot.statuses.push(500)
    await expect(resident.says('lost')).rejects.toThrow('answered 500')
    expect(platform.webhookErrors).toMatchObject([{ status: 500 }])
    await platform.stop()
    await start(true)
    bot.statuses.push(500, 503)
    const event = await resident.says('kept')
    const tries = received().filter((one) => one.webhookEventId === event.webhookEventId)
    expect(tries.map((one) => (one['deliveryContext'] as Json)['isRedelivery'])).toEqual([false, true, true])
    expect(new Set(tries.map((one) => one['replyToken'])).size).toBe(1)
  })

  it('pings without events, and posts what it is told with a wrong signature', async () => {
    expect(await platform.ping()).toBe(200)
    expect(await platform.postRaw('{"events":[]}', 'AAAA')).toBe(200)
    expect(bot.received[1]?.headers['x-line-signature']).toBe('AAAA')
  })

  it('is pointed elsewhere over the API', async () => {
    await client.setWebhookEndpoint({ endpoint: bot.url })
    expect(await client.getWebhookEndpoint()).toEqual({ endpoint: bot.url, active: true })
    expect(await client.testWebhookEndpoint({})).toMatchObject({ success: true, statusCode: 200 })
  })
})

describe('contents', () => {
  it('are downloaded; a video only after it is prepared; nothing once unsent', async () => {
    const file = await resident.file(Buffer.from('hello'), 'a.txt')
    expect(await bytesOf(file)).toBe('hello')
    const video = await resident.video(Buffer.from('movie'))
    const id = String((video['message'] as Json)['id'])
    const first = await fetch(`${platform.url}/v2/bot/message/${id}/content`, { headers: { authorization: `Bearer ${accessToken}` } })
    expect(first.status).toBe(202)
    expect(await blobs.getMessageContentTranscodingByMessageId(id)).toEqual({ status: 'processing' })
    expect(await blobs.getMessageContentTranscodingByMessageId(id)).toEqual({ status: 'succeeded' })
    expect(await bytesOf(video)).toBe('movie')
    await resident.unsend(id)
    await expect(blobs.getMessageContent(id)).rejects.toMatchObject({ status: 404 })
  })

  async function bytesOf(event: LineEvent): Promise<string> {
    const chunks: Buffer[] = []
    for await (const chunk of await blobs.getMessageContent(String((event['message'] as Json)['id']))) chunks.push(Buffer.from(chunk as Uint8Array))
    return Buffer.concat(chunks).toString()
  }
})

describe('rich menus', () => {
  const menu: messagingApi.RichMenuRequest = {
    size: { width: 2500, height: 843 }, selected: true, name: 'main', chatBarText: '選單',
    areas: [
      { bounds: { x: 0, y: 0, width: 1250, height: 843 }, action: { type: 'postback', label: '我要反映', data: 'file', displayText: '我要反映' } },
      { bounds: { x: 1250, y: 0, width: 1250, height: 843 }, action: { type: 'richmenuswitch', richMenuAliasId: 'more', data: 'switched' } },
    ],
  }

  it('are made, drawn, set and tapped', async () => {
    const { richMenuId } = await client.createRichMenu(menu)
    await expect(client.setDefaultRichMenu(richMenuId)).rejects.toMatchObject({ status: 400 })
    await expect(blobs.setRichMenuImage(richMenuId, png(tinyPng))).rejects.toMatchObject({ status: 400 })
    await blobs.setRichMenuImage(richMenuId, png(pngHead(2500, 843)))
    await client.setDefaultRichMenu(richMenuId)
    await client.createRichMenuAlias({ richMenuAliasId: 'more', richMenuId })
    expect(resident.richMenu?.id).toBe(richMenuId)
    expect((await client.getRichMenuList()).richmenus).toHaveLength(1)
    await resident.tapsMenu('我要反映')
    expect(received().at(-1)).toMatchObject({ postback: { data: 'file' } })
    await resident.tapsMenu('more')
    expect(received().at(-1)).toMatchObject({ postback: { data: 'switched', params: { newRichMenuAliasId: 'more', status: 'SUCCESS' } } })
    await client.linkRichMenuIdToUser(resident.userId, richMenuId)
    expect(await client.getRichMenuIdOfUser(resident.userId)).toEqual({ richMenuId })
    expect(platform.violations).toEqual([])
  })

  it('are refused outside LINE\'s limits', async () => {
    await expect(client.createRichMenu({ ...menu, size: { width: 700, height: 843 } })).rejects.toMatchObject({ status: 400 })
    await expect(client.createRichMenu({ ...menu, chatBarText: 'x'.repeat(15) })).rejects.toMatchObject({ status: 400 })
    expect(platform.violations.length).toBeGreaterThan(1)
  })

  function png(bytes: Buffer): Blob {
    return new Blob([new Uint8Array(bytes)], { type: 'image/png' })
  }

  function pngHead(width: number, height: number): Buffer {
    const bytes = Buffer.from(tinyPng)
    bytes.writeUInt32BE(width, 16)
    bytes.writeUInt32BE(height, 20)
    return bytes
  }
})

describe('failures on command', () => {
  beforeEach(async () => {
    await resident.follow()
  })

  it.each([
    ['429', 429, 'rate limit'], ['quota', 429, 'You have reached your monthly limit.'], ['500', 500, 'Internal'],
  ] as const)('answers %s and then recovers', async (kind, status, words) => {
    platform.fail({ method: 'push', chat: resident.userId, with: kind })
    await expect(push('one')).rejects.toMatchObject({ status, body: expect.stringContaining(words) })
    await push('two')
    expect(resident.messages.map((message) => message.text)).toEqual(['two'])
    expect(platform.count('push')).toBe(2)
  })

  it('fails replies of one chat until healed', async () => {
    const fault = platform.fail({ method: 'reply', chat: resident.userId, with: 'reset', times: Infinity })
    const event = await resident.says('hi')
    await expect(client.replyMessage({ replyToken: String(event['replyToken']), messages: [{ type: 'text', text: 'x' }] })).rejects.toThrow()
    expect(fault.hits).toBe(1)
    platform.heal()
    await client.replyMessage({ replyToken: String(event['replyToken']), messages: [{ type: 'text', text: 'x' }] })
    expect(resident.last().text).toBe('x')
  })

  it('refuses a wrong access token', async () => {
    const stranger = new messagingApi.MessagingApiClient({ channelAccessToken: 'wrong', baseURL: platform.url })
    await expect(stranger.getBotInfo()).rejects.toMatchObject({ status: 401 })
  })

  function push(text: string): Promise<unknown> {
    return client.pushMessage({ to: resident.userId, messages: [{ type: 'text', text }] })
  }
})
