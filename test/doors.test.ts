import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from './house.ts'
import { onLine, onTelegram } from './people.ts'
import { walksTo } from './resident.ts'

/** The webhooks: what comes in is stored or turned away, and nothing is lost while the database is not there. */

const story = '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。'

let house: TestHouse
beforeAll(async () => { house = await openHouse({ cut: true }) })
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  expect(house.line.violations).toEqual([])
  await house.stop()
})

type Door = 'telegram' | 'line'
const doors: Door[] = ['telegram', 'line']
const inbounds = (): Promise<{ channel: string; state: string }[]> => house.query('select channel, state from inbounds order by id')

function knock(door: Door, body: string | Buffer, headers: Record<string, string> = {}): Promise<Response> {
  const right: Record<string, string> = door === 'telegram'
    ? { 'x-telegram-bot-api-secret-token': 'telegram_secret' }
    : { 'x-line-signature': createHmac('sha256', 'line-channel-secret').update(body).digest('base64') }
  return fetch(`${house.url}/webhooks/${door}`, { method: 'POST', body: typeof body === 'string' ? body : new Uint8Array(body), headers: { 'content-type': 'application/json', ...right, ...headers } })
}

test.each(doors)('%s: a wrong or missing secret is 401 and stores nothing', async (door) => {
  const before = await inbounds()
  const name = door === 'telegram' ? 'x-telegram-bot-api-secret-token' : 'x-line-signature'
  for (const wrong of ['', 'telegram_secre', 'telegram_secret2', 'AAAA', createHmac('sha256', 'another secret').update('{}').digest('base64')]) {
    expect((await knock(door, JSON.stringify({ update_id: 1, events: [], message: {} }), { [name]: wrong })).status).toBe(401)
  }
  expect((await fetch(`${house.url}/webhooks/${door}`, { method: 'POST', body: '{}' })).status).toBe(401)
  expect(await inbounds()).toEqual(before)
})

test('LINE: a signature over other bytes is 401, be it by one blank', async () => {
  const body = JSON.stringify({ destination: 'U0', events: [] })
  const signature = createHmac('sha256', 'line-channel-secret').update(body).digest('base64')
  expect((await knock('line', `${body} `, { 'x-line-signature': signature })).status).toBe(401)
  expect((await knock('line', body, { 'x-line-signature': signature })).status).toBe(200)
})

const strange = {
  telegram: ['not json', '[]', 'null', '{}', '{"update_id":"x"}', '{"update_id":900,"purchased_paid_media":{}}', '{"update_id":901,"message":{"message_id":1,"chat":{"id":5}}}', '{"update_id":902,"message":7}', '{"update_id":903,"callback_query":{"id":"1","from":{"id":3}}}', '\u0000\u0001', '{"update_id":904,"message":{"message_id":1,"date":1,"chat":{"id":77,"type":"private"},"from":{"id":77},"text":"\\u0000"}}'],
  line: ['not json', '[]', 'null', '{}', '{"events":[{}]}', '{"events":[7,null,"x"]}', '{"events":[{"type":"beacon","webhookEventId":"e1","source":{"type":"user","userId":"U1"}}]}', '{"events":[{"type":"message","webhookEventId":"e2","source":{"type":"user"},"message":{"type":"text","id":"1","text":"x"}}]}', '{"events":[{"type":"message","webhookEventId":"e3","message":{"type":"hologram","id":"1"},"source":{"type":"user","userId":"U1"}}]}'],
}

test.each(doors)('%s: what nobody can read is stored, answered 200 and otherwise ignored', async (door) => {
  const before = (await inbounds()).length
  for (const body of strange[door]) expect((await knock(door, body)).status, body).toBe(200)
  const stored = (await inbounds()).slice(before)
  expect(stored.length).toBeGreaterThan(5)
  expect(stored.every((each) => each.state === 'ignored' || each.state === 'done')).toBe(true)
  for (const body of strange[door]) expect((await knock(door, body)).status, body).toBe(200)
  expect((await inbounds()).length - before).toBe(stored.length)
})

test.each(doors)('%s: more than a megabyte is 413 and stores nothing', async (door) => {
  const before = (await inbounds()).length
  const body = JSON.stringify({ update_id: 990, events: [], padding: 'x'.repeat(1_100_000) })
  expect((await knock(door, body)).status).toBe(413)
  expect((await inbounds()).length).toBe(before)
})

test.each(doors)('%s: another method is refused', async (door) => {
  expect((await fetch(`${house.url}/webhooks/${door}`)).status).toBe(405)
})

test('while the database is away the doors say 503, readyz tells it, and nothing is lost after it returns', async () => {
  const [one, two] = [onTelegram(house), await onLine(house)]
  await walksTo(one, story, /对方是谁/)
  await walksTo(two, story, /对方是谁/)
  await house.database.cut()
  const waiting = Promise.all([one.says('楼上老王'), two.says('楼上老李')])
  expect((await knock('telegram', JSON.stringify({ update_id: 995, message: { message_id: 9, date: 1, chat: { id: 78, type: 'private' }, from: { id: 78, is_bot: false, first_name: 'P' }, text: '你好' } }))).status).toBe(503)
  expect((await knock('line', JSON.stringify({ destination: 'U0', events: [{ type: 'follow', webhookEventId: 'e9', source: { type: 'user', userId: `U${'9'.repeat(32)}` }, timestamp: 1, mode: 'active', follow: { isUnblocked: false } }] }))).status).toBe(503)
  expect((await fetch(`${house.url}/healthz`)).status).toBe(200)
  const ready = await fetch(`${house.url}/readyz`)
  expect(ready.status).toBe(503)
  expect(await ready.text()).toContain('database')
  await new Promise((resolve) => setTimeout(resolve, 1500))
  await house.database.mend()
  await waiting
  await one.waitFor((message) => message.text.includes('怎么能联系上'))
  await two.waitFor((message) => message.text.includes('怎么能联系上'))
  await house.calm()
  for (const person of [one, two]) expect(person.messages.filter((message) => message.text.includes('怎么能联系上'))).toHaveLength(1)
  await one.taps('返回')
  expect((await one.waitForNew('您之前的回答')).text).toContain('楼上老王')
  expect((await fetch(`${house.url}/readyz`)).status).toBe(200)
})

test('a database that goes in the middle of sending: every answer comes, none twice', async () => {
  const people = Array.from({ length: 8 }, () => onTelegram(house))
  await Promise.all(people.map((each) => each.says(story)))
  const cutting = new Promise((resolve) => setTimeout(resolve, 15)).then(() => house.database.cut())
  await Promise.all(people.map((each) => each.waitFor('保存您写下的内容')))
  await cutting
  const saying = Promise.all(people.map((each) => each.taps('同意，继续')))
  await new Promise((resolve) => setTimeout(resolve, 800))
  await house.database.mend()
  await saying
  await Promise.all(people.map((each) => each.waitFor('属于下面哪一类', 15_000)))
  await house.calm()
  for (const each of people) expect(each.messages.map((message) => message.text.slice(0, 4))).toEqual(['记下了，'])
})
