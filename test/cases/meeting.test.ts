import { describe, expect, it } from 'vitest'
import { actionsFor } from '../../src/cases/actions.ts'
import { slotText } from '../../src/cases/meeting/slots.ts'
import { residentCard } from '../../src/cases/views.ts'
import { idFrom } from '../../src/ids.ts'
import { bothSides, done, heard, other, place, propose, proposed, setFor, tap, three } from './meetings.ts'
import { accepted, applicant, at, shown, wholly } from './office.ts'

/** Finding a date by elimination (MED-12). It is Monday 2026-11-23; 林敏 (staff 1) mediates, 王芳 asks, 赵强 is the other side. */

describe('dates are proposed', () => {
  it('offers working mornings and afternoons from the second next working day on', () => {
    const it = accepted('mediation', '2026-11-27 10:00', bothSides())
    const action = actionsFor(it.case, it.world(), it.staff[0] as never).find(({ id }) => id === 'propose-dates')
    // Friday: Monday is the next working day, Tuesday the first that is offered.
    expect(action?.slots?.offered().slice(0, 4).map(shown)).toEqual(['2026-12-01 09:30', '2026-12-01 14:30', '2026-12-01 16:00', '2026-12-02 09:30'])
  })

  it('skips holidays and works on make-up days', () => {
    const it = accepted('mediation', '2026-02-12 10:00', bothSides())
    const action = actionsFor(it.case, it.world(), it.staff[0] as never).find(({ id }) => id === 'propose-dates')
    expect([...new Set(action?.slots?.offered().map((slot) => shown(slot).slice(0, 10)))].slice(0, 3)).toEqual(['2026-02-14', '2026-02-24', '2026-02-25'])
  })

  it('asks each side by itself, says until when, and that nobody learns what they strike', () => {
    const it = proposed()
    const asked = it.told.filter(({ text }) => text.includes('想约您见面'))
    expect(asked.map(({ to }) => to).sort()).toEqual(it.case.parties.map(({ id }) => `party ${id}`).sort())
    expect(asked[0]?.text).toContain('11月24日周二 17:30 前没有答复')
    expect(asked[0]?.text).toContain('不会告诉任何人')
    expect(asked[0]?.text).not.toMatch(/赵强|王芳/)
  })

  it.each([
    ['none', ''], ['a past one', '2026-11-20 10:00'], ['one in two hours', '2026-11-23 12:00'], ['one in half a year', '2027-05-01 10:00'],
  ])('refuses %s', (_what, moment) => {
    const it = accepted('mediation', '2026-11-23 10:00', bothSides())
    expect(it.attempts({ type: 'staff', staff: 1, action: 'propose-dates', choice: moment === '' ? '' : slotText(at(moment)), words: place })).toEqual({ key: 'case:refused.slots' })
    expect(it.case.between.meeting).toBe(null)
  })

  it('cannot be proposed twice at a time, on hold, or by who does not hold it', () => {
    const it = proposed()
    const again = { type: 'staff', staff: 1, action: 'propose-dates', choice: slotText(at('2026-11-30 09:30')), words: place } as const
    expect(it.attempts(again)).toEqual({ key: 'case:refused.not-now' })
    expect(it.attempts({ ...again, staff: 2 })).toEqual({ key: 'case:refused.not-yours' })
    expect(it.attempts({ type: 'resident', person: idFrom('people', 'stranger'), action: 'strike', choice: `d.0.1` })).toEqual({ key: 'case:refused.not-found' })
  })
})

