import { describe, expect, it } from 'vitest'
import { actionsFor } from '../../src/cases/actions.ts'
import type { StaffMember } from '../../src/cases/case.ts'
import { staffCard } from '../../src/cases/views.ts'
import { idFrom } from '../../src/ids.ts'
import { can, does, here, invited, joins, offered, other, sees, table, tries } from './atTable.ts'
import { applicant, everybody, wholly } from './office.ts'
import type { Life } from './office.ts'

/** What the sides put before each other, how they leave, and how it ends for both (MED-9, MED-10, MED-13, MED-16). */

describe('offers', () => {
  it('go across word for word, are countered, and accepted: then the mediator writes the agreement', () => {
    const it = table()
    does(it, applicant, 'offer', { words: '十点后不拖桌子，赔五百。' })
    expect(it.last.map(({ to }) => to)).toEqual(['other side', 'resident', 'staff 1'])
    expect(it.last[0]?.text).toMatch(/申请人一方提出方案 1：\n十点后不拖桌子，赔五百。[\s\S]*\[接受方案\]\n\[提出新方案\]\n\[不接受\]/)
    expect(tries(it, applicant, 'offer', { words: '再提一个' })).toContain('refused.offer-open')
    does(it, other, 'counter-offer', { choice: '1', words: '十一点后不拖，赔二百。' })
    expect(it.case.between.offers.map(({ state }) => state)).toEqual(['countered', 'open'])
    expect(tries(it, other, 'accept-offer', { choice: '1' })).toContain('refused.offer-gone')
    does(it, applicant, 'accept-offer', { choice: '2' })
    expect(it.last.map(({ to }) => to)).toEqual(['resident', 'other side', 'staff 1'])
    for (const { text } of it.last) expect(text).toContain('十一点后不拖，赔二百。')
    expect(it.last[2]?.text).toContain('请据此写协议')
    expect(it.case.happened.at(-1)?.what).toBe('offer.accepted')
    expect(tries(it, applicant, 'accept-offer', { choice: '2' })).toContain('refused.offer-gone')
  })

  it('declined, and taken back by whoever made it', () => {
    const it = table()
    does(it, other, 'offer', { words: '赔一百。' })
    does(it, applicant, 'decline-offer', { choice: '1' })
    expect(it.last[0]).toMatchObject({ to: 'other side' })
    expect(it.last[0]?.text).toContain('申请人一方不接受方案 1')
    does(it, other, 'offer', { words: '赔二百。' })
    expect(tries(it, applicant, 'take-back-offer')).toContain('refused.offer-gone')
    does(it, other, 'take-back-offer')
    expect(offered(it, applicant)).not.toContain('accept-offer')
    expect(tries(it, applicant, 'accept-offer', { choice: '2' })).toContain('refused.offer-gone')
  })

  it('the mediator’s own is put before both and stands once both accept', () => {
    const it = table()
    it.staffDoes(1, 'offer-from-mediator', { words: '铺地垫，赔三百。' })
    expect(it.last.map(({ to }) => to)).toEqual(['resident', 'other side', 'staff 1'])
    does(it, applicant, 'accept-offer', { choice: '1' })
    expect(it.last.map(({ to }) => to)).toEqual(['resident', 'staff 1'])
    does(it, other, 'accept-offer', { choice: '1' })
    expect(it.case.between.offers[0]?.state).toBe('accepted')
  })

  it('members of a group read them, and those who speak for it answer', () => {
    const it = table()
    const member = idFrom('people', 'member')
    it.case.parties.push({ id: idFrom('parties', '3'), role: 'member', personId: member, name: '何叶', contact: null, willing: 'unknown' })
    does(it, other, 'offer', { words: '赔一百。' })
    const read = it.last.find(({ to }) => to === `party ${idFrom('parties', '3')}`)?.text ?? ''
    expect(read).toContain('赔一百。')
    expect(read).not.toContain('[接受方案]')
    expect(it.last.find(({ to }) => to === `party ${idFrom('parties', '1')}`)?.text).toContain('[接受方案]')
    expect(tries(it, member, 'accept-offer', { choice: '1' })).toContain('refused.speakers')
  })

  it('nothing is left on the table when one side will not any more', () => {
    const it = table()
    does(it, applicant, 'offer', { words: '赔五百。' })
    does(it, other, 'willing', { choice: 'unwilling' })
    expect(it.case.between.offers[0]?.state).toBe('taken-back')
  })
})

