import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeLog } from '../../src/log.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { officeBook, type OfficeBook } from '../../src/store/houses.ts'
import { makeSeal } from '../../src/store/seal.ts'
import { absenceTurns } from '../../src/turns/absenceTurns.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'

/** ADM-3, many at once: an absence that is over ends at the next look, whatever else goes on with the same place. */

const now = Date.parse('2026-11-24T09:30:00+08:00')
let database: TestDatabase
let db: Database
let offices: OfficeBook
let other: pg.Client
let staffId = 0
beforeAll(async () => {
  database = await freshDatabase()
  db = openDatabase(database.url, makeSeal(['a secret key for tests only']), () => {})
  await db.prisma.office.create({ data: { name: '和平街道', zone: 'Asia/Shanghai' } })
  offices = await officeBook(db)
  other = new pg.Client({ connectionString: database.url })
  await other.connect()
})
afterAll(async () => {
  await other.end()
  await db.close()
  await database.drop()
})
beforeEach(async () => {
  for (const table of ['deliveries', 'staff', 'people']) await db.pool.query(`delete from ${table}`)
  const officeId = offices.list()[0]?.id ?? 0
  const { id } = await db.prisma.person.create({ data: { id: randomUUID(), language: 'zh-CN', officeId } })
  staffId = (await db.prisma.staff.create({ data: { personId: id, officeId, role: 'mediator', name: '王调解', awayFrom: new Date(now - 86_400_000), awayUntil: new Date(now - 34_200_000) } })).id
})

const turns = (book: OfficeBook = offices) => absenceTurns({ db, offices: book, clock: () => now, log: makeLog('silent'), wakeDelivery() {} })
const isAway = async (): Promise<boolean> => (await db.prisma.staff.findUniqueOrThrow({ where: { id: staffId } })).awayUntil !== null
const told = () => db.prisma.delivery.count()

test('a place that somebody is just changing is waited for', async () => {
  await other.query('begin')
  await other.query('update staff set capacity = 7 where id = $1', [staffId])
  const look = turns().round()
  await new Promise((resolve) => setTimeout(resolve, 150))
  expect(await isAway()).toBe(true)
  await other.query('commit')
  await look
  expect(await isAway()).toBe(false)
  expect(await told()).toBe(1)
})

test('a duty that is being given to them is no reason to wait', async () => {
  await other.query('begin')
  await other.query('select 1 from staff where id = $1 for key share', [staffId])
  try {
    await turns().round()
    expect(await isAway()).toBe(false)
  } finally {
    await other.query('rollback')
  }
})

test('a look that failed is taken again at the next round, and of two houses one tells it', async () => {
  let fails = true
  const broken: OfficeBook = { ...offices, get: (id, tx) => (fails ? Promise.reject(new Error('once')) : offices.get(id, tx)) }
  const absences = turns(broken)
  await expect(absences.round()).rejects.toThrow('once')
  expect(await isAway()).toBe(true)
  fails = false
  await Promise.all([absences.round(), turns().round()])
  expect(await isAway()).toBe(false)
  expect(await told()).toBe(1)
})
