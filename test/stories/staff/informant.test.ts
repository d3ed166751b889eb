import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, onLine, onTelegram } from '../../people.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { joins } from '../../staff.ts'

/** SCR-1 to SCR-4: whoever goes round reports what they find in a few taps; who must hear of it hears, at any hour. */

let house: TestHouse
let zhou: TelegramUser
let wu: ChatPerson
let wang: TelegramUser
let li: TelegramUser
let chen: ChatPerson
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  zhou = await member(house, 'informant', '周网格')
  wu = await onLine(house, 'en')
  await named(wu, 'informant', 'Wu', ['Tell us your name'])
  wang = await member(house, 'mediator', '王调解')
  li = await member(house, 'head', '李主任')
  chen = await onLine(house)
  await named(chen, 'leader', '陈书记', ['告诉我们怎么称呼您'])
  await house.query(`update staff set areas = array['河东村三组'] where name = '周网格'`)
  await house.calm()
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  expect(house.logged.filter((line) => (JSON.parse(line) as { level: number }).level >= 40)).toEqual([])
  await house.stop()
})

async function named(who: ChatPerson, role: string, name: string, [label = '']: string[]): Promise<void> {
  await joins(house, who, role)
  await who.taps(label)
  await who.waitForNew()
  await who.says(name)
  await who.waitForNew(name)
}
/** Each tap or message with the bot's answer to it. */
async function goes(who: ChatPerson, ...acts: (() => Promise<unknown>)[]): Promise<string[]> {
  const said: string[] = []
  for (const act of acts) {
    await act()
    said.push((await who.waitForNew()).text)
  }
  return said
}
const row = async (number: string) => (await house.query<Record<string, unknown>>(`select c.id, c.regulation, c.category, c.level, c.stage, (select count(*)::int from attachments a where a.case_id = c.id) as files from cases c where number = $1`, [number]))[0] ?? {}
const numberIn = (text: string): string => /S2026\d{4}/.exec(text)?.[0] ?? 'no number'

test('SCR-1 SCR-3: first on the menu and at the desk; six messages from start to number, with place, level and who takes it', async () => {
  await zhou.start()
  const menu = await zhou.waitForNew((message) => message.labels.includes('报告发现'))
  expect(menu.labels[0]).not.toBe('反映问题')
  expect(menu.labels.indexOf('报告发现')).toBe(0)
  await zhou.taps('工作台')
  expect((await zhou.waitForNew('工作台')).labels[0]).toBe('报告发现')

  const before = zhou.messages.length
  const said = await goes(zhou,
    () => zhou.taps('报告发现'),
    () => zhou.taps('邻里家庭矛盾'),
    () => zhou.taps('五到九人'),
    () => zhou.taps('都没有'),
    () => zhou.says('老周家和老吴家为水沟又吵起来了。'),
    () => zhou.taps('确认提交'))
  expect(said).toHaveLength(6)
  expect(zhou.messages.length - before).toBeLessThanOrEqual(6)
  // Nobody who works here is asked to agree to a notice for residents, or for a tracking code.
  expect(said.join('\n')).not.toMatch(/同意|查询码/)
  expect(said[3]).toContain('地点先记为：河东村三组')
  expect(said[4]).toMatch(/河东村三组[\s\S]*第一次/)
  expect(said[5]).toMatch(/S2026\d{4}[\s\S]*风险等级：黄色/)
  const number = numberIn(said[5] ?? '')
  await house.calm()
  expect(await row(number)).toMatchObject({ regulation: 'screening', category: 'neighbours', level: 'yellow', stage: 'assigned' })
  expect(wang.messages.filter(({ text }) => text.includes(number)).at(-1)?.text).toContain('水沟')
  expect((await house.cases()).at(-1)?.answers).toMatchObject({ place: '河东村三组' })
})

test('SCR-1: a voice note says it all, a pin says where, pictures come at any step; impatient taps change nothing', async () => {
  await zhou.says('首页')
  await zhou.waitForNew()
  await zhou.taps('报告发现')
  await zhou.waitForNew()
  // Pressed again: no question whether to go on with what was begun a second ago.
  await zhou.says('首页')
  await zhou.waitForNew()
  await zhou.taps('重新开始')
  await zhou.waitForNew((message) => message.labels.includes('安全隐患'))
  await Promise.all([zhou.taps('安全隐患'), zhou.taps('安全隐患')])
  await house.calm()
  await zhou.taps('不到五人')
  await zhou.waitForNew()
  await zhou.sendsPhoto()
  await zhou.waitForNew()
  await zhou.taps('都没有')
  await zhou.waitForNew('什么情况')
  await zhou.location(30.25113, 120.15507)
  await zhou.waitForNew(/位置已记下[\s\S]*地点先记为：30.25113,120.15507/)
  await zhou.sendsVoice()
  const card = await zhou.waitForNew((message) => message.labels.includes('确认提交'))
  expect(card.text).toContain('30.25113,120.15507')
  expect(card.text).toContain('2 份')
  await zhou.taps('确认提交')
  const number = numberIn((await zhou.waitForNew('风险等级：蓝色')).text)
  await house.calm()
  expect(await row(number)).toMatchObject({ category: 'safety', level: 'blue', files: 2 })
  // Whoever is offered it hears the voice.
  expect(wang.messages.some(({ kind }) => kind === 'voice')).toBe(true)
})

