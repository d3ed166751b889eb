import { describe, expect, it } from 'vitest'
import { nothingBetween } from '../../src/cases/between.ts'
import type { CaseEvent, CaseState } from '../../src/cases/case.ts'
import { whyNotMerge } from '../../src/cases/merging.ts'
import { linesFor } from '../../src/cases/views.ts'
import { idFrom } from '../../src/ids.ts'
import { accepted, everybody, life, member, newCase, regulationOf } from './office.ts'
import type { Life } from './office.ts'

/** PRO-12: like cases go on as one, each told of by its own turn. */

const neighbour = idFrom('people', 'neighbour')
const party = (id: string, person: string | null, more: Partial<CaseState['parties'][number]> = {}): CaseState['parties'][number] => ({ id: idFrom('parties', id), role: 'applicant', personId: person, name: null, contact: null, willing: 'unknown', ...more })

const main = (): Life => accepted('property-complaint', '2026-11-23 10:00', { id: idFrom('cases', 'main'), number: 'C1', parties: [party('a', idFrom('people', 'applicant'), { name: '王芳' })] })
const other = (more: Partial<CaseState> = {}): Life => accepted('property-complaint', '2026-11-23 10:00', { id: idFrom('cases', 'other'), number: 'C2', story: '电梯又停了。', applicantId: neighbour, parties: [party('b', neighbour, { name: '赵敏', contact: '13800002222' })], ...more })

/** What one case sends to the other reaches it, as the queue would bring it. */
function brings(from: Life, event: CaseEvent, to: Life): void {
  const decided = from.tries(event)
  from.does(event)
  if ('refused' in decided) throw new Error('refused')
  for (const next of decided.events) if (next.caseId === to.case.id) brings(to, next.event, from)
}

const merge = (whole: Life): CaseEvent => ({ type: 'staff', staff: 5, action: 'merge', given: { into: whole.case.id, number: whole.case.number } })

