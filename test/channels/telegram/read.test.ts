// Updates in the shapes Telegram sends them, and what each means to us.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callbackId, readUpdate } from '../../../src/channels/telegram/read.ts'

const came = { at: 1_700_000_000_000, seed: '0123456789abcdef0123456789abcdef' }
const bot = { id: 4242, username: 'laifang_bot' }
const from = { id: 7, is_bot: false, first_name: '王芳', language_code: 'zh-hans' }
const chat = { id: 7, type: 'private', first_name: '王芳' }
const group = { id: -1001, type: 'supergroup', title: '业主群' }
const me = { id: 4242, is_bot: true, first_name: 'Laifang', username: 'laifang_bot' }

const message = (content: object) => ({ update_id: 10, message: { message_id: 55, date: 1_700_000_000, chat, from, ...content } })
const inGroup = (content: object) => ({ update_id: 10, message: { message_id: 55, date: 1_700_000_000, chat: group, from, ...content } })
const file = (more: object = {}) => ({ file_id: 'F1', file_unique_id: 'u', file_size: 1234, ...more })
const bodyOf = (update: unknown) => readUpdate(update, came, bot)?.[0]?.body

describe('a message in a private chat', () => {
  it('brings the chat, the update\'s number, the seed and the language with it', () => {
    expect(readUpdate(message({ text: '楼上漏水' }), came, bot)).toEqual([{
      channel: 'telegram', updateId: '10', user: '7', ...came, languageHint: 'zh-hans', body: { kind: 'text', text: '楼上漏水', messageId: '55' },
    }])
  })

  it.each([
    ['/start', { kind: 'start', payload: '' }],
    ['/start office_7', { kind: 'start', payload: 'office_7' }],
    ['/start@laifang_bot abc', { kind: 'start', payload: 'abc' }],
    ['/help', { kind: 'command', name: 'help' }],
    ['/cancel', { kind: 'command', name: 'cancel' }],
    ['/language', { kind: 'command', name: 'language' }],
    ['/settings', { kind: 'command', name: 'language' }],
    ['/status 2026001', { kind: 'command', name: 'status' }],
    ['/MyCases', { kind: 'command', name: 'mycases' }],
    ['/menu', { kind: 'command', name: 'home' }],
    ['/nonsense', { kind: 'text', text: '/nonsense', messageId: '55' }],
    ['/ 3 Well Lane', { kind: 'text', text: '/ 3 Well Lane', messageId: '55' }],
  ])('%s', (text, body) => {
    expect(bodyOf(message({ text, entities: [{ type: 'bot_command', offset: 0, length: 6 }] }))).toEqual(body)
  })

  it.each([
    ['photo: the largest size', { photo: [file({ file_id: 'S', width: 90, height: 60 }), file({ file_id: 'L', width: 1280, height: 960 })], caption: '漏水的天花板' },
      { kind: 'file', file: { kind: 'picture', ref: 'L', mime: 'image/jpeg', bytes: 1234 }, caption: '漏水的天花板', messageId: '55' }],
    ['album', { photo: [file({ width: 9, height: 9 })], media_group_id: 'A1' },
      { kind: 'file', file: { kind: 'picture', ref: 'F1', mime: 'image/jpeg', bytes: 1234 }, album: 'A1', messageId: '55' }],
    ['voice', { voice: file({ duration: 3, mime_type: 'audio/ogg' }) }, { kind: 'file', file: { kind: 'voice', ref: 'F1', mime: 'audio/ogg', bytes: 1234 }, messageId: '55' }],
    ['audio', { audio: file({ duration: 3, mime_type: 'audio/mpeg', file_name: '录音.mp3' }) },
      { kind: 'file', file: { kind: 'voice', ref: 'F1', mime: 'audio/mpeg', name: '录音.mp3', bytes: 1234 }, messageId: '55' }],
    ['video', { video: file({ mime_type: 'video/mp4', width: 1, height: 1, duration: 1 }) },
      { kind: 'file', file: { kind: 'video', ref: 'F1', mime: 'video/mp4', bytes: 1234 }, messageId: '55' }],
    ['round video', { video_note: file({ length: 240, duration: 1 }) }, { kind: 'file', file: { kind: 'video', ref: 'F1', mime: 'video/mp4', bytes: 1234 }, messageId: '55' }],
    ['animation, which comes as a document too', { animation: file({ mime_type: 'video/mp4' }), document: file({ mime_type: 'video/mp4' }) },
      { kind: 'file', file: { kind: 'video', ref: 'F1', mime: 'video/mp4', bytes: 1234 }, messageId: '55' }],
    ['document', { document: file({ mime_type: 'application/pdf', file_name: '合同.pdf' }) },
      { kind: 'file', file: { kind: 'document', ref: 'F1', mime: 'application/pdf', name: '合同.pdf', bytes: 1234 }, messageId: '55' }],
    ['picture sent as a document', { document: file({ mime_type: 'image/png', file_name: 'a.png' }) },
      { kind: 'file', file: { kind: 'picture', ref: 'F1', mime: 'image/png', name: 'a.png', bytes: 1234 }, messageId: '55' }],
    ['location', { location: { latitude: 31.2, longitude: 121.4 } }, { kind: 'location', lat: 31.2, lon: 121.4 }],
    ['venue', { venue: { location: { latitude: 31.2, longitude: 121.4 }, title: '街道办', address: '井巷3号' }, location: { latitude: 31.2, longitude: 121.4 } },
      { kind: 'location', lat: 31.2, lon: 121.4, label: '街道办, 井巷3号' }],
    ['own contact', { contact: { phone_number: '+8613800000000', first_name: '王', last_name: '芳', user_id: 7 } },
      { kind: 'contact', phone: '+8613800000000', name: '王 芳', own: true }],
    ['somebody else\'s contact', { contact: { phone_number: '123', first_name: '李', user_id: 8 } }, { kind: 'contact', phone: '123', name: '李', own: false }],
    ['contact without an account', { contact: { phone_number: '123', first_name: '李' } }, { kind: 'contact', phone: '123', name: '李', own: false }],
    ['sticker', { sticker: file({ type: 'regular' }) }, { kind: 'sticker' }],
    ['dice', { dice: { emoji: '🎲', value: 3 } }, { kind: 'sticker' }],
    ['poll', { poll: { id: '1', question: '?' } }, { kind: 'sticker' }],
    ['service message', { pinned_message: { message_id: 1 } }, { kind: 'unknown' }],
    ['something not yet invented', { hologram: { file_id: 'x' } }, { kind: 'unknown' }],
  ])('%s', (_name, content, body) => {
    expect(bodyOf(message(content))).toEqual(body)
  })

  it('edited: the new words of the old message', () => {
    const { message: edited } = message({ text: '楼下漏水', edit_date: 1 })
    expect(bodyOf({ update_id: 11, edited_message: edited })).toEqual({ kind: 'edited', messageId: '55', text: '楼下漏水' })
    expect(bodyOf({ update_id: 11, edited_message: message({ location: { latitude: 1, longitude: 1 } }).message })).toEqual({ kind: 'unknown' })
  })
})