test('SCR-4: red at night, in English on LINE: the leader reads it at once; the mediator sleeps', async () => {
  await house.moveTo(Date.parse('2026-11-23T22:40:00+08:00'))
  const [leaders, heads, mediators] = [chen.messages.length, li.messages.length, wang.messages.length]
  await wu.says('menu')
  await wu.waitForNew((message) => message.labels.includes('Report a finding'))
  const said = await goes(wu,
    () => wu.taps('Report a finding'),
    () => wu.taps('Mass incident ahead'),
    () => wu.taps('Thirty or more'),
    () => wu.taps('None'),
    () => wu.says('About forty owners agree in a chat group to block the gate tomorrow.'),
    () => wu.taps('Send it'))
  expect(said[5]).toMatch(/Risk level: red[\s\S]*leader and the head have been told/)
  const number = numberIn(said[5] ?? '')
  await house.calm()
  const told = chen.messages.slice(leaders).filter(({ text }) => text.includes(number))
  expect(told.length).toBeGreaterThan(0)
  expect(li.messages.slice(heads).some(({ text }) => text.includes(number))).toBe(true)
  expect(await row(number)).toMatchObject({ level: 'red' })
  // The mediator sleeps, unless the case is theirs to go to.
  expect(wang.messages.slice(mediators).every(({ text }) => text.includes(number))).toBe(true)
})

test('SCR-1: a picture or a pin out of the blue is a finding or a matter of their own; nothing sent is lost', async () => {
  await house.moveTo(Date.parse('2026-11-24T10:00:00+08:00'))
  await zhou.sendsPhoto()
  const asked = await zhou.waitForNew(/您发现的情况，还是您自己的事/)
  expect(asked.labels[0]).toBe('报告发现')
  expect(asked.labels.some((label) => /补充到 S2026/.test(label))).toBe(true)
  await zhou.location(30.1, 120.2)
  await zhou.waitForNew(/您发现的情况/)
  await zhou.taps('报告发现')
  await zhou.waitForNew((message) => message.labels.includes('治安隐患'))
  await goes(zhou, () => zhou.taps('治安隐患'), () => zhou.taps('不到五人'), () => zhou.taps('都没有'))
  await zhou.says('仓库夜里有人进出。')
  await zhou.waitForNew((message) => message.labels.includes('确认提交'))
  await zhou.taps('确认提交')
  const number = numberIn((await zhou.waitForNew('风险等级')).text)
  await house.calm()
  expect(await row(number)).toMatchObject({ category: 'order', files: 1 })
  expect((await house.cases()).at(-1)?.answers['place']).toBe('30.10000,120.20000')

  // The other way: it is about themselves, and goes the way of all residents.
  await wu.location(30.3, 120.4)
  await wu.waitForNew(/found, or a matter of your own/)
  await wu.taps('This is a new matter')
  await wu.waitForNew((message) => message.labels.includes('Agree and go on'))
  await wu.says('cancel')
  await wu.waitForNew()
  await wu.taps('Stop and delete')
  await wu.waitForNew()
  // A mediator's picture is no finding: nothing changes for whoever does not go round.
  await wang.sendsPhoto()
  const plain = await wang.waitForNew()
  expect(plain.labels).not.toContain('报告发现')
})

test('SCR-2: while a round is written up, a matter becomes a finding with the words so far; the round then reports it', async () => {
  await house.moveTo(Date.parse('2026-11-30T09:10:00+08:00'))
  const round = await zhou.waitFor((message) => message.text.includes('本周排查') && message.labels.includes('填写上报'))
  await zhou.tapsOld(round, '填写上报')
  await zhou.waitForNew(/请写下/)
  await zhou.says('六栋车棚又有人飞线充电。')
  await zhou.waitForNew((message) => message.labels.includes('报告发现'))
  await zhou.taps('报告发现')
  await zhou.waitForNew((message) => message.labels.includes('安全隐患'))
  await goes(zhou, () => zhou.taps('安全隐患'), () => zhou.taps('不到五人'))
  await zhou.taps('都没有')
  expect((await zhou.waitForNew((message) => message.labels.includes('确认提交'))).text).toContain('六栋车棚又有人飞线充电。')
  await zhou.taps('确认提交')
  const number = numberIn((await zhou.waitForNew((message) => message.labels.includes('就这些，上报完成'))).text)
  await zhou.taps('就这些，上报完成')
  await zhou.waitForNew(/已记录，辛苦了.*发现 \d 件/)
  await house.calm()
  expect(li.messages.some(({ text }) => text.includes('周网格已上报') && text.includes(number))).toBe(true)
})

test('rights: residents are not offered findings, and an old button does nothing for them; back after a week it goes on', async () => {
  const resident = onTelegram(house)
  await resident.start()
  expect((await resident.waitForNew()).labels).not.toContain('报告发现')
  // Somebody who has left the staff still has the button, and it is dead.
  const zheng = await member(house, 'informant', '郑网格')
  await zheng.says('首页')
  const menu = await zheng.waitForNew((message) => message.labels.includes('报告发现'))
  await house.query(`update staff set left_at = now() where name = '郑网格'`)
  await zheng.tapsOld(menu, '报告发现')
  expect((await zheng.waitForNew()).labels).not.toContain('安全隐患')

  await zhou.says('首页')
  await zhou.waitForNew()
  await zhou.taps('报告发现')
  await zhou.waitForNew()
  await zhou.taps('土地房屋矛盾')
  await zhou.waitForNew('多少人')
  await house.moveTo(Date.parse('2026-12-07T10:00:00+08:00'))
  await zhou.says('两家又在拔界桩。')
  const back = await zhou.waitForNew((message) => message.labels.includes('接着写'))
  expect(back.text).toContain('11月30日')
  await zhou.taps('接着写')
  await zhou.waitForNew('多少人')
  await zhou.taps('不到五人')
  await zhou.waitForNew()
  await zhou.taps('都没有')
  const card = await zhou.waitForNew((message) => message.labels.includes('确认提交'))
  expect(card.text).toContain('拔界桩')
  await zhou.taps('确认提交')
  await zhou.waitForNew(/S2026\d{4}/)
})
