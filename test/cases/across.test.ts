import { describe, expect, it } from 'vitest'
import { idFrom } from '../../src/ids.ts'
import { does, joins, offered, other, sees, table, tries } from './atTable.ts'
import { accepted, applicant, at } from './office.ts'
import type { Life } from './office.ts'

/** What goes across the table: from whom, when, how much of it, and what stays with one side (MED-9, PET-9). */

const to = (it: Life, reader: string): string => it.last.filter((each) => each.to === reader).map(({ text }) => text).join('\n')

describe('what the mediator proposes', () => {
  it('accepted by one side only stays with that side', () => {
    const it = table()
    it.staffDoes(1, 'offer-from-mediator', { words: '各让一半。' })
    does(it, other, 'accept-offer', { choice: '1' })
    expect(sees(it, applicant)).not.toContain('一方接受方案')
    expect(sees(it, other)).toContain('被申请人一方接受方案 1')
    does(it, applicant, 'accept-offer', { choice: '1' })
    expect(sees(it, other)).toContain('申请人一方接受方案 1')
  })

  it('who had accepted it hears that it is off when the other side wants something else', () => {
    const it = table()
    it.staffDoes(1, 'offer-from-mediator', { words: '各让一半。' })
    does(it, other, 'accept-offer', { choice: '1' })
    does(it, applicant, 'counter-offer', { choice: '1', words: '我要七成。' })
    expect(to(it, 'other side')).toMatch(/没有接受方案 1[\s\S]*我要七成/)
  })
})

describe('whoever files for somebody else', () => {
  const proxy = idFrom('people', 'proxy')
  const unheard = (): Life => {
    const party = (n: string, role: 'applicant' | 'proxy' | 'respondent', personId: string | null, name: string) => ({ id: idFrom('parties', n), role, personId, name, contact: null, willing: 'unknown' as const })
    const it = accepted('mediation', '2026-11-23 10:00', { applicantId: proxy, parties: [party('1', 'applicant', null, '王芳'), party('9', 'proxy', proxy, '王强'), party('2', 'respondent', null, '赵强')] })
    it.case.between.consent = 'asked'
    it.staffDoes(1, 'invite', { words: '想谈一谈。' })
    it.does(joins(it))
    does(it, other, 'willing', { choice: 'willing' })
    return it
  }

  it('neither speaks, offers nor accepts before that person has agreed to it', () => {
    const it = unheard()
    does(it, other, 'offer', { words: '赔三千。' })
    expect(to(it, `party ${idFrom('parties', '9')}`)).toMatch(/赔三千/)
    expect(to(it, `party ${idFrom('parties', '9')}`)).not.toContain('[接受方案]')
    expect(offered(it, proxy).filter((id) => ['speak', 'offer', 'accept-offer', 'counter-offer', 'decline-offer'].includes(id))).toEqual([])
    for (const act of ['speak', 'offer']) expect(tries(it, proxy, act, { words: '可以。' }), act).toContain('refused.consent-first')
    expect(tries(it, proxy, 'accept-offer', { choice: '1' })).toContain('refused.consent-first')
    it.staffDoes(1, 'oral-consent', { words: '电话里说同意。' })
    does(it, proxy, 'accept-offer', { choice: '1' })
    expect(it.case.between.offers[0]?.state).toBe('accepted')
  })
})

describe('words across', () => {
  it.each(['speak', 'offer'])('at night they wait for the morning, and whoever sends them knows (%s)', (act) => {
    const it = table()
    it.now = at('2026-11-24 03:00')
    does(it, applicant, act, { words: '你等着。' })
    expect(it.last.find((each) => each.to === 'other side')?.notBefore).toBe(at('2026-11-24 09:00'))
    expect(it.last.find(({ text }) => text.includes('现在太晚了'))).toMatchObject({ notBefore: null })
  })

  it('come at once by day, and are no flood', () => {
    const it = table()
    for (let n = 0; n < 20; n += 1) {
      it.now += 60_000
      does(it, applicant, 'speak', { words: `第 ${n} 句` })
      expect(it.last.find((each) => each.to === 'other side')?.notBefore).toBeNull()
    }
    for (const act of ['speak', 'offer']) expect(tries(it, applicant, act, { words: '还有' }), act).toContain('refused.much')
    does(it, other, 'speak', { words: '慢点说。' })
    it.now += 3_600_000
    does(it, applicant, 'speak', { words: '好。' })
  })
})
