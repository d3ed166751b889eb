import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { member, offered, onLine, onTelegram } from '../people.ts'
import type { TelegramMessage, TelegramUser } from '../platforms/telegram.ts'
import { fileCase } from '../resident.ts'

/** Whoever has no right to it sees nothing and changes nothing, whatever they press or type. */

const story = '楼上邻居家的水管漏水，暗号是蓝色河马，找他三次都不肯修。'
const minute = 60_000

let house: TestHouse
let wang: TelegramUser
let zhao: TelegramUser
let head: TelegramUser
beforeAll(async () => {
  house = await openHouse()
  wang = await member(house, 'mediator', '王调解')
  zhao = await member(house, 'mediator', '赵调解')
  head = await member(house, 'head', '李主任')
})
beforeEach(() => house.atWork())
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  await house.stop()
})

async function held(): Promise<{ resident: TelegramUser; number: string; code: string; holder: TelegramUser; other: TelegramUser; offer: TelegramMessage; card: TelegramMessage; reply: TelegramMessage }> {
  const resident = onTelegram(house)
  const { number, code } = await fileCase(resident, story, { pick: /^人民调解/ })
  await house.calm()
  const { who: holder, offer } = offered([wang, zhao], number)
  await holder.tapsOld(offer, '受理')
  await house.calm()
  const card = await holder.waitFor((message) => message.text.includes(number) && message.labels.includes('办结'))
  await holder.tapsOld(card, '给当事人发消息')
  await holder.waitForNew()
  await holder.says('明天上门。')
  await house.calm()
  const reply = await resident.waitFor('明天上门')
  return { resident, number, code, holder, other: holder === wang ? zhao : wang, offer, card, reply }
}

async function asItStands(number: string): Promise<unknown> {
  return house.query(`select stage, handler_id, score, outcome, reopened, (select count(*)::int from histories h where h.case_id = c.id and h.kind <> 'looked') as lines from cases c where number = $1`, [number])
}

test('a stranger, another mediator and the resident press staff’s buttons of a case: nothing is shown, nothing changes', async () => {
  const { resident, number, other, offer, card } = await held()
  const stranger = onTelegram(house)
  await stranger.start()
  await stranger.waitForNew()
  const before = await asItStands(number)
  for (const intruder of [stranger, other, resident]) {
    const seen = intruder.messages.length
    for (const label of [...offer.labels]) await intruder.tapsOld(offer, label)
    for (const label of [...card.labels]) await intruder.tapsOld(card, label)
    await house.calm()
    for (const message of intruder.messages.slice(seen)) expect(message.text).not.toMatch(/13800138000|当事人的原话/)
    expect(intruder.messages.some((message) => message.text.includes('没有找到可以给您看的事项'))).toBe(true)
  }
  expect(stranger.messages.some((message) => message.text.includes('蓝色河马') || message.text.includes(number))).toBe(false)
  expect(await asItStands(number)).toEqual(before)
})

test('a stranger and the mediator press the resident’s buttons: nothing is shown, nothing is said in their name', async () => {
  const { number, holder, reply } = await held()
  const stranger = onTelegram(house)
  const before = await asItStands(number)
  for (const intruder of [stranger, holder]) {
    for (const label of reply.labels) {
      await intruder.tapsOld(reply, label)
      await intruder.waitForNew('没有找到可以给您看的事项')
      await intruder.says('我撤回这件事。')
      await house.calm()
    }
  }
  expect(await asItStands(number)).toEqual(before)
})

test('a survey is answered by the one who was asked, and by nobody else', async () => {
  const { resident, number, holder, card } = await held()
  await holder.tapsOld(card, '办结')
  await holder.waitForNew((message) => message.labels.some((label) => label.startsWith('达成协议')))
  await holder.taps(/^达成协议/)
  await holder.waitForNew()
  await holder.says('已修好。')
  await holder.waitForNew('已修好。')
  await holder.taps('就这样发出')
  await house.calm()
  await house.move(6 * 24 * 60 * minute)
  const survey = await resident.waitFor((message) => message.text.includes(number) && message.labels.includes('5 分 很满意'))
  for (const intruder of [holder, onTelegram(house)]) {
    await intruder.tapsOld(survey, '5 分 很满意')
    await intruder.waitForNew('没有找到可以给您看的事项')
  }
  expect(await house.query('select score from cases where number = $1', [number])).toEqual([{ score: null }])
})

