import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { offered, onLine, onTelegram } from '../../people.ts'
import type { LineUser } from '../../platforms/line.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'
import { dueOn, joinsAs, opensDesk, takesOnly } from './leaders.ts'

/** PET-8 in chat: a leader plans their days, and each visit yields a supervision card with instruction, person and deadline. */

let house: TestHouse
let chen: LineUser
let li: TelegramUser
let qian: TelegramUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  await takesOnly(house, ['petition', 'mediation'])
  chen = await joinsAs(house, await onLine(house), 'leader', '陈书记')
  li = await joinsAs(house, onTelegram(house), 'head', '李主任')
  qian = await joinsAs(house, onTelegram(house), 'handler', '钱经办')
  await joinsAs(house, onTelegram(house), 'mediator', '王调解')
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.stop()
})

const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`)

/** Plans a day of an hour from nine on; what is known already is left as it is. */
async function plans(who: ChatPerson, day: string, leader: string | null): Promise<void> {
  await opensDesk(who, '接访日')
  await who.waitForNew((message) => message.labels.includes('安排接访日'))
  await who.taps('安排接访日')
  if (leader !== null) {
    await who.waitForNew('谁来接访')
    await who.taps(leader)
  }
  await who.waitForNew('哪一天')
  await who.says(day)
  await who.waitForNew('几点开始')
  await who.taps('09:00')
  await who.waitForNew('一共多长时间')
  await who.taps('60分钟')
  for (let n = 0; n < 3 && !(await who.waitForNew()).labels.includes('就这样发出'); n++) await who.taps('跳过')
  await who.taps('就这样发出')
}

async function books(who: ChatPerson, time: string, words: string | null, number: string | null, day = /11月26日/): Promise<void> {
  await who.says('接访日')
  await who.waitForNew('接访日')
  await who.taps(day)
  await who.waitForNew((message) => message.labels.includes(time))
  await who.taps(time)
  await who.waitForNew('想谈什么')
  if (number !== null) await who.taps(`关于 ${number}`)
  if (number !== null) await who.waitForNew('就这样预约吗')
  if (words !== null) await who.says(words)
  else if (number === null) await who.taps('跳过')
  await who.waitForNew('就这样预约吗')
  await who.taps('确认预约')
  await who.waitForNew('约好了')
}

async function opensDay(who: ChatPerson, n: number): Promise<string> {
  await opensDesk(who, '接访日')
  await who.waitForNew('接访安排')
  await who.taps(new RegExp(`^${n}\\. `))
  return (await who.waitForNew('来访')).text
}

test('PET-8, zh-CN on LINE and Telegram: planned in chat; one visit becomes a new petition with its card, one goes into a mediation as a task, one did not come', async () => {
  await plans(chen, '2026-11-26', null)
  expect((await chen.waitForNew('已安排陈书记接访')).text).toContain('11月26日')
  const zhao = await onLine(house)
  const sun = onTelegram(house)
  const wu = onTelegram(house)
  const { number } = await fileCase(sun, '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。', { pick: /调解|邻里/ })
  await house.calm()
  await books(zhao, '09:00', '村口路灯坏了三个月，没人管。', null)
  await books(sun, '09:20', null, number)
  await books(wu, '09:40', null, null)
  expect(await opensDay(chen, 1)).toMatch(/09:00：?[\s\S]*路灯坏了三个月[\s\S]*09:20[\s\S]*09:40/)
  expect(chen.last().labels).not.toContain('09:00 督办卡')

  await house.moveTo(at('2026-11-26 09:50'))
  await opensDay(chen, 1)
  const day = chen.last()
  expect(day.labels).toContain('09:00 督办卡')
  // A new petition, instructed at once.
  await chen.taps('09:00 督办卡')
  await chen.waitForNew('属于哪方面')
  await chen.taps(/水电|设施/)
  await chen.waitForNew('要办什么')
  await chen.says('三天内把路灯修好。')
  await chen.waitForNew('请看一遍')
  await chen.taps(/办结期限/)
  await chen.waitForNew('哪天之前办好')
  await chen.says('2天内')
  const whole = await chen.waitForNew('请看一遍')
  await chen.taps('就这样发出')
  const done = await chen.waitForNew('督办卡已发出')
  await chen.tapsOld(whole, '就这样发出')
  await chen.waitForNew('前面的步骤')
  await house.calm()
  const petition = /X\d+/.exec(done.text)?.[0] ?? ''
  expect(await dueOn(house, petition, 'settle')).toMatch(/^2026-11-30/)
  const heard = await zhao.waitFor('陈书记当面听了您反映的事')
  expect(heard.text).toMatch(/期限：11月30日/)
  expect((await zhao.waitFor('查询码')).text).toContain(petition)
  const { offer } = offered([qian], petition)
  expect(offer.text).toContain('路灯坏了三个月')
  await qian.waitFor('三天内把路灯修好')
  await chen.tapsOld(day, '09:00 督办卡')
  expect((await chen.waitForNew('已经写过')).text).toContain(petition)

  // Into the case that was named: a task with a day, reported back.
  await chen.tapsOld(day, '09:20 督办卡')
  await chen.waitForNew('要办什么')
  await chen.says('请上门看一次漏水。')
  await chen.waitForNew('请看一遍')
  await chen.taps('就这样发出')
  await chen.waitForNew('督办卡已发出')
  await house.calm()
  await sun.waitFor('陈书记当面听了您反映的事')
  expect(await house.query(`select d.state from duties d join cases c on c.id = d.case_id where c.number = $1 and d.kind = 'carry-out-reception'`, [number])).toEqual([{ state: 'open' }])
  await chen.tapsOld(day, '09:40 没有来')
  await chen.waitForNew('接访安排')
  expect(await house.query('select state, heard_at is not null as heard, case_id is not null as named from bookings order by slot')).toEqual([
    { state: 'booked', heard: true, named: true }, { state: 'booked', heard: true, named: true }, { state: 'absent', heard: false, named: false },
  ])
  expect(await house.query(`select count(*)::int as n from cases where regulation = 'petition'`)).toEqual([{ n: 1 }])
})

test('PET-8: the head plans for the leader, names a stand-in and calls off; the leader hears of what changes after the evening list', async () => {
  await plans(li, '2026-12-03', null)
  await li.waitForNew('已安排陈书记接访')
  const he = await onLine(house)
  await books(he, '09:20', '想谈补贴的事，暗号白鹭。', null, /12月3日/)
  await house.moveTo(at('2026-12-02 17:31'))
  await chen.waitFor(/预约人数：1/)
  await he.says('我的预约')
  await he.waitForNew('您的预约 1')
  await he.taps('我的预约 1')
  await he.waitForNew('白鹭')
  await he.taps('取消预约')
  await he.waitForNew('要取消')
  await he.taps('确定取消')
  await he.waitForNew('已取消')
  expect((await chen.waitFor('09:20的来访已取消')).text).toContain('12月3日')
  await books(he, '09:40', '还是想来，暗号白鹭。', null, /12月3日/)
  await chen.waitFor('又有人预约了 09:40')

  // The head reads when, not what about.
  expect(await opensDay(li, 1)).not.toContain('白鹭')
  await li.taps('换人代接')
  await li.waitForNew('由谁代接')
  await li.taps('李主任')
  await li.waitForNew('请看一遍')
  await li.taps('就这样发出')
  await li.waitForNew('已通知1位来访人')
  await he.waitFor('换人接待')
  expect((await li.waitFor('请您代陈书记接访')).text).toContain('白鹭')
  await opensDay(li, 1)
  await li.taps('取消这天')
  await li.waitForNew('确定取消吗')
  await li.taps('确定取消')
  await li.waitForNew('请看一遍')
  const sure = li.last()
  await li.taps('就这样发出')
  await li.waitForNew('的接访已取消')
  await li.tapsOld(sure, '就这样发出')
  await li.waitForNew('前面的步骤')
  await house.calm()
  expect(he.messages.filter(({ text }) => text.includes('取消了')).length).toBe(1)
  await qian.says('工作台')
  expect((await qian.waitForNew()).labels).not.toContain('接访日')
})

test('PET-8, in English on Telegram and LINE: planned on a day off or too late is refused; a card a week later still finds its visitor', async () => {
  const frost = await joinsAs(house, onTelegram(house, 'en'), 'leader', 'Ms Frost')
  await opensDesk(frost, 'Reception days', { desk: 'my desk' })
  await frost.waitForNew((message) => message.labels.includes('Plan a day'))
  await frost.taps('Plan a day')
  await frost.waitForNew('Which day')
  await frost.says('2026-12-10')
  await frost.waitForNew('From what time')
  await frost.taps('14:00')
  await frost.waitForNew('How long altogether')
  await frost.taps('60 minutes')
  for (let n = 0; n < 3 && !(await frost.waitForNew()).labels.includes('Send as is'); n++) await frost.taps('Skip')
  const whole = frost.last()
  await frost.taps('Send as is')
  await frost.waitForNew('Planned: Ms Frost receives')
  await frost.tapsOld(whole, 'Send as is')
  await frost.waitForNew()
  expect(await house.query(`select count(*)::int as n from receptions r join staff s on s.id = r.staff_id where s.name = 'Ms Frost'`)).toEqual([{ n: 1 }])
  const bob = await onLine(house, 'en')
  await bob.says('reception day')
  await bob.waitForNew('Reception days')
  await bob.taps(/December 10/)
  await bob.waitForNew((message) => message.labels.includes('14:20'))
  await bob.taps('14:20')
  await bob.waitForNew('What is it about')
  await bob.says('The lamp in front of our school has been dark for months.')
  await bob.waitForNew('Book it like this?')
  await bob.taps('Book it')
  await bob.waitForNew('Booked:')
  await house.moveTo(at('2026-12-17 10:00'))
  await opensDesk(frost, 'Reception days', { desk: 'my desk' })
  await frost.waitForNew('have no supervision card yet')
  await frost.taps(/^1\. /)
  await frost.waitForNew('dark for months')
  await frost.taps('14:20 card')
  await frost.waitForNew('What is it about')
  await frost.taps(/Water|Roads|utilities|works/i)
  await frost.waitForNew('What is to be done')
  await frost.sendsVoice()
  await frost.waitForNew('Please look it over')
  await frost.taps('Send as is')
  await frost.waitForNew('has gone out')
  await bob.waitFor('Ms Frost has heard you')
})
