import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, offered, onLine, onTelegram } from '../../people.ts'
import type { LineUser } from '../../platforms/line.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'
import { closes, joins } from '../../staff.ts'

/** "My day": what each owes is read in the morning, and what a mediator keeps an eye on afterwards. */

let house: TestHouse
let wang: TelegramUser
let head: LineUser
let sun: TelegramUser
const china = (when: string): number => Date.parse(`${when.replace(' ', 'T')}:00+08:00`)
const morning = /早上好|Good morning/
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:40:00+08:00' })
  wang = await member(house, 'mediator', '王调解')
  sun = await member(house, 'liaison', '孙联络')
  head = await onLine(house, 'en')
  await joins(house, head, 'head')
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.stop()
})

const story = '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。'
const mornings = (who: TelegramUser | LineUser): string[] => who.messages.filter(({ text }) => morning.test(text)).map(({ text }) => text)

test('each reads in the morning what they owe, once; who owes nothing, and the weekend, stay quiet', async () => {
  const li = onTelegram(house)
  const { number } = await fileCase(li, story, { pick: /^人民调解/ })
  await house.calm()
  await wang.tapsOld(offered([wang], number).offer, '受理')
  await house.calm()
  expect(mornings(wang)).toEqual([])

  await house.moveTo(china('2026-11-24 08:59'))
  expect(mornings(wang)).toEqual([])
  await house.moveTo(china('2026-11-24 09:01'))
  await wang.waitFor(morning)
  expect(mornings(wang)).toHaveLength(1)
  expect(mornings(wang)[0]).toContain(number)
  expect(wang.messages.findLast(({ text }) => morning.test(text))?.labels).toContain(number)
  // One tap from the list to the case.
  await wang.taps(number)
  expect((await wang.waitForNew('状态：')).text).toContain(story)
  await house.restart()
  await house.moveTo(china('2026-11-24 10:30'))
  expect(mornings(wang)).toHaveLength(1)
  expect(mornings(sun)).toEqual([])

  // A house whose clock comes by late in the day tells nobody "good morning".
  await house.moveTo(china('2026-11-28 12:00'))
  const before = mornings(wang).length
  await house.moveTo(china('2026-11-29 18:00'))
  expect(mornings(wang)).toHaveLength(before)
  await house.moveTo(china('2026-11-30 09:01'))
  await wang.waitForNew(() => mornings(wang).length > before)
  expect(mornings(wang)).toHaveLength(before + 1)
})

test('the head on LINE reads theirs in English; what a mediator keeps an eye on stands on the desk', async () => {
  await house.moveTo(china('2026-12-01 09:40'))
  const zhou = onTelegram(house)
  const { number } = await fileCase(zhou, story, { pick: /^人民调解/ })
  await house.calm()
  await wang.tapsOld(offered([wang], number).offer, '受理')
  await house.calm()
  await closes(house, wang, /^达成协议/, '邻居三天内修好水管，赔八百元。')
  await house.moveTo(china('2026-12-16 09:01'))
  // Closed cases wait for the head to be archived.
  expect((await head.waitFor(/Good morning[\s\S]*M2026/)).labels).toContain(number)

  await wang.says('菜单')
  await wang.waitForNew((message) => message.labels.includes('工作台'))
  await wang.taps('工作台')
  await wang.waitForNew((message) => message.labels.includes('协议履行'))
  await wang.taps('协议履行')
  expect((await wang.waitForNew('还没有全部做到')).text).toContain(number)
  await wang.taps('回工作台')
  await wang.waitForNew((message) => message.labels.includes('以案定补'))
  await wang.taps('以案定补')
  await wang.waitForNew('还没有归档的案件')

  await head.says('My duties')
  await head.waitForNew(number)
  await head.taps(number)
  await head.waitForNew((message) => message.labels.some((label) => /Archive/.test(label)))
  await head.taps(/^Archive/)
  await head.waitForNew((message) => message.labels.some((label) => /^Ordinary/.test(label)))
  await head.taps(/^Ordinary/)
  await house.calm()
  await wang.taps('回工作台')
  await wang.waitForNew((message) => message.labels.includes('以案定补'))
  await wang.taps('以案定补')
  expect((await wang.waitForNew('归档的案件：1 件')).text).toMatch(new RegExp(`${number}：`))

  // A liaison has neither page; a button forged from somebody else's says so.
  await sun.says('菜单')
  await sun.waitForNew((message) => message.labels.includes('工作台'))
  await sun.taps('工作台')
  expect((await sun.waitForNew('想做哪一件')).labels).not.toContain('以案定补')
})

test('a list that cannot be made holds up nobody else, and comes once it can', async () => {
  await house.moveTo(china('2026-12-17 16:00'))
  const zhao = await member(house, 'mediator', '赵调解')
  const zhou = onTelegram(house)
  const { number } = await fileCase(zhou, story, { pick: /^人民调解/ })
  await house.calm()
  const [taker, other, name] = wang.messages.some(({ text }) => text.includes(number)) ? [wang, zhao, '赵调解'] as const : [zhao, wang, '王调解'] as const
  await taker.tapsOld(offered([taker], number).offer, '受理')
  await house.calm()
  await house.query(`update staff set away_from = now() - interval '99 years', stand_in_id = (select id from staff where name = $1) where id = (select handler_id from cases where number = $2)`, [name, number])
  const [kept] = await house.query<{ state: Buffer }>('select state from cases where number = $1', [number])
  await house.query(`update cases set state = '\\x00' where number = $1`, [number])
  const before = [mornings(other).length, mornings(head).length, mornings(taker).length]
  await house.moveTo(china('2026-12-18 09:01'))
  await head.waitForNew(() => mornings(head).length > (before[1] ?? 0))
  expect(mornings(other)).toHaveLength(before[0] ?? 0)
  await house.query('update cases set state = $1 where number = $2', [kept?.state, number])
  await house.moveTo(china('2026-12-18 09:04'))
  await other.waitForNew(() => mornings(other).length > (before[0] ?? 0))
  expect(mornings(other).at(-1)).toContain(number)
  expect(mornings(taker)).toHaveLength(before[2] ?? 0)
})
