import { describe, expect, it } from 'vitest'
import { openingOf } from '../../src/calendar/calendar.ts'
import { dayNumber, dayText } from '../../src/calendar/days.ts'
import type { Calendar } from '../../src/calendar/limit.ts'
import type { RoundRule } from '../../src/regulations/schema.ts'
import { clockOf } from '../../src/rounds/clock.ts'
import { beginOf, periodsBetween, spanOf } from '../../src/rounds/periods.ts'
import { office, shown } from '../calendar/year2026.ts'

/** Which rounds there are in 2026 and early 2027, typed in from the calendar on the wall; the notice for 2027 has not come. */

function rule(more: Partial<RoundRule>): RoundRule {
  return { id: 'round', rule: 'SCR-1', begins: 'monday', who: 'informant', limit: '2 working-days', ladder: [], each: false, figures: false, ...more }
}

/** "2026-10-05>10-08": of the 5th, begins on the 8th; one that begins on its own day is written once. */
function table(more: Partial<RoundRule>, first: string, last: string, calendar: Calendar = office): string[] {
  return periodsBetween(rule(more), calendar, dayNumber(first), dayNumber(last)).map(({ day, begins }) => (dayText(begins) === day ? day : `${day}>${dayText(begins).slice(5)}`))
}

describe('days of the month', () => {
  it('the 25th through 2026 and into 2027: weekends and holidays put it off to the next working day', () => {
    expect(table({ begins: ['25th'] }, '2026-01-01', '2027-02-28')).toEqual([
      '2026-01-25>01-26', '2026-02-25', '2026-03-25', '2026-04-25>04-27', '2026-05-25', '2026-06-25', '2026-07-25>07-27', '2026-08-25',
      '2026-09-25>09-28', '2026-10-25>10-26', '2026-11-25', '2026-12-25', '2027-01-25', '2027-02-25',
    ])
  })

  it('a make-up day is a working day like any other', () => {
    // Sunday 4 January, Saturday 28 February and Saturday 10 October are worked.
    expect(table({ begins: ['4th'] }, '2026-01-01', '2026-01-31')).toEqual(['2026-01-04'])
    expect(table({ begins: ['28th'] }, '2026-02-20', '2026-03-10')).toEqual(['2026-02-28'])
    expect(table({ begins: ['10th'] }, '2026-10-01', '2026-10-31')).toEqual(['2026-10-10'])
  })

  it('half-monthly, and in a month too short for its day on the last one', () => {
    expect(table({ begins: ['1st', '16th'] }, '2026-09-16', '2026-11-30')).toEqual(['2026-09-16', '2026-10-01>10-08', '2026-10-16', '2026-11-01>11-02', '2026-11-16'])
    expect(table({ begins: ['31st'] }, '2026-02-03', '2026-05-31')).toEqual(['2026-02-28', '2026-03-31', '2026-04-30'])
    // The last two days of February are one round, not two.
    expect(table({ begins: ['30th', '31st'] }, '2026-02-03', '2026-03-31')).toEqual(['2026-02-28', '2026-03-30', '2026-03-31'])
  })

  it('only in the months named', () => {
    expect(table({ begins: ['28th'], months: [3, 6, 9, 12] }, '2026-01-01', '2027-01-31')).toEqual(['2026-03-28>03-30', '2026-06-28>06-29', '2026-09-28', '2026-12-28'])
  })
})

describe('weekdays', () => {
  it('Mondays about the National Day: the one in the holiday begins on Thursday the 8th', () => {
    expect(table({ begins: 'monday' }, '2026-09-21', '2026-10-19')).toEqual(['2026-09-21', '2026-09-28', '2026-10-05>10-08', '2026-10-12', '2026-10-19'])
  })

  it('Mondays about the Spring Festival: of two that would begin on the 24th, one is', () => {
    expect(table({ begins: 'monday' }, '2026-02-09', '2026-03-02')).toEqual(['2026-02-09', '2026-02-23>02-24', '2026-03-02'])
  })

  it('over the end of the year, the days of a year without a notice being Monday to Friday', () => {
    expect(table({ begins: 'friday' }, '2026-12-18', '2027-01-08')).toEqual(['2026-12-18', '2026-12-25', '2027-01-01', '2027-01-08'])
  })
})

describe('before holidays', () => {
  it('three working days before each holiday of 2026, named by the holiday', () => {
    expect(table({ begins: { beforeHoliday: 3 } }, '2025-12-20', '2026-12-31')).toEqual([
      '2026-01-01>12-29', '2026-02-15>02-12', '2026-04-04>04-01', '2026-05-01>04-28', '2026-06-19>06-16', '2026-09-25>09-22', '2026-10-01>09-28',
    ])
  })

  it('a make-up Sunday counts among the working days before', () => {
    // 24, 23, 22, 21 September and Sunday the 20th.
    expect(table({ begins: { beforeHoliday: 5 } }, '2026-09-10', '2026-09-21')).toEqual(['2026-09-25>09-20'])
  })

  it('a year without a notice has none', () => {
    expect(table({ begins: { beforeHoliday: 3 } }, '2027-01-01', '2027-03-31')).toEqual([])
  })
})

