import { describe, expect, it as test } from 'vitest'
import { actionsFor } from '../../src/cases/actions.ts'
import { isWatched } from '../../src/cases/agreement/watch.ts'
import { isConfirmed, shortHash } from '../../src/cases/agreement/text.ts'
import type { CaseState } from '../../src/cases/case.ts'
import { actsOf } from '../../src/rehearsal/acts.ts'
import { idFrom } from '../../src/ids.ts'
import { accepted, applicant, newCase, quotaFull, variant } from './office.ts'
import type { Life } from './office.ts'
import { can, does, joins, offered, other, tries } from './atTable.ts'

/** An agreement stands from the moment both have confirmed it; before that it is waited for, and what was sent hangs on who is there. */


const third = idFrom('people', 'third')

function table(more: Partial<CaseState> = {}, regulation = 'mediation'): Life {
  const parties = newCase('mediation').parties.map((party) => (party.role === 'respondent' ? { ...party, personId: other, willing: 'willing' as const } : party))
  return accepted(regulation, '2026-11-24 10:00', { category: 'neighbour', parties, ...more })
}
const heard = (it: Life, to: string, last = it.last): string => last.filter((each) => each.to === to).map(({ text }) => text).join('\n')
const code = (it: Life): string => shortHash(it.case.between.agreement ?? { hash: null })
const toOther = (it: Life): string => `party ${it.case.parties.find(({ personId }) => personId === other)?.id}`

function sent(more: Partial<CaseState> = {}, regulation = 'mediation', day = '2026-12-01'): Life {
  const it = table(more, regulation)
  it.staffDoes(1, 'clause', { choice: `add.respondent.${day}`, words: '修好水管' })
  it.staffDoes(1, 'send-agreement', { choice: 'yes' })
  return it
}

function agreed(regulation = 'mediation', day?: string): Life {
  const it = sent({}, regulation, day)
  does(it, applicant, 'agree', { choice: code(it) })
  does(it, other, 'agree', { choice: code(it) })
  return it
}

describe('once both have confirmed it, it stands (MED-14)', () => {
  test('nobody leaves it by a tap: they are told to write to the mediator', () => {
    const it = agreed()
    for (const [person, action, choice] of [[other, 'end-part', 'yes'], [other, 'willing', 'unwilling'], [applicant, 'withdraw', 'own']] as const) {
      expect(offered(it, person)).not.toContain(action)
      expect(tries(it, person, action, { choice, words: '不想了' }), action).toContain('refused.agreement-stands')
    }
    expect(tries(it, other, 'object', { words: '不对' })).toContain('refused.agreement-stands')
    expect(can(it, 1)).not.toContain('release-other')
  })

  test('while the end waits for a signature nobody becomes unwilling', () => {
    const it = table({}, variant('mediation', (own) => { own.outcomes = own.outcomes.map((each) => ({ ...each, signOff: { by: 'leader' } })) }))
    it.staffDoes(1, 'close', { choice: 'failed', words: '谈不成。' })
    expect(it.case.stage.at).toBe('settling')
    expect(offered(it, other)).not.toContain('willing')
    expect(tries(it, other, 'willing', { choice: 'unwilling' })).toContain('refused.settling-resident')
  }, 10_000)

  test('MED-15: reopened and closed as failed, it is still asked about, and what is found can be written down', () => {
    const it = agreed('mediation', '2027-01-15')
    quotaFull(it)
    it.staffDoes(1, 'close', { choice: 'agreement', words: '按协议办。' })
    it.until('2026-12-20 10:00')
    it.does({ type: 'scored', survey: it.surveys.find(({ personId }) => personId === applicant)?.id ?? '', score: 1 })
    if (it.case.stage.at === 'assigned') it.staffDoes(it.case.stage.to, 'take')
    const mediator = it.case.handlerId ?? 0
    it.staffDoes(mediator, 'close', { choice: 'failed', words: '再谈不成。' })
    expect(isWatched(it.case)).toBe(true)
    const before = it.told.length
    it.until('2027-01-15 10:00')
    expect(it.told.slice(before).filter(({ text }) => text.includes('做到了吗？')).map(({ to }) => to).sort()).toEqual(['other side', 'resident'])
    expect(actionsFor(it.case, it.world(), it.staff.find(({ id }) => id === mediator) ?? it.staff[0] as never).map(({ id }) => id)).toContain('performance-noted')
    it.staffDoes(mediator, 'performance-noted', { choice: 'done', words: '看过了，修好了。' })
  })

  test('the mediator changes it only after saying so once more; then it stands no more', () => {
    const it = agreed()
    const [clause] = it.case.between.agreement?.clauses ?? []
    for (const change of ['add', 'facts', `drop-${clause?.id}`]) {
      it.staffDoes(1, 'clause', { choice: change })
      expect(heard(it, 'staff 1')).toMatch(/协议已经成立[\s\S]*\[仍要修改\]/)
    }
    it.staffDoes(1, 'clause', { choice: 'add.both.none', words: '早写到一半的' })
    expect(isConfirmed(it.case)).toBe(true)
    it.staffDoes(1, 'clause', { choice: 'sure-add.both.none', words: '互不再骂人' })
    expect(isConfirmed(it.case)).toBe(false)
    expect(heard(it, 'other side')).toContain('之前的确认作废')
    expect(offered(it, other)).toContain('end-part')
  })
})

