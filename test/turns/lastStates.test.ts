import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstState } from '../../src/dialogue/talk.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { makeSeal } from '../../src/store/seal.ts'
import { bringIn, commitTalks, lastStates, newTalk, readTalks, type Caller, type LastStates, type Newcomer, type NextTalk, type Talk } from '../../src/store/talks.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'

/** Two programs on one database: what one of them remembers of a talk never stands against what is stored. */

const now = Date.parse('2026-11-23T09:30:00+08:00')
const ids = [1, 2].map((n) => ({ personId: `00000000-0000-4000-8000-00000000000${n}`, addressId: `00000000-0000-4000-8000-0000000000a${n}`, user: `${n}` }))

let file: TestDatabase
let db: Database
let updates = 0
beforeAll(async () => {
  file = await freshDatabase()
  db = openDatabase(file.url, makeSeal(['a secret key for tests only']), () => {})
  for (const each of ids) await bringIn(db, { ...each, channel: 'telegram', language: 'zh-CN' })
})
afterAll(async () => {
  await db.close()
  await file.drop()
})

const caller = (n: number): Caller => ({ channel: 'telegram', user: `${n}`, updateId: `${updates += 1}` })

async function turn(last: LastStates, n: number, stamp: number): Promise<number | undefined> {
  const update = caller(n)
  const talk = (await readTalks(db, [update], last))[0]?.talk
  if (!talk) throw new Error('nobody is there')
  const next: NextTalk = { talk, state: { ...firstState, stamp }, updates: [update], remember: {}, replies: [] }
  const { moved } = await commitTalks(db, [next], now, 1000, last)
  expect(moved).toEqual(new Set([talk.person.id]))
  return talk.state?.stamp
}

test('each reads what the other has stored meanwhile', async () => {
  const [one, other] = [lastStates(10), lastStates(10)]
  expect(await turn(one, 1, 1)).toBe(undefined)
  expect(await turn(one, 1, 2)).toBe(1)
  expect(await turn(other, 1, 3)).toBe(2)
  expect(await turn(one, 1, 4)).toBe(3)
  expect(await turn(one, 1, 5)).toBe(4)
})

const newcomer = (n: number, chat = n): Newcomer => ({ personId: `00000000-0000-4000-8000-0000000000b${n}`, addressId: `00000000-0000-4000-8000-0000000000c${n}`, channel: 'telegram', user: `${chat}`, language: 'ja' })
const read = async (update: Caller) => (await readTalks(db, [update], lastStates(1)))[0]

test('whoever is brought in has the talk that is read, and whom another has brought in is not brought in twice', async () => {
  await bringIn(db, newcomer(3))
  const { newcomer: _, ...talk } = newTalk(newcomer(3))
  expect(await read(caller(3))).toEqual({ talk, seen: false })
  await bringIn(db, newcomer(4, 3))
  expect((await read(caller(3)))?.talk?.person.id).toBe(newcomer(3).personId)
})

test('a first turn stores the person with it; where somebody else was faster it stores nothing', async () => {
  const last = lastStates(10)
  const first = caller(5)
  const turned = (talk: Talk, updates: Caller[]): NextTalk => ({ talk, state: { ...firstState, stamp: 7 }, updates, remember: { consent: '2026-11', name: '王小明', phone: '13800138000' }, replies: [] })
  const both = [turned(newTalk(newcomer(5)), [first]), turned(newTalk(newcomer(6)), [caller(6)])]
  expect((await commitTalks(db, both, now, 1000, last)).moved).toEqual(new Set([newcomer(5).personId, newcomer(6).personId]))
  expect(await read(caller(5))).toMatchObject({ seen: false, talk: { version: 1, state: { stamp: 7 }, person: { language: 'ja', consent: '2026-11', name: '王小明', phone: '13800138000' } } })
  expect((await read(first))?.seen).toBe(true)
  const late = caller(5)
  expect((await commitTalks(db, [turned(newTalk(newcomer(7, 5)), [late])], now, 1000, last)).moved).toEqual(new Set())
  expect(await read(late)).toMatchObject({ seen: false, talk: { version: 1, person: { id: newcomer(5).personId } } })
  for (const table of ['people where id', 'conversations where person_id', 'inbounds where person_id']) expect((await db.pool.query(`select 1 from ${table} = $1`, [newcomer(7).personId])).rowCount).toBe(0)
})

test('who is remembered no longer is read whole, and a chat that went to another person takes nothing along', async () => {
  const last = lastStates(1)
  await turn(last, 1, 21)
  await turn(last, 2, 22)
  expect(await turn(last, 1, 23)).toBe(21)
  expect(await turn(last, 2, 24)).toBe(22)
  await db.pool.query(`update addresses set person_id = $1 where "user" = '2'`, [ids[0]?.personId])
  expect(await turn(last, 2, 25)).toBe(23)
})
