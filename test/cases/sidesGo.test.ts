import { describe, expect, it } from 'vitest'
import type { StaffMember } from '../../src/cases/case.ts'
import { staffCard } from '../../src/cases/views.ts'
import { idFrom } from '../../src/ids.ts'
import { can, does, here, invited, joins, offered, other, sees, table, tries } from './atTable.ts'
import { applicant, at, everybody, life, wholly } from './office.ts'
import type { Life } from './office.ts'

/** The other side goes, or was never the right one; somebody else shall mediate; and who decides and hears it (MED-6, MED-10). */

const to = (it: Life, reader: string): string => it.last.filter((each) => each.to === reader).map(({ text }) => text).join('\n')
const third = idFrom('people', 'third')

describe('who has left takes everything along', () => {
  it('whoever comes in next is asked anew, and the agreement that was out counts no more', () => {
    const it = table()
    it.staffDoes(1, 'clause', { choice: 'add.respondent.2026-12-30', words: '付三千元。' })
    it.staffDoes(1, 'send-agreement', { choice: 'yes' })
    does(it, applicant, 'agree', { choice: it.case.between.agreement?.hash?.slice(0, 8) ?? '' })
    does(it, other, 'end-part', { choice: 'yes' })
    expect(to(it, 'staff 1')).toContain('协议不再算数')
    expect(to(it, 'resident')).toContain('协议不再算数')
    expect(it.case.between.agreement).toMatchObject({ hash: null, confirmed: [] })
    it.staffDoes(1, 'invite', { words: '还想谈一谈。' })
    it.does(joins(it, third))
    expect(it.last.at(-1)?.text).toMatch(/\[愿意\]\n\[不愿意\]\n\[先和调解员谈谈\]/)
    expect(offered(it, third)).not.toContain('agree')
  })

  it('a date that was set with them falls away', () => {
    const it = table()
    it.staffDoes(1, 'propose-dates', { choice: Math.floor(at('2026-11-26 10:00') / 60_000).toString(36), words: '调解室' })
    does(it, other, 'end-part', { choice: 'yes' })
    expect(it.case.between.meeting?.at).toBe('off')
  })

  it('the wrong person is taken out by the mediator, hears it, and the right one can be invited', () => {
    const it = here()
    expect(can(it, 1)).not.toContain('invite')
    expect(tries(it, applicant, 'release-other')).toContain('refused.not-found')
    it.staffDoes(1, 'release-other', { words: '是他家租客，电话里说的。' })
    expect(to(it, 'old chat')).toContain('不是给您的')
    expect(to(it, 'resident')).toContain('不是对方本人')
    expect(`${to(it, 'old chat')}${to(it, 'resident')}${sees(it, applicant)}`).not.toContain('租客')
    expect(tries(it, other, 'look')).toContain('refused.not-found')
    expect(it.open()).not.toContain('tell-unwilling')
    it.staffDoes(1, 'invite', { words: '还想谈一谈。' })
    it.does(joins(it, third))
    expect(offered(it, third)).toContain('willing')
  })
})

describe('willing or not', () => {
  it('is theirs to say once they are in the chat; before, the mediator may write down what was said on the phone', () => {
    expect(can(invited(), 1)).toContain('unwilling')
    const it = here()
    expect(can(it, 1)).not.toContain('unwilling')
    expect(it.tries({ type: 'staff', staff: 1, action: 'willing' })).toMatchObject({ refused: { key: 'case:refused.answers-there' } })
  })

  it('said while nobody mediates, the head is named; who leaves while the end is signed asks nobody to close', () => {
    const it = here()
    it.staffDoes(1, 'recuse', { choice: 'kin' })
    does(it, other, 'willing', { choice: 'unwilling' })
    expect(it.last.at(-1)?.text).toContain('改变主意随时告诉主任')
    const settling = table()
    settling.staffDoes(6, 'supervise', { words: '盯紧。' })
    settling.staffDoes(1, 'close', { choice: 'failed', words: '没谈成。' })
    expect(tries(settling, other, 'speak', { words: '等等' })).toContain('refused.settling-resident')
    does(settling, other, 'end-part', { choice: 'yes' })
    expect(settling.last[0]?.text).not.toContain('[办结]')
  })

  it('no offer outlives a refusal or the end of the case', () => {
    const it = invited()
    it.staffDoes(1, 'willing')
    it.case.between.offers = [{ id: '1', by: 'applicant', words: '赔三千。', at: it.now, yes: ['applicant'], state: 'open' }]
    expect(offered(it, applicant)).not.toContain('take-back-offer')
    it.staffDoes(1, 'unwilling', { words: '不谈了。' })
    expect(it.case.between.offers[0]?.state).toBe('taken-back')
    const ended = table()
    does(ended, applicant, 'offer', { words: '赔三千。' })
    ended.staffDoes(1, 'close', { choice: 'failed', words: '没谈成。' })
    expect(ended.case.between.offers[0]?.state).toBe('taken-back')
  })
})

describe('MED-10 LAB-7: somebody else shall mediate', () => {
  it('what is decided for the other side stands in their room; both hear it where both had asked', () => {
    const it = table()
    does(it, other, 'ask-recusal', { words: '她是申请人的表姐。' })
    it.staffDoes(5, 'decide-recusal', { choice: 'refused', words: '查过了，没有亲属关系。' })
    expect(sees(it, other)).toContain('查过了')
    expect(sees(it, applicant)).not.toContain('查过了')
    does(it, other, 'ask-recusal', { words: '她收了礼。' })
    does(it, applicant, 'ask-recusal', { words: '她偏心。' })
    it.staffDoes(5, 'decide-recusal', { choice: 'refused', words: '两边都问过了。' })
    for (const reader of ['resident', 'other side']) expect(to(it, reader), reader).toContain('两边都问过了')
  })

  it.each(['mediation', 'labour'])('under %s a head who mediates neither decides it nor sees that it is owed; nor does any mediator', (regulation) => {
    const it = life(regulation, '2026-11-23 10:00')
    it.does({ type: 'filed' })
    it.staffDoes(5, 'take')
    it.staffDoes(5, 'invite', { words: '想谈一谈。' })
    it.does(joins(it))
    does(it, other, 'ask-recusal', { words: '他是申请人的表哥。' })
    expect(it.duty('decide-recusal')).toMatchObject({ owner: 'leader' })
    expect(it.tries({ type: 'staff', staff: 5, action: 'decide-recusal', choice: 'granted', words: '不用换。' })).toMatchObject({ refused: { key: 'case:refused.not-yours' } })
    const card = (staff: number): string => wholly(staffCard(it.case, it.world(), everybody[staff - 1] as StaffMember, it.history) as never)
    expect(can(it, 6)).toContain('decide-recusal')
    expect(card(6)).toContain('决定是否回避')
    it.until('2026-11-26 10:00')
    expect(card(5)).not.toContain('是否回避')
    it.staffDoes(6, 'decide-recusal', { choice: 'granted', words: '换一位。' })
    expect(to(it, 'other side')).toContain('换一位')
  })
})
