import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  before, due, elapsedWorkingDays, instantOf, isWorkingDay, isWorkingTime, LimitError, nextWorkingMoment, parseLimit,
} from '../../src/calendar/limit.ts'
import { at, office, shown } from './year2026.ts'

describe('reading a limit', () => {
  it.each([
    ['5 working-days', { unit: 'working-days', count: 5 }],
    ['1 working-day', { unit: 'working-days', count: 1 }],
    ['8 working-hours', { unit: 'working-hours', count: 8 }],
    ['90 working-minutes', { unit: 'working-minutes', count: 90 }],
    ['24 hours', { unit: 'hours', count: 24 }],
    ['30 minutes', { unit: 'minutes', count: 30 }],
    ['30 days', { unit: 'days', count: 30 }],
    ['1 month', { unit: 'months', count: 1 }],
    ['6 months', { unit: 'months', count: 6 }],
    ['10000 minutes', { unit: 'minutes', count: 10_000 }],
    ['25th', { unit: 'day-of-month', day: 25 }],
    ['1st', { unit: 'day-of-month', day: 1 }],
    ['2nd', { unit: 'day-of-month', day: 2 }],
    ['23rd', { unit: 'day-of-month', day: 23 }],
    ['11th', { unit: 'day-of-month', day: 11 }],
    ['at-once', { unit: 'at-once' }],
  ])('understands %s', (text, limit) => {
    expect(parseLimit(text)).toEqual(limit)
  })

  it.each([
    '', '5', 'days', '5 working days', '5days', '5  days', ' 5 days', '5 days ', '5 Days', '5 workingdays', '5 weeks', '0 days', '-1 days', '+1 days',
    '1.5 hours', '05 days', '24h', '10001 days', '100000 days', '32nd', '0th', '25st', '1th', '25 th', 'at once', '5 天', '５ days', '5 days\n', '5 s', '5 working-',
  ])('refuses "%s" and says what is expected', (text) => {
    expect(() => parseLimit(text)).toThrow(LimitError)
    expect(() => parseLimit(text)).toThrow(/expected .*10000.*working-days, working-hours, working-minutes, days, months, hours, minutes.*"25th".*"at-once"/)
  })
})

describe('warnings before a due instant', () => {
  it.each<[due: string, limit: string, warning: string, why: string]>([
    ['2026-03-06 17:30', '1 working-day', '2026-03-05 09:00', 'the morning before'],
    ['2026-03-09 17:30', '1 working-day', '2026-03-06 09:00', 'over a weekend'],
    ['2026-02-24 17:30', '1 working-day', '2026-02-14 09:00', 'the make-up Saturday before Spring Festival'],
    ['2026-10-12 17:30', '2 working-days', '2026-10-09 09:00', 'Saturday the 10th is worked'],
    ['2026-03-10 17:30', '3 days', '2026-03-06 09:00', 'three days before is a Saturday'],
    ['2026-03-31 17:30', '1 month', '2026-02-28 09:00', 'a month without a 31st'],
    ['2026-05-08 10:00', '4 working-hours', '2026-05-07 14:30', 'an hour in the morning, three the afternoon before'],
    ['2026-05-08 12:00', '3 working-hours', '2026-05-08 09:00', 'not at closing time the evening before'],
    ['2026-05-10 03:00', '1 working-hour', '2026-05-09 16:30', 'from a night on which nobody works'],
    ['2026-05-10 03:00', '24 hours', '2026-05-09 03:00', 'exactly'],
    ['2026-05-26 17:30', '25th', '2026-05-25 09:00', 'the last 25th'],
    ['2026-05-26 17:30', 'at-once', '2026-05-26 17:30', 'itself'],
  ])('%s - %s = %s (%s)', (instant, limit, warning) => {
    expect(shown(before(office, at(instant), parseLimit(limit)))).toBe(warning)
  })
})

