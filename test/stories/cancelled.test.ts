import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { onTelegram } from '../people.ts'
import { toReview } from '../resident.ts'

/** What was said of a draft that is no more is kept no more; what was filed before stays readable. */

const day = 86_400_000

let house: TestHouse
beforeAll(async () => { house = await openHouse() })
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  await house.stop()
})

/** How many messages of theirs still have words, and whether any has those. */
const kept = async (words: string) => {
  const rows = await house.query<{ message: Buffer }>('select message from deliveries where length(message) > 0 order by id')
  const texts = rows.map(({ message }) => house.db.seal.open(message))
  return { count: texts.length, found: texts.filter((text) => text.includes(words)).length }
}

test('cancelled, or deleted in time: the answers that repeated it are empty, what was said before is not', async () => {
  const resident = onTelegram(house)
  await resident.says('帮助')
  await resident.waitForNew('110')
  await house.calm()
  const before = await kept('talk:help')
  expect(before.found).toBeGreaterThan(0)

  await house.moveTo(house.now() + 3_600_000)
  await toReview(resident, '隔壁半夜放音乐，吵得睡不着，姓赵的一家从来不听劝。', { pick: /^人民调解/ })
  await house.calm()
  expect((await kept('姓赵的一家')).found).toBeGreaterThan(0)
  await resident.taps('取消')
  await resident.waitForNew('停止填写吗')
  await resident.taps('停止并删除')
  await resident.waitForNew('写的内容已删除')
  await house.calm()
  expect((await kept('姓赵的一家')).found).toBe(0)
  expect((await kept('talk:help')).found).toBe(before.found)

  await toReview(resident, '隔壁半夜放音乐，吵得睡不着，姓钱的一家从来不听劝。', { pick: /^人民调解/ })
  await house.calm()
  expect((await kept('姓钱的一家')).found).toBeGreaterThan(0)
  for (let days = 0; days < 20; days++) await house.moveTo(house.now() + day)
  await house.calm()
  expect((await kept('姓钱的一家')).found).toBe(0)
})
