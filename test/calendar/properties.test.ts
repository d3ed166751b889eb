import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  before, dayOf, due, elapsedWorkingDays, instantOf, isWorkingDay, isWorkingTime, nextWorkingMoment,
} from '../../src/calendar/limit.ts'
import type { Calendar, Limit, Pause } from '../../src/calendar/limit.ts'

const dayMs = 86_400_000
const zone = fc.constantFrom(
  'Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'America/St_Johns', 'Australia/Lord_Howe', 'Africa/Cairo', 'America/Havana', 'Pacific/Chatham',
)
const hours = fc.constantFrom<Calendar['hours']>(
  [{ from: '09:00', to: '12:00' }, { from: '13:30', to: '17:30' }],
  [{ from: '08:00', to: '20:00' }],
  [{ from: '00:00', to: '02:30' }, { from: '22:15', to: '24:00' }],
  [],
)
const someDay = fc.integer({ min: 0, max: 500 }).map((n) => new Date(Date.UTC(2025, 11, 1) + n * dayMs).toISOString().slice(0, 10))
const calendar: fc.Arbitrary<Calendar> = fc.record({
  zone,
  hours,
  days: fc.array(fc.tuple(someDay, fc.boolean()), { maxLength: 120 }).map((entries) => new Map(entries)),
  confirmedYears: fc.subarray([2025, 2026, 2027]).map((years) => new Set(years)),
})
const instant = fc.integer({ min: Date.UTC(2025, 11, 5), max: Date.UTC(2026, 11, 20) })
const pause: fc.Arbitrary<Pause> = fc.tuple(instant, fc.integer({ min: 0, max: 9 * dayMs })).map(([from, length]) => ({ from, to: from + length }))
const pauses = fc.array(pause, { maxLength: 6 })
const count = fc.integer({ min: 1, max: 40 })
const counted = <U extends Exclude<Limit['unit'], 'day-of-month' | 'at-once'>>(...units: U[]) =>
  fc.record({ unit: fc.constantFrom(...units), count })
const officeTime = counted('working-hours', 'working-minutes')
const dayLimit = fc.oneof(
  counted('working-days', 'days', 'months'),
  fc.record({ unit: fc.constant('day-of-month' as const), day: fc.integer({ min: 1, max: 31 }) }),
)
const limit: fc.Arbitrary<Limit> = fc.oneof(dayLimit, officeTime, counted('hours', 'minutes'), fc.constant({ unit: 'at-once' as const }))

const holds = <T extends [unknown, ...unknown[]]>(...property: Parameters<typeof fc.property<T>>) =>
  fc.assert(fc.property<T>(...property), { numRuns: 300 })

const withDay = (old: Calendar, day: string, working: boolean): Calendar => ({ ...old, days: new Map([...old.days, [day, working]]) })

