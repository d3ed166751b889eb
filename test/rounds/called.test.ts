import { describe, expect, it } from 'vitest'
import { callerOf, calledKind, calledRounds } from '../../src/rounds/called.ts'
import { decideRound } from '../../src/rounds/decide.ts'
import { periodsBetween } from '../../src/rounds/periods.ts'
import { roundRule, type RoundState, type RoundWorld } from '../../src/rounds/round.ts'
import type { Regulation, RoundRule } from '../../src/regulations/schema.ts'
import { dayNumber } from '../../src/calendar/days.ts'
import { at, office as calendar, shown } from '../calendar/year2026.ts'
import { member, regulationOf } from '../cases/office.ts'

/** Rounds that are called (SCR-1): when they open and are due, who owes them, how they end. */

const rule: RoundRule = { id: 'special', rule: 'SCR-1', begins: 'called', who: 'informant', limit: '2 working-days', warn: '4 working-hours', each: true, figures: false, ladder: [{ after: 'at-once', tell: ['head'] }] }
const staff = [member(1, 'informant', { name: '甲' }), member(2, 'informant', { name: '乙' }), member(3, 'head', { name: '李主任' })]
const call = { officeId: 3, mark: 'abc234', title: '烟花爆竹', from: '2026-11-25', until: '2026-11-27' }
const regulation: Regulation = { ...regulationOf('screening'), rounds: [rule] }
const world = (now: string): RoundWorld => ({ rule, regulation, calendar, staff, figures: null, now: at(now) })
const made = (over: Partial<Omit<typeof call, 'until'>> & { until?: string | null } = {}, now = '2026-11-24 10:00', of = staff): RoundState[] => calledRounds({ ...call, ...over }, rule, 'screening', { id: 7, calendar, staff: of }, at(now))

describe('a call', () => {
  it('is a kind of its own, which names the office that called it', () => {
    expect(calledKind(rule, call)).toBe('special-3-abc234')
    expect(callerOf({ kind: 'special-3-abc234', title: 'x' })).toBe(3)
    expect(callerOf({ kind: 'week', title: null })).toBeNull()
    expect(roundRule(regulation, 'special-3-abc234')).toBe(rule)
    expect(roundRule(regulation, 'special')).toBeUndefined()
  })
  it('opens by no calendar', () => {
    expect(periodsBetween(rule, calendar, dayNumber('2026-01-01'), dayNumber('2026-12-31'))).toEqual([])
  })
  it('begins when the office opens on its first day, is due when it closes on its last, for each one', () => {
    expect(made().map(({ staffId, state, rung, openedAt, nextAt, dueAt }) => [staffId, state, rung, shown(openedAt), shown(nextAt ?? 0), shown(dueAt)])).toEqual([
      [1, 'open', -1, '2026-11-25 09:00', '2026-11-25 09:00', '2026-11-27 17:30'], [2, 'open', -1, '2026-11-25 09:00', '2026-11-25 09:00', '2026-11-27 17:30'],
    ])
  })
  it('of today begins at once, at night in the morning; without a last day the rule says when', () => {
    expect(made({ from: '2026-11-24', until: null }).map(({ nextAt, dueAt }) => [shown(nextAt ?? 0), shown(dueAt)])[0]).toEqual(['2026-11-24 10:00', '2026-11-26 17:30'])
    expect(made({ from: '2026-11-24' }, '2026-11-24 22:00').map(({ nextAt }) => shown(nextAt ?? 0))[0]).toBe('2026-11-25 09:00')
  })
  it('is owed by the head where nobody goes round, by nobody where there is no head either, and not when it is over before it begins', () => {
    expect(made({}, '2026-11-24 10:00', staff.slice(2)).map(({ owner, staffId }) => [owner, staffId])).toEqual([['head', null]])
    expect(made({}, '2026-11-24 10:00', [])).toEqual([])
    expect(made({ from: '2026-11-24', until: '2026-11-24' }, '2026-11-24 18:00')).toEqual([])
  })
})

describe('its life', () => {
  const [first] = made()
  if (!first) throw new Error('nothing was called')
  const told = (round: RoundState, event: Parameters<typeof decideRound>[1], now: string) => {
    const decided = decideRound(round, event, world(now))
    return 'refused' in decided ? 'refused' : { to: decided.tells.map(({ staff: id }) => id), rung: decided.round.rung, state: decided.round.state, next: decided.round.nextAt === null ? null : shown(decided.round.nextAt) }
  }
  it('opened, warned, overdue, escalated: each at its moment', () => {
    let round = first
    const moments: string[] = []
    for (let n = 0; n < 8 && round.nextAt !== null; n++) {
      const now = shown(round.nextAt)
      const decided = decideRound(round, { type: 'due', rung: round.rung }, world(now))
      if ('refused' in decided) throw new Error('refused')
      moments.push(`${now} ${decided.tells.map(({ staff: id }) => id).join()}`)
      round = decided.round
    }
    expect(moments).toEqual(['2026-11-25 09:00 1', '2026-11-27 13:30 1', '2026-11-30 09:00 1,3'])
  })
  it('is not reminded of before it is open; called off it is silent then, and says so to whoever was asked', () => {
    expect(told(first, { type: 'urged', who: '李主任' }, '2026-11-24 11:00')).toBe('refused')
    expect(told(first, { type: 'called-off', who: '李主任', words: '改期' }, '2026-11-24 11:00')).toEqual({ to: [], rung: -1, state: 'cancelled', next: null })
    const open = { ...first, rung: 0 }
    expect(told(open, { type: 'urged', who: '李主任' }, '2026-11-25 11:00')).toMatchObject({ to: [1] })
    expect(told(open, { type: 'called-off', who: '李主任', words: '改期' }, '2026-11-25 11:00')).toMatchObject({ to: [1], state: 'cancelled' })
    expect(told({ ...open, state: 'done' }, { type: 'called-off', who: '李主任', words: '改期' }, '2026-11-25 11:00')).toBe('refused')
  })
})
