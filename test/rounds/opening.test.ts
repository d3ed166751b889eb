import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayNumber } from '../../src/calendar/days.ts'
import { instantOf } from '../../src/calendar/limit.ts'
import type { Regulation, RoundRule } from '../../src/regulations/schema.ts'
import { openings } from '../../src/rounds/opening.ts'
import { periodsBetween } from '../../src/rounds/periods.ts'
import type { RoundState } from '../../src/rounds/round.ts'
import { at, office as calendar, shown } from '../calendar/year2026.ts'
import { member, regulationOf } from '../cases/office.ts'

/** What an office begins to owe whenever it is looked at: once for each period, whoever looks and however late. */

const begins: fc.Arbitrary<RoundRule['begins']> = fc.oneof(
  fc.constantFrom<RoundRule['begins']>('monday', 'wednesday', 'friday'),
  fc.uniqueArray(fc.constantFrom('1st', '5th', '16th', '25th', '28th', '31st'), { minLength: 1, maxLength: 2 }),
  fc.integer({ min: 1, max: 6 }).map((beforeHoliday) => ({ beforeHoliday })),
)

function withRounds(rounds: Partial<RoundRule>[], id = 'petition'): Regulation {
  return { ...regulationOf(id), id, rounds: rounds.map((more, n) => ({ id: `round-${n}`, rule: 'SCR-1', begins: 'monday', who: 'informant', limit: '2 working-days', ladder: [], each: false, figures: false, ...more })) }
}

const informants = [member(1, 'informant'), member(2, 'informant')]
const start = at('2026-01-05 00:00')

describe('whenever it is looked at', () => {
  it('each period is opened exactly once for each who owes it, by however many, however late', () => {
    const looks = fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 40, max: 24 * 30 }), fc.integer({ min: 24 * 30, max: 24 * 90 })), { minLength: 1, maxLength: 60 })
    fc.assert(fc.property(begins, fc.boolean(), looks, (when, each, gaps) => {
      const rules = [withRounds([{ begins: when, each }])]
      const office = { id: 1, regulations: [], calendar, staff: informants }
      const rows = new Map<string, RoundState>()
      let since = start - 1
      for (const hours of gaps) {
        const now = Math.min(since + hours * 3_600_000, at('2027-03-01 00:00'))
        // A second process looks with the same eyes; and one that has not heard of the first.
        for (const from of [since, since, Math.max(start - 1, since - 3_600_000)]) {
          for (const { open, missed } of openings(office, rules, from, now)) {
            for (const round of [...missed, ...open]) if (!rows.has(round.id)) rows.set(round.id, round)
            expect(open.every((round) => round.state === 'open' && round.dueAt >= now && round.nextAt !== null)).toBe(true)
            expect(missed.every((round) => round.state === 'missed' && round.nextAt === null)).toBe(true)
          }
        }
        since = now
      }
      const expected = periodsBetween({ begins: when }, calendar, dayNumber('2026-01-05'), dayNumber('2027-03-01')).filter((period) => instantOf(calendar.zone, new Date(period.begins * 86_400_000).toISOString().slice(0, 10), '09:00') <= since)
      for (const owner of each ? [1, 2] : [null]) {
        expect([...rows.values()].filter(({ staffId }) => staffId === owner).map(({ period }) => period).sort()).toEqual(expected.map(({ day }) => day))
      }
    }), { numRuns: 150, seed: 20_261_123 })
  })
})

describe('after a standstill', () => {
  const weekly = withRounds([{ begins: 'monday', limit: '2 working-days' }])
  const office = { id: 1, regulations: [], calendar, staff: informants }

  it('the latest week is asked for, the others are recorded as missed', () => {
    const [found] = openings(office, [weekly], at('2026-11-02 09:00'), at('2026-11-24 10:00'))
    expect(found?.open.map(({ period, dueAt }) => [period, shown(dueAt)])).toEqual([['2026-11-23', '2026-11-25 17:30']])
    expect(found?.missed.map(({ period, dueAt, late }) => [period, shown(dueAt), late])).toEqual([['2026-11-09', '2026-11-11 17:30', true], ['2026-11-16', '2026-11-18 17:30', true]])
  })

  it('one whose limit is over before anybody heard of it is due at the close of the day', () => {
    const [found] = openings(office, [weekly], at('2026-11-20 18:00'), at('2026-11-27 14:00'))
    expect(found?.open.map(({ period, openedAt, dueAt }) => [period, shown(openedAt), shown(dueAt)])).toEqual([['2026-11-23', '2026-11-27 14:00', '2026-11-27 17:30']])
  })

  it('nothing older than a few months is dug out', () => {
    const [found] = openings(office, [weekly], at('2025-01-01 09:00'), at('2026-11-24 10:00'))
    expect(found?.missed.length).toBeLessThan(16)
  })
})

describe('who owes it', () => {
  const day = [at('2026-11-22 09:00'), at('2026-11-23 09:00')] as const
  const owners = (staff: ReturnType<typeof member>[], more: Partial<RoundRule> = { each: true }, regulations: string[] = []): string[] =>
    openings({ id: 1, regulations, calendar, staff }, [withRounds([more])], ...day).flatMap(({ open }) => open.map(({ owner, staffId }) => `${owner} ${staffId ?? 'all'}`))

  it('each informant; else the head, else the leader; else it is kept for whoever comes', () => {
    expect(owners([...informants, member(3, 'head')])).toEqual(['informant 1', 'informant 2'])
    expect(owners([member(3, 'head'), member(4, 'leader')])).toEqual(['head all'])
    expect(owners([member(4, 'leader')])).toEqual(['leader all'])
    expect(owners([member(5, 'mediator'), member(6, 'admin')])).toEqual(['informant all'])
    expect(owners([], { who: 'head', each: false })).toEqual(['head all'])
    expect(owners([...informants, member(3, 'head')], { each: false })).toEqual(['informant all'])
  })

  it('not whoever does other work, nor whoever is away all the while', () => {
    const away = { from: at('2026-11-20 00:00'), until: at('2026-12-20 00:00') }
    expect(owners([member(1, 'informant', { kinds: ['mediation'] }), member(2, 'informant', { kinds: ['petition/land'] })])).toEqual(['informant 2'])
    expect(owners([member(1, 'informant', { away }), member(2, 'informant')])).toEqual(['informant 2'])
    expect(owners([member(1, 'informant', { away: { ...away, until: at('2026-11-24 09:00') } })])).toEqual(['informant 1'])
    expect(owners([member(1, 'informant', { away }), member(3, 'head')])).toEqual(['head all'])
  })

  it('only where the office takes cases under the regulation', () => {
    expect(owners(informants, { each: true }, ['mediation'])).toEqual([])
    expect(owners(informants, { each: true }, ['mediation', 'petition'])).toEqual(['informant 1', 'informant 2'])
  })
})
