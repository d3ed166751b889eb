import { describe, expect, it } from 'vitest'
import { staffCard } from '../../src/cases/views.ts'
import { accepted, at, limits, member, quotaFull, shown, variant } from './office.ts'
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

describe('a visit', () => {
  /** Closed on Monday at ten; drawn at two. */
  function drawn(when = '2026-11-23 10:00', regulation = 'property-complaint'): Life {
    const it = accepted(regulation, when)
    it.staffDoes(3, 'close', { choice: 'resolved', words: '好了。' })
    it.until(shown(it.surveys[0]?.nextAt ?? 0))
    return it
  }
  const toResident = (it: Life, part: string): number => it.told.filter(({ to, text }) => to === 'resident' && text.includes(part)).length

  it('takes the place of the survey: the resident hears that somebody comes, the head what to ask about', () => {
    const it = drawn()
    expect(toResident(it, '会有一位没有经办这件事的同事上门')).toBe(1)
    expect(toResident(it, '5 分')).toBe(0)
    const head = it.told.findLast(({ to }) => to === 'head')?.text
    expect(head).toMatch(/抽中上门回访[\s\S]*请问到：服务质量、处理效果、不足之处和您的建议[\s\S]*\[登记上门回访\]/)
    it.staffDoes(5, 'visited', { choice: '5', words: '住户满意，建议加灯。' })
    expect(it.surveys[0]).toMatchObject({ state: 'scored', mode: 'in-person', score: 5, words: '住户满意，建议加灯。' })
    expect(it.open()).toEqual(['file-away'])
    expect(it.tries({ type: 'staff', staff: 5, action: 'visited', words: '又去了' })).toMatchObject({ refused: { key: 'case:refused.no-visit' } })
    it.until('2026-12-01 10:00')
    expect(toResident(it, '5 分')).toBe(0)
  })

  it('at which no points were given ends the visit all the same, and needs words', () => {
    const it = drawn()
    expect(it.tries({ type: 'staff', staff: 5, action: 'visited', choice: '5' })).toMatchObject({ refused: { key: 'case:refused.words-needed' } })
    expect(it.tries({ type: 'staff', staff: 5, action: 'visited', choice: '9', words: '好' })).toMatchObject({ refused: { key: 'case:refused.choice' } })
    it.staffDoes(5, 'visited', { choice: 'none', words: '不愿意打分，只说还行。' })
    expect(it.surveys[0]).toMatchObject({ score: null, words: '不愿意打分，只说还行。' })
    expect(it.open()).toEqual(['file-away'])
  })

  it('that hears of discontent opens the case again; the words go to whoever has it then, not to who had it (PRO-10)', () => {
    const it = drawn()
    it.staffDoes(5, 'visited', { choice: '1', words: '根本没修好。' })
    expect(it.case).toMatchObject({ reopened: 1, score: 1, stage: { at: 'assigned', to: 4 } })
    expect(it.last.filter(({ text }) => text.includes('根本没修好')).map(({ to }) => to)).toEqual(['staff 4'])
    expect(JSON.stringify(staffCard(it.case, it.world(), { ...member(4, 'handler'), name: '石磊' }, it.history))).not.toContain('根本没修好')
    expect(it.open()).toContain('plan-remedy')
  })

  it('that nobody makes in time: the resident is asked by chat after all, once, and one of the two answers counts', () => {
    const it = drawn()
    it.until('2026-11-25 09:00')
    expect(toResident(it, '5 分')).toBe(1)
    it.does({ type: 'scored', survey: it.surveys[0]?.id ?? '', score: 4 })
    expect(it.surveys[0]).toMatchObject({ mode: 'chat', score: 4 })
    expect(it.open()).toEqual(['file-away'])
    expect(it.attempts({ type: 'staff', staff: 5, action: 'visited', choice: '1', words: '不满意' })).toMatchObject({ key: 'case:refused.no-visit' })
    it.until('2026-12-10 10:00')
    expect(toResident(it, '5 分')).toBe(1)
  })

  const within = (limit: string): string => variant('property-complaint', ({ callback }) => { if (callback.inPerson) callback.inPerson.within = limit })

  it('counts from the closing: an evening held back by quiet hours leaves no more time than the rule gives (PRO-7)', () => {
    const day = within('1 working-day')
    expect(limits(drawn('2026-11-23 10:00', day))).toContain('visit 2026-11-24 17:30')
    const evening = drawn('2026-11-23 17:00', day)
    expect(shown(evening.now)).toBe('2026-11-24 09:00')
    expect(limits(evening)).toContain('visit 2026-11-24 17:30')
  })

  it('that nobody can make any more: with hours of the wall, a closing on Friday evening is asked about by chat on Saturday (PRO-7)', () => {
    const hours = within('24 hours')
    const friday = drawn('2026-11-27 17:00', hours)
    expect(shown(friday.now)).toBe('2026-11-28 09:00')
    expect(friday.surveys[0]).toMatchObject({ state: 'sent', mode: 'chat' })
    expect(friday.told.filter(({ to, text }) => to === 'resident' && text.includes('[5')).map(({ at: when, notBefore }) => [shown(when), notBefore])).toEqual([['2026-11-28 09:00', null]])
    expect(friday.open()).not.toContain('visit')
    friday.does({ type: 'scored', survey: friday.surveys[0]?.id ?? '', score: 4 })
    expect(friday.surveys[0]).toMatchObject({ mode: 'chat', score: 4 })
    // Nor is anybody called then who was asked often; who left no number is left alone.
    for (const [parties, expected] of [[undefined, { state: 'sent', mode: 'chat' }], [[], { state: 'skipped', reason: 'asked-often' }]] as const) {
      const often = accepted(hours, '2026-11-27 17:00', parties ? { parties: [...parties] } : {})
      often.staffDoes(3, 'close', { choice: 'resolved', words: '好了。' })
      quotaFull(often)
      often.now = at('2026-11-28 09:00')
      due(often, { recent: 5 })
      expect(often.surveys[0]).toMatchObject(expected)
    }
  })

  it('is owed until the office closes for the last time before the limit; then the resident is asked at once, within the limit (PRO-7)', () => {
    const it = drawn('2026-11-27 10:00', within('24 hours'))
    expect(limits(it)).toContain('visit 2026-11-27 17:30')
    it.until('2026-11-27 17:29')
    expect(toResident(it, '[5')).toBe(0)
    it.until('2026-11-28 10:00')
    expect(it.told.filter(({ to, text }) => to === 'resident' && text.includes('[5')).map(({ at: when, notBefore }) => [shown(when), notBefore])).toEqual([['2026-11-27 17:30', null]])
    expect(it.told.filter(({ to, text }) => to === 'head' && text.includes('上门回访') && text.includes('超期')).map(({ notBefore }) => shown(notBefore ?? 0))).toEqual(['2026-11-30 09:00'])
    expect(limits(drawn('2026-11-23 14:00', within('24 hours')))).toContain('visit 2026-11-24 14:00')
  })

  it('is owed while the resident can still be asked instead: not in their quiet hours', () => {
    const early = variant('property-complaint', ({ callback }) => {
      if (callback.inPerson) callback.inPerson.within = '24 hours'
      callback.quiet = { from: '17:00', to: '10:00' }
    })
    expect(limits(drawn('2026-11-23 11:00', early))).toContain('visit 2026-11-24 11:00')
    expect(limits(drawn('2026-11-24 09:30', early))).toContain('visit 2026-11-24 16:59')
  })
})
