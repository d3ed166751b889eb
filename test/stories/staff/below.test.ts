import { afterAll, beforeAll, expect, test } from 'vitest'
import { deskPress } from '../../../src/turns/desk/buttons.ts'
import { openHouse, type TestHouse } from '../../house.ts'
import { offered, onLine, onTelegram } from '../../people.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { LineUser } from '../../platforms/line.ts'
import type { TelegramMessage, TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'
import { forges, lineAt, openTree, telegramAt, writes, type Offices } from './tree.ts'

/** ADM-4, ADM-1: who stands above an office reads its figures and its cases, and no more; an administrator reads figures; nobody looks up or across. */

let house: TestHouse
let at: Offices
let wang: TelegramUser
let li: TelegramUser
let gao: LineUser
let fang: TelegramUser
let admin: TelegramUser
let tian: TelegramUser
const numbers: string[] = []
const secret = '方书记收了开发商的礼，绿色蜗牛。'
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00', quota: 5000 })
  at = await openTree(house)
  wang = await telegramAt(house, 'mediator', '王调解', at.town)
  li = await telegramAt(house, 'head', '李主任', at.town)
  gao = await lineAt(house, 'head', 'Gao', at.city, 'en')
  fang = await telegramAt(house, 'leader', '方书记', at.city)
  admin = await telegramAt(house, 'admin', '管理员', at.city)
  tian = await telegramAt(house, 'head', '田主任', at.village)
  for (const [open, story, pick] of [
    [() => Promise.resolve(onTelegram(house)), '楼上邻居家的水管漏水，紫色蜗牛。', /^人民调解/],
    [() => onLine(house), '隔壁的狗半夜叫个不停。', /^人民调解/],
    [() => Promise.resolve(onTelegram(house)), secret, /^信访|干部作风/],
  ] as const) numbers.push((await fileCase(await open(), story, { pick })).number)
  await house.calm()
  await wang.tapsOld(offered([wang], numbers[0] ?? '').offer, '受理')
  await house.calm()
}, 60_000)
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  expect(house.logged.filter((line) => (JSON.parse(line) as { level: number }).level >= 40)).toEqual([])
  await house.stop()
})

async function opens(who: ChatPerson, desk: string, page: string): Promise<string> {
  await who.says('/start')
  await who.waitForNew((message) => message.labels.includes(desk))
  await who.taps(desk)
  const home = await who.waitForNew()
  const further = home.labels.find((each) => /^(更多|More)$/.test(each))
  if (!home.labels.includes(page) && further !== undefined) {
    await who.taps(further)
    await who.waitForNew((message) => message.labels.includes(page))
  } else if (!home.labels.includes(page)) return home.labels.join(' ')
  await who.taps(page)
  return (await who.waitForNew()).text
}
async function pressesDesk(who: TelegramUser, page: string, choice: string | null = null): Promise<TelegramMessage> {
  await who.tapsOld({ ...who.last(), buttons: [[{ text: 'forged', callback_data: deskPress(page, 'show', choice) }]] }, 'forged')
  return who.waitForNew()
}

test('the head of the city, in English on LINE: counts per office, the list, and a look; what can be done there is urging and watching', async () => {
  expect(await opens(gao, 'My desk', 'Offices below')).toMatch(/2 offices: 3 open[\s\S]*和平街道: 3 open, 0 overdue, 0 red[\s\S]*河东村: 0 open/)
  await gao.taps('和平街道')
  const list = await gao.waitForNew(numbers[0])
  expect(list.text).toMatch(new RegExp(numbers.join('[\\s\\S]*')))
  expect(list.text).not.toContain('蜗牛')
  await gao.taps(numbers[0] ?? '')
  const card = await gao.waitForNew('紫色蜗牛')
  expect(card.labels.join()).not.toMatch(/Accept|Close|Assign|Write to|Note|Hand up|Receive/)
  expect(card.text).not.toContain('13800138000')
})

test('the leader spoken of finds neither the case nor a number that does not add up (PET-7)', async () => {
  expect(await opens(fang, '工作台', '下级单位')).toMatch(/在办 2 件[\s\S]*和平街道：在办 2/)
  const list = await pressesDesk(fang, 'below', String(at.town))
  expect(list.text).toContain(numbers[0])
  expect(list.text).not.toContain(numbers[2])
  expect((await forges(house, fang, numbers[2] ?? '', 'look')).text).toContain('没有找到')
})