describe('each side strikes out what is impossible', () => {
  it('sets the earliest that is left as soon as all have answered: day, time, place, calendar for both and the mediator', () => {
    const it = proposed()
    tap(it, applicant, 'x', '2026-11-25 09:30')
    tap(it, applicant, 'd')
    expect(setFor(it)).toBe(null)
    tap(it, other, 'd')
    expect(setFor(it)).toBe('2026-11-26 14:30')
    for (const to of ['resident', 'other side', 'staff 1']) {
      const [told] = heard(it, to, '见面定在')
      expect(told?.text).toContain('11月26日周四 14:30，地点：和平街道二楼调解室')
      expect(told?.message.papers).toMatchObject([{ paper: 'calendar', sequence: 0, place, from: at('2026-11-26 14:30'), until: at('2026-11-26 16:00') }])
    }
    expect(it.history.filter(({ kind }) => kind === 'meeting-set')).toMatchObject([{ room: 'shared', open: true }])
  })

  it('tells nobody who struck what, the mediator neither', () => {
    const it = proposed()
    tap(it, other, 'x', '2026-11-25 09:30')
    tap(it, other, 'd')
    tap(it, applicant, 'd')
    const [, respondent] = it.case.parties
    for (const { to, text, message } of it.told) if (to !== `party ${respondent?.id}`) expect(`${text}${JSON.stringify(message)}`).not.toContain('来不了：')
    expect(JSON.stringify(it.history)).not.toContain(slotText(at('2026-11-25 09:30')))
  })

  it('shows what was struck, takes it back, and the same tap twice is one', () => {
    const it = proposed()
    tap(it, applicant, 'x', '2026-11-25 09:30')
    expect(it.last.at(-1)?.text).toContain('来不了：11月25日周三 09:30')
    tap(it, applicant, 'x', '2026-11-25 09:30')
    expect(it.last.at(-1)?.text).toContain('[↺ 11月25日周三 09:30]')
    tap(it, applicant, 'o', '2026-11-25 09:30')
    expect(it.last.at(-1)?.text).not.toContain('来不了：')
    done(it)
    expect(setFor(it)).toBe('2026-11-25 09:30')
  })

  it('silence ends by the deadline: two working days, or a day before the first, and what was struck by then counts', () => {
    const it = proposed()
    tap(it, applicant, 'x', '2026-11-25 09:30')
    it.until('2026-11-24 17:29')
    expect(setFor(it)).toBe(null)
    it.until('2026-11-24 17:31')
    expect(setFor(it)).toBe('2026-11-26 14:30')
    const late = proposed(['2026-12-10 09:30'])
    expect(shown(late.duty('settle-date')?.dueAt ?? 0)).toBe('2026-11-25 17:30')
    late.until('2026-11-25 17:31')
    expect(setFor(late)).toBe('2026-12-10 09:30')
  })

  it('none left: the mediator proposes anew, within two working days, and the sides know that new dates come', () => {
    const it = proposed(['2026-11-25 09:30', '2026-11-26 14:30'])
    tap(it, applicant, 'x', '2026-11-25 09:30')
    tap(it, other, 'x', '2026-11-26 14:30')
    done(it)
    expect(it.case.between.meeting?.at).toBe('off')
    expect(heard(it, 'resident', '会重新提几个时间').length).toBe(1)
    expect(heard(it, 'other side', '会重新提几个时间').length).toBe(1)
    expect(heard(it, 'staff 1', '请重新提几个时间')[0]?.text).toContain('[约见面时间]')
    expect(it.open()).toContain('propose-anew')
    propose(it, ['2026-11-30 09:30'])
    expect(it.open()).not.toContain('propose-anew')
  })

  it('a tap on an older proposal changes nothing and shows the present one', () => {
    const it = proposed()
    const old = `d.0.1`
    it.staffDoes(1, 'cancel-date', { words: '房间有变' })
    propose(it, three)
    it.does({ type: 'resident', person: applicant, action: 'strike', choice: old })
    it.does({ type: 'resident', person: applicant, action: 'strike', choice: `x.${slotText(at('2026-11-25 09:30'))}.1` })
    expect(it.case.between.meeting).toMatchObject({ at: 'asked', done: [] })
    expect(Object.values(it.case.between.meeting?.at === 'asked' ? it.case.between.meeting.struck : {}).flat()).toEqual([])
    expect(it.last.at(-1)?.text).toContain('想约您见面')
  })

  it('a tap that comes after the date was set is told which one it is', () => {
    const it = proposed()
    done(it)
    expect(it.attempts({ type: 'resident', person: applicant, action: 'strike', choice: 'd.0.1' })).toMatchObject({ key: 'case:refused.date-set' })
  })
})

