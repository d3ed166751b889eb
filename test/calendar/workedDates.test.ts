import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { due, parseLimit } from '../../src/calendar/limit.ts'
import { at, days2026, office, shown, slowly } from './year2026.ts'

type Row = [event: string, limit: string, due: string, why: string]

const confirmed: Row[] = [
  ['2026-01-02 10:00', '1 working-day', '2026-01-04 17:30', 'the Sunday made up for New Year is worked'],
  ['2025-12-31 16:00', '2 working-days', '2026-01-05 17:30', 'Sunday and Monday'],
  ['2026-02-13 09:00', '1 working-day', '2026-02-14 17:30', 'make-up Saturday before Spring Festival'],
  ['2026-02-13 09:00', '5 working-days', '2026-02-27 17:30', 'MED-7 over Spring Festival'],
  ['2026-02-13 09:00', '6 working-days', '2026-02-28 17:30', 'make-up Saturday after Spring Festival'],
  ['2026-02-14 11:00', '3 working-days', '2026-02-26 17:30', 'PET-3, received on a make-up Saturday'],
  ['2026-02-18 22:00', '3 working-days', '2026-02-26 17:30', 'received by chat in the holidays'],
  ['2026-04-03 17:31', '1 working-day', '2026-04-07 17:30', 'Tomb Sweeping, no make-up day'],
  ['2026-04-30 10:00', '5 working-days', '2026-05-11 17:30', '6, 7, 8 May, Saturday the 9th, Monday the 11th'],
  ['2026-05-06 10:00', '3 working-days', '2026-05-09 17:30', 'ends on a make-up Saturday'],
  ['2026-06-18 10:00', '1 working-day', '2026-06-22 17:30', 'Dragon Boat'],
  ['2026-09-18 10:00', '1 working-day', '2026-09-20 17:30', 'make-up Sunday before National Day'],
  ['2026-09-18 10:00', '2 working-days', '2026-09-21 17:30', 'Sunday and Monday'],
  ['2026-09-25 10:00', '15 working-days', '2026-10-22 17:30', 'PRO-6, from Mid-Autumn over National Day'],
  ['2026-09-30 10:00', '3 working-days', '2026-10-10 17:30', 'make-up Saturday after National Day'],
  ['2026-09-30 10:00', '5 working-days', '2026-10-13 17:30', 'and on into the week'],
  ['2026-09-30 00:00', '5 working-days', '2026-10-13 17:30', 'the first instant of the day'],
  ['2026-09-30 23:59', '5 working-days', '2026-10-13 17:30', 'and the last minute of it'],
  ['2026-12-21 10:00', '8 working-days', '2026-12-31 17:30', 'the last confirmed day'],
  ['2026-09-05 10:00', '30 days', '2026-10-08 17:30', 'LAB-2 would end on 5 October, a holiday'],
  ['2026-01-29 10:00', '30 days', '2026-02-28 17:30', 'ends on a make-up Saturday, which is worked'],
  ['2026-02-10 10:00', '5 days', '2026-02-24 17:30', 'PET-4 would end on the first holiday'],
  ['2026-03-02 10:00', '5 days', '2026-03-09 17:30', 'would end on a Saturday'],
  ['2026-01-31 10:00', '1 month', '2026-02-28 17:30', 'MED-8, a month without a 31st'],
  ['2026-01-15 10:00', '1 month', '2026-02-24 17:30', 'would end in the holidays'],
  ['2026-05-30 10:00', '6 months', '2026-11-30 17:30', 'LAB-5'],
  ['2026-09-01 10:00', '25th', '2026-09-28 17:30', 'PRO-11, Mid-Autumn on Friday the 25th'],
  ['2026-09-25 10:00', '25th', '2026-10-26 17:30', 'the next one, a Sunday'],
  ['2026-09-28 10:00', '5th', '2026-10-08 17:30', 'in the holidays'],
  ['2026-02-25 10:00', '28th', '2026-02-28 17:30', 'make-up Saturday'],
  ['2026-11-03 10:00', '31st', '2026-11-30 17:30', 'a month without a 31st'],
  ['2026-02-14 16:30', '8 working-hours', '2026-02-24 17:30', 'QUA-1: one hour on Saturday, seven on the 24th, due at closing time'],
  ['2026-09-30 11:00', '8 working-hours', '2026-10-08 12:00', 'over lunch and National Day'],
  ['2026-01-03 20:00', '90 working-minutes', '2026-01-04 10:30', 'begins on the make-up Sunday'],
  ['2026-05-08 11:00', '90 working-minutes', '2026-05-08 14:00', 'over lunch'],
  ['2026-05-08 12:10', '90 working-minutes', '2026-05-08 15:00', 'begun at lunch'],
  ['2026-05-08 16:30', '90 working-minutes', '2026-05-09 09:30', 'into the make-up Saturday'],
  ['2026-10-01 08:00', '24 hours', '2026-10-02 08:00', 'PRO-7, hours run on holidays'],
  ['2026-02-16 23:50', '30 minutes', '2026-02-17 00:20', 'SVC-1, minutes run at night'],
  ['2026-12-30 12:00', '72 hours', '2027-01-02 12:00', 'hours look at no calendar'],
  // Spring Festival 2026: off from Sunday 15 to Monday 23 February, the Saturdays before and after made up.
  ['2026-02-14 17:00', '90 working-minutes', '2026-02-24 10:00', 'half an hour before the holidays, one after them'],
  ['2026-02-14 17:00', '4 working-hours', '2026-02-24 14:00', 'half an hour, a morning, half an hour'],
  ['2026-02-14 17:00', '24 hours', '2026-02-15 17:00', 'the first day off'],
  ['2026-02-14 17:00', '1 month', '2026-03-16 17:30', '14 March is a Saturday'],
  ['2026-02-01 10:00', '20th', '2026-02-24 17:30', 'the 20th is in the holidays'],
  ['2026-02-14 10:00', '25th', '2026-02-25 17:30', 'the second day worked after them'],
  ['2026-02-16 10:00', '1 working-day', '2026-02-24 17:30', 'received in the holidays'],
  ['2026-02-16 10:00', '8 working-hours', '2026-02-25 10:00', 'begins when the office opens again'],
  ['2026-02-16 10:00', '10 days', '2026-02-26 17:30', 'days off are days'],
  // National Day 2026: off from Thursday 1 to Wednesday 7 October; Sunday 20 September and Saturday 10 October made up.
  ['2026-09-01 10:00', '1 month', '2026-10-08 17:30', '1 October is a holiday'],
  ['2026-09-10 10:00', '1 month', '2026-10-10 17:30', 'the make-up Saturday is worked'],
  ['2026-09-30 10:00', '10 days', '2026-10-10 17:30', 'the same Saturday'],
  ['2026-09-30 10:00', '25th', '2026-10-26 17:30', '25 October is a Sunday'],
  ['2026-09-30 17:00', '90 working-minutes', '2026-10-08 10:00', 'over a week off'],
  ['2026-09-30 17:00', '72 hours', '2026-10-03 17:00', 'in the midst of it'],
  ['2026-09-19 10:00', '1 working-day', '2026-09-20 17:30', 'from a Saturday off to the Sunday made up'],
  ['2026-10-09 16:30', '2 working-hours', '2026-10-10 10:00', 'Friday into the make-up Saturday'],
  ['2026-10-10 16:30', '2 working-hours', '2026-10-12 10:00', 'and that into Monday'],
  ['2026-10-10 10:00', '1 working-day', '2026-10-12 17:30', 'received on the make-up Saturday'],
  // Ends of months.
  ['2026-08-31 10:00', '1 month', '2026-09-30 17:30', 'September has no 31st'],
  ['2026-03-31 10:00', '3 months', '2026-06-30 17:30', 'nor has June'],
  ['2025-11-30 10:00', '3 months', '2026-02-28 17:30', 'February has no 30th, and its last day is made up'],
  ['2026-02-27 10:00', '1 day', '2026-02-28 17:30', 'the last day of February'],
  // The end of 2026: what still ends in it is certain.
  ['2026-12-25 10:00', '5 days', '2026-12-30 17:30', 'a Wednesday'],
  ['2026-12-31 09:00', '7 working-hours', '2026-12-31 17:30', 'the last minute worked in the year'],
  ['2026-12-31 16:00', '90 minutes', '2026-12-31 17:30', 'minutes of the wall'],
  ['2026-12-01 10:00', '25th', '2026-12-25 17:30', 'a Friday'],
  ['2026-12-01 10:00', '31st', '2026-12-31 17:30', 'a Thursday'],
  // Hours and minutes ask no calendar, in 2027 either.
  ['2027-02-05 16:30', '24 hours', '2027-02-06 16:30', 'New Year of the lunar year'],
  ['2027-02-05 23:50', '30 minutes', '2027-02-06 00:20', 'over its midnight'],
]

