// The webhook from outside, over HTTP, and what LINE is asked beside messages: contents, profiles, quota, menus.
import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Gone } from '../../../src/channels/channel.ts'
import { lineChannel } from '../../../src/channels/line/channel.ts'
import type { LineChannel } from '../../../src/channels/line/channel.ts'
import type { FileRef, Incoming } from '../../../src/events.ts'
import { startLine } from '../../platforms/line.ts'
import type { LinePlatform, LineUser } from '../../platforms/line.ts'
import { tinyJpeg, tinyPdf } from '../../platforms/samples.ts'
import { logLines, openDoor } from '../spoken.ts'

const secret = 'channel-secret'
let platform: LinePlatform
let channel: LineChannel
let door: Awaited<ReturnType<typeof openDoor>>
let resident: LineUser
let taken: Incoming[]
let storing: () => Promise<void>
let log: ReturnType<typeof logLines>

beforeEach(async () => {
  taken = []
  storing = () => Promise.resolve()
  log = logLines()
  platform = await startLine({ channelSecret: secret, accessToken: 't', redelivery: { firstMs: 20, maxMs: 100 } })
  channel = lineChannel({ secret, accessToken: 't', apiRoot: platform.url, dataApiRoot: platform.url, log })
  door = await openDoor(channel.routes({ take: async (incoming) => { await storing(); taken.push(...incoming) } }))
  platform.setWebhook(door.url)
  resident = platform.user({ displayName: '王芳', language: 'zh-Hant' })
})
afterEach(async () => {
  await channel.stop()
  await door.stop()
  expect(platform.violations).toEqual([])
  await platform.stop()
  expect(log.lines.join('\n')).not.toMatch(/漏水|U[0-9a-f]{32}/)
})

function post(body: string, signature?: string | null): Promise<Response> {
  const right = createHmac('sha256', secret).update(body).digest('base64')
  return fetch(door.url, { method: 'POST', headers: { 'content-type': 'application/json', ...(signature === null ? {} : { 'x-line-signature': signature ?? right }) }, body })
}
const call = JSON.stringify({ destination: 'U', events: [{ type: 'message', mode: 'active', webhookEventId: '01A', source: { type: 'user', userId: 'U1' }, replyToken: 'r', message: { type: 'text', id: '1', text: '漏水' } }] })

describe('the door', () => {
  it('takes events and answers 200 once they are stored', async () => {
    expect((await post(call)).status).toBe(200)
    expect(taken).toMatchObject([{ channel: 'line', updateId: '01A', user: 'U1', body: { kind: 'text', text: '漏水' } }])
    expect(taken[0]!.seed).toMatch(/^[0-9a-f]{32}$/)
  })
  it('is signed over the bytes as they came: another space, another signature', async () => {
    const right = createHmac('sha256', secret).update(call).digest('base64')
    expect((await post(`${call} `, right)).status).toBe(401)
    expect((await post(`${call} `)).status).toBe(200)
    expect(taken).toHaveLength(1)
  })
  it.each([null, '', 'x', 'AAAA', createHmac('sha256', 'other').update(call).digest('base64'), createHmac('sha256', secret).update(call).digest('hex')])(
    'signature %s: 401, and nothing is stored', async (signature) => {
      expect((await post(call, signature)).status).toBe(401)
      expect(taken).toEqual([])
    })
  it('more than a megabyte: 413', async () => {
    expect((await post('x'.repeat(1_000_001))).status).toBe(413)
    expect(taken).toEqual([])
  })
  it('what nobody can read is kept under the hash of its bytes and answered 200', async () => {
    for (const junk of ['{"events":', 'null', '{"events":7}']) {
      taken = []
      expect((await post(junk)).status).toBe(200)
      expect((await post(junk)).status).toBe(200)
      expect(taken.map((one) => one.body.kind)).toEqual(['unknown', 'unknown'])
      expect(taken[0]!.updateId).toBe(taken[1]!.updateId)
    }
  })
  it('the empty call is 200 and nothing; only POST', async () => {
    expect(await platform.ping()).toBe(200)
    expect((await fetch(door.url)).status).toBe(405)
    expect(taken).toEqual([])
  })
  it('503 while nothing can be stored; the event comes again with the same id', async () => {
    let away = 2
    storing = () => (away-- > 0 ? Promise.reject(new Error('漏水')) : Promise.resolve())
    const event = await resident.says('漏水')
    expect(taken.map((one) => one.updateId)).toEqual([event.webhookEventId])
    await platform.redeliver(event)
    expect(taken.map((one) => one.updateId)).toEqual([event.webhookEventId, event.webhookEventId])
  })
  it('every act of a person arrives as what it means', async () => {
    await resident.follow()
    await resident.says('漏水')
    await resident.images(2)
    await resident.audio()
    await resident.video()
    await resident.file(tinyPdf, '合同.pdf')
    await resident.location(31, 121)
    await resident.sticker()
    await resident.unsend()
    const group = resident.inGroup('C'.padEnd(33, '1'))
    await group.invitesBot()
    await group.says('大家好')
    await resident.unfollow()
    expect(taken.map(({ body }) => body.kind)).toEqual(['start', 'text', 'file', 'file', 'file', 'file', 'file', 'location', 'sticker', 'unsent', 'group', 'blocked'])
    const albums = taken.flatMap(({ body }) => (body.kind === 'file' && body.album ? [body.album] : []))
    expect(albums).toHaveLength(2)
    expect(new Set(albums).size).toBe(1)
    expect(platform.slowAcks).toEqual([])
  })
})

