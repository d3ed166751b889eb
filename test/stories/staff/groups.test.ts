import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, onLine, onTelegram } from '../../people.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { LineUser } from '../../platforms/line.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'
import { joins } from '../../staff.ts'

/** A bot in a staff group: bound by a head's code, asked for numbers, never a case; and let go again. */

let house: TestHouse
let li: TelegramUser
let wang: TelegramUser
let chen: LineUser
let onTg: ReturnType<TelegramUser['inGroup']>
let wangInTg: ReturnType<TelegramUser['inGroup']>
let sunInTg: ReturnType<TelegramUser['inGroup']>
let onLn: ReturnType<LineUser['inGroup']>
const leak = '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。'
const numbers: string[] = []

beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  li = await member(house, 'head', '李主任')
  wang = await member(house, 'mediator', '王调解')
  chen = await onLine(house, 'en')
  await joins(house, chen, 'admin')
  await house.calm()
  for (let n = 0; n < 4; n++) numbers.push((await fileCase(onTelegram(house), leak)).number)
  await house.calm()
  onTg = li.inGroup(-100_200, '调委会')
  wangInTg = wang.inGroup(-100_200, '调委会')
  sunInTg = onTelegram(house).inGroup(-100_200, '调委会')
  onLn = chen.inGroup(`C${'b'.repeat(32)}`)
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  expect(house.logged.filter((line) => (JSON.parse(line) as { level: number }).level >= 40)).toEqual([])
  await house.stop()
})

async function code(who: ChatPerson, labels: { desk: string; groups: string; more: RegExp; home: string }): Promise<string> {
  await who.says(labels.home)
  await who.waitForNew((message) => message.labels.includes(labels.desk))
  await who.taps(labels.desk)
  await who.waitForNew()
  await who.taps(labels.groups)
  await who.waitForNew((message) => message.labels.some((label) => labels.more.test(label)))
  await who.taps(labels.more)
  return /GROUP-[A-Z2-9]{13}/.exec((await who.waitForNew(/GROUP-/)).text)?.[0] ?? ''
}
const zh = { home: '首页', desk: '工作台', groups: '工作群', more: /^绑定新群/ }
const en = { home: 'menu', desk: 'My desk', groups: 'Staff groups', more: /^New group/ }
const bound = () => house.query<{ channel: string; office_id: number | null }>(`select channel, office_id from addresses where person_id is null order by channel`)

test('on Telegram: nobody but a head or administrator binds, once; it says what it does and what it never does', async () => {
  await onTg.addsBot()
  await onTg.waitForNew(/私聊/)
  const given = await code(li, zh)
  // A colleague who has got hold of the code is no head.
  await wangInTg.says(`/office ${given}`)
  await wangInTg.waitForNew('这个代码用不了')
  expect(await bound()).toEqual([{ channel: 'telegram', office_id: null }])
  await onTg.says(`/office ${given}`)
  const told = await onTg.waitForNew(/工作群/)
  expect(told.text).toMatch(/现在是“和平街道”的工作群[\s\S]*\/figures[\s\S]*从不在群里说编号、姓名或案件内容/)
  expect((await bound())[0]?.office_id).not.toBeNull()
  // Impatient: the same once more. It is used up.
  await onTg.says(`/office ${given}`)
  await onTg.waitForNew('这个代码用不了')
})

test('numbers only: few are not counted out, a case number brings no case, talk is neither answered nor kept', async () => {
  await wangInTg.says('/figures')
  const figures = await wangInTg.waitForNew(/和平街道，现在/)
  expect(figures.text).toMatch(/在办：4[\s\S]*今天到期：[\s\S]*已超期：没有[\s\S]*排查、报表欠报：没有/)
  await wangInTg.says('今日')
  expect((await wangInTg.waitForNew(/和平街道，今天/)).text).not.toContain('在办')
  await house.query(`update cases set closed_at = now(), stage = 'closed' where number = any($1)`, [numbers.slice(0, 2)])
  const bot = (await house.query<{ value: string }>(`select value #>> '{}' as value from settings where key = 'telegram-username'`))[0]?.value ?? ''
  await wangInTg.says(`@${bot} 统计`)
  expect((await wangInTg.waitForNew(/现在/)).text).toMatch(/在办：不到 3/)
  await house.query(`update cases set closed_at = null, stage = 'assigned' where number = any($1)`, [numbers.slice(0, 2)])

  const before = onTg.messages.length
  await wangInTg.says(`${numbers[0]} 怎么样了？`)
  await wangInTg.says('今日天气不错')
  await house.calm()
  expect(onTg.messages.length).toBe(before)
  await wangInTg.says(`@${bot} ${numbers[0]}`)
  await wangInTg.waitForNew(/私聊/)
  const all = onTg.messages.map(({ text }) => text).join('\n')
  for (const secret of [...numbers, '漏水', '客厅', '李主任', '王调解']) expect(all).not.toContain(secret)
  const kept = (await house.query<{ body: Buffer | null }>(`select body from inbounds where body is not null`)).map(({ body }) => house.db.seal.open(body ?? Buffer.alloc(0)))
  expect(kept.join('\n')).not.toContain('天气')
})

