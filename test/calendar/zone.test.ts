import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf, instantOf, quietEnd } from '../../src/calendar/limit.ts'

/** Zones that move the clock at midnight, by half an hour, in the other half of the year, or never. */
const zones = [
  'Asia/Shanghai', 'Asia/Taipei', 'Asia/Kathmandu', 'Europe/Berlin', 'America/New_York', 'America/St_Johns', 'Australia/Lord_Howe',
  'Africa/Cairo', 'America/Havana', 'Asia/Beirut', 'Pacific/Chatham', 'Africa/Casablanca', 'UTC',
]
const instant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2029, 0, 1) })
const zone = fc.constantFrom(...zones)

/** What the wall shows, asked of Intl in another way than the code does. */
function wall(zoneName: string, at: number): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zoneName, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
  }).formatToParts(at)
  const part = (type: string) => parts.find((one) => one.type === type)?.value
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`
}

describe('the clock on the wall', () => {
  it.each<[zone: string, day: string, time: string, utc: string, why: string]>([
    ['Asia/Shanghai', '2026-02-14', '09:00', '2026-02-14T01:00:00.000Z', 'no daylight saving'],
    ['Asia/Shanghai', '2026-02-14', '24:00', '2026-02-14T16:00:00.000Z', 'the end of the day'],
    ['Asia/Shanghai', '1988-07-01', '09:00', '1988-07-01T00:00:00.000Z', 'daylight saving of the eighties'],
    ['Europe/Berlin', '2026-03-29', '01:59', '2026-03-29T00:59:00.000Z', 'before the jump'],
    ['Europe/Berlin', '2026-03-29', '02:00', '2026-03-29T01:00:00.000Z', 'skipped: the jump itself'],
    ['Europe/Berlin', '2026-03-29', '02:30', '2026-03-29T01:00:00.000Z', 'skipped: the jump itself'],
    ['Europe/Berlin', '2026-03-29', '03:00', '2026-03-29T01:00:00.000Z', 'just after it'],
    ['Europe/Berlin', '2026-10-25', '02:30', '2026-10-25T00:30:00.000Z', 'shown twice: the first'],
    ['Europe/Berlin', '2026-10-25', '03:00', '2026-10-25T02:00:00.000Z', 'after both'],
    ['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:00:00.000Z', 'west of Greenwich'],
    ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:30:00.000Z', 'half an hour'],
    ['Africa/Cairo', '2026-04-24', '00:00', '2026-04-23T22:00:00.000Z', 'a day that begins at 01:00'],
    ['Asia/Kathmandu', '2026-02-14', '00:00', '2026-02-13T18:15:00.000Z', 'quarters of an hour'],
    ['Pacific/Apia', '2011-12-30', '12:00', '2011-12-30T10:00:00.000Z', 'a day that never was'],
  ])('%s %s %s is %s (%s)', (zoneName, day, time, utc) => {
    expect(new Date(instantOf(zoneName, day, time)).toISOString()).toBe(utc)
  })

  it.each<[zone: string, utc: string, day: string]>([
    ['Asia/Shanghai', '2026-02-13T15:59:59.999Z', '2026-02-13'],
    ['Asia/Shanghai', '2026-02-13T16:00:00.000Z', '2026-02-14'],
    ['America/New_York', '2026-01-01T04:59:59.999Z', '2025-12-31'],
    ['Pacific/Kiritimati', '2026-12-31T10:00:00.000Z', '2027-01-01'],
    ['Pacific/Apia', '2011-12-30T10:00:00.000Z', '2011-12-31'],
    ['UTC', '2024-02-29T23:59:59.999Z', '2024-02-29'],
    ['UTC', '1969-12-31T23:59:59.999Z', '1969-12-31'],
  ])('in %s %s falls on %s', (zoneName, utc, day) => {
    expect(dayOf(zoneName, Date.parse(utc))).toBe(day)
  })

  it('agrees with Intl on every day', () => {
    fc.assert(fc.property(zone, instant, (zoneName, at) => {
      expect(dayOf(zoneName, at)).toBe(wall(zoneName, at).slice(0, 10))
    }), { numRuns: 500 })
  })

  it('shows the time asked for, or was put forward over it, and takes the first of two', () => {
    fc.assert(fc.property(zone, instant, (zoneName, near) => {
      const [day = '', time = ''] = wall(zoneName, near).split(' ')
      const at = instantOf(zoneName, day, time)
      expect(wall(zoneName, at)).toBe(`${day} ${time}`) // The wall has shown it at `near`, so it is no skipped time.
      expect(at).toBeLessThanOrEqual(near)
      expect(near - at).toBeLessThan(60_000 + 3_600_000)
    }), { numRuns: 500 })
  })

  it('never runs backwards through a day', () => {
    const changing = fc.constantFrom('2026-03-08', '2026-03-29', '2026-04-05', '2026-04-24', '2026-10-04', '2026-10-25', '2026-10-30', '2026-11-01')
    const time = fc.integer({ min: 0, max: 1440 }).map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`)
    fc.assert(fc.property(zone, changing, time, time, (zoneName, day, one, other) => {
      const [early = '', late = ''] = [one, other].sort()
      expect(instantOf(zoneName, day, early)).toBeLessThanOrEqual(instantOf(zoneName, day, late))
    }), { numRuns: 500 })
  })

  it('refuses a zone that does not exist', () => {
    expect(() => dayOf('Asia/Atlantis', 0)).toThrow(RangeError)
  })
})