describe('day 7 of 15', () => {
  const event = at('2026-09-25 10:00')

  it.each<[today: string, elapsed: number]>([
    ['2026-09-25 23:00', 0],
    ['2026-09-27 12:00', 0],
    ['2026-09-28 00:00', 1],
    ['2026-10-05 12:00', 3],
    ['2026-10-10 09:00', 6],
    ['2026-10-12 09:00', 7],
    ['2026-10-22 17:30', 15],
    ['2026-09-01 12:00', 0],
  ])('on %s it is day %i', (today, elapsed) => {
    expect(elapsedWorkingDays(office, event, at(today))).toBe(elapsed)
  })

  it('leaves out the days paused, also while the pause lasts', () => {
    const paused = [{ from: at('2026-10-09 16:00'), to: at('2026-10-12 10:00') }]
    expect(elapsedWorkingDays(office, event, at('2026-10-13 09:00'), paused)).toBe(5)
    expect(elapsedWorkingDays(office, event, at('2026-10-13 09:00'), [{ from: at('2026-10-09 16:00'), to: null }])).toBe(4)
  })
})

describe('office hours', () => {
  it.each<[instant: string, next: string]>([
    ['2026-02-14 09:00', '2026-02-14 09:00'],
    ['2026-02-14 08:59', '2026-02-14 09:00'],
    ['2026-02-14 12:00', '2026-02-14 13:30'],
    ['2026-02-14 17:29', '2026-02-14 17:29'],
    ['2026-02-14 17:30', '2026-02-24 09:00'],
    ['2026-02-16 10:00', '2026-02-24 09:00'],
    ['2026-03-06 22:00', '2026-03-09 09:00'],
  ])('after %s somebody is next at work at %s', (instant, next) => {
    expect(shown(nextWorkingMoment(office, at(instant)))).toBe(next)
    expect(isWorkingTime(office, at(instant))).toBe(instant === next)
  })

  it('knows holidays, make-up days and weekends', () => {
    expect(['2026-02-14', '2026-02-16', '2026-03-06', '2026-03-07', '2026-03-08'].map((day) => isWorkingDay(office, day)))
      .toEqual([true, false, true, false, false])
  })

  it('does not mind the order in which hours are written, nor that they overlap', () => {
    const hours = [{ from: '13:00', to: '17:30' }, { from: '09:00', to: '12:00' }, { from: '11:00', to: '13:00' }]
    const result = due({ ...office, hours }, at('2026-03-06 16:30'), parseLimit('5 working-hours'))
    expect(shown(result.at)).toBe('2026-03-09 13:00')
  })

  it.each<[hours: { from: string; to: string }[], message: RegExp]>([
    [[{ from: '21:00', to: '08:00' }], /end before they begin/],
    [[{ from: '09:00', to: '09:00' }], /end before they begin/],
    [[{ from: '9:00', to: '17:00' }], /"9:00".*expected HH:MM/],
    [[{ from: '09:00', to: '24:01' }], /"24:01".*expected HH:MM/],
  ])('refuses hours %j', (hours, message) => {
    expect(() => due({ ...office, hours }, 0, parseLimit('1 working-day'))).toThrow(message)
  })

  it.each(['2026-02-30', '2026-2-3', '20260203', '2026-13-01', 'today', ''])('refuses the day "%s"', (day) => {
    expect(() => isWorkingDay(office, day)).toThrow(/expected a date/)
    expect(() => instantOf('Asia/Shanghai', day, '09:00')).toThrow(/expected a date/)
  })
})

describe('what nobody should wait for', () => {
  it('is reckoned in far less than a millisecond', () => {
    const limits = ['5 working-days', '60 working-days', '8 working-hours', '6 months', '25th'].map(parseLimit)
    const reckon = () => fc.sample(fc.integer({ min: 0, max: 5e10 }), 400).forEach((ms) => limits.forEach((limit) => due(office, 1.77e12 + ms, limit)))
    reckon()
    const start = performance.now()
    reckon()
    expect((performance.now() - start) / (400 * limits.length)).toBeLessThan(0.5)
  })
})
