import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { offered, onLine, onTelegram } from '../../people.ts'
import type { LineUser } from '../../platforms/line.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'
import { closes } from '../../staff.ts'
import { invite } from '../../../src/store/staff.ts'
import { joinsAs, opensDesk, takesOnly } from './leaders.ts'

/** Leaders and heads read each week how the one before went, of their office and all below it, and whenever they ask. */

let house: TestHouse
let chen: LineUser
let city: TelegramUser
let wang: TelegramUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-24T09:30:00+08:00' })
  await takesOnly(house, ['petition', 'mediation'])
  await house.query(`insert into offices (name, level) values ('江北区', 'city')`)
  await house.query(`update offices set parent_id = (select id from offices where name = '江北区') where id = 1`)
  await house.query(`insert into calendar_days (region, day, working, name) values ('CN', '2026-12-07', false, '放假') on conflict do nothing`)
  await house.restart()
  chen = await joinsAs(house, await onLine(house), 'leader', '陈书记')
  wang = await joinsAs(house, onTelegram(house), 'mediator', '王调解')
  const [upper] = await house.query<{ id: number }>(`select id from offices where name = '江北区'`)
  city = onTelegram(house, 'en')
  await city.says(await invite(house.db, 'leader', upper?.id ?? 0, house.now()))
  await city.waitForNew('Welcome')
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.stop()
})

const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`)
const weeks = (who: { messages: readonly { text: string }[] }) => who.messages.filter(({ text }) => /^(一周数据|The week)/.test(text))

test('zh-CN on LINE, English on Telegram: on Monday morning one message each, the week against the one before; nobody is named', async () => {
  const li = await onLine(house)
  const { number } = await fileCase(li, '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。', { pick: /调解|邻里/ })
  await house.calm()
  await wang.tapsOld(offered([wang], number).offer, '受理')
  await house.calm()
  await closes(house, wang, /^达成协议/, '邻居三天内修好水管。')
  const zhao = onTelegram(house)
  await fileCase(zhao, '村口修路修了一半就停了，坑洼没人管，反映给政府。', { pick: /信访|水电|^否|^第一次|^就我/, typed: { 怎么称呼您: '赵敏' } })
  await house.calm()
  expect(weeks(chen)).toHaveLength(0)

  await house.moveTo(at('2026-11-30 09:00'))
  const told = await chen.waitFor('一周数据：')
  expect(told.text).toMatch(/11月23日[\s\S]*11月29日/)
  expect(told.text.replace(/\s+/g, '')).toContain('收件2，前一周0')
  for (const secret of ['赵敏', number, '漏水', '王调解']) expect(told.text).not.toContain(secret)
  const upper = await city.waitFor(/^The week’s figures/)
  expect(upper.text).toContain('江北区 and the offices below it (1) together')
  expect(upper.text).toMatch(/和平街道: received 2, closed 1, open 1, overdue \d/)
  await house.moveTo(at('2026-12-01 10:00'))
  await house.restart()
  await house.move(60_000)
  expect(weeks(chen)).toHaveLength(1)
  expect(weeks(city)).toHaveLength(1)
  expect(weeks(wang)).toHaveLength(0)

  // Monday is a day off: the first working day of the week it is.
  await house.moveTo(at('2026-12-07 12:00'))
  expect(weeks(chen)).toHaveLength(1)
  await house.moveTo(at('2026-12-08 09:00'))
  expect(weeks(chen)).toHaveLength(2)
  expect(weeks(chen).at(-1)?.text.replace(/\s+/g, '')).toContain('收件0，前一周2')
})

test('on demand, pressed twice; a week later the old button still tells; whoever is no leader or head finds no such page', async () => {
  await opensDesk(chen, '一周数据')
  const card = await chen.waitForNew('一周数据：')
  expect(card.labels).toContain('本周到现在')
  await chen.taps('本周到现在')
  await chen.waitForNew('本周到现在')
  await house.move(7 * 86_400_000)
  await chen.tapsOld(card, '本周到现在')
  expect((await chen.waitForNew('本周到现在')).text).toMatch(/12月14日|12月15日/)
  await chen.tapsOld(card, '本周到现在')
  await chen.waitForNew('本周到现在')
  await wang.says('工作台')
  expect((await wang.waitForNew()).labels).not.toContain('一周数据')
})
