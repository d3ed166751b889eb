import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from './house.ts'
import { member, offered, onLine, onTelegram } from './people.ts'
import { fileCase, toReview, walksTo } from './resident.ts'

/** The same update twice, two at once, one that comes late: one outcome, one answer. */

const story = '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。'

let house: TestHouse
beforeAll(async () => { house = await openHouse() })
afterAll(async () => {
  // A tap that is brought again is answered again, which Telegram then calls too old.
  expect(house.telegram.violations.filter((each) => each.method !== 'answerCallbackQuery')).toEqual([])
  expect(house.line.violations).toEqual([])
  await house.stop()
})

const casesNow = async (): Promise<number> => (await house.query<{ n: number }>('select count(*)::int as n from cases'))[0]?.n ?? 0
const filedMessages = (person: { messages: readonly { text: string }[] }): number => person.messages.filter((message) => message.text.includes('查询码')).length

test('Telegram brings each update of an intake three times, at once and again later: one case, each answer once', async () => {
  const resident = onTelegram(house)
  const before = await casesNow()
  const again: object[] = []
  const stop = house.telegram.onAck(({ update }) => { again.push(update) })
  await fileCase(resident, story)
  await house.calm()
  const said = resident.messages.map((message) => message.text)
  await Promise.all([...again, ...again].map((update) => house.telegram.deliver(update as never)))
  for (const update of again.toReversed()) await house.telegram.deliver(update as never)
  stop()
  await house.calm()
  expect(await casesNow() - before).toBe(1)
  expect(resident.messages.map((message) => message.text)).toEqual(said)
})

test('one update twice in the same breath is one', async () => {
  const resident = onTelegram(house)
  await resident.start()
  await resident.waitForNew()
  const update = { update_id: house.telegram.nextUpdateId(), message: { message_id: 700_001, from: { id: resident.id, is_bot: false, first_name: 'P' }, chat: { id: resident.id, type: 'private', first_name: 'P' }, date: 1_795_000_000, text: story } }
  await Promise.all([1, 2, 3, 4].map(() => house.telegram.deliver(update)))
  await resident.waitFor('保存您写下的内容')
  await house.calm()
  expect(resident.messages.filter((message) => message.text.includes('保存您写下的内容'))).toHaveLength(1)
  const review = await toReview(resident, '就是这样。')
  expect(review.text.split('三次都不肯修').length - 1).toBe(1)
})

test('LINE redelivers the confirmation, and a call holds the same event twice: one case', async () => {
  const resident = await onLine(house)
  const before = await casesNow()
  await toReview(resident, story)
  const send = await resident.taps('确认提交')
  await resident.waitForNew('已登记')
  await Promise.all([resident.redeliver(send), resident.redeliver(send), house.line.deliver(send, send)])
  await house.calm()
  expect(await casesNow() - before).toBe(1)
  expect(filedMessages(resident)).toBe(1)
})

test('two devices confirm and cancel at the same moment: one of them wins, and the other is told how it stands', async () => {
  for (let n = 0; n < 4; n++) {
    const resident = await onLine(house)
    const before = await casesNow()
    const review = await toReview(resident, story)
    await Promise.all([resident.taps('确认提交'), resident.says('取消')])
    await house.calm()
    const filed = await casesNow() - before
    expect(filed).toBe(filedMessages(resident))
    if (filed === 0) expect((await resident.waitFor('要停止填写吗')).labels).toContain('停止并删除')
    await resident.tapsOld(review as never, '确认提交')
    await house.calm()
    expect(await casesNow() - before).toBe(filed)
  }
})

test('an answer that comes late, after its step was answered, changes nothing', async () => {
  const resident = onTelegram(house)
  await walksTo(resident, story, /属于下面哪一类/)
  const kinds = resident.last()
  await resident.taps('人民调解 · 邻里')
  await resident.waitForNew('对方是谁')
  await resident.tapsOld(kinds, '都不是，看全部')
  await resident.tapsOld(kinds, '人民调解 · 邻里')
  await resident.waitFor((message) => message.text.includes('没有改动') && message.text.includes('对方是谁'))
  const review = await toReview(resident, '楼上老王')
  expect(review.text).toContain('人民调解 · 邻里')
  await resident.says('取消')
  await resident.waitForNew()
  await resident.taps('停止并删除')
})

test('two mediators, or one on two devices, accept at the same moment: one holds it, everybody is told', async () => {
  const mediator = await member(house, 'mediator', '王调解')
  const head = await member(house, 'head', '李主任')
  const resident = onTelegram(house)
  const { number } = await fileCase(resident, story)
  await house.calm()
  const { offer } = offered([mediator], number)
  await Promise.all([mediator.tapsOld(offer, '受理'), mediator.tapsOld(offer, '受理'), mediator.tapsOld(offer, '不能接')])
  await house.calm()
  expect(resident.messages.filter((message) => message.text.includes('会负责到底'))).toHaveLength(1)
  const rows = await house.query('select stage, handler_id is not null as held, (select count(*)::int from histories h where h.case_id = c.id and h.kind = $2) as accepted from cases c where number = $1', [number, 'accepted'])
  expect(rows).toEqual([{ stage: 'accepted', held: true, accepted: 1 }])
  expect(head.messages.some((message) => message.text.includes('没有人接') && message.text.includes(number))).toBe(false)
})
