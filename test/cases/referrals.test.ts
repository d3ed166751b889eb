import { describe, expect, it } from 'vitest'
import { relationOf } from '../../src/cases/access.ts'
import { actionsFor } from '../../src/cases/actions.ts'
import { candidates } from '../../src/cases/assign/candidates.ts'
import { nothingBetween } from '../../src/cases/between.ts'
import type { CaseState, StaffMember } from '../../src/cases/case.ts'
import { answerable } from '../../src/cases/house.ts'
import type { LinkedBody, ReferredIn } from '../../src/cases/referrals/referral.ts'
import { staffCard } from '../../src/cases/views.ts'
import { applicant, at, everybody, life, limits, member, quotaFull, regulationOf, wholly, type Life } from './office.ts'

/** MED-22, LAB-6, CSM-2: what goes to a linked body and comes from it, as decisions. */

const police: LinkedBody = { id: 1, kind: 'police', name: '和平派出所', phone: '0571-110110', place: '和平路1号', ended: false }
const court: LinkedBody = { id: 2, kind: 'court', name: '区人民法院', phone: null, place: null, ended: false }
const hospital: LinkedBody = { id: 3, kind: 'hospital', name: '和平医院', phone: null, place: null, ended: false }
const zhou = member(21, 'liaison', { name: '周警官', body: 1 })
const wu = member(22, 'liaison', { name: '吴法官', body: 2, officeId: 9 })

function started(more: Partial<CaseState> = {}, regulation = 'mediation', staff: StaffMember[] = [...everybody, zhou, wu]): Life {
  const self = life(regulation, '2026-11-23 10:00', more, staff)
  self.bodies = [police, court, hospital]
  self.does({ type: 'filed' })
  if (self.case.stage.at !== 'assigned') throw new Error('nobody was asked')
  self.staffDoes(self.case.stage.to, 'take')
  return self
}

type Sent = { body?: number; how?: string; day?: string; share?: string; staff?: number }

function sends(self: Life, { body = 1, how = 'help', day = '2026-11-30', share = 'no', staff = self.case.handlerId ?? 0 }: Sent = {}): ReturnType<Life['attempts']> {
  return self.attempts({ type: 'staff', staff, action: 'refer', given: { body: String(body), how, words: '请到场劝导。', day, share } })
}

const answer = { outcome: 'settled', words: '已处理。' }
const told = (self: Life, to: string): string => self.told.filter((each) => each.to === to).map(({ text }) => text).join('\n')

