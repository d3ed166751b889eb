import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, onLine, onTelegram } from '../../people.ts'
import type { LineUser } from '../../platforms/line.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { forgesPage } from './heads.ts'
import { joinsAs, takesOnly } from './leaders.ts'
import { addsBody, comesIn, does, filedAndTaken, fills, heard, invites, openDuties, opens, referral } from './linked.ts'
import { openTree, telegramAt } from './tree.ts'

/** MED-22: the head links bodies in chat, invites who speaks for them, and reads each month what went either way. */

let house: TestHouse
let wang: TelegramUser
let head: LineUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  await takesOnly(house, ['mediation'])
  wang = await member(house, 'mediator', '王调解')
  head = await joinsAs(house, await onLine(house), 'head', '李主任')
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.stop()
})

test('MED-22: a body is added, two people speak for it; the one leaves, and what they owed is with the other', async () => {
  const police = await onLine(house)
  const deputy = onTelegram(house, 'en')
  const made = await addsBody(house, head, '公安（公调对接）', '和平派出所', '0571-110110', '和平路1号')
  expect(made.text).toMatch(/已添加和平派出所[\s\S]*还没有联络员/)
  // The same name twice is one body.
  const again = await addsBody(house, head, '公安（公调对接）', '和平派出所', '0571-110110', '和平路1号')
  expect(again.text).toContain('和平派出所已经有了')
  await head.taps('全部对接单位')
  await house.calm()
  await head.taps('和平派出所')
  await house.calm()
  const code = await invites(house, head)
  await comesIn(police, code, '周警官')
  // A code is good for one person.
  await deputy.says(code)
  await deputy.waitForNew()
  expect(heard(deputy)).not.toContain('Welcome')
  await head.taps('和平派出所')
  await house.calm()
  await comesIn(deputy, await invites(house, head), 'Officer Chen')

  const lin = onTelegram(house)
  const number = await filedAndTaken(house, lin, wang, '邻居夜里砸门：银色猫头鹰。')
  await does(house, wang, '转有关单位')
  await fills(house, wang, ['=和平派出所', '=请求协助', '请劝导。', '2026-11-30', '=不给，只转事情'])
  expect(deputy.last().text).toMatch(/王调解 of 和平街道 sends you Referral 2026-001[\s\S]*银色猫头鹰/)
  expect((await openDuties(house, number)).find(({ kind }) => kind === 'receive-referral')?.who).toBe('周警官')

  await head.taps('和平派出所')
  await house.calm()
  expect(head.last().text).toContain(number)
  await head.taps('周警官不再担任')
  await head.waitForNew('周警官不再担任和平派出所的联络员')
  await head.taps('确定')
  await house.calm()
  expect((await openDuties(house, number)).find(({ kind }) => kind === 'receive-referral')?.who).toBe('Officer Chen')
  await deputy.taps('Take it')
  await house.calm()
  expect(wang.last().text).toContain('和平派出所（Officer Chen）接收了转2026-001')
  await does(house, deputy, 'Give feedback')
  await fills(house, deputy, ['=settled', 'They have promised to be quiet.'])
  expect(await referral(house, number)).toMatchObject({ state: 'answered', outcome: 'settled' })
  expect(police.last().text).not.toContain('promised')
})

test('MED-22: a referral that nobody takes is chased: whoever speaks for the body, then our handler and head, at work only', async () => {
  const deputy = onTelegram(house)
  await addsBody(house, head, '法院（诉调对接）', '区人民法院', '0571-220220', '法院路1号')
  await comesIn(deputy, await invites(house, head), '吴法官')
  const number = await filedAndTaken(house, onTelegram(house), wang, '邻居占用楼道堆物：铜色鸵鸟。')
  await does(house, wang, '转有关单位')
  await fills(house, wang, ['=区人民法院', '=告知', '供参考。', '2026-11-30', '=不给，只转事情'])
  await house.moveTo(Date.parse('2026-11-24T16:00:00+08:00'))
  expect(deputy.last().text).toMatch(/接收转来的案件[\s\S]*17:30/)
  const told = deputy.messages.length
  await house.moveTo(Date.parse('2026-11-24T20:00:00+08:00'))
  expect(deputy.messages).toHaveLength(told)
  await house.moveTo(Date.parse('2026-11-25T09:30:00+08:00'))
  expect(heard(wang)).toMatch(/接收转来的案件/)
  expect(heard(head)).toMatch(/接收转来的案件/)
  // Only told of it: once it is taken, nothing more is owed.
  await deputy.taps('接收')
  await house.calm()
  expect((await openDuties(house, number)).map(({ kind }) => kind)).not.toContain('answer-referral')
})