describe('due', () => {
  it('is not earlier for what begins later', () => {
    holds(calendar, instant, instant, limit, pauses, (cal, one, other, lim, paused) => {
      // A month is as long as the one it begins in, so that only unpaused months keep their order.
      const stops = lim.unit === 'months' ? [] : paused
      expect(due(cal, Math.min(one, other), lim, stops).at).toBeLessThanOrEqual(due(cal, Math.max(one, other), lim, stops).at)
    })
  })

  it('is not earlier for a longer limit, and is after the event', () => {
    const longer = fc.tuple(counted('working-days', 'days', 'months', 'hours', 'minutes', 'working-hours', 'working-minutes'), count)
    holds(calendar, instant, longer, pauses, (cal, from, [lim, more], paused) => {
      const short = due(cal, from, lim, paused).at
      expect(short).toBeGreaterThan(from)
      expect(due(cal, from, { ...lim, count: lim.count + more }, paused).at).toBeGreaterThanOrEqual(short)
    })
  })

  it('is not later for a make-up day more, nor earlier for a holiday more', () => {
    holds(calendar, instant, limit, pauses, someDay, (cal, from, lim, paused, day) => {
      const worked = due(withDay(cal, day, true), from, lim, paused).at
      const off = due(withDay(cal, day, false), from, lim, paused).at
      const as = due(cal, from, lim, paused).at
      expect(worked).toBeLessThanOrEqual(as)
      expect(as).toBeLessThanOrEqual(off)
    })
  })

  it('is not earlier for a pause more, and never inside one', () => {
    holds(calendar, instant, limit, pauses, pause, (cal, from, lim, paused, one) => {
      const more = [...paused, one]
      const { at } = due(cal, from, lim, more)
      expect(at).toBeGreaterThanOrEqual(due(cal, from, lim, paused).at)
      // Strictly inside: time may be used up at the very moment a pause begins.
      if (lim.unit !== 'at-once') expect(more.filter((stop) => stop.from < at && at < (stop.to ?? Infinity))).toEqual([])
    })
  })

  it('does not care how pauses are ordered or overlap', () => {
    holds(calendar, instant, limit, pauses, (cal, from, lim, paused) => {
      expect(due(cal, from, lim, [...paused, ...paused].reverse())).toEqual(due(cal, from, lim, paused))
    })
  })

  it('is the same for one pause and for its parts, however it is cut', () => {
    const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 })
    holds(calendar, instant, limit, pauses, pause, cuts, (cal, from, lim, paused, one, at) => {
      const length = (one.to ?? one.from) - one.from
      const edges = [one.from, ...at.map((share) => one.from + Math.round(share * length)).sort((a, b) => a - b), one.from + length]
      const parts = edges.slice(1).map((to, n): Pause => ({ from: edges[n] ?? to, to }))
      expect(due(cal, from, lim, [...paused, ...parts])).toEqual(due(cal, from, lim, [...paused, one]))
    })
  })

  it('in hours is put off by exactly what the pauses took, in one piece or in several', () => {
    holds(calendar, instant, counted('hours', 'minutes'), pauses, (cal, from, lim, paused) => {
      const { at } = due(cal, from, lim, paused)
      let stood = 0
      let last = from
      for (const stop of [...paused].sort((a, b) => a.from - b.from)) {
        const [begin, end] = [Math.max(stop.from, last), Math.min(stop.to ?? at, at)]
        stood += Math.max(0, end - begin)
        last = Math.max(last, end)
      }
      expect(at - stood).toBe(due(cal, from, lim).at)
    })
  })

  it('is the same or never while a pause lasts, and comes back when it is over', () => {
    holds(calendar, instant, limit, pauses, instant, (cal, from, lim, paused, stop) => {
      const { at } = due(cal, from, lim, paused)
      const lasting = due(cal, from, lim, [...paused, { from: stop, to: null }]).at
      const inDays = lim.unit.endsWith('days') || lim.unit === 'months' || lim.unit === 'day-of-month'
      const doneBefore = inDays ? dayOf(cal.zone, at) < dayOf(cal.zone, stop) : at <= stop
      expect(lasting).toBe(doneBefore || lim.unit === 'at-once' ? at : Infinity)
      expect(due(cal, from, lim, [...paused, { from: stop, to: stop + dayMs }]).at).toBeLessThan(Infinity)
    })
  })

  it('in days ends at the close of a working day', () => {
    holds(calendar, instant, dayLimit, pauses, (cal, from, lim, paused) => {
      const { at } = due(cal, from, lim, paused)
      const day = dayOf(cal.zone, at)
      const close = cal.hours.at(-1)?.to ?? '24:00'
      expect(isWorkingDay(cal, day)).toBe(true)
      expect(at).toBe(instantOf(cal.zone, day, close) - (close === '24:00' ? 1 : 0))
    })
  })

  it('in office time comes while the office is open or as it closes', () => {
    holds(calendar, instant, officeTime, pauses, (cal, from, lim, paused) => {
      expect(isWorkingTime(cal, due(cal, from, lim, paused).at - 1)).toBe(true)
    })
  })

  it('may move with the holidays of a year not confirmed only when it says so', () => {
    holds(calendar, instant, limit, pauses, fc.array(fc.tuple(someDay, fc.boolean()), { maxLength: 60 }), (cal, from, lim, paused, notice) => {
      const news = notice.filter(([day]) => !cal.confirmedYears.has(Number(day.slice(0, 4))))
      const { at, unconfirmed } = due(cal, from, lim, paused)
      if (!unconfirmed) expect(due({ ...cal, days: new Map([...cal.days, ...news]) }, from, lim, paused).at).toBe(at)
      const years = new Set(Array.from({ length: 10 }, (_, index) => 2025 + index))
      expect(due({ ...cal, confirmedYears: years }, from, lim, paused)).toEqual({ at, unconfirmed: false })
    })
  })
})

