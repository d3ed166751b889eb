import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { member, offered, onLine, onTelegram } from '../people.ts'
import type { TelegramUser } from '../platforms/telegram.ts'
import { fileCase, toReview, walksTo } from '../resident.ts'
import { closes, takes } from '../staff.ts'

/** Drafts that lie, bubbles that come one by one, and two cases of one person. */

const story = '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。'
const day = 86_400_000

let house: TestHouse
beforeAll(async () => { house = await openHouse() })
beforeEach(() => house.atWork())
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  expect(house.line.violations).toEqual([])
  await house.stop()
})

test('“a conversation that expires leaves people in silence”: one nudge, an announced day, then word that it is gone', async () => {
  const resident = onTelegram(house)
  await walksTo(resident, story, /对方是谁/)
  await house.restart()
  await house.move(3 * day)
  const nudge = await resident.waitFor('提醒一下')
  const announced = /到(\d+)月(\d+)日/.exec(nudge.text)
  expect(announced).not.toBeNull()
  const count = resident.messages.length
  await house.move(10 * day)
  expect(resident.messages).toHaveLength(count)

  await house.moveTo(Date.UTC(2026, Number(announced?.[1]) - 1, Number(announced?.[2])) - 8 * 3_600_000)
  expect(resident.last().text).not.toContain('已按事先告知的日期删除')
  await house.move(2 * day)
  expect((await resident.waitFor('已按事先告知的日期删除')).labels).toContain('反映问题')
  await resident.tapsOld(nudge, '接着写')
  expect((await resident.waitForNew()).text).toContain('没有改动任何内容')
})

test('a draft outlives restarts and weeks: after the nudge it goes on where it stopped', async () => {
  const resident = onTelegram(house)
  await walksTo(resident, story, /事情发生在哪里/, { typed: { 对方是谁: '楼上老王' } })
  await house.move(12 * day)
  await house.restart()
  await resident.says('你好，我还在吗')
  await resident.waitForNew('这一条也记下了')
  await resident.taps('接着写')
  await resident.waitForNew()
  const review = await toReview(resident, '和平路3号')
  expect(review.text).toContain('楼上老王')
  expect(review.text).toContain(story)
  await resident.says('取消')
  await resident.waitForNew('要停止填写吗')
  await resident.taps('停止并删除')
  await resident.waitForNew('写的内容已删除')
})

test('“messages split over several bubbles are answered one by one”: three bubbles, one answer, one story', async () => {
  const resident = onTelegram(house)
  await resident.start()
  await resident.waitForNew()
  const before = resident.messages.length
  await resident.says('我家楼上的邻居')
  await resident.says('水管漏水三个月了')
  await resident.says('把我家天花板全泡坏了')
  await resident.waitForNew('保存您写下的内容')
  await house.calm()
  expect(resident.messages.length - before).toBe(1)
  await resident.taps('同意，继续')
  await resident.waitForNew()
  const review = await toReview(resident, '找过他三次都不肯修。')
  expect(review.text).toContain('我家楼上的邻居\n水管漏水三个月了\n把我家天花板全泡坏了\n找过他三次都不肯修。')
})

let wang: TelegramUser

test('bubbles of somebody with an open case: all of them go where the person says', async () => {
  wang = await member(house, 'mediator', '王调解')
  const resident = await onLine(house)
  const { number } = await fileCase(resident, story)
  await house.calm()
  await takes(house, wang)
  await resident.waitFor('会负责到底')
  const before = resident.messages.length
  await resident.says('昨天晚上又漏了')
  await resident.says('这次连卧室也泡了')
  await resident.waitForNew('关于哪一件')
  await house.calm()
  expect(resident.messages.length - before).toBe(1)
  await resident.taps(`补充到 ${number}`)
  await house.calm()
  expect((await wang.waitFor('当事人补充')).text).toContain('昨天晚上又漏了\n这次连卧室也泡了')
  await wang.taps('查看')
  await wang.waitForNew()
  await closes(house, wang, /^达成协议/, '已修好。')
})

test('“two cases of one person whose messages mix”', async () => {
  const staff = [wang, await member(house, 'mediator', '赵大哥')]
  const resident = onTelegram(house)
  const typed = { 对方是谁: '对方' }
  const first = await fileCase(resident, '楼上漏水，把我家天花板泡坏了，三次都不肯修。', { typed })
  await house.calm()
  const one = offered(staff, first.number).who
  await takes(house, one)
  await resident.says('老板拖欠我三个月工资，一直不给。')
  await resident.waitForNew('关于哪一件')
  await resident.taps('是另一件新的事')
  await resident.waitForNew()
  const review = await toReview(resident, '一共欠我九千块。', { typed })
  expect(review.text).not.toContain('漏水')
  await resident.taps('确认提交')
  const second = /编号：(\S+)/.exec((await resident.waitForNew('已登记')).text)?.[1] ?? ''
  await house.calm()
  const other = offered(staff, second).who
  await takes(house, other)
  expect(other).not.toBe(one)

  for (const [mediator, words] of [[one, '水管的事，我明天去看。'], [other, '工资的事，请带合同来。']] as const) {
    await mediator.taps('给当事人发消息')
    await mediator.waitForNew()
    await mediator.says(words)
    await house.calm()
  }
  const pipes = await resident.waitFor('水管的事')
  const wages = await resident.waitFor('工资的事')
  expect(pipes.text).toContain(first.number)
  expect(wages.text).toContain(second)

  await resident.tapsOld(pipes, '回复')
  expect((await resident.waitForNew('写下您的答复')).text).toContain(first.number)
  await resident.says('明天我在家。')
  await house.calm()
  await resident.tapsOld(wages, '回复')
  await resident.waitForNew('写下您的答复')
  await resident.says('合同我带着。')
  await house.calm()
  expect((await one.waitFor('明天我在家')).text).toContain(first.number)
  expect((await other.waitFor('合同我带着')).text).toContain(second)
  expect(one.messages.some((each) => each.text.includes('合同'))).toBe(false)
  expect(other.messages.some((each) => each.text.includes('明天我在家'))).toBe(false)
})