const unconfirmed: Row[] = [
  ['2026-12-21 10:00', '9 working-days', '2027-01-01 17:30', 'New Year 2027, worked as far as anybody has said'],
  ['2026-12-21 10:00', '15 working-days', '2027-01-11 17:30', 'counted over New Year'],
  ['2026-12-31 10:00', '1 working-day', '2027-01-01 17:30', 'the first day of the new year'],
  ['2027-02-04 10:00', '5 working-days', '2027-02-11 17:30', 'Spring Festival 2027 not announced'],
  ['2026-08-31 10:00', '6 months', '2027-03-01 17:30', '28 February is a Sunday'],
  ['2026-11-01 10:00', '2 months', '2027-01-01 17:30', 'ends in the new year'],
  ['2026-12-25 10:00', '25th', '2027-01-25 17:30', 'the next 25th'],
  ['2026-12-31 17:00', '90 working-minutes', '2027-01-01 10:00', 'half an hour this year, one the next'],
  ['2026-12-31 09:00', '8 working-hours', '2027-01-01 10:00', 'seven hours this year, one the next'],
  ['2026-12-29 10:00', '5 days', '2027-01-04 17:30', '3 January is a Sunday'],
  ['2026-12-31 10:00', '1 month', '2027-02-01 17:30', '31 January is a Sunday'],
  ['2026-12-31 10:00', '31st', '2027-02-01 17:30', 'the next 31st, the same Sunday'],
  ['2027-02-05 16:30', '2 working-hours', '2027-02-08 10:00', 'over the weekend into what will be holidays'],
  ['2027-02-05 17:00', '90 working-minutes', '2027-02-08 10:00', 'likewise'],
  ['2027-02-05 10:00', '3 working-days', '2027-02-10 17:30', 'Monday, Tuesday, Wednesday'],
  ['2027-02-01 10:00', '10 days', '2027-02-11 17:30', 'a Thursday'],
  ['2027-01-08 10:00', '1 month', '2027-02-08 17:30', 'a Monday'],
  ['2027-02-01 10:00', '10th', '2027-02-10 17:30', 'a Wednesday'],
  ['2027-02-01 10:00', '25th', '2027-02-25 17:30', 'a Thursday'],
]