describe('contents', () => {
  const lastFile = (): FileRef => taken.flatMap(({ body }) => (body.kind === 'file' ? [body.file] : [])).at(-1)!
  it('are fetched with their kind', async () => {
    await resident.image(tinyJpeg)
    const got = await channel.fetchFile(lastFile(), AbortSignal.timeout(5_000))
    expect(got.mime).toBe('image/jpeg')
    expect(Buffer.from(got.bytes).equals(tinyJpeg)).toBe(true)
  })
  it('that LINE still prepares are waited for', async () => {
    await resident.video()
    expect((await channel.fetchFile(lastFile(), AbortSignal.timeout(10_000))).mime).toBe('video/mp4')
    expect(platform.count('transcoding')).toBeGreaterThan(0)
    await resident.video()
    await expect(channel.fetchFile(lastFile(), AbortSignal.timeout(200))).rejects.not.toBeInstanceOf(Gone)
  })
  it('deleted or too large are Gone; those that fail now are not', async () => {
    await resident.image()
    const picture = lastFile()
    for (const failure of ['500', 'reset'] as const) {
      platform.fail({ with: failure, method: 'content' })
      const error = await channel.fetchFile(picture, AbortSignal.timeout(5_000)).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(Error)
      expect(error).not.toBeInstanceOf(Gone)
      expect(String(error)).not.toContain(picture.ref)
    }
    platform.expireContent(picture.ref)
    await expect(channel.fetchFile(picture, AbortSignal.timeout(5_000))).rejects.toBeInstanceOf(Gone)
    await resident.image(Buffer.alloc(20_000_001))
    await expect(channel.fetchFile(lastFile(), AbortSignal.timeout(5_000))).rejects.toBeInstanceOf(Gone)
    await expect(channel.fetchFile({ kind: 'document', ref: '1', bytes: 30_000_000 }, AbortSignal.timeout(5_000))).rejects.toBeInstanceOf(Gone)
  })
})

describe('start', () => {
  it('tells LINE where we are and learns who we are', async () => {
    await channel.start({ publicUrl: `${door.url}/` })
    expect(channel.healthy()).toBe(true)
    expect(channel.basicId()).toMatch(/^@/)
    expect(platform.count('webhookSet')).toBe(1)
    await channel.start({ publicUrl: door.url })
    expect(platform.count('webhookSet')).toBe(1)
  })
  it('does not wait for a LINE that is away, and stops at once', async () => {
    platform.fail({ with: '500', times: Infinity })
    await channel.start()
    expect(channel.healthy()).toBe(false)
    const started = performance.now()
    await channel.stop()
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('small questions', () => {
  it('the language of a profile, when LINE tells', async () => {
    await resident.follow()
    expect(await channel.profileLanguage(resident.userId)).toBe('zh-Hant')
    const silent = platform.user({})
    await silent.follow()
    expect(await channel.profileLanguage(silent.userId)).toBeNull()
    platform.fail({ with: '500', method: 'profile' })
    expect(await channel.profileLanguage(resident.userId)).toBeNull()
  })
  it('the loading animation shows', async () => {
    await resident.follow()
    await channel.working(resident.userId)
    expect(resident.loadingUntil).toBeGreaterThan(Date.now())
    platform.fail({ with: '500' })
    await channel.working(resident.userId)
  })
  it('the quota of a plan without a limit is nothing to watch', async () => {
    platform.setQuota(Infinity)
    expect(await channel.quota()).toBeNull()
    platform.fail({ with: '500' })
    expect(await channel.quota()).toBeNull()
  })
})
