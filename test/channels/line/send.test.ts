// Free answer or paid push, and every way either can end.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lineChannel } from '../../../src/channels/line/channel.ts'
import type { LineChannel } from '../../../src/channels/line/channel.ts'
import { startLine } from '../../platforms/line.ts'
import type { LinePlatform, LineUser } from '../../platforms/line.ts'
import { button, how, logLines, spoken } from '../spoken.ts'

const accessToken = 'SECRET-marker-access'
const choices = { buttons: [[button('继续', 's:1:go')]] }
let clock: number
let platform: LinePlatform
let channel: LineChannel
let resident: LineUser
let log: ReturnType<typeof logLines>

beforeEach(async () => {
  clock = Date.now()
  platform = await startLine({ channelSecret: 's', accessToken, webhookUrl: 'http://127.0.0.1:9', now: () => clock })
  log = logLines()
  channel = lineChannel({ secret: 's', accessToken, apiRoot: platform.url, dataApiRoot: platform.url, log, now: () => clock })
  resident = platform.user({ displayName: '王芳' })
  await resident.follow().catch(() => {})
})
afterEach(async () => {
  await channel.stop()
  expect(platform.violations).toEqual([])
  await platform.stop()
  for (const secret of [accessToken, 'SECRET', '王芳', '漏水', resident.userId]) expect(log.lines.join('\n')).not.toContain(secret)
})

