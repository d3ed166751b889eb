import { describe, expect, it } from 'vitest'
import type { CaseEvent } from '../../src/cases/case.ts'
import { otherSide } from '../../src/cases/table.ts'
import { residentActionsFor } from '../../src/cases/offered/residents.ts'
import { actionsFor } from '../../src/cases/actions.ts'
import { residentCard, staffCard } from '../../src/cases/views.ts'
import { idFrom } from '../../src/ids.ts'
import { accepted, applicant, everybody, limits, wholly } from './office.ts'
import type { Life } from './office.ts'

/** Two sides at one table: 林敏 (1) mediates between 王芳, who asks for it, and 赵强, who is asked. */

const other = idFrom('people', 'other')
const does = (it: Life, person: string, action: string, more: { choice?: string; words?: string } = {}): void => it.does({ type: 'resident', person, action, ...more })
const tries = (it: Life, person: string, action: string, more: { choice?: string; words?: string } = {}): string => JSON.stringify(it.tries({ type: 'resident', person, action, ...more }))
const joins = (it: Life, person = other): CaseEvent => ({ type: 'joined', purpose: 'respond', party: it.case.parties.find(({ role, personId }) => role === 'respondent' && personId === null)?.id ?? idFrom('parties', '2'), person, choice: 'yes', channel: 'line' })
const told = (it: Life): string[] => it.last.map(({ to, text }) => `${to}: ${text.split('\n').slice(1, 3).join(' ').slice(0, 60)}`)
const offered = (it: Life, person: string): string[] => residentActionsFor(it.case, it.world(), person).map(({ id }) => id)
const can = (it: Life, staff: number): string[] => actionsFor(it.case, it.world(), everybody[staff - 1] as never).map(({ id }) => id)
const sees = (it: Life, person: string): string => wholly(residentCard(it.case, it.world(), it.history, it.case.parties.find(({ personId }) => personId === person)))

function invited(regulation = 'mediation'): Life {
  const it = accepted(regulation, '2026-11-23 10:00')
  it.staffDoes(1, 'invite', { words: '楼上楼下为半夜的声响想谈一谈。' })
  return it
}
function here(regulation?: string): Life {
  const it = invited(regulation)
  it.does(joins(it))
  return it
}
function table(regulation?: string): Life {
  const it = here(regulation)
  does(it, other, 'willing', { choice: 'willing' })
  return it
}

describe('the other side is invited by whoever mediates', () => {
  it('the mediator gets a text to forward with code, links and picture, and may phone instead', () => {
    const it = invited()
    expect(it.last.map(({ to }) => to)).toEqual(['staff 1', 'staff 1'])
    expect(it.last[0]?.text).toMatch(/不要请申请人转交[\s\S]*也可以打电话问[\s\S]*\[对方愿意调解\]/)
    expect(it.last[1]?.text).toMatch(/^您好，有一件事请您参加调解，编号 M20260001。[\s\S]*CASE-[A-Z2-9]{13}/)
    expect(it.last[1]?.message.papers).toMatchObject([{ paper: 'qr' }])
    expect(it.case.between.invited).toBe('楼上楼下为半夜的声响想谈一谈。')
  })

  it('a second invitation takes the place of the first, and the applicant has none to pass on', () => {
    const it = invited()
    const decided = it.tries({ type: 'staff', staff: 1, action: 'invite', words: '再请一次。' })
    expect(decided).toMatchObject({ tickets: [{ purpose: 'respond', party: idFrom('parties', '2'), uses: 1, instead: true }] })
    expect(offered(it, applicant)).not.toContain('invite')
    expect(it.told.filter(({ to }) => to === 'resident').every(({ text }) => !text.includes('CASE-'))).toBe(true)
  })

  it('only where two sides sit at a table', () => {
    expect(can(accepted('mediation', '2026-11-23 10:00'), 1)).toContain('invite')
    expect(can(accepted('labour', '2026-11-23 10:00'), 1)).toContain('invite')
    expect(can(accepted('property-complaint', '2026-11-23 10:00'), 3)).not.toContain('invite')
  })

  it.each([
    ['the applicant', applicant, 'own-invitation'],
    ['whoever handles it', everybody[0]?.personId ?? '', 'recuse-first'],
  ])('not answered by %s', (_who, person, why) => {
    const it = invited()
    expect(JSON.stringify(it.tries(joins(it, person)))).toContain(`refused.${why}`)
  })

  it('nor by a second person, nor after the case has ended', () => {
    const it = here()
    expect(JSON.stringify(it.tries(joins(it, idFrom('people', 'third'))))).toContain('refused.invitation-taken')
    expect(JSON.stringify(it.tries(joins(it, other)))).toContain('refused.here-already')
    const ended = invited()
    ended.staffDoes(1, 'close', { choice: 'failed', words: '没谈成。' })
    expect(JSON.stringify(ended.tries(joins(ended)))).toContain('refused.invitation-closed')
  })

  it('a mediator who has stood aside may answer for themselves, and has no more part in it as staff (MED-10)', () => {
    const it = invited()
    it.staffDoes(1, 'recuse', { choice: 'kin' })
    it.staffDoes(2, 'take')
    it.does(joins(it, everybody[0]?.personId))
    expect(staffCard(it.case, it.world(), everybody[0] as never, it.history)).toBeNull()
  })
})

