import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, offered, onLine, onTelegram } from '../../people.ts'
import type { ChatMessage, ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'

/** MED-12: a date that suits both sides, found by striking out what is impossible; two people on two platforms, and a mediator. */

let house: TestHouse
let wang: TelegramUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  wang = await member(house, 'mediator', '王调解')
  await member(house, 'head', '李主任')
})
beforeEach(() => house.atWork())
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  await house.stop()
})

const pick = /^人民调解|^人民調解|^Mediation|邻里|鄰里|^Neighbours|^就我|^几个人|^幾個人|^Just|^A few|^都没有|^都沒有/
const place = '和平街道二楼调解室'

async function taps(who: ChatPerson, label: string | RegExp): Promise<ChatMessage> {
  await who.taps(label)
  await house.calm()
  return who.last()
}
async function says(who: ChatPerson, words: string): Promise<ChatMessage> {
  await who.says(words)
  await house.calm()
  return who.last()
}
const heard = (who: ChatPerson): string => who.messages.filter(({ from }) => from === 'bot').map(({ text }) => text).join('\n')
const china = (moment: string): number => Date.parse(`${moment.replace(' ', 'T')}:00+08:00`)
/** What is said to them while the clock moves to this moment. */
async function until(moment: string, ...people: ChatPerson[]): Promise<string[]> {
  const before = people.map((who) => who.messages.length)
  await house.moveTo(china(moment))
  return people.map((who, n) => who.messages.slice(before[n]).map(({ text }) => text).join('\n'))
}

/** Filed, taken, and both sides at the table. */
async function atTable(applicant: ChatPerson, other: ChatPerson): Promise<string> {
  const { number } = await fileCase(applicant, '楼上邻居家的水管漏水，找他三次都不肯修。', { pick, typed: { 对方是谁: '周启明', 對方是誰: '周啟明', 'Who is it about': '周启明' } })
  await house.calm()
  await wang.tapsOld(offered([wang], number).offer, '受理')
  await house.calm()
  await taps(wang, '邀请对方')
  await says(wang, '关于水管漏水的事，想请双方坐下来谈谈。')
  await taps(wang, '就这样发出')
  const [code = ''] = /CASE-[A-Z2-9]{13}/.exec((await wang.waitFor(/CASE-[A-Z2-9]{13}/)).text) ?? []
  await says(other, code)
  await taps(other, /^(I have read it|我看过了|看清楚了)/)
  await taps(other, /^(I am willing|愿意|願意)/)
  return number
}

async function opensCase(number: string): Promise<void> {
  await says(wang, '我的待办')
  if (wang.last().labels.includes(number)) await taps(wang, number)
  else await taps(wang, '查看')
}

/** A tap on the newest card of dates; `labels` afterwards. */
const slot = (who: ChatPerson, part: string): string => who.messages.findLast(({ labels }) => labels.some((each) => each.includes(part)))?.labels.find((each) => each.includes(part)) ?? `no button has ${part}`

