import { describe, expect, it } from 'vitest'
import { residentCard } from '../../src/cases/views.ts'
import { accepted, life, variant, wholly } from './office.ts'
import type { Life } from './office.ts'

/** The last thing somebody was told. */
const last = (it: Life, to: string): string => it.told.findLast((told) => told.to === to)?.text ?? ''
const card = (it: Life): string => wholly(residentCard(it.case, it.world(), it.history.filter(({ open }) => open)))

describe('a nameless petition, of whose result nobody is told (PET-6)', () => {
  it('passed on: neither the resident nor the staff read that a result went out', () => {
    const it = life('petition', '2026-11-23 10:00', { anonymous: true })
    it.does({ type: 'filed' })
    it.staffDoes(3, 'close', { choice: 'forwarded', words: '已转县自然资源局。' })
    expect(last(it, 'staff 3')).toContain('已办结；匿名反映，不发结果。')
    expect(last(it, 'resident')).toContain('您反映的事项在我们这里已经结束。匿名反映不另发结果，谢谢您告诉我们。')
    expect(card(it)).toContain('您反映的事项在我们这里已经结束')
    expect(card(it)).not.toMatch(/自然资源局|办结/)
  })

  it('signed: nobody is promised an answer on the way, and whoever wrote it reads that none was sent', () => {
    const it = accepted('petition', '2026-11-23 10:00', { anonymous: true })
    const before = it.told.length
    it.staffDoes(3, 'close', { choice: 'settled', words: '已处分当事人。' })
    expect(last(it, 'staff 3')).toContain('已送审签；匿名反映，签好后不发结果。')
    expect(it.told.slice(before).filter(({ to }) => to === 'resident')).toEqual([])
    expect(card(it)).not.toContain('签好就告诉您')
    it.staffDoes(6, 'sign-off', { choice: 'yes' })
    expect(last(it, 'staff 3')).toContain('梁正已签批；匿名反映，不发结果。')
    expect(it.told.slice(before).map(({ text }) => text).join()).not.toMatch(/答复已|答复会/)
  })

  it('withdrawn by whoever filed it, it is over and not "dealt with"', () => {
    const it = accepted('petition', '2026-11-23 10:00', { anonymous: true })
    it.resident('withdraw', { choice: 'own', words: '算了' })
    expect(last(it, 'resident')).toContain('在我们这里已经结束')
  })

  it('a named one hears all of it', () => {
    const it = accepted('petition', '2026-11-23 10:00')
    it.staffDoes(3, 'close', { choice: 'settled', words: '已处分当事人。' })
    expect(last(it, 'staff 3')).toContain('签好后答复会自动发给当事人')
    expect(last(it, 'resident')).toContain('签好就告诉您')
    it.staffDoes(6, 'sign-off', { choice: 'yes' })
    expect(last(it, 'staff 3')).toContain('答复已送达当事人')
    expect(card(it)).toMatch(/您的事项已经办结：[\s\S]*已处分当事人/)
  })
})

describe('withdrawing', () => {
  it('is offered only where a case can end so (MED-17)', () => {
    expect(card(accepted('mediation', '2026-11-23 10:00'))).toContain('[撤回]')
    const fixed = variant('mediation', (regulation) => { regulation.outcomes = regulation.outcomes.filter(({ byResident }) => !byResident) })
    const it = accepted(fixed, '2026-11-23 10:00')
    expect(card(it)).not.toContain('[撤回]')
    expect(card(it)).toContain('[补充情况]')
  })
})
