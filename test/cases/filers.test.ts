import { describe, expect, it } from 'vitest'
import { partyOf, personRelation } from '../../src/cases/access.ts'
import { filersOf } from '../../src/cases/parties/filers.ts'
import { residentCard, staffCard } from '../../src/cases/views.ts'
import { idFrom } from '../../src/ids.ts'
import type { Way } from '../../src/regulations/schema.ts'
import type { SurveyState } from '../../src/cases/case.ts'
import { applicant, life, newCase, quotaFull, regulations, wholly } from './office.ts'
import type { Life } from './office.ts'

const person = (name: string): string => idFrom('people', name)
const own = { name: '王芳', contact: '13800001111' }
const principal = { name: '周奶奶', contact: '13700007777' }

/** Filed that way, and taken by whoever is asked first. */
function taken(regulation: string, way: Way): Life {
  const { id, parties } = newCase(regulation)
  const respondent = parties.filter(({ role }) => role === 'respondent')
  const filers = filersOf(way, applicant, id, 'seed', own, principal)
  const it = life(regulation, '2026-11-23 10:00', { parties: [...filers.parties, ...respondent], between: filers.between })
  it.does({ type: 'filed' })
  if (it.case.stage.at !== 'assigned') throw new Error('nobody was asked')
  it.staffDoes(it.case.stage.to, 'take')
  return it
}

const does = (it: Life, who: string, action: string, more: { choice?: string; words?: string } = {}): unknown => it.attempts({ type: 'resident', person: who, action, ...more })
const joins = (it: Life, who: string, purpose: 'principal' | 'group', choice = 'yes'): unknown => it.attempts({ type: 'joined', purpose, party: null, person: who, choice, channel: 'line' })
const toldTo = (it: Life, who: string): string[] => it.last.filter(({ to }) => to === who).map(({ text }) => text)
const party = (it: Life, role: string): string => it.case.parties.find((each) => each.role === role)?.id ?? ''
const card = (it: Life): string => {
  const holder = it.staff.find(({ id }) => id === it.case.handlerId)
  const message = holder && staffCard(it.case, it.world(), holder, it.history)
  return message ? wholly(message) : ''
}
const mine = (it: Life, who: string): string => wholly(residentCard(it.case, it.world(), it.history, partyOf(it.case, who)))

describe('who may be stood for, by regulation', () => {
  it.each(regulations.map(({ id, ways }) => [id, ways.join(' ')]))('%s: %s', (id, ways) => {
    const expected: Record<string, string> = {
      petition: 'self proxy hidden group', construction: 'self proxy hidden group', 'social-insurance': 'self proxy hidden group', 'property-complaint': 'self proxy hidden group',
      school: 'self hidden group', screening: 'self',
    }
    expect(ways).toBe(expected[id] ?? 'self proxy group')
  })
})

