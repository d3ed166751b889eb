import { describe, expect, it } from 'vitest'
import { residentActionsFor } from '../../src/cases/offered/residents.ts'
import { does, here, offered, other as someone, sees, tries } from './atTable.ts'
import { calendars, done, heard, other, place, propose, proposed, setFor, tap, three } from './meetings.ts'
import type { Message } from '../../src/dialogue/message.ts'
import { applicant, at, speaker, type Life } from './office.ts'

/** A date that stands, and what becomes of it: moved, called off, overtaken by the case (MED-12). */

describe('it moves', () => {
  it('a party asks for another day: both hear that new dates come, only the mediator why; the calendar entry moves', () => {
    const it = proposed()
    done(it)
    it.does({ type: 'resident', person: other, action: 'another-date', words: '那天要陪孩子看病' })
    for (const to of ['resident', 'other side']) expect(heard(it, to, '改期，会重新提几个时间').length).toBe(1)
    expect(it.told.filter(({ text }) => text.includes('陪孩子看病')).map(({ to }) => to)).toEqual(['staff 1'])
    expect(it.history.find(({ kind }) => kind === 'another-date')?.room).toBe('respondent')
    propose(it, ['2026-12-02 09:30'])
    done(it)
    const [first, second] = [calendars(it)[0], calendars(it).at(-1)]
    expect(second).toMatchObject({ uid: first?.uid, sequence: 1, from: at('2026-12-02 09:30') })
    it.until('2026-11-25 12:00')
    expect(heard(it, 'resident', '快到见面时间')).toEqual([])
  })

  it('at most twice for each, and not within two hours: then the answer says to write or phone', () => {
    const it = proposed()
    for (const moment of ['2026-12-02 09:30', '2026-12-03 09:30', '2026-12-04 09:30']) {
      done(it)
      const offered = residentActionsFor(it.case, it.world(), applicant).some(({ id }) => id === 'another-date')
      const refused = it.attempts({ type: 'resident', person: applicant, action: 'another-date', words: '来不了' })
      if (moment === '2026-12-04 09:30') expect([offered, refused]).toEqual([false, { key: 'case:refused.moved-often' }])
      else {
        expect([offered, refused]).toEqual([true, null])
        propose(it, [moment])
      }
    }
    // The other side has not asked yet.
    expect(residentActionsFor(it.case, it.world(), other).some(({ id }) => id === 'another-date')).toBe(true)
    it.until('2026-12-03 07:31')
    expect(it.attempts({ type: 'resident', person: other, action: 'another-date', words: '来不了' })).toEqual({ key: 'case:refused.too-near' })
  })

  it('the mediator calls it off with a reason that both read, and proposes anew', () => {
    const it = proposed()
    done(it)
    it.staffDoes(1, 'cancel-date', { words: '调解室当天停电' })
    for (const to of ['resident', 'other side']) expect(heard(it, to, '调解室当天停电').length).toBe(1)
    expect(it.open()).not.toContain('remind-meeting')
    propose(it, ['2026-12-02 09:30'])
    done(it)
    expect(setFor(it)).toBe('2026-12-02 09:30')
  })
})

describe('who reads of it', () => {
  it('the other side will not: the date of the applicant and the mediator is not theirs to see or to move (MED-6)', () => {
    const it = here()
    does(it, someone, 'willing', { choice: 'unwilling' })
    propose(it, three)
    expect(tries(it, someone, 'strike')).toContain('refused.no-dates')
    tap(it, applicant, 'd')
    expect(setFor(it)).toBe(three[0])
    expect(sees(it, applicant)).toContain(place)
    expect(sees(it, someone)).not.toMatch(/调解室|见面|换个时间/)
    expect(offered(it, someone)).not.toContain('another-date')
    expect(tries(it, someone, 'another-date', { words: '改一天' })).toContain('refused.no-meeting')
    it.staffDoes(1, 'hold', { words: '等鉴定结果' })
    expect(it.last.map(({ to, text }) => [to, text.includes('09:30')])).not.toContainEqual(['other side', true])
  })

  it('only those who may still ask for another day have a button for it', () => {
    const it = proposed()
    for (const day of ['2026-12-02 09:30', '2026-12-03 09:30']) {
      done(it)
      it.does({ type: 'resident', person: applicant, action: 'another-date', words: '来不了' })
      propose(it, [day])
    }
    done(it)
    const movable = it.last.filter(({ text }) => text.includes('见面定在')).map(({ to, text }) => [to, text.includes('[换个时间]')])
    expect(movable).toEqual([['resident', false], ['other side', true], ['staff 1', false]])
  })

  it('“that is all” said again is one line', () => {
    const it = proposed()
    for (let n = 0; n < 3; n++) tap(it, applicant, 'd')
    expect(it.history.filter(({ kind }) => kind === 'dates-answered')).toHaveLength(1)
  })
})

