import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { installMenus } from '../../src/channels/line/rich-menu.ts'
import { menuWords } from '../../src/commands/line-menu.ts'
import { localesFolder } from '../../src/start.ts'
import { openHouse, type TestHouse } from '../house.ts'
import { member, offered, onLine } from '../people.ts'
import type { LineUser } from '../platforms/line.ts'
import type { ChatPerson } from '../platforms/person.ts'
import type { TelegramUser } from '../platforms/telegram.ts'
import { tinyJpeg, tinyPdf } from '../platforms/samples.ts'
import { fileCase, toReview, walksTo } from '../resident.ts'
import { joins, takes } from '../staff.ts'

/** What users of other systems report about LINE, each as a test that it does not happen here. */

const story = '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。'
const hour = 3_600_000

let house: TestHouse
let wang: TelegramUser
beforeAll(async () => { house = await openHouse() })
beforeEach(() => house.atWork())
afterAll(async () => {
  expect(house.line.violations).toEqual([])
  expect(house.telegram.violations).toEqual([])
  expect(house.line.slowAcks).toEqual([])
  await house.stop()
})

const pushes = (to?: LineUser): number => house.line.calls.filter((call) => call.operation === 'push' && (to === undefined || call.chat === to.userId)).length

test('“paid push used where the free reply would do”: a whole intake costs nothing', async () => {
  const resident = await onLine(house)
  await resident.says('我家楼上的邻居')
  await walksTo(resident, story, /对方是谁/)
  await resident.image()
  await resident.waitForNew(/1 份材料/)
  await resident.images(3)
  await resident.waitForNew(/4 份材料/)
  await resident.sticker()
  await resident.waitForNew(/谢谢您的表情/)
  await resident.says('老王')
  await walksTo(resident, '13800138000', /事情发生在哪里/)
  await resident.location(31.2304, 121.4737)
  await resident.waitForNew('您希望怎么解决')
  const { number } = await fileCase(resident, '赔我天花板')
  await resident.says('我的事项')
  await resident.waitForNew(number)
  await resident.taps(number)
  await resident.waitForNew('负责人正在安排办理人员')
  await house.calm()
  expect(pushes(resident)).toBe(0)
  expect(house.line.quota.used).toBe(0)
})

test('“paid push”: staff who act on LINE hear what came of it by the free reply', async () => {
  const mediator = await onLine(house)
  await joins(house, mediator, 'mediator')
  const resident = await onLine(house)
  await fileCase(resident, story)
  await house.calm()
  const before = pushes(mediator)
  await takes(house, mediator)
  await mediator.waitFor('13800138000')
  await mediator.taps('记一笔')
  await mediator.waitForNew()
  await mediator.says('打过电话，没人接。')
  await mediator.waitForNew('已记下')
  await house.calm()
  expect(pushes(mediator) - before).toBe(0)
  await mediator.unfollow()
})

test('“quick replies vanish when the next message comes”: whoever types what the button said gets on', async () => {
  const resident = await onLine(house)
  const typist: ChatPerson = Object.create(resident, { taps: { value: async (label: string) => resident.says(label) } }) as LineUser
  const review = await toReview(typist, story, { typed: { 对方是谁: '楼上老王' } })
  expect(review.text).toContain(`经过\n✏️ 改\n${story}\n由谁提出\n✏️ 改\n本人提出\n对方`)
  await resident.says('确认提交')
  await resident.waitForNew('已登记')
  const filed = (await house.cases()).at(-1)
  expect(filed?.story).toBe(story)
  expect(Object.values(filed?.answers ?? {})).not.toContain('跳过')
})

test('“rich replies dropped silently when the quota is spent”: replies go on, what is owed waits with its reason, the house is warned', async () => {
  const resident = await onLine(house)
  await house.query('update staff set capacity = 0')
  wang = await member(house, 'mediator', '王调解')
  house.line.setQuota(200, 200)
  const { number } = await fileCase(resident, story)
  await house.calm()
  await takes(house, wang)
  expect(resident.messages.some((each) => each.text.includes('会负责到底'))).toBe(false)
  expect(await house.query(`select state, reason from deliveries where state = 'owed'`)).toEqual([{ state: 'owed', reason: 'quota' }])
  expect(house.logged.some((line) => line.includes('paid messages are used up'))).toBe(true)

  await resident.says('我的事项')
  await resident.waitForNew(number)
  await house.move(7 * hour)
  expect(resident.messages.some((each) => each.text.includes('会负责到底'))).toBe(false)
  house.line.setQuota(500, 200)
  await house.move(7 * hour)
  await resident.waitFor('会负责到底')
  expect(resident.messages.filter((each) => each.text.includes('会负责到底'))).toHaveLength(1)
  expect(await house.query(`select state, reason from deliveries where state = 'owed'`)).toEqual([])
})