describe('MED-6 LAB-3: asked neutrally', () => {
  it('whoever has come in is asked, yes and no alike; the mediator hears it', () => {
    const it = here()
    expect(told(it)).toEqual(['staff 1: 对方已经凭邀请加入，正在问是否愿意调解。 [给对方发消息]', expect.stringMatching(/^party /)])
    expect(it.last[1]?.text).toMatch(/半夜的声响[\s\S]*林敏主持[\s\S]*愿意或不愿意都可以[\s\S]*\[愿意\]\n\[不愿意\]\n\[先和调解员谈谈\]/)
  })

  it.each(['mediation', 'labour'])('willing under %s: the duty to ask is done, both sides and the mediator know', (regulation) => {
    const it = here(regulation)
    expect(it.open()).toContain('ask-other-side')
    does(it, other, 'willing', { choice: 'willing' })
    expect(it.open()).not.toContain('ask-other-side')
    expect(it.last.map(({ to }) => to)).toEqual(['staff 1', 'resident', expect.stringMatching(/^party /)])
    expect(otherSide(it.case)?.willing).toBe('willing')
    expect(tries(it, other, 'willing', { choice: 'willing' })).toContain('refused.said-already')
  })

  it.each(['mediation', 'labour'])('unwilling under %s: the applicant has it in writing at once with the further ways, the duty to see to it runs; they may think again', (regulation) => {
    const it = here(regulation)
    does(it, other, 'willing', { choice: 'unwilling' })
    expect(it.last.find(({ to }) => to === 'resident')?.text).toMatch(/对方不愿意调解[\s\S]*还可以/)
    expect(limits(it).join()).toContain('tell-unwilling 2026-11-26')
    expect(tries(it, other, 'speak', { words: '好' })).toContain('refused.not-both-willing')
    does(it, other, 'willing', { choice: 'willing' })
    expect(it.open()).not.toContain('tell-unwilling')
  })

  it('or talks with the mediator first, once', () => {
    const it = here()
    does(it, other, 'willing', { choice: 'talk' })
    expect(told(it)[0]).toContain('想先和您谈谈')
    expect(tries(it, other, 'willing', { choice: 'talk' })).toContain('refused.talk-asked')
    expect(it.case.parties.find(({ personId }) => personId === other)?.willing).toBe('unknown')
  })

  it('said on the phone instead, they read in their chat what was noted', () => {
    const it = here()
    it.staffDoes(1, 'unwilling', { words: '电话里说没空。' })
    const heard = it.last.find(({ to }) => to === 'other side')?.text ?? ''
    expect(heard).toContain('您不愿意参加调解')
  })
})

describe('rooms', () => {
  it('what each side tells the mediator stays there; what is said to both, and across, both read', () => {
    const it = table()
    does(it, other, 'reply', { words: '我其实上夜班。' })
    expect(it.last.map(({ to }) => to)).toEqual(['staff 1'])
    it.resident('add', { words: '我有录音。' })
    it.staffDoes(1, 'message', { words: '录音先留着。' })
    expect(it.last.map(({ to }) => to)).not.toContain('other side')
    it.staffDoes(1, 'message-other', { words: '上夜班的事我知道了。' })
    expect(it.last.map(({ to }) => to)).toEqual(['other side', 'staff 1'])
    it.staffDoes(1, 'message-both', { words: '周三一起谈。' })
    does(it, other, 'speak', { words: '我尽量轻一点。' })
    expect(it.last.map(({ to }) => to)).toEqual(['resident', 'staff 1', expect.stringMatching(/^party /)])
    expect(it.last[0]?.text).toContain('被申请人一方说：\n我尽量轻一点。')
    const [mine, theirs] = [sees(it, applicant), sees(it, other)]
    for (const shared of ['周三一起谈', '我尽量轻一点']) expect(`${mine}|${theirs}`.split(shared)).toHaveLength(3)
    for (const secret of ['上夜班']) expect(mine).not.toContain(secret)
    for (const secret of ['录音', '王芳', '13800001111', '楼上每天半夜拖桌子']) expect(theirs).not.toContain(secret)
    expect(mine).not.toContain('13900002222')
  })

  it('who comes later does not read what was said to who was there before', () => {
    const it = table()
    does(it, other, 'reply', { words: '我其实上夜班。' })
    it.now += 60_000
    does(it, other, 'end-part', { choice: 'yes' })
    const second = idFrom('people', 'second')
    it.now += 60_000
    it.staffDoes(1, 'invite', { words: '还想谈一谈。' })
    it.now += 60_000
    it.does(joins(it, second))
    expect(sees(it, second)).not.toContain('上夜班')
  })
})

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
    expect(it.case.parties.find(({ role }) => role === 'respondent')).toMatchObject({ personId: null, willing: 'unwilling', name: '赵强' })
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
