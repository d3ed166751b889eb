import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { onLine, onTelegram } from '../people.ts'
import type { ChatPerson } from '../platforms/person.ts'
import { tinyJpeg, tinyPdf } from '../platforms/samples.ts'
import { webPerson } from '../platforms/web.ts'
import { toReview, walksTo } from '../resident.ts'

/** Files that cannot be kept: each is told of in a clear word, and nothing else is lost. */

const story = '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。'
const mb20 = Buffer.concat([tinyJpeg, Buffer.alloc(20_000_000 - tinyJpeg.length)])
const mb20AndOne = Buffer.concat([mb20, Buffer.alloc(1)])
const program = Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), Buffer.alloc(600, 7)])
const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>fetch("https://evil.example")</script></svg>')

let house: TestHouse
beforeAll(async () => { house = await openHouse() })
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.stop()
})

type Sender = ChatPerson & { sends(bytes: Buffer, name: string): Promise<unknown> }
async function sender(where: string): Promise<Sender> {
  if (where === 'LINE') {
    const user = await onLine(house)
    return Object.defineProperties(user, { sends: { value: (bytes: Buffer, name: string) => (/\.jpg$/.test(name) ? user.image(bytes, 'image/jpeg') : user.file(bytes, name)) } }) as never
  }
  const user = onTelegram(house)
  return Object.defineProperties(user, { sends: { value: (bytes: Buffer, name: string) => user.sendsDocument(bytes, name, /\.jpg$/.test(name) ? 'image/jpeg' : 'application/octet-stream') } }) as never
}
const onDisk = (): number => (existsSync(join(house.dataDir, 'files')) ? readdirSync(join(house.dataDir, 'files')).length : 0)

test.each(['Telegram', 'LINE'])('on %s a picture of 20 MB is kept', async (where) => {
  const who = await sender(where)
  await walksTo(who, story, /有照片、录音/)
  const before = onDisk()
  await who.sends(mb20, 'big.jpg')
  await who.waitForNew('1 份材料')
  await house.calm()
  expect(onDisk()).toBe(before + 1)
})

test.each([
  ['Telegram', 'a byte more than 20 MB', mb20AndOne, 'big.jpg', /20 MB|太大/],
  ['LINE', 'a byte more than 20 MB', mb20AndOne, 'big.jpg', /20 MB|太大/],
  ['Telegram', 'nothing at all', Buffer.alloc(0), 'leer.pdf', /空/],
  ['LINE', 'nothing at all', Buffer.alloc(0), 'leer.pdf', /空/],
  ['Telegram', 'a program that calls itself a picture', program, 'cat.jpg', /不收这种|不接收|不能收|类型|种类|格式/],
  ['LINE', 'a program that calls itself a picture', program, 'cat.jpg', /不收这种|不接收|不能收|类型|种类|格式/],
  ['Telegram', 'a drawing with a script', drawing, 'plan.svg', /不收这种|不接收|不能收|类型|种类|格式/],
  ['LINE', 'a drawing with a script', drawing, 'plan.svg', /不收这种|不接收|不能收|类型|种类|格式/],
] as const)('on %s, %s is refused in plain words, and the report goes on with what was good', async (where, _what, bytes, name, words) => {
  const who = await sender(where)
  await walksTo(who, story, /有照片、录音/)
  await who.sends(tinyPdf, 'good.pdf')
  await who.waitForNew('1 份材料')
  await house.calm()
  const before = onDisk()
  await who.sends(bytes, name)
  await house.move(2000)
  expect(who.messages.some((message) => words.test(message.text))).toBe(true)
  expect(onDisk()).toBe(before)
  const review = await toReview(who, '发完了')
  expect(review.text).toContain(story)
  expect(review.text).toContain('1 份材料')
})

test('on the web page they are refused before anything is stored', async () => {
  const an = await webPerson(house.url)
  const send = (bytes: Buffer) => fetch(`${house.url}/chat/file`, { method: 'POST', body: new Uint8Array(bytes), headers: { cookie: an.cookie, 'sec-fetch-site': 'same-origin', 'x-id': crypto.randomUUID(), 'x-name': 'cat.jpg', 'content-type': 'image/jpeg' } })
  const before = (await house.query('select 1 from attachments')).length
  expect([(await send(program)).status, (await send(drawing)).status, (await send(Buffer.alloc(0))).status, (await send(mb20AndOne)).status, (await send(mb20)).status]).toEqual([415, 415, 415, 413, 200])
  expect((await house.query('select 1 from attachments')).length).toBe(before + 1)
  an.close()
})

test.each(['Telegram', 'LINE'])('on %s a name that would read as another one is kept as it really ends', async (where) => {
  const who = await sender(where)
  await walksTo(who, story, /有照片、录音/)
  await who.sends(tinyPdf, 'foto\u202Egpj.pdf')
  await who.waitForNew('1 份材料')
  await house.calm()
  const [kept] = await house.query<{ name: Buffer }>('select name from attachments order by at desc limit 1')
  expect((JSON.parse(house.db.seal.open(kept?.name ?? Buffer.alloc(0))) as { name: string }).name).toBe('fotogpj.pdf')
})
