import { createHash, randomUUID } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { step } from './script.ts'
import { items, texts, visitor } from './http.ts'
import { openStandIn, type StandIn } from './stand-in.ts'

let house: StandIn
const open = async (options: Parameters<typeof openStandIn>[0] = {}) => (house = await openStandIn(options))
afterEach(() => house.stop())

const live = (events: { event: string }[]) => events.some((each) => each.event === 'live')

describe('who speaks', () => {
  test('a first visit gives an unguessable cookie that no script reads and no other site sends', async () => {
    await open()
    const cookie = (await visitor(house.url).open()).headers.getSetCookie()[0] ?? ''
    expect(cookie).toMatch(/^laifang=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Lax$/)
    const other = (await visitor(house.url).open()).headers.getSetCookie()[0]
    expect(other).not.toBe(cookie)
  })

  test('behind HTTPS the cookie is Secure and bound to this very host', async () => {
    await open({ secure: true })
    const cookie = (await visitor(house.url).open()).headers.getSetCookie()[0]
    expect(cookie).toMatch(/^__Host-laifang=.*; Secure$/)
  })

  test('a later visit keeps the identity and makes it last again', async () => {
    await open()
    const me = visitor(house.url)
    await me.open()
    const before = me.cookie
    const again = await me.open()
    expect(me.cookie).toBe(before)
    expect(again.headers.getSetCookie()).toHaveLength(1)
  })

  test('the house learns the hash of the cookie and never the cookie', async () => {
    await open()
    const me = visitor(house.url)
    await me.open()
    await me.say({ text: '你好' })
    const secret = me.cookie.split('=')[1] ?? ''
    expect(house.taken[0]?.user).toBe(createHash('sha256').update(secret).digest('hex'))
    expect(JSON.stringify(house.taken)).not.toContain(secret)
  })

  test('nobody is heard without an identity, or with a made-up one', async () => {
    await open()
    const me = visitor(house.url)
    expect((await me.say({ text: '你好' })).status).toBe(401)
    me.cookie = 'laifang=short'
    expect((await me.say({ text: '你好' })).status).toBe(401)
    expect(house.taken).toHaveLength(0)
  })

  test('one person sees nothing of another', async () => {
    await open()
    const [me, other] = [visitor(house.url), visitor(house.url)]
    await me.open()
    await other.open()
    await me.say({ text: '我家的事' })
    await me.stream((events) => items(events).length > 0)
    expect(items(await other.stream(live))).toEqual([])
  })

  test('after forgetting, the device is a stranger and its open page is told nothing more', async () => {
    await open()
    const me = visitor(house.url)
    await me.open()
    await me.say({ text: '我家的事' })
    const watching = me.stream(() => false)
    await new Promise((resolve) => setTimeout(resolve, 200))
    const answer = await fetch(`${house.url}/chat/forget`, { method: 'POST', headers: { cookie: me.cookie, 'sec-fetch-site': 'same-origin' } })
    expect(answer.headers.getSetCookie()[0]).toMatch(/^laifang=; .*Max-Age=0/)
    house.say(house.someone(), { spoken: step('之后的消息', []) })
    expect(texts(await watching)).not.toContain('之后的消息')
  })
})