describe('to a linked body', () => {
  it('whoever speaks for a body does no work of the office, and stands to a case as that only while something of it is with them', () => {
    const self = started()
    const there = (): StaffMember => self.world().staff.find(({ id }) => id === zhou.id) as StaffMember
    const relation = (): string => relationOf(self.case, there(), regulationOf('mediation'))
    expect(candidates(self.case, self.world()).map(({ member: { id } }) => id)).not.toContain(zhou.id)
    expect(answerable(self.case, self.world(), 'liaison').map(({ role }) => role)).not.toContain('liaison')
    expect(staffCard(self.case, self.world(), there(), [])).toBeNull()
    expect(sends(self)).toBeNull()
    expect(relation()).toBe('body')
    self.staffDoes(zhou.id, 'refuse-referral', { words: '不归我们管。' })
    expect(relation()).toBe('office')
    expect(staffCard(self.case, self.world(), there(), [])).toBeNull()
  })

  it('they read the facts as on offer; the contact only with the word of the applicant; never another body’s part', () => {
    const self = started()
    sends(self)
    sends(self, { body: 2, share: 'yes' })
    const read = (id: number): string => {
      const who = self.world().staff.find((each) => each.id === id)
      const card = who && staffCard(self.case, self.world(), who, self.history)
      return card ? wholly(card) : ''
    }
    expect(read(zhou.id)).toContain('半夜拖桌子')
    expect(read(zhou.id)).not.toMatch(/13800001111|13900002222|王芳|区人民法院|2026-002/)
    expect(read(wu.id)).toMatch(/王芳[\s\S]*13800001111/)
    expect(read(wu.id)).not.toMatch(/13900002222|和平派出所/)
  })

  it.each<[string, Partial<CaseState>]>([
    ['nameless', { anonymous: true }],
    ['under a code name', { between: { ...nothingBetween, codeName: 'K7QX' } }],
  ])('who filed %s is given to nobody, whatever the holder says', (_how, more) => {
    const self = started(more)
    sends(self, { share: 'yes' })
    expect(self.referrals[0]?.shares).toBe(false)
  })

  it('numbers of its own for each office and year; a receipt in a working day, the answer by the day that was set', () => {
    const self = started()
    sends(self)
    sends(self, { body: 2, day: '2026-12-04' })
    expect(self.referrals.map(({ number }) => number)).toEqual(['2026-001', '2026-002'])
    expect(self.series.get('referral/1/2026')).toBe(2)
    self.staffDoes(zhou.id, 'receive-referral')
    expect(limits(self).filter((each) => each.includes('referral'))).toEqual(['answer-referral 2026-11-30 23:59', 'receive-referral 2026-11-24 17:30'])
  })

  it.each<[string, Sent, string]>([
    ['a day that is over', { day: '2026-11-22' }, 'case:refused.day-over'],
    ['no day at all', { day: 'soon' }, 'case:refused.day-over'],
    ['a body that is not linked', { body: 7 }, 'case:refused.body-has-it'],
    ['a way there is not', { how: 'sold' }, 'case:refused.choice'],
    ['a mediator who does not hold it', { staff: 2 }, 'case:refused.not-yours'],
    ['somebody of a body', { staff: 21 }, 'case:refused.not-yours'],
    ['a leader who does not hold it', { staff: 6 }, 'case:refused.not-yours'],
  ])('refused: %s', (_what, sent, key) => {
    expect(sends(started(), sent)).toMatchObject({ key })
  })

  it('the same body twice is refused while it has it; the head may send it too', () => {
    const self = started()
    expect(sends(self, { staff: 5 })).toBeNull()
    expect(sends(self)).toMatchObject({ key: 'case:refused.body-has-it' })
  })

  it('what another body would answer is not theirs; what is answered is not answered again', () => {
    const self = started()
    sends(self)
    expect(self.attempts({ type: 'staff', staff: wu.id, action: 'receive-referral' })).toMatchObject({ key: 'case:refused.not-yours' })
    expect(self.attempts({ type: 'staff', staff: zhou.id, action: 'answer-referral', given: answer })).toMatchObject({ key: 'case:refused.referral-sent' })
    self.staffDoes(zhou.id, 'receive-referral')
    expect(self.attempts({ type: 'staff', staff: zhou.id, action: 'receive-referral' })).toMatchObject({ key: 'case:refused.referral-received' })
    expect(self.attempts({ type: 'staff', staff: zhou.id, action: 'answer-referral', given: answer })).toBeNull()
    expect(self.attempts({ type: 'staff', staff: zhou.id, action: 'answer-referral', given: answer })).toMatchObject({ key: 'case:refused.referral-answered' })
  })

  it('after the day it can be declined no more, only answered; late feedback is taken and called late', () => {
    const self = started()
    sends(self, { day: '2026-11-25' })
    self.until('2026-11-26 10:00')
    expect(self.attempts({ type: 'staff', staff: zhou.id, action: 'refuse-referral', words: '不归我们管。' })).toMatchObject({ key: 'case:refused.referral-late' })
    self.staffDoes(zhou.id, 'receive-referral')
    expect(self.attempts({ type: 'staff', staff: zhou.id, action: 'answer-referral', given: answer })).toBeNull()
    expect(self.last.find(({ to }) => to === `staff ${self.case.handlerId}`)?.text).toContain('已过期限')
    expect(self.duties.find(({ kind }) => kind === 'answer-referral')).toMatchObject({ state: 'done', late: true })
  })

  it('chased: who speaks for the body, then our handler and head; nobody else with the same role hears of it', () => {
    const self = started()
    sends(self)
    self.until('2026-11-25 10:00')
    expect(told(self, `staff ${zhou.id}`)).toMatch(/接收转来的案件/)
    expect(told(self, `staff ${self.case.handlerId}`)).toMatch(/接收转来的案件/)
    expect(told(self, 'head')).toMatch(/接收转来的案件/)
    expect(told(self, `staff ${wu.id}`) + told(self, 'liaison')).toBe('')
  })

  it('whoever spoke for it has gone: the one who comes after is chased; where nobody does, whoever holds the case', () => {
    const self = started({}, 'mediation', [...everybody, zhou, member(23, 'liaison', { name: '陈警官', body: 1 })])
    sends(self)
    expect(self.duty('receive-referral')).toMatchObject({ staffId: zhou.id })
    self.staff = self.staff.filter(({ id }) => id !== zhou.id)
    self.until('2026-11-24 16:30')
    expect(told(self, 'staff 23')).toMatch(/接收转来的案件/)
    self.staff = self.staff.filter(({ id }) => id !== 23)
    self.until('2026-11-25 10:00')
    expect(self.duty('receive-referral')).toMatchObject({ owner: 'handler', staffId: self.case.handlerId })
  })

  it('what was spoken goes along', () => {
    const self = started()
    self.does({ type: 'staff', staff: self.case.handlerId ?? 0, action: 'refer', given: { body: '1', how: 'help', day: '2026-11-30', share: 'no' }, files: ['voice-1'] })
    expect(self.last.find(({ to }) => to === `staff ${zhou.id}`)?.message.files).toEqual(['voice-1'])
    self.staffDoes(zhou.id, 'receive-referral')
    self.does({ type: 'staff', staff: zhou.id, action: 'answer-referral', given: { outcome: 'settled' }, files: ['voice-2'] })
    expect(self.last.find(({ to }) => to === `staff ${self.case.handlerId}`)?.message.files).toEqual(['voice-2'])
  })

  it('handed on: ours until they have it, then it ends; where the end needs a superior’s word, so does this', () => {
    const plain = started()
    sends(plain, { how: 'handed-on' })
    expect(plain.case.stage.at).toBe('accepted')
    expect(told(plain, 'resident')).toMatch(/归和平派出所管[\s\S]*0571-110110[\s\S]*和平路1号/)
    plain.staffDoes(zhou.id, 'receive-referral')
    expect(plain.case.stage).toMatchObject({ at: 'closed', outcome: 'referred' })
    expect(plain.open()).toContain('answer-referral')

    const supervised = started()
    supervised.case.happened.push({ what: 'supervised', at: supervised.now })
    sends(supervised, { how: 'handed-on' })
    supervised.staffDoes(zhou.id, 'receive-referral')
    expect(supervised.case.stage).toMatchObject({ at: 'settling', outcome: 'referred', needs: 'leader' })
  })

  it('a regulation without such an end hands nothing on for good', () => {
    const self = started({}, 'consumer')
    expect(sends(self, { how: 'handed-on' })).toMatchObject({ key: 'case:refused.choice' })
    expect(sends(self)).toBeNull()
  })

  it('closed as referred: to which body is asked, and it can be sent then', () => {
    const self = started()
    self.staffDoes(self.case.handlerId ?? 0, 'close', { choice: 'referred', words: '这件事归派出所管。' })
    expect(self.last.at(-1)?.text).toContain('转到哪里')
    expect(sends(self, { how: 'help' })).toMatchObject({ key: 'case:refused.choice' })
    expect(sends(self, { how: 'handed-on' })).toBeNull()
    expect(sends(self, { how: 'handed-on', body: 2 })).toMatchObject({ key: 'case:refused.closed' })
  })

  it('the case is over: whoever was helping need not go on', () => {
    const self = started()
    sends(self)
    self.staffDoes(zhou.id, 'receive-referral')
    self.staffDoes(self.case.handlerId ?? 0, 'close', { choice: 'failed', words: '调解不成。' })
    expect(self.referrals[0]?.state).toBe('ended')
    expect(self.open()).not.toContain('answer-referral')
    expect(self.last.find(({ to }) => to === `staff ${zhou.id}`)?.text).toContain('不用再反馈')
  })

  it('taken for good it cannot be taken back any more; sent back unsigned it can', () => {
    const self = started()
    self.case.happened.push({ what: 'supervised', at: self.now })
    sends(self, { how: 'handed-on' })
    self.staffDoes(zhou.id, 'receive-referral')
    expect(self.case.stage.at).toBe('settling')
    const takesBack = () => self.attempts({ type: 'staff', staff: self.case.handlerId ?? 0, action: 'take-back-referral', words: '弄错了。' })
    expect(takesBack()).toMatchObject({ key: 'case:refused.referral-theirs' })
    expect(self.referrals[0]?.state).toBe('received')
    self.staffDoes(6, 'sign-off', { choice: 'no', words: '先问清楚。' })
    expect(takesBack()).toBeNull()
    expect(self.case.stage.at).toBe('accepted')
  })

  it('closed as referred, and the body does not take it: it goes on with whoever held it, with new limits', () => {
    const self = started()
    const holder = self.case.handlerId ?? 0
    self.staffDoes(holder, 'close', { choice: 'referred', words: '归派出所管。' })
    expect(sends(self, { how: 'handed-on' })).toBeNull()
    self.staffDoes(zhou.id, 'refuse-referral', { words: '不归我们管。' })
    expect(self.case).toMatchObject({ handlerId: holder, stage: { at: 'accepted' }, reopened: 1 })
    expect(self.last.filter(({ to, text }) => to === `staff ${holder}` && text.includes('不归我们管'))).toHaveLength(1)
    expect(self.last.some(({ to, text }) => to === 'resident' && text.includes('由我们继续办'))).toBe(true)
    expect(self.duties.filter(({ state, staffId }) => state === 'open' && staffId === holder).length).toBeGreaterThan(0)
  })

  it('nobody of the body is here: whoever holds the case writes it down, and owes it that they ask', () => {
    const self = started()
    const holder = self.case.handlerId ?? 0
    sends(self, { body: 3 })
    expect(self.duty('receive-referral')).toMatchObject({ owner: 'handler', staffId: holder })
    self.staffDoes(holder, 'record-reception', { choice: '2026-001.yes' })
    expect(self.duty('answer-referral')).toMatchObject({ owner: 'handler', staffId: holder })
    expect(self.attempts({ type: 'staff', staff: holder, action: 'record-answer', given: answer })).toBeNull()
    expect(self.referrals[0]).toMatchObject({ state: 'answered', outcome: 'settled' })
    // Of a body that answers here nothing is written down for it.
    sends(self, { body: 1 })
    expect(actionsFor(self.case, self.world(), self.staff.find(({ id }) => id === holder) as StaffMember).map(({ id }) => id)).not.toContain('record-reception')
  })
})

