import { describe, expect, it } from 'vitest'
import { accepted, at, limits, quotaFull, shown, variant } from './office.ts'
import type { Life } from './office.ts'

function closed(when: string, regulation = 'property-complaint'): Life {
  const it = accepted(regulation, when)
  it.staffDoes(it.case.handlerId ?? 0, 'close', { choice: 'resolved', words: '好了。' })
  quotaFull(it)
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

  it('not more than the cap for one person: the head is to call by phone instead, and what is heard there counts (PRO-9)', () => {
    const below = closed('2026-11-23 10:00')
    below.now = at('2026-11-23 14:00')
    due(below, { recent: 4 })
    expect(below.surveys[0]).toMatchObject({ state: 'sent', mode: 'chat', sentAt: below.now })
    const it = closed('2026-11-23 10:00')
    it.now = at('2026-11-23 14:00')
    due(it, { recent: 5 })
    expect(it.surveys[0]).toMatchObject({ state: 'sent', mode: 'phone', reason: 'asked-often', nextAt: null })
    expect(it.told.filter(({ text }) => text.includes('您满意吗'))).toEqual([])
    expect(it.last.map(({ to }) => to)).toEqual(['head'])
    expect(it.last[0]?.text).toMatch(/打电话回访[\s\S]*请问到：服务质量[\s\S]*\[登记电话回访\]/)
    expect(limits(it).join()).toContain('call 2026-11-24')
    it.until('2026-11-26 10:00')
    expect(it.told.some(({ to, text }) => to === 'leader' && text.includes('电话回访'))).toBe(true)
    it.staffDoes(5, 'called', { choice: '4', words: '还可以，就是慢。' })
    expect(it.surveys[0]).toMatchObject({ state: 'scored', mode: 'phone', score: 4, words: '还可以，就是慢。' })
    expect(it.case.score).toBe(4)
    expect(it.duty('call')).toMatchObject({ state: 'done', late: true })
  })

  it('nor is anybody called who left no number: why they were not asked is kept', () => {
    const it = accepted('petition', '2026-11-23 10:00', { parties: [] })
    it.staffDoes(3, 'close', { choice: 'settled', words: '好了。' })
    it.staffDoes(6, 'sign-off', { choice: 'yes' })
    it.now = it.surveys[0]?.nextAt ?? 0
    due(it, { recent: 3 })
    expect(it.surveys[0]).toMatchObject({ state: 'skipped', reason: 'asked-often', nextAt: null })
    expect(it.last).toEqual([])
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
  it('all are asked; of any number of them at least four in five are visited, and never one more than that takes (PRO-7, PRO-9)', () => {
    const series = new Map<string, number>()
    let visits = 0
    for (let n = 1; n <= 60; n++) {
      const it = accepted('property-complaint', '2026-11-23 10:00', { id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` })
      it.series = series
      it.staffDoes(3, 'close', { choice: 'resolved', words: '好了。' })
      expect(it.surveys).toHaveLength(1)
      it.until('2026-11-23 14:00')
      if (it.surveys[0]?.mode === 'in-person') visits += 1
      expect(visits, `of ${n}`).toBe(Math.ceil((n * 4) / 5))
    }
    expect([...series]).toEqual([['in-person/1/property-complaint/2026-11/rest', 60]])
  })

  it('each month begins anew, and a month of the figures begins where the regulation says (PRO-11)', () => {
    const late = variant('property-complaint', (regulation) => { regulation.month = { from: 25 } })
    for (const [day, month] of [['2026-11-24', '2026-11'], ['2026-11-25', '2026-12'], ['2026-12-31', '2027-01']] as const) {
      const it = accepted(late, `${day} 10:00`)
      it.staffDoes(3, 'close', { choice: 'resolved', words: '好了。' })
      it.until(`${day} 14:00`)
      expect([...it.series.keys()]).toEqual([`in-person/1/${late}/${month}/rest`])
    }
  })
})