test('MED-12: Telegram in Chinese and LINE in English: dates proposed by tap and in words, struck out by each, set, in the calendar, reminded of twice', async () => {
  const lin = onTelegram(house)
  const zhou = await onLine(house, 'en')
  const number = await atTable(lin, zhou)
  await opensCase(number)
  const ask = await taps(wang, '约见面时间')
  // Monday morning: the second next working day is Wednesday, and three days stand on a page.
  expect(ask.labels.slice(0, 3)).toEqual(['11月25日周三 09:30', '11月25日周三 14:30', '11月25日周三 16:00'])
  expect(ask.labels).not.toContain('选好了')
  await taps(wang, '11月25日周三 09:30')
  expect((await taps(wang, '11月26日周四 14:30')).labels).toContain('✓ 11月26日周四 14:30')
  expect((await says(wang, '下周吧')).text).toContain('没看懂是哪天几点')
  expect((await says(wang, '11月20日 14:30')).text).toContain('太近或太远')
  expect((await says(wang, '12月3日 下午两点半')).text).toContain('12月3日周四 14:30')
  await taps(wang, '往后几天')
  await taps(wang, '选好了')
  const confirm = await says(wang, place)
  expect(confirm.text).toMatch(/发给双方，地点：和平街道二楼调解室[\s\S]*11月25日周三 09:30、11月26日周四 14:30和12月3日周四 14:30/)
  await taps(wang, '发出')
  expect(wang.last().text).toContain('时间已发出')

  // Each side is asked by itself, and until when silence counts.
  expect(lin.last().text).toMatch(/和平街道二楼调解室[\s\S]*11月24日周二 17:30 前没有答复/)
  expect(zhou.last().text).toMatch(/at: 和平街道二楼调解室[\s\S]*Nobody learns what you strike out/)
  const cards = lin.messages.length
  const struck = await taps(lin, slot(lin, '✗ 11月25日'))
  expect(lin.messages.length).toBe(cards)
  expect(struck.text).toContain('来不了：11月25日周三 09:30')
  await taps(lin, slot(lin, '↺ 11月25日'))
  expect(lin.last().text).not.toContain('来不了：')
  await taps(lin, slot(lin, '✗ 11月25日'))
  expect((await taps(lin, '就这些')).text).toContain('记下了')
  await taps(zhou, slot(zhou, '✗ Thu Nov 26'))
  expect(zhou.last().text).toContain('Impossible: Thu, November 26 at 14:30')
  await taps(zhou, 'That is all')

  // Nobody struck 3 December.
  expect(zhou.messages.findLast(({ text }) => text.includes('The meeting is on'))?.text).toContain('Thu, December 3 at 14:30, at: 和平街道二楼调解室')
  for (const who of [lin, wang]) expect(who.messages.findLast(({ text }) => text.includes('见面定在'))?.text).toContain('12月3日周四 14:30，地点：和平街道二楼调解室')
  expect(lin.messages.some(({ kind }) => kind === 'document')).toBe(true)
  expect(heard(wang)).not.toMatch(/来不了：/)
  expect(heard(lin)).not.toMatch(/Impossible|11月26日周四 14:30 来不了|周启明来不了/)

  const [toLin, toZhou, toWang] = await until('2026-12-02 14:31', lin, zhou, wang)
  expect(toLin).toContain('提醒您：见面时间 12月3日周四 14:30')
  expect(toZhou).toContain('A reminder: the meeting is on Thu, December 3 at 14:30')
  expect(toWang).toContain('提醒您')
  const hour = await until('2026-12-03 13:31', lin, zhou, wang)
  for (const said of hour) expect(said.match(/快到见面时间|meeting is soon/g)).toHaveLength(1)
  const [, , after] = await until('2026-12-03 16:01', lin, zhou, wang)
  expect(after).toContain('登记见面情况')
})

test('MED-12: LINE in English and Telegram in Taiwan’s Chinese: silence ends by itself, a date is moved, the last place is a tap away, and it falls away on hold', async () => {
  await house.moveTo(china('2026-12-07 09:30'))
  const ann = await onLine(house, 'en')
  const chou = onTelegram(house, 'zh-TW')
  const number = await atTable(ann, chou)
  await opensCase(number)
  await taps(wang, '约见面时间')
  await says(wang, '12月9日 9:30\n12月10日 14:30')
  await taps(wang, '选好了')
  await says(wang, place)
  await taps(wang, '发出')
  // A house that is started anew meanwhile knows what it is waiting for.
  await house.restart()
  await until('2026-12-08 17:31')
  expect(heard(ann)).toContain('The meeting is on Wed, December 9 at 09:30')
  expect(heard(chou)).toContain('見面定在 12月9日週三 09:30')

  await taps(chou, '換個時間')
  await says(chou, '那天要帶媽媽看醫生')
  expect(chou.last().text).toContain('改期')
  expect(ann.last().text).toContain('will not take place. New dates will be proposed')
  expect(heard(ann)).not.toContain('看醫生')
  await house.atWork()
  expect(heard(wang)).toContain('那天要帶媽媽看醫生')
  await taps(wang, '约见面时间')
  await says(wang, '12月11日 9:30')
  const where = await taps(wang, '选好了')
  expect(where.labels).toContain(place)
  await taps(wang, place)
  await taps(wang, '发出')
  await taps(ann, 'That is all')
  await taps(chou, '就這些')
  expect(ann.last().text).toContain('The meeting is on Fri, December 11 at 09:30')

  await opensCase(number)
  await taps(wang, '暂停办理')
  await says(wang, '等鉴定结果')
  expect(heard(ann)).toContain('The meeting on Fri, December 11 at 09:30 will not take place')
  const [nothing] = await until('2026-12-11 10:00', ann)
  expect(nothing).not.toContain('meeting')
})