describe('before it stands', () => {
  test('MED-10: whoever leaves takes the text that was sent with them; who comes in next confirms nothing old', () => {
    const it = sent()
    const old = code(it)
    does(it, applicant, 'agree', { choice: old })
    does(it, other, 'end-part', { choice: 'yes' })
    expect(it.case.between.agreement).toMatchObject({ hash: null, confirmed: [], parties: [] })
    expect(it.open()).not.toContain('confirm-agreement')
    it.staffDoes(1, 'invite', { words: '楼上楼下谈一谈。' })
    it.does(joins(it, third))
    expect(tries(it, third, 'agree', { choice: old })).toContain('refused.agreement-changing')
  })

  test('somebody owes it: three working days, then the head; the side that is silent is reminded once', () => {
    const it = sent()
    does(it, applicant, 'agree', { choice: code(it) })
    expect(it.open()).toEqual(expect.arrayContaining(['confirm-agreement', 'remind-agreement']))
    const before = it.told.length
    it.until('2026-12-08 10:00')
    const told = it.told.slice(before)
    expect(told.filter(({ text }) => text.includes('有一份调解协议还在等您看')).map(({ to }) => to)).toEqual([toOther(it)])
    expect(told.some(({ to, text }) => to === 'head' && text.includes('让双方确认协议'))).toBe(true)
    does(it, other, 'agree', { choice: code(it) })
    expect(it.open()).not.toContain('confirm-agreement')
  })

  test('whoever said what is wrong with it is not reminded of it', () => {
    const it = sent()
    does(it, other, 'object', { words: '水管不是我弄坏的' })
    const before = it.told.length
    it.until('2026-12-01 10:00')
    expect(it.told.slice(before).filter(({ text }) => text.includes('还在等您看')).map(({ to }) => to)).toEqual([`party ${it.case.parties[0]?.id}`])
  })

  test('a respondent who is here in a chat and silent can sign on paper', () => {
    const it = sent()
    does(it, applicant, 'agree', { choice: code(it) })
    expect(can(it, 1)).toContain('signed-on-paper')
    it.staffDoes(1, 'signed-on-paper', { choice: 'p1', words: '来办公室当面签字。' })
    expect(isConfirmed(it.case)).toBe(true)
  })

  test('nobody who stays nameless is named to whoever writes down a signature (PET-7)', () => {
    const it = sent({ anonymous: true })
    const labels = JSON.stringify(actionsFor(it.case, it.world(), it.staff[0] as never).find(({ id }) => id === 'signed-on-paper')?.choices)
    expect(labels).toContain('赵强')
    expect(labels).not.toContain('王芳')
  })

  test('a clause whose day is over is not sent; it is named', () => {
    const it = table()
    it.staffDoes(1, 'clause', { choice: 'add.applicant.none', words: '付材料费' })
    it.staffDoes(1, 'clause', { choice: 'add.respondent.2026-11-25', words: '修好水管' })
    it.until('2026-11-27 10:00')
    for (const choice of [{}, { choice: 'yes' }]) expect(it.attempts({ type: 'staff', staff: 1, action: 'send-agreement', ...choice })).toMatchObject({ key: 'case:refused.clause-past', with: { n: 2, text: '修好水管' } })
  })

  test('between two mediators it can be agreed to and objected to', () => {
    const it = sent()
    it.staffDoes(5, 'assign', { choice: '2' })
    expect(it.case.stage.at).toBe('assigned')
    expect(offered(it, other)).toEqual(expect.arrayContaining(['read-clause', 'object']))
    does(it, other, 'object', { words: '日期太早' })
    expect(heard(it, toOther(it))).toContain('您的意见已转给调解员')
    does(it, applicant, 'agree', { choice: code(it) })
    does(it, other, 'agree', { choice: code(it) })
    expect(isConfirmed(it.case)).toBe(true)
  })

  test('closing it as agreed without both confirmations: the mediator reads so first', () => {
    const it = sent()
    const about = (): unknown => actionsFor(it.case, it.world(), it.staff[0] as never).find(({ id }) => id === 'close')?.about
    expect(about()).toMatchObject([{ key: 'case:ask.close-unconfirmed' }])
    for (const person of [applicant, other]) does(it, person, 'agree', { choice: code(it) })
    expect(about()).toBeUndefined()
  })
})