describe('one goes on as part of another', () => {
  it('its duties end, its people come in, and both read who handles it; taken apart it stands as it stood', () => {
    const [whole, one] = [main(), other()]
    const before = one.open()
    brings(one, merge(whole), whole)
    expect(one.case.stage).toMatchObject({ at: 'closed', outcome: 'merged' })
    expect(one.open()).toEqual([])
    expect(whole.case.parties.map(({ role, personId }) => [role, personId])).toContainEqual(['member', neighbour])
    expect(whole.told.some(({ to, text }) => to === 'old chat' && text.includes('C2') && text.includes('C1'))).toBe(true)

    brings(whole, { type: 'staff', staff: 3, action: 'message', words: '明天换主板。' }, one)
    expect(one.history.at(-1)).toMatchObject({ kind: 'messaged', open: true })

    brings(one, { type: 'staff', staff: 5, action: 'unmerge', words: '是另一部电梯。' }, whole)
    expect(one.case.stage).toEqual({ at: 'accepted', hold: null })
    expect(one.open()).toEqual(before)
    expect(whole.case.parties.find(({ personId }) => personId === neighbour)?.role).toBe('former')
    brings(whole, { type: 'staff', staff: 3, action: 'message', words: '主板到了。' }, one)
    expect(one.history.some(({ details }) => JSON.stringify(details).includes('主板到了'))).toBe(false)
  })

  it('what each side says stays between them and the office, also afterwards', () => {
    const [whole, one] = [main(), other()]
    whole.resident('reply', { words: '我家有老人，暗号一。' })
    brings(one, merge(whole), whole)
    brings(one, { type: 'resident', person: neighbour, action: 'add', words: '我在六楼，暗号二。' }, whole)
    const read = (person: string): string => JSON.stringify(linesFor(whole.case, whole.history, whole.case.parties.find(({ personId }) => personId === person)))
    expect(read(neighbour)).not.toContain('暗号一')
    expect(read(neighbour)).toContain('暗号二')
    expect(read(idFrom('people', 'applicant'))).not.toContain('暗号二')
    expect(JSON.stringify(one.history)).toContain('暗号二')
    brings(one, { type: 'staff', staff: 5, action: 'unmerge', words: '不是一件事。' }, whole)
    expect(read(idFrom('people', 'applicant'))).not.toContain('暗号二')
  })

  it('the main one closed a moment before: nothing is joined, and the head reads why', () => {
    const [whole, one] = [main(), other()]
    whole.does({ type: 'resident', person: idFrom('people', 'applicant'), action: 'withdraw', choice: 'own', words: '好了' })
    expect(whole.case.stage.at).toBe('closed')
    brings(one, merge(whole), whole)
    expect(one.case.stage).toEqual({ at: 'accepted', hold: null })
    expect(one.told.some(({ to, text }) => to === 'staff 5' && text.includes('没有并成'))).toBe(true)
    expect(one.told.some(({ to, text }) => to === 'resident' && text.includes('C1'))).toBe(false)
  })

  it('the main one taken back: what went on in it goes on by itself, and its people hear so', () => {
    const [whole, one] = [main(), other()]
    brings(one, merge(whole), whole)
    brings(whole, { type: 'resident', person: idFrom('people', 'applicant'), action: 'withdraw', choice: 'own', words: '好了' }, one)
    expect(one.case.stage).toEqual({ at: 'accepted', hold: null })
    expect(one.told.some(({ to, text }) => to === 'resident' && text.includes('单独办理'))).toBe(true)
  })

  it('nobody handles it by itself meanwhile, and what only its own case could do is refused with where to go', () => {
    const [whole, one] = [main(), other()]
    brings(one, merge(whole), whole)
    for (const action of ['message', 'close', 'hold', 'assign', 'urge-staff', 'merge']) expect(one.attempts({ type: 'staff', staff: 5, action, choice: '1', words: '好' }), action).toMatchObject({ key: 'case:refused.merged', with: { number: 'C1' } })
    expect(one.attempts({ type: 'staff', staff: 3, action: 'unmerge', words: '我要' })).toMatchObject({ key: 'case:refused.not-yours' })
    expect(one.attempts({ type: 'resident', person: neighbour, action: 'urge' })).toMatchObject({ key: 'case:refused.merged-main' })
  })

  it('a merge that no page has prepared is no merge', () => {
    expect(other().attempts({ type: 'staff', staff: 5, action: 'merge' })).toMatchObject({ key: 'case:refused.choice' })
  })
})

describe('what cannot be joined (PET-7)', () => {
  const rules = (state: CaseState, whole: CaseState) => ({ state: regulationOf(state.regulation), main: regulationOf(whole.regulation) })
  const whole = newCase('property-complaint', { id: idFrom('cases', 'main'), parties: [party('a', idFrom('people', 'applicant'))], stage: { at: 'accepted', hold: null } })
  it.each<[string, CaseState, CaseState, string | null]>([
    ['two alike', newCase('property-complaint', { applicantId: neighbour, parties: [party('b', neighbour)] }), whole, null],
    ['itself', whole, whole, 'merge-same'],
    ['one of another office', newCase('property-complaint', { officeId: 2 }), whole, 'merge-office'],
    ['a closed one', newCase('property-complaint', { stage: { at: 'closed', outcome: 'settled', answer: '', by: 1, since: 0 } }), whole, 'merge-closed'],
    ['one that holds others', newCase('property-complaint', { between: { ...nothingBetween, holds: [{ caseId: 'x', number: 'C9', at: 0, parties: [], until: null }] } }), whole, 'merge-holds'],
    ['a sealed kind with another', newCase('petition', { parties: [party('b', neighbour)] }), whole, 'merge-kind'],
    ['a code name with another kind', newCase('property-request', { parties: [party('b', neighbour)], between: { ...nothingBetween, codeName: 'K3' } }), whole, 'merge-kind'],
    ['one with the other side at the table', newCase('mediation', { parties: [party('b', neighbour), party('c', idFrom('people', 'third'), { role: 'respondent' })] }), newCase('mediation', { id: idFrom('cases', 'x') }), 'merge-table'],
    ['the two sides of one quarrel', newCase('mediation', { applicantId: neighbour, parties: [party('b', neighbour)] }), newCase('mediation', { id: idFrom('cases', 'x'), parties: [party('a', 'p'), party('d', neighbour, { role: 'respondent' })] }), 'merge-apart'],
  ])('%s', (_what, state, into, why) => {
    const refused = whyNotMerge(state, into, rules(state, into), everybody)
    expect(refused && 'key' in refused ? refused.key : null).toBe(why === null ? null : `case:refused.${why}`)
  })

  it('nor a petition about somebody who would read it in the other, and nobody is told why', () => {
    const about = newCase('petition', { story: '胡静收了钱。', parties: [party('b', neighbour)] })
    const plain = newCase('petition', { id: idFrom('cases', 'x'), parties: [party('a', 'p')] })
    expect(whyNotMerge(about, plain, rules(about, plain), everybody)).toEqual({ key: 'case:refused.merge-apart' })
    expect(whyNotMerge(about, plain, rules(about, plain), [member(1, 'handler', { name: '苏青' })])).toBeNull()
  })
})

