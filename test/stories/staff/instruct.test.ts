import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { offered, onLine, onTelegram } from '../../people.ts'
import type { LineUser } from '../../platforms/line.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'
import { dueOn, joinsAs, opensDesk, takesOnly } from './leaders.ts'

/** PET-3, PET-4: the leader reads each petition and instructs in chat: what, who, by when. */

let house: TestHouse
let chen: LineUser
let qian: TelegramUser
let sun: TelegramUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  await takesOnly(house, ['petition'])
  chen = await joinsAs(house, await onLine(house), 'leader', '陈书记')
  qian = await joinsAs(house, onTelegram(house), 'handler', '钱经办')
  sun = await joinsAs(house, onTelegram(house), 'handler', '孙经办')
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.stop()
})

const filing = { pick: /信访|水电|^否|^第一次|^就我|^是别的事/, typed: { 怎么称呼您: '赵敏', 住址或单位: '和平里 3 号', 事情发生在哪里: '和平里', 反映的是哪个: '村委会', 希望我们做什么: '把路修好' } }
const road = '村口修路修了一半就停了，坑洼没人管，反映给政府。'
const labels = (all: readonly string[], wanted: RegExp) => all.filter((each) => wanted.test(each))

test('PET-3 PET-4, zh-CN on LINE and Telegram: read from the list, instructed by voice and words, sooner than the rule; later than the rule is refused with the reason', async () => {
  const li = await onLine(house)
  const { number } = await fileCase(li, road, filing)
  await house.calm()
  const { who, offer } = offered([qian, sun], number)
  await who.tapsOld(offer, '受理')
  await house.calm()

  await opensDesk(chen, '待阅批')
  const list = await chen.waitForNew('有1件等您阅批')
  expect(list.text).toMatch(/本月阅批：0\/1件（0%）/)
  await chen.taps(number)
  const card = await chen.waitForNew((message) => message.labels.includes('阅批'))
  expect(card.labels.indexOf('阅批')).toBeLessThan(2)
  await chen.taps('阅批')
  await chen.waitForNew('打字或发语音都可以')
  await chen.says('先把坑填上，再查为什么停工。')
  const whole = await chen.waitForNew('请看一遍')
  expect(whole.text).toMatch(/责任人[\s\S]*（现承办）[\s\S]*办结期限[\s\S]*11月30日|2026/)
  await chen.taps(/办结期限/)
  const days = await chen.waitForNew('哪天之前办好')
  expect(labels(days.labels, /规定期限/)).toHaveLength(1)
  await chen.says('12月20日')
  await chen.waitForNew('按规定最晚是')
  await chen.says('今天')
  await chen.waitForNew('这一天太早了')
  await chen.says('后天')
  const again = await chen.waitForNew('请看一遍')
  await chen.taps('就这样发出')
  await chen.waitForNew('已记录：阅批')
  await chen.tapsOld(again, '就这样发出')
  await chen.waitForNew('前面的步骤')
  await house.calm()
  expect(await dueOn(house, number, 'settle')).toBe('2026-11-25 17:30')
  const heard = await who.waitFor('先把坑填上')
  expect(heard.text).toMatch(/陈书记：阅批[\s\S]*责任人：(钱|孙)经办[\s\S]*期限：11月25日/)
  expect(who.messages.filter(({ text }) => text.includes('先把坑填上'))).toHaveLength(1)
  expect(li.messages.some(({ text }) => text.includes('先把坑填上'))).toBe(false)

  await opensDesk(chen, '待阅批')
  expect((await chen.waitForNew('没有等您阅批')).text).toContain('本月阅批：1/1件（100%），其中按时1件')
})

