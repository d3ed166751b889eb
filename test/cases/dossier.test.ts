import { describe, expect, it } from 'vitest'
import { papersOf } from '../../src/cases/dossier.ts'
import { residentCard, staffCard } from '../../src/cases/views.ts'
import { accepted, everybody, regulationOf, variant, wholly } from './office.ts'
import type { Life } from './office.ts'

const kept = variant('mediation', (regulation) => {
  regulation.dossier = { rule: 'MED-14', when: ['closed.agreement', 'session.agreed'], series: 'yearly', format: '{yyyy}{serial:3}' }
  regulation.papers = [
    { id: 'registration', rule: 'MED-18', from: ['filed'] },
    { id: 'session', rule: 'MED-18', from: ['session'], if: { happened: ['session', 'closed.failed'] } },
    { id: 'agreement', rule: 'MED-18', from: ['closed.agreement'] },
    { id: 'callback', rule: 'MED-18', from: ['scored'] },
  ]
  regulation.duties = regulation.duties.filter(({ id }) => id !== 'archive')
  regulation.steps = regulation.steps.filter(({ id }) => id !== 'archive')
  regulation.duties.push({ id: 'archive', rule: 'MED-18', when: ['closed'], who: 'handler', limit: '5 working-days', warn: '2 working-days', done: ['archived', 'reopened'], ladder: [], actions: ['archive'], tellResident: false, pausable: false, red: false, shown: false, outlives: true })
  regulation.steps.push({ id: 'archive', rule: 'MED-18', by: ['handler'], stages: ['closed'], takes: 'nothing', happens: 'archived', tellsResident: false, tells: [] })
})
const told = (it: Life, to: string): string => it.last.filter((each) => each.to === to).map(({ text }) => text).join('\n')
const at = (it: Life, id: number): string => {
  const card = staffCard(it.case, it.world(), everybody.find((each) => each.id === id)!, it.history)
  return card ? wholly(card) : ''
}

describe('the number of the agreement and its dossier (MED-14)', () => {
  it('is drawn from a series of its own when there is an agreement, and told to both in what they read then', () => {
    const it_ = accepted(kept, '2026-11-23 10:00')
    expect(it_.case.dossier).toBeNull()
    expect([...it_.series.keys()]).toEqual([])
    it_.staffDoes(1, 'close', { choice: 'agreement', words: '三天内修好水管。' })
    expect([...it_.series]).toEqual([[`dossier/1/${kept}/2026`, 1]])
    expect(it_.case).toMatchObject({ number: 'M20260001', dossier: '2026001' })
    expect(told(it_, 'resident')).toMatch(/三天内修好水管。[\s\S]*协议书、卷宗编号：2026001/)
    expect(told(it_, 'staff 1')).toContain('协议书、卷宗编号：2026001')
    expect(at(it_, 1)).toContain('协议书、卷宗编号: 2026001')
    expect(wholly(residentCard(it_.case, it_.world(), it_.history))).toContain('协议书、卷宗编号：2026001')
  })

  it('is told by itself when nothing else is', () => {
    const it_ = accepted(kept, '2026-11-23 10:00')
    it_.staffDoes(1, 'session', { choice: 'agreed', words: '谈成了。' })
    expect(told(it_, 'resident')).toContain('协议书、卷宗编号：2026001')
    expect(told(it_, 'staff 1')).toContain('协议书、卷宗编号：2026001')
  })

  it('is drawn once: not again at the closing, nor when the case is opened again and settled anew', () => {
    const it_ = accepted(kept, '2026-11-23 10:00')
    it_.staffDoes(1, 'session', { choice: 'agreed', words: '谈成了。' })
    it_.staffDoes(1, 'close', { choice: 'agreement', words: '三天内修好水管。' })
    expect(told(it_, 'resident')).not.toContain('协议书、卷宗编号')
    it_.until('2026-11-25 18:00')
    it_.does({ type: 'scored', survey: it_.surveys[0]?.id ?? '', score: 1 })
    it_.staffDoes(2, 'take')
    it_.staffDoes(2, 'close', { choice: 'agreement', words: '这次真修好了。' })
    expect(it_.case.dossier).toBe('2026001')
    expect([...it_.series.values()]).toEqual([1])
  })

  it('is not drawn for a case that failed, or for something refused', () => {
    const it_ = accepted(kept, '2026-11-23 10:00')
    it_.attempts({ type: 'staff', staff: 1, action: 'close', choice: 'agreement', words: '' })
    it_.staffDoes(1, 'close', { choice: 'failed', words: '谈不拢。' })
    expect(it_.case.dossier).toBeNull()
    expect([...it_.series.keys()]).toEqual([])
  })
})

describe('the papers of the dossier (MED-18)', () => {
  it('in their order, those that belong to this case, each there once something has brought it', () => {
    const it_ = accepted(kept, '2026-11-23 10:00')
    const list = (): string => papersOf(regulationOf(kept), it_.case).map(({ id, there }) => (there ? id : `no ${id}`)).join(', ')
    expect(list()).toBe('registration, no agreement, no callback')
    it_.staffDoes(1, 'session', { choice: 'adjourned', words: '下周再谈。' })
    expect(list()).toBe('registration, session, no agreement, no callback')
    it_.staffDoes(1, 'close', { choice: 'agreement', words: '三天内修好水管。' })
    expect(list()).toBe('registration, session, agreement, no callback')
    it_.until('2026-11-25 18:00')
    it_.does({ type: 'scored', survey: it_.surveys[0]?.id ?? '', score: 1 })
    expect(list()).toContain('agreement, callback')
  })

  it('are on the card of a closed case, not before, and where the file is asked for', () => {
    const it_ = accepted(kept, '2026-11-23 10:00')
    const missing = `还缺：paper.callback`
    expect(at(it_, 1)).not.toContain('paper.')
    it_.staffDoes(1, 'close', { choice: 'agreement', words: '三天内修好水管。' })
    expect(at(it_, 1)).toMatch(new RegExp(`✓ paper.registration[\\s\\S]*✓ paper.agreement[\\s\\S]*${missing}`))
    expect(told(it_, 'staff 1')).toContain(missing)
    expect(told(it_, 'resident')).not.toContain('paper.')
    it_.until('2026-11-27 10:00')
    expect(it_.told.findLast(({ to }) => to === 'staff 1')?.text).toMatch(new RegExp(`快到期了：duty.archive[\\s\\S]*${missing}`))
  })
})
