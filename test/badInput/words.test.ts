import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { member, offered, onLine, onTelegram } from '../people.ts'
import type { TelegramUser } from '../platforms/telegram.ts'
import { fileCase, toReview, walksTo } from '../resident.ts'

/** Words that are too long, that hide or turn round, and numbers from abroad. */

const story = '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。'
let house: TestHouse
let wang: TelegramUser
beforeAll(async () => {
  house = await openHouse()
  wang = await member(house, 'mediator', '王调解')
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.stop()
})

test.each(['Telegram', 'LINE'])('on %s a story of 10 000 characters is kept to the last; one more is told of, and what was told stays', async (where) => {
  const who = where === 'LINE' ? await onLine(house) : onTelegram(house)
  const part = `${story}${'水'.repeat(4000 - story.length)}`
  await who.says(part)
  await who.waitForNew(/同意/)
  await who.taps('同意，继续')
  await who.waitForNew()
  await who.says(part)
  await who.waitForNew()
  await who.says('水'.repeat(10_000 - 8000 - 2))
  await who.waitForNew(/哪一类/)
  await who.says('x')
  await who.waitForNew(/10000|10,000|10 000/)
  const { number } = await fileCase(who, '/help')
  const kept = (await house.cases()).find((each) => each.number === number)
  expect([...(kept?.story ?? '')].length).toBe(10_000)
})

const bidi = '\u202E', zero = '\u200B', joiner = '\u200D'
const odd = `👨${joiner}👩${joiner}👧 水管${zero}漏${bidi}水\u0007，مرحبا، 楼上邻居\uFEFF三次都不肯修 🇹🇼`

test.each(['Telegram', 'LINE'])('on %s signs that hide or turn the line round stay in the story as told, and nobody is shown them', async (where) => {
  const who = where === 'LINE' ? await onLine(house) : onTelegram(house)
  const { number } = await fileCase(who, odd, { typed: { 称呼: `李${zero}${bidi}梅\u0007` } })
  await house.calm()
  const kept = (await house.cases()).find((each) => each.number === number)
  expect(kept?.story).toBe(odd)
  expect(Object.values(kept?.answers ?? {})).toEqual(expect.arrayContaining(['李梅']))
  const { offer } = offered([wang], number)
  expect(offer.text).toContain('مرحبا')
  for (const message of [...wang.messages, ...who.messages]) expect(message.text).not.toMatch(/[\u202A-\u202E\u200B\u2066-\u2069\u0007\uFEFF]/)
  expect(offer.text).toContain(`👨${joiner}👩${joiner}👧`)
})

test('nothing but signs that nobody sees is no answer', async () => {
  const who = onTelegram(house)
  await walksTo(who, story, /对方是谁/)
  await who.says(`${zero}${bidi}`)
  expect((await who.waitForNew()).text).toMatch(/没有文字|请再写/)
})

test.each([
  ['+66 81 234 5678', '+66812345678'], ['0066 81-234-5678', '+66812345678'], ['+84 (0)91 234 56 78', '+840912345678'], ['＋81 90–1234–5678', '+819012345678'], ['0081.90.1234.5678', '+819012345678'], ['+886 912 345 678', '+886912345678'],
])('a number from abroad, %s, is taken', async (typed, kept) => {
  const who = onTelegram(house)
  const review = await toReview(who, story, { typed: { 电话: typed } })
  expect(review.text).toContain(kept)
})

test.each(['+66 81', '一三八', '+12 345 678 901 234 567 890', '😀'])('what is no number, %s, is asked for again, with how to write it', async (typed) => {
  const who = onTelegram(house)
  await walksTo(who, story, /您的电话|电话号码/)
  await who.says(typed)
  expect((await who.waitForNew()).text).toMatch(/认不出这个电话|7[^0-9]{1,4}15 位/)
})