/** The same once a notice is out (this one is made up): New Year 1 to 3 January, Spring Festival 6 to 12 February, Saturday 20 February made up. */
const noticed: Row[] = [
  ['2026-12-21 10:00', '9 working-days', '2027-01-04 17:30', 'eight this year, Monday the ninth'],
  ['2026-12-31 10:00', '1 working-day', '2027-01-04 17:30', 'the first day worked'],
  ['2026-12-31 17:00', '90 working-minutes', '2027-01-04 10:00', 'half an hour and one'],
  ['2026-12-29 10:00', '5 days', '2027-01-04 17:30', 'the 3rd was a Sunday anyway: it does not move'],
  ['2027-02-05 16:30', '2 working-hours', '2027-02-15 10:00', 'the 13th and 14th are a weekend'],
  ['2027-02-05 17:00', '90 working-minutes', '2027-02-15 10:00', 'likewise'],
  ['2027-02-05 10:00', '3 working-days', '2027-02-17 17:30', 'the 15th, 16th, 17th'],
  ['2027-02-05 10:00', '8 working-days', '2027-02-23 17:30', 'five, the make-up Saturday, Monday, Tuesday'],
  ['2027-02-18 10:00', '2 working-days', '2027-02-20 17:30', 'ends on the make-up Saturday'],
  ['2027-02-20 10:00', '1 working-day', '2027-02-22 17:30', 'received on it'],
  ['2027-01-20 10:00', '1 month', '2027-02-20 17:30', 'ends on it'],
  ['2027-02-01 10:00', '10 days', '2027-02-15 17:30', 'the 11th is off'],
  ['2027-01-08 10:00', '1 month', '2027-02-15 17:30', 'the 8th is off'],
  ['2027-02-01 10:00', '10th', '2027-02-15 17:30', 'the 10th is off'],
  ['2027-02-01 10:00', '25th', '2027-02-25 17:30', 'a Thursday still'],
  ['2027-02-05 16:30', '24 hours', '2027-02-06 16:30', 'hours as ever'],
]

