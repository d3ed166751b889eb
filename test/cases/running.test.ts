import { describe, expect, it } from 'vitest'
import { staffCard, residentCard } from '../../src/cases/views.ts'
import type { CaseEvent, StaffMember } from '../../src/cases/case.ts'
import { residentActionsFor } from '../../src/cases/offered/residents.ts'
import { idFrom } from '../../src/ids.ts'
import { accepted, applicant, everybody, life, limits, member, newCase, wholly, type Life } from './office.ts'

/** What somebody does with a case of theirs while it runs. */

const does = (it: Life, action: string, more: Partial<Extract<CaseEvent, { type: 'resident' }>> = {}) => it.attempts({ type: 'resident', person: applicant, action, ...more })
const heard = (it: Life, who: string): string => it.last.filter(({ to }) => to === who).map(({ text }) => text).join('\n')
const cardOf = (it: Life, id: number): string => {
  const card = staffCard(it.case, it.world(), everybody.find((each) => each.id === id) as StaffMember, it.history)
  return card ? wholly(card) : ''
}
const own = (it: Life): string => wholly(residentCard(it.case, it.world(), it.history))
const offered = (it: Life): string[] => residentActionsFor(it.case, it.world(), applicant).map(({ id }) => id)
const answers = [{ id: 'own-name', text: '王芳', value: null }, { id: 'own-phone', text: '13800001111', value: '13800001111' }, { id: 'other-name', text: '赵强', value: null }]

describe('urging', () => {
  it('reaches the holder, the head sees it, an answer is due in a working day, and they hear by when', () => {
    const it = accepted('mediation', '2026-11-23 10:00')
    expect(does(it, 'urge')).toBeNull()
    expect(heard(it, 'staff 1')).toContain('请给当事人回话')
    expect(heard(it, 'head')).toContain('应由林敏回话')
    expect(heard(it, 'resident')).toMatch(/已经替您催林敏[\s\S]*最晚 11月24日周二 \d\d:\d\d 回话/)
    expect(own(it)).toMatch(/您催过：最晚 11月24日/)
    expect(limits(it).join()).toContain('answer-urge 2026-11-24')
    it.staffDoes(1, 'message', { words: '明天上门。' })
    expect(it.open()).not.toContain('answer-urge')
  })

  it('once a working day, whoever does it; on Friday evening again on Monday', () => {
    const it = accepted('mediation', '2026-11-27 10:00')
    does(it, 'urge')
    expect(offered(it)).not.toContain('urge')
    expect(does(it, 'urge')).toMatchObject({ key: 'case:refused.urged', with: { at: { moment: expect.any(Number) } } })
    it.until('2026-11-29 12:00')
    expect(does(it, 'urge')).not.toBeNull()
    it.until('2026-11-30 09:05')
    expect(does(it, 'urge')).toBeNull()
  })

  it('unanswered, the head hears of it', () => {
    const it = accepted('mediation', '2026-11-23 10:00')
    does(it, 'urge')
    it.until('2026-11-25 10:00')
    expect(it.told.filter(({ to, text }) => to === 'head' && text.includes('给催办的人回话'))).toHaveLength(1)
    expect(it.told.some(({ to, text }) => to === 'staff 1' && text.includes('给催办的人回话'))).toBe(true)
  })

  it('while it waits for a signature, whoever signs hears; closed, they are told what else they can do', () => {
    const it = accepted('petition', '2026-11-23 10:00')
    it.staffDoes(3, 'close', { choice: 'settled', words: '已处理。' })
    does(it, 'urge')
    expect(heard(it, 'leader')).toContain('等您审签')
    expect(own(it)).toMatch(/正在由负责人审签[\s\S]*最晚 .* 审签完/)
    it.staffDoes(6, 'sign-off', { choice: 'yes' })
    expect(does(it, 'urge')).toMatchObject({ key: 'case:refused.closed-resident' })
  })
})

