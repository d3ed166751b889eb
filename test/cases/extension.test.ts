import { describe, expect, it } from 'vitest'
import type { DutyState } from '../../src/cases/case.ts'
import { compare } from '../../src/rehearsal/compare.ts'
import type { Regulation } from '../../src/regulations/schema.ts'
import { accepted, at, everybody, life, limits, member, office, regulationOf, shown, type Life } from './office.ts'

/** More time (MED-8, PET-5, INS-2): asked for before the limit is over, decided by somebody else, told by itself. */

const asks = (it_: Life, staff: number, by: string, why = '等会计回来对账。'): ReturnType<Life['attempts']> => it_.attempts({ type: 'staff', staff, action: 'extend', given: { by, why } })
const decides = (it_: Life, staff: number, choice: 'yes' | 'no', words = ''): ReturnType<Life['attempts']> => it_.attempts({ type: 'staff', staff, action: 'decide-extension', choice, words })
const limit = (it_: Life): string => shown(it_.duty('conclude')?.dueAt ?? 0)
const heard = (it_: Life, who: string): string => it_.last.filter(({ to }) => to === who).map(({ text }) => text).join('\n')
const duty = (it_: Life): DutyState | undefined => it_.duty('decide-extension')

function labour(staff = everybody): Life {
  const it_ = accepted('labour', '2026-11-23 10:00', {}, staff)
  expect(limit(it_)).toBe('2026-12-08 17:30')
  return it_
}