describe('other sites', () => {
  test.each([
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'none' }, 403],
    [{ 'sec-fetch-site': '', origin: 'https://evil.example' }, 403],
  ])('%o may not speak for a visitor', async (headers, status) => {
    await open()
    const me = visitor(house.url)
    await me.open()
    expect((await me.say({ text: '你好' }, headers)).status).toBe(status)
    expect(house.taken).toHaveLength(0)
  })

  test('an older browser proves itself by its Origin', async () => {
    await open()
    const me = visitor(house.url)
    await me.open()
    const say = (origin: string) => fetch(`${house.url}/chat/say`, { method: 'POST', headers: { cookie: me.cookie, 'content-type': 'application/json', ...(origin ? { origin } : {}) }, body: JSON.stringify({ id: randomUUID(), text: '你好' }) })
    expect((await say('')).status).toBe(403)
    expect((await say('http://127.0.0.1:1')).status).toBe(403)
    expect((await say(house.url)).status).toBe(200)
  })

  test('the page allows no code, style or frame but the house’s own', async () => {
    await open()
    const answer = await visitor(house.url).open()
    const rules = answer.headers.get('content-security-policy') ?? ''
    expect(rules).toContain("default-src 'none'")
    expect(rules).toContain("frame-ancestors 'none'")
    expect(rules).not.toMatch(/unsafe|\*|https?:/)
    const page = await answer.text()
    expect(page).not.toMatch(/ style=| on\w+=|<style/)
    expect([...page.matchAll(/<script(?![^>]*src=)([^>]*)>/g)].map((each) => each[1])).toEqual([' type="application/json" id="frame"'])
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  test('only what the page needs is served from its folder', async () => {
    await open()
    for (const name of ['chat.html', 'tsconfig.json', 'types.d.ts', '..%2Frouter.ts', '']) expect((await fetch(`${house.url}/chat/page/${name}`)).status).toBe(404)
    for (const name of ['chat.js', 'line/outbox.js', 'look/chat.css', 'look/seal.svg']) expect((await fetch(`${house.url}/chat/page/${name}`)).status).toBe(200)
  })
})

describe('saying something', () => {
  test.each([
    [{ text: '  楼上漏水 ' }, { kind: 'text', text: '楼上漏水' }],
    [{ text: '/start ABC-123' }, { kind: 'start', payload: 'ABC-123' }],
    [{ text: '/help' }, { kind: 'command', name: 'help' }],
    [{ text: '/unheard-of' }, { kind: 'text', text: '/unheard-of' }],
    [{ press: 's:3:kind', source: '12' }, { kind: 'press', press: 's:3:kind', source: '12' }],
    [{ start: 'qingshi' }, { kind: 'start', payload: 'qingshi' }],
    [{ start: '' }, { kind: 'start', payload: '' }],
    [{ command: 'mycases' }, { kind: 'command', name: 'mycases' }],
    [{ place: { lat: 31.2, lon: 121.4 } }, { kind: 'location', lat: 31.2, lon: 121.4 }],
  ])('%o reaches the house', async (saying, body) => {
    await open()
    const me = visitor(house.url)
    await me.open()
    expect((await me.say(saying, { 'accept-language': 'zh-TW,zh;q=0.8' })).status).toBe(200)
    expect(house.taken[0]).toMatchObject({ channel: 'web', body, languageHint: 'zh-TW' })
    expect(house.taken[0]?.seed).toMatch(/^[0-9a-f]{32}$/)
  })

  test.each([
    {}, { text: '' }, { text: '   ' }, { text: 'x'.repeat(10_001) }, { text: 7 }, { id: 'no-uuid', text: 'x' }, { press: '按钮' }, { press: 'x'.repeat(65) },
    { press: 's:1:a', source: 'x' }, { start: '../../etc' }, { command: 'rm' }, { place: { lat: 91, lon: 0 } }, { text: 'x', press: 's:1:a' },
  ])('%o is refused and stores nothing', async (saying) => {
    await open()
    const me = visitor(house.url)
    await me.open()
    expect((await me.say(saying)).status).toBe(400)
    expect(house.taken).toHaveLength(0)
  })

  test('broken JSON is 400, a huge body is 413', async () => {
    await open()
    const me = visitor(house.url)
    await me.open()
    const post = (body: string) => fetch(`${house.url}/chat/say`, { method: 'POST', headers: { cookie: me.cookie, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }, body })
    expect((await post('{')).status).toBe(400)
    expect((await post(JSON.stringify({ text: 'x'.repeat(200_000) }))).status).toBe(413)
    expect(house.troubles).toEqual([])
  })

  test('a retried saying is the same update; two people’s ids never meet', async () => {
    await open()
    const [me, other] = [visitor(house.url), visitor(house.url)]
    await me.open()
    await other.open()
    const id = randomUUID()
    for (const who of [me, me, other]) expect((await who.say({ id, text: '同一句' })).status).toBe(200)
    expect(house.taken).toHaveLength(2)
  })

  test('what could not be stored is not acknowledged; the page is told when to try again', async () => {
    await open()
    house.failNext(1)
    const me = visitor(house.url)
    await me.open()
    const id = randomUUID()
    const refused = await me.say({ id, text: '漏水' })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '3'])
    expect(await refused.text()).not.toContain('database')
    expect(house.troubles).toHaveLength(1)
    expect((await me.say({ id, text: '漏水' })).status).toBe(200)
    expect(house.taken).toHaveLength(1)
  })

  test('a flood from one person is slowed, and others are not', async () => {
    await open({ limits: { sayings: { points: 3, seconds: 30 } } })
    const [me, other] = [visitor(house.url), visitor(house.url)]
    await me.open()
    await other.open()
    const answers = await Promise.all([1, 2, 3, 4, 5].map((n) => me.say({ text: `${n}` })))
    expect(answers.map((each) => each.status).sort()).toEqual([200, 200, 200, 429, 429])
    const slow = answers.find((each) => each.status === 429)
    expect(Number(slow?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await other.say({ text: '你好' })).status).toBe(200)
  })
})

