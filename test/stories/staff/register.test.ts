import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { offered, onLine, onTelegram } from '../../people.ts'
import type { LineUser } from '../../platforms/line.ts'
import type { ChatMessage, ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { joinsAs, opensDesk, takesOnly } from './leaders.ts'

/** MED-2, MED-3, PET-1: somebody comes to the counter, with or without a phone, and staff write it down in their words. */

let house: TestHouse
let wang: TelegramUser
let he: TelegramUser
let li: LineUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  await takesOnly(house, ['mediation', 'petition'])
  wang = await joinsAs(house, onTelegram(house), 'mediator', '王调解')
  he = await joinsAs(house, onTelegram(house), 'mediator', '何调解')
  li = await joinsAs(house, await onLine(house), 'head', '李主任')
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.stop()
})

const zh = { desk: '工作台', register: '窗口登记', send: '登记', skip: '跳过', done: /编号：(\w+)[\s\S]*?查询码：([A-Z2-9]{13})[\s\S]*?(CASE-[A-Z2-9]{13})/ }
const en = { desk: 'my desk', register: 'Register at the desk', send: 'Register it', skip: 'Skip', done: /Number: (\S+)\.[\s\S]*?code: ([A-Z2-9]{13})[\s\S]*?(CASE-[A-Z2-9]{13})/ }
type Answers = readonly [question: RegExp, answer: string | RegExp][]

/** Fills in the form as far as its card: what is named is answered, what may be skipped is skipped, the first choice else. */
async function fills(who: ChatPerson, kind: readonly RegExp[], answers: Answers, words = zh): Promise<ChatMessage> {
  await opensDesk(who, words.register, words)
  for (const each of kind) {
    await who.waitForNew((message) => message.labels.some((label) => each.test(label)))
    await who.taps(each)
  }
  for (let n = 0; n < 25; n++) {
    const asked = await who.waitForNew()
    if (asked.labels.includes(words.send)) return asked
    const [, answer] = answers.find(([question]) => question.test(asked.text)) ?? []
    if (typeof answer === 'string') await who.says(answer)
    else if (answer) await who.taps(answer)
    else if (asked.labels.includes(words.skip)) await who.taps(words.skip)
    else if (/^(返回|Back)$/.test(asked.labels[0] ?? '')) await who.says('和平里 3 号')
    else await who.taps(asked.labels[0] ?? '')
  }
  throw new Error(`the form came to no end: ${who.last().text}`)
}

const drip: Answers = [
  [/念给对方听/, /^已念给对方听/], [/原话/, '楼上小赵家空调天天往我窗台滴水，说了三回他也不理。'], [/怎么称呼/, '孙奶奶'], [/手机|电话/, '13900001111'],
  [/对方(叫什么|是谁|的姓名|怎么称呼)/, '小赵'], [/哪里|地点|地址/, '井巷 3 号'], [/希望/, '把空调水管接好'],
]

test('MED-2 MED-3, zh-CN: mediated on the spot and written down afterwards; theirs at once; nobody without a chat is written to; by the code they come in on LINE', async () => {
  await fills(wang, [/调解/, /邻里/], [...drip, [/由谁来办/, /^我已当场调解/], [/当场调解过/, '小赵当面答应周五前接好水管。']])
  const card = wang.last()
  expect(card.text).toContain('说了三回他也不理')
  await wang.taps('登记')
  const done = await wang.waitForNew('已登记，编号')
  const [, number = '', track = '', code = ''] = zh.done.exec(done.text) ?? []
  await wang.tapsOld(card, '登记')
  await wang.waitForNew('前面的步骤')
  await house.calm()
  expect(await house.query('select number, stage, handler_id is not null as held from cases')).toEqual([{ number, stage: 'accepted', held: true }])
  expect(await house.cases()).toMatchObject([{ story: '楼上小赵家空调天天往我窗台滴水，说了三回他也不理。' }])
  const look = await wang.waitFor((message) => message.labels.includes('办结') && message.text.includes('孙奶奶'))
  expect(look.text).toContain('13900001111')
  expect((await house.query(`select 1 from parties where role = 'applicant' and person_id is null`))).toHaveLength(1)

  // What would be written goes by phone.
  await wang.taps('给当事人发消息')
  await wang.waitForNew()
  await wang.says('明天上午十点我去看水管。')
  await wang.waitForNew('请打电话告诉对方')

  const granny = await onLine(house)
  await granny.says(code)
  await granny.waitForNew('窗口替您登记')
  await granny.taps('转到这里')
  await granny.waitForNew(number)
  await house.calm()
  await wang.waitFor('孙奶奶已用代码进入聊天')
  await granny.says('我的事项')
  await granny.waitForNew(number)
  await granny.taps(number)
  const own = await granny.waitForNew('王调解')
  expect(own.text).toMatch(/王调解在窗口登记；权利义务和个人信息告知已当面念给当事人/)
  expect(own.text).toContain('明天上午十点我去看水管。')
  // Good for one use; the tracking code is for anybody who has it.
  const other = onTelegram(house)
  await other.says(code)
  await other.waitForNew((message) => !message.text.includes('转到这里'))
  expect((await house.query(`select count(*)::int as n from parties where role = 'applicant' and person_id is not null`))).toEqual([{ n: 1 }])
  await other.says('查询')
  await other.waitForNew()
  await other.says(number)
  await other.waitForNew()
  await other.says(track)
  await other.waitForNew('王调解')
})

