import { afterAll, beforeAll, expect, test } from 'vitest'
import { endAway } from '../../src/store/absences.ts'
import { staffOf } from '../../src/store/cases.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { createCases } from '../../src/store/newCases.ts'
import { makeSeal } from '../../src/store/seal.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'
import { caseOf, offices, scriptOf } from '../years/cast.ts'
import { wallOf } from '../years/notice.ts'
import { readBooks } from '../years/rulebook.ts'

/** What somebody was asked to take lately is counted by the days on which they were there, so that nobody is flooded on coming back. */

const day = 86_400_000
const now = Date.parse('2026-12-23T10:00:00+08:00')
let database: TestDatabase
let db: Database

beforeAll(async () => {
  database = await freshDatabase()
  db = openDatabase(database.url, makeSeal(['for tests only']), () => {})
  await db.prisma.office.create({ data: { id: 1, name: 'office', level: 'town' } })
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

test('asked as often a day, whoever has been there for long and whoever has just come back come to the same', async () => {
  const script = scriptOf(1, [...readBooks().values()], { from: '2026-12-01 00:00', to: '2026-12-20 00:00' }, offices.map(({ hours }) => wallOf(hours, true)))
  const state = { ...caseOf(script, '2026-01-01'), officeId: 1, handlerId: null, dates: [], filedAt: now }
  const member = async (name: string, joined: number): Promise<number> => {
    const person = await db.prisma.person.create({ data: { id: crypto.randomUUID(), language: 'zh-CN' } })
    return (await db.prisma.staff.create({ data: { personId: person.id, officeId: 1, role: 'mediator', name, joinedAt: new Date(joined) } })).id
  }
  const steady = await member('steady', now - 400 * day)
  const back = await member('back', now - 400 * day)
  const newcomer = await member('newcomer', now - 3 * day)
  await db.prisma.person.create({ data: { id: state.applicantId, language: 'zh-CN' } })
  await db.prisma.$transaction((tx) => createCases(db, tx, [{ state, trackCode: 'T', duties: [], history: [] }], now))
  const asked = async (staffId: number, daysAgo: readonly number[]): Promise<void> => {
    for (const ago of daysAgo) await db.prisma.duty.create({ data: { id: crypto.randomUUID(), caseId: state.id, officeId: 1, kind: 'answer-offer', rule: 'MED-1', owner: 'handler', staffId, state: 'done', openedAt: new Date(now - ago * day), dueAt: new Date(now - ago * day) } })
  }
  // One every second day; what was asked before an absence, or too long ago, counts no more.
  await asked(steady, [40, 35, ...Array.from({ length: 15 }, (_, n) => 2 * n + 1)])
  await asked(back, [28, 27, 26, 3, 1])
  await asked(newcomer, [2])
  await db.prisma.staff.update({ where: { id: back }, data: { awayFrom: new Date(now - 25 * day) } })
  await db.prisma.$transaction((tx) => endAway(tx, back, now - 4 * day))
  // Who takes back an absence that has not begun has been there all along.
  await db.prisma.staff.update({ where: { id: steady }, data: { awayFrom: new Date(now + day) } })
  await db.prisma.$transaction((tx) => endAway(tx, steady, now))
  const staff = await db.prisma.$transaction((tx) => staffOf(tx, 1, now))
  // Over the same connection, in a transaction or not.
  expect(await staffOf(db.pool, 1, now)).toEqual(staff)
  const found = new Map(staff.map(({ id, lately }) => [id, lately]))
  expect(found.get(steady)).toBeCloseTo(0.5)
  expect(found.get(back)).toBeCloseTo(0.5)
  expect(found.get(newcomer)).toBeCloseTo(1 / 3)
})