describe('a proxy (PET-9)', () => {
  it('whoever is represented says yes: both read the same from then on, and the card says so', () => {
    const it_ = taken('petition', 'proxy')
    const code = it_.told.find(({ to }) => to === `party ${party(it_, 'proxy')}`)
    expect(code?.text).toMatch(/周奶奶[\s\S]*CASE-[A-Z2-9]{13}/)
    expect(code?.message.papers).toEqual([{ paper: 'qr', code: /CASE-[A-Z2-9]{13}/.exec(code?.text ?? '')?.[0] }])
    expect(card(it_)).toContain('代办同意: 本人尚未确认')
    expect(joins(it_, person('granny'), 'principal')).toBeNull()
    expect(it_.case.between.consent).toBe('given')
    expect(it_.case.applicantId).toBe(applicant)
    expect(it_.history.at(-1)).toMatchObject({ kind: 'consent-given', open: true, at: it_.now })
    expect(toldTo(it_, `staff ${it_.case.handlerId}`)[0]).toContain('周奶奶 已确认同意代办')
    expect(card(it_)).toContain('代办同意: 本人已同意')
    it_.staffDoes(it_.case.handlerId ?? 0, 'message', { words: '明天到村里看看。' })
    expect(it_.last.map(({ to }) => to)).toContain('resident')
    for (const who of [applicant, person('granny')]) {
      expect(personRelation(it_.case, who)).toBe('applicant')
      expect(mine(it_, who)).toContain('明天到村里看看。')
    }
  })

  it('says no: the proxy can do nothing more, whoever said it is not let in, and the office gives the right one a code', () => {
    const it_ = taken('petition', 'proxy')
    expect(joins(it_, person('finder'), 'principal', 'no')).toBeNull()
    expect(it_.case.between.consent).toBe('refused')
    expect([applicant, person('finder')].map((each) => personRelation(it_.case, each))).toEqual(['stranger', 'stranger'])
    expect(it_.history.at(-1)).toMatchObject({ kind: 'consent-refused' })
    expect(it_.last.map(({ text }) => text).join('\n')).toMatch(/不同意由您代办[\s\S]*已记录[\s\S]*请按事项里的联系方式找本人核实/)
    expect(does(it_, applicant, 'add', { words: '我还想说' })).toMatchObject({ key: 'case:refused.not-found' })
    expect(joins(it_, applicant, 'principal')).not.toBeNull()
    expect(card(it_)).not.toContain('13800001111')

    const holder = it_.case.handlerId ?? 0
    it_.staffDoes(holder, 'message', { words: '请本人与我们联系。' })
    it_.staffDoes(holder, 'principal-anew')
    expect(toldTo(it_, `staff ${holder}`)[0]).toMatch(/周奶奶[\s\S]*CASE-/)
    const seat = it_.case.parties.find(({ role }) => role === 'applicant')?.id ?? ''
    expect(it_.attempts({ type: 'joined', purpose: 'move', party: seat, person: person('granny'), choice: 'yes', channel: 'line' })).toBeNull()
    expect(it_.case.applicantId).toBe(person('granny'))
    expect(does(it_, person('granny'), 'add', { words: '我自己来说' })).toBeNull()
    expect(mine(it_, person('granny'))).toContain('周奶奶')
  })

  it('closed while nobody is there for the applicant: nobody is asked how it was', () => {
    const it_ = taken('petition', 'proxy')
    joins(it_, person('finder'), 'principal', 'no')
    it_.staffDoes(it_.case.handlerId ?? 0, 'close', { choice: 'settled', words: '已与本人当面说明。' })
    it_.until('2026-12-10 10:00')
    expect(it_.surveys).toEqual([])
  })

  it.each<[string, string, string]>([
    ['the proxy', applicant, 'own-principal'],
    ['whoever handles it', idFrom('staff', '3'), 'handles-it'],
  ])('%s cannot say yes in their place', (_who, who, why) => {
    const it_ = taken('petition', 'proxy')
    expect(it_.staff.find(({ id }) => id === it_.case.handlerId)?.personId).toBe(idFrom('staff', '3'))
    expect(joins(it_, who, 'principal')).toMatchObject({ key: `case:refused.${why}` })
  })

  it('said by word of mouth: staff record it once; the code stays good, so that both can see it', () => {
    const it_ = taken('petition', 'proxy')
    it_.staffDoes(it_.case.handlerId ?? 0, 'oral-consent', { words: '11月23日在她家里当面同意。' })
    expect(it_.case.between.consent).toBe('given')
    expect(it_.tries({ type: 'staff', staff: it_.case.handlerId ?? 0, action: 'oral-consent', words: '再一次' })).toHaveProperty('refused')
    expect(does(it_, applicant, 'principal-code')).toBeNull()
    expect(toldTo(it_, `party ${party(it_, 'proxy')}`)[0]).toMatch(/CASE-/)
    expect(joins(it_, person('granny'), 'principal')).toBeNull()
    expect(does(it_, applicant, 'principal-code')).toMatchObject({ key: 'case:refused.principal-in' })
  })

  it('once the one represented is there, whether it ends is theirs to say', () => {
    const it_ = taken('petition', 'proxy')
    joins(it_, person('granny'), 'principal')
    expect(does(it_, applicant, 'withdraw', { choice: 'own', words: '不办了' })).toMatchObject({ key: 'case:refused.withdraw-proxy' })
    expect(does(it_, person('granny'), 'withdraw', { choice: 'own', words: '不办了' })).toBeNull()
  })

  it('the one represented may end it later, and so may the proxy; whoever stays goes on', () => {
    for (const who of [applicant, person('granny')]) {
      const it_ = taken('petition', 'proxy')
      expect(does(it_, applicant, 'end-proxy', { choice: 'yes' })).toMatchObject({ key: 'case:refused.principal-first' })
      joins(it_, person('granny'), 'principal')
      expect(does(it_, who, 'end-proxy', { choice: 'yes' })).toBeNull()
      expect([applicant, person('granny')].map((each) => personRelation(it_.case, each))).toEqual(['stranger', 'applicant'])
      expect(does(it_, who, 'end-proxy', { choice: 'yes' })).not.toBeNull()
    }
  })
})