describe('the stream', () => {
  test('tells language and words, then what was missed, then what comes, each once', async () => {
    await open()
    const me = visitor(house.url)
    await me.open()
    await me.say({ start: '' })
    await me.stream((events) => items(events).length === 1)
    const watching = me.stream((events) => items(events).length === 3)
    await new Promise((resolve) => setTimeout(resolve, 200))
    house.say(house.someone(), { spoken: step('同一进程', []) })
    house.say(house.someone(), { spoken: step('另一进程', []) }, false)
    const events = await watching
    expect(events.filter((each) => each.event !== 'cursor').map((each) => each.event)).toEqual(['hello', 'item', 'live', 'item', 'item'])
    expect(events[0]?.data).toMatchObject({ language: 'zh-CN', house: '青石街道综治中心', zone: 'Asia/Shanghai', words: { send: '发送' } })
    expect(texts(events).slice(1)).toEqual(['同一进程', '另一进程'])
    expect(new Set(items(events).map((each) => each.id)).size).toBe(3)
  })

  test('a page that comes back gets what it missed, and a little more rather than a little less', async () => {
    await open()
    const me = visitor(house.url)
    await me.open()
    await me.say({ start: '' })
    await me.stream((events) => items(events).length === 1)
    const user = house.someone()
    const now = Date.now()
    house.say(user, { at: now - 3_600_000, spoken: step('很早', []) })
    house.say(user, { at: now + 1, spoken: step('刚才', []) })
    const cursor = (await me.stream((events) => events.some((each) => each.event === 'live'))).find((each) => each.event === 'live')?.id ?? ''
    expect(Number(cursor)).toBeLessThanOrEqual(now - 59_000)
    // Sent before what the page has seen, visible only now.
    house.say(user, { at: now - 30_000, spoken: step('迟到', []) })
    const again = await me.stream(live, '', { 'last-event-id': cursor })
    expect(texts(again)).toContain('迟到')
    expect(texts(again)).not.toContain('很早')
    expect(texts(await me.stream(live, `?after=${cursor}`))).toEqual(texts(again))
    expect(texts(await me.stream(live, '?after=nonsense'))).toContain('很早')
  })

  test('a change of language reaches the frame of the page', async () => {
    await open()
    const me = visitor(house.url)
    await me.open()
    await me.say({ start: '' })
    const watching = me.stream((events) => events.filter((each) => each.event === 'hello').length === 2)
    await new Promise((resolve) => setTimeout(resolve, 200))
    await me.say({ press: 'l:en' })
    const hellos = (await watching).filter((each) => each.event === 'hello')
    expect(hellos.map((each) => (each.data as { words: Record<string, string> }).words.send)).toEqual(['发送', 'Send'])
  })

  test('closing the house ends the streams', async () => {
    await open()
    const me = visitor(house.url)
    await me.open()
    const began = Date.now()
    const watching = me.stream(() => false)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await house.stop()
    await watching
    expect(Date.now() - began).toBeLessThan(3_000)
    await open()
  })
})