describe('MED-9 MED-10: they may go, and ask for somebody else', () => {
  it('who leaves is gone; mediator and applicant know, and the other side can be asked again', () => {
    const it = table()
    does(it, other, 'end-part', { choice: 'yes' })
    expect(it.last.map(({ to }) => to)).toEqual(['staff 1', 'resident', 'old chat'])
    expect(offered(it, other)).toEqual([])
    expect(tries(it, other, 'speak', { words: '还有' })).toContain('refused.not-found')
    expect(it.case.parties.find(({ role }) => role === 'respondent')).toMatchObject({ personId: null, willing: 'unknown', name: '赵强' })
    expect(can(it, 1)).toContain('invite')
  })

  it.each([['the applicant', applicant, 'resident'], ['the other side', other, 'other side']])('%s asks the head for another mediator, past the mediator, and hears what is decided', (_who, person, heard) => {
    const it = table()
    does(it, person, 'ask-recusal', { words: '她是对方的表姐。' })
    expect(it.last.map(({ to }) => to)).toEqual(['staff 5', expect.stringMatching(/^party /)])
    expect(it.last[0]?.text).toMatch(/她是对方的表姐[\s\S]*\[决定是否回避\]\n\[指派承办人\]/)
    expect(wholly(staffCard(it.case, it.world(), everybody[0] as never, it.history) as never)).not.toContain('表姐')
    expect(it.open()).toContain('decide-recusal')
    expect(tries(it, person, 'ask-recusal', { words: '再说一次' })).toContain('refused.recusal-asked')
    it.staffDoes(5, 'decide-recusal', { choice: 'refused', words: '查过了，没有亲属关系。' })
    expect(it.last.filter(({ text }) => text.includes('查过了')).map(({ to }) => to)).toContain(heard)
    expect(it.last.map(({ to }) => to)).not.toContain(heard === 'resident' ? 'other side' : 'resident')
    does(it, person, 'ask-recusal', { words: '她又收了礼。' })
    it.staffDoes(5, 'assign', { choice: '2' })
    it.staffDoes(2, 'take')
    expect(it.last.find(({ to }) => to === 'other side')?.text).toContain('何刚主持这件事的调解')
  })
})

describe('MED-10: whoever was on one side', () => {
  const head = everybody[4] as StaffMember

  it('does not read the case as staff after they have left', () => {
    const it = invited()
    it.does(joins(it, head.personId))
    does(it, head.personId, 'end-part', { choice: 'yes' })
    expect(staffCard(it.case, it.world(), head, it.history)).toBeNull()
    expect(tries(it, head.personId, 'look')).toContain('refused.not-found')
    expect(it.tries({ type: 'staff', staff: 5, action: 'note', words: '看看' })).toMatchObject({ refused: { key: 'case:refused.not-yours' } })
  })

  it('does not come in on the other one', () => {
    const it = here()
    const [first, second] = [it.case.parties[0]?.id ?? '', idFrom('people', 'second')]
    it.case.between.group = { founder: first, joined: [first], stands: [], votes: {}, code: null, until: 0 }
    const comes = (person: string): string => JSON.stringify(it.attempts({ type: 'joined', purpose: 'group', party: null, person, choice: 'yes', channel: 'line' }))
    expect(comes(second)).toBe('null')
    does(it, other, 'end-part', { choice: 'yes' })
    expect(comes(other)).toContain('refused.other-side')
    does(it, second, 'leave-group', { choice: 'yes' })
    it.staffDoes(1, 'invite', { words: '还想谈一谈。' })
    expect(JSON.stringify(it.attempts(joins(it, second)))).toContain('refused.own-invitation')
    expect(it.attempts(joins(it, other))).toBeNull()
  })
})

