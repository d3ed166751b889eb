import { describe, expect, it } from 'vitest'
import { accepted, at, shown } from './office.ts'
import type { Life } from './office.ts'

function closed(when: string, regulation = 'property-complaint'): Life {
  const it = accepted(regulation, when)
  it.staffDoes(it.case.handlerId ?? 0, 'close', { choice: 'resolved', words: '好了。' })
  return it
}
const due = (it: Life, more: { busy?: boolean; recent?: number } = {}): void => it.does({ type: 'survey-due', survey: it.surveys[0]?.id ?? '', busy: false, recent: 0, ...more })

describe('when the survey goes out', () => {
  it.each([
    ['2026-11-23 10:00', '2026-11-23 14:00', 'four hours after closing'],
    ['2026-11-23 16:00', '2026-11-24 09:00', 'not in quiet hours: from 20:00 to 09:00'],
    ['2026-11-23 15:59', '2026-11-23 19:59', 'just before they begin'],
    ['2026-11-23 23:30', '2026-11-24 09:00', 'after a closing at night'],
  ])('closed %s → %s: %s', (when, asked) => {
    expect(shown(closed(when).surveys[0]?.nextAt ?? 0)).toBe(asked)
  })

  it('later when the person is in the middle of something, and never in the night for it', () => {
    const it = closed('2026-11-23 10:00')
    it.now = at('2026-11-23 14:00')
    due(it, { busy: true })
    expect(shown(it.surveys[0]?.nextAt ?? 0)).toBe('2026-11-23 14:20')
    expect(it.last).toEqual([])
    it.now = at('2026-11-23 19:50')
    due(it, { busy: true })
    expect(shown(it.surveys[0]?.nextAt ?? 0)).toBe('2026-11-24 09:00')
  })

  it('a timer that comes late, in the night, waits for the morning', () => {
    const it = closed('2026-11-23 10:00')
    it.now = at('2026-11-23 23:00')
    due(it)
    expect(it.surveys[0]).toMatchObject({ state: 'waiting', nextAt: at('2026-11-24 09:00') })
  })

  it('not more than the cap for one person; why is kept', () => {
    const below = closed('2026-11-23 10:00')
    below.now = at('2026-11-23 14:00')
    due(below, { recent: 4 })
    expect(below.surveys[0]).toMatchObject({ state: 'sent', sentAt: below.now })
    const it = closed('2026-11-23 10:00')
    it.now = at('2026-11-23 14:00')
    due(it, { recent: 5 })
    expect(it.surveys[0]).toMatchObject({ state: 'skipped', reason: 'asked-often', nextAt: null })
    expect(it.told.filter(({ text }) => text.includes('您满意吗'))).toEqual([])
  })

  it('never twice: the timer that fires again finds it sent', () => {
    const it = closed('2026-11-23 10:00')
    it.now = at('2026-11-23 14:00')
    due(it)
    expect(it.tries({ type: 'survey-due', survey: it.surveys[0]?.id ?? '', busy: false, recent: 0 })).toHaveProperty('refused')
  })
})

describe('what a score does', () => {
  it.each([[1, true], [2, true], [3, false], [4, false], [5, false]])('%i points reopen: %s', (score, reopens) => {
    const it = closed('2026-11-23 10:00')
    it.until('2026-11-23 14:00')
    it.does({ type: 'scored', survey: it.surveys[0]?.id ?? '', score })
    expect(it.case.stage.at !== 'closed').toBe(reopens)
    expect(it.case.score).toBe(score)
  })

  it('counts for whoever handled it at closing, whoever has it later', () => {
    const it = closed('2026-11-23 10:00')
    expect(it.surveys[0]?.staffId).toBe(3)
    it.until('2026-11-23 14:00')
    it.does({ type: 'scored', survey: it.surveys[0]?.id ?? '', score: 1 })
    it.staffDoes(it.case.stage.at === 'assigned' ? it.case.stage.to : 0, 'take')
    expect(it.case.handlerId).toBe(4)
    expect(it.surveys[0]?.staffId).toBe(3)
  })

  it('the handler is told neither the score nor the reason', () => {
    const it = closed('2026-11-23 10:00')
    it.until('2026-11-23 14:00')
    const before = it.told.length
    it.does({ type: 'scored', survey: it.surveys[0]?.id ?? '', score: 5 })
    it.does({ type: 'survey-words', survey: it.surveys[0]?.id ?? '', words: '态度好' })
    expect(it.told.slice(before)).toEqual([])
  })

  it('words may come in several bubbles; all are kept', () => {
    const it = closed('2026-11-23 10:00')
    it.until('2026-11-23 14:00')
    it.does({ type: 'scored', survey: it.surveys[0]?.id ?? '', score: 3 })
    for (const words of ['还行', '就是慢']) it.does({ type: 'survey-words', survey: it.surveys[0]?.id ?? '', words })
    expect(it.surveys[0]?.words).toBe('还行\n就是慢')
  })
})

describe('the lot', () => {
  it('four complaints in five are visited in person (PRO-9), all are asked (PRO-7)', () => {
    let visits = 0
    for (let n = 0; n < 300; n++) {
      const it = accepted('property-complaint', '2026-11-23 10:00', { id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` })
      it.staffDoes(3, 'close', { choice: 'resolved', words: '好了。' })
      expect(it.surveys).toHaveLength(1)
      if (it.surveys[0]?.mode === 'in-person') visits += 1
    }
    expect(visits / 300).toBeGreaterThan(0.72)
    expect(visits / 300).toBeLessThan(0.88)
  })
})