describe('more time', () => {
  it('is asked for with a reason, granted, and the resident reads it with the new day (MED-8)', () => {
    const it_ = labour()
    expect(asks(it_, 1, 'week')).toBeNull()
    expect(heard(it_, 'staff 5')).toMatch(/林敏申请延期：7天。理由：\n现在的期限：12月8日周二。\n等会计回来对账。\n\[同意延期\]\n\[不同意延期\]/)
    expect(heard(it_, 'resident')).toBe('')
    expect(duty(it_)).toMatchObject({ state: 'open', owner: 'head' })
    expect(limit(it_)).toBe('2026-12-08 17:30')
    expect(decides(it_, 5, 'yes')).toBeNull()
    expect(limit(it_)).toBe('2026-12-15 17:30')
    expect(heard(it_, 'resident')).toMatch(/新的期限：12月15日周二。林敏说明的理由：\n等会计回来对账。/)
    expect(heard(it_, 'staff 1')).toContain('胡静同意延期，新的期限：12月15日周二。')
    expect(duty(it_)).toMatchObject({ state: 'done', late: false })
  })

  it('a second tap changes nothing, and says how it stands', () => {
    const it_ = labour()
    asks(it_, 1, 'week')
    expect(asks(it_, 1, 'week')).toMatchObject({ key: 'case:refused.extension-open', with: { who: { list: [{ say: '胡静' }] } } })
    decides(it_, 5, 'yes')
    expect(decides(it_, 5, 'yes')).toMatchObject({ key: 'case:refused.extension-decided' })
    expect(decides(it_, 5, 'no', '太久。')).toMatchObject({ key: 'case:refused.extension-decided' })
    expect(limit(it_)).toBe('2026-12-15 17:30')
  })

  it('refused: whoever asked reads why, the day stands, and the resident hears nothing of it', () => {
    const it_ = labour()
    asks(it_, 1, 'fortnight')
    expect(decides(it_, 5, 'no')).toMatchObject({ key: 'case:refused.words-needed' })
    expect(decides(it_, 5, 'no', '会计今天就回来。')).toBeNull()
    expect(heard(it_, 'staff 1')).toMatch(/胡静没有同意延期[\s\S]*会计今天就回来。[\s\S]*12月8日周二/)
    expect(heard(it_, 'resident')).toBe('')
    expect(limit(it_)).toBe('2026-12-08 17:30')
    expect(duty(it_)?.state).toBe('done')
  })

  it('never beyond the month, and so often only (MED-8)', () => {
    const it_ = labour()
    asks(it_, 1, 'fortnight')
    decides(it_, 5, 'yes')
    // Fifteen more days would be 23 December: the month that began on 23 November ends that very day.
    expect(limit(it_)).toBe('2026-12-23 17:30')
    expect(asks(it_, 1, 'week')).toMatchObject({ key: 'case:refused.extension-most' })
    const short = accepted('mediation', '2026-11-23 10:00')
    expect(asks(short, 1, 'week')).toMatchObject({ key: 'case:refused.extension-most' })
    short.staffDoes(5, 'shorten', { choice: 'week' })
    expect(limit(short)).toBe('2026-11-30 17:30')
    for (const day of ['2026-12-07 17:30', '2026-12-14 17:30']) {
      expect(asks(short, 1, 'week')).toBeNull()
      expect(decides(short, 5, 'yes')).toBeNull()
      expect(limit(short)).toBe(day)
    }
    expect(asks(short, 1, 'week')).toMatchObject({ key: 'case:refused.extension-used', with: { n: 2 } })
  })

  it('only before the limit is over; on hold the clock stands anyway', () => {
    const it_ = labour()
    it_.staffDoes(1, 'hold', { words: '等鉴定。' })
    expect(asks(it_, 1, 'week')).toMatchObject({ key: 'case:refused.extension-held' })
    it_.staffDoes(1, 'resume')
    it_.until('2026-12-09 10:00')
    expect(asks(it_, 1, 'week')).toMatchObject({ key: 'case:refused.extension-late' })
  })

  it('asked in time and granted after it: what was late is no longer, and is warned of anew', () => {
    const it_ = labour()
    it_.until('2026-12-08 16:00')
    asks(it_, 1, 'week')
    it_.until('2026-12-09 10:00')
    expect(it_.told.some(({ to, text }) => to === 'resident' && text.includes('很抱歉'))).toBe(true)
    expect(decides(it_, 5, 'yes')).toBeNull()
    it_.until('2026-12-11 10:00')
    expect(it_.told.findLast(({ to, text }) => to === 'staff 1' && text.includes('快到期了：完成调解'))?.at).toBe(at('2026-12-10 09:00'))
  })

  it('nobody grants their own: a head who holds the case asks the leader, a leader the head', () => {
    const officers = [member(1, 'mediator', { name: '林敏', away: { from: 0, until: null } }), member(5, 'head', { name: '胡静' }), member(6, 'leader', { name: '梁正' })]
    const holds = (staff: number): Life => {
      const it_ = life('labour', '2026-11-23 10:00', {}, officers)
      it_.does({ type: 'filed' })
      it_.staffDoes(staff, 'take')
      return it_
    }
    const head = holds(5)
    expect(asks(head, 5, 'week')).toBeNull()
    expect(duty(head)).toMatchObject({ owner: 'leader' })
    expect(decides(head, 5, 'yes')).toMatchObject({ key: 'case:refused.extension-not-yours', with: { who: { list: [{ say: '梁正' }] } } })
    expect(decides(head, 6, 'yes')).toBeNull()
    const leader = holds(6)
    expect(asks(leader, 6, 'week')).toBeNull()
    expect(decides(leader, 6, 'yes')).toMatchObject({ key: 'case:refused.extension-not-yours' })
    expect(decides(leader, 5, 'yes')).toBeNull()
    // Alone in the office, nobody can: the interim report is there for that.
    leader.staff = officers.filter(({ id }) => id === 6)
    expect(asks(leader, 6, 'week')).toMatchObject({ key: 'case:refused.extension-nobody' })
  })

  it('who may decide: those above, and nobody else; a request goes with whoever made it', () => {
    const it_ = labour()
    asks(it_, 1, 'week')
    for (const id of [1, 2, 3, 4]) expect(decides(it_, id, 'yes'), `staff ${id}`).toMatchObject({ key: id === 1 ? 'case:refused.extension-not-yours' : 'case:refused.not-yours' })
    expect(decides(it_, 6, 'yes')).toMatchObject({ key: 'case:refused.extension-not-yours' })
    expect(asks(it_, 2, 'week')).toMatchObject({ key: 'case:refused.not-yours' })
    it_.staffDoes(5, 'assign', { choice: '2' })
    expect(duty(it_)?.state).toBe('done')
    expect(decides(it_, 5, 'yes')).toMatchObject({ key: 'case:refused.extension-decided' })
  })

  it('unanswered for a working day, word goes further up', () => {
    const it_ = labour()
    asks(it_, 1, 'week')
    it_.until('2026-11-25 10:00')
    expect(it_.told.filter(({ text }) => text.includes('答复延期申请')).map(({ to, at: when }) => `${shown(when)} ${to}`)).toEqual(['2026-11-25 09:00 head', '2026-11-25 09:00 leader'])
  })

  it('where the rules know none: the interim report instead, to the resident and the head', () => {
    const it_ = accepted('property-complaint', '2026-11-23 10:00')
    const holder = it_.case.handlerId ?? 0
    expect(asks(it_, holder, 'week')).toMatchObject({ key: 'case:refused.extension-none' })
    it_.staffDoes(holder, 'interim', { words: '零件在路上，周五装。' })
    for (const who of ['resident', 'head']) expect(heard(it_, who), who).toMatch(/苏青的中途报告：\n零件在路上，周五装。/)
    expect(limits(it_).some((line) => line.startsWith('settle 2026-11-30'))).toBe(true)
  })

  it('an audit: thirty days more, ninety in all, and the case is a special one from then on (INS-2)', () => {
    const it_ = accepted('social-insurance', '2026-03-02 10:00')
    it_.staffDoes(5, 'docket', { choice: 'yes', words: '材料齐全。' })
    const [first] = limits(it_).filter((line) => line.startsWith('conclude'))
    const holder = it_.case.handlerId ?? 0
    expect(asks(it_, holder, 'special')).toBeNull()
    expect(decides(it_, 5, 'yes')).toBeNull()
    expect(limits(it_).filter((line) => line.startsWith('conclude'))).not.toEqual([first])
    expect(it_.case.level).toBe('special')
    expect(asks(it_, holder, 'special')).toMatchObject({ key: 'case:refused.extension-used' })
  })

  it('played again under a changed regulation: what was asked for is asked for again, and gives what it gives there', () => {
    const it_ = labour()
    it_.until('2026-11-23 11:00')
    asks(it_, 1, 'week')
    decides(it_, 5, 'yes')
    it_.until('2026-12-14 10:00')
    it_.staffDoes(1, 'close', { choice: 'failed', words: '没谈成。' })
    const own = regulationOf('labour')
    const past = { case: it_.case, duties: it_.duties, surveys: it_.surveys, history: it_.history, staff: it_.staff.map((each) => ({ ...each, left: null })), asked: [] }
    const played = (changed: Regulation): ReturnType<typeof compare> => compare({ past, own, changed, calendar: office, now: it_.now, next: () => 1 })
    const late = (compared: ReturnType<typeof compare>): boolean[] => ('why' in compared ? [] : [compared.before, compared.after].map((course) => course.late.includes('conclude')))
    expect(late(played(own))).toEqual([false, false])
    const shorter = structuredClone(own)
    if (shorter.extension) shorter.extension.by = { week: '1 day', fortnight: '15 days' }
    expect(late(played(shorter))).toEqual([false, true])
  })
})
