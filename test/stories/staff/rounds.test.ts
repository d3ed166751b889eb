import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, onLine } from '../../people.ts'
import type { ChatMessage, ChatPerson } from '../../platforms/person.ts'
import type { LineUser } from '../../platforms/line.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { joins } from '../../staff.ts'
import { invite } from '../../../src/store/staff.ts'

/** SCR-1, SCR-2: rounds reported with findings, files and voice; rounds called for a topic, chased and called off. 2026-11-23 is a Monday. */

let house: TestHouse
let zhou: TelegramUser
let wu: LineUser
let li: TelegramUser
let chen: LineUser
let below: { head: TelegramUser; informant: TelegramUser }
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T08:30:00+08:00' })
  zhou = await member(house, 'informant', '周网格')
  wu = await onLine(house, 'en')
  await named(wu, 'informant', 'Wu', 'Tell us your name')
  li = await member(house, 'head', '李主任')
  chen = await onLine(house)
  await named(chen, 'leader', '陈书记', '告诉我们怎么称呼您')
  const [town] = await house.query<{ id: number }>('select id from offices order by id limit 1')
  const [village] = await house.query<{ id: number }>(`insert into offices (name, level, parent_id, zone) values ('河东村', 'village', $1, 'Asia/Shanghai') returning id`, [town?.id])
  // The house reads its offices anew.
  await house.restart()
  below = { head: await memberAt(village?.id ?? 0, 'head', '郑村长'), informant: await memberAt(village?.id ?? 0, 'informant', '孙网格') }
  await house.calm()
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  expect(house.logged.filter((line) => (JSON.parse(line) as { level: number }).level >= 40)).toEqual([])
  await house.stop()
})

async function named(who: ChatPerson, role: string, name: string, label: string): Promise<void> {
  await joins(house, who, role)
  await who.taps(label)
  await who.waitForNew()
  await who.says(name)
  await who.waitForNew(name)
}
async function memberAt(office: number, role: string, name: string): Promise<TelegramUser> {
  const user = house.telegram.user({ id: 700_000 + Math.floor(Math.random() * 1e8), first_name: 'P', language_code: 'zh-hans' })
  await user.says(await invite(house.db, role, office, house.now()))
  await user.waitForNew(/欢迎/)
  await user.taps('告诉我们怎么称呼您')
  await user.waitForNew()
  await user.says(name)
  await user.waitForNew(name)
  return user
}
const china = (time: string): number => Date.parse(`${time.replace(' ', 'T')}:00+08:00`)
const about = (who: { messages: readonly ChatMessage[] }, words: RegExp): ChatMessage[] => who.messages.filter(({ text }) => words.test(text))
async function finds(who: ChatPerson, kind: string | RegExp, words: string): Promise<string> {
  await who.waitForNew((message) => message.labels.some((label) => label.match(kind)))
  await who.taps(kind)
  await who.waitForNew()
  await who.taps(/^(不到五人|Fewer than five)/)
  await who.waitForNew()
  await who.taps(/^(都没有|None)$/)
  await who.waitForNew()
  await who.says(words)
  await who.waitForNew((message) => message.labels.some((label) => /^(确认提交|Send it)$/.test(label)))
  await who.taps(/^(确认提交|Send it)$/)
  return (await who.waitForNew(/S2026\d{4}/)).text.match(/S2026\d{4}/)?.[0] ?? ''
}

test('SCR-2: several findings from one report button are the report; the head reads how many, and which', async () => {
  await house.moveTo(china('2026-11-23 09:01'))
  const asked = await zhou.waitFor(/本周排查.*请在 11月27日/)
  expect(asked.labels.slice(0, 3)).toEqual(['报告发现', '填写上报', '零报告'])
  await zhou.tapsOld(asked, '报告发现')
  const first = await finds(zhou, '邻里家庭矛盾', '老周家和老吴家为水沟又吵起来了。')
  expect(zhou.last().labels).toEqual(['再报一件', '就这些，上报完成'])
  await zhou.taps('再报一件')
  const second = await finds(zhou, '安全隐患', '二单元楼道堆满旧家具。')
  await zhou.taps('就这些，上报完成')
  await zhou.waitForNew(/已记录，辛苦了.*发现 2 件/)
  await house.calm()
  expect(about(li, /周网格已上报：排查预警 · 本周排查/).at(-1)?.text).toContain(`发现：2 件（${first}和${second}）`)
  // Impatient: done is done, by whichever button; but what is found afterwards is still taken.
  await zhou.tapsOld(asked, '零报告')
  await zhou.waitForNew(/已由周网格于 .* 上报，以第一次为准/)
  await zhou.tapsOld(asked, '报告发现')
  await zhou.waitForNew((message) => message.labels.includes('安全隐患'))
  await zhou.taps('取消')
  await zhou.waitForNew()
  await zhou.taps('停止并删除')
  await zhou.waitForNew()
})

