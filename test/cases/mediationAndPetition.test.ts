import { describe, expect, it } from 'vitest'
import { papersOf } from '../../src/cases/dossier.ts'
import { accepted, at, everybody, life, limits, regulationOf, shown, wholly } from './office.ts'
import { staffCard } from '../../src/cases/views.ts'
import type { Life } from './office.ts'

/** What mediation and petitions are bound to by the letter, told on paper; the stories tell the rest. */

const told = (it: Life, to: string): string => it.last.filter((each) => each.to === to).map(({ text }) => text).join('\n---\n')
const card = (it: Life, id: number): string => {
  const shownTo = staffCard(it.case, it.world(), everybody.find((each) => each.id === id)!, it.history)
  return shownTo ? wholly(shownTo) : ''
}
const filed = (regulation: string, start: string, more: Parameters<typeof life>[2] = {}): Life => {
  const it = life(regulation, start, more)
  it.does({ type: 'filed' })
  return it
}

describe('a mediation', () => {
  it.each(['agreement', 'failed', 'terminated', 'refused', 'referred'])('supervised, it ends only with the leader’s consent, also as %s (MED-17)', (choice) => {
    const it = accepted('mediation', '2026-11-23 10:00')
    it.staffDoes(5, 'supervise', { words: '办结前报分管领导。' })
    it.staffDoes(1, 'close', { choice, words: '就这样。' })
    expect(it.case.stage).toMatchObject({ at: 'settling', needs: 'leader' })
    expect(told(it, 'leader')).toContain('就这样。')
    expect(told(it, 'resident')).not.toContain('就这样。')
  })

  it('supervised before anybody took it, a refusal that the leader sends back becomes a mediation with its month (MED-8, MED-17)', () => {
    const it = filed('mediation', '2026-11-23 10:00')
    it.staffDoes(6, 'supervise', { words: '重点看。' })
    it.staffDoes(1, 'close', { choice: 'refused', words: '不归我们管。' })
    expect(it.case.stage).toMatchObject({ at: 'settling', needs: 'leader' })
    it.now = at('2026-11-24 10:00')
    it.staffDoes(6, 'sign-off', { choice: 'no', words: '归我们管，请调解。' })
    expect(told(it, 'staff 1')).toContain('归我们管，请调解。')
    expect(limits(it)).toEqual(expect.arrayContaining(['conclude 2026-12-24 17:30', 'put-right 2026-11-27 17:30']))
  })

  it('the month goes on from where it began when the end is sent back (MED-8)', () => {
    const it = accepted('mediation', '2026-11-23 10:00')
    it.staffDoes(6, 'supervise', { words: '重点看。' })
    it.until('2026-12-21 10:00')
    it.staffDoes(1, 'close', { choice: 'failed', words: '谈不拢。' })
    expect(it.open()).not.toContain('conclude')
    it.now = at('2026-12-22 10:00')
    it.staffDoes(6, 'sign-off', { choice: 'no', words: '再谈一次。' })
    expect(limits(it)).toContain('conclude 2026-12-23 17:30')
  })

  it('whoever assigns it can set a shorter limit then: it runs from the acceptance, and is what the applicant reads (MED-8)', () => {
    const it = filed('mediation', '2026-11-23 10:00')
    it.staffDoes(5, 'assign', { choice: '2' })
    it.staffDoes(5, 'shorten', { choice: 'week' })
    expect(told(it, 'resident')).toContain('负责人要求尽快办完您的事项：\n一周内')
    it.now = at('2026-11-23 11:00')
    it.staffDoes(2, 'take')
    expect(limits(it)).toContain('conclude 2026-11-30 17:30')
    expect(told(it, 'resident')).toContain('11月30日周一到期')
  })

  it('about to flare up and taken by nobody: the two hours run from the filing, and the head can go or take it (MED-3)', () => {
    const it = filed('mediation', '2026-11-28 23:10', { dangers: ['violence'] })
    expect(shown(it.duty('go-first')?.dueAt ?? 0)).toBe('2026-11-29 01:10')
    it.until('2026-11-29 01:10')
    const late = it.told.find(({ to, text, at: when }) => to === 'head' && when === at('2026-11-29 01:10') && text.includes('马上到场，先行调解'))
    expect(late?.text).toContain('[受理]')
    expect(late?.urgent).toBe(true)
  })

  it.each([['few', 'ordinary'], ['some', 'major'], ['dozens', 'major'], ['many', 'urgent']])('%s people make it %s, also where a finding became the case', (value, level) => {
    expect(filed('mediation', '2026-11-23 10:00', { answers: [{ id: 'people', text: '', value }] }).case.level).toBe(level)
  })

  it('what the other side says reaches the applicant with the step; what comes of it is owed, until they are willing after all (MED-6)', () => {
    const it = accepted('mediation', '2026-11-23 10:00')
    it.staffDoes(1, 'unwilling', { words: '他说没空。' })
    expect(told(it, 'resident')).toContain('他说没空。')
    it.until('2026-11-25 09:00')
    expect(it.told.at(-1)?.text).toContain('快到期了：对方不愿调解：办结，或说明下一步')
    it.staffDoes(1, 'willing')
    expect(it.duty('tell-unwilling')).toMatchObject({ state: 'done', late: false })
  })

  it('who is reminded to decide can accept it, refuse it or let it be assigned (MED-7)', () => {
    const it = filed('mediation', '2026-11-23 10:00')
    for (const id of [1, 2]) it.staffDoes(id, 'decline', { choice: 'busy' })
    it.until('2026-11-26 09:00')
    const reminder = it.told.findLast(({ to, text }) => to === 'head' && text.includes('快到期了：决定是否受理'))
    expect(reminder?.text).toMatch(/\[受理\]\n\[办结\]\n\[指派承办人\]/)
  })

  it('a simple case needs the registration form only, however much has gathered; re-classified, it needs the rest again (MED-18)', () => {
    const it = accepted('mediation', '2026-11-23 10:00')
    const list = (): string => papersOf(regulationOf('mediation'), it.case).map(({ id, there }) => (there ? id : `no ${id}`)).join(', ')
    it.staffDoes(1, 'investigate', { choice: 'witnessed', words: '看了现场，居委会两位在场。' })
    it.staffDoes(1, 'session', { choice: 'agreed', words: '谈成了。' })
    it.staffDoes(1, 'close', { choice: 'agreement', words: '不再半夜拖桌子。' })
    expect(list()).toBe('no cover, no contents, application, registration, investigation, session, agreement, no callback, no note')
    it.staffDoes(5, 'archive', { choice: 'simple' })
    expect(list()).toBe('registration')
    it.staffDoes(5, 'archive', { choice: 'ordinary' })
    expect(list()).toBe('cover, contents, application, registration, investigation, session, agreement, no callback, note')
    expect(card(it, 1)).toMatch(/✓ 卷宗封面[\s\S]*✓ 受理调解登记表[\s\S]*还缺：回访记录[\s\S]*✓ 备考表/)
  })
})

