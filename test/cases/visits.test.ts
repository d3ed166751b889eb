import { describe, expect, it } from 'vitest'
import { staffCard } from '../../src/cases/views.ts'
import { accepted, at, limits, member, quotaFull, shown, variant } from './office.ts'
import type { Life } from './office.ts'

const due = (it: Life, more: { busy?: boolean; recent?: number } = {}): void => it.does({ type: 'survey-due', survey: it.surveys[0]?.id ?? '', busy: false, recent: 0, ...more })

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
    // Who was asked often is still called, late as it is: the cap holds. Who left no number is left alone.
    for (const [parties, expected] of [[undefined, { state: 'sent', mode: 'phone', reason: 'asked-often' }], [[], { state: 'skipped', reason: 'asked-often' }]] as const) {
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

  it.each([['3000', 3000, 'leader', 6], ['100', 100, 'head', 5]] as const)('of %s yuan is the %s’s to make by its level, and so is the call (PRO-8)', (_text, amount, who, id) => {
    const higher = variant('property-complaint', ({ callback }) => { callback.by = [{ rule: 'PRO-8', level: 'major', who: 'leader' }] })
    for (const [recent, duty, action] of [[0, 'visit', 'visited'], [9, 'call', 'called']] as const) {
      const it = accepted(higher, '2026-11-23 10:00', { answers: [{ id: 'amount', text: String(amount), value: amount }] })
      it.staffDoes(3, 'close', { choice: 'resolved', words: '好了。' })
      if (duty === 'call') quotaFull(it)
      it.now = at('2026-11-23 14:00')
      due(it, { recent })
      expect(it.last.filter(({ text }) => text.includes('回访')).map(({ to }) => to)).toEqual([who])
      expect(it.duty(duty)).toMatchObject({ owner: who, state: 'open' })
      it.until('2026-11-26 10:00')
      expect(it.told.filter(({ to, text }) => to === who && text.includes('超期') && text.includes('回访')).length).toBeGreaterThan(0)
      it.staffDoes(id, action, { choice: '5', words: '好。' })
      expect(it.duty(duty)).toMatchObject({ state: 'done' })
    }
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
