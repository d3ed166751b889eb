// The fake Telegram refuses what Telegram refuses, and behaves as Telegram does when the bot does right.
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

describe('built-in rules, with or without the official description', () => {
  beforeEach(async () => {
    await call('setWebhook', { url: bot.url })
    await resident.start()
  })

  it.each([
    ['a text of 4097 characters', 'sendMessage', { text: 'x'.repeat(4097) }],
    ['a text that is only blanks', 'sendMessage', { text: '  \n ' }],
    ['an empty text', 'sendMessage', { text: '' }],
    ['callback data of 65 bytes', 'sendMessage', { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'x'.repeat(65) }]] } }],
    ['callback data of 22 Chinese characters (66 bytes)', 'sendMessage', { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: '调'.repeat(22) }]] } }],
    ['a button with two actions', 'sendMessage', { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'a', url: 'https://a.example' }]] } }],
    ['a button with none', 'sendMessage', { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'a' }]] } }],
    ['an unclosed tag', 'sendMessage', { text: '<b>hello', parse_mode: 'HTML' }],
    ['a bare < in HTML', 'sendMessage', { text: '3 < 4 > 2', parse_mode: 'HTML' }],
    ['a caption of 1025 characters', 'sendPhoto', { photo: 'AAA', caption: 'x'.repeat(1025) }],
  ])('refuses %s and keeps the violation', async (_what, method, params) => {
    const reply = await call(method, { chat_id: 7, ...params })
    expect(reply).toMatchObject({ status: 400, ok: false, description: expect.stringMatching(/^Bad Request: /) })
    expect(platform.violations.length).toBeGreaterThan(0)
    expect(resident.messages).toEqual([])
  })

  it('counts 4096 characters after the tags are taken off', async () => {
    expect((await call('sendMessage', { chat_id: 7, text: `<b>${'调'.repeat(4096)}</b>`, parse_mode: 'HTML' })).ok).toBe(true)
    expect(platform.violations).toEqual([])
    expect(resident.last().text).toHaveLength(4096)
  })

  it('reads HTML into text and entities', async () => {
    await call('sendMessage', { chat_id: 7, text: 'a &lt; b <b>粗 <i>斜</i></b> <a href="https://x.example?a=1&amp;b=2">link</a>', parse_mode: 'HTML' })
    expect(resident.last()).toMatchObject({
      text: 'a < b 粗 斜 link',
      entities: [
        { type: 'bold', offset: 6, length: 3 }, { type: 'italic', offset: 8, length: 1 },
        { type: 'text_link', offset: 10, length: 4, url: 'https://x.example?a=1&b=2' },
      ],
    })
  })
})

