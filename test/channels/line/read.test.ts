// Webhook events in the shapes LINE sends them, and what each means to us.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readWebhook } from '../../../src/channels/line/read.ts'

const at = 1_700_000_000_000
const seed = '0123456789abcdef0123456789abcdef'
const arrival = () => ({ at, seed })
const user = 'U0123456789abcdef0123456789abcdef'
const base = { webhookEventId: '01HF0000000000000000000000', timestamp: at - 500, mode: 'active', deliveryContext: { isRedelivery: false }, source: { type: 'user', userId: user } }
const group = { type: 'group', groupId: 'C0123456789abcdef0123456789abcdef', userId: user }
const event = (content: object) => ({ ...base, ...content })
const message = (content: object) => event({ type: 'message', replyToken: 'r1', message: { id: '501', quoteToken: 'q', markAsReadToken: 'm', ...content } })
const read = (...events: object[]) => readWebhook({ destination: 'Ubot', events }, arrival)
const bodyOf = (one: object) => read(one)?.[0]?.body
const fromLine = { contentProvider: { type: 'line' } }

describe('an event from one person', () => {
  it('brings the person, the event\'s own id, the free answer and the moment it came', () => {
    expect(read(message({ type: 'text', text: '楼上漏水' }))).toEqual([{
      channel: 'line', updateId: base.webhookEventId, user, at, seed, reply: { token: 'r1', at }, body: { kind: 'text', text: '楼上漏水', messageId: '501' },
    }])
  })

  it.each([
    ['image', { type: 'image', ...fromLine }, { kind: 'file', file: { kind: 'picture', ref: '501' }, messageId: '501' }],
    ['one of several images', { type: 'image', ...fromLine, imageSet: { id: 'S1', index: 1, total: 3 } }, { kind: 'file', file: { kind: 'picture', ref: '501' }, album: 'S1', messageId: '501' }],
    ['video', { type: 'video', duration: 60000, ...fromLine }, { kind: 'file', file: { kind: 'video', ref: '501' }, messageId: '501' }],
    ['audio', { type: 'audio', duration: 3000, ...fromLine }, { kind: 'file', file: { kind: 'voice', ref: '501' }, messageId: '501' }],
    ['file', { type: 'file', fileName: '合同.pdf', fileSize: 2138 }, { kind: 'file', file: { kind: 'document', ref: '501', name: '合同.pdf', bytes: 2138 }, messageId: '501' }],
    ['picture sent as a file', { type: 'file', fileName: 'IMG_1.JPG', fileSize: 9 }, { kind: 'file', file: { kind: 'picture', ref: '501', name: 'IMG_1.JPG', bytes: 9 }, messageId: '501' }],
    ['image that lies elsewhere', { type: 'image', contentProvider: { type: 'external', originalContentUrl: 'https://evil.example/x.jpg' } }, { kind: 'unknown' }],
    ['location', { type: 'location', title: '街道办', address: '井巷3号', latitude: 31.2, longitude: 121.4 }, { kind: 'location', lat: 31.2, lon: 121.4, label: '街道办, 井巷3号' }],
    ['bare location', { type: 'location', latitude: 31.2, longitude: 121.4 }, { kind: 'location', lat: 31.2, lon: 121.4 }],
    ['sticker', { type: 'sticker', packageId: '1', stickerId: '2', stickerResourceType: 'STATIC', keywords: ['ok'] }, { kind: 'sticker' }],
    ['something not yet invented', { type: 'hologram' }, { kind: 'unknown' }],
  ])('%s', (_name, content, body) => {
    expect(bodyOf(message(content))).toEqual(body)
  })

  it.each([
    ['postback', { type: 'postback', replyToken: 'r', postback: { data: 's:1:yes' } }, { kind: 'press', press: 's:1:yes' }],
    ['postback without data', { type: 'postback', replyToken: 'r', postback: { data: '' } }, { kind: 'unknown' }],
    ['follow', { type: 'follow', replyToken: 'r', follow: { isUnblocked: false } }, { kind: 'start', payload: '' }],
    ['follow after blocking', { type: 'follow', replyToken: 'r', follow: { isUnblocked: true } }, { kind: 'start', payload: '' }],
    ['unfollow', { type: 'unfollow' }, { kind: 'blocked' }],
    ['unsend', { type: 'unsend', unsend: { messageId: '500' } }, { kind: 'unsent', messageId: '500' }],
    ['beacon', { type: 'beacon', replyToken: 'r', beacon: { hwid: 'x', type: 'enter' } }, { kind: 'unknown' }],
    ['account link', { type: 'accountLink', replyToken: 'r', link: { result: 'ok', nonce: 'x' } }, { kind: 'unknown' }],
  ])('%s', (_name, content, body) => {
    expect(bodyOf(event(content))).toEqual(body)
  })
})