describe('a petition', () => {
  it.each([
    ['reported many times before', { answers: [{ id: 'before', text: '', value: 'often' }] }],
    ['the third of one person in a year', { filedTimes: 3 }],
  ])('%s reaches leader and head at once, at night too (PET-10)', (_what, more) => {
    const it = filed('petition', '2026-11-28 22:00', more)
    expect(it.case.level).toBe('important')
    expect(it.last.filter(({ to, urgent, notBefore }) => ['leader', 'head'].includes(to) && urgent && notBefore === null).map(({ to }) => to)).toEqual(['head', 'leader'])
    expect(limits(it)).toContain('instruct-at-once 2026-11-28 23:00')
  })

  it('the second of one person in a year is as others are', () => {
    expect(filed('petition', '2026-11-23 10:00', { filedTimes: 2 }).case.level).toBe('ordinary')
  })

  it('learnt to be out of order, it is marked so by whoever learns it; the leader reads why, and instructs within the hour (PET-10)', () => {
    const it = accepted('petition', '2026-11-23 10:00')
    it.staffDoes(3, 'mark-important', { choice: 'out-of-order', words: '已买了去省里的票。' })
    expect(told(it, 'leader')).toMatch(/列为重要信访\n越级\n已买了去省里的票。[\s\S]*\[阅批\]/)
    expect(told(it, 'head')).toContain('已买了去省里的票。')
    expect(limits(it)).toContain('instruct-at-once 2026-11-23 11:00')
    expect(it.attempts({ type: 'staff', staff: 3, action: 'mark-important', choice: 'mass', words: '又来了。' })).toMatchObject({ key: 'case:refused.not-now' })
  })

  it('more time: once by whoever has it, and the leader reads it; then only the leader gives more (PET-5)', () => {
    const it = accepted('petition', '2026-11-23 10:00')
    it.staffDoes(6, 'instruct', { words: '五天内办好。' })
    it.staffDoes(3, 'interim-report', { choice: 'ten-days', words: '等专家来。' })
    for (const who of ['leader', 'head', 'resident']) expect(told(it, who), who).toMatch(/再给 10 天\n等专家来。\n期限：12月10日周四/)
    expect(it.attempts({ type: 'staff', staff: 3, action: 'interim-report', choice: 'ten-days', words: '还要等。' })).toMatchObject({ key: 'case:refused.not-now' })
    it.staffDoes(3, 'extend', { choice: 'three-days', words: '专家周五来。' })
    expect(told(it, 'staff 6')).toContain('苏青申请延期：3天。理由：\n现在的期限：12月10日周四。\n专家周五来。')
    it.staffDoes(6, 'decide-extension', { choice: 'yes' })
    expect(told(it, 'resident')).toContain('新的期限：12月14日周一。苏青说明的理由：\n专家周五来。')
    expect(told(it, 'staff 3')).toContain('梁正同意延期，新的期限：12月14日周一。')
    expect(limits(it)).toContain('settle 2026-12-14 17:30')
  })

  it('is settled when the petitioner has the answer, not when it waits to be signed; why it is late can be said then too, to the leader as well (PET-4, PET-5)', () => {
    const it = accepted('petition', '2026-11-23 10:00')
    it.staffDoes(6, 'instruct', { words: '五天内办好。' })
    it.until('2026-11-30 16:00')
    it.staffDoes(3, 'close', { choice: 'settled', words: '路已修好。' })
    expect(it.open()).toContain('settle')
    it.until('2026-12-01 10:00')
    expect(it.told.some(({ to, text }) => to === 'resident' && text.includes('本应在 11月30日周一 前做好'))).toBe(true)
    it.staffDoes(3, 'late-report', { words: '答复周一已送审签。' })
    expect(told(it, 'leader')).toContain('答复周一已送审签。')
    expect(told(it, 'head')).toContain('答复周一已送审签。')
    it.staffDoes(6, 'sign-off', { choice: 'yes' })
    expect(it.duty('settle')).toMatchObject({ state: 'done', late: true })
    expect(it.open()).toEqual(['file-away'])
  })
})