describe('before', () => {
  it('leads back to the due instant of working days and office time', () => {
    holds(calendar, instant, counted('working-days'), pauses, (cal, from, lim, paused) => {
      const { at } = due(cal, from, lim, paused)
      expect(due(cal, before(cal, at, lim), lim).at).toBe(at)
    })
    holds(calendar, instant, officeTime, officeTime, (cal, from, first, lim) => {
      const { at } = due(cal, from, first)
      const warning = before(cal, at, lim)
      expect(due(cal, warning, lim).at).toBe(at)
      expect(isWorkingTime(cal, warning)).toBe(true)
    })
  })

  it('is before what it warns of, and not later for a longer warning', () => {
    holds(calendar, instant, limit, pauses, counted('working-days', 'days', 'hours', 'minutes', 'working-hours', 'working-minutes'), count, (cal, from, lim, paused, warn, more) => {
      const { at } = due(cal, from, lim, paused)
      const warning = before(cal, at, warn)
      expect(warning).toBeLessThan(at)
      expect(before(cal, at, { ...warn, count: warn.count + more })).toBeLessThanOrEqual(warning)
    })
  })

  it('comes that many days or more before any instant, when the office opens', () => {
    holds(calendar, instant, dayLimit, (cal, at, lim) => {
      const warning = before(cal, at, lim)
      const [from, to] = [dayOf(cal.zone, warning), dayOf(cal.zone, at)]
      expect(from < to).toBe(true)
      expect(isWorkingDay(cal, from)).toBe(true)
      expect(nextWorkingMoment(cal, instantOf(cal.zone, from, '00:00'))).toBe(warning)
      if (lim.unit === 'days') expect((Date.parse(to) - Date.parse(from)) / dayMs).toBeGreaterThanOrEqual(lim.count)
      if (lim.unit === 'working-days') expect(elapsedWorkingDays(cal, warning, at)).toBe(isWorkingDay(cal, to) ? lim.count : lim.count - 1)
    })
  })
})

describe('elapsed working days', () => {
  it('reach the limit on the due day and not before', () => {
    holds(calendar, instant, counted('working-days'), pauses, (cal, from, lim, paused) => {
      const { at } = due(cal, from, lim, paused)
      expect(elapsedWorkingDays(cal, from, at, paused)).toBe(lim.count)
      const begin = instantOf(cal.zone, dayOf(cal.zone, at), '00:00')
      expect(elapsedWorkingDays(cal, from, begin - 1, paused)).toBe(lim.count - 1)
    })
  })
})

describe('the next working moment', () => {
  it('is in office hours, with none before it', () => {
    holds(calendar, instant, fc.double({ min: 0, max: 1, noNaN: true }), (cal, at, share) => {
      const next = nextWorkingMoment(cal, at)
      expect(isWorkingTime(cal, next)).toBe(true)
      const between = Math.floor(at + (next - at) * share)
      expect(nextWorkingMoment(cal, between)).toBe(next)
    })
  })
})