describe('worked dates of 2026 and early 2027', () => {
  it.each(confirmed)('%s + %s = %s (%s)', (event, limit, expected) => {
    expect(slowly(event, limit)).toBe(expected)
    const result = due(office, at(event), parseLimit(limit))
    expect([shown(result.at), result.unconfirmed]).toEqual([expected, false])
  })

  it.each(unconfirmed)('%s + %s = %s, not confirmed (%s)', (event, limit, expected) => {
    expect(slowly(event, limit)).toBe(expected)
    const result = due(office, at(event), parseLimit(limit))
    expect([shown(result.at), result.unconfirmed]).toEqual([expected, true])
  })

  it.each(noticed)('with the notice for 2027, %s + %s = %s, certain (%s)', (event, limit, expected) => {
    const off = ['2027-01-01', '2027-01-02', '2027-01-03', '2027-02-06', '2027-02-07', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11', '2027-02-12']
    const days = new Map([...days2026, ...off.map((day) => [day, false] as const), ['2027-02-20', true] as const])
    const result = due({ ...office, days, confirmedYears: new Set([2026, 2027]) }, at(event), parseLimit(limit))
    expect([shown(result.at), result.unconfirmed]).toEqual([expected, false])
  })

  it.each<[event: string, limit: string, unconfirmed: boolean, why: string]>([
    ['2025-12-31 10:00', '1 working-day', false, 'the day of the event is not counted, so it does not matter'],
    ['2025-12-30 10:00', '5 working-days', true, 'New Year\'s Eve is counted'],
    ['2025-12-31 17:00', '90 working-minutes', true, 'half an hour of it is counted'],
    ['2025-12-01 10:00', '2 months', false, 'only the last day has to be worked'],
    ['2025-12-01 10:00', '25th', true, 'Christmas 2025 has to be worked'],
  ])('with 2026 alone confirmed, %s + %s: doubtful %s (%s)', (event, limit, doubtful) => {
    const calendar = { ...office, confirmedYears: new Set([2026]) }
    expect(due(calendar, at(event), parseLimit(limit)).unconfirmed).toBe(doubtful)
  })

  it('ends at midnight, shown as the day it ends, in an office without hours', () => {
    const result = due({ ...office, hours: [] }, at('2026-09-25 10:00'), parseLimit('15 working-days'))
    expect(new Date(result.at).toISOString()).toBe('2026-10-22T15:59:59.999Z')
  })
})

describe('paused clocks', () => {
  const pause = (from: string, to: string | null) => ({ from: at(from), to: to === null ? null : at(to) })

  it.each<[event: string, limit: string, from: string, to: string, due: string, why: string]>([
    ['2026-03-02 10:00', '5 working-days', '2026-03-04 10:00', '2026-03-05 11:00', '2026-03-11 17:30', 'two days touched, two days more'],
    ['2026-03-02 10:00', '5 working-days', '2026-03-02 10:30', '2026-03-02 16:00', '2026-03-09 17:30', 'the day of the event is not counted anyway'],
    ['2026-03-02 10:00', '5 working-days', '2026-03-07 10:00', '2026-03-08 16:00', '2026-03-09 17:30', 'a weekend costs nothing'],
    ['2026-03-02 10:00', '5 working-days', '2026-03-04 00:00', '2026-03-05 00:00', '2026-03-10 17:30', 'one whole day and not a second of the next'],
    ['2026-03-02 10:00', '5 working-days', '2026-03-04 10:00', '2026-03-04 10:00', '2026-03-09 17:30', 'a pause of no length is none'],
    ['2026-03-02 10:00', '24 hours', '2026-03-02 12:00', '2026-03-02 12:20', '2026-03-03 10:20', 'exact time'],
    ['2026-03-02 10:00', '3 working-hours', '2026-03-02 11:00', '2026-03-02 14:30', '2026-03-02 16:30', 'lunch within the pause counts once'],
    ['2026-03-02 10:00', '1 month', '2026-03-10 10:00', '2026-03-12 10:00', '2026-04-07 17:30', '5 April is in the holidays'],
    ['2026-03-02 10:00', '25th', '2026-03-10 10:00', '2026-03-12 10:00', '2026-03-25 17:30', 'a fixed day stays'],
    ['2026-03-02 10:00', '25th', '2026-03-25 10:00', '2026-03-25 12:00', '2026-03-26 17:30', 'but is not due within a pause'],
    ['2026-02-13 10:00', '5 working-days', '2026-02-14 10:00', '2026-02-16 10:00', '2026-02-28 17:30', 'a make-up day is lost, the days off cost nothing'],
    ['2026-02-13 10:00', '12 days', '2026-02-15 00:00', '2026-02-17 00:00', '2026-02-27 17:30', 'days off are days: two more'],
    ['2026-02-14 16:30', '2 working-hours', '2026-02-15 10:00', '2026-02-23 10:00', '2026-02-24 10:00', 'in the holidays no office time runs anyway'],
    ['2026-09-30 10:00', '72 hours', '2026-10-01 10:00', '2026-10-02 10:00', '2026-10-04 10:00', 'hours stand still, holiday or not'],
    ['2026-09-30 10:00', '3 working-days', '2026-10-03 10:00', '2026-10-08 12:00', '2026-10-12 17:30', 'from the holidays into the first day worked, which is lost'],
    ['2026-09-10 10:00', '1 month', '2026-09-20 10:00', '2026-09-20 11:00', '2026-10-12 17:30', 'one day more than a month: from the make-up Saturday to Sunday, to Monday'],
    ['2026-12-28 10:00', '3 working-days', '2026-12-30 10:00', '2026-12-30 11:00', '2027-01-01 17:30', 'into a year not confirmed'],
    ['2026-10-01 10:00', '25th', '2026-10-26 09:00', '2026-10-27 10:00', '2026-10-28 17:30', 'off a Sunday, then off two days paused'],
  ])('%s + %s, paused %s to %s = %s (%s)', (event, limit, from, to, expected) => {
    const pauses = [pause(from, to)]
    expect(slowly(event, limit, pauses)).toBe(expected)
    expect(shown(due(office, at(event), parseLimit(limit), pauses).at)).toBe(expected)
  })

  it.each(['5 working-days', '5 days', '1 month', '24 hours', '8 working-hours'])('is never due while a pause of %s lasts', (limit) => {
    const lasting = [pause('2026-03-02 12:00', null)]
    expect(due(office, at('2026-03-02 10:00'), parseLimit(limit), lasting)).toEqual({ at: Infinity, unconfirmed: false })
  })

  it('is due as ever when the pause begins only after it', () => {
    const late = [pause('2026-03-10 00:00', null)]
    expect(shown(due(office, at('2026-03-02 10:00'), parseLimit('5 working-days'), late).at)).toBe('2026-03-09 17:30')
  })

  it('does not hold up what must be done at once', () => {
    expect(due(office, 5, parseLimit('at-once'), [{ from: 0, to: null }])).toEqual({ at: 5, unconfirmed: false })
  })
})

describe('any event and limit of 2026', () => {
  const minute = fc.integer({ min: 0, max: 364 * 1440 }).map((minutes) => at('2026-01-01 00:00') + minutes * 60_000)
  const pause = fc.tuple(minute, fc.integer({ min: 0, max: 6 * 1440 })).map(([from, minutes]) => ({ from, to: from + minutes * 60_000 }))
  const limit = fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: 60 }), fc.constantFrom('working-days', 'days')).map((parts) => parts.join(' ')),
    fc.integer({ min: 1, max: 9 }).map((months) => `${months} months`),
    fc.constantFrom('1st', '2nd', '3rd', '5th', '11th', '25th', '28th', '29th', '30th', '31st'),
    fc.tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom('working-hours', 'hours', 'working-minutes', 'minutes')).map((parts) => parts.join(' ')),
  )

  it('is due when the slow reckoning says', () => {
    fc.assert(
      fc.property(minute, limit, fc.array(pause, { maxLength: 4 }), (event, text, pauses) => {
        expect(shown(due(office, event, parseLimit(text), pauses).at)).toBe(slowly(shown(event), text, pauses))
      }),
      { numRuns: 400 },
    )
  })
})