describe('what stands in a chat', () => {
  beforeEach(async () => {
    await call('setWebhook', { url: bot.url, secret_token: 's3cret' })
  })

  it('knows no chat before the person has written', async () => {
    expect(await call('sendMessage', { chat_id: 7, text: 'hi' })).toMatchObject({ status: 400, description: 'Bad Request: chat not found' })
  })

  it('brings a message to the webhook with the secret, and shows the answer', async () => {
    await resident.start('office_7')
    expect(bot.received[0]?.headers['x-telegram-bot-api-secret-token']).toBe('s3cret')
    expect(received()[0]).toMatchObject({
      message: { text: '/start office_7', from: { id: 7, language_code: 'zh-hans' }, chat: { id: 7, type: 'private' }, entities: [{ type: 'bot_command', offset: 0, length: 6 }] },
    })
    await call('sendMessage', { chat_id: 7, text: '您好' })
    expect((await resident.waitForNew('您好')).id).toBe(2)
  })

  it('edits a message, and refuses the same again and a message that is not there', async () => {
    await resident.start()
    const sent = await call('sendMessage', { chat_id: 7, text: 'one', reply_markup: { inline_keyboard: [[{ text: 'Yes', callback_data: 'y' }]] } })
    const id = sent.result['message_id']
    expect((await call('editMessageText', { chat_id: 7, message_id: id, text: 'two' })).ok).toBe(true)
    expect(resident.messages).toMatchObject([{ id, text: 'two', labels: [], edits: 1 }])
    expect((await call('editMessageText', { chat_id: 7, message_id: id, text: 'two' })).description).toMatch(/^Bad Request: message is not modified/)
    expect((await call('editMessageText', { chat_id: 7, message_id: 99, text: 'two' })).description).toBe('Bad Request: message to edit not found')
    expect((await call('deleteMessage', { chat_id: 7, message_id: id })).ok).toBe(true)
    expect(resident.messages).toEqual([])
    expect(platform.violations).toEqual([])
  })

  it('taps a button by its label; the answer is given once', async () => {
    await resident.start()
    await call('sendMessage', { chat_id: 7, text: 'old', reply_markup: { inline_keyboard: [[{ text: '1', callback_data: 'old1' }]] } })
    await call('sendMessage', { chat_id: 7, text: 'new', reply_markup: { inline_keyboard: [[{ text: '10', callback_data: 'ten' }, { text: '1', callback_data: 'one' }]] } })
    const old = resident.messages[0]
    await resident.taps('1')
    const query = received().at(-1)?.['callback_query'] as Json
    expect(query).toMatchObject({ data: 'one', from: { id: 7 }, message: { text: 'new' } })
    expect((await call('answerCallbackQuery', { callback_query_id: query['id'], text: 'ok' })).ok).toBe(true)
    expect(await call('answerCallbackQuery', { callback_query_id: query['id'] })).toMatchObject({ status: 400 })
    expect(resident.toasts).toEqual(['ok'])
    expect(platform.callbacks[0]?.answeredAt).toBeGreaterThan(0)
    if (old === undefined) throw new Error('no old message')
    await call('deleteMessage', { chat_id: 7, message_id: old.id })
    await resident.tapsOld(old, '1')
    expect(received().at(-1)?.['callback_query']).toMatchObject({ data: 'old1', message: { date: 0, message_id: old.id } })
    await expect(resident.taps('nowhere')).rejects.toThrow('no button "nowhere"')
  })

  it('tells of blocking, and answers 403 until unblocked', async () => {
    await resident.start()
    await resident.blocks()
    expect(received().at(-1)).toMatchObject({ my_chat_member: { new_chat_member: { status: 'kicked' } } })
    expect(await call('sendMessage', { chat_id: 7, text: 'hi' })).toMatchObject({ status: 403, description: 'Forbidden: bot was blocked by the user' })
    await resident.unblocks()
    expect((await call('sendMessage', { chat_id: 7, text: 'hi' })).ok).toBe(true)
  })

  it('sends every kind of message, each valid, and files can be fetched', async () => {
    await resident.sendsPhoto(undefined, 'p.jpg', 'image/jpeg', '厨房')
    await resident.sendsVoice()
    await resident.sendsVideo()
    await resident.sendsDocument(Buffer.from('hello'), '合同.txt', 'text/plain')
    await resident.location(31.2, 121.4)
    await resident.contact('+8613812345678')
    await resident.sticker()
    await resident.says('frist')
    await resident.edits('first')
    const album = await resident.album([{ kind: 'photo' }, { kind: 'photo', caption: 'two' }])
    expect(new Set(album.map((update) => (update['message'] as Json)['media_group_id'])).size).toBe(1)
    expect(received().map((update) => Object.keys((update['message'] ?? update['edited_message']) as Json).at(-1)))
      .toEqual(['photo', 'voice', 'video', 'document', 'location', 'contact', 'sticker', 'text', 'edit_date', 'photo', 'photo'])
    const document = (received()[3]?.['message'] as Json | undefined)?.['document'] as Json
    expect(document).toMatchObject({ file_name: '合同.txt', mime_type: 'text/plain', file_size: 5 })
    const file = (await call('getFile', { file_id: document['file_id'] })).result
    const bytes = await fetch(`${platform.url}/file/bot${token}/${String(file['file_path'])}`)
    expect(await bytes.text()).toBe('hello')
  })

  it('speaks in groups, and keeps to privacy mode when told', async () => {
    const group = resident.inGroup(-100500)
    await group.addsBot()
    await group.says('大家好')
    expect(received().at(-1)).toMatchObject({ message: { chat: { id: -100500, type: 'supergroup' }, text: '大家好' } })
    await call('sendMessage', { chat_id: -100500, text: 'write to me alone' })
    expect(group.last().text).toBe('write to me alone')
    expect(resident.messages).toEqual([])
  })
})