test('an administrator counts and reads no case; below looks not up, an office not across', async () => {
  expect(await opens(admin, '工作台', '下级单位')).toMatch(/3 个单位：在办 3 件/)
  expect(admin.last().labels).not.toContain('和平街道')
  expect((await pressesDesk(admin, 'below', String(at.town))).text).toContain('没有找到这个单位')
  expect((await forges(house, admin, numbers[0] ?? '', 'look')).text).toContain('没有找到')
  expect(await opens(tian, '工作台', '下级单位')).toBe('没有下级单位。')
  for (const id of [at.town, at.city, at.village, 999]) expect((await pressesDesk(tian, 'below', String(id))).text).toContain('没有找到这个单位')
  expect((await forges(house, tian, numbers[0] ?? '', 'look')).text).toContain('没有找到')
  // A mediator has no such page, and is told so.
  expect(await opens(wang, '工作台', '下级单位')).not.toContain('下级单位')
  expect((await pressesDesk(wang, 'below', String(at.village))).text).toContain('不归您的岗位')
})

test('a week later something is overdue, and it stands first', async () => {
  await house.move(21 * 24 * 3_600_000)
  await gao.says('/start')
  await gao.waitForNew((message) => message.labels.includes('My desk'))
  const text = await opens(gao, 'My desk', 'Offices below')
  expect(text).toMatch(/和平街道: 3 open, [1-3] overdue/)
})

test('handed up: the page says what waits, what became of it, and which share went up', async () => {
  await li.tapsOld(await forges(house, li, numbers[0] ?? '', 'look'), '上交上级')
  await writes(house, li, '请市里接收。')
  expect(await opens(li, '工作台', '上交与下交')).toMatch(new RegExp(`没有等本单位接收[\\s\\S]*${numbers[0]}（上交[\\s\\S]*等市调解中心接收`))
  expect(await opens(gao, 'My desk', 'Handed up or down')).toMatch(new RegExp(`Waiting to be received here: 1[\\s\\S]*${numbers[0]}[\\s\\S]*from 和平街道`))
  await gao.taps(numbers[0] ?? '')
  await gao.waitForNew((message) => message.labels.includes('Receive it'))
  await gao.taps('Receive it')
  await house.calm()
  const after = await opens(li, '工作台', '上交与下交')
  expect(after).toMatch(new RegExp(`${numbers[0]}（上交[\\s\\S]*现在在市调解中心，`))
  expect(after).toMatch(/上交 1 件（\d+%），超过了 10%/)
  // Number, stage and outcome: the case itself is the city's now.
  expect(li.last().labels).not.toContain(numbers[0])
  expect((await forges(house, li, numbers[0] ?? '', 'look')).text).toContain('没有找到')
})

/** The same case many times over, filed a month earlier, with nothing owed. */
async function copies(number: string, n: number): Promise<void> {
  await house.query(`insert into cases select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'number', c.number || '-' || k, 'filed_at', c.filed_at - interval '30 days', 'track_hash', decode(md5(c.number || k), 'hex')))).* from cases c, generate_series(1, $2::int) k where c.number = $1`, [number, n])
}

test('however many lie there: what is overdue stands first, no page is empty, and the counting of sealed ones has an end that is said', async () => {
  const [, late = '', sealed = ''] = numbers
  await copies(late, 600)
  const first = await pressesDesk(fang, 'below', String(at.town))
  expect(first.text).toMatch(new RegExp(`1\\. ${late} `))
  const before = Number(/和平街道：在办 (\d+)/.exec(await opens(fang, '工作台', '下级单位'))?.[1])
  expect(before).toBeGreaterThan(600)
  expect(first.labels).toContain('后面的')
  const last = await pressesDesk(fang, 'below', `${at.town}.${Math.ceil(before / 8) - 1}`)
  expect(last.labels.join(' ')).toContain(`${late}-`)
  expect(last.labels).not.toContain('后面的')
  // Those that speak of the leader change no figure of theirs, and stand on no page.
  await copies(sealed, 1001)
  const after = await opens(fang, '工作台', '下级单位')
  expect(after).toMatch(/都是“至少”/)
  expect(Number(/和平街道：在办 (\d+)/.exec(after)?.[1])).toBe(before)
  expect((await pressesDesk(fang, 'below', String(at.town))).text).not.toContain(sealed)
  expect(await opens(gao, 'My desk', 'Offices below')).toMatch(/at least so high/)
}, 60_000)
