import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { member, offered, onLine, onTelegram, settled } from '../people.ts'
import type { TelegramUser } from '../platforms/telegram.ts'
import { fileCase, walksTo } from '../resident.ts'
import { closes } from '../staff.ts'

/** What users of other systems report about callbacks, each as a test that it does not happen here. */

const story = '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。'
const hour = 3_600_000
const day = 24 * hour

let house: TestHouse
let staff: TelegramUser[]
let head: TelegramUser
beforeAll(async () => {
  house = await openHouse()
  staff = [await member(house, 'mediator', '王调解'), await member(house, 'mediator', '赵调解')]
  head = await member(house, 'head', '李主任')
})
beforeEach(() => house.atWork())
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  expect(house.line.violations).toEqual([])
  await house.stop()
})

const surveyOf = (number: string) => (message: { text: string; labels: readonly string[] }): boolean => message.text.includes(number) && message.labels.includes('5 分 很满意')
const due = async (number: string): Promise<number> => (await house.query<{ next_at: Date }>('select v.next_at from surveys v join cases c on c.id = v.case_id where c.number = $1 and v.next_at is not null', [number]))[0]?.next_at.getTime() ?? 0
const untilAsked = async (number: string): Promise<void> => house.moveTo(await due(number) + 1000)
const row = async (number: string) => (await house.query<{ score: number; reopened: number; stage: string; staff: string; survey: number }>(
  `select c.score, c.reopened, c.stage, s.name as staff, v.score as survey from cases c join surveys v on v.case_id = c.id and v.round = 1 left join staff s on s.id = v.staff_id where c.number = $1`, [number]))[0]

test('“a tap on the score stores nothing until a form is sent”: the first tap is the score, words may follow', async () => {
  const resident = onTelegram(house)
  const { number } = await settled(house, resident, staff, story)
  await untilAsked(number)
  await resident.waitFor(surveyOf(number))
  await resident.taps('4 分 满意')
  await house.calm()
  expect(await row(number)).toMatchObject({ score: 4, survey: 4, stage: 'closed' })
  await house.restart()
  await resident.says('人很耐心。')
  await resident.waitForNew('谢谢您的反馈')
  await house.calm()
  const [survey] = await house.db.prisma.survey.findMany({ where: { case: { number } } })
  expect(house.db.seal.open(survey?.words ?? new Uint8Array())).toBe('人很耐心。')
})

test('“two surveys for one case”, and “the survey does not say which case”', async () => {
  const resident = await onLine(house)
  const { number } = await settled(house, resident, staff, story)
  await untilAsked(number)
  const survey = await resident.waitFor(surveyOf(number))
  for (const told of [number, '人民调解 · 邻里', '邻居三天内修好水管']) expect(survey.text).toContain(told)
  await house.restart()
  await house.move(3 * day)
  await resident.tapsOld(survey, '5 分 很满意')
  await resident.waitForNew('评分 5 分已记录')
  await resident.tapsOld(survey, '1 分 很不满意')
  await resident.waitForNew('已经评过分了：5 分')
  await house.move(9 * day)
  expect(resident.messages.filter(surveyOf(number))).toHaveLength(1)
  expect(await row(number)).toMatchObject({ score: 5, reopened: 0 })
})

test('“two surveys”: one person taps two scores at the same moment, and one of them counts', async () => {
  const resident = onTelegram(house)
  const { number } = await settled(house, resident, staff, story)
  await untilAsked(number)
  const survey = await resident.waitFor(surveyOf(number))
  await Promise.all([resident.tapsOld(survey, '5 分 很满意'), resident.tapsOld(survey, '4 分 满意'), resident.tapsOld(survey, '3 分 一般')])
  await house.calm()
  expect(await house.query('select count(*)::int from surveys v join cases c on c.id = v.case_id where c.number = $1', [number])).toEqual([{ count: 1 }])
  const { score, survey: stored } = await row(number) ?? {}
  expect(score).toBe(stored)
  expect([3, 4, 5]).toContain(score)
})

test('“reopened with no visible reason”: a low score goes to somebody else, the head and the resident read why', async () => {
  const resident = onTelegram(house)
  const { number, by } = await settled(house, resident, staff, story)
  await untilAsked(number)
  await resident.waitFor(surveyOf(number))
  await resident.taps('2 分 不满意')
  await house.calm()
  expect(await row(number)).toMatchObject({ score: 2, reopened: 1, stage: 'assigned' })
  await resident.waitFor('由另一位同事负责')
  await resident.says('漏水还在继续，根本没修。')
  await resident.waitForNew()
  await house.calm()
  // Asked in the evening; colleagues and the head hear of it in the morning.
  await house.atWork()
  const told = await head.waitFor((message) => message.text.includes(number) && message.text.includes('重新办理'))
  expect(told.text).toMatch(/打了 2 分.*原承办/)
  const next = staff.find((each) => each !== by)
  expect(offered(staff.filter((each) => each !== by), number).who).toBe(next)
  expect(by.messages.some((message) => message.text.includes('2 分'))).toBe(false)
  expect((await head.waitFor('漏水还在继续')).text).toContain(number)
  expect((await next?.waitFor('漏水还在继续'))?.text).toContain(number)
  await resident.says('我的事项')
  await resident.waitForNew(number)
  await resident.taps(number)
  expect((await resident.waitForNew('重新办理')).text).toMatch(/重新办理.*2 分|2 分[\s\S]*重新办理/)
})

