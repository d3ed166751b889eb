import { describe, expect, it } from 'vitest'
import { seedDays } from '../../src/calendar/seed.ts'
import { days2026, makeUpDays } from './year2026.ts'

describe('the days a region starts with', () => {
  it('are those of the notice for 2026, without the weekends that are off anyway', () => {
    const { days, confirmed } = seedDays('CN', 2026)
    const notice = [...days2026].filter(([day, working]) => working || ![0, 6].includes(new Date(day).getUTCDay())).sort()
    expect(confirmed).toBe(true)
    expect(days.map(({ day, working }) => [day, working])).toEqual(notice)
    expect(days.filter(({ working }) => working).map(({ day }) => day)).toEqual(makeUpDays)
  })

  it('carry the name of the festival', () => {
    expect(seedDays('CN', 2026).days.find(({ day }) => day === '2026-02-16')).toEqual({ day: '2026-02-16', working: false, name: '春节' })
    for (let year = 2004; year <= 2026; year++) {
      for (const { day, name } of seedDays('CN', year).days) expect(name, day).toMatch(/^\p{Script=Han}/u)
    }
  })

  it('are unknown, not guessed, for a year without a notice', () => {
    expect(seedDays('CN', 2027)).toEqual({ days: [], confirmed: false })
    expect(seedDays('CN', 2003)).toEqual({ days: [], confirmed: false })
    expect(seedDays('CN', 2004).confirmed).toBe(true)
  })
})