test('PET-3: somebody else is made responsible and is asked with the instruction; one tap for the impatient; pressed twice; half-written and left for a week', async () => {
  const wang = onTelegram(house)
  const { number } = await fileCase(wang, road, filing)
  await house.calm()
  const { who, offer } = offered([qian, sun], number)
  await who.tapsOld(offer, '受理')
  await house.calm()
  const other = who === qian ? sun : qian
  const name = who === qian ? '孙经办' : '钱经办'
  await opensDesk(chen, '待阅批')
  await chen.waitForNew(number)
  await chen.taps(number)
  await chen.waitForNew((message) => message.labels.includes('阅批'))
  await chen.taps('阅批')
  await chen.waitForNew('打字或发语音都可以')
  await chen.sendsVoice()
  await chen.waitForNew('请看一遍')
  await chen.taps(/责任人/)
  await chen.waitForNew('由谁负责')
  await chen.taps(new RegExp(`^${name}`))
  await chen.waitForNew('请看一遍')
  await chen.taps('就这样发出')
  await chen.waitForNew('已记录：阅批')
  await house.calm()
  expect((await other.waitFor('（语音批示')).text).toContain(`责任人：${name}`)
  const second = offered([other], number)
  await other.tapsOld(second.offer, '受理')
  await house.calm()
  await wang.waitFor((message) => message.text.includes(number) && message.text.includes(name))

  const zhao = onTelegram(house)
  const third = (await fileCase(zhao, road, filing)).number
  await house.calm()
  await opensDesk(chen, '待阅批')
  await chen.waitForNew(third)
  await chen.taps(third)
  const card = await chen.waitForNew((message) => message.labels.includes('已阅，按规定期限办'))
  await chen.taps('阅批')
  await chen.waitForNew('打字或发语音都可以')
  await house.move(7 * 86_400_000)
  // Words of a week later are no instruction.
  await chen.says('照办。')
  await chen.waitForNew()
  expect(await house.query(`select d.state from duties d join cases c on c.id = d.case_id where c.number = $1 and d.kind = 'instruct'`, [third])).toEqual([{ state: 'open' }])
  await opensDesk(chen, '待阅批')
  await chen.waitForNew('已过阅批期限')
  await chen.tapsOld(card, '已阅，按规定期限办')
  await chen.waitForNew('已记录：您看过了')
  await chen.tapsOld(card, '已阅，按规定期限办')
  await house.calm()
  expect(await house.query(`select d.state, d.late from duties d join cases c on c.id = d.case_id where c.number = $1 and d.kind = 'instruct'`, [third])).toEqual([{ state: 'done', late: true }])
  expect(await house.query(`select count(*)::int as n from histories h join cases c on c.id = h.case_id where c.number = $1 and h.kind = 'step-said'`, [third])).toEqual([{ n: 1 }])
  await opensDesk(chen, '待阅批')
  expect((await chen.waitForNew('没有等您阅批')).text).toMatch(/其中按时2件/)
})

test('PET-3: nobody but the leader instructs; the page is for leaders and heads', async () => {
  const wu = onTelegram(house)
  const { number } = await fileCase(wu, road, filing)
  await house.calm()
  const { who, offer } = offered([qian, sun], number)
  await who.tapsOld(offer, '受理')
  const card = await who.waitForNew((message) => message.labels.includes('办结'))
  expect(labels(card.labels, /阅批|已阅/)).toEqual([])
  await who.says('工作台')
  expect((await who.waitForNew()).labels).not.toContain('待阅批')
})

test('PET-3 PET-10, in English: red at any hour; instructed with one tap; the desk counts it', async () => {
  await house.moveTo(Date.parse('2026-12-03T22:00:00+08:00'))
  const amy = onTelegram(house, 'en')
  const head = await joinsAs(house, onTelegram(house, 'en'), 'leader', 'Ms Frost')
  const { number } = await fileCase(amy, 'The police station refused to open a case, and many of us have been here again and again.', { pick: /Petition|Letters|^No$|^Many|dozens|^Often|^More than|often|many|police|court/i, typed: { call: 'Amy Reed' } })
  await house.calm()
  const told = await head.waitFor((message) => message.text.includes(number) && message.labels.includes('Write instruction'))
  expect(told.labels).toContain('Read, usual limit')
  await head.taps('Read, usual limit')
  await head.waitForNew('you have read it')
  await opensDesk(head, 'To read', { desk: 'my desk' })
  const list = await head.waitForNew('Read and instructed this month')
  expect(list.text).not.toContain(number)
  expect(list.text).toMatch(/1 of 2 \(50%\), 1 of them in time/)
})
