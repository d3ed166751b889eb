import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, offered, onLine, onTelegram } from '../../people.ts'
import type { ChatMessage, ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'
import { closes } from '../../staff.ts'

/** MED-14, MED-15: what both sides of a mediation read, confirm and are asked afterwards, each in their own chat and language. */

let house: TestHouse
let wang: TelegramUser
let head: TelegramUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  wang = await member(house, 'mediator', '王调解')
  head = await member(house, 'head', '李主任')
})
beforeEach(() => house.atWork())
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  // Whatever residents have brought about keeps no house from starting.
  await house.restart()
  await house.stop()
})

const pick = /^人民调解|^人民調解|^People’s mediation|邻里|鄰里|^Neighbours|^就我|^几个人|^Just|^A few|^都没有/
const china = (moment: string): number => Date.parse(`${moment.replace(' ', 'T')}:00+08:00`)

/** Their newest message that has these words, and nothing of it was there before. */
async function hears(who: ChatPerson, words: string | RegExp | ((message: ChatMessage) => boolean)): Promise<ChatMessage> {
  await house.calm()
  return who.waitFor(words, patience)
}

const patience = 20_000

async function taps(who: ChatPerson, label: string | RegExp): Promise<ChatMessage> {
  await who.waitFor((message) => message.labels.some((each) => (typeof label === 'string' ? each.includes(label) : label.test(each))), patience)
  await who.taps(label)
  return who.waitForNew(undefined, patience)
}

async function says(who: ChatPerson, words: string): Promise<ChatMessage> {
  await who.says(words)
  return who.waitForNew(undefined, patience)
}

/** Filed, taken, and the other side is there and willing. */
async function table(one: ChatPerson, other: ChatPerson, secret: string): Promise<string> {
  const typed = { 对方是谁: '周启明', 对方的姓名: '周启明', 怎么称呼您: '林小满', 怎麼稱呼您: '林小滿', 'How may we call': 'Lin Xiaoman' }
  const { number } = await fileCase(one, `楼上邻居家的水管漏水，找他三次都不肯修。${secret}`, { pick, typed })
  await house.calm()
  await wang.tapsOld(offered([wang], number).offer, '受理')
  await house.calm()
  await taps(wang, '邀请对方')
  await says(wang, '关于水管漏水的事，想请双方坐下来谈谈。')
  await taps(wang, '就这样发出')
  const [code = ''] = /CASE-[A-Z2-9]{13}/.exec((await hears(wang, /CASE-/)).text) ?? []
  await says(other, code)
  await taps(other, /^看清楚了|^I have read it/)
  await taps(other, /^愿意|^願意|^Yes|^I am willing|^Willing/)
  return number
}

/** The mediator writes a clause: its words (or a ready wording and what completes it), who, by when. */
async function clause(words: string | [RegExp, string], who: string, day: string | null): Promise<ChatMessage> {
  await taps(wang, '加一条')
  if (typeof words === 'string') await says(wang, words)
  else {
    await taps(wang, words[0])
    await says(wang, words[1])
  }
  await taps(wang, who)
  return day === null ? taps(wang, '不定日期') : says(wang, day)
}

async function opensDraft(number: string): Promise<ChatMessage> {
  const card = await hears(wang, (message: ChatMessage) => message.text.includes(number) && message.labels.includes('查看'))
  await wang.tapsOld(card as never, '查看')
  await wang.waitForNew((message: ChatMessage) => message.labels.includes('协议'), patience)
  return taps(wang, /^协议$/)
}