describe('MED-13 MED-16: the end, for both', () => {
  it('the mediator knows that both read the answer; both get it, with the further ways', () => {
    const it = table()
    expect(actionsFor(it.case, it.world(), everybody[0] as never).find(({ id }) => id === 'close')?.ask).toBe('case:ask.close-both')
    it.staffDoes(1, 'close', { choice: 'failed', words: '赔多少没谈拢。' })
    for (const reader of ['resident', 'other side']) expect(it.last.find(({ to }) => to === reader)?.text, reader).toMatch(/赔多少没谈拢。[\s\S]*还可以/)
    expect(it.last.find(({ to }) => to === 'staff 1')?.text).not.toContain('也告诉对方')
    expect(sees(it, other)).toContain('赔多少没谈拢')
  })

  it('on hold the other side hears that it is, not why; withdrawn, that it is, not why', () => {
    const it = table()
    it.staffDoes(1, 'hold', { words: '申请人住院。' })
    expect(it.last.find(({ to }) => to === 'other side')?.text).not.toContain('住院')
    it.staffDoes(1, 'resume')
    does(it, applicant, 'withdraw', { choice: 'own', words: '我搬走了。' })
    expect(it.last.find(({ to }) => to === 'other side')?.text).toContain('撤回')
    expect(`${it.last.find(({ to }) => to === 'other side')?.text}${sees(it, other)}`).not.toContain('搬走')
  })

  function asked(): Life {
    const it = table()
    it.staffDoes(1, 'close', { choice: 'agreement', words: '十一点后不拖，赔二百。' })
    it.until('2026-11-27 12:00')
    return it
  }
  const survey = (it: Life, person: string): string => it.surveys.find(({ personId }) => personId === person)?.id ?? ''

  it('each is asked apart, once', () => {
    const it = asked()
    expect(it.surveys.map(({ personId, state }) => [personId, state]).sort()).toEqual([[applicant, 'sent'], [other, 'sent']].sort())
    expect(it.told.filter(({ text }) => /满意吗/.test(text)).map(({ to }) => to).sort()).toEqual([expect.stringMatching(/^party /), 'resident'])
  })

  it('a low score of the other side opens nothing, is the head’s to know with its words, and never the mediator’s', () => {
    const it = asked()
    it.does({ type: 'scored', survey: survey(it, other), score: 1 })
    expect(it.case).toMatchObject({ stage: { at: 'closed' }, score: null })
    expect(it.last.map(({ to }) => to).filter((to) => to.startsWith('staff'))).toEqual(['staff 5'])
    it.does({ type: 'survey-words', survey: survey(it, other), words: '话没让我说完。' })
    expect(it.last[0]).toMatchObject({ to: 'staff 5' })
    expect(it.last[0]?.text).toContain('话没让我说完')
    it.does({ type: 'scored', survey: survey(it, applicant), score: 5 })
    expect(it.case.score).toBe(5)
    expect(sees(it, applicant)).not.toMatch(/话没让我说完|被申请人打分/)
    expect(sees(it, other)).not.toContain('当事人打分')
    expect(wholly(staffCard(it.case, it.world(), everybody[0] as never, it.history) as never)).not.toMatch(/打分|话没让我说完/)
  })

  it('whoever did not want to take part is not asked how it was led', () => {
    const it = here()
    does(it, other, 'willing', { choice: 'unwilling' })
    it.staffDoes(1, 'close', { choice: 'failed', words: '对方不愿意。' })
    expect(it.surveys.map(({ personId }) => personId)).toEqual([applicant])
  })

  it('a low score of the applicant opens it again, and the other side hears that', () => {
    const it = asked()
    it.does({ type: 'scored', survey: survey(it, applicant), score: 1 })
    expect(it.case.reopened).toBe(1)
    expect(it.last.find(({ to }) => to === 'other side')?.text).toContain('重新开始')
  })
})