describe('a tap', () => {
  const tap = (more: object) => ({ update_id: 12, callback_query: { id: '991', from, chat_instance: 'x', ...more } })
  it('says what was tapped and on which message', () => {
    const update = tap({ data: 's:1:yes', message: { message_id: 80, date: 5, chat, from: me, text: '?' } })
    expect(readUpdate(update, came, bot)?.[0]).toMatchObject({ user: '7', body: { kind: 'press', press: 's:1:yes', source: '80' }, languageHint: 'zh-hans' })
    expect(callbackId(update)).toBe('991')
  })
  it('on a message too old to be shown still counts', () => {
    expect(bodyOf(tap({ data: 's:1:yes', message: { message_id: 80, date: 0, chat } }))).toMatchObject({ kind: 'press', source: '80' })
    expect(readUpdate(tap({ data: 's:1:yes' }), came, bot)?.[0]).toMatchObject({ user: '7', body: { kind: 'press', press: 's:1:yes' } })
  })
  it('without data means nothing, in a group no more than a call', () => {
    expect(bodyOf(tap({ game_short_name: 'x' }))).toEqual({ kind: 'unknown' })
    expect(bodyOf(tap({ data: 's:1:yes', message: { message_id: 80, date: 5, chat: group } }))).toEqual({ kind: 'group' })
  })
})

