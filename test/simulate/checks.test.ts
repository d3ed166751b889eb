import { describe, expect, test } from 'vitest'
import { atNight, dutyOwners, hasOutcome, isUneven, mostAnHour, ownersOf, spreads, toldTwice, type CaseRow, type DutyRow, type Sent, type StaffRow, type Where } from './checks.ts'

/** What the simulated month looks for would be found, were it there. */

const hour = 3_600_000
const member = (id: number, role: string, more: Partial<StaffRow> = {}): StaffRow => ({ id, personId: `p${id}`, officeId: 1, role, name: `n${id}`, left: false, away: false, standInId: null, ...more })
const where = (...staff: StaffRow[]): Where => ({ staff: new Map(staff.map((each) => [each.id, each])), parents: new Map([[1, 2], [2, null]]) })
const one = (more: Partial<CaseRow> = {}): CaseRow => ({ id: 'c', number: 'M1', officeId: 1, regulation: 'mediation', level: 'ordinary', stage: 'filed', outcome: null, handlerId: null, applicantId: 'a', filedAt: 0, acceptedAt: null, ...more })
const duty = (kind: string, more: Partial<DutyRow> = {}): DutyRow => ({ id: kind, caseId: 'c', kind, owner: 'handler', staffId: null, state: 'open', openedAt: 0, dueAt: hour, nextAt: hour, rung: 1, late: false, ...more })
const [head, wang, he] = [member(1, 'head'), member(2, 'mediator'), member(3, 'mediator')]

describe('a case without an owner', () => {
  test.each<[string, CaseRow, DutyRow[], Where, number[]]>([
    ['with whoever holds it', one({ stage: 'accepted', handlerId: 2 }), [], where(head, wang), [2]],
    ['accepted by nobody', one({ stage: 'accepted' }), [duty('conclude')], where(head, wang), []],
    ['its holder has left', one({ stage: 'accepted', handlerId: 2 }), [], where(head, member(2, 'mediator', { left: true })), []],
    ['its holder is away: whoever stands in', one({ stage: 'accepted', handlerId: 2 }), [], where(head, member(2, 'mediator', { away: true, standInId: 3 }), he), [3]],
    ['nobody stands in: the head', one({ stage: 'accepted', handlerId: 2 }), [], where(head, member(2, 'mediator', { away: true })), [1]],
    ['nobody stands in, and there is no head', one({ stage: 'settling', handlerId: 2 }), [], where(member(2, 'mediator', { away: true })), []],
    ['on offer', one({ stage: 'assigned' }), [duty('answer-offer', { staffId: 2 })], where(head, wang), [2]],
    ['on offer, and the offer is over', one({ stage: 'assigned' }), [duty('answer-offer', { staffId: 2, state: 'done' })], where(head, wang), []],
    ['on offer, and nobody answers once they are silent', one({ stage: 'assigned' }), [duty('answer-offer', { staffId: 2 })], where(wang), []],
    ['to be assigned by the head', one(), [duty('assign', { owner: 'head' })], where(head), [1]],
    ['to be assigned by the head of the office above', one(), [duty('assign', { owner: 'head', staffId: 9 })], where(wang, member(9, 'head', { officeId: 2 })), [9]],
    ['filed, and nobody has to assign it', one(), [duty('decide', { owner: 'head' })], where(head), []],
    ['to be assigned, and there is no head anywhere', one(), [duty('assign', { owner: 'head' })], where(wang), []],
    ['closed', one({ stage: 'closed' }), [], where(), [-1]],
  ])('%s', (_, row, duties, there, owners) => { expect(ownersOf(row, duties, there)).toEqual(owners) })

  test('a duty of a role that nobody has is the next one\'s in line; with nobody up the tree it is a fault', () => {
    expect(dutyOwners(duty('instruct', { owner: 'leader' }), one(), where(head))).toEqual([1])
    expect(dutyOwners(duty('instruct', { owner: 'leader' }), one(), where(wang))).toEqual([])
  })
})

test.each<[string, DutyRow, boolean]>([
  ['done', duty('x', { state: 'done' }), true],
  ['not yet due', duty('x', { staffId: 2, dueAt: 9 * hour, nextAt: 9 * hour }), true],
  ['overdue and escalated', duty('x', { staffId: 2, rung: 3, nextAt: null }), true],
  ['overdue, and said so at the next opening', duty('x', { staffId: 2, nextAt: 6 * hour }), true],
  ['its moment has come and nothing happened', duty('x', { staffId: 2, nextAt: 4 * hour }), false],
  ['overdue, and nobody was told', duty('x', { staffId: 2, nextAt: null }), false],
  ['overdue, escalated, and with nobody', duty('x', { staffId: 7, rung: 3, nextAt: null }), false],
])('the outcome of a duty: %s', (_, row, held) => { expect(hasOutcome(row, one(), where(head, wang), 5 * hour)).toBe(held) })

const sent = (at: number, more: Partial<Sent> = {}): Sent => ({ at, personId: 'p', caseId: 'c', words: `words ${at}`, free: false, red: false, working: true, ...more })

test('too many within an hour: any hour, and what bears waiting alone', () => {
  const minute = 60_000
  const some = Array.from({ length: 21 }, (_, n) => sent(50 * minute + n * minute))
  expect(mostAnHour(some)).toBe(21)
  expect(mostAnHour(some.map((each, n) => (n < 2 ? { ...each, red: true } : n < 4 ? { ...each, free: true } : each)))).toBe(17)
  expect(mostAnHour([sent(0), sent(hour)])).toBe(1)
})

test('at night: unless it is red, or answers their own act', () => {
  expect(atNight([sent(1, { working: false }), sent(2, { working: false, red: true }), sent(3, { working: false, free: true }), sent(4)]).map(({ at }) => at)).toEqual([1])
})

test('told twice: the same words within an hour, and nothing else of that case in between', () => {
  const twice = (...all: Sent[]): number => toldTwice(all).length
  expect(twice(sent(1, { words: 'a' }), sent(2, { words: 'a' }))).toBe(1)
  expect(twice(sent(1, { words: 'a' }), sent(2 * hour, { words: 'a' }))).toBe(0)
  expect(twice(sent(1, { words: 'a' }), sent(2, { words: 'b' }), sent(3, { words: 'a' }))).toBe(0)
  expect(twice(sent(1, { words: 'a' }), sent(2, { words: 'a', caseId: 'other' }), sent(3, { words: 'a', personId: 'q' }))).toBe(0)
  expect(twice(sent(1, { words: 'a' }), sent(2, { words: 'a', free: true }))).toBe(0)
})

test('uneven: by the days that each was there; one alone has no equals, and two cases are nobody\'s doing', () => {
  const row = (id: number, total: number, looks: number, group = 'g') => ({ id, group, total, looks })
  expect(spreads([row(1, 80, 20), row(2, 40, 10), row(3, 9, 9, 'alone')])).toEqual([{ group: 'g', members: 2, mean: 4, worst: 0, apart: 0 }])
  const [far] = spreads([row(1, 25, 1), row(2, 15, 1)])
  expect(far).toMatchObject({ mean: 20, worst: 0.25, apart: 5 })
  expect(far && isUneven(far, 0.2)).toBe(true)
  const [near] = spreads([row(1, 23, 1), row(2, 17, 1)])
  expect(near && isUneven(near, 0.2)).toBe(false)
  const [few] = spreads([row(1, 4, 1), row(2, 2, 1)])
  expect(few && isUneven(few, 0.2)).toBe(false)
  const [some] = spreads([row(1, 8, 1), row(2, 4, 1)])
  expect(some && isUneven(some, 0.2)).toBe(true)
})
