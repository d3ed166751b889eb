import { describe, expect, it } from 'vitest'
import { accepted, at, life, limits } from './office.ts'
import type { Life } from './office.ts'

/** What property complaints and requests are bound to by the letter, told on paper; the stories tell the rest. */

const major = { answers: [{ id: 'amount', text: '3000', value: 3000 }] }
const told = (it: Life, to: string): string => it.last.filter((each) => each.to === to).map(({ text }) => text).join('\n---\n')
/** As far as the customer's answer to the reviewed plan. */
function reviewed(answer: 'agree' | 'small' | 'large'): Life {
  const it = accepted('property-complaint', '2026-11-23 10:00', major)
  it.staffDoes(5, 'draft', { words: '赔 2000。' })
  it.staffDoes(6, 'pass-review')
  it.staffDoes(3, 'propose-reviewed', { words: '赔 2000 元。' })
  it.resident('answer', { step: 'propose-reviewed', choice: answer })
  return it
}

describe('a property complaint', () => {
  it('after a small difference the second plan is drafted and reviewed before the customer reads it (PRO-5)', () => {
    const it = reviewed('small')
    const ask = { type: 'staff', staff: 3, action: 'propose-reviewed', words: '赔 2500 元。' } as const
    expect(it.attempts(ask)).toMatchObject({ key: 'case:refused.not-now' })
    it.staffDoes(5, 'draft', { words: '赔 2500。' })
    expect(it.attempts(ask)).toMatchObject({ key: 'case:refused.not-now' })
    it.staffDoes(6, 'return-draft', { words: '写日期。' })
    expect(it.attempts({ type: 'staff', staff: 6, action: 'pass-review' })).toMatchObject({ key: 'case:refused.not-now' })
    it.staffDoes(5, 'draft', { words: '周五前赔 2500。' })
    it.staffDoes(6, 'pass-review')
    it.does(ask)
    expect(told(it, 'resident')).toContain('赔 2500 元。')
  })

  it('fifteen working days from when the escalated complaint is taken on, not from its filing (PRO-6)', () => {
    const it = life('property-complaint', '2026-11-23 10:00', major)
    it.does({ type: 'filed' })
    expect(it.open()).toEqual(['accept', 'answer-offer'])
    it.now = at('2026-11-24 10:00')
    it.until('2026-11-24 10:00')
    it.staffDoes(5, 'assign', { choice: '4' })
    it.staffDoes(4, 'take')
    expect(limits(it)).toEqual(['draft 2026-11-27 17:30', 'settle-escalated 2026-12-15 17:30'])
  })

  it('sent back unsigned, it is put right in two days, and its fifteen go on from where they began (PRO-6)', () => {
    const it = reviewed('large')
    it.until('2026-12-11 10:00')
    it.staffDoes(3, 'close', { choice: 'outside', words: '可以申请仲裁。' })
    it.now = at('2026-12-11 15:00')
    it.staffDoes(6, 'sign-off', { choice: 'no', words: '写明到哪里申请。' })
    expect(limits(it)).toEqual(expect.arrayContaining(['put-right 2026-12-15 17:30', 'settle-escalated 2026-12-14 17:30']))
  })

  it('waits to be signed within its fifteen days too: they end with the answer (PRO-6)', () => {
    const it = reviewed('large')
    it.until('2026-12-14 16:00')
    it.staffDoes(3, 'close', { choice: 'outside', words: '可以申请仲裁。' })
    it.until('2026-12-15 09:00')
    expect(it.told.some(({ to, text }) => to === 'resident' && text.includes('本应在 12月14日周一 前做好'))).toBe(true)
    it.staffDoes(6, 'sign-off', { choice: 'yes' })
    expect(it.duty('settle-escalated')).toMatchObject({ state: 'done', late: true })
  })
})