test('SCR-2: in English on LINE: words, a picture and a voice note are one report, and the head gets all of it', async () => {
  const asked = await wu.waitFor(/weekly round.*: please report by/)
  const before = li.messages.length
  await wu.tapsOld(asked, 'Report')
  await wu.waitForNew(/write your report/)
  await wu.sendsPhoto()
  await wu.waitForNew(/one more look/)
  await wu.sendsVoice()
  await wu.waitForNew(/2/)
  await wu.says('Two bulbs out in the stairwell of building 3.')
  await wu.waitForNew(/Two bulbs out/)
  await wu.taps('Send as is')
  await wu.waitForNew(/Recorded/)
  await house.calm()
  expect(li.messages.slice(before).some(({ text }) => text.includes('Two bulbs out'))).toBe(true)
  expect(li.messages.slice(before).map(({ kind }) => kind)).toEqual(expect.arrayContaining(['photo', 'voice']))
  const [row] = await house.query<{ words: Buffer }>(`select words from rounds where kind = 'week' and done_by = (select id from staff where name = 'Wu')`)
  expect(row?.words.toString('utf8')).not.toContain('bulbs')
})

test('SCR-4: danger in a report becomes a finding with what was written, inside the report or after it', async () => {
  const { informant } = below
  const asked = await informant.waitFor(/本周排查.*请在 11月27日/)
  await informant.tapsOld(asked, '填写上报')
  await informant.waitForNew(/请写下/)
  await informant.says('三组有人拿刀要砍邻居。')
  const warned = await informant.waitForNew(/原话已立即转给值班负责人/)
  expect(warned.labels).toContain('报告发现')
  await informant.taps('就这样发出')
  const done = await informant.waitForNew((message) => message.labels.includes('登记这件事'))
  await informant.tapsOld(done, '登记这件事')
  await informant.waitForNew((message) => message.labels.includes('治安隐患'))
  await informant.taps('治安隐患')
  await informant.waitForNew()
  await informant.taps('不到五人')
  await informant.waitForNew()
  await informant.taps('动手或带凶器')
  // What was written stands already: nothing is to be told again.
  const card = await informant.waitForNew((message) => message.labels.includes('确认提交'))
  expect(card.text).toContain('三组有人拿刀要砍邻居。')
  await informant.taps('确认提交')
  await informant.waitForNew(/风险等级：红色/)
  await house.calm()
  const [filed] = await house.query<{ name: string; level: string }>(`select o.name, c.level from cases c join offices o on o.id = c.office_id order by c.filed_at desc limit 1`)
  expect(filed).toEqual({ name: '河东村', level: 'red' })
  expect(about(below.head, /S2026/).length).toBeGreaterThan(0)
})

test('SCR-1: a leader on LINE calls a round for all offices below: opened, warned, chased once, seen by each for their own, called off', async () => {
  await house.moveTo(china('2026-11-24 10:00'))
  await opensRounds(chen)
  await chen.taps('发起专项排查')
  await chen.waitForNew(/查什么/)
  await chen.says('电动车飞线充电')
  await chen.waitForNew(/从哪天开始/)
  await chen.says('明天')
  await chen.waitForNew(/哪天下班前报/)
  await chen.says('11月27日')
  await chen.waitForNew((message) => message.labels.some((label) => label.startsWith('本处和下级')))
  await chen.taps(/^本处和下级/)
  await chen.waitForNew((message) => message.labels.includes('就这样发起'))
  await chen.taps('就这样发起')
  expect((await chen.waitForNew(/已发起/)).text).toMatch(/专项排查：电动车飞线充电，共 3 人。11月25日周三 09:00 通知，11月27日周五 17:30 前报/)
  await house.calm()
  expect(about(zhou, /飞线充电/)).toEqual([])

  await house.moveTo(china('2026-11-25 09:01'))
  for (const who of [zhou, below.informant]) expect(about(who, /专项排查：电动车飞线充电：请在 11月27日周五 17:30 前上报/)).toHaveLength(1)
  expect(about(wu, /special round: 电动车飞线充电: please report by/)).toHaveLength(1)
  const [asked] = about(zhou, /飞线充电：请在/)
  if (!asked) throw new Error('not asked')
  await zhou.tapsOld(asked as never, '零报告')
  await zhou.waitForNew('已记为零报告')

  // Each sees their own; only whoever called it sees all of it and may call it off.
  const mine = await seesRound(below.head)
  expect(mine.text).toMatch(/已报 0\/1[\s\S]*孙网格/)
  expect(mine.text).not.toContain('周网格')
  expect(mine.labels).not.toContain('取消这次排查')
  const all = await seesRound(chen)
  expect(all.text).toMatch(/已报 1\/3/)
  expect(all.text).toMatch(/孙网格（河东村）/)
  await chen.taps(/^催一下没报的/)
  await chen.waitForNew(/已提醒：.*2 人/)
  await house.calm()
  expect(about(below.informant, /陈书记请您尽快上报：.*飞线充电/)).toHaveLength(1)
  expect(about(zhou, /请您尽快上报/)).toHaveLength(0)
  // Twice at once is once.
  await seesRound(chen)
  await chen.taps(/^催一下没报的/)
  await chen.waitForNew(/刚提醒过/)
  await house.calm()
  expect(about(below.informant, /陈书记请您尽快上报/)).toHaveLength(1)

  await house.moveTo(china('2026-11-27 15:00'))
  expect(about(below.informant, /快到期了.*飞线充电/)).toHaveLength(1)
  await house.moveTo(china('2026-11-30 09:01'))
  expect(about(below.informant, /^已超期：.*飞线充电/)).toHaveLength(1)
  expect(about(below.head, /请督促.*飞线充电.*未报：孙网格/s)).toHaveLength(1)

  await seesRound(chen)
  await chen.taps('取消这次排查')
  await chen.waitForNew(/为什么取消/)
  await chen.says('市里统一安排，另行通知。')
  await chen.waitForNew((message) => message.labels.includes('就这样发出'))
  await chen.taps('就这样发出')
  await chen.waitForNew(/已取消：.*2 人/)
  await house.calm()
  expect(about(below.informant, /陈书记取消了：.*飞线充电/).at(-1)?.text).toContain('市里统一安排')
  expect(about(zhou, /取消了/)).toHaveLength(0)
  // A week later: an old button says so, nothing is chased any more.
  await house.moveTo(china('2026-12-07 10:00'))
  expect(about(below.informant, /^已超期：.*飞线充电/)).toHaveLength(1)
  const [old] = about(below.informant, /专项排查：电动车飞线充电：请在/)
  if (!old) throw new Error('not asked')
  await below.informant.tapsOld(old as never, '零报告')
  await below.informant.waitForNew(/已经取消/)
})