describe('how it was, asked of somebody who has left since', () => {
  it.each<[string, Way, 'end-proxy' | 'leave-group', string]>([['a proxy', 'proxy', 'end-proxy', 'granny'], ['a founder', 'group', 'leave-group', 'ann']])('%s: their side stays theirs, nobody across reads it', (_who, way, leaves, next) => {
    const it_ = taken('mediation', way)
    quotaFull(it_)
    joins(it_, person('granny'), 'principal')
    joins(it_, person('ann'), 'group')
    it_.case.parties = it_.case.parties.map((each) => (each.role === 'respondent' ? { ...each, personId: person('across'), willing: 'willing' } : each))
    it_.staffDoes(it_.case.handlerId ?? 0, 'close', { choice: 'failed', words: '没谈成。' })
    const of = (who: string): SurveyState | undefined => it_.surveys.find(({ personId }) => personId === who)
    it_.until('2026-11-26 10:00')
    const [id, across] = [of(applicant)?.id ?? '', of(person('across'))?.id ?? '']
    expect(does(it_, applicant, leaves, { choice: 'yes' })).toBeNull()
    expect(it_.surveys.find((each) => each.id === id)).toMatchObject({ state: 'skipped', personId: applicant })
    expect(it_.attempts({ type: 'scored', survey: id, score: 1 })).toMatchObject({ key: 'case:refused.no-survey' })
    expect(it_.attempts({ type: 'scored', survey: across, score: 1 })).toBeNull()
    expect(it_.case.stage.at).toBe('closed')
    expect(mine(it_, person(next))).not.toContain('1 分')
  })

  it('before it was asked: whoever is there now is asked', () => {
    const it_ = taken('mediation', 'proxy')
    quotaFull(it_)
    joins(it_, person('granny'), 'principal')
    it_.staffDoes(it_.case.handlerId ?? 0, 'close', { choice: 'failed', words: '没谈成。' })
    does(it_, person('granny'), 'end-proxy', { choice: 'yes' })
    it_.until('2026-11-26 10:00')
    expect(it_.surveys).toMatchObject([{ state: 'sent', personId: person('granny') }])
  })
})

describe('under a code name (PET-7)', () => {
  it('staff see the code name only, questions and the result arrive, and the person decides whether to be known', () => {
    const it_ = taken('petition', 'hidden')
    const code = it_.case.between.codeName ?? ''
    expect(code).toMatch(/^[A-Z2-9]{4}$/)
    expect(card(it_)).toContain(`${code}（代号，可在聊天里联系）`)
    expect(it_.told.map(({ text }) => text).join()).not.toMatch(/王芳|1380/)
    it_.staffDoes(it_.case.handlerId ?? 0, 'message', { words: '是哪一天的事？' })
    expect(toldTo(it_, 'resident')[0]).toContain('是哪一天的事？')
    expect(does(it_, applicant, 'reveal', { words: '' })).toMatchObject({ key: 'case:refused.name' })
    expect(does(it_, applicant, 'reveal', { words: '钱途' })).toBeNull()
    expect(toldTo(it_, `staff ${it_.case.handlerId}`)[0]).toContain(`代号 ${code} 的反映人公开了姓名：钱途`)
    expect(card(it_)).toContain('反映人: 钱途')
    expect(does(it_, applicant, 'reveal', { words: '别人' })).toMatchObject({ key: 'case:refused.not-hidden' })
    expect(does(it_, applicant, 'reveal-phone', { words: '没有' })).toMatchObject({ key: 'case:refused.phone' })
    expect(does(it_, applicant, 'reveal-phone', { words: '138 0013 8000' })).toBeNull()
    // Pressed again on an old message: what is not offered any more is not done.
    expect(does(it_, applicant, 'reveal-phone', { words: '139 0013 9000' })).toMatchObject({ key: 'case:refused.not-now' })
    expect(card(it_)).toContain('13800138000')
  })

  it('nobody knocks at their door to ask how it was (PRO-9)', () => {
    const it_ = taken('property-complaint', 'hidden')
    it_.does({ type: 'staff', staff: it_.case.handlerId ?? 0, action: 'close', choice: 'resolved', words: '已修好。' })
    it_.until('2026-11-26 17:00')
    expect(it_.surveys).toMatchObject([{ mode: 'chat', state: 'sent' }])
    expect(it_.told.at(-1)?.to).toBe('resident')
  })

  it('nobody else can show it for them', () => {
    const it_ = taken('petition', 'hidden')
    expect(does(it_, person('somebody'), 'reveal', { words: '钱途' })).toMatchObject({ key: 'case:refused.not-found' })
    expect(it_.case.between.codeName).not.toBeNull()
  })
})