describe('correcting a fact', () => {
  it('the new stands, the old is kept for staff, the handler hears from what to what', () => {
    const it = accepted('mediation', '2026-11-23 10:00', { answers })
    expect(does(it, 'correct', { choice: 'other-name', given: { id: 'other-name', text: '赵刚', value: null } })).toBeNull()
    expect(heard(it, 'staff 1')).toMatch(/原来是“赵强”，现在是“赵刚”/)
    expect(it.case.parties.find(({ role }) => role === 'respondent')?.name).toBe('赵刚')
    expect(cardOf(it, 1)).toMatch(/更正前，.*：赵强/)
    expect(own(it)).toContain('更正：')
    expect(own(it)).not.toContain('赵强')
  })

  it('a number is followed everywhere, and the old one is for those who may see numbers', () => {
    const it = accepted('mediation', '2026-11-23 10:00', { answers })
    does(it, 'correct', { choice: 'own-phone', given: { id: 'own-phone', text: '13800009999', value: '13800009999' } })
    expect(it.case.parties[0]?.contact).toBe('13800009999')
    expect(cardOf(it, 1)).toContain('13800001111')
    expect(cardOf(it, 6)).not.toContain('1380000')
  })

  it('days are reckoned anew (LAB-5)', () => {
    const it = accepted('labour', '2026-11-23 10:00', { answers: [{ id: 'arose-on', text: '2026-11-01', value: '2026-11-01' }] })
    does(it, 'correct', { choice: 'arose-on', given: { id: 'arose-on', text: '2026-10-01', value: '2026-10-01' } })
    expect(it.case.dates.find(({ id }) => id === 'arbitration')?.at).toBeGreaterThan(it.now)
    expect(heard(it, `party ${it.case.parties[0]?.id}`)).toMatch(/2027年/)
  })

  it('what may be skipped may be cleared, what may not may not; the same again is said so; closed, words can be added', () => {
    const it = accepted('mediation', '2026-11-23 10:00', { answers: [...answers, { id: 'other-contact', text: '139', value: null }] })
    expect(does(it, 'correct', { choice: 'other-contact', given: { id: 'other-contact', text: '', value: null } })).toBeNull()
    expect(it.case.parties[1]?.contact).toBeNull()
    expect(does(it, 'correct', { choice: 'own-name', given: { id: 'own-name', text: '', value: null } })).not.toBeNull()
    expect(does(it, 'correct', { choice: 'own-name', given: { id: 'own-name', text: '王芳', value: null } })).toMatchObject({ key: 'case:refused.same-answer' })
    it.staffDoes(1, 'close', { choice: 'agreement', words: '谈成了。' })
    expect(offered(it)).not.toContain('correct')
    expect(does(it, 'correct', { choice: 'own-name', given: { id: 'own-name', text: '王方', value: null } })).toMatchObject({ key: 'case:refused.correct-closed' })
  })

  it('whoever turns out to be the other side holds it no longer (MED-10)', () => {
    const it = accepted('mediation', '2026-11-23 10:00', { answers })
    does(it, 'correct', { choice: 'other-name', given: { id: 'other-name', text: '林敏', value: null } })
    expect(it.case.handlerId).toBeNull()
    expect(it.last.map(({ to }) => to)).not.toContain('staff 1')
  })
})

