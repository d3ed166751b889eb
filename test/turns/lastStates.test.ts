import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstState } from '../../src/dialogue/talk.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { makeSeal } from '../../src/store/seal.ts'
import { bringIn, commitTalks, lastStates, readTalks, type Caller, type LastStates, type NextTalk } from '../../src/store/talks.ts'
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
  await bringIn(db, ids.map((each) => ({ ...each, channel: 'telegram', language: 'zh-CN' })))
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

test('whoever is brought in has the talk that is read, and whom another has brought in is not brought in twice', async () => {
  const newcomer = { personId: '00000000-0000-4000-8000-000000000003', addressId: '00000000-0000-4000-8000-0000000000a3', channel: 'telegram', user: '3', language: 'ja' }
  const late = { ...newcomer, personId: '00000000-0000-4000-8000-000000000004', addressId: '00000000-0000-4000-8000-0000000000a4' }
  const talk = (await bringIn(db, [newcomer])).get(newcomer.personId)
  expect(talk).toEqual((await readTalks(db, [caller(3)], lastStates(1)))[0]?.talk)
  expect(talk?.person.language).toBe('ja')
  expect(await bringIn(db, [late])).toEqual(new Map())
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