describe('a group (LAB-4, PRO-12)', () => {
  const others = ['ann', 'ben', 'cid'].map(person)
  function grouped(): Life {
    const it_ = taken('labour', 'group')
    for (const who of others) expect(joins(it_, who, 'group')).toBeNull()
    return it_
  }

  it('is one case; each who joins hears how many they are and no name; staff see the number', () => {
    const it_ = taken('labour', 'group')
    expect(joins(it_, person('ann'), 'group')).toBeNull()
    expect(it_.last).toHaveLength(1)
    expect(it_.last[0]?.text).toContain('现在共 2 人')
    expect(joins(it_, person('ben'), 'group')).toBeNull()
    expect(toldTo(it_, `staff ${it_.case.handlerId}`)[0]).toContain('人数现在是 3')
    expect(card(it_)).toContain('共同提出: 3 人')
    for (const who of [applicant, person('ann')]) {
      expect(mine(it_, who)).toContain('共同提出的人数：3')
      expect(mine(it_, who)).not.toMatch(/王芳|1380/)
    }
    it_.staffDoes(it_.case.handlerId ?? 0, 'message', { words: '请带上工资条。' })
    expect(it_.last.filter(({ to }) => to === 'resident')).toHaveLength(1)
  })

  it('lets nobody in twice, nor the other side, nor whoever handles it', () => {
    const it_ = grouped()
    expect(joins(it_, person('ann'), 'group')).toMatchObject({ key: 'case:refused.in-already' })
    expect(joins(it_, applicant, 'group')).toMatchObject({ key: 'case:refused.in-already' })
    expect(joins(it_, it_.staff.find(({ id }) => id === it_.case.handlerId)?.personId ?? '', 'group')).toMatchObject({ key: 'case:refused.handles-it' })
    it_.case = { ...it_.case, parties: it_.case.parties.map((each) => (each.role === 'respondent' ? { ...each, personId: person('boss') } : each)) }
    expect(joins(it_, person('boss'), 'group')).toMatchObject({ key: 'case:refused.other-side' })
    expect(it_.case.between.group?.joined).toHaveLength(4)
  })

  it('chooses who speaks; until then the founder does', () => {
    const it_ = grouped()
    const [ann = '', ben = '', cid = ''] = others
    expect(does(it_, ann, 'withdraw', { choice: 'own', words: '算了' })).toMatchObject({ key: 'case:refused.speakers' })
    expect(does(it_, ann, 'represent', { words: '老安' })).toBeNull()
    expect(toldTo(it_, `party ${partyOf(it_.case, ben)?.id}`)[0]).toContain('老安 愿意代表大家')
    expect(does(it_, ben, 'represent', { words: '老安' })).toMatchObject({ key: 'case:refused.name-taken' })
    const choices = (who: string): string[] => [...mine(it_, who).matchAll(/\[(.*)\]/g)].map(([, label = '']) => label)
    expect(choices(cid)).toContain('选代表')
    const give = `y.${Buffer.from((partyOf(it_.case, ann)?.id ?? '').replaceAll('-', ''), 'hex').toString('base64url')}`
    expect(does(it_, cid, 'vote', { choice: give })).toBeNull()
    expect(toldTo(it_, `party ${partyOf(it_.case, cid)?.id}`)[0]).toContain('您选了：老安')
    expect(toldTo(it_, `staff ${it_.case.handlerId}`)[0]).toContain('大家选出的代表：老安')
    expect(does(it_, cid, 'vote', { choice: give })).toBeNull()
    expect(it_.last.map(({ to }) => to)).toEqual([`party ${partyOf(it_.case, cid)?.id}`])
    expect([ann, applicant, ben].map((each) => personRelation(it_.case, each))).toEqual(['applicant', 'member', 'member'])
    expect(card(it_)).toContain('代表: 老安')
    expect(mine(it_, ben)).toContain('代表：老安')
    expect(does(it_, ann, 'stand-down', { choice: 'yes' })).toBeNull()
    expect(personRelation(it_.case, applicant)).toBe('applicant')
  })

  it('below three there is nobody to choose', () => {
    const it_ = taken('labour', 'group')
    joins(it_, person('ann'), 'group')
    expect(does(it_, person('ann'), 'represent', { words: '老安' })).toMatchObject({ key: 'case:refused.group-small' })
  })

  it('is left freely; the founder hands on, and the case goes on while somebody is left', () => {
    const it_ = grouped()
    const [ann = '', ben = '', cid = ''] = others
    expect(does(it_, applicant, 'withdraw', { choice: 'own', words: '算了' })).toMatchObject({ key: 'case:refused.withdraw-group' })
    expect(does(it_, ben, 'leave-group', { choice: 'yes' })).toBeNull()
    expect(it_.last.map(({ to }) => to)).toEqual(['old chat'])
    expect(does(it_, ben, 'leave-group', { choice: 'yes' })).toMatchObject({ key: 'case:refused.not-found' })
    expect(does(it_, applicant, 'leave-group', { choice: 'yes' })).toBeNull()
    expect(it_.case).toMatchObject({ applicantId: ann, stage: { at: 'accepted' } })
    expect(toldTo(it_, `party ${partyOf(it_.case, ann)?.id}`)[0]).toContain('现在先由您代表大家')
    expect(JSON.stringify(it_.case.parties.filter(({ role }) => role === 'former'))).not.toMatch(new RegExp(`${ben}|${applicant}|王芳|1380`))
    expect(card(it_)).not.toMatch(/王芳|13800001111/)
    expect(does(it_, cid, 'leave-group', { choice: 'yes' })).toBeNull()
    expect(does(it_, ann, 'leave-group', { choice: 'yes' })).toMatchObject({ key: 'case:refused.last-of-group' })
    expect(it_.case.stage.at).toBe('accepted')
    expect(does(it_, ann, 'withdraw', { choice: 'own', words: '只剩我了' })).toBeNull()
    expect(it_.case.stage).toMatchObject({ at: 'closed', outcome: 'withdrawn' })
  })

  it('the code can be shown again, and is the same while it is good', () => {
    const it_ = taken('labour', 'group')
    const first = /CASE-\w+/.exec(it_.told.find(({ text }) => text.includes('CASE-'))?.text ?? '')?.[0]
    expect(does(it_, applicant, 'group-code')).toBeNull()
    expect(it_.last[0]?.text).toContain(first)
    it_.now += 61 * 86_400_000
    expect(does(it_, applicant, 'group-code')).toBeNull()
    expect(it_.last[0]?.text).not.toContain(first)
  })
})

