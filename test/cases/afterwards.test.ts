import { describe, expect, it } from 'vitest'
import type { CaseEvent, StaffMember } from '../../src/cases/case.ts'
import { actionsFor } from '../../src/cases/actions.ts'
import { residentActionsFor } from '../../src/cases/offered/residents.ts'
import { residentCard, staffCard } from '../../src/cases/views.ts'
import { idFrom } from '../../src/ids.ts'
import { accepted, applicant, everybody, member, newCase, quotaFull, speaker, wholly, type Life } from './office.ts'

/** Were they really reached, what else can they do, and who hears what was wrong with the handling. */

const does = (it: Life, action: string, more: Partial<Extract<CaseEvent, { type: 'resident' }>> = {}) => it.attempts({ type: 'resident', person: applicant, action, ...more })
const heard = (it: Life, who: string): string => it.last.filter(({ to }) => to === who).map(({ text }) => text).join('\n')
const they = (it: Life): string => `party ${it.case.parties[0]?.id}`
const cardOf = (it: Life, id: number): string => {
  const card = staffCard(it.case, it.world(), everybody.find((each) => each.id === id) as StaffMember, it.history)
  return card ? wholly(card) : ''
}

describe('proof of contact', () => {
  const phoned = (): Life => {
    const it = accepted('mediation', '2026-11-23 10:00')
    it.staffDoes(1, 'contacted', { choice: 'phone', words: '他说周五在家。' })
    return it
  }

  it('is asked, stands as not confirmed, and counts after one tap', () => {
    const it = phoned()
    expect(heard(it, they(it))).toMatch(/林敏打电话联系到您了吗（11月23日周一 10:00）[\s\S]*\[是\]\n\[否\]/)
    expect(cardOf(it, 1)).toContain('尚未得到确认')
    expect(does(it, 'confirm-contact', { choice: '1.yes' })).toBeNull()
    expect(cardOf(it, 1)).not.toContain('尚未得到确认')
    expect(cardOf(it, 1)).toContain('确认林敏联系到了')
    expect(does(it, 'confirm-contact', { choice: '1.no' })).toMatchObject({ key: 'case:refused.contact-answered' })
  })

  it('waits on their card; what staff noted is not for them', () => {
    const it = phoned()
    const [first] = residentActionsFor(it.case, it.world(), applicant)
    expect(first).toMatchObject({ id: 'confirm-contact', rank: 'now' })
    expect(wholly(residentCard(it.case, it.world(), it.history))).not.toContain('周五在家')
  })

  it('“no”: the head hears and looks into it', () => {
    const it = phoned()
    does(it, 'confirm-contact', { choice: '1.no' })
    expect(heard(it, 'staff 5')).toMatch(/林敏登记了一次联系（11月23日周一 10:00），但当事人说没有这回事/)
    expect(cardOf(it, 1)).toContain('❗')
    expect(it.open()).toContain('look-into-contact')
    it.staffDoes(5, 'check-contact', { words: '拨错了号码。' })
    expect(it.open()).not.toContain('look-into-contact')
  })

  it('twice on one day: each has a button of its own', () => {
    const it = phoned()
    it.now += 3_600_000
    it.staffDoes(1, 'contacted', { choice: 'visit', words: '见到了。' })
    const labels = residentActionsFor(it.case, it.world(), applicant)[0]?.choices.map(({ label }) => speaker.say(label, 'en'))
    expect(labels).toEqual(['Yes Mon Nov 23 10:00', 'No Mon Nov 23 10:00', 'Yes Mon Nov 23 11:00', 'No Mon Nov 23 11:00'])
  })

  it('QUA-1: the step of the regulation asks the same; denied, the customer is to be contacted again', () => {
    const it = accepted('quality-complaint', '2026-11-23 10:00')
    it.staffDoes(3, 'contacted', { words: '电话说明了。' })
    expect(it.open()).not.toContain('contact')
    expect(heard(it, they(it))).toContain('苏青登记说联系过您')
    does(it, 'confirm-contact', { choice: '1.no' })
    expect(it.open()).toContain('contact')
  })
})