describe('from a linked body', () => {
  const referred: ReferredIn = { id: 'in-1', body: 2, name: '区人民法院', number: '(2026)委调1号', kind: 'entrusted', consent: 'both', dueAt: at('2026-12-18 23:59') }

  function came(more: Partial<ReferredIn> = {}, regulation = 'mediation', staff?: StaffMember[]): Life {
    const from = { ...referred, ...more }
    const self = life(regulation, '2026-11-23 10:00', { between: { ...nothingBetween, referred: from } }, staff ?? [...everybody, zhou, wu])
    self.bodies = [police, court]
    self.referrals = [{ id: from.id, bodyId: from.body, number: from.number, direction: 'in', kind: from.kind, state: 'received', said: '', shares: false, by: wu.id, outcome: null, feedback: null, sentAt: self.now, dueAt: from.dueAt, receivedAt: self.now, answeredAt: null }]
    self.does({ type: 'filed' })
    if (self.case.stage.at !== 'assigned') throw new Error('nobody was asked')
    self.staffDoes(self.case.stage.to, 'take')
    return self
  }

  it('whoever is offered it reads the body’s number and day, and owes the answer by then', () => {
    const self = came()
    expect(self.told.find(({ text }) => text.includes('受理'))?.text).toContain('(2026)委调1号（委托调解）')
    expect(limits(self)).toContain('answer-body 2026-12-18 23:59')
  })

  it.each<[string, string, string]>([
    ['agreement', 'settled', 'before-suit'], ['failed', 'failed', 'before-suit'], ['failed', 'returned', 'entrusted'], ['terminated', 'returned', 'entrusted'],
  ])('closed as %s, the letter says %s', (outcome, letter, kind) => {
    const self = came({ kind: kind as ReferredIn['kind'] })
    self.staffDoes(self.case.handlerId ?? 0, 'close', { choice: outcome, words: '结果如此。' })
    expect(self.referrals[0]).toMatchObject({ state: 'answered', outcome: letter, feedback: '结果如此。' })
    expect(self.open()).not.toContain('answer-body')
    expect(told(self, `staff ${wu.id}`)).toContain('回函')
  })

  it('withdrawn by the resident, the body hears that', () => {
    const self = came({ kind: 'during-suit' })
    self.does({ type: 'resident', person: applicant, action: 'withdraw', choice: 'own' })
    expect(self.referrals[0]).toMatchObject({ state: 'answered', outcome: 'withdrawn' })
  })

  it('the other side will not: it is to go back within the half day, with one tap and a reason; then nothing is owed', () => {
    const self = came()
    const holder = self.case.handlerId ?? 0
    self.staffDoes(holder, 'unwilling', { words: '不愿意。' })
    expect(self.open()).toContain('return-referral')
    expect(self.attempts({ type: 'staff', staff: holder, action: 'return-referral', choice: 'both-unwilling' })).toMatchObject({ key: 'case:refused.words-needed' })
    expect(self.attempts({ type: 'staff', staff: 2, action: 'return-referral', choice: 'failed', words: '不成。' })).toMatchObject({ key: 'case:refused.not-yours' })
    self.staffDoes(holder, 'return-referral', { choice: 'one-unwilling', words: '对方不愿调解。' })
    expect(self.case.stage).toMatchObject({ at: 'closed', outcome: 'failed', answer: '对方不愿调解。' })
    expect(self.referrals[0]).toMatchObject({ state: 'answered', outcome: 'returned' })
    expect(self.open()).not.toContain('return-referral')
    expect(told(self, 'resident')).toMatch(/对方不愿调解。[\s\S]*法院/)
  })

  it('supervised from above or not, a return waits for nobody', () => {
    const self = came()
    self.case.happened.push({ what: 'supervised', at: self.now })
    self.staffDoes(self.case.handlerId ?? 0, 'return-referral', { choice: 'failed', words: '两次不成。' })
    expect(self.case.stage.at).toBe('closed')
  })

  it('under the labour rules both unwilling send it back by themselves', () => {
    const self = came({ consent: 'none' }, 'labour')
    expect(self.open()).toContain('record-consent')
    self.staffDoes(self.case.handlerId ?? 0, 'consent', { choice: 'both-unwilling', words: '都要等判决。' })
    expect(self.case.stage).toMatchObject({ at: 'closed', outcome: 'returned-to-court' })
    expect(self.referrals[0]).toMatchObject({ outcome: 'returned' })
    expect(came({ consent: 'both' }, 'labour').open()).not.toContain('record-consent')
  })

  it('nobody of theirs is here: the letter is still owed after the end, and written down', () => {
    const self = came({}, 'mediation', everybody)
    const holder = self.case.handlerId ?? 0
    self.staffDoes(holder, 'close', { choice: 'agreement', words: '已和解。' })
    expect(self.open()).toContain('answer-body')
    expect(self.attempts({ type: 'staff', staff: holder, action: 'answer-body', given: { outcome: 'settled', words: '已寄回函。' } })).toBeNull()
    expect(self.open()).not.toContain('answer-body')
  })

  it('reopened after the letter: the body waits again, and hears the new end', () => {
    const self = came({ kind: 'before-suit', dueAt: at('2026-11-27 23:59') })
    quotaFull(self)
    self.staffDoes(self.case.handlerId ?? 0, 'close', { choice: 'failed', words: '谈不拢。' })
    expect(self.referrals[0]?.state).toBe('answered')
    self.until('2026-11-28 10:00')
    self.does({ type: 'scored', survey: self.surveys[0]?.id ?? '', score: 2 })
    expect(self.referrals[0]).toMatchObject({ state: 'received', outcome: null, answeredAt: null })
    expect(self.last.filter(({ to, text }) => to === `staff ${wu.id}` && text.includes('重新办理'))).toHaveLength(1)
    expect(self.duty('answer-body')).toMatchObject({ state: 'open', dueAt: self.referrals[0]?.dueAt })
    expect(self.referrals[0]?.dueAt).toBeGreaterThan(self.now)
    if (self.case.stage.at !== 'assigned') throw new Error('nobody was asked')
    self.staffDoes(self.case.stage.to, 'take')
    self.staffDoes(self.case.handlerId ?? 0, 'close', { choice: 'failed', words: '又谈不拢。' })
    expect(self.referrals[0]).toMatchObject({ state: 'answered', outcome: 'failed', feedback: '又谈不拢。' })
    expect(self.open()).not.toContain('answer-body')
  })

  it('in between the body is told that it goes on, and the answer is still owed', () => {
    const self = came()
    expect(self.attempts({ type: 'staff', staff: self.case.handlerId ?? 0, action: 'answer-body', given: { outcome: 'under-way', words: '下周再调解一次。' } })).toBeNull()
    expect(self.last.find(({ to }) => to === `staff ${wu.id}`)?.text).toContain('下周再调解一次')
    expect(self.open()).toContain('answer-body')
  })

  it('another body never learns that it came from a court', () => {
    const self = came()
    sends(self)
    const there = self.world().staff.find(({ id }) => id === zhou.id) as StaffMember
    const card = staffCard(self.case, self.world(), there, self.history)
    expect(card && wholly(card)).not.toMatch(/法院|委调1号/)
  })
})