describe('somebody has their data erased', () => {
  const erased = (it: Life, who: string): unknown => it.attempts({ type: 'erased', person: who })

  it('one of a group leaves it, with their name and their vote; the others go on', () => {
    const it_ = taken('labour', 'group')
    for (const who of ['ann', 'ben', 'cho']) joins(it_, person(who), 'group')
    does(it_, person('ann'), 'represent', { words: '小安' })
    expect(erased(it_, person('ann'))).toBeNull()
    expect(it_.case.between.group).toMatchObject({ stands: [] })
    expect(it_.case.between.group?.joined).toHaveLength(3)
    expect(JSON.stringify(it_.case.parties)).not.toMatch(new RegExp(`小安|${person('ann')}`))
    erased(it_, applicant)
    expect(it_.case.applicantId).toBe(person('ben'))
  })

  it('the last one’s case stays with the office, which hears of it; so does a case that nobody holds', () => {
    const it_ = taken('labour', 'group')
    expect(erased(it_, applicant)).toBeNull()
    expect(it_.case.stage.at).not.toBe('closed')
    expect(toldTo(it_, `staff ${it_.case.handlerId}`)[0]).toContain('已删除自己的资料')
  })

  it('the other side can be invited anew and is not waited for in a chat that is gone', () => {
    const it_ = taken('mediation', 'self')
    it_.case.parties = it_.case.parties.map((each) => (each.role === 'respondent' ? { ...each, personId: person('across'), willing: 'willing' } : each))
    expect(erased(it_, person('across'))).toBeNull()
    expect(it_.case.parties.find(({ role }) => role === 'respondent')).toMatchObject({ personId: null, name: '赵强' })
    expect(toldTo(it_, `staff ${it_.case.handlerId}`)[0]).toContain('可以再发邀请')
    it_.staffDoes(it_.case.handlerId ?? 0, 'invite', { words: '再请您来谈谈。' })
  })
})