describe('not solved', () => {
  it('after the end: the ways with their last day, a low score where it still helps, and a complaint (LAB-5)', () => {
    const it = accepted('labour', '2026-11-23 10:00', { answers: [{ id: 'since', text: '2026-11-01', value: '2026-11-01' }], dates: [{ id: 'arbitration', at: Date.parse('2027-11-01T15:59:59Z') }] })
    expect(does(it, 'ways')).toMatchObject({ key: 'case:refused.ways-open' })
    it.staffDoes(1, 'close', { choice: 'failed', words: '没谈成。' })
    expect(heard(it, 'resident')).toContain('[没解决怎么办]')
    expect(does(it, 'ways')).toBeNull()
    expect(heard(it, they(it))).toMatch(/仲裁[\s\S]*2027年11月1日[\s\S]*对办理有意见/)
    expect(heard(it, they(it))).not.toContain('分或更低')
  })

  it('while they are being asked how it was, a low score is one of the ways (PRO-10)', () => {
    const it = accepted('mediation', '2026-11-23 10:00')
    quotaFull(it)
    it.staffDoes(1, 'close', { choice: 'agreement', words: '谈成了。' })
    it.until('2026-12-20 10:00')
    expect(it.surveys[0]).toMatchObject({ state: 'sent', mode: 'chat' })
    does(it, 'ways')
    expect(heard(it, they(it))).toMatch(/2 分或更低，会换人重新办理[\s\S]*\[1 分 很不满意\]/)
  })

  it('an end thought to be good names the ways of the rules', () => {
    const it = accepted('mediation', '2026-11-23 10:00')
    it.staffDoes(1, 'close', { choice: 'agreement', words: '谈成了。' })
    does(it, 'ways')
    expect(heard(it, they(it))).toContain('法院')
  })
})

describe('a complaint about the handling', () => {
  it('goes to the head, never to the handler; the answer to them alone', () => {
    const it = accepted('mediation', '2026-11-23 10:00')
    expect(does(it, 'complain', { words: '林敏偏袒对方。' })).toBeNull()
    expect(heard(it, 'staff 5')).toContain('林敏偏袒对方')
    expect(heard(it, they(it))).toMatch(/已经交给胡静[\s\S]*11月26日/)
    expect(it.last.map(({ to }) => to)).not.toContain('staff 1')
    expect(cardOf(it, 1)).not.toMatch(/偏袒|答复对办理的意见/)
    expect(it.attempts({ type: 'staff', staff: 1, action: 'answer-complaint', words: '没有。' })).not.toBeNull()
    it.staffDoes(5, 'answer-complaint', { words: '已换人旁听。' })
    expect(heard(it, they(it))).toContain('已换人旁听')
    expect(cardOf(it, 1)).not.toContain('旁听')
    expect(cardOf(it, 5)).toContain('旁听')
  })

  it('outlives the case; late, the leader hears, and still not the handler', () => {
    const it = accepted('mediation', '2026-11-23 10:00')
    it.staffDoes(1, 'close', { choice: 'agreement', words: '谈成了。' })
    does(it, 'complain', { words: '催着我签字。' })
    it.until('2026-12-03 10:00')
    expect(it.told.some(({ to, text }) => to === 'staff 6' && text.includes('答复对办理的意见'))).toBe(true)
    expect(it.told.filter(({ to, text }) => to === 'staff 1' && text.includes('答复对办理的意见'))).toEqual([])
    expect(cardOf(it, 1)).not.toContain('答复对办理的意见')
  })

  it('speaks of the head: the leader hears it, the head does not', () => {
    const it = accepted('mediation', '2026-11-23 10:00')
    does(it, 'complain', { words: '胡静和对方一起吃饭。' })
    expect(it.last.map(({ to }) => to)).toEqual(['staff 6', they(it)])
    expect(heard(it, they(it))).toContain('已经交给梁正')
    expect(it.attempts({ type: 'staff', staff: 5, action: 'answer-complaint', words: '没有。' })).not.toBeNull()
    expect(cardOf(it, 5)).not.toMatch(/吃饭|答复对办理的意见/)
    it.staffDoes(6, 'answer-complaint', { words: '已核查。' })
    expect(cardOf(it, 5)).not.toContain('吃饭')
  })

  it('one person alone in the office handles it: somebody above answers', () => {
    const above = member(9, 'head', { name: '上级', officeId: 2 })
    const it = accepted('mediation', '2026-11-23 10:00', {}, [member(5, 'head', { name: '胡静' }), member(1, 'mediator', { name: '林敏' }), above])
    it.staffDoes(5, 'assign', { choice: '5' })
    it.staffDoes(5, 'take')
    does(it, 'complain', { words: '一直拖着。' })
    expect(heard(it, 'staff 9')).toContain('一直拖着')
    expect(it.last.map(({ to }) => to)).not.toContain('staff 5')
    it.staffDoes(9, 'answer-complaint', { words: '我来看。' })
    expect(heard(it, they(it))).toContain('我来看')
  })
})

