import { afterAll, beforeAll, expect, test } from 'vitest'
import { receptions } from '../../../src/commands/office/receptions.ts'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, onLine, onTelegram } from '../../people.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'

/** PET-8: leaders' reception days. Visitors see who receives when, book, move and cancel, and are told of every change. */

let house: TestHouse
let chen: TelegramUser
let zhao: TelegramUser
let ids: { chen: number; zhao: number }
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  chen = await member(house, 'leader', '陈书记')
  zhao = await member(house, 'leader', '赵镇长')
  await member(house, 'handler', '钱经办')
  const staff = await house.db.prisma.staff.findMany()
  ids = { chen: staff.find(({ name }) => name === '陈书记')?.id ?? 0, zhao: staff.find(({ name }) => name === '赵镇长')?.id ?? 0 }
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.stop()
})

const office = (...args: string[]) => receptions(house.db, args, house.now())
const adds = async (leader: number, day: string, from: string, until: string, ...more: string[]) => (await office('--leader', String(leader), '--day', day, '--from', from, '--until', until, '--post', '街道党工委书记', '--about', '城建和信访', '--place', '一楼接访室', ...more))[0]?.reception ?? ''
const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`)

async function books(who: ChatPerson, door: string, time: string, words: string | null, labels: { skip: string; yes: string }): Promise<string> {
  await who.says(door)
  await who.waitForNew(/接访日|Reception days|接見日/)
  await who.taps(/^1\. /)
  await who.waitForNew((message) => message.labels.includes(time))
  await who.taps(time)
  await who.waitForNew((message) => message.labels.includes(labels.skip))
  if (words === null) await who.taps(labels.skip)
  else await who.says(words)
  await who.waitForNew((message) => message.labels.includes(labels.yes))
  await who.taps(labels.yes)
  return (await who.waitForNew(/约好了|約好了|Booked:|刚被别人约走|just taken/)).text
}
const zh = { skip: '跳过', yes: '确认预约' }
const en = { skip: 'Skip', yes: 'Book it' }

test('PET-8, zh-CN on Telegram: who receives is public; a visit is booked, moved, its leader replaced, reminded of twice, and heard', async () => {
  await adds(ids.chen, '2026-11-26', '09:00', '10:00')
  await house.restart()
  const li = onTelegram(house)
  await li.start()
  await li.waitForNew((message) => message.labels.includes('领导接访'))
  await li.taps('领导接访')
  const calendar = await li.waitForNew('接访日')
  expect(calendar.text).toContain('陈书记（街道党工委书记，负责城建和信访）')
  expect(calendar.text).toMatch(/11月26日.* 09:00–10:00[\s\S]*一楼接访室[\s\S]*还有 3 个时间可约/)

  const { number } = await fileCase(li, '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。')
  await li.says('预约')
  await li.waitForNew('接访日')
  await li.taps(/^1\. /)
  await li.waitForNew((message) => message.labels.includes('09:20'))
  await li.taps('09:20')
  expect((await li.waitForNew('想谈什么')).labels).toContain(`关于 ${number}`)
  await li.taps(`关于 ${number}`)
  await li.waitForNew('就这样预约吗')
  await li.says('漏水三个月没人管，暗号蓝鲸。')
  expect((await li.waitForNew('就这样预约吗')).text).toContain('蓝鲸')
  const confirm = li.last()
  await li.taps('确认预约')
  expect((await li.waitForNew('约好了')).text).toMatch(/11月26日.* 09:20，陈书记/)
  await li.waitFor((message) => message.kind === 'document')
  await li.tapsOld(confirm, '确认预约')
  await li.waitForNew('前面的步骤')
  expect(await house.query('select slot, state, words::text like $1 as readable from bookings', ['%蓝鲸%'])).toEqual([{ slot: 1, state: 'booked', readable: false }])

  await li.says('我的预约')
  await li.waitForNew('您的预约 1')
  await li.taps('我的预约 1')
  await li.waitForNew('蓝鲸')
  await li.taps('改时间')
  await li.waitForNew('改到哪一天')
  await li.taps(/^1\. /)
  const free = await li.waitForNew((message) => message.labels.includes('09:40'))
  expect(free.labels).not.toContain('09:20')
  await li.taps('09:40')
  await li.waitForNew('改到这个时间吗')
  await li.taps('改到这个时间')
  expect((await li.waitForNew('改好了')).text).toContain('09:40')

  const [line] = await office()
  expect(line).toMatchObject({ leader: '陈书记', slots: 3, booked: 1 })
  await office('--id', line?.reception ?? '', '--stand-in', String(ids.zhao))
  expect((await li.waitFor('换人接待')).text).toContain('赵镇长（代陈书记接访）')
  expect((await zhao.waitFor('请您代陈书记接访')).text).toMatch(new RegExp(`09:40：事项 ${number}。[\\s\\S]*蓝鲸`))
  await chen.waitFor('已换人：赵镇长')
  await li.taps('照常来')
  await li.waitForNew('好的，11月26日')

  await house.moveTo(at('2026-11-25 09:59'))
  expect(li.messages.filter((message) => message.text.includes('提醒：您约了'))).toEqual([])
  await house.moveTo(at('2026-11-25 10:00'))
  expect((await li.waitFor('提醒：您约了')).text).toMatch(/09:40，赵镇长（代陈书记接访），一楼接访室/)
  await house.moveTo(at('2026-11-25 17:31'))
  expect((await zhao.waitFor(/预约人数：1/)).text).toMatch(/09:00–10:00 接访[\s\S]*蓝鲸/)
  expect(chen.messages.some((message) => message.text.includes('蓝鲸'))).toBe(false)
  await zhao.says('我的待办')
  await zhao.waitForNew()
  await zhao.taps('我的接访')
  await zhao.waitForNew('蓝鲸')
  await house.moveTo(at('2026-11-26 08:40'))
  await li.waitFor('快到时间了')
  await house.moveTo(at('2026-11-26 11:00'))
  for (const words of ['提醒：您约了', '快到时间了']) expect(li.messages.filter((message) => message.text.includes(words))).toHaveLength(1)
  expect(zhao.messages.filter((message) => message.text.includes('09:00–10:00 接访'))).toHaveLength(3)
})

test('PET-8, zh-TW on LINE: booked, moved, a stand-in told of, reminded of the day and the hour before, cancelled', async () => {
  const day = await adds(ids.chen, '2026-11-30', '09:00', '11:00')
  const mei = await onLine(house, 'zh-TW')
  expect(await books(mei, '接見日', '09:20', '路燈壞了三個月，暗號紅鶴。', { skip: '跳過', yes: '確認預約' })).toMatch(/11月30日.*09:20，陈书记/)
  await mei.taps('改時間')
  await mei.waitForNew('改到哪一天')
  await mei.taps(/^1\. /)
  await mei.waitForNew((message) => message.labels.includes('10:40'))
  await mei.taps('10:40')
  await mei.waitForNew('改到這個時間嗎')
  await mei.taps('改到這個時間')
  expect((await mei.waitForNew('改好了')).text).toMatch(/10:40[\s\S]*紅鶴/)
  expect((await office('--id', day, '--stand-in', String(ids.zhao)))[0]).toMatchObject({ standIn: '赵镇长', told: 1 })
  expect((await mei.waitFor('換人接待')).labels).toEqual(['照常來', '改時間', '取消預約'])

  await house.moveTo(at('2026-11-29 10:00'))
  await mei.waitFor('提醒：您約了')
  await house.moveTo(at('2026-11-30 09:40'))
  await mei.waitFor('快到時間了')
  await mei.taps('改時間')
  await mei.waitForNew('不能再改，但可以取消')
  await mei.taps('取消預約')
  await mei.waitForNew('要取消')
  await mei.taps('確定取消')
  await mei.waitForNew('已取消')
  expect((await office()).find(({ reception }) => reception === day)).toMatchObject({ booked: 0 })
})

test('PET-8, in English, one on LINE and one on Telegram: two want the last slot at once; a day called off is moved to another; cancelling frees the slot', async () => {
  await house.moveTo(at('2026-11-30 12:00'))
  const only = await adds(ids.chen, '2026-12-03', '09:00', '09:20')
  const amy = await onLine(house, 'en')
  const bob = onTelegram(house, 'en')
  for (const who of [amy, bob] as ChatPerson[]) {
    await who.says('reception day')
    await who.waitForNew('Reception days')
    await who.taps(/^1\. /)
    await who.waitForNew((message) => message.labels.includes('09:00'))
    await who.taps('09:00')
    await who.waitForNew('What is it about')
    await who.says('The street lamp in front of our school has been dark for months.')
    await who.waitForNew('Book it like this?')
  }
  await Promise.all([amy.taps('Book it'), bob.taps('Book it')])
  const told = await Promise.all([amy, bob].map(async (who) => (await who.waitForNew(/Booked:|just taken/)).text))
  expect(told.filter((text) => text.includes('Booked:'))).toHaveLength(1)
  expect(told.filter((text) => text.includes('just taken'))).toHaveLength(1)
  const [winner, loser]: ChatPerson[] = told[0]?.includes('Booked:') ? [amy, bob] : [bob, amy]
  if (!winner || !loser) throw new Error('nobody has booked')

  const other = await adds(ids.zhao, '2026-12-10', '14:00', '15:00')
  await office('--id', only, '--cancel')
  await winner.waitFor('does not take place')
  await winner.taps('Change the time')
  await winner.waitForNew('Which day would you like')
  await winner.taps(/^1\. /)
  await winner.waitForNew((message) => message.labels.includes('14:20'))
  await winner.taps('14:20')
  await winner.waitForNew('Move your visit')
  await winner.taps('Move it here')
  expect((await winner.waitForNew('Moved:')).text).toContain('street lamp')

  await office('--id', other, '--from', '15:00', '--until', '16:00', '--place', '二楼')
  expect((await winner.waitFor('has a new time or place')).text).toMatch(/15:20.*二楼/)
  await winner.taps('Cancel the visit')
  await winner.waitForNew('then goes to somebody else')
  await winner.taps('Yes, cancel')
  await winner.waitForNew('is cancelled')
  expect(await books(loser, 'reception day', '15:20', null, en)).toMatch(/Booked:.*15:20/)
  expect(await house.query(`select count(*)::int as n from bookings b join receptions r on r.id = b.reception_id where b.state = 'booked' and r.id = $1`, [other])).toEqual([{ n: 1 }])
})

test('PET-8: nobody holds more than two, nor two on one day; each refusal says what to do instead', async () => {
  for (const day of ['2026-12-15', '2026-12-16', '2026-12-17']) await adds(ids.chen, day, '09:00', '12:00', '--minutes', '10')
  const li = onTelegram(house)
  const pick = async (n: number, time: string) => {
    await li.says('接访日')
    await li.waitForNew('接访日')
    await li.taps(new RegExp(`^${n}\\. `))
    await li.waitForNew((message) => message.labels.includes(time))
    await li.taps(time)
  }
  expect(await books(li, '接访日', '15:40', null, zh)).toContain('约好了')
  await pick(2, '09:10')
  await li.waitForNew('想谈什么')
  await li.taps('跳过')
  await li.waitForNew('就这样预约吗')
  await li.taps('确认预约')
  await li.waitForNew('约好了')
  await pick(3, '09:10')
  expect((await li.waitForNew('请先取消一个')).labels).toContain('我的预约 1')
  expect((await li.waitForNew()).labels.every((label) => [...label].length <= 20)).toBe(true)
})
