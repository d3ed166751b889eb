// What the fakes answer is itself valid by the official descriptions, and both speak the same language to tests.
import { messagingApi } from '@line/bot-sdk'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startListeningBot } from './bot.ts'
import type { ListeningBot } from './bot.ts'
import { join } from 'node:path'
import type { Json } from './http.ts'
import { lineSpecsFolder, startLine } from './line.ts'
import type { LinePlatform } from './line.ts'
import { loadLineSpec } from './line/spec.ts'
import type { ChatPerson } from './person.ts'
import { startTelegram, telegramSpecPath } from './telegram.ts'
import type { TelegramPlatform } from './telegram.ts'
import { loadTelegramSpec } from './telegram/spec.ts'

const token = '1:a'
const accessToken = 'access-token'

let bot: ListeningBot
let telegram: TelegramPlatform
let line: LinePlatform

beforeEach(async () => {
  bot = await startListeningBot()
  telegram = await startTelegram({ token })
  line = await startLine({ channelSecret: 's', accessToken, webhookUrl: bot.url })
  await call('setWebhook', { url: bot.url })
})

afterEach(async () => {
  bot.stop()
  await telegram.stop()
  await line.stop()
})

async function call(method: string, params: Json): Promise<{ ok: boolean; result: Json }> {
  const response = await fetch(`${telegram.url}/bot${token}/${method}`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params),
  })
  return await response.json() as { ok: boolean; result: Json }
}

describe('Telegram', () => {
  it('answers every kind of sending with a valid Message', async ({ skip }) => {
    const spec = loadTelegramSpec(telegramSpecPath)
    if (spec === undefined) skip('the official description of the Bot API is not at hand')
    const resident = telegram.user({ id: 7, first_name: '王芳', username: 'wang' })
    await resident.sendsPhoto()
    const sizes = (resident.transcript[0]?.raw['photo'] ?? []) as Json[]
    expect(sizes).toHaveLength(2)
    const photo = sizes.at(-1)?.['file_id']
    const button = { inline_keyboard: [[{ text: 'a', callback_data: 'a' }], []] }
    const answers = [
      await call('sendMessage', { chat_id: 7, text: '<b>x</b>', parse_mode: 'HTML', reply_markup: button, reply_parameters: { message_id: 1 } }),
      await call('sendPhoto', { chat_id: 7, photo, caption: 'c' }),
      await call('sendLocation', { chat_id: 7, latitude: 1.5, longitude: 2 }),
      await call('sendContact', { chat_id: 7, phone_number: '+86138', first_name: 'x' }),
      await call('editMessageText', { chat_id: 7, message_id: 2, text: 'y', reply_markup: button }),
      await call('editMessageReplyMarkup', { chat_id: 7, message_id: 2 }),
      await call('forwardMessage', { chat_id: 7, from_chat_id: 7, message_id: 1 }),
    ]
    for (const { ok, result } of answers) {
      expect(ok).toBe(true)
      expect(spec?.checkUpdate({ update_id: 1, message: result })).toEqual([])
    }
    const media = await call('sendMediaGroup', { chat_id: 7, media: [{ type: 'photo', media: photo }, { type: 'photo', media: photo, caption: '2' }] })
    expect((media.result as unknown as Json[]).flatMap((message) => spec?.checkUpdate({ update_id: 1, message }))).toEqual([])
    const copy = await call('copyMessage', { chat_id: 7, from_chat_id: 7, message_id: 1 })
    expect(Object.keys(copy.result)).toEqual(['message_id'])
    expect(resident.last()).toMatchObject({ kind: 'photo', from: 'bot' })
    expect(telegram.violations).toEqual([])
  })

  it('refuses a button that leads to localhost, as Telegram does', async () => {
    await telegram.user({ id: 7 }).start()
    const link = (url: string): Json => ({ chat_id: 7, text: 'x', reply_markup: { inline_keyboard: [[{ text: 'Open', url }]] } })
    expect((await call('sendMessage', link('http://localhost:3000/chat'))).ok).toBe(false)
    expect((await call('sendMessage', link('https://laifang.example/chat'))).ok).toBe(true)
  })
})

describe('LINE', () => {
  it('answers as its description says', async ({ skip }) => {
    const spec = loadLineSpec(join(lineSpecsFolder, 'line-messaging-api.yml'))
    if (spec === undefined) skip('the official descriptions of LINE are not at hand')
    const client = new messagingApi.MessagingApiClient({ channelAccessToken: accessToken, baseURL: line.url })
    const resident = line.user({ language: 'zh-TW' })
    const event = await resident.follow()
    const messages: messagingApi.Message[] = [{ type: 'text', text: 'x' }]
    const answers: [string, unknown][] = [
      ['ReplyMessageResponse', await client.replyMessage({ replyToken: String(event['replyToken']), messages })],
      ['PushMessageResponse', await client.pushMessage({ to: resident.userId, messages })],
      ['UserProfileResponse', await client.getProfile(resident.userId)],
      ['BotInfoResponse', await client.getBotInfo()],
      ['MessageQuotaResponse', await client.getMessageQuota()],
      ['QuotaConsumptionResponse', await client.getMessageQuotaConsumption()],
      ['GetWebhookEndpointResponse', await client.getWebhookEndpoint()],
      ['TestWebhookEndpointResponse', await client.testWebhookEndpoint({})],
      ['RichMenuListResponse', await client.getRichMenuList()],
    ]
    for (const [schema, body] of answers) expect([schema, spec?.check(schema, body)]).toEqual([schema, undefined])
  })
})

it('a story can be told to people of both', async () => {
  const people: ChatPerson[] = [telegram.user({ id: 7 }), line.user()]
  for (const person of people) {
    await person.says('hello')
    await person.sendsPhoto()
    await person.sticker()
    expect(person.transcript.map((message) => message.kind).slice(0, 1)).toEqual(['text'])
    await expect(person.waitForNew('an answer', 30)).rejects.toThrow('waited 30 ms in vain: "an answer"')
  }
})