describe('several who complain', () => {
  const other = idFrom('people', 'other')
  const both = (staff?: StaffMember[]): Life => accepted('mediation', '2026-11-23 10:00', { parties: newCase('mediation').parties.map((each) => (each.role === 'respondent' ? { ...each, personId: other } : each)) }, staff)

  it('are answered each by themselves, and it is owed until the last one is', () => {
    const it = both()
    does(it, 'complain', { words: '林敏偏袒对方。' })
    it.now += 3_600_000
    it.does({ type: 'resident', person: other, action: 'complain', words: '她从不回电话。' })
    expect(it.attempts({ type: 'staff', staff: 5, action: 'answer-complaint', words: '都看过了。' })).toMatchObject({ key: 'case:refused.choice' })
    expect(actionsFor(it.case, it.world(), everybody[4] as StaffMember).find(({ id }) => id === 'answer-complaint')?.choices.map(({ id }) => id)).toEqual(['1', '2'])
    it.staffDoes(5, 'answer-complaint', { choice: '2', words: '对方的电话已经回了。' })
    expect(it.last.map(({ to }) => to)).toEqual([`party ${it.case.parties[1]?.id}`, 'staff 5'])
    expect(it.open()).toContain('answer-complaint')
    it.staffDoes(5, 'answer-complaint', { words: '我会旁听。' })
    expect(it.last.map(({ to }) => to)).toEqual([they(it), 'staff 5'])
    expect(it.open()).not.toContain('answer-complaint')
  })

  it('speak of who handled it then, also when somebody else handles it now', () => {
    const it = both()
    it.staffDoes(5, 'assign', { choice: '5' })
    it.staffDoes(5, 'take')
    does(it, 'complain', { words: '一直拖着。' })
    expect(heard(it, 'staff 6')).toContain('一直拖着')
    it.staffDoes(6, 'assign', { choice: '2' })
    it.staffDoes(2, 'take')
    expect(it.duty('answer-complaint')?.owner).toBe('leader')
    expect(cardOf(it, 5)).not.toMatch(/拖着|答复对办理的意见/)
    expect(it.attempts({ type: 'staff', staff: 5, action: 'answer-complaint', words: '没有。' })).not.toBeNull()
  })

  it('hear it honestly where nobody else is there to read it', () => {
    const it = both([everybody[0] as StaffMember])
    does(it, 'complain', { words: '一直拖着。' })
    expect(heard(it, they(it))).toContain('没有别人能答复')
  })

  it('a contact they deny is looked into, whatever the other side says of theirs', () => {
    const it = both()
    it.staffDoes(1, 'contacted', { choice: 'phone-other', words: '说过了。' })
    it.does({ type: 'resident', person: other, action: 'confirm-contact', choice: '1.no' })
    it.staffDoes(1, 'contacted', { choice: 'phone', words: '说过了。' })
    expect(does(it, 'confirm-contact', { choice: '2.yes' })).toBeNull()
    expect(it.open()).toContain('look-into-contact')
  })
})

describe('the other side', () => {
  const other = idFrom('people', 'other')
  it('is asked in their own chat whether they were reached, and neither side reads of it in the other’s room', () => {
    const parties = newCase('mediation').parties.map((each) => (each.role === 'respondent' ? { ...each, personId: other } : each))
    const it = accepted('mediation', '2026-11-23 10:00', { parties })
    it.staffDoes(1, 'contacted', { choice: 'phone-other', words: '愿意谈。' })
    expect(it.last.map(({ to }) => to)).toEqual([`party ${parties[1]?.id}`, 'staff 1'])
    it.does({ type: 'resident', person: other, action: 'confirm-contact', choice: '1.yes' })
    expect(wholly(residentCard(it.case, it.world(), it.history))).not.toContain('联系到')
    expect(does(it, 'confirm-contact', { choice: '1.no' })).not.toBeNull()
  })
})
