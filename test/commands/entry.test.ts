import { afterAll, beforeAll, expect, test } from 'vitest'
import { entry, poster } from '../../src/commands/office/entry.ts'
import { WrongOption } from '../../src/commands/office/staff.ts'
import { openHouse, type TestHouse } from '../house.ts'

/** What an office puts on its door, from the command line. */

let house: TestHouse
beforeAll(async () => { house = await openHouse() })
afterAll(async () => { await house.stop() })
const at = { base: 'https://office.example', telegram: 'laifang_bot', line: '@abc1234' }

test('the ways in: one code, one address for each channel', async () => {
  const { id } = await house.db.prisma.office.findFirstOrThrow()
  expect(await entry(house.db, ['--id', String(id)], at)).toEqual({ office: id, code: `office_${id}`, links: {
    telegram: `https://t.me/laifang_bot?start=office_${id}`, line: `https://line.me/R/oaMessage/%40abc1234/?office_${id}`, web: `https://office.example/chat?start=office_${id}`,
  } })
  expect(await entry(house.db, ['--id', String(id)], { ...at, telegram: null, line: null })).toMatchObject({ links: { web: `https://office.example/chat?start=office_${id}` } })
})

test('the poster\'s address opens a poster; an office or a language that there is not is refused', async () => {
  const { id } = await house.db.prisma.office.findFirstOrThrow()
  const line = await poster(house.db, ['--id', String(id), '--language', 'en'], { ...at, base: house.url }, ['en', 'zh-CN'])
  expect((await fetch(line.poster)).status).toBe(200)
  await expect(poster(house.db, ['--id', '99999'], at, ['en'])).rejects.toThrow(WrongOption)
  await expect(poster(house.db, ['--id', String(id), '--language', 'xx'], at, ['en'])).rejects.toThrow(/--language/)
})