describe('the other side is not in the chat', () => {
  it('is asked by phone, and the mediator strikes for them and tells them the date', () => {
    const it = proposed(three, {})
    expect(heard(it, 'staff 1', '请打电话问清楚').length).toBe(1)
    tap(it, applicant, 'd')
    expect(setFor(it)).toBe(null)
    it.staffDoes(1, 'strike-for', { choice: `x.${slotText(at('2026-11-25 09:30'))}.1` })
    it.staffDoes(1, 'strike-for', { choice: 'd.0.1' })
    expect(setFor(it)).toBe('2026-11-26 14:30')
    expect(heard(it, 'staff 1', '请打电话通知').length).toBe(1)
    expect(it.told.filter(({ to }) => to === 'other side')).toEqual([])
  })

  it('a regulation without a table asks the resident alone', () => {
    const it = accepted('property-complaint', '2026-11-23 10:00')
    it.staffDoes(it.case.handlerId ?? 0, 'propose-dates', { choice: slotText(at(three[0] ?? '')), words: place })
    it.does({ type: 'resident', person: applicant, action: 'strike', choice: 'd.0.1' })
    expect(setFor(it)).toBe(three[0])
    expect(it.told.filter(({ to, text }) => to === 'other side' || text.includes('打电话通知'))).toEqual([])
  })
})

describe('once it is set', () => {
  it('everybody is reminded the day before and the hour before, each once', () => {
    const it = proposed()
    done(it)
    it.until('2026-11-26 18:00')
    for (const to of ['resident', 'other side', 'staff 1']) {
      expect(heard(it, to, '提醒您').map((each) => shown(each.at))).toEqual(['2026-11-24 09:30'])
      expect(heard(it, to, '快到见面时间').map((each) => shown(each.at))).toEqual(['2026-11-25 08:30'])
      expect(heard(it, to, '快到见面时间').every(({ urgent, notBefore }) => urgent && notBefore === null)).toBe(true)
    }
  })

  it('what is past when it is set is not reminded of', () => {
    const it = proposed(['2026-11-23 14:30'])
    done(it)
    it.until('2026-11-23 18:00')
    expect(heard(it, 'resident', '提醒您')).toEqual([])
    expect(heard(it, 'resident', '快到见面时间').map((each) => shown(each.at))).toEqual(['2026-11-23 13:30'])
  })

  it('the mediator is asked how it went at its end, the head hears after two working days, and the session’s record ends it', () => {
    const it = proposed()
    done(it)
    it.until('2026-11-25 11:01')
    const [asked] = heard(it, 'staff 1', '登记见面情况')
    expect(shown(asked?.at ?? 0)).toBe('2026-11-25 11:00')
    const late = proposed()
    done(late)
    late.until('2026-12-01 09:00')
    expect(heard(late, 'head', '登记见面情况').length).toBe(1)
    it.staffDoes(1, 'session', { choice: 'adjourned', words: '双方各让一步，下周再谈。' })
    expect(it.open()).not.toContain('meet')
    expect(it.case.between.meeting?.at).toBe('over')
  })

  it('where there is no session to record, it is recorded that they met', () => {
    const it = accepted('property-complaint', '2026-11-23 10:00')
    const holder = it.case.handlerId ?? 0
    it.staffDoes(holder, 'propose-dates', { choice: slotText(at(three[0] ?? '')), words: place })
    it.does({ type: 'resident', person: applicant, action: 'strike', choice: 'd.0.1' })
    it.until('2026-11-25 11:01')
    expect(it.open()).toContain('meet')
    it.staffDoes(holder, 'meeting-held', { words: '现场看过漏水的位置。' })
    expect(it.open()).not.toContain('meet')
  })

  it('stands on the card of both sides and of staff', () => {
    const it = proposed()
    done(it)
    for (const party of it.case.parties) expect(wholly(residentCard(it.case, it.world(), it.history, party))).toContain('见面定在 11月25日周三 09:30')
  })
})
