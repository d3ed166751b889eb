import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { member, offered, onLine, onTelegram } from '../people.ts'
import type { TelegramUser } from '../platforms/telegram.ts'
import { fileCase, walksTo } from '../resident.ts'

/** Words of danger show the numbers first and reach the duty officer, at any step and any hour; so does the wish for a person. */

const story = '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。'
const first = (text: string, number: RegExp, then: RegExp): boolean => number.test(text) && then.test(text) && text.search(number) < text.search(then)

let house: TestHouse
let head: TelegramUser
let mediator: TelegramUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-28T23:40:00+08:00' })
  head = await member(house, 'head', '李主任')
  mediator = await member(house, 'mediator', '王调解')
})
beforeEach(async () => { await head.start() })
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  expect(house.line.violations).toEqual([])
  await house.stop()
})

test.each([
  ['zh-hans', '他拿刀要砍人，快来', /报警：110/, /您好|请问|说明|了解/],
  ['zh-hant', '我不想活了', /(自殺防治|安心|119|110|1925)/, /您好|請問|說明|了解/],
  ['en', 'My house is on fire', /119/, /Hello|What can|Before we/],
])('in the very first words (%s)', async (language, words, number, then) => {
  const resident = onTelegram(house, language)
  await resident.says(words)
  const answer = await resident.waitForNew()
  expect(first(answer.text, number, then), answer.text).toBe(true)
  await house.calm()
  expect((await head.waitForNew(words)).labels).toContain('回复')
})

test('in an answer, in a caption, in a second bubble, in an addition to a case', async () => {
  await house.atWork()
  const resident = onTelegram(house)
  await walksTo(resident, story, /对方是谁/)
  await resident.says('老王，他威胁要打我')
  expect(first((await resident.waitForNew('报警：110')).text, /报警：110/, /第 \d+ 步/)).toBe(true)
  await house.calm()
  await head.waitForNew('老王，他威胁要打我')

  const other = onTelegram(house)
  await walksTo(other, story, /对方是谁/)
  await other.sendsPhoto(undefined, undefined, undefined, '楼道着火了')
  await other.waitForNew('火警：119')
  await house.calm()
  await head.waitForNew('楼道着火了')

  const third = onTelegram(house)
  const { number } = await fileCase(third, story)
  await house.calm()
  await mediator.tapsOld(offered([mediator], number).offer, '受理')
  await house.calm()
  await third.says('我的事项')
  await third.waitForNew(number)
  await third.taps(number)
  await third.waitForNew('正在办理')
  await third.taps('补充情况')
  await third.waitForNew('要补充的内容')
  await third.says('他刚才带人堵门，有几十人聚集')
  await third.waitForNew('报警：110')
  await house.calm()
  await head.waitForNew('几十人聚集')
  await mediator.waitFor('几十人聚集')
})

test('numbers once shown are not swallowed by the bubble that follows', async () => {
  for (const resident of [onTelegram(house), await onLine(house)]) {
    await resident.says('我家楼上的邻居')
    await resident.says('逼得我不想活了')
    await resident.says('天天往我家门口泼水')
    await house.calm()
    await resident.waitFor(/心理援助热线：12356/)
  }
})

test('a filing that speaks of danger is on the head’s phone at once, at midnight too', async () => {
  await house.moveTo(Date.parse('2026-12-01T23:40:00+08:00'))
  const resident = onTelegram(house)
  const { number } = await fileCase(resident, '邻居昨天拿刀威胁我，说要杀了我全家，楼上漏水的事没法谈。', { pick: /^人民调解/ })
  await house.calm()
  const told = await head.waitFor((message) => message.text.includes(number) && /紧急/.test(message.text))
  expect(told.text).toContain('拿刀威胁')
  const hour = new Date(house.now() + 8 * 3_600_000).getUTCHours()
  expect(hour >= 22 || hour < 7).toBe(true)
  expect(offered([mediator], number).offer.text).toContain('请优先处理')
})

test('staff who write about danger are not taken to be in it', async () => {
  const resident = onTelegram(house)
  await resident.says('我不想活了')
  await house.calm()
  const alert = await head.waitForNew('我不想活了')
  await head.tapsOld(alert, '回复')
  await head.waitForNew('写下您的回复')
  await head.says('您别轻生，我马上给您打电话，别想着自杀。')
  expect((await head.waitForNew()).text).not.toContain('心理援助热线')
  await resident.waitFor('您别轻生，我马上给您打电话')
})

test('“human” reaches the person on duty, and the answer comes back', async () => {
  for (const [resident, typed, words, number] of [[onTelegram(house), '人工', '我不会用这个，想找人说话。', /值班人员回复您/], [await onLine(house, 'en'), 'human', 'I cannot use this, please call me.', /person on duty answers/]] as const) {
    await resident.says(typed)
    await resident.waitForNew(/工作人员|a person/)
    await resident.says(words)
    await resident.waitForNew(/已转给值班人员|gone to the person on duty/)
    await house.calm()
    const asked = await head.waitFor(words)
    await head.tapsOld(asked, '回复')
    await head.waitForNew('写下您的回复')
    await head.says('我是李主任，您请说。')
    await head.waitForNew('已发给对方')
    const answer = await resident.waitFor('我是李主任，您请说。')
    expect(answer.text).toMatch(number)
    await resident.taps(/再找工作人员|Write to a person/)
    await resident.waitForNew(/工作人员|a person/)
  }
})

test('who is spoken of in the words is not the one who reads them', async () => {
  const leader = await member(house, 'leader', '周正')
  const resident = onTelegram(house)
  await resident.says('李主任拿刀要砍人，快来')
  await resident.waitForNew('报警：110')
  await house.calm()
  await leader.waitForNew('拿刀要砍人')
  expect(head.messages.some((each) => each.text.includes('李主任拿刀'))).toBe(false)
})

test('before anybody works here nobody is said to have been told, and nothing is asked that nobody would read', async () => {
  const empty = await openHouse()
  try {
    const resident = onTelegram(empty)
    await resident.says('他拿刀要砍人，快来')
    const said = (await resident.waitForNew(/110/)).text
    expect(said).toContain('还没有人值班')
    expect(said).not.toContain('已通知')
    await resident.says('人工')
    expect((await resident.waitForNew('没有人看到')).labels).not.toContain('返回')
    await member(empty, 'head', '李主任')
    await resident.says('人工')
    await resident.waitForNew('值班人员会')
  } finally {
    await empty.stop()
  }
})
