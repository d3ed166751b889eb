import { expect, it } from 'vitest'
import { readComingDay } from '../../src/dialogue/comingDays.ts'

/** By when something is promised: never a day that is over. */

it.each([
  ['2026-12-01', '2026-12-01'], ['2026年12月1日', '2026-12-01'], ['12月1日', '2026-12-01'], ['12/1', '2026-12-01'], ['１２月１日', '2026-12-01'],
  ['11月1日', '2027-11-01'], ['11月23日', '2026-11-23'], ['今天', '2026-11-23'], ['明天', '2026-11-24'], ['tomorrow', '2026-11-24'], ['後天', '2026-11-25'],
  ['10天内', '2026-12-03'], ['in 10 days', '2026-12-03'], ['30 日之內', '2026-12-23'], ['一个月内', '2026-12-23'],
  ['2026-11-22', null], ['昨天', null], ['yesterday', null], ['2026年2月30日', null], ['尽快', null], ['', null], ['10', null], ['10日', null], ['10天', '2026-12-03'],
])('%s is %s', (typed, day) => {
  expect(readComingDay(typed, '2026-11-23')).toBe(day)
})

it('29 February without a year is one that comes within a year, or none', () => {
  expect(readComingDay('2月29日', '2026-11-23')).toBeNull()
  expect(readComingDay('2月29日', '2027-11-23')).toBe('2028-02-29')
  expect(readComingDay('2月29日', '2028-01-10')).toBe('2028-02-29')
})
