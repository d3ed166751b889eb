import { afterAll, beforeAll, expect, test } from 'vitest'
import { startReckoner } from '../../src/jobs/reckoning.ts'
import { makeLog } from '../../src/log.ts'
import { changeCalendar, seedCalendar } from '../../src/store/calendar.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { officeBook } from '../../src/store/houses.ts'
import { createCases } from '../../src/store/newCases.ts'
import { makeSeal } from '../../src/store/seal.ts'
import { oweReckoning } from '../../src/turns/caseTurns.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'
import { caseOf, offices, scriptOf } from '../years/cast.ts'
import { toMs, wallOf } from '../years/notice.ts'
import { readBooks } from '../years/rulebook.ts'

/** A changed calendar reaches every case it may touch, a batch at a time, once each, whoever stops or looks meanwhile. */

const open = 450
let database: TestDatabase
let db: Database
const now = Date.parse('2026-12-23T10:00:00+08:00')
const log = makeLog('fatal', { write() {} })

beforeAll(async () => {
  database = await freshDatabase()
  db = openDatabase(database.url, makeSeal(['for tests only']), () => {})
  await seedCalendar(db)
  await db.prisma.office.createMany({ data: offices.map(({ id, hours }) => ({ id, name: `office ${id}`, level: 'town', zone: 'Asia/Shanghai', hours: [...hours] })) })
  const books = [...readBooks().values()]
  const walls = offices.map(({ hours }) => wallOf(hours, true))
  const cases = Array.from({ length: open + 20 }, (_, n) => {
    const script = scriptOf(n, books, { from: '2026-12-01 00:00', to: '2026-12-20 00:00' }, walls)
    const state = { ...caseOf(script, '2026-01-01'), dates: [], filedAt: toMs(script.filedAt), happened: [{ what: 'filed', at: toMs(script.filedAt) }] }
    // Twenty are closed and owe nothing any more.
    return n < open ? state : { ...state, stage: { at: 'closed' as const, outcome: 'withdrawn', answer: '', by: null, since: now } }
  })
  await db.prisma.person.createMany({ data: cases.map(({ applicantId: id }) => ({ id, language: 'zh-CN' })) })
  await db.prisma.$transaction((tx) => createCases(db, tx, cases.map((state) => ({ state, trackCode: state.number, duties: [], history: [] })), now))
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

const reckoner = async () => startReckoner({ db, offices: await officeBook(db), owe: (tx, ids, change, at) => oweReckoning(db, tx, ids, change, at), clock: () => now, log })
const change = (day: string) => db.prisma.$transaction((tx) => changeCalendar(tx, 'CN', { days: [{ day, working: false, name: '' }], cleared: [], years: [], from: day }))
const sent = async () => (await db.pool.query<{ cases: number; events: number }>(`select count(distinct case_id)::int as cases, count(*)::int as events from inbounds where update_id like 'reckon:%'`)).rows[0]
const under = async () => (await db.pool.query<{ value: { from: string; done: boolean } }>(`select value from settings where key = 'calendar:CN'`)).rows[0]?.value
/** Looks until the change has reached all; a look while the other house has a batch in hand does nothing. */
async function carried(look: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < 500 && !(await under())?.done; n++) await look()
}

test('a house that stops in the middle leaves the rest to the next one', async () => {
  await change('2027-02-08')
  const first = await reckoner()
  // It has looked once by itself; no look takes more than its batch.
  await first.stop()
  expect(await sent()).toEqual({ cases: 200, events: 200 })
  const [second, third] = [await reckoner(), await reckoner()]
  await carried(() => Promise.all([second.round(), third.round()]))
  expect(await sent()).toEqual({ cases: open, events: open })
  await Promise.all([second.stop(), third.stop()])
})

test('a second change, entered while the first is under way, reaches all once more, from the earlier of the two days', async () => {
  await change('2027-01-01')
  await (await reckoner()).stop()
  await change('2027-05-01')
  expect((await under())?.from).toBe('2027-01-01')
  const last = await reckoner()
  await carried(last.round)
  await last.stop()
  expect(await sent()).toEqual({ cases: open, events: open + 200 + open })
})

test('nothing is to be told twice when nothing has changed', async () => {
  const before = await sent()
  const again = await reckoner()
  await again.round()
  await again.stop()
  expect(await sent()).toEqual(before)
})