describe('when it is due', () => {
  const clock = (more: Partial<RoundRule>, period: string) => {
    const one = rule(more)
    const openedAt = openingOf(office, beginOf(one, office, dayNumber(period)))
    const { dueAt, warnAt, unconfirmed } = clockOf(one, office, { period, openedAt, rung: one.warn === undefined ? 1 : 0 })
    return [shown(openedAt), warnAt === null ? null : shown(warnAt), shown(dueAt), unconfirmed]
  }

  it('the report of the 25th on the 25th, or on the working day after it', () => {
    const report = { begins: ['25th'], limit: '7 working-hours' }
    expect(clock(report, '2026-11-25')).toEqual(['2026-11-25 09:00', null, '2026-11-25 17:30', false])
    expect(clock(report, '2026-09-25')).toEqual(['2026-09-28 09:00', null, '2026-09-28 17:30', false])
    expect(clock(report, '2026-02-25')).toEqual(['2026-02-25 09:00', null, '2026-02-25 17:30', false])
  })

  it('a day of the month is counted from the day the round is of, however long the holiday', () => {
    const statistics = { begins: ['28th'], limit: '5th', warn: '1 working-day' }
    expect(clock(statistics, '2026-11-28')).toEqual(['2026-11-30 09:00', '2026-12-04 09:00', '2026-12-07 17:30', false])
    expect(clock(statistics, '2026-09-28')).toEqual(['2026-09-28 09:00', '2026-09-30 09:00', '2026-10-08 17:30', false])
    // Of the 1st, begun on the 8th: the 5th is not that of November.
    expect(clock({ begins: ['1st'], limit: '5th' }, '2026-10-01')).toEqual(['2026-10-08 09:00', null, '2026-10-08 17:30', false])
  })

  it('what reaches into 2027 is flagged until its notice has come', () => {
    expect(clock({ begins: ['28th'], months: [12], limit: '5th' }, '2026-12-28')).toEqual(['2026-12-28 09:00', null, '2027-01-05 17:30', true])
    expect(clock({ begins: ['25th'], limit: '7 working-hours' }, '2026-12-25')).toEqual(['2026-12-25 09:00', null, '2026-12-25 17:30', false])
    expect(clock({ begins: 'monday', limit: '24 hours' }, '2027-01-04')).toEqual(['2027-01-04 09:00', null, '2027-01-05 09:00', true])
    const confirmed = { ...office, confirmedYears: new Set([2026, 2027]), days: new Map([...office.days, ['2027-01-01', false], ['2027-01-04', false]]) }
    expect(table({ begins: 'monday' }, '2027-01-01', '2027-01-10', confirmed)).toEqual(['2027-01-04>01-05'])
  })
})

describe('of what its figures are', () => {
  const span = (more: Partial<RoundRule>, from: number, period: string) => {
    const { from: first, to } = spanOf(rule(more), { from }, office, period)
    return `${dayText(first)} – ${dayText(to - 1)}`
  }

  it('the month of PRO-11 runs from the 25th to the 24th, whatever day it is reported on', () => {
    for (const [begins, period] of [['25th', '2026-11-25'], ['26th', '2026-11-26'], ['28th', '2026-11-28'], ['5th', '2026-12-05']] as const) {
      expect(span({ begins: [begins] }, 25, period)).toBe('2026-10-25 – 2026-11-24')
    }
    expect(span({ begins: ['25th'] }, 25, '2027-01-25')).toBe('2026-12-25 – 2027-01-24')
  })

  it('the analysis is of three months', () => {
    expect(span({ begins: ['28th'], months: [3, 6, 9, 12] }, 25, '2026-12-28')).toBe('2026-09-25 – 2026-12-24')
    expect(span({ begins: ['5th'], months: [1, 4, 7, 10] }, 25, '2027-01-05')).toBe('2026-09-25 – 2026-12-24')
    expect(span({ begins: ['10th'], months: [1] }, 1, '2027-01-10')).toBe('2026-01-01 – 2026-12-31')
  })

  it('ordinary months, weeks, and the time since the last holiday', () => {
    expect(span({ begins: ['1st'] }, 1, '2026-12-01')).toBe('2026-11-01 – 2026-11-30')
    expect(span({ begins: 'monday' }, 1, '2026-11-23')).toBe('2026-11-16 – 2026-11-22')
    // The Monday within the Spring Festival was no round of its own.
    expect(span({ begins: 'monday' }, 1, '2026-02-23')).toBe('2026-02-09 – 2026-02-22')
    expect(span({ begins: ['1st', '16th'] }, 1, '2026-11-16')).toBe('2026-11-01 – 2026-11-15')
    expect(span({ begins: { beforeHoliday: 3 } }, 1, '2026-10-01')).toBe('2026-09-22 – 2026-09-27')
  })
})