/** Lets the person say something and returns the token LINE gave with it. */
async function freshToken(): Promise<{ token: string; at: number }> {
  const seen = new Promise<string>((resolve) => { tokens.push(resolve) })
  const listener = platform.onMessage(() => {})
  await resident.says('楼上漏水').catch(() => {})
  listener()
  return { token: await seen, at: clock }
}
// The fake posts its events to nobody here; the token is read off the event it made.
const tokens: ((token: string) => void)[] = []
beforeEach(async () => {
  const { createServer } = await import('node:http')
  const server = createServer((req, res) => {
    const parts: Buffer[] = []
    req.on('data', (part: Buffer) => parts.push(part))
    req.on('end', () => {
      const { events } = JSON.parse(Buffer.concat(parts).toString()) as { events: { replyToken: string }[] }
      tokens.shift()?.(events[0]!.replyToken)
      res.end('{}')
    })
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  platform.setWebhook(`http://127.0.0.1:${(server.address() as { port: number }).port}`)
  return () => { server.close(); server.closeAllConnections() }
})
const used = () => [platform.count('reply'), platform.count('push'), platform.quota.used]

describe('the free answer', () => {
  it('is used while it is at most 50 seconds old, and costs nothing', async () => {
    const reply = await freshToken()
    clock += 50_000
    expect(await channel.send(resident.userId, spoken(choices), how({ reply }))).toEqual({ end: 'sent', by: 'reply', id: resident.last().id })
    expect(used()).toEqual([1, 0, 0])
    expect(resident.quickReplies).toEqual(['继续'])
  })

  it('gives way to a push when it is older, was used, or was never there', async () => {
    const reply = await freshToken()
    await channel.send(resident.userId, spoken(), how({ reply }))
    expect(await channel.send(resident.userId, spoken(), how({ reply }))).toMatchObject({ end: 'sent', by: 'push' })
    const old = await freshToken()
    clock += 50_001
    expect(await channel.send(resident.userId, spoken(), how({ reply: old }))).toMatchObject({ end: 'sent', by: 'push' })
    expect(await channel.send(resident.userId, spoken(), how())).toMatchObject({ end: 'sent', by: 'push' })
    expect(used()).toEqual([1, 3, 3])
  })

  it('gives way at once when LINE does not know it', async () => {
    const reply = { token: 'nobody-gave-this', at: clock }
    expect(await channel.send(resident.userId, spoken(), how({ reply }))).toMatchObject({ end: 'sent', by: 'push' })
    expect(used()).toEqual([1, 1, 1])
    await channel.send(resident.userId, spoken(), how({ reply }))
    expect(used()).toEqual([1, 2, 2])
  })

  it('carries several messages of one moment, quick replies under the last; beyond five objects the rest is pushed', async () => {
    const reply = await freshToken()
    expect(await channel.sendTogether(resident.userId, [spoken({ paragraphs: ['紧急请拨 110'], as: 'note' }), spoken(choices)], how({ reply }))).toMatchObject({ end: 'sent', by: 'reply' })
    expect(resident.messages.map((one) => one.text)).toEqual(['紧急请拨 110', '发生了什么事？'])
    expect(used()).toEqual([1, 0, 0])
    const second = await freshToken()
    expect(await channel.sendTogether(resident.userId, [spoken(choices), spoken({ paragraphs: ['水'.repeat(5000 * 5)], as: 'note' })], how({ reply: second }))).toMatchObject({ end: 'sent', by: 'push' })
    expect(used()).toEqual([2, 1, 1])
    expect(resident.quickReplies).toEqual(['继续'])
  })

  it.each(['500', 'reset'] as const)('whose answer got lost (%s) is not followed by a second copy', async (failure) => {
    const reply = await freshToken()
    const same = how({ reply })
    platform.fail({ with: failure, method: 'reply', takesEffect: true })
    expect(await channel.send(resident.userId, spoken(), same)).toMatchObject({ end: 'retry' })
    expect(await channel.send(resident.userId, spoken(), same)).toEqual({ end: 'sent', by: 'reply' })
    expect(resident.messages).toHaveLength(1)
    expect(platform.quota.used).toBe(0)
  })

  it.each(['500', 'reset'] as const)('that did not get through (%s) is tried again, still free; too late for that, pushed', async (failure) => {
    const reply = await freshToken()
    const same = how({ reply })
    platform.fail({ with: failure, method: 'reply' })
    expect(await channel.send(resident.userId, spoken(), same)).toMatchObject({ end: 'retry' })
    expect(await channel.send(resident.userId, spoken(), same)).toMatchObject({ end: 'sent', by: 'reply' })
    const late = await freshToken()
    platform.fail({ with: failure, method: 'reply' })
    const other = how({ reply: late })
    await channel.send(resident.userId, spoken(), other)
    clock += 55_000
    expect(await channel.send(resident.userId, spoken(), other)).toMatchObject({ end: 'sent', by: 'push' })
  })

  it('under the rate limit keeps its token', async () => {
    const reply = await freshToken()
    const same = how({ reply })
    platform.fail({ with: '429', method: 'reply' })
    expect(await channel.send(resident.userId, spoken(), same)).toMatchObject({ end: 'retry', reason: 'line 429' })
    expect(await channel.send(resident.userId, spoken(), same)).toMatchObject({ end: 'sent', by: 'reply' })
  })
})

describe('a push', () => {
  it.each(['500', 'reset'] as const)('repeated with the same key after %s is said once and paid once', async (failure) => {
    const same = how()
    platform.fail({ with: failure, method: 'push', takesEffect: true })
    expect(await channel.send(resident.userId, spoken(), same)).toMatchObject({ end: 'retry' })
    expect(await channel.send(resident.userId, spoken(), same)).toEqual({ end: 'sent', by: 'push', id: resident.last().id })
    expect(resident.messages).toHaveLength(1)
    expect(platform.quota.used).toBe(1)
    expect(new Set(platform.calls.filter((call) => call.operation === 'push').map((call) => call.retryKey))).toEqual(new Set([same.retryKey]))
  })

  it('of more than five objects has a key of its own for every call, and goes on where it stopped', async () => {
    const long = spoken({ paragraphs: ['水'.repeat(5000 * 7)] })
    const same = how()
    platform.onMessage(() => { if (resident.messages.length === 5) platform.fail({ with: '500', method: 'push' }) })
    expect(await channel.send(resident.userId, long, same)).toMatchObject({ end: 'retry' })
    expect(await channel.send(resident.userId, long, same)).toMatchObject({ end: 'sent' })
    expect(resident.messages).toHaveLength(7)
    expect(new Set(platform.calls.map((call) => call.retryKey)).size).toBe(2)
    expect(platform.calls).toHaveLength(3)
  })

  it('over the month\'s quota is kept for much later and the quota is reported spent, until one goes through', async () => {
    platform.setQuota(200, 200)
    const sent = await channel.send(resident.userId, spoken(), how())
    expect(sent).toEqual({ end: 'retry', reason: 'quota', at: clock + 6 * 3_600_000 })
    expect(channel.quotaSpent()).toBe(true)
    expect(await channel.quota()).toEqual({ used: 200, limit: 200 })
    const reply = await freshToken()
    expect(await channel.send(resident.userId, spoken(), how({ reply }))).toMatchObject({ end: 'sent', by: 'reply' })
    platform.setQuota(500, 200)
    expect(await channel.send(resident.userId, spoken(), how())).toMatchObject({ end: 'sent', by: 'push' })
    expect(channel.quotaSpent()).toBe(false)
    expect(await channel.quota()).toEqual({ used: 201, limit: 500 })
  })

  it('too fast waits a moment; to an id that is none, the person left', async () => {
    platform.fail({ with: '429', method: 'push' })
    expect(await channel.send(resident.userId, spoken(), how())).toEqual({ end: 'retry', reason: 'line 429', at: clock + 2_000 })
    expect(await channel.send('nobody', spoken(), how())).toEqual({ end: 'left', reason: 'no such user' })
  })

  it.each([
    [400, { message: 'The request body has 1 error(s)', details: [{ message: 'Length must be between 0 and 5000', property: 'messages[0].text' }] }, 'refused', 'line 400: The request body has 1 error(s), messages[0].text, Length must be between 0 and 5000'],
    [400, { message: `Something about "漏水" and ${'U'.padEnd(33, 'a')}` }, 'refused', 'line 400: Something about "…" and …'],
    [400, { message: 'Failed to send messages' }, 'left', 'no such user'],
    [413, 'Payload too large', 'refused', 'line 413: '],
    [403, { message: 'Access to this API denied' }, 'retry', 'line 403'],
    [502, '<html>', 'retry', 'line 502'],
  ])('answered %i %o: %s', async (status, body, end, reason) => {
    const { createServer } = await import('node:http')
    const server = createServer((_req, res) => { res.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body)) })
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
    const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
    const other = lineChannel({ secret: 's', accessToken, apiRoot: url, dataApiRoot: url, log })
    expect(await other.send(resident.userId, spoken(), how())).toMatchObject({ end, reason })
    await other.stop()
    server.close()
  })

  it('waits longer while LINE stays away, and hardly at all once it is back', async () => {
    const failing = platform.fail({ with: '500', times: Infinity })
    const waits: number[] = []
    for (let tries = 0; tries < 6; tries++) {
      waits.push((await channel.send(resident.userId, spoken(), how()) as { at: number }).at - clock)
      clock += 60_000
    }
    expect(waits[0]).toBeLessThan(1_300)
    expect(waits[5]).toBeGreaterThan(20_000)
    expect(waits[5]).toBeLessThan(75_000)
    failing.stop()
    expect(await channel.send(resident.userId, spoken(), how())).toMatchObject({ end: 'sent' })
  })

  it('hanging, or to a server that is not there, is a time-out and a retry', async () => {
    platform.fail({ with: 'hang', method: 'push' })
    const started = performance.now()
    expect(await channel.send(resident.userId, spoken(), how())).toMatchObject({ end: 'retry', reason: 'time-out' })
    expect(performance.now() - started).toBeLessThan(12_000)
    const lost = lineChannel({ secret: 's', accessToken, apiRoot: 'http://127.0.0.1:9', dataApiRoot: 'http://127.0.0.1:9', log })
    expect(await lost.send(resident.userId, spoken(), how({ reply: { token: 't', at: Date.now() } }))).toMatchObject({ end: 'retry', reason: 'ECONNREFUSED' })
    await lost.stop()
  })

  it('with a token LINE does not accept waits, and the channel says it is not well', async () => {
    const wrong = lineChannel({ secret: 's', accessToken: 'wrong', apiRoot: platform.url, dataApiRoot: platform.url, log })
    expect(await wrong.send(resident.userId, spoken(), how())).toMatchObject({ end: 'retry', reason: 'line 401' })
    expect(wrong.healthy()).toBe(false)
    await wrong.stop()
  })
})

describe('files of ours', () => {
  it('are left out, with a line in the log, where there is no address to fetch them at', async () => {
    expect(await channel.send(resident.userId, spoken({ files: ['a'] }), how())).toMatchObject({ end: 'sent' })
    expect(log.lines.join()).toContain('could not be handed over')
  })
  it('are fetched by LINE where there is; an address that cannot be had now is a retry', async () => {
    const linked = lineChannel({
      secret: 's', accessToken, apiRoot: platform.url, dataApiRoot: platform.url, log,
      fileLink: (id) => (id === 'a' ? Promise.resolve({ url: 'https://office.example/f/a', mime: 'image/png', name: 'a.png' }) : Promise.reject(new Error('away'))),
    })
    expect(await linked.send(resident.userId, spoken({ files: ['a'] }), how())).toMatchObject({ end: 'sent' })
    expect(resident.messages.map((one) => one.kind)).toEqual(['image', 'text'])
    expect(await linked.send(resident.userId, spoken({ files: ['b'] }), how())).toMatchObject({ end: 'retry', reason: 'file not at hand' })
    await linked.stop()
  })
})
