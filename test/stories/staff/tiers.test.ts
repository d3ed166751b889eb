import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { offered, onLine, onTelegram } from '../../people.ts'
import type { LineUser } from '../../platforms/line.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'
import { forges, lineAt, openTree, telegramAt, writes, type Offices } from './tree.ts'

/** MED-20, PET-2: a town hands a case up to the city and down to a village; whoever has it owns it until the other has received it. */

let house: TestHouse
let at: Offices
let wang: TelegramUser
let li: TelegramUser
let gao: LineUser
let zhou: TelegramUser
let tian: LineUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00', quota: 5000 })
  at = await openTree(house)
  wang = await telegramAt(house, 'mediator', '王调解', at.town)
  li = await telegramAt(house, 'head', '李主任', at.town)
  gao = await lineAt(house, 'head', '高主任', at.city)
  zhou = await telegramAt(house, 'mediator', '周调解', at.city)
  tian = await lineAt(house, 'head', 'Tian', at.village, 'en')
  await house.calm()
}, 60_000)
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  expect(house.logged.filter((line) => (JSON.parse(line) as { level: number }).level >= 40)).toEqual([])
  await house.stop()
})

const hour = 3_600_000
/** Everybody is at work: Monday morning, of the next week where this one has begun. */
let monday = Date.parse('2026-11-23T09:30:00+08:00')
beforeEach(async () => {
  while (monday < house.now()) monday += 7 * 24 * hour
  await house.moveTo(monday)
})
const rowOf = async (number: string) => (await house.query<{ office_id: number; numbered_by: number | null; stage: string; handler: string | null }>('select c.office_id, c.numbered_by, c.stage, s.name as handler from cases c left join staff s on s.id = c.handler_id where c.number = $1', [number]))[0]
const openDuties = async (number: string) => house.query<{ kind: string; office_id: number; owner: string; who: string | null }>(`select d.kind, d.office_id, d.owner, s.name as who from duties d join cases c on c.id = d.case_id left join staff s on s.id = d.staff_id where c.number = $1 and d.state = 'open' order by d.kind`, [number])

async function accepted(li_: ChatPerson, options: { story?: string; pick?: RegExp } = {}): Promise<string> {
  const { number } = await fileCase(li_, options.story ?? '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。', { pick: options.pick ?? /^人民调解|^Mediation/ })
  await house.calm()
  await wang.tapsOld(offered([wang], number).offer, '受理')
  await house.calm()
  return number
}

/** Opens the case and taps; what is not at hand is behind More. */
async function taps(who: TelegramUser, number: string, label: string): Promise<void> {
  await who.tapsOld(await forges(house, who, number, 'look') , label)
}

async function handsUp(number: string, why: string): Promise<void> {
  await taps(wang, number, '上交上级')
  await writes(house, wang, why)
}

const heard = (who: ChatPerson, number: string, words: string | RegExp) => who.messages.some(({ text }) => text.includes(number) && (typeof words === 'string' ? text.includes(words) : words.test(text)))

describe.each([
  ['in Chinese, on Telegram', () => Promise.resolve(onTelegram(house)), { passing: /转给市调解中心[\s\S]*仍由王调解负责/, received: /市调解中心已经接收[\s\S]*由高主任负责/, theirs: '周调解承办', mine: '我的事项' }],
  ['in English, on LINE', () => onLine(house, 'en'), { passing: /being passed to 市调解中心[\s\S]*王调解 is responsible/, received: /市调解中心 has received your case; 高主任/, theirs: 'handled by 周调解', mine: 'My cases' }],
] as const)('%s', (_where, opens, words) => {
  test('handed up, received a day later, taken there: the number stays and the resident always knows who has it', async () => {
    const resident = await opens()
    const number = await accepted(resident)
    const before = await openDuties(number)
    await handsUp(number, '双方都要求市里调解，请接收。')
    expect(wang.last().text).toContain('仍由我们负责')
    expect(heard(li, number, '王调解请市调解中心接收')).toBe(true)
    const asked = await gao.waitFor((message) => message.text.includes(number) && message.labels.includes('接收'))
    expect(asked.text).toMatch(/双方都要求市里调解[\s\S]*天花板/)
    expect(asked.text).not.toContain('13800138000')
    await resident.waitFor(words.passing)
    expect(await rowOf(number)).toEqual({ office_id: at.town, numbered_by: null, stage: 'accepted', handler: '王调解' })
    expect(await openDuties(number)).toEqual([...before, { kind: 'receive-case', office_id: at.town, owner: 'head', who: '高主任' }].sort((a, b) => (a.kind < b.kind ? -1 : 1)))

    // Impatient, the mediator hands it up once more.
    expect((await forges(house, wang, number, 'hand-up')).text).toContain('不用再交一次')

    await house.move(hour)
    await gao.taps('接收')
    await gao.taps('接收')
    await house.calm()
    expect(heard(gao, number, '已接收，现在由您单位负责')).toBe(true)
    expect(heard(gao, number, '不再等您单位接收')).toBe(true)
    await resident.waitFor(words.received)
    expect(heard(wang, number, '高主任已经接收')).toBe(true)
    expect(heard(li, number, '高主任已经接收')).toBe(true)
    expect(await rowOf(number)).toMatchObject({ office_id: at.city, numbered_by: at.town, stage: 'assigned', handler: null })
    expect((await openDuties(number)).every(({ office_id }) => office_id === at.city)).toBe(true)
    await zhou.tapsOld(offered([zhou], number).offer, '受理')
    await house.calm()
    await resident.waitFor(words.theirs)
    expect(await rowOf(number)).toMatchObject({ stage: 'accepted', handler: '周调解' })
    // The file went along, whole; whoever had it before finds it no more.
    expect(zhou.last().text + zhou.messages.map(({ text }) => text).join()).toContain('天花板')
    expect((await forges(house, wang, number, 'look')).text).toContain('没有找到')
    // A week later the resident looks: it is with the city.
    await house.move(7 * 24 * hour)
    await resident.says(words.mine)
    await resident.waitForNew(number)
    await resident.taps(number)
    await resident.waitForNew('市调解中心')
  }, 60_000)
})