test('written by the mediator, read by both, changed, confirmed on the same text, closed, asked about: Telegram in Chinese, LINE in English', async () => {
  const lin = onTelegram(house)
  const zhou = await onLine(house, 'en')
  const number = await table(lin, zhou, '暗号蓝色河马')
  expect((await opensDraft(number)).text).toContain('协议还没有内容')
  await taps(wang, '写纠纷事实')
  await says(wang, '楼上水管漏水，泡了楼下天花板。')
  await clause('修好水管，补好天花板', '被申请人', '12月1日')
  expect((await clause([/^付一笔钱/, '200'], '申请人', '昨天')).text).toContain('没看懂这个日期，或者已经过了')
  expect((await taps(wang, '不定日期')).text).toMatch(/1\. 被申请人：修好水管，补好天花板（2026年12月1日前）\s+2\. 申请人：付给对方 200 元。/)
  expect((await taps(wang, '把协议发给双方')).text).toMatch(/损害国家、公共利益/)
  await taps(wang, '发给双方')
  await house.calm()

  expect((await hears(lin, '一共 2 条')).text).toContain('双方都确认以后才算数，您可以不同意。')
  expect((await hears(zhou, 'Clauses: 2')).text).toMatch(/Nothing counts until both sides have confirmed, and you need not agree[\s\S]*you get a copy/)
  await taps(zhou, 'Read it')
  expect((await hears(zhou, 'Clause 1 of 2')).text).toMatch(/What it is about: 楼上水管漏水[\s\S]*1\. You \(respondent\): 修好水管，补好天花板 \(by .*2026\)/)
  await taps(zhou, 'Next')
  await taps(zhou, 'I have an objection')
  await says(zhou, 'The ceiling was broken before.')
  expect((await hears(wang, '被申请人对协议有不同意见')).text).toContain('The ceiling was broken before.')
  await taps(lin, '逐条阅读')
  await taps(lin, '下一条')
  const old = await hears(lin, '以上全部内容，您同意吗')
  await taps(lin, '我全部同意')
  await hears(lin, '您的确认已记下')

  // Half of a clause goes: what was confirmed falls away, and a tap on the old text confirms nothing.
  await opensDraft(number)
  expect((await taps(wang, '加一条')).text).toMatch(/之前的确认作废[\s\S]*这一条写什么/)
  await taps(wang, '算了')
  await opensDraft(number)
  expect((await taps(wang, '第 1 条')).text).toContain('之前的确认作废')
  await taps(wang, '改这一条')
  await says(wang, '修好水管')
  await taps(wang, '被申请人')
  await says(wang, '12月1日')
  for (const [who, words] of [[lin, '调解员正在修改协议'], [zhou, 'what was confirmed no longer counts']] as const) await hears(who, words)
  await taps(wang, '把协议发给双方')
  await taps(wang, '发给双方')
  await house.calm()
  await lin.tapsOld(old as never, '我全部同意')
  expect((await hears(lin, '协议已经改过了')).text).not.toContain('补好天花板')
  await taps(lin, '我全部同意')
  await taps(zhou, 'Read it')
  await taps(zhou, 'Next')
  await taps(zhou, 'I agree to all of it')
  expect((await hears(zhou, 'the agreement stands')).text).toMatch(/version 2 \(check code [0-9a-f]{8}\)/)
  const confirmed = await hears(lin, '双方都已确认第 2 稿')
  const check = /核对码 ([0-9a-f]{8})/.exec(confirmed.text)?.[1]
  expect((await hears(zhou, 'the agreement stands')).text).toContain(check)
  await hears(wang, '协议成立。现在可以办结')
  await closes(house, wang, /^达成协议/, '按协议修好，付 200 元。')
  const seen = [...zhou.messages].map(({ text }) => text).join('\n')
  expect(seen).not.toMatch(/蓝色河马|13800138000/)

  // 1 December, ten o'clock: both are asked, each by themselves.
  await house.moveTo(china('2026-12-01 10:00'))
  await hears(lin, /协议里的这一条，.*12月1日到期[\s\S]*修好水管[\s\S]*做到了吗/)
  await hears(zhou, /This clause of the agreement is due on December 1[\s\S]*Is it done\?/)
  await taps(zhou, (/^Done$/))
  await hears(zhou, 'your answer is noted: Done')
  const before = zhou.messages.length
  const asked = await hears(lin, /修好水管[\s\S]*做到了吗/)
  await lin.tapsOld(asked as never, '没有做到')
  await house.calm()
  expect((await hears(lin, '司法确认')).text).toContain('支付令')
  expect(zhou.messages.slice(before).map(({ text }) => text).join('\n')).toMatch(/A reminder: this clause/)
  expect(zhou.messages.slice(before).map(({ text }) => text).join('\n')).not.toMatch(/[Nn]ot done\b(?! yet)/)
  expect((await hears(wang, '申请人说协议里的这一条没有做到')).labels).toContain('登记履行情况')
  await hears(head, '申请人说协议里的这一条没有做到')
}, 120_000)

test('the other way round: LINE in Traditional Chinese files, the respondent on Telegram keeps it, and every clause is done', async () => {
  const mei = await onLine(house, 'zh-TW')
  const zhou = onTelegram(house, 'en')
  const number = await table(mei, zhou, '暗号红色海豚')
  await opensDraft(number)
  await clause('修好水管', '被申请人', '10天内')
  await taps(wang, '把协议发给双方')
  await taps(wang, '发给双方')
  await house.calm()
  await taps(mei, '逐條閱讀')
  await taps(mei, '我全部同意')
  await taps(zhou, 'Read it')
  await taps(zhou, 'I agree to all of it')
  await hears(mei, '雙方都已確認第 1 稿')
  // What stands is not changed in passing.
  await opensDraft(number)
  expect((await taps(wang, '加一条')).text).toContain('协议已经成立')
  expect((await taps(wang, '仍要修改')).text).toContain('这一条写什么')
  await taps(wang, '算了')
  await closes(house, wang, /^达成协议/, '十天内修好。')
  await taps(zhou, /^View case$/)
  await taps(zhou, 'Copy of agreement')
  await hears(zhou, 'Here is your copy of the agreement.')
  await house.move(11 * 86_400_000)
  const question = await hears(mei, /修好水管[\s\S]*做到了嗎/)
  expect(question.labels).toEqual(['做到了', '做到一部分', '沒有做到'])
  await taps(zhou, /^Done$/)
  await taps(mei, /^做到了$/)
  await house.atWork()
  await hears(wang, '协议的每一条都做到了')
}, 120_000)
