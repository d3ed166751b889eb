import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import type { TelegramMessage, TelegramUser } from '../platforms/telegram.ts'
import { onTelegram } from '../people.ts'
import { toReview, walksTo } from '../resident.ts'

/** What users of other systems report about conversations, each as a test that it does not happen here. */

const story = '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。'
const day = 86_400_000

let house: TestHouse
beforeAll(async () => { house = await openHouse() })
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  await house.stop()
})

async function of(resident: TelegramUser) {
  return (await house.db.prisma.case.findMany({ where: { applicantId: await person(resident) }, orderBy: { filedAt: 'asc' } })).map((row) => row.number)
}

async function person(resident: TelegramUser): Promise<string> {
  const [row] = await house.query<{ person_id: string }>(`select person_id from addresses where "user" = $1`, [String(resident.id)])
  return row?.person_id ?? ''
}

test('“a tap on an old button acts on another case, or on nothing”', async () => {
  const resident = onTelegram(house)
  await resident.says(story)
  const notice = await resident.waitForNew('保存您写下的内容')
  await resident.taps('同意，继续')
  await resident.waitForNew('属于下面哪一类')
  await resident.tapsOld(notice, '不同意')
  const shown = await resident.waitForNew('没有改动任何内容')
  expect(shown.text).toContain('属于下面哪一类')
  expect(shown.labels).toContain('人民调解 · 邻里')
  await resident.taps('人民调解 · 邻里')
  await resident.waitForNew('对方是谁')

  await resident.tapsOld(shown, '都不是，看全部')
  expect((await resident.waitForNew('没有改动任何内容')).text).toContain('对方是谁')
})

test('“a tap on an old button”: the review card that was sent files nothing a second time', async () => {
  const resident = onTelegram(house)
  const review = await toReview(resident, story)
  await resident.taps('确认提交')
  await resident.waitForNew('已登记')
  for (let n = 0; n < 5; n++) await resident.tapsOld(review as TelegramMessage, '确认提交')
  await resident.waitFor('没有改动任何内容')
  expect(resident.messages.filter((each) => each.text.includes('查询码'))).toHaveLength(1)
  expect(await of(resident)).toHaveLength(1)
})

test('“text that answers a question already replaced is stored as the wrong answer”', async () => {
  const resident = onTelegram(house)
  await walksTo(resident, story, /对方是谁/)
  await resident.taps('取消')
  await resident.waitForNew('要停止填写吗')
  await resident.says('老王')
  expect((await resident.waitForNew()).text).toContain('要停止填写吗')
  await resident.taps('不，接着填')
  expect((await resident.waitForNew('对方是谁')).text).not.toContain('您之前的回答')

  await house.move(day)
  await resident.says('其实我今天想问的是另一件事，路灯坏了')
  expect((await resident.waitForNew()).text).toContain('接着写，还是重新开始')
  await resident.taps('重新开始')
  expect((await resident.waitForNew('因为您提到')).text).toContain('路灯')
})

test('“no review before filing”: duplicates, typos', async () => {
  const resident = onTelegram(house)
  const review = await toReview(resident, `${story}还有错憋字。`, { typed: { 对方是谁: '楼上老王' } })
  for (const told of ['错憋字', '楼上老王', '和平路3号', '13800138000']) expect(review.text).toContain(told)
  expect(await of(resident)).toEqual([])
  await resident.taps(/✏️ 经过/)
  await resident.waitForNew('请重新写一遍')
  await resident.says(`${story}没有错别字了。`)
  const again = await resident.waitForNew(/请核对/)
  expect(again.text).not.toContain('憋')
  await resident.taps('确认提交')
  await resident.waitForNew('已登记')
  const filed = (await house.cases()).at(-1)
  expect(filed?.story).toBe(`${story}没有错别字了。`)
})

test('“no way back or to edit one answer”; after an edit only what depends on it is asked again', async () => {
  const resident = onTelegram(house)
  await walksTo(resident, story, /您希望怎么解决/, { typed: { 对方是谁: '楼上老王' } })
  await resident.taps('返回')
  expect((await resident.waitForNew('事情发生在哪里')).text).toContain('您之前的回答：和平路3号')
  await resident.taps('保留')
  await resident.waitForNew('您希望怎么解决')
  await resident.says('赔我天花板')
  await resident.waitForNew()
  await toReview(resident, '李梅')
  await resident.taps(/✏️ 类别/)
  await resident.waitForNew()
  await resident.taps('都不是，看全部')
  await resident.waitForNew()
  await resident.taps('物业投诉')
  await resident.waitForNew('最接近的是哪一项')
  await resident.taps(/设备/)
  const asked: string[] = []
  for (let message = await resident.waitForNew(); !message.labels.includes('确认提交'); message = await resident.waitForNew()) {
    asked.push(message.text)
    await resident.taps(message.labels.find((label) => !/返回|取消|保留/.test(label)) ?? '')
  }
  expect(asked.join()).not.toMatch(/姓名|称呼|电话|哪个位置|怎么解决/)
  expect(asked.join()).toMatch(/媒体/)
  await resident.taps('确认提交')
  await resident.waitForNew('已登记')
  const answers = (await house.cases()).at(-1)?.answers
  expect(answers).toMatchObject({ want: '赔我天花板', 'own-name': '李梅' })
  expect(answers).not.toHaveProperty('other-name')
})

test('“two drafts of one person break the submission”', async () => {
  const resident = onTelegram(house)
  await walksTo(resident, story, /对方是谁/)
  for (const door of ['反映问题', '/start']) {
    await resident.says(door)
    expect((await resident.waitForNew()).text).toContain('接着写，还是重新开始')
  }
  await resident.taps('接着写')
  await toReview(resident, '老王')
  // Two phones of one person: each has the review card before it, and both send at the same moment.
  const from = { id: resident.id, is_bot: false, first_name: 'P', language_code: 'zh-hans' }
  const updates = [900_001, 900_002].map((message_id) => ({
    update_id: house.telegram.nextUpdateId(), message: { message_id, from, chat: { id: resident.id, type: 'private', first_name: 'P' }, date: 1_795_000_000, text: '确认提交' },
  }))
  await Promise.all(updates.map((update) => house.telegram.deliver(update)))
  await house.calm()
  expect(await of(resident)).toHaveLength(1)
  expect(resident.messages.filter((each) => each.text.includes('已登记'))).toHaveLength(1)
})

test('“the same number means yes in one step and no in the next”: a bare number never chooses', async () => {
  const resident = onTelegram(house)
  await resident.says(story)
  await resident.waitForNew('保存您写下的内容')
  await resident.says('1')
  expect((await resident.waitForNew()).text).toContain('保存您写下的内容')
  await resident.taps('同意，继续')
  await resident.waitForNew('属于下面哪一类')
  await resident.says('1')
  expect((await resident.waitForNew()).text).toContain('请点下面的一个选项')
  await resident.taps('都不是，看全部')
  await resident.waitForNew()
  await resident.taps('物业投诉')
  await resident.waitForNew()
  await resident.taps(/设备/)
  await resident.waitForNew()
  await walksTo(resident, '和平小区3栋', /媒体/)
  await resident.says('1')
  expect((await resident.waitForNew()).text).toContain('请点下面的一个选项')
  const review = await toReview(resident, '都没有')
  await resident.says('1')
  expect((await resident.waitForNew()).labels).toContain('确认提交')
  expect(review.text).toContain(`${story}\n`)
  expect(await of(resident)).toEqual([])
})