describe('a group', () => {
  it.each([
    ['a command', { text: '/help', entities: [{ type: 'bot_command', offset: 0, length: 5 }] }],
    ['a command for us', { text: '/help@laifang_bot', entities: [{ type: 'bot_command', offset: 0, length: 17 }] }],
    ['a mention', { text: '@Laifang_Bot 楼上漏水', entities: [{ type: 'mention', offset: 0, length: 12 }] }],
    ['a mention without a name', { text: '来访 楼上漏水', entities: [{ type: 'text_mention', offset: 0, length: 2, user: me }] }],
    ['an answer to us', { text: '楼上漏水', reply_to_message: { message_id: 1, date: 1, chat: group, from: me } }],
    ['a captioned picture', { photo: [file()], caption: '@laifang_bot 看', caption_entities: [{ type: 'mention', offset: 0, length: 12 }] }],
  ])('notices %s, and keeps nothing of what was said', (_name, content) => {
    expect(readUpdate(inGroup(content), came, bot)).toEqual([{ channel: 'telegram', updateId: '10', user: '-1001', ...came, languageHint: 'zh-hans', body: { kind: 'group' } }])
  })
  it.each([
    ['talk', { text: '楼上漏水' }],
    ['a command for another bot', { text: '/help@other_bot', entities: [{ type: 'bot_command', offset: 0, length: 15 }] }],
    ['a mention of somebody else', { text: '@wang 你好', entities: [{ type: 'mention', offset: 0, length: 5 }] }],
    ['newcomers', { new_chat_members: [from] }],
  ])('does not notice %s', (_name, content) => {
    expect(readUpdate(inGroup(content), came, bot)).toEqual([])
  })
  it.each([
    ['/figures', { says: { do: 'figures' }, from: '7' }], ['/Today@Laifang_Bot', { says: { do: 'today' }, from: '7' }], ['@laifang_bot 统计', { says: { do: 'figures' }, from: '7' }],
    ['/office GROUP-ABCDEFGHJKMNP', { says: { do: 'bind', code: 'GROUP-ABCDEFGHJKMNP' }, from: '7' }], ['/reminders off', { says: { do: 'hush' }, from: '7' }], ['/解绑', { says: { do: 'unbind' }, from: '7' }],
    ['统计', { says: { do: 'figures' }, from: '7', quiet: true }], ['今日', { says: { do: 'today' }, from: '7', quiet: true }],
  ])('reads the few words meant for it: %s', (text, body) => {
    expect(readUpdate(inGroup({ text, from: { ...from, id: 7 } }), came, bot)?.map((each) => each.body)).toEqual([{ kind: 'group', ...body }])
  })
  it.each(['/figures@other_bot', '今日天气不错', 'unbind', 'office GROUP-ABCDEFGHJKMN', 'S20260001'])('and not %s', (text) => {
    expect(readUpdate(inGroup({ text }), came, bot)).toEqual([])
  })
  it('follows a group to its new address', () => {
    expect(readUpdate(inGroup({ migrate_to_chat_id: -100_777 }), came, bot)?.map((each) => each.body)).toEqual([{ kind: 'group', says: { do: 'moved', to: '-100777' } }])
  })
  it('does not follow edits there', () => {
    expect(readUpdate({ update_id: 1, edited_message: inGroup({ text: '@laifang_bot x' }).message }, came, bot)).toEqual([])
  })
})

describe('coming and going', () => {
  const member = (where: object, status: string) => ({ update_id: 13, my_chat_member: { chat: where, from, date: 1, old_chat_member: { user: me, status: 'member' }, new_chat_member: { user: me, status } } })
  it.each([
    [chat, 'kicked', { kind: 'blocked' }], [chat, 'member', { kind: 'unblocked' }],
    [group, 'member', { kind: 'group' }], [group, 'administrator', { kind: 'group' }], [group, 'kicked', { kind: 'group', says: { do: 'left' } }], [group, 'left', { kind: 'group', says: { do: 'left' } }],
  ])('%o %s', (where, status, body) => {
    expect(bodyOf(member(where, status))).toEqual(body)
  })
})

describe('what cannot be read', () => {
  it('is null when it is no update, and unknown when it is one of a kind we do not know', () => {
    for (const junk of [null, 1, 'x', [], {}, { update_id: 'x' }, { message: {} }]) expect(readUpdate(junk, came, bot)).toBeNull()
    expect(readUpdate({ update_id: 9, stars: {} }, came, bot)).toEqual([{ channel: 'telegram', updateId: '9', user: '', ...came, body: { kind: 'unknown' } }])
    expect(bodyOf({ update_id: 9, message: { text: 'no chat' } })).toEqual({ kind: 'unknown' })
  })
  it('a field of the wrong type costs that field only', () => {
    expect(bodyOf({ update_id: 9, message: { message_id: 1, chat, from: { id: 'seven' }, text: '楼上漏水', entities: 'none' } })).toEqual({ kind: 'text', text: '楼上漏水', messageId: '1' })
  })
  it('never throws, whatever comes', () => {
    const shape = fc.oneof(fc.anything(), fc.record({
      update_id: fc.oneof(fc.integer(), fc.anything()),
      message: fc.oneof(fc.anything(), fc.record({ message_id: fc.integer(), chat: fc.record({ id: fc.integer(), type: fc.constantFrom('private', 'group') }), text: fc.anything(), photo: fc.anything(), contact: fc.anything(), location: fc.anything() }, { requiredKeys: ['chat'] })),
      callback_query: fc.anything(), my_chat_member: fc.anything(),
    }, { requiredKeys: ['update_id'] }))
    fc.assert(fc.property(shape, (update) => {
      for (const one of readUpdate(update, came, bot) ?? []) expect(one.channel).toBe('telegram')
      callbackId(update)
    }))
  })
})
