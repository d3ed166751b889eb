import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeLog } from '../../src/log.ts'
import { bookingsOf, takeBookingsAlong } from '../../src/store/receptions.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { officeBook } from '../../src/store/houses.ts'
import { makeSeal } from '../../src/store/seal.ts'
import { receptionTurns } from '../../src/turns/receptionTurns.ts'
import { bookVisit, cancelVisit, receivesFor } from '../../src/turns/visits.ts'
import { speaker } from '../dialogue/person.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'

/** PET-8, many at once: one gets the slot, and what is due is said once however many look. */

const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}:00+08:00`)
const now = at('2026-11-23 09:30')
let database: TestDatabase
let db: Database
let people: string[]
let office: number
let leader: { id: number; personId: string }
beforeAll(async () => {
  database = await freshDatabase()
  db = openDatabase(database.url, makeSeal(['a secret key for tests only']), () => {})
  office = (await db.prisma.office.create({ data: { name: '和平街道', zone: 'Asia/Shanghai' } })).id
})
afterAll(async () => {
  await db.close()
  await database.drop()
})
beforeEach(async () => {
  for (const table of ['bookings', 'receptions', 'deliveries', 'settings', 'staff', 'people']) await db.pool.query(`delete from ${table}`)
  people = Array.from({ length: 12 }, () => randomUUID())
  await db.prisma.person.createMany({ data: people.map((id) => ({ id, language: 'zh-CN', officeId: office })) })
  leader = await db.prisma.staff.create({ data: { personId: people[11] ?? '', officeId: office, role: 'leader', name: '陈书记' } })
})

async function reception(day: string, minutes = 20): Promise<string> {
  const { id } = await db.prisma.reception.create({ data: { id: randomUUID(), officeId: office, staffId: leader.id, post: '', about: '', place: '一楼', from: new Date(at(`${day} 09:00`)), until: new Date(at(`${day} 10:00`)), minutes } })
  return id
}

const book = (person: string, receptionId: string, slot: number, moving: string | null = null, words: string | null = null) =>
  db.prisma.$transaction((tx) => bookVisit(db, tx, { do: 'book', receptionId, slot, moving, caseId: null, words }, { id: person, officeId: office }, randomUUID(), now))
const said = (message: Awaited<ReturnType<typeof book>>): string => speaker.speak(message, 'zh-CN').paragraphs.join('\n')

test('twelve want the same slot in the same moment: one has it, eleven read what is free now', async () => {
  const day = await reception('2026-11-26')
  const answers = await Promise.all(people.map((person) => book(person, day, 1)))
  expect(answers.filter((each) => said(each).startsWith('约好了'))).toHaveLength(1)
  const late = answers.filter((each) => said(each).startsWith('这个时间刚被别人约走'))
  expect(late).toHaveLength(11)
  expect(speaker.speak(late[0] ?? { as: 'note', text: [] }, 'zh-CN').buttons.flat().map(({ label }) => label)).toEqual(['09:00', '09:40', '看接访日'])
})

test('two who change places at the same moment keep a slot each', async () => {
  const [first, second] = [await reception('2026-11-26'), await reception('2026-11-27')]
  const [li = '', wang = ''] = people
  await book(li, first, 0)
  await book(wang, second, 0)
  const [one, two] = await Promise.all([li, wang].map(async (person) => (await db.prisma.booking.findFirstOrThrow({ where: { personId: person } })).id))
  await Promise.all([book(li, second, 0, one), book(wang, first, 0, two)])
  await Promise.all([book(li, second, 1, one), book(wang, first, 1, two)])
  const rows = await db.prisma.booking.findMany({ where: { state: 'booked' } })
  expect(new Set(rows.map((row) => `${row.receptionId}/${row.slot}`)).size).toBe(2)
  expect(rows.map(({ personId }) => personId).sort()).toEqual([li, wang].sort())
})

test('somebody else’s booking is neither moved nor cancelled', async () => {
  const day = await reception('2026-11-26')
  const [li = '', wang = ''] = people
  await book(li, day, 0)
  const { id } = await db.prisma.booking.findFirstOrThrow()
  expect(said(await book(wang, day, 1, id))).toContain('已经取消或结束')
  await db.prisma.$transaction((tx) => cancelVisit(db, tx, id, wang, now))
  expect(await db.prisma.$transaction((tx) => bookingsOf(db, tx, li, now))).toMatchObject([{ slot: 0, state: 'booked' }])
})

test('the words of visitors are sealed, and read by whoever receives alone', async () => {
  const day = await reception('2026-11-26')
  await book(people[0] ?? '', day, 2, null, '暗号蓝鲸')
  expect((await db.pool.query<{ words: Buffer }>('select words from bookings')).rows[0]?.words.toString('utf8')).not.toContain('蓝鲸')
  const read = async (staff: number) => said(await db.prisma.$transaction((tx) => receivesFor(db, tx, [staff], now)))
  expect(await read(leader.id)).toContain('09:40：暗号蓝鲸')
  const other = await db.prisma.staff.create({ data: { personId: people[10] ?? '', officeId: office, role: 'leader', name: '赵镇长' } })
  expect(await read(other.id)).toBe('近期没有安排您接访。')
  await db.prisma.reception.update({ where: { id: day }, data: { standInId: other.id } })
  expect([await read(leader.id), await read(other.id)]).toEqual(['近期没有安排您接访。', expect.stringContaining('蓝鲸')])
})

test('who goes on in another chat has the bookings there, but no second one of the same day', async () => {
  const [first, second] = [await reception('2026-11-26'), await reception('2026-11-27')]
  const [li = '', same = ''] = people
  await book(li, first, 0)
  await book(li, second, 0)
  await book(same, second, 1)
  await db.prisma.$transaction((tx) => takeBookingsAlong(tx, li, same))
  const slots = async (who: string) => (await db.prisma.$transaction((tx) => bookingsOf(db, tx, who, now))).map((each) => [each.reception.id === first ? 'first' : 'second', each.slot])
  expect((await slots(same)).sort()).toEqual([['first', 0], ['second', 1]])
  expect(await slots(li)).toEqual([['second', 0]])
})

test('four houses look every second: each reminder and each evening list goes out once', async () => {
  const day = await reception('2026-11-26', 5)
  for (const [n, person] of people.slice(0, 10).entries()) await book(person, day, n)
  let clock = now
  const book_ = await officeBook(db)
  const houses = Array.from({ length: 4 }, () => receptionTurns({ db, offices: book_, clock: () => clock, gentleMoment: (moment) => moment, log: makeLog('silent'), wakeDelivery() {} }))
  for (const moment of ['2026-11-25 09:59', '2026-11-25 10:00', '2026-11-25 17:00', '2026-11-25 18:00', '2026-11-26 07:59', '2026-11-26 08:00', '2026-11-26 09:00', '2026-11-26 12:00']) {
    clock = at(moment)
    await Promise.all(houses.map((house) => house.round()))
  }
  const told = (await db.prisma.delivery.findMany()).map((row) => ({ to: row.personId, text: speaker.speak(JSON.parse(db.seal.open(row.message)) as never, 'zh-CN').paragraphs.join('\n') }))
  expect(told.filter(({ text }) => text.startsWith('提醒')).map(({ to }) => to).sort()).toEqual(people.slice(0, 10).sort())
  expect(told.filter(({ text }) => text.startsWith('快到时间了')).map(({ to }) => to).sort()).toEqual(people.slice(0, 10).sort())
  expect(told.filter(({ text }) => text.includes('预约人数：10')).map(({ to }) => to)).toEqual([leader.personId])
  expect(told).toHaveLength(21)
})