describe('the official description', () => {
  it('is said to be absent when it is', async () => {
    const plain = await startTelegram({ token, specs: '/nowhere.json' })
    expect(plain.specChecked).toBe(false)
    await plain.stop()
  })

  const cases: [string, string, Json][] = [
    ['the field "hide" that telegraf\'s Markup adds', 'sendMessage', { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'a', hide: false }]] } }],
    ['an unknown field', 'sendMessage', { text: 'x', colour: 'red' }],
    ['a wrong type', 'sendMessage', { text: 'x', disable_notification: 'yes' }],
    ['a number for a text', 'sendMessage', { text: 5 }],
    ['a missing required field', 'sendPhoto', {}],
    ['an answer to a tap of 201 characters', 'answerCallbackQuery', { callback_query_id: '1', text: 'x'.repeat(201) }],
    ['a description of 513 characters', 'setMyDescription', { description: 'x'.repeat(513) }],
    ['a wrong scope', 'setMyCommands', { commands: [], scope: { type: 'everyone' } }],
  ]
  it.for(cases)('refuses %s', async ([_what, method, params], { skip }) => {
    if (!platform.specChecked) skip('the official description of the Bot API is not at hand')
    await call('setWebhook', { url: bot.url })
    await resident.start()
    const reply = await call(method, method.startsWith('send') ? { chat_id: 7, ...params } : params)
    expect(reply.status).toBe(400)
    expect(platform.violations).toHaveLength(1)
  })

  it('lets good calls of all kinds pass', async () => {
    await call('setWebhook', { url: bot.url, allowed_updates: ['message', 'callback_query', 'edited_message', 'my_chat_member'], max_connections: 100 })
    await resident.start()
    const done = [
      await call('sendMessage', {
        chat_id: '7', text: '<b>好</b>', parse_mode: 'HTML', link_preview_options: { is_disabled: true },
        reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'a', style: 'primary' }], [{ text: 'b', disabled: {} }, { text: 'c', url: 'https://a.example' }]] },
      }),
      await call('sendMessage', { chat_id: 7, text: 'where', reply_markup: { keyboard: [[{ text: 'Here', request_location: true }], ['No']], one_time_keyboard: true, resize_keyboard: true } }),
      await call('sendMessage', { chat_id: 7, text: 'ok', reply_markup: { remove_keyboard: true } }),
      await call('setMyCommands', { commands: [{ command: 'help', description: 'Help' }], scope: { type: 'chat', chat_id: 7 } }),
      await call('setMyCommands', { commands: [{ command: 'help', description: '帮助' }], language_code: 'zh' }),
      await call('setChatMenuButton', { menu_button: { type: 'commands' } }),
      await call('sendChatAction', { chat_id: 7, action: 'typing' }),
      await call('getMe'),
      await call('getWebhookInfo'),
    ]
    expect(done.map((reply) => reply.ok)).toEqual(done.map(() => true))
    expect(platform.violations).toEqual([])
    expect(platform.commands.get('default/zh')).toEqual([{ command: 'help', description: '帮助' }])
    await resident.taps('a')
  })
})
