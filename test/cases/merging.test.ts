import { describe, expect, it } from 'vitest'
import { nothingBetween } from '../../src/cases/between.ts'
import type { CaseEvent, CaseState } from '../../src/cases/case.ts'
import { whyNotMerge } from '../../src/cases/merging.ts'
import { linesFor } from '../../src/cases/telling/past.ts'
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

describe('nobody and nothing is lost on the way', () => {
  const byPhone = party('b', null, { name: '赵敏', contact: '13800002222' })
  const chatless = (): Life => other({ applicantId: byPhone.id, parties: [byPhone] })
  const people = (it: Life): unknown[] => it.case.parties.filter(({ role }) => role !== 'former').map(({ name, contact, personId }) => [name, contact, personId])

  it('somebody without a chat comes along with name and phone, and whoever handles it reads that they are to be phoned', () => {
    const [whole, one] = [main(), chatless()]
    brings(one, merge(whole), whole)
    expect(people(whole)).toContainEqual(['赵敏', '13800002222', null])
    expect(whole.told.some(({ to, text }) => to === 'staff 3' && text.includes('其中 1 位没有聊天'))).toBe(true)
    expect(JSON.stringify(whole.history)).toContain('赵敏 13800002222')
  })

  it('whoever comes in by a code later is told in the main one, hears what is written there, and is heard there', () => {
    const [whole, one] = [main(), chatless()]
    brings(one, merge(whole), whole)
    brings(one, { type: 'joined', purpose: 'move', party: byPhone.id, person: neighbour, choice: '', channel: 'web' }, whole)
    expect(people(whole)).toContainEqual(['赵敏', '13800002222', neighbour])
    expect(people(whole)).toHaveLength(2)
    brings(one, { type: 'resident', person: neighbour, action: 'add', words: '还有灯坏了。' }, whole)
    expect(whole.last.some(({ to, text }) => to === 'staff 3' && text.includes('还有灯坏了'))).toBe(true)
    brings(one, { type: 'staff', staff: 5, action: 'unmerge', words: '不是一件事。' }, whole)
    expect(people(whole)).toHaveLength(1)
  })

  it('what the main one does not take goes back: they hear so, and the head reads their words', () => {
    const [whole, one] = [main(), other()]
    brings(one, merge(whole), whole)
    // The main one knows nothing of them, as it was when nobody told it who had come in.
    whole.case = { ...whole.case, parties: whole.case.parties.filter(({ personId }) => personId !== neighbour) }
    const said: CaseEvent = { type: 'resident', person: neighbour, action: 'add', words: '水管也漏了。' }
    const passed = one.tries(said)
    if ('refused' in passed) throw new Error('refused')
    const there = whole.tries(passed.events[0]?.event ?? said)
    if ('refused' in there) throw new Error('lost')
    one.does(there.events[0]?.event ?? said)
    expect(one.last.map(({ to }) => to)).toEqual(expect.arrayContaining(['old chat', 'head']))
    expect(one.last.find(({ to }) => to === 'head')?.text).toContain('水管也漏了')
  })

  it('a complaint about the handling is still answered, by whoever joined the two', () => {
    const [whole, one] = [main(), other()]
    one.does({ type: 'resident', person: neighbour, action: 'complain', words: '经办人骂我。' })
    brings(one, merge(whole), whole)
    expect(one.open()).toEqual(['answer-complaint'])
    one.staffDoes(5, 'answer-complaint', { words: '已经谈过话。' })
    expect(one.open()).toEqual([])
    expect(one.last.some(({ text }) => text.includes('已经谈过话'))).toBe(true)
  })

  it('what a body waits for, or has in hand, is brought to an end first (MED-22)', () => {
    const court = { id: 1, kind: 'court' as const, name: '法院', phone: null, place: null, ended: false }
    const sent = { id: idFrom('r', '1'), bodyId: 1, number: 'Y1', kind: 'entrusted' as const, said: '请调解', shares: false, by: 21, outcome: null, feedback: null, sentAt: 0, dueAt: 9e15, receivedAt: 0, answeredAt: null }
    for (const [direction, why] of [['in', 'merge-body-waits'], ['out', 'merge-at-body']] as const) {
      const [whole, one] = [main(), other()]
      one.bodies = [court]
      one.referrals = [{ ...sent, kind: direction === 'in' ? 'entrusted' : 'help', direction, state: 'received' }]
      expect(one.attempts(merge(whole))).toMatchObject({ key: `case:refused.${why}` })
      expect(one.case.stage.at).toBe('accepted')
    }
  })

  it('taken apart after weeks, every clock begins anew, and no pause is looked at that is none', () => {
    const [whole, one] = [main(), other()]
    one.staffDoes(3, 'hold', { words: '等配件' })
    const before = one.open()
    brings(one, merge(whole), whole)
    one.until('2026-12-21 10:00')
    whole.until('2026-12-21 10:00')
    brings(one, { type: 'staff', staff: 5, action: 'unmerge', words: '不是一件事。' }, whole)
    expect(one.open()).toEqual(before.filter((kind) => kind !== 'review-hold'))
    for (const { kind, dueAt } of one.duties.filter(({ state }) => state === 'open')) expect(dueAt, kind).toBeGreaterThan(one.now)
    expect(one.case.stage).toEqual({ at: 'accepted', hold: null })
  })

  it('whoever wants no more of it withdraws from their own: the main one goes on without them', () => {
    const [whole, one] = [main(), other()]
    brings(one, merge(whole), whole)
    expect(one.attempts({ type: 'resident', person: neighbour, action: 'urge' })).toMatchObject({ key: 'case:refused.merged-main' })
    brings(one, { type: 'resident', person: neighbour, action: 'withdraw', choice: 'own', words: '修好了' }, whole)
    expect(one.case.stage).toMatchObject({ at: 'closed', outcome: regulationOf('property-complaint').outcomes.find(({ byResident }) => byResident)?.id })
    expect(one.case.between.merged).toBeNull()
    expect(whole.case.stage.at).toBe('accepted')
    expect(people(whole)).toHaveLength(1)
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

  it('the head takes off only what the head put on: what the leader or the city watches, they take off (MED-17)', () => {
    const city = member(31, 'leader', { name: '市领导', officeId: 9, stands: 'above' })
    const listing = (staff: number): CaseEvent => ({ type: 'staff', staff, action: 'supervise', given: { reason: '群体', until: '2026-12-18' } })
    for (const [by, refused] of [[5, []], [6, [5]], [31, [5, 6]]] as const) {
      for (const staff of [5, 6, 31]) {
        const it = accepted('mediation', '2026-11-23 10:00', {}, [...everybody, city])
        it.does(listing(by))
        const why = it.attempts({ type: 'staff', staff, action: 'off-list', words: '不用了' })
        if (([...refused] as number[]).includes(staff)) expect(why, `${by} ${staff}`).toMatchObject({ key: 'case:refused.listed-by' })
        else expect(why, `${by} ${staff}`).toBeNull()
      }
    }
  })

  it('whoever listed it reads how it ended, and what it has become part of', () => {
    const it = accepted('property-complaint', '2026-11-23 10:00', { parties: [party('a', idFrom('people', 'applicant'))] })
    it.does({ type: 'staff', staff: 6, action: 'supervise', given: { reason: '第三次坏。', until: '2026-12-18' } })
    it.staffDoes(5, 'close', { choice: 'resolved', words: '整批换过主板。' })
    expect(it.told.some(({ to, text }) => to === 'staff 6' && text.includes('已办结') && text.includes('整批换过主板'))).toBe(true)
    const [whole, one] = [main(), other()]
    one.does({ type: 'staff', staff: 6, action: 'supervise', given: { reason: '第三次坏。', until: '2026-12-18' } })
    brings(one, merge(whole), whole)
    expect(one.told.some(({ to, text }) => to === 'staff 6' && text.includes('并到 C1'))).toBe(true)
  })

  it('urged, and given to somebody else: it can be urged again', () => {
    const it = accepted('property-complaint', '2026-11-23 10:00')
    it.staffDoes(5, 'urge-staff', { choice: 'now' })
    it.staffDoes(5, 'assign', { choice: '4' })
    it.staffDoes(4, 'take')
    expect(it.attempts({ type: 'staff', staff: 5, action: 'urge-staff', choice: 'now' })).toBeNull()
    expect(it.last.some(({ to }) => to === 'staff 4')).toBe(true)
    expect(it.open()).toContain('answer-staff-urge')
  })

  it('while nobody has accepted it, the head reports up', () => {
    const it = life('property-complaint', '2026-11-23 10:00')
    it.does({ type: 'filed' })
    it.does({ type: 'staff', staff: 6, action: 'supervise', given: { reason: '群体', until: '2026-12-18' } })
    it.staffDoes(5, 'report-up', { words: '今天就派人。' })
    expect(it.last.some(({ to, text }) => to === 'staff 6' && text.includes('今天就派人'))).toBe(true)
  })
})