test('“nobody knew until pushes stopped”: before the month is used up those who answer for the house hear it, at work, once', async () => {
  const head = await member(house, 'head', '李主任')
  const heard = (): string[] => head.messages.flatMap(({ text }) => (text.includes('本月 LINE 推送') ? [text] : []))
  house.line.setQuota(500, 399)
  await house.restart()
  await house.calm()
  expect(heard()).toEqual([])
  // At half past eight in the evening four fifths are gone: it is told when the office opens, not before.
  await house.moveTo((Math.floor((house.now() + 8 * hour) / (24 * hour)) * 24 + 20.5 - 8) * hour)
  house.line.setQuota(500, 400)
  await house.restart()
  const watched = (): number => house.logged.filter((line) => line.includes('most of the month')).length
  await expect.poll(watched).toBe(1)
  await house.calm()
  expect(heard()).toEqual([])
  await house.atWork()
  expect(heard()).toEqual(['本月 LINE 推送已用 400 条，共 500 条。用完后只能回复，不能主动通知，请考虑升级套餐。'])
  await house.restart()
  await expect.poll(watched).toBe(2)
  await house.calm()
  expect(heard()).toHaveLength(1)
})

test('“attachments missing”: what is good is kept and reaches the mediator, what cannot be kept is told with its reason', async () => {
  const resident = await onLine(house)
  await walksTo(resident, story, /对方是谁/)
  await resident.image(tinyJpeg)
  await resident.waitForNew(/1 份材料/)
  await resident.file(tinyPdf, '收据.pdf')
  await resident.waitForNew(/2 份材料/)
  await resident.image(Buffer.alloc(21_000_000, 1))
  await resident.waitForNew(/文件太大/)
  await resident.image(Buffer.alloc(0))
  await resident.waitForNew(/文件是空的/)
  await resident.file(Buffer.concat([Buffer.from('MZ\x90\0', 'latin1'), Buffer.alloc(200)]), '照片.jpg')
  await resident.waitForNew(/这种文件不能收/)
  await house.calm()
  const review = await toReview(resident, '老王')
  expect(review.text).toContain('2 份材料')
  await resident.taps('确认提交')
  await resident.waitForNew('已登记')
  await house.calm()
  expect(await house.query(`select kind, mime, state from attachments where case_id = (select id from cases order by filed_at desc limit 1) and state = 'kept' order by at`))
    .toEqual([{ kind: 'picture', mime: 'image/jpeg', state: 'kept' }, { kind: 'document', mime: 'application/pdf', state: 'kept' }])
})

test('“attachments missing”: a file too large by its own word is refused before it is fetched', async () => {
  const resident = await onLine(house)
  await walksTo(resident, story, /对方是谁/)
  const fetched = house.line.count('content')
  await resident.file(Buffer.alloc(21 * 1024 * 1024), '录像.mp4')
  await resident.waitForNew(/最多 20 MB/)
  await house.calm()
  expect(house.line.count('content')).toBe(fetched)
})

test('whoever comes back after blocking the account gets the pushes of their case again', async () => {
  const resident = await onLine(house)
  await resident.unfollow()
  await resident.follow()
  await house.calm()
  await house.query(`update staff set capacity = 0 where name <> '王调解'`)
  const { number } = await fileCase(resident, story)
  await house.calm()
  await wang.tapsOld(offered([wang], number).offer, '受理')
  await house.calm()
  await resident.waitFor('会负责到底')
})

test('whoever is greeted in another language has the menu below the chat in it, before they choose one', async () => {
  const made = await installMenus({ accessToken: 'line-access-token', apiRoot: house.line.url, dataApiRoot: house.line.url, menus: menuWords(localesFolder, 'zh-CN', 'Asia/Shanghai'), defaultLanguage: 'zh-CN' })
  const menuOf = (language: string) => made.find((each) => each.language === language)?.richMenuId
  const guest = await onLine(house, 'en')
  await expect.poll(() => guest.richMenu?.id).toBe(menuOf('en'))
  const neighbour = await onLine(house)
  await house.calm()
  expect(neighbour.richMenu?.id).toBe(menuOf('zh-CN'))
  await neighbour.says('/language')
  await neighbour.waitForNew()
  await neighbour.taps('English')
  await expect.poll(() => neighbour.richMenu?.id).toBe(menuOf('en'))
})