describe('who says now this, now that (MED-15)', () => {
  test.each(['mediation', 'labour'])('%s: is written down, and moves others once in three days at most; somebody goes on following it up', (regulation) => {
    const it = agreed(regulation)
    if (regulation === 'labour') {
      it.staffDoes(1, 'session', { choice: 'agreed', words: '谈成了。' })
      it.staffDoes(5, 'check-agreement', { choice: 'sound' })
    }
    it.staffDoes(1, 'close', { choice: 'agreement', words: '按协议办。' })
    it.until('2026-12-01 12:00')
    const id = it.case.between.agreement?.clauses[0]?.id ?? ''
    const before = it.told.length
    for (let n = 0; n < 20; n++) for (const answer of ['not-done', 'done']) does(it, applicant, 'performed', { choice: `${id}.${answer}` })
    const told = it.told.slice(before).filter(({ to }) => to !== `party ${it.case.parties[0]?.id}`).map(({ to }) => to).sort()
    // Reminded, guided, the head; the mediator that it is not done, and that it is after all.
    expect(told).toEqual(['head', 'other side', 'resident', 'staff 1', 'staff 1'])
    const followed = regulation === 'mediation' ? 'guide' : 'follow-up-performance'
    expect(it.open()).toContain(followed)
    expect(it.duties.filter(({ kind }) => kind === 'ask-performance').length).toBeLessThanOrEqual(2)
    it.until('2026-12-04 12:01')
    does(it, applicant, 'performed', { choice: `${id}.not-done` })
    expect(heard(it, 'other side')).toContain('可能还没有完全做到')
  })

  test('a case in which it happened can be rehearsed under other rules', () => {
    const it = agreed()
    it.staffDoes(1, 'close', { choice: 'agreement', words: '按协议办。' })
    it.until('2026-12-01 12:00')
    does(it, applicant, 'performed', { choice: `${it.case.between.agreement?.clauses[0]?.id}.not-done` })
    expect(it.history.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['performed', 'performance-missed']))
    expect(actsOf({ case: it.case, duties: it.duties, surveys: it.surveys, history: it.history, staff: [], asked: [] })).toMatchObject({ acts: [{ action: 'take' }, { action: 'close', choice: 'agreement' }] })
  })
})
