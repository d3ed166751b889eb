import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { onTelegram } from '../../people.ts'
import { webPerson } from '../../platforms/web.ts'
import { fileCase } from '../../resident.ts'

/** Somebody scans the code on an office's poster and is at that office from then on. */

const story = '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。'
let house: TestHouse
let east = 0
let west = 0
beforeAll(async () => {
  house = await openHouse()
  const make = async (name: string, regulations: string[]) => (await house.db.prisma.office.create({ data: { name, zone: 'Asia/Shanghai', regulations } })).id
  east = await make('河东调解室', [])
  west = await make('西城物业处', ['property-complaint'])
  await house.restart()
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.stop()
})

const officeOf = async (number: string) => (await house.query<{ name: string }>('select o.name from cases c join offices o on o.id = c.office_id where c.number = $1 order by c.filed_at desc limit 1', [number]))[0]?.name

test('a scanned code on Telegram: greeted by that office, and the case goes there', async () => {
  const li = onTelegram(house)
  await li.start(`office_${east}`)
  expect((await li.waitForNew()).text).toContain('这里是河东调解室')
  const { number } = await fileCase(li, story)
  expect(await officeOf(number)).toBe('河东调解室')
})

test('LINE: the account must be added first, then the words in the message field are sent', async () => {
  const mei = house.line.user({ language: 'en' })
  await mei.follow()
  expect((await mei.waitForNew()).text).toContain('和平街道')
  await mei.says(`Office_${east}`)
  expect((await mei.waitForNew()).text).toContain('this is 河东调解室')
  const { number } = await fileCase(mei, 'The neighbour upstairs leaks water through my ceiling and will not repair it.')
  expect(await officeOf(number)).toBe('河东调解室')
})

test('the web page opens at the office its address names', async () => {
  const an = await webPerson(house.url, { query: `?start=office_${east}` })
  await an.says(`/start office_${east}`)
  expect((await an.waitForNew()).text).toContain('河东调解室')
  an.close()
})

test('an office that takes one kind of matter offers nothing else, to whoever came through its door', async () => {
  const li = onTelegram(house)
  await li.start(`office_${west}`)
  await li.waitForNew('西城物业处')
  await li.says('物业三个月不打扫楼道，垃圾堆成山，打电话也不理。')
  await li.waitForNew(/同意/)
  await li.taps('同意，继续')
  expect((await li.waitForNew(/哪一类/)).labels.join()).not.toMatch(/信访|调解/)
})

test('in the middle of a report: what was told is kept, and the new office is named', async () => {
  const li = onTelegram(house)
  await li.says(story)
  await li.waitForNew(/同意/)
  await li.taps('同意，继续')
  await li.waitForNew()
  await li.start(`office_${east}`)
  const said = await li.waitForNew('河东调解室')
  expect(said.labels).toContain('接着写')
  await li.taps('接着写')
  await li.waitForNew(/哪一类/)
})

test('a code of no office of ours: said so, and one may go on', async () => {
  const li = onTelegram(house, 'en')
  await li.start('office_999999')
  expect((await li.waitForNew()).text).toMatch(/do not know that entry code[\s\S]*和平街道/)
  await li.says('office_abc')
  expect((await li.waitForNew()).text).toMatch(/do not know/)
})
