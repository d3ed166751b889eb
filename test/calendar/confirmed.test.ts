import { afterAll, beforeAll, expect, test } from 'vitest'
import { calendar } from '../../src/commands/office/calendar.ts'
import { WrongOption } from '../../src/commands/office/staff.ts'
import { openOffice, shown, whoHeard, type Office } from '../stories/regulations/life.ts'

/** A limit that falls into a year whose holidays are not out yet, from the phones of those it concerns; and the notice that moves it. */

let office: Office
let number: string
const set = (...args: string[]) => calendar(office.house.db, args, office.house.now())
const dueOf = async (kind: string) => (await office.house.query<{ due_at: Date; warn_at: Date | null; unconfirmed: boolean }>(`select due_at, warn_at, unconfirmed from duties where kind = $1 and state = 'open'`, [kind])).map((row) => [shown(row.due_at.getTime()), row.warn_at && shown(row.warn_at.getTime()), row.unconfirmed])
const told = (said: Awaited<ReturnType<Office['lately']>>, to: string) => said.filter((each) => each.to === to).map(({ text }) => text).join('\n')

beforeAll(async () => {
  office = await openOffice({ at: '2026-12-30 09:30', takes: ['mediation'], staff: [['mediator', '王调解'], ['head', '李主任'], ['leader', '陈书记']] })
})
afterAll(async () => {
  expect(office.house.telegram.violations).toEqual([])
  await office.stop()
})

test('the resident and the staff read that the day is not certain yet', async () => {
  const who = office.meets('住户')
  number = await office.files(who, '楼上漏水把我家天花板泡坏了，对方不肯赔。')
  expect(told(await office.lately(), '住户')).toMatch(/最晚 1月6日周三 会有消息[\s\S]*放假安排还没公布/)
  // 31 December, then 1, 4, 5 and 6 January as far as anybody knows.
  expect(await dueOf('decide')).toEqual([['2027-01-06 17:30', '2027-01-04 09:00', true]])
  // The mediator is silent, so that the case lies with the head, who finds it among the duties, flagged.
  await office.until('2026-12-30 12:00')
  await office.the('李主任').says('我的待办')
  await office.house.calm()
  expect(told(await office.lately(), '李主任')).toMatch(/1月6日周三[\s\S]*第 \d 项的期限跨到放假安排还没公布的年份/)
})

test('what cannot be is refused, and nothing has changed', async () => {
  await expect(set('--year', '2027', '--confirm')).rejects.toThrow(/no holiday of 2027 is entered yet/)
  await expect(set('--holiday', '2027-02-30')).rejects.toThrow(/--holiday: a day such as/)
  await expect(set('--holiday', '2027-02-12..2027-02-06')).rejects.toThrow(WrongOption)
  await expect(set('--holiday', '2027-01-01..2027-12-31')).rejects.toThrow(/at most 60/)
  await expect(set('--year', '2026', '--work', '2027-02-20')).rejects.toThrow(/one year at a time/)
  await expect(set('--holiday', '2027-02-06', '--work', '2027-02-06')).rejects.toThrow(/named twice/)
  await expect(set('--region', 'XX')).rejects.toThrow(/no office lies in "XX"/)
  expect(await set('--year', '2027')).toEqual([{ region: 'CN', year: 2027, confirmed: false, holidays: [], work: [] }])
})

test('the notice comes, with a make-up day: the day moves, the resident is told once, also over a restart', async () => {
  await office.lately()
  expect(await set('--year', '2027', '--holiday', '2027-01-01..2027-01-05', '--name', '元旦', '--holiday', '2027-02-05..2027-02-12', '--name', '春节', '--work', '2027-01-09', '--confirm'))
    .toEqual([{ region: 'CN', year: 2027, confirmed: true, holidays: [{ from: '2027-01-01', to: '2027-01-05', name: '元旦' }, { from: '2027-02-05', to: '2027-02-12', name: '春节' }], work: [{ day: '2027-01-09', name: '' }], touched: 1 }])
  // The house is stopped between the notice and the reckoning, and goes on where it was.
  await office.house.restart()
  const said = await office.until('2026-12-30 12:01')
  expect(await dueOf('decide')).toEqual([['2027-01-09 17:30', '2027-01-07 09:00', false]])
  expect(whoHeard(said, '节假日安排已公布')).toHaveLength(1)
  expect(told(said, '住户')).toMatch(/节假日安排已公布或有变动[\s\S]*1月9日周六/)
  expect(told(said, '住户')).not.toMatch(/没公布/)
  await office.house.restart()
  expect(whoHeard(await office.until('2026-12-30 12:30'), '节假日安排已公布')).toEqual([])
})

test('a change that moves nothing they were shown is told to nobody', async () => {
  await set('--year', '2027', '--work', '2027-04-25')
  expect(whoHeard(await office.until('2026-12-30 12:45'), '节假日安排')).toEqual([])
  const rows = await office.house.query<{ count: string }>(`select count(*) from inbounds where update_id like 'reckon:%' and state = 'done'`)
  expect(Number(rows[0]?.count)).toBe(2)
})

test('the warning comes at the new moment and not at the old, and the end likewise', async () => {
  const before = await office.until('2027-01-07 08:59')
  expect(before.filter(({ text }) => text.includes('快到期了') && text.includes(number)).map(({ at }) => at)).toEqual([])
  const warned = await office.until('2027-01-09 17:29')
  expect(warned.filter(({ text }) => text.includes('快到期了') && text.includes(number)).map(({ at, to }) => `${at} ${to}`)).toEqual(['2027-01-07 09:00 李主任'])
  expect(told(warned, '住户')).not.toMatch(/抱歉/)
  // Over at the close of the make-up Saturday, said when the office is next open.
  const late = await office.until('2027-01-11 09:00')
  expect(late.filter(({ to, text }) => to === '住户' && text.includes('抱歉')).map(({ at }) => at)).toEqual(['2027-01-11 09:00'])
})