describe('quiet hours', () => {
  const night = { from: '21:00', to: '08:00' }

  it.each<[instant: string, quiet: { from: string; to: string }, end: string, why: string]>([
    ['2026-03-06T20:59:59.999+08:00', night, '2026-03-06T20:59:59.999+08:00', 'not yet'],
    ['2026-03-06T21:00:00.000+08:00', night, '2026-03-07T08:00:00.000+08:00', 'begun'],
    ['2026-03-07T03:00:00.000+08:00', night, '2026-03-07T08:00:00.000+08:00', 'after midnight'],
    ['2026-03-07T08:00:00.000+08:00', night, '2026-03-07T08:00:00.000+08:00', 'over'],
    ['2026-03-07T12:30:00.000+08:00', { from: '12:00', to: '14:00' }, '2026-03-07T14:00:00.000+08:00', 'a nap'],
    ['2026-03-07T15:30:00.000+08:00', { from: '12:00', to: '14:00' }, '2026-03-07T15:30:00.000+08:00', 'after the nap'],
    ['2026-03-07T23:30:00.000+08:00', { from: '22:00', to: '24:00' }, '2026-03-08T00:00:00.000+08:00', 'until midnight'],
    ['2026-03-07T12:30:00.000+08:00', { from: '08:00', to: '08:00' }, '2026-03-07T12:30:00.000+08:00', 'none'],
  ])('%s in %j may be disturbed at %s (%s)', (instantText, quiet, end) => {
    expect(new Date(quietEnd('Asia/Shanghai', Date.parse(instantText), quiet)).toISOString()).toBe(new Date(end).toISOString())
  })

  it('end at the hour on the wall, and nobody is disturbed in them, whatever is done to the clock', () => {
    fc.assert(fc.property(zone, instant, (zoneName, at) => {
      const end = quietEnd(zoneName, at, night)
      const time = wall(zoneName, at).slice(11)
      const quiet = time >= '21:00' || time < '08:00'
      expect(end > at).toBe(quiet)
      expect(end - at).toBeLessThanOrEqual(12 * 3_600_000)
      expect(quietEnd(zoneName, end, night)).toBe(end)
      if (quiet) expect(wall(zoneName, end).slice(11)).toBe('08:00')
    }), { numRuns: 500 })
  })
})
