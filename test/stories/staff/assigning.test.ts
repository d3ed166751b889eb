import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, offered, onLine, onTelegram } from '../../people.ts'
import type { LineUser } from '../../platforms/line.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'
import { caseRow, forgesPage, reads } from './heads.ts'
import { joinsAs, takesOnly } from './leaders.ts'
import { forges } from './tree.ts'

/** MED-1, MED-10: the head sees what has nobody and assigns it in one tap, with the machine's reasons; nobody is passed over unseen. */

let house: TestHouse
let wang: TelegramUser
let he: TelegramUser
let head: LineUser
let zhang: TelegramUser
let smith: TelegramUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  await takesOnly(house, ['mediation'])
  wang = await member(house, 'mediator', '王调解')
  he = await member(house, 'mediator', '何调解')
  head = await joinsAs(house, await onLine(house), 'head', '李主任')
  zhang = await member(house, 'head', '张副主任')
  smith = await joinsAs(house, onTelegram(house, 'en'), 'leader', 'Smith')
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.stop()
})

const story = '楼上邻居家的水管漏水，找他三次都不肯修。'
const pick = /^人民调解|邻里|^不匿名|^否|^就我|^是另一件新的事/

async function filed(who: ChatPerson, told = story, other = `赵强${Math.random()}`): Promise<string> {
  const { number } = await fileCase(who, told, { pick, typed: { 对方: other } })
  await house.calm()
  return number
}

/** Whoever is asked says that they cannot take it, until nobody is left to ask. */
async function allDecline(number: string): Promise<void> {
  for (let n = 0; n < 2; n++) {
    const { to } = (await house.query<{ to: string }>(`select s.name as to from duties d join cases c on c.id = d.case_id join staff s on s.id = d.staff_id where c.number = $1 and d.kind = 'answer-offer' and d.state = 'open'`, [number]))[0] ?? { to: '' }
    const who = to === '王调解' ? wang : he
    await who.tapsOld(offered([who], number).offer, '不能接')
    await who.waitForNew()
    await who.taps('手上的事太多')
    await house.calm()
  }
}

test('zh-CN, LINE and Telegram: both decline, the head reads why and assigns with one tap; pressed twice it is assigned once', async () => {
  const li = onTelegram(house)
  const number = await filed(li)
  await allDecline(number)
  const list = await reads(house, head, '待指派')
  expect(list.text).toMatch(new RegExp(`1 件没有人承办[\\s\\S]*${number}[\\s\\S]*没有人承办`))
  await head.taps(number)
  const choice = await head.waitForNew('指派给谁')
  expect(choice.text).toMatch(/王调解[\s\S]*已说明不能接/)
  expect(choice.labels.filter((label) => /调解（/.test(label))).toHaveLength(2)
  await head.taps(/^王调解/)
  await house.calm()
  await head.waitFor('已指派')
  await head.taps(/^王调解/)
  await house.calm()
  expect(head.last().text).toMatch(/已转给王调解/)
  expect(wang.messages.filter((message) => message.labels.includes('受理') && message.text.includes(number))).toHaveLength(2)
  await wang.tapsOld(offered([wang], number).offer, '受理')
  await house.calm()
  expect(await caseRow(house, number)).toMatchObject({ stage: 'accepted', handler: '王调解' })
  expect((await reads(house, head, '待指派')).text).toContain('每件事都有人承办')
})

test('the head assigns it to one while the other accepts: one of them has it, and the other reads so', async () => {
  for (let n = 0; n < 3; n++) {
    const number = await filed(onTelegram(house))
    const { who, offer } = offered([wang, he], number)
    const other = who === wang ? '何调解' : '王调解'
    const list = await forges(house, zhang, number, 'assign')
    expect(list.text).toContain('正等')
    await Promise.all([zhang.tapsOld(list, new RegExp(`^${other}`)), who.tapsOld(offer, '受理')])
    await house.calm()
    const now = await caseRow(house, number)
    const [offers] = await house.query<{ n: number }>(`select count(*)::int as n from duties d join cases c on c.id = d.case_id where c.number = $1 and d.kind = 'answer-offer' and d.state = 'open'`, [number])
    if (now.stage === 'accepted') {
      expect(offers?.n).toBe(0)
      expect(zhang.messages.some((message) => message.text.includes(number) && message.text.includes('已经受理了'))).toBe(true)
    } else {
      expect(now).toMatchObject({ stage: 'assigned', handler: null })
      expect(offers?.n).toBe(1)
      expect(who.last().text).toMatch(/已转给其他同事|不用再处理/)
    }
  }
})

test('somebody spoken of is not among those to choose from, and the head reads how many are not, never why', async () => {
  const number = await filed(await onLine(house), '邻居漏水不修，上次来的何调解也没管。')
  const list = await forges(house, zhang, number, 'assign')
  expect(list.text).toMatch(/另有 1 人不宜承办/)
  expect(list.text).not.toContain('何调解')
  expect(list.labels.some((label) => label.startsWith('何调解'))).toBe(false)
})

test('en: a leader assigns too; a mediator has no such page', async () => {
  const number = await filed(onTelegram(house))
  await allDecline(number)
  const list = await reads(house, smith, 'To assign', 'My desk')
  expect(list.text).toMatch(/nobody since/)
  await smith.taps(number)
  expect((await smith.waitForNew('To whom?')).text).toMatch(/何调解[\s\S]*has declined/)
  await smith.taps(/^何调解/)
  await house.calm()
  expect(offered([he], number).who).toBe(he)
  expect((await forgesPage(wang, 'open', 'show')).text).toContain('不归您的岗位')
  expect((await forgesPage(wang, 'decide', 'show')).text).toContain('不归您的岗位')
  expect((await forgesPage(wang, 'watch', 'show', 'overdue.0')).text).toContain('不归您的岗位')
})

test('a week later: a list that nobody has touched still says how things are', async () => {
  const number = await filed(onTelegram(house))
  await allDecline(number)
  await house.move(7 * 86_400_000)
  const list = await reads(house, head, '待指派')
  expect(list.text).toContain(number)
  await head.taps(number)
  await head.waitForNew('指派给谁')
  await head.taps(/^王调解/)
  await house.calm()
  await head.waitFor('已指派')
})
