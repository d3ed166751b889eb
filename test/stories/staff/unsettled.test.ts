import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, offered, onLine, onTelegram } from '../../people.ts'
import type { LineUser } from '../../platforms/line.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'
import { forgesPage, reads } from './heads.ts'
import { joinsAs, takesOnly } from './leaders.ts'

/** MED-20: on the first working day of the month the head gets the sheet of the unsettled, and ticks it off case by case. */

let house: TestHouse
let wang: TelegramUser
let head: LineUser
let smith: TelegramUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  await takesOnly(house, ['mediation'])
  wang = await member(house, 'mediator', '王调解')
  head = await joinsAs(house, await onLine(house), 'head', '李主任')
  smith = await joinsAs(house, onTelegram(house, 'en'), 'head', 'Smith')
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.restart()
  await house.stop()
})

const pick = /^人民调解|邻里|^不匿名|^否|^就我|^是另一件新的事/

async function taken(who: ChatPerson): Promise<string> {
  const { number } = await fileCase(who, '楼上邻居家的水管漏水，找他三次都不肯修。', { pick, typed: { 对方: `赵强${Math.random()}` } })
  await house.calm()
  await wang.tapsOld(offered([wang], number).offer, '受理')
  await house.calm()
  return number
}

const sheet = () => house.query<{ state: string; late: boolean }>(`select state, late from rounds where kind = 'unsettled' order by period desc limit 1`)

test('zh-CN and en, LINE and Telegram: one message to each head, each case ticked off as it is analysed, reported when all are', async () => {
  const one = await taken(onTelegram(house))
  const two = await taken(await onLine(house))
  await house.moveTo(Date.parse('2026-12-01T09:30:00+08:00'))
  const told = head.messages.filter((message) => message.text.includes('要逐件分析'))
  expect(told).toHaveLength(1)
  expect(told[0]?.text).toMatch(new RegExp(`2 件未结，还有 2 件[\\s\\S]*${one}[\\s\\S]*已 7 天[\\s\\S]*王调解[\\s\\S]*${two}`))
  expect((await smith.waitFor(/2 are unsettled; 2 are still/)).labels).toContain('Open the sheet')
  expect(await sheet()).toMatchObject([{ state: 'open' }])

  await head.tapsOld(told[0] as never, '打开分析表')
  await head.waitForNew('还有 2 件没有分析')
  await head.taps(`分析 ${one}`)
  await head.waitForNew()
  await head.says('对方不肯见面，请居委会再上门一次。')
  await house.calm()
  // Pressed once more: it may be analysed again, and counts once.
  await head.tapsOld(head.messages.findLast((message) => message.labels.includes(`分析 ${one}`)) as never, `分析 ${one}`)
  await head.waitForNew()
  await head.says('补充：下周三一起去。')
  await house.calm()
  expect((await reads(house, head, '未结分析')).text).toMatch(new RegExp(`还有 1 件没有分析[\\s\\S]*${two}[\\s\\S]*✓[\\s\\S]*${one}[\\s\\S]*下周三一起去`))

  // The mediator analyses the other: that ticks it off as well.
  await wang.tapsOld(wang.messages.findLast((message) => message.text.includes(two) && message.labels.some((label) => /查看|更多/.test(label))) as never, /查看|更多/)
  await house.calm()
  if (!wang.last().labels.some((label) => label.startsWith('每月分析'))) await wang.taps('更多')
  await house.calm()
  await wang.taps(/分析/)
  await wang.waitForNew()
  await wang.says('双方差五百元，周五再谈。')
  await house.calm()
  expect(await sheet()).toEqual([{ state: 'done', late: false }])
  await head.waitFor('2 件都已分析')
  await smith.waitFor(/all 2 have been analysed/)
})

test('next month: what was written last stands beside each; a week later whoever has not looked is chased no sooner than its limit', async () => {
  await house.moveTo(Date.parse('2027-01-04T09:30:00+08:00'))
  const told = await head.waitFor((message) => message.text.includes('每月未结案件分析') && message.text.includes('周五再谈'))
  expect(told.text).toContain('下周三一起去')
  await house.move(7 * 86_400_000)
  expect(await sheet()).toEqual([{ state: 'open', late: false }])
})

test('the sheet is for heads', async () => {
  expect((await forgesPage(wang, 'unsettled', 'show')).text).toContain('不归您的岗位')
})
