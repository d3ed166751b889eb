import { afterEach, expect, test } from 'vitest'
import { items, visitor } from './http.ts'
import { openStandIn, type StandIn } from './stand-in.ts'

let house: StandIn
afterEach(() => house.stop())

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(house.url + path, { method: 'POST', headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers }, body: JSON.stringify(body) })

test.each([['zh-CN', '两分钟看懂来访'], ['zh-TW', '兩分鐘看懂來訪'], ['en', 'Laifang in two minutes']])('the page speaks %s', async (language, title) => {
  house = await openStandIn()
  expect(await (await fetch(`${house.url}/demo?lang=${language}`)).text()).toContain(`<h1>${title}</h1>`)
  expect(await (await fetch(`${house.url}/demo`, { headers: { 'accept-language': language } })).text()).toContain(`<h1>${title}</h1>`)
})

test('the clock moves by hours, by days and to the next due moment, and by nothing else', async () => {
  house = await openStandIn()
  const now = async () => (await (await fetch(`${house.url}/demo/progress`)).json()).clock as number
  const before = await now()
  expect((await (await post('/demo/move', { by: 3_600_000 })).json()).clock - before).toBeGreaterThanOrEqual(3_600_000)
  expect((await post('/demo/move', { by: 'next' })).status).toBe(200)
  expect(await now() - before).toBeGreaterThanOrEqual(4 * 3_600_000)
  for (const by of [-1, 0, 1.5, 8 * 86_400_000, 'yesterday', null]) expect((await post('/demo/move', { by })).status).toBe(400)
  expect((await post('/demo/move', { by: 'next' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
})

test('each phone is its own person, without a cookie', async () => {
  house = await openStandIn()
  const phone = visitor(house.url)
  const page = await phone.open('?as=demo-mediator')
  expect(page.headers.getSetCookie()).toEqual([])
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'self'")
  await post('/chat/say?as=demo-mediator', { id: crypto.randomUUID(), text: '你好' })
  expect(items(await phone.stream((events) => items(events).length > 0, '?as=demo-mediator'))).toHaveLength(1)
  expect(items(await phone.stream((events) => events.some((each) => each.event === 'live'), '?as=demo-resident'))).toHaveLength(0)
})

test('without a demo there is no page, no clock and no borrowed identity', async () => {
  house = await openStandIn({ demo: false })
  expect((await fetch(`${house.url}/demo`)).status).toBe(404)
  expect((await fetch(`${house.url}/demo/progress`)).status).toBe(404)
  expect((await post('/demo/move', { by: 'next' })).status).toBe(404)
  expect((await fetch(`${house.url}/chat?as=demo-mediator`)).status).toBe(404)
  expect((await post('/chat/say?as=demo-mediator', { id: crypto.randomUUID(), text: '你好' })).status).toBe(401)
  expect(house.taken).toHaveLength(0)
})
