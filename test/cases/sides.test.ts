import { describe, expect, it } from 'vitest'
import { otherSide } from '../../src/cases/table.ts'
import { staffCard } from '../../src/cases/views.ts'
import { idFrom } from '../../src/ids.ts'
import { can, does, here, invited, joins, offered, other, sees, table, told, tries } from './atTable.ts'
import { accepted, applicant, everybody, limits } from './office.ts'

/** The other side comes in, is asked, and has a room of its own (MED-6, LAB-3). */

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
