import { describe, expect, it } from 'vitest'
import { accepted, everybody, life, type Life } from './office.ts'

/** ADM-3, PET-2, PET-7: who is asked to take a case over, and what becomes of it when somebody goes. */

const held = (): Life => accepted('mediation', '2026-11-24 10:00')
const holderOf = (work: Life): number => work.case.handlerId ?? 0
const colleagueOf = (work: Life): number => (holderOf(work) === 1 ? 2 : 1)

describe('a case that somebody hands over', () => {
  it('is owed an answer by the colleague, and everything else by the giver', () => {
    const work = held()
    const [from, to] = [holderOf(work), colleagueOf(work)]
    work.staffDoes(from, 'hand-over', { choice: String(to), words: '出差。' })
    const owed = work.duties.filter(({ state }) => state === 'open')
    expect(owed.filter(({ staffId }) => staffId === to).map(({ kind }) => kind)).toEqual(['answer-handover'])
    expect(work.case.handlerId).toBe(from)
  })

  it('is dropped when the head assigns it to somebody else meanwhile', () => {
    const work = held()
    const [from, to] = [holderOf(work), colleagueOf(work)]
    work.staffDoes(from, 'hand-over', { choice: String(to), words: '出差。' })
    work.staffDoes(5, 'assign', { choice: String(to) })
    expect(work.case.between.handover).toBeNull()
    expect(work.duties.filter(({ state, kind }) => state === 'open' && kind === 'answer-handover')).toEqual([])
  })

  it('never goes to a colleague who is a party to it: that one stays, also of many', () => {
    const work = held()
    const from = holderOf(work)
    expect(work.attempts({ type: 'told', what: 'handed-over', by: 99, given: { from: String(from), to: '99', name: '', leaving: 'no' } })).toBeNull()
    expect(work.case.handlerId).toBe(from)
  })

  it('is offered anew when whoever held it has left and nobody could take it', () => {
    const work = held()
    work.does({ type: 'told', what: 'left', by: null, given: { staff: String(holderOf(work)), name: '王' } })
    expect(work.case.handlerId).toBeNull()
    expect(['assigned', 'filed']).toContain(work.case.stage.at)
    expect(work.duties.some(({ state }) => state === 'open')).toBe(true)
  })

  it('goes to the next when whoever it is offered to is away, once', () => {
    const work = life('mediation', '2026-11-24 10:00')
    work.does({ type: 'filed' })
    const first = work.case.stage.at === 'assigned' ? work.case.stage.to : 0
    work.does({ type: 'told', what: 'away', by: null, given: { staff: String(first) } })
    expect(work.case.stage.at === 'assigned' ? work.case.stage.to : null).not.toBe(first)
    expect(work.attempts({ type: 'told', what: 'away', by: null, given: { staff: String(first) } })).not.toBeNull()
  })

  it('is not for a stand-in who has stood aside from it', () => {
    const before = held()
    const [holder, other] = [holderOf(before), colleagueOf(before)]
    const staff = everybody.map((each) => (each.id === other ? { ...each, standsFor: [holder] } : each))
    const note = { type: 'staff', staff: other, action: 'note', words: '看过。' } as const
    expect(life('mediation', '2026-11-24 10:00', before.case, staff).attempts(note)).toBeNull()
    const aside = { ...before.case, tried: [{ staff: other, why: 'recused' as const }] }
    expect(life('mediation', '2026-11-24 10:00', aside, staff).attempts(note)).toEqual({ key: 'case:refused.not-yours' })
  })
})