describe('what is none of our business', () => {
  it('standby: another program has the say', () => {
    expect(read({ ...message({ type: 'text', text: 'x' }), mode: 'standby' })).toEqual([])
  })
  it('a group is noticed only when it turns to us or lets us in, and nothing said there is kept', () => {
    const said = (mention?: object) => ({ ...message({ type: 'text', text: '@来访 楼上漏水', ...(mention ? { mention } : {}) }), source: group })
    const noticed = [{ channel: 'line', updateId: base.webhookEventId, user: group.groupId, at, seed, reply: { token: 'r1', at }, body: { kind: 'group' } }]
    expect(read(said({ mentionees: [{ type: 'user', index: 0, length: 3, userId: 'Ubot', isSelf: true }] }))).toEqual(noticed)
    expect(read({ ...event({ type: 'join', replyToken: 'r1' }), source: group })).toEqual(noticed)
    expect(read(said())).toEqual([])
    expect(read(said({ mentionees: [{ type: 'user', index: 0, length: 3, userId: 'Uother', isSelf: false }, { type: 'all', index: 4, length: 4 }] }))).toEqual([])
    expect(read({ ...message({ type: 'image', ...fromLine }), source: { type: 'room', roomId: 'R1' } })).toEqual([])
    expect(read({ ...event({ type: 'leave' }), source: group })?.map(({ body }) => body)).toEqual([{ kind: 'group', says: { do: 'left' } }])
  })
  it('the few words meant for us are read, and who wrote them; plain words may be meant for each other', () => {
    const word = (text: string, mention?: object) => read({ ...message({ type: 'text', text, ...(mention ? { mention } : {}) }), source: group })?.map(({ body }) => body)
    expect(word('office GROUP-ABCDEFGHJKMNP')).toEqual([{ kind: 'group', says: { do: 'bind', code: 'GROUP-ABCDEFGHJKMNP' }, from: user }])
    expect(word('/figures')).toEqual([{ kind: 'group', says: { do: 'figures' }, from: user }])
    expect(word('统计')).toEqual([{ kind: 'group', says: { do: 'figures' }, from: user, quiet: true }])
    expect(word('@来访 今日', { mentionees: [{ type: 'user', index: 0, length: 3, userId: 'Ubot', isSelf: true }] })).toEqual([{ kind: 'group', says: { do: 'today' }, from: user }])
    for (const talk of ['今天', '今日开会', 'S20260001', 'office', 'office GROUP-1', '/figures 张三', 'unbind']) expect(word(talk), talk).toEqual([])
  })
  it('an empty call is no event', () => {
    expect(read()).toEqual([])
  })
})

describe('what cannot be read', () => {
  it('is null when it is no webhook call', () => {
    for (const junk of [null, 1, 'x', [], {}, { events: 'x' }, { destination: 'U' }]) expect(readWebhook(junk, arrival)).toBeNull()
  })
  it('one bad event does not take the others with it, and keeps its own name', () => {
    const events = read(message({ type: 'text', text: 'a' }), { nothing: true }, { ...base, type: 'message', message: 'x' }, { ...base, type: 'message', source: undefined, message: { id: '1', type: 'text', text: 'whose?' } })!
    expect(events.map((one) => [one.body.kind, one.user])).toEqual([['text', user], ['unknown', ''], ['unknown', user], ['unknown', '']])
    expect(events[1]!.updateId).toMatch(/^sha256:/)
    expect(events[2]!.updateId).toBe(base.webhookEventId)
  })
  it('never throws, whatever comes', () => {
    const anyEvent = fc.oneof(fc.anything(), fc.record({ type: fc.constantFrom('message', 'postback', 'follow', 'unsend', 'x'), mode: fc.anything(), source: fc.anything(), message: fc.anything(), postback: fc.anything(), unsend: fc.anything(), webhookEventId: fc.anything() }, { requiredKeys: ['type'] }))
    fc.assert(fc.property(fc.array(anyEvent, { maxLength: 4 }), (events) => {
      for (const one of readWebhook({ events }, arrival) ?? []) expect(one.updateId).not.toBe('')
    }))
  })
})