test('“the score goes to whoever holds the case at closing”: it goes to who handled it', async () => {
  const resident = onTelegram(house)
  const { number } = await fileCase(resident, story)
  await house.calm()
  const { who, offer } = offered(staff, number)
  await who.tapsOld(offer, '受理')
  await house.calm()
  // The handler falls silent; weeks later the head, who is told, closes the case instead.
  await house.moveTo(Date.parse('2027-02-03T10:00:00+08:00'))
  // So many weeks at once are more messages than an hour may have; the rest comes in the next.
  await house.moveTo(Date.parse('2027-02-03T11:05:00+08:00'))
  const late = await head.waitFor((message) => message.text.includes(number) && message.labels.includes('办结'))
  await head.tapsOld(late, '查看')
  await head.waitForNew((message) => message.labels.includes('办结'))
  await closes(house, head, /^达成协议/, '水管已修好。')
  await resident.waitFor('水管已修好')
  const [survey] = await house.db.prisma.survey.findMany({ where: { case: { number } } })
  const [name] = await house.query('select name from staff where id = $1', [survey?.staffId])
  expect(name).toEqual({ name: who === staff[0] ? '王调解' : '赵调解' })
})

test('“not tied to the time limit of the matter”, and never at night: four hours for a complaint, but not after eight in the evening', async () => {
  const resident = onTelegram(house)
  await house.moveTo(Date.parse('2027-03-01T15:30:00+08:00'))
  const handler = await member(house, 'handler', '钱经办')
  const { number } = await settled(house, resident, [handler], '物业的电梯坏了三天没人修，物业不管。', { pick: /^物业投诉/, outcome: /^已处理/, answer: '电梯今天已修好。' })
  // The first complaint of a month is one of the four in five that are visited: what is said is that somebody comes.
  const asked = (message: { text: string }): boolean => message.text.includes(number) && message.text.includes('上门')
  await house.move(3 * hour)
  expect(resident.messages.some(asked)).toBe(false)
  await house.move(2 * hour)
  expect(resident.messages.some(asked)).toBe(false)
  await house.moveTo(Date.parse('2027-03-02T08:50:00+08:00'))
  expect(resident.messages.some(asked)).toBe(false)
  await house.moveTo(Date.parse('2027-03-02T09:05:00+08:00'))
  await resident.waitFor(asked)
  // Nobody goes: by the end of the day after the closing they are asked by chat after all.
  expect(resident.messages.some(surveyOf(number))).toBe(false)
  await house.moveTo(Date.parse('2027-03-03T09:05:00+08:00'))
  await resident.waitFor(surveyOf(number))
})

test('somebody in the middle of writing is asked when they are done', async () => {
  const resident = onTelegram(house)
  const { number } = await settled(house, resident, staff, story)
  const moment = await due(number)
  await house.moveTo(moment - 10 * 60_000)
  await walksTo(resident, '邻居家的狗半夜一直叫，我睡不好觉。', /对方是谁/, { pick: /^人民调解/ })
  await house.moveTo(moment + 60_000)
  expect(resident.messages.some(surveyOf(number))).toBe(false)
  await house.move(hour)
  await resident.waitFor(surveyOf(number))
  await resident.taps('5 分 很满意')
  expect((await resident.waitForNew('评分 5 分已记录')).text).toContain('对方是谁')
})

test('somebody who is writing to a person is asked when they are done', async () => {
  const resident = onTelegram(house)
  const { number } = await settled(house, resident, staff, story)
  const moment = await due(number)
  await house.moveTo(moment - 10 * 60_000)
  await resident.says('人工')
  await resident.waitForNew('值班人员会')
  await house.moveTo(moment + 60_000)
  expect(resident.messages.some(surveyOf(number))).toBe(false)
  await house.move(hour)
  await resident.waitFor(surveyOf(number))
})

test('“text that answers a question already replaced”: a story told a week after the score is no comment on it', async () => {
  const resident = onTelegram(house)
  const { number } = await settled(house, resident, staff, story)
  await untilAsked(number)
  await resident.waitFor(surveyOf(number))
  await resident.taps('5 分 很满意')
  await resident.waitForNew('再写一句')
  await house.move(7 * day)
  await resident.says('老板拖欠我三个月工资，一直不给。')
  expect((await resident.waitForNew()).text).toContain('因为您提到')
  const [survey] = await house.db.prisma.survey.findMany({ where: { case: { number } } })
  expect(survey?.words).toBeNull()
})

test('“no survey where the contact has no e-mail”: whoever has no more than a chat is asked in it', async () => {
  const resident = await onLine(house)
  const { number } = await settled(house, resident, staff, story)
  await untilAsked(number)
  expect((await resident.waitFor(surveyOf(number))).labels).toContain('1 分 很不满意')
})

test('“staff press people for good scores”: who handled it hears nothing of being scored, before or after', async () => {
  const resident = onTelegram(house)
  const { number } = await settled(house, resident, staff, story)
  const heard = staff.map((each) => each.messages.length)
  await untilAsked(number)
  await resident.waitFor(surveyOf(number))
  await resident.taps('5 分 很满意')
  await resident.says('谢谢王调解')
  await resident.waitForNew('谢谢您的反馈')
  await house.calm()
  expect(staff.map((each, n) => each.messages.slice(heard[n]).map(({ text }) => text))).toEqual([[], []])
  expect((await row(number))?.survey).toBe(5)
})