describe('the watch list (ADM-2)', () => {
  it('a case reopened is on it again, and whoever listed it hears so', () => {
    const it = life('property-complaint', '2026-11-23 10:00', { parties: [party('a', idFrom('people', 'applicant'))] })
    it.does({ type: 'filed' })
    it.staffDoes(3, 'take')
    it.does({ type: 'staff', staff: 6, action: 'supervise', given: { reason: '第三次坏。', until: '2026-12-18' } })
    expect(it.open()).toEqual(expect.arrayContaining(['report-supervised', 'settle-supervised']))
    expect(it.attempts({ type: 'staff', staff: 6, action: 'supervise', given: { reason: '再来', until: '2026-12-18' } })).toMatchObject({ key: 'case:refused.listed-already' })
    const outcome = regulationOf('property-complaint').outcomes.find(({ byResident, signOff, if: when }) => !byResident && !signOff && !when)?.id ?? ''
    it.staffDoes(3, 'close', { choice: outcome, words: '换好了。' })
    expect(it.open().filter((kind) => kind.endsWith('supervised'))).toEqual([])
    it.until('2026-11-25 10:00')
    const survey = it.surveys[0]
    if (survey) it.does({ type: 'scored', survey: survey.id, score: 1 })
    expect(it.case.reopened).toBe(1)
    expect(it.open()).toEqual(expect.arrayContaining(['report-supervised', 'settle-supervised']))
    expect(it.told.some(({ to, text }) => to === 'staff 6' && text.includes('仍在督办名单上'))).toBe(true)
    expect(it.told.filter(({ to }) => to === 'resident').every(({ text }) => !/督办|挂牌|第三次坏/.test(text))).toBe(true)
  })

  it('a day that is over is refused', () => {
    const it = accepted('mediation', '2026-11-23 10:00')
    expect(it.attempts({ type: 'staff', staff: 6, action: 'supervise', given: { reason: '快办', until: '2026-11-20' } })).toMatchObject({ key: 'case:refused.day-over' })
  })

  it('who urges twice waits for the answer; an answer goes to all who urged, and to nobody else', () => {
    const it = accepted('mediation', '2026-11-23 10:00')
    for (const staff of [5, 6]) it.staffDoes(staff, 'urge-staff', { choice: 'now' })
    expect(it.attempts({ type: 'staff', staff: 6, action: 'urge-staff', choice: 'now' })).toMatchObject({ key: 'case:refused.urged-staff' })
    expect(it.attempts({ type: 'staff', staff: 2, action: 'report-up', words: '我来说' })).toMatchObject({ key: 'case:refused.not-yours' })
    it.staffDoes(1, 'report-up', { words: '周五再谈一次。' })
    expect(it.last.filter(({ text }) => text.includes('周五再谈')).map(({ to }) => to).sort()).toEqual(['staff 5', 'staff 6'])
    expect(it.open()).not.toContain('answer-staff-urge')
  })
})
