import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { receptions } from '../../src/commands/office/receptions.ts'
import { WrongOption } from '../../src/commands/office/staff.ts'
import { seedCalendar } from '../../src/store/calendar.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { makeSeal } from '../../src/store/seal.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'

/** PET-8: reception days are planned and changed from the command line; what cannot be so is refused with what can. */

const now = Date.parse('2026-09-14T09:30:00+08:00')
let database: TestDatabase
let db: Database
let leader = ''
let other = ''
beforeAll(async () => {
  database = await freshDatabase()
  db = openDatabase(database.url, makeSeal(['a secret key for tests only']), () => {})
  await seedCalendar(db)
  const office = await db.prisma.office.create({ data: { name: '和平街道', zone: 'Asia/Shanghai' } })
  const joins = async (name: string): Promise<string> => {
    const { id: personId } = await db.prisma.person.create({ data: { id: randomUUID(), language: 'zh-CN' } })
    return String((await db.prisma.staff.create({ data: { personId, officeId: office.id, role: 'leader', name } })).id)
  }
  leader = await joins('陈书记')
  other = await joins('赵镇长')
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

const office = (...args: string[]) => receptions(db, args, now)
const week = ['--from', '09:00', '--until', '11:00']

test('the same day of many weeks, without the holidays among them; the place is the office unless told', async () => {
  const made = await office('--leader', leader, '--day', '2026-09-17', ...week, '--weeks', '4', '--post', '书记')
  expect(made.map(({ day }) => day)).toEqual(['2026-09-17', '2026-09-24', '2026-10-08'])
  expect(made[0]).toMatchObject({ leader: '陈书记', post: '书记', about: '', place: '和平街道', from: '09:00', until: '11:00', minutes: 20, slots: 6, booked: 0, standIn: null, cancelled: false })
  expect(await office()).toEqual(made)
})

test('a stand-in, and back; another time; cancelled, once', async () => {
  const [first] = await office()
  const id = first?.reception ?? ''
  expect((await office('--id', id, '--stand-in', other))[0]).toMatchObject({ standIn: '赵镇长', told: 0 })
  expect((await office('--id', id, '--stand-in', other))[0]?.told).toBeUndefined()
  expect((await office('--id', id, '--stand-in', 'none'))[0]).toMatchObject({ standIn: null })
  expect((await office('--id', id, '--day', '2026-09-18', '--from', '14:00', '--until', '15:00'))[0]).toMatchObject({ day: '2026-09-18', slots: 3 })
  expect((await office('--id', id, '--cancel'))[0]).toMatchObject({ cancelled: true, told: 0 })
  await expect(office('--id', id, '--cancel')).rejects.toThrow(/cancelled or over/)
  expect(await db.prisma.delivery.count()).toBe(5)
})

test.each([
  ['nobody of that number', ['--leader', '99999', '--day', '2026-11-03', ...week], /nobody on the staff/],
  ['a day there is not', () => ['--leader', leader, '--day', '2026-02-30', ...week], /a day such as/],
  ['a day that is over', () => ['--leader', leader, '--day', '2026-09-01', ...week], /is over/],
  ['no room for a visitor', () => ['--leader', leader, '--day', '2026-11-03', '--from', '09:00', '--until', '09:10'], /room for 1 to/],
  ['no time', () => ['--leader', leader, '--day', '2026-11-03', '--from', '9', '--until', '11:00'], /--from: a time/],
  ['twice at the same time', () => ['--leader', leader, '--day', '2026-09-24', '--from', '10:30', '--until', '12:00'], /receives at that time/],
  ['no such reception', ['--id', 'x', '--cancel'], /no reception x/],
] as const)('refused: %s', async (_, args, why) => {
  const before = await office()
  const refused = office(...(typeof args === 'function' ? args() : args))
  await expect(refused).rejects.toBeInstanceOf(WrongOption)
  await expect(refused).rejects.toThrow(why)
  expect(await office()).toEqual(before)
})

test('those who have booked keep a slot: less time than they need is refused', async () => {
  const [line] = await office()
  const id = line?.reception ?? ''
  const { id: personId } = await db.prisma.person.create({ data: { id: randomUUID(), language: 'zh-CN' } })
  await db.prisma.booking.create({ data: { id: randomUUID(), receptionId: id, personId, slot: 5 } })
  await expect(office('--id', id, '--until', '10:00')).rejects.toThrow(/1 of those who have booked/)
  expect((await office('--id', id, '--place', '二楼'))[0]).toMatchObject({ place: '二楼', told: 1, booked: 1 })
})