test('sent back with the reason; nobody in the city answers: their leader is missed, ours hears, and it stays ours', async () => {
  const resident = await onLine(house, 'zh-CN')
  const number = await accepted(resident)
  await handsUp(number, '请市里接收。')
  await gao.waitFor((message) => message.text.includes(number) && message.labels.includes('退回'))
  await gao.taps('退回')
  await gao.waitForNew('为什么退回')
  await gao.says('标的不大，请街道先调一次。')
  await house.calm()
  expect(heard(wang, number, '标的不大')).toBe(true)
  expect(heard(li, number, '标的不大')).toBe(true)
  await resident.waitFor(/没有转到市调解中心[\s\S]*由王调解负责/)
  expect(resident.messages.some(({ text }) => text.includes('标的不大'))).toBe(false)
  expect(await rowOf(number)).toEqual({ office_id: at.town, numbered_by: null, stage: 'accepted', handler: '王调解' })
  await handsUp(number, '调了一次没成，请接收。')
  await house.move(25 * hour)
  const duty = (await openDuties(number)).find(({ kind }) => kind === 'receive-case')
  expect(duty).toMatchObject({ office_id: at.town, who: '高主任' })
  expect(heard(gao, number, '接收或退回移交的事项')).toBe(true)
  expect(await rowOf(number)).toMatchObject({ office_id: at.town, handler: '王调解' })
}, 60_000)

test('the head hands a small matter down to the village, whose head takes it, in English on LINE', async () => {
  const resident = onTelegram(house)
  const number = await accepted(resident)
  await taps(li, number, '交下级办')
  await li.waitForNew('交给哪个下级')
  await li.taps('河东村')
  await writes(house, li, '村里最熟悉，请先调。')
  await tian.waitFor((message) => message.text.includes(number) && message.labels.includes('Receive it'))
  await tian.taps('Receive it')
  await house.calm()
  expect(await rowOf(number)).toMatchObject({ office_id: at.village, numbered_by: at.town, stage: 'filed' })
  await tian.waitFor((message) => message.text.includes(number) && message.labels.includes('Accept'))
  await tian.taps('Accept')
  await house.calm()
  await resident.waitFor(/现在由Tian承办/)
  // The next number of the village's own series is not in the way of this one.
  expect(await rowOf(number)).toMatchObject({ stage: 'accepted', handler: 'Tian' })
}, 60_000)

test('PET-7: what is about the city’s head goes to its leader there; about both of them it goes nowhere', async () => {
  const leader = await telegramAt(house, 'leader', '方书记', at.city)
  const secret = '高主任收了开发商的礼，绿色蜗牛。'
  const { number } = await fileCase(onTelegram(house), secret, { pick: /^信访|干部作风/ })
  await house.calm()
  const seen = gao.messages.length
  await taps(li, number, '上交上级')
  await writes(house, li, '涉及市里的同志，请领导接收。')
  expect(heard(leader, number, '绿色蜗牛')).toBe(true)
  expect(gao.messages).toHaveLength(seen)
  const both = await fileCase(onTelegram(house), '高主任和方书记一起收了礼，红色蜗牛。', { pick: /^信访|干部作风/ })
  await house.calm()
  expect((await forges(house, li, both.number, 'hand-up')).text).toContain('还不到这一步')
  expect([...gao.messages, ...leader.messages].some(({ text }) => text.includes('红色蜗牛'))).toBe(false)
}, 60_000)

test('whoever heads both offices hands it over in the one and receives it in the other', async () => {
  const { prisma } = house.db
  const village = await prisma.office.create({ data: { name: '河西村', level: 'village', zone: 'Asia/Shanghai', parentId: at.town } })
  const head = await prisma.staff.findFirstOrThrow({ where: { name: '李主任' } })
  await prisma.staff.create({ data: { personId: head.personId, officeId: village.id, role: 'head', name: '李主任' } })
  await house.restart()
  const number = await accepted(onTelegram(house))
  await taps(li, number, '交下级办')
  await li.waitForNew('交给哪个下级')
  await li.taps('河西村')
  await writes(house, li, '村里先调。')
  expect((await forges(house, li, number, 'receive')).text).toMatch(/接收/)
  await house.calm()
  expect(await rowOf(number)).toMatchObject({ office_id: village.id, numbered_by: at.town })
}, 60_000)