test('rights and refusals: only heads and leaders; not without people, nor due before it begins', async () => {
  await zhou.says('首页')
  await zhou.waitForNew((message) => message.labels.includes('工作台'))
  await zhou.taps('工作台')
  expect((await zhou.waitForNew('工作台')).labels).not.toContain('排查轮次')
  await opensRounds(li)
  await li.taps('发起专项排查')
  await li.waitForNew(/查什么/)
  await li.says('烟花爆竹')
  await li.waitForNew()
  await li.says('12月20日')
  await li.waitForNew()
  await li.says('12月10日')
  await li.waitForNew()
  await li.taps('本处信息员')
  await li.waitForNew((message) => message.labels.includes('就这样发起'))
  await li.taps('就这样发起')
  await li.waitForNew(/在开始之前/)
  expect(await house.query(`select 1 from rounds where title = '烟花爆竹'`)).toEqual([])
})

test('whoever is away is not chased: the head has the round, lists it and reports it', async () => {
  await house.moveTo(china('2026-12-14 09:01'))
  const before = about(zhou, /本周排查/).length
  await house.query(`update staff set away_from = $1, away_until = $2 where name = '周网格'`, ['2026-12-14T10:00:00+08:00', '2026-12-20T09:00:00+08:00'])
  await house.moveTo(china('2026-12-18 17:00'))
  expect(about(zhou, /本周排查/)).toHaveLength(before)
  expect(about(li, /快到期了.*本周排查[\s\S]*周网格不在，这一次请您代为上报/)).toHaveLength(1)
  await li.says('我的待办')
  await li.waitForNew(/本周排查/)
  const [asked] = about(li, /快到期了.*本周排查[\s\S]*周网格不在/)
  await li.tapsOld(asked as never, '零报告')
  await li.waitForNew('已记为零报告')
})

test('SCR-2: whoever leaves leaves no round behind: the head has it, or hears that one is missing', async () => {
  const { head, informant } = below
  await house.moveTo(china('2026-12-21 09:01'))
  await leaves(informant)
  const passed = await head.waitFor(/孙网格已离任，这一轮没有别人上报，现在由您上报：.*本周排查/)
  await head.tapsOld(passed, '填写上报')
  const card = await head.waitForNew((message) => message.labels.includes('零报告'))
  expect(card.text).toContain('本周排查')
  await head.taps('零报告')
  await head.waitForNew('已记为零报告')
  // Wu still reports theirs: of the other one the head hears.
  await leaves(zhou)
  await li.waitFor(/周网格已离任，有一份没有上报：.*本周排查/)
})

async function leaves(who: TelegramUser): Promise<void> {
  const welcome = who.messages.find(({ labels }) => labels.includes('弄错了，我不是'))
  await who.tapsOld(welcome as never, '弄错了，我不是')
  await house.calm()
}
async function opensRounds(who: ChatPerson): Promise<ChatMessage> {
  await who.says('首页')
  await who.waitForNew((message) => message.labels.includes('工作台'))
  await who.taps('工作台')
  await who.waitForNew('工作台')
  await who.taps('排查轮次')
  return who.waitForNew((message) => message.labels.includes('发起专项排查'))
}
async function seesRound(who: ChatPerson): Promise<ChatMessage> {
  const list = await opensRounds(who)
  const n = /(\d+)\. [^\n]*飞线充电/.exec(list.text)?.[1]
  await who.taps(`看第 ${n} 项`)
  return who.waitForNew((message) => /已报 \d/.test(message.text) && message.text.includes('飞线充电') && !message.labels.includes('发起专项排查'))
}