describe('the slots', () => {
  it.each(speaker.languages)('stand whole on their buttons in %s', (language) => {
    const it = proposed(['2026-11-28 14:30'])
    const card = it.told.find(({ message }) => message.buttons?.flat().some(({ label }) => 'key' in label && label.key === 'case:dates.strike'))
    for (const { label } of speaker.speak(card?.message as Message, language).buttons.flat().slice(0, 1)) expect([...label].length, label).toBeLessThanOrEqual(20)
  })
})

describe('another date is owed', () => {
  it('after one that was missed: both sides hear it, neither why, and the mediator has it to do', () => {
    const it = proposed()
    done(it)
    it.until('2026-11-25 12:00')
    it.staffDoes(1, 'meeting-missed', { words: '申请人没来' })
    for (const to of ['resident', 'other side']) expect(it.last.find((each) => each.to === to)?.text).toContain('没有进行')
    expect(it.last.filter(({ to, text }) => to !== 'staff 1' && text.includes('没来'))).toEqual([])
    expect(it.open()).toContain('propose-anew')
  })

  it('also after a hold, which stops its clock and does not fulfil it', () => {
    const it = proposed()
    done(it)
    it.staffDoes(1, 'hold', { words: '等鉴定结果' })
    expect(it.duty('propose-anew')).toMatchObject({ state: 'open', nextAt: null })
    it.until('2026-12-01 10:00')
    it.staffDoes(1, 'resume')
    expect(it.duty('propose-anew')?.dueAt).toBeGreaterThan(at('2026-12-02 10:00'))
    propose(it, ['2026-12-08 09:30'])
    expect(it.open()).not.toContain('propose-anew')
  })

  it('and one that was promised before the hold is still owed after it', () => {
    const it = proposed()
    done(it)
    it.does({ type: 'resident', person: other, action: 'another-date', words: '来不了' })
    it.staffDoes(1, 'hold', { words: '等鉴定结果' })
    it.staffDoes(1, 'resume')
    expect(it.open()).toContain('propose-anew')
  })
})

describe('the case goes another way', () => {
  it.each([
    ['put on hold', (it: Life) => it.staffDoes(1, 'hold', { words: '等鉴定结果' })],
    ['the other side will not any more', (it: Life) => it.does({ type: 'resident', person: other, action: 'willing', choice: 'unwilling' })],
    ['withdrawn', (it: Life) => it.resident('withdraw', { choice: 'own', words: '不用了' })],
    ['closed', (it: Life) => it.staffDoes(1, 'close', { choice: 'agreement', words: '双方已经谈好。' })],
  ])('%s: the meeting falls away, both sides hear it, and nothing rings', (_what, goes) => {
    const it = proposed()
    done(it)
    goes(it)
    for (const to of ['resident', 'other side']) expect(heard(it, to, '11月25日周三 09:30 的见面取消').length).toBe(1)
    expect(it.open().filter((kind) => ['settle-date', 'remind-meeting', 'meet'].includes(kind))).toEqual([])
    it.until('2026-11-27 12:00')
    expect(it.told.filter(({ text }) => /提醒您|快到见面时间/.test(text))).toEqual([])
  })

  it('another mediator takes it: the meeting stays, and they have it in their calendar', () => {
    const it = proposed()
    done(it)
    it.staffDoes(5, 'assign', { choice: '2' })
    it.staffDoes(2, 'take')
    expect(heard(it, 'staff 2', '见面定在 11月25日周三 09:30').flatMap(({ message }) => message.papers ?? [])).toMatchObject([{ paper: 'calendar', from: at('2026-11-25 09:30') }])
    it.until('2026-11-25 08:31')
    expect(heard(it, 'staff 2', '快到见面时间').length).toBe(1)
    expect(heard(it, 'staff 1', '快到见面时间')).toEqual([])
  })

  it('whoever comes in while dates are being chosen is asked too', () => {
    const it = proposed(three, {})
    const [, respondent] = it.case.parties
    it.does({ type: 'joined', purpose: 'respond', party: respondent?.id ?? '', person: other, choice: 'yes', channel: 'line' })
    expect(heard(it, `party ${respondent?.id}`, '想约您见面').length).toBe(1)
    done(it)
    expect(setFor(it)).toBe(three[0])
  })
})
