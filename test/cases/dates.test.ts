import { describe, expect, it } from 'vitest'
import { datesOf, dateWords } from '../../src/cases/dates.ts'
import { holds } from '../../src/cases/conditions.ts'
import { residentCard, staffCard } from '../../src/cases/views.ts'
import type { Answer } from '../../src/cases/case.ts'
import type { DateRule } from '../../src/regulations/schema.ts'
import { accepted, at, everybody, life, office, regulationOf, shown, variant, wholly } from './office.ts'

const answer = (id: string, value: string | null): Answer => ({ id, text: value ?? '去年', value })
const days = (dates: DateRule[], answers: Answer[], category: string | null = null): string[] => datesOf({ dates }, answers, category, office).map(({ id, at: moment }) => `${id} ${moment === null ? 'never' : shown(moment)}`)
const until: DateRule = { id: 'arbitration', rule: 'LAB-5', from: 'since', after: '6 months' }
const warranty: DateRule = { id: 'warranty', rule: 'CON-1', from: 'since', by: 'part', after: { roof: '60 months', wiring: '24 months', frame: 'never' } }

describe('a day reckoned from an answer', () => {
  it.each([
    // The day of the event is not counted; the last day counts to its end, whatever the office's hours.
    ['2026-03-10', 'arbitration 2026-09-10 23:59'],
    // A month too short gives its last day, a day that is not worked the next that is.
    ['2025-08-31', 'arbitration 2026-02-28 23:59'],
    ['2026-04-02', 'arbitration 2026-10-08 23:59'],
    ['2026-01-19', 'arbitration 2026-07-20 23:59'],
  ])('six months from %s: %s', (day, expected) => {
    expect(days([until], [answer('since', day)])).toEqual([expected])
  })

  it('goes by the choice of another question, or by the category; "never" has no end', () => {
    for (const [part, expected] of [['roof', 'warranty 2029-06-01 23:59'], ['wiring', 'warranty 2026-06-01 23:59'], ['frame', 'warranty never']] as const) {
      expect(days([warranty], [answer('since', '2024-06-01'), answer('part', part)])).toEqual([expected])
      expect(days([{ ...warranty, by: 'category' }], [answer('since', '2024-06-01')], part)).toEqual([expected])
    }
  })

  it('is not there while what it goes by is not: no day, only words, no choice, or no day of any calendar', () => {
    expect(days([until], [])).toEqual([])
    expect(days([until], [answer('since', null)])).toEqual([])
    expect(days([until], [answer('since', '2026-02-30')])).toEqual([])
    expect(days([warranty], [answer('since', '2024-06-01')])).toEqual([])
    expect(days([{ ...warranty, by: 'category' }], [answer('since', '2024-06-01')], null)).toEqual([])
  })

  it('is said as ahead, past or never, and that it may move where the holidays are not known yet', () => {
    const said = (dates: DateRule[], answers: Answer[], now: string): string[] => dateWords({ id: 'labour' }, datesOf({ dates }, answers, null, office), at(now)).map((words) => ('key' in words ? words.key : ''))
    expect(said([until], [answer('since', '2026-03-10')], '2026-09-10 23:59')).toEqual(['labour:date.arbitration.ahead'])
    expect(said([until], [answer('since', '2026-03-10')], '2026-09-11 00:00')).toEqual(['labour:date.arbitration.past'])
    expect(said([warranty], [answer('since', '2020-06-01'), answer('part', 'frame')], '2026-11-23 10:00')).toEqual(['labour:date.warranty.never'])
    expect(said([until], [answer('since', '2026-09-01')], '2026-11-23 10:00')).toEqual(['labour:date.arbitration.ahead', 'case:clock.unconfirmed'])
  })
})

describe('what depends on such a day, or on how often somebody has filed', () => {
  const dated = variant('mediation', (regulation) => {
    regulation.questions.push({ id: 'since', kind: 'date', optional: true, sensitive: false, accused: false })
    regulation.dates = [until]
    regulation.outcomes = regulation.outcomes.map((outcome) => (outcome.id === 'failed' ? { ...outcome, dates: ['arbitration'] } : outcome))
    regulation.levels = regulation.levels.map((level) => (level.id === 'major' ? { ...level, raisedBy: [{ past: 'arbitration' }, { filedAtLeast: 3 }] } : level))
  })
  const filed = (day: string | null, filedAt: string, filedTimes = 1) => {
    const answers = day === null ? [] : [answer('since', day)]
    const it_ = life(dated, filedAt, { answers, filedTimes, dates: datesOf(regulationOf(dated), answers, null, office) })
    it_.does({ type: 'filed' })
    return it_
  }

  it('is judged as of the day of filing: late in the evening of the last day is still in time', () => {
    expect(filed('2026-05-25', '2026-11-25 22:00').case.level).toBe('ordinary')
    expect(filed('2026-05-24', '2026-11-25 00:01').case.level).toBe('major')
    // What was ahead at filing stays so, whatever day it is now.
    const early = filed('2026-05-26', '2026-11-25 10:00')
    early.until('2026-12-10 10:00')
    expect(early.case.level).not.toBe('major')
  })

  it('unanswered it is neither past nor ahead; without end it is ahead', () => {
    expect(filed(null, '2026-11-25 10:00').case.level).toBe('ordinary')
    const facts = { answers: [], category: null, level: null, dangers: [], outcome: null, anonymous: false }
    for (const which of ['past', 'ahead'] as const) expect(holds({ [which]: 'arbitration' }, facts)).toBe(false)
    expect(holds({ ahead: 'w' }, { ...facts, ahead: ['w'], past: [] })).toBe(true)
  })

  it('the third case within a year is taken more seriously', () => {
    expect(filed(null, '2026-11-25 10:00', 2).case.level).toBe('ordinary')
    expect(filed(null, '2026-11-25 10:00', 3).case.level).toBe('major')
  })

  it('stands on both cards while the case lives, and is told at the end where the outcome names it (LAB-5)', () => {
    const answers = [answer('since', '2026-09-10')]
    const it_ = accepted(dated, '2026-11-23 10:00', { answers, dates: datesOf(regulationOf(dated), answers, null, office) })
    const key = 'date.arbitration.ahead'
    const cards = (): string[] => [residentCard(it_.case, it_.world(), it_.history), staffCard(it_.case, it_.world(), everybody[0]!, it_.history)].map((card) => (card ? wholly(card) : ''))
    for (const card of cards()) expect(card).toContain(key)
    it_.staffDoes(1, 'session', { choice: 'failed', words: '谈不拢。' })
    it_.staffDoes(1, 'close', { choice: 'failed', words: '双方谈不拢。' })
    expect(it_.told.findLast(({ to }) => to === 'resident')?.text).toContain(key)
    for (const card of cards()) expect(card).not.toContain(key)
  })

  it('a case that goes on under other rules has their days', () => {
    const other = variant('property-request', (regulation) => { regulation.dates = [{ id: 'reply-by', rule: 'PRO-1', from: 'since', after: '1 month' }] })
    const from = variant('property-complaint', (regulation) => { regulation.steps = regulation.steps.map((step) => (step.id === 'to-request' ? { ...step, becomes: other } : step)) })
    const it_ = accepted(from, '2026-11-23 10:00', { answers: [answer('since', '2026-10-12')] })
    it_.staffDoes(3, 'to-request', { choice: 'developer' })
    expect(it_.case.dates.map(({ id, at: moment }) => `${id} ${shown(moment ?? 0)}`)).toEqual(['reply-by 2026-11-12 23:59'])
  })
})