test('somebody asks over and over: it is said once that it is enough, then there is silence; others are answered, and it passes', async () => {
  await house.move(15 * 60_000)
  const before = onTg.messages.length
  const said = (words: RegExp) => onTg.messages.slice(before).filter(({ text }) => words.test(text)).length
  for (let n = 0; n < 20; n++) await wangInTg.says('/figures')
  await house.calm()
  expect(said(/和平街道，现在/)).toBe(6)
  expect(said(/停一停/)).toBe(1)
  await onTg.says('/today')
  await onTg.waitForNew(/和平街道，今天/)
  await house.move(15 * 60_000)
  await wangInTg.says('/figures')
  await house.calm()
  expect(said(/和平街道，现在/)).toBe(7)
  // The whole group has a limit of its own, and whoever answers for the office still switches it.
  for (const who of [wangInTg, onTg, sunInTg]) for (let n = 0; n < 6; n++) await who.says('/today')
  await house.calm()
  expect(said(/和平街道，今天/)).toBe(1 + 11)
  await onTg.says('/reminders on')
  await onTg.waitForNew('只说数字')
})

test('on LINE in English: bound by an administrator, silent while people talk, and let go when it is sent away', async () => {
  await onLn.says('统计')
  await house.calm()
  expect(onLn.messages).toEqual([])
  await onLn.invitesBot()
  await onLn.waitForNew()
  const given = await code(chen, en)
  await onLn.says(`office ${given}`)
  expect((await onLn.waitForNew(/staff group of/)).text).toMatch(/numbers only/)
  await onLn.says('/today')
  expect((await onLn.waitForNew(/today/)).text).toMatch(/Overdue\s*:?\s*none/)
  await onLn.removesBot()
  await house.calm()
  expect((await bound()).find(({ channel }) => channel === 'line')?.office_id).toBeNull()
})

test('each working morning what is due, in numbers, once; switched off and on; back after a week; unbound by an officer only', async () => {
  const mornings = () => onTg.messages.filter(({ text }) => text.startsWith('早上好'))
  expect(mornings()).toHaveLength(0)
  await house.moveTo(Date.parse('2026-11-24T09:00:30+08:00'))
  await house.restart()
  await house.calm()
  expect(mornings()).toHaveLength(1)
  expect(mornings()[0]?.text).toMatch(/今天到期|已超期/)
  await wangInTg.says('/reminders off')
  await wangInTg.waitForNew('由“和平街道”的主任或管理员来做')
  await onTg.says('/reminders off')
  await onTg.waitForNew('早上不再')
  await house.moveTo(Date.parse('2026-11-25T09:10:00+08:00'))
  expect(mornings()).toHaveLength(1)
  // At the desk, from a private chat.
  await li.says('首页')
  await li.waitForNew((message) => message.labels.includes('工作台'))
  await li.taps('工作台')
  await li.waitForNew()
  await li.taps('工作群')
  await li.waitForNew('早上不提醒')
  await li.taps('1 早上提醒')
  await li.waitForNew('只说数字')
  await house.moveTo(Date.parse('2026-12-02T09:10:00+08:00'))
  expect(mornings().length).toBeGreaterThan(1)
  // A weekend has no morning.
  const so = mornings().length
  await house.moveTo(Date.parse('2026-12-05T09:10:00+08:00'))
  expect(mornings().length - so).toBeLessThanOrEqual(2)
  await wangInTg.says('/unbind')
  await wangInTg.waitForNew('由“和平街道”的主任或管理员来做')
  await onTg.says('/unbind')
  await onTg.waitForNew('已解绑')
  await onTg.says('/figures')
  await onTg.waitForNew(/私聊/)
  // The page is for those who answer for the office.
  await wang.says('首页')
  await wang.waitForNew((message) => message.labels.includes('工作台'))
  await wang.taps('工作台')
  expect((await wang.waitForNew('工作台')).labels).not.toContain('工作群')
})