test('forged and mangled buttons change nothing', async () => {
  const { number, resident } = await held()
  const before = await asItStands(number)
  const [row] = await house.query<{ id: string }>('select id from cases where number = $1', [number])
  const wellFormed = resident.messages.find((message) => message.labels.includes('查看'))
  const data = wellFormed?.buttons.flat().find((button) => button.text === '查看')?.callback_data ?? ''
  const forged = ['', 'c', 'c:', 'c:x:take', data.replace(/^m:/, 'c:'), data.replace(':look', ':close:agreement'), data.replace(':look', ':__proto__'), data.replace(':look', ':constructor:1'), 'h:name-1', 'h:__proto__', 'v:x:9', 's:zz:send', 'p:x', row?.id ?? '', '\u0000', 'x'.repeat(64)]
  for (const [n, text] of forged.entries()) {
    await resident.tapsOld({ ...(wellFormed as TelegramMessage), buttons: [[{ text: String(n), callback_data: text || ' ' }]] }, String(n))
  }
  await house.calm()
  expect(await asItStands(number)).toEqual(before)
  expect(house.logged.filter((line) => line.includes('could not be dealt with'))).toEqual([])
})

test('an invitation opens once, and staff’s menu is closed to residents', async () => {
  const code = await house.invite('head')
  const [one, two] = [onTelegram(house), onTelegram(house)]
  await one.start(code)
  await one.waitForNew('您现在是')
  await two.start(code)
  await two.waitForNew('邀请码无效')
  await two.says('我的待办')
  await two.waitForNew('给工作人员使用')
  await one.taps('告诉我们怎么称呼您')
  await one.waitForNew()
  await one.taps('弄错了，我不是')
  await one.waitForNew('已撤销')
  await one.says('我的待办')
  await one.waitForNew('给工作人员使用')
})

test('tracking: number and code show how it goes and no more; wrong ones look alike, and after five each takes longer', async () => {
  const { number, code } = await held()
  const other = await onLine(house)
  await other.says('查询')
  await other.waitForNew('请写下事项编号')
  await other.says(`${number} ${code}`)
  const card = await other.waitForNew('正在办理')
  expect(card.text).toContain(number)
  expect(card.text).not.toMatch(/蓝色河马|13800138000|李梅/)
  expect(card.labels.filter((label) => /回复|补充|撤回/.test(label))).toEqual([])

  const guesser = onTelegram(house)
  await guesser.says('查询')
  await guesser.waitForNew('请写下事项编号')
  const answers: string[] = []
  for (const guess of [`${number} AAAAAAAAAAAAA`, 'M20269999 AAAAAAAAAAAAA', `${number} BBBBBBBBBBBBB`, `${number} CCCCCCCCCCCCC`, `${number} DDDDDDDDDDDDD`]) {
    await guesser.says(guess)
    answers.push((await guesser.waitForNew('编号或查询码不对')).text)
  }
  expect(new Set(answers).size).toBe(1)
  const pauses: number[] = []
  for (let n = 0; n < 3; n++) {
    await guesser.says('查询')
    await guesser.waitForNew('请写下事项编号')
    await guesser.says(`${number} ${code}`)
    await guesser.waitForNew('试错次数较多')
    const [row] = await house.query<{ wait: number }>(`select max(extract(epoch from until - $1))::float as wait from attempts where key like 'track:person:%'`, [new Date(house.now())])
    pauses.push(row?.wait ?? 0)
    await house.move((row?.wait ?? 0) * 1000 + 1000)
    await guesser.says('查询')
    await guesser.waitForNew('请写下事项编号')
    await guesser.says(`${number} EEEEEEEEEEEEE`)
    await guesser.waitForNew(/编号或查询码不对/)
  }
  expect(pauses[1]).toBeGreaterThan((pauses[0] ?? 0) * 1.5)
  expect(pauses[2]).toBeGreaterThan((pauses[1] ?? 0) * 1.5)
})

test('in a group nothing private is said or kept', async () => {
  const { number } = await held()
  const member_ = onTelegram(house)
  const group = member_.inGroup(-100123, '楼组')
  await group.addsBot()
  await group.says(`@laifang_test_bot ${number} 怎么样了？我是3栋的李梅`)
  await house.calm()
  const said = group.messages.map((message) => message.text).join('\n')
  expect(said).toContain('私聊')
  expect(said).not.toContain(number)
  expect(await house.query(`select count(*)::int from people p join addresses a on a.person_id = p.id where a."user" = '-100123'`)).toEqual([{ count: 0 }])
  expect(head.messages.some((message) => message.text.includes('3栋的李梅'))).toBe(false)
})