describe('withdrawing is one’s own wish', () => {
  it('pressed: it goes on, head and leader hear in confidence, the handler nothing at all', () => {
    const it = accepted('mediation', '2026-11-23 10:00')
    expect(does(it, 'withdraw', { choice: 'pressed' })).toBeNull()
    expect(it.case.stage.at).toBe('accepted')
    expect(it.last.map(({ to }) => to).sort()).toEqual([`party ${it.case.parties[0]?.id}`, 'staff 5', 'staff 6'])
    expect(heard(it, `party ${it.case.parties[0]?.id}`)).toMatch(/没有撤回[\s\S]*胡静会和您谈/)
    expect(cardOf(it, 1)).not.toMatch(/撤回；|被要求|保密/)
    expect(cardOf(it, 5)).toContain('说被人要求撤回')
    expect(own(it)).not.toContain('说被人要求撤回')
    it.until('2026-11-25 12:00')
    expect(cardOf(it, 1)).not.toContain('被要求撤回的人')
    expect(it.told.filter(({ to, text }) => to === 'staff 1' && text.includes('被要求'))).toEqual([])
    it.staffDoes(5, 'answer-pressure', { words: '下午给您打电话。' })
    expect(heard(it, `party ${it.case.parties[0]?.id}`)).toContain('下午给您打电话')
    expect(it.open()).not.toContain('look-into-pressure')
    expect(cardOf(it, 1)).not.toContain('下午给您打电话')
  })

  it('the head handles it: the leader hears', () => {
    const it = life('mediation', '2026-11-23 10:00', {}, [everybody[4], everybody[5]] as StaffMember[])
    it.does({ type: 'filed' })
    it.staffDoes(5, 'take')
    does(it, 'withdraw', { choice: 'pressed' })
    expect(it.last.map(({ to }) => to)).not.toContain('staff 5')
    expect(heard(it, 'staff 6')).toContain('请保密')
    expect(cardOf(it, 5)).not.toContain('保密')
    expect(it.duty('look-into-pressure')).toMatchObject({ owner: 'leader' })
  })

  it('without an answer to the check nothing is withdrawn', () => {
    const it = accepted('mediation', '2026-11-23 10:00')
    expect(does(it, 'withdraw', { words: '算了' })).toMatchObject({ key: 'case:refused.choice' })
    expect(does(it, 'withdraw', { choice: 'own', words: '算了' })).toBeNull()
    expect(it.case.stage).toMatchObject({ at: 'closed', outcome: 'withdrawn' })
  })
})

describe('whose words they are', () => {
  const other = idFrom('people', 'other')
  it('the other side’s stay in their room, and the handler reads whose they are', () => {
    const parties = newCase('mediation').parties.map((each) => (each.role === 'respondent' ? { ...each, personId: other } : each))
    const it = accepted('mediation', '2026-11-23 10:00', { parties })
    it.does({ type: 'resident', person: other, action: 'add', words: '水管是公共的。' })
    expect(heard(it, 'staff 1')).toMatch(/对方补充：\n水管是公共的/)
    expect(own(it)).not.toContain('水管是公共的')
    expect(cardOf(it, 1)).toContain('对方补充：水管是公共的')
  })

  it('after the end they are taken too, and the handler knows that no limit runs', () => {
    const it = accepted('mediation', '2026-11-23 10:00')
    it.staffDoes(1, 'close', { choice: 'agreement', words: '谈成了。' })
    expect(does(it, 'add', { words: '又漏了。' })).toBeNull()
    expect(heard(it, 'staff 1')).toMatch(/又漏了[\s\S]*已经办结，没有新的期限/)
  })
})

describe('going on in another chat', () => {
  const there = idFrom('people', 'there')
  const moved = (person = there): { it: Life; why: ReturnType<Life['attempts']> } => {
    const it = accepted('mediation', '2026-11-23 10:00')
    does(it, 'move')
    return { it, why: it.attempts({ type: 'joined', purpose: 'move', party: it.case.parties[0]?.id ?? '', person, choice: 'yes', channel: 'line' }) }
  }

  it('the new chat has it, the old one hears and has it no more', () => {
    const { it, why } = moved()
    expect(why).toBeNull()
    expect(it.case.applicantId).toBe(there)
    expect(heard(it, 'old chat')).toMatch(/LINE[\s\S]*不是您操作的/)
    expect(does(it, 'add', { words: '还在吗' })).toMatchObject({ key: 'case:refused.not-found' })
    expect(it.attempts({ type: 'resident', person: there, action: 'add', words: '在' })).toBeNull()
  })

  it('not in the same chat, nor into the mediator’s', () => {
    expect(moved(applicant).why).toMatchObject({ key: 'case:refused.same-chat' })
    expect(moved(member(1, 'mediator').personId).why).toMatchObject({ key: 'case:refused.handles-it' })
  })
})