test('MED-22: figures by month: the head all of them, whoever speaks for a body their own; on the first working morning they come by themselves', async () => {
  const figures = await opens(house, head, '对接单位')
  expect(figures.text).toMatch(/和平派出所[\s\S]*区人民法院/)
  await head.taps('每月统计')
  await house.calm()
  expect(head.last().text).toMatch(/和平派出所[\s\S]*转出1件，接收1件，反馈1件（按期1件），不接0件/)
  expect(head.last().text).toMatch(/区人民法院[\s\S]*转出1件，接收1件，反馈0件（按期0件），不接0件/)

  const before = head.messages.length
  await house.moveTo(Date.parse('2026-12-01T09:30:00+08:00'))
  const monthly = head.messages.slice(before).filter(({ text }) => text.includes('上月对接统计'))
  expect(monthly).toHaveLength(1)
  expect(monthly[0]?.text).toMatch(/2026年11月1日至2026年11月30日[\s\S]*和平派出所/)
  const rows = await house.query<{ n: number }>(`select count(*)::int as n from settings where key like 'bodies-told:%'`)
  expect(rows[0]?.n).toBeGreaterThan(0)
  await house.move(3_600_000)
  expect(head.messages.slice(before).filter(({ text }) => text.includes('上月对接统计'))).toHaveLength(1)
})

test('whoever has no business there: a mediator, the head of another office; an ended body is offered no more', async () => {
  expect((await forgesPage(wang, 'bodies', 'add')).text).toContain('这一页不归您的岗位')
  const { village } = await openTree(house)
  const other = await telegramAt(house, 'head', '村主任', village)
  expect((await forgesPage(other, 'bodies', 'end', '1')).text).toContain('不在您的办公室名下')
  expect((await forgesPage(other, 'bodystat', 'show', '1')).text).not.toContain('和平派出所')
  await opens(house, head, '对接单位')
  await head.taps('区人民法院')
  await house.calm()
  await head.taps('停止对接')
  await head.waitForNew('不再向区人民法院转案件')
  await head.taps('确定')
  await house.calm()
  // What it has had can still be read, and whoever speaks for it be let go; nobody new is invited.
  expect((await opens(house, head, '对接单位')).text).toMatch(/区人民法院.*已停用/)
  await head.taps('区人民法院')
  await house.calm()
  const card = head.last()
  expect(card.text).toContain('已停用')
  expect(card.labels).not.toContain('停止对接')
  expect(card.labels.some((label) => label.includes('统计'))).toBe(true)
  expect(card.labels.some((label) => label.includes('邀请'))).toBe(false)
})

test('MED-22, MED-20: a body of the town serves the village below it, either way', async () => {
  const { prisma } = house.db
  const village = await prisma.office.findFirstOrThrow({ where: { name: '河东村' } })
  const he = await telegramAt(house, 'mediator', '何调解', village.id)
  const officer = onTelegram(house)
  await opens(house, head, '对接单位')
  await head.taps('和平派出所')
  await house.calm()
  await comesIn(officer, await invites(house, head), '陆警官')

  // In: registered with the town's office, it is the village's because of its place.
  await opens(house, officer, '与中心往来')
  await officer.taps('转来一件')
  await house.calm()
  await officer.taps('人民调解')
  const done = await fills(house, officer, ['=邻里', '=只是告知', '公调2026-7', '林晓', '13700001111', '赵强', '13900002222', '河东村三组', '为田埂吵了三次，扬言要杀人：褐色鹭鸟。', '=还没问', '2026-12-18'])
  const number = /中心编号：(\S+?)，/.exec(done.text)?.[1] ?? ''
  expect(he.last().text).toContain('褐色鹭鸟')
  // Danger was spoken of: it is red, whoever registered it.
  expect(he.last().text).toMatch(/危险|紧急/)
  await he.taps('受理')
  await house.calm()

  // Out: the town's body is among those it can go to.
  await does(house, he, '转有关单位')
  await fills(house, he, ['=和平派出所', '=请求协助', '请巡逻时看看。', '2026-12-18', '=不给，只转事情'])
  expect(officer.last().text).toMatch(/河东村的何调解转来转2026-001：请求协助[\s\S]*褐色鹭鸟/)
  await officer.taps('接收')
  await house.calm()
  expect(he.last().text).toContain('和平派出所（陆警官）接收了转2026-001')
  expect(await referral(house, number)).toMatchObject({ direction: 'out', state: 'received' })
})
