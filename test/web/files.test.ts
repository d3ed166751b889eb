import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { visitor } from './http.ts'
import { openStandIn, type StandIn } from './stand-in.ts'

let house: StandIn
const open = async (options: Parameters<typeof openStandIn>[0] = {}) => (house = await openStandIn(options))
afterEach(() => house.stop())

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(5000, 7)])

describe('files', () => {
  test('a picture is kept as it came and told of by what it is', async () => {
    await open()
    const me = visitor(house.url)
    await me.open()
    expect((await me.file(png, { name: '../../墙‮面.exe.png', mime: 'text/html' })).status).toBe(200)
    const body = house.taken[0]?.body
    expect(body).toMatchObject({ kind: 'file', file: { kind: 'picture', mime: 'image/png', name: '墙面.exe.png', bytes: png.length } })
    expect([...house.uploads.values()][0]?.bytes.equals(png)).toBe(true)
  })

  test.each([
    ['a web page that calls itself a picture', Buffer.from('<!doctype html><script>alert(1)</script>'), 415],
    ['a drawing with code', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 415],
    ['a program', Buffer.from('4d5a900003000000', 'hex'), 415],
    ['nothing at all', Buffer.alloc(0), 415],
  ])('%s is refused', async (_what, bytes, status) => {
    await open()
    const me = visitor(house.url)
    await me.open()
    expect((await me.file(bytes, {})).status).toBe(status)
    expect([house.taken.length, house.uploads.size]).toEqual([0, 0])
  })

  test('a file over the limit is refused, whether it says its size or not', async () => {
    await open({ limits: { fileBytesMax: 4000 } })
    const me = visitor(house.url)
    await me.open()
    expect((await me.file(png, {})).status).toBe(413)
    const parts = new ReadableStream({ start(controller) { controller.enqueue(png.subarray(0, 3000)); controller.enqueue(png.subarray(3000)); controller.close() } })
    const quiet = await fetch(`${house.url}/chat/file`, { method: 'POST', body: parts, duplex: 'half', headers: { 'x-id': randomUUID(), cookie: me.cookie, 'sec-fetch-site': 'same-origin' } } as RequestInit)
    expect(quiet.status).toBe(413)
    expect(house.taken).toHaveLength(0)
  })

  test('what the house hands over is shown when it is a picture and else only saved', async () => {
    await open()
    const me = visitor(house.url)
    await me.open()
    const get = (id: string) => fetch(`${house.url}/chat/handed/${id}`, { headers: { cookie: me.cookie } })
    const [shown, saved] = [await get('picture'), await get('page')]
    expect([shown.headers.get('content-type'), shown.headers.get('content-disposition')?.slice(0, 6)]).toEqual(['image/png', 'inline'])
    expect([saved.headers.get('content-type'), saved.headers.get('content-disposition')?.slice(0, 10)]).toEqual(['application/octet-stream', 'attachment'])
    expect(saved.headers.get('content-security-policy')).toContain('sandbox')
    expect((await get('other')).status).toBe(404)
    me.cookie = ''
    expect((await get('picture')).status).toBe(401)
  })
})
