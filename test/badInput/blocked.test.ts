import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { member, offered, onLine, onTelegram } from '../people.ts'
import type { LineUser } from '../platforms/line.ts'
import type { TelegramUser } from '../platforms/telegram.ts'
import { fileCase, walksTo } from '../resident.ts'

/** Somebody blocks the bot, and comes back: what they had told is there, and what was owed arrives. */

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

const leaves = (who: TelegramUser | LineUser) => ('blocks' in who ? who.blocks() : who.unfollow())
const returns = (who: TelegramUser | LineUser) => ('unblocks' in who ? who.unblocks() : who.follow())
const person = async (where: string): Promise<TelegramUser | LineUser> => (where === 'LINE' ? onLine(house) : onTelegram(house))

test.each(['Telegram', 'LINE'])('on %s in the middle of a report: it is still there', async (where) => {
  const who = await person(where)
  await walksTo(who, story, /对方是谁/)
  await leaves(who)
  await house.move(3 * 3_600_000)
  await returns(who)
  await who.says('我回来了，楼上老王')
  const { text } = await who.waitForNew()
  expect(text).not.toMatch(/同意后我们再继续/)
  if (who.last().labels.includes('接着写')) await who.taps('接着写')
  await who.waitFor(/事情发生在哪里|在哪里|对方/)
  expect((await house.query<{ held: number }>(`select count(*)::int as held from addresses where state = 'blocked'`))[0]?.held).toBe(0)
})

test.each(['Telegram', 'LINE'])('on %s with a case under way: staff hear that nothing arrives, and what was owed comes later', async (where) => {
  const who = await person(where)
  const { number } = await fileCase(who, story)
  await house.calm()
  const { who: holder, offer } = offered([wang], number)
  await holder.tapsOld(offer, '受理')
  await house.calm()
  await leaves(who)
  await house.calm()
  expect(holder.messages.some((message) => message.text.includes(number) && message.text.includes('退出了聊天'))).toBe(true)
  await holder.tapsOld(holder.messages.findLast((each) => each.text.includes(number) && each.labels.includes('给当事人发消息')) ?? offer, '给当事人发消息')
  await holder.waitForNew()
  await holder.says('明天下午三点上门看。')
  await house.calm()
  expect(who.messages.some((message) => message.text.includes('明天下午三点'))).toBe(false)
  await returns(who)
  await house.calm()
  expect(who.messages.filter((message) => message.text.includes('明天下午三点'))).toHaveLength(1)
})

test('Telegram tells only when we write that somebody is gone: that message comes too, once they are back', async () => {
  const who = onTelegram(house)
  const { number } = await fileCase(who, story)
  await house.calm()
  const { who: holder, offer } = offered([wang], number)
  const gone = house.telegram.fail({ with: '403', method: 'sendMessage', chat: who.id })
  await holder.tapsOld(offer, '受理')
  await house.calm()
  expect(gone.hits).toBe(1)
  expect(who.messages.some((message) => message.text.includes('王调解'))).toBe(false)
  await who.says('/status')
  await house.calm()
  expect(who.messages.some((message) => message.text.includes('王调解'))).toBe(true)
  const [left] = await house.query<{ reason: string }>(`select reason from deliveries where state = 'failed'`)
  expect(left).toBeUndefined()
})