test('PET-1 PET-2, zh-CN: the head writes down a petition; it is assigned by the rules; nameless without a name; a new code instead of a lost one', async () => {
  await fills(li, [/信访/, /水电|设施/], [[/念给对方听/, /^已念给对方听/], [/原话/, '村口的路灯坏了三个月，没人修。'], [/由谁来办/, /^按规则分派/]])
  await li.taps('登记')
  const [, number = '', , code = ''] = zh.done.exec((await li.waitForNew('已登记，编号')).text) ?? []
  await house.calm()
  expect(await house.query('select stage from cases where number = $1', [number])).toEqual([{ stage: 'assigned' }])
  const { who, offer } = offered([wang, he], number)
  await who.tapsOld(offer, '受理')
  const mine = await who.waitForNew((message) => message.labels.includes('办结'))
  expect(mine.text).toContain('村口的路灯坏了三个月')
  await who.taps('给当事人聊天代码')
  const fresh = await who.waitForNew(/CASE-/)
  const [next = ''] = /CASE-[A-Z2-9]{13}/.exec(fresh.text) ?? []
  const man = onTelegram(house)
  await man.says(code)
  expect((await man.waitForNew()).text).not.toContain('窗口替您登记')
  await man.says(next)
  await man.waitForNew('窗口替您登记')
})

test('a week later the half-filled form is no story; whoever is no handler finds no such page', async () => {
  await opensDesk(he, '窗口登记')
  await he.waitForNew((message) => message.labels.some((label) => /调解/.test(label)))
  await he.taps(/调解/)
  await he.waitForNew((message) => message.labels.some((label) => /邻里/.test(label)))
  await he.taps(/邻里/)
  await he.waitForNew('念给对方听')
  await he.taps(/^已念给对方听/)
  await he.waitForNew('原话')
  await house.move(7 * 86_400_000)
  const before = (await house.cases()).length
  await he.says('好的')
  await he.waitForNew()
  expect(await house.cases()).toHaveLength(before)
  const zhang = await joinsAs(house, onTelegram(house), 'informant', '张网格')
  await zhang.says('工作台')
  expect((await zhang.waitForNew()).labels).not.toContain('窗口登记')
})

test('MED-2, in English on LINE: "I take it"; danger in the story raises the case at once', async () => {
  const kim = await joinsAs(house, await onLine(house, 'en'), 'mediator', 'Ms Kim')
  await fills(kim, [/mediation/i, /Neighbour/], [
    [/Read out|read the above/, /^Read out/], [/own words/, 'The man upstairs said he will kill me if I complain once more.'], [/call you|your name/i, 'Mr Old'], [/Who shall see/, /^I take it/],
    [/phone/i, '13900002222'], [/where/i, 'Well Lane 3'], [/other (side|party)/i, 'Upstairs'], [/like (us|to)|want|wish/i, 'Quiet nights'],
  ], en)
  await kim.taps('Register it')
  const [, number = ''] = en.done.exec((await kim.waitForNew('Registered. Number')).text) ?? []
  await house.calm()
  expect(await house.query('select c.stage, c.level, s.name from cases c join staff s on s.id = c.handler_id where c.number = $1', [number])).toEqual([{ stage: 'accepted', level: 'urgent', name: 'Ms Kim' }])
  await li.waitFor((message) => message.text.includes(number))
})
