import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isWorkingTime, nextWorkingMoment } from '../../src/calendar/limit.ts'
import type { StaffMember } from '../../src/cases/case.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { owe } from '../../src/store/deliveries.ts'
import { makeSeal } from '../../src/store/seal.ts'
import { freeMoment, paced, staffHourMost, tellPaced, type Waiting } from '../../src/turns/pace.ts'
import { oweRounds } from '../../src/turns/roundWorld.ts'
import { idFrom } from '../../src/ids.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'

/** Nobody on the staff is written to more than twenty times within an hour. */

const calendar = { zone: 'Asia/Shanghai', hours: [{ from: '09:00', to: '12:00' }, { from: '13:30', to: '17:30' }], days: new Map(), confirmedYears: new Set([2026]) }
const at = (time: string): number => Date.parse(`2026-11-23T${time}:00+08:00`)
const minute = 60_000

/** The most of them within any hour. */
function mostWithinAnHour(moments: readonly number[]): number {
  return Math.max(0, ...moments.map((from) => moments.filter((each) => each >= from && each - from < 60 * minute).length))
}

describe('a moment that is free', () => {
  test.each([
    ['nobody was written to', [], '10:00', '10:00'],
    ['one below the limit', ['09:20', '09:30'], '10:00', '10:00'],
    ['the hour is full: an hour after the first of it', ['09:20', '09:30', '09:40'], '10:00', '10:20'],
    ['what is planned counts as well', ['10:30', '10:40', '10:50'], '10:00', '11:30'],
    ['not in the lunch hours', ['11:10', '11:20', '11:30'], '11:40', '13:30'],
    ['not after closing: the next morning', ['16:40', '16:50', '17:00'], '17:10', '09:00+1'],
  ])('%s', (_, taken, wanted, found) => {
    const [time = '', days = '0'] = found.split('+')
    expect(new Date(freeMoment(taken.map(at), at(wanted), 3, calendar))).toEqual(new Date(at(time) + Number(days) * 86_400_000))
  })

  test('however many come whenever: no hour holds more, nothing comes early, and what waits comes in working hours and in its order', () => {
    const wanted = fc.array(fc.integer({ min: 0, max: 8 * 60 }), { minLength: 1, maxLength: 60 })
    fc.assert(fc.property(wanted, fc.integer({ min: 1, max: 6 }), (minutes, most) => {
      const taken: number[] = []
      let last = 0
      for (const each of minutes.sort((a, b) => a - b)) {
        const asked = nextWorkingMoment(calendar, at('09:00') + each * minute)
        const found = freeMoment(taken, asked, most, calendar)
        expect(found).toBeGreaterThanOrEqual(Math.max(asked, last))
        if (found > asked) expect(isWorkingTime(calendar, found)).toBe(true)
        taken.push(found)
        last = found
      }
      expect(mostWithinAnHour(taken)).toBeLessThanOrEqual(most)
    }), { numRuns: 200 })
  })
})

describe('in the database', () => {
  let database: TestDatabase
  let db: Database
  const person = idFrom('pace', 'person')
  beforeAll(async () => {
    database = await freshDatabase()
    db = openDatabase(database.url, makeSeal(['a secret key for tests only']), () => {})
    await db.prisma.person.create({ data: { id: person, language: 'zh-CN' } })
  })
  afterAll(async () => {
    await db.close()
    await database.drop()
  })

  const waiting = (n: number, offer = false): Waiting => ({ offer, delivery: { personId: person, caseId: null, message: { as: 'note', text: [{ say: String(n) }] }, at: at('10:00'), retryKey: idFrom('pace', `${offer}/${n}`) } })
  const owed = async (): Promise<number[]> => (await db.prisma.delivery.findMany({ where: { personId: person } })).map(({ nextAt }) => nextAt?.getTime() ?? 0)

  test('sixty cases speak to one head at the same moment: no hour holds more than twenty, and offers come before the rest', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, n) => db.prisma.$transaction(async (tx) => owe(db, tx, await paced(tx, [waiting(n)], calendar, at('10:00'))), { maxWait: 20_000 })))
    const moments = await owed()
    expect(moments).toHaveLength(60)
    expect(mostWithinAnHour(moments)).toBeLessThanOrEqual(staffHourMost)
    const [offer] = await db.prisma.$transaction((tx) => paced(tx, [waiting(1, true)], calendar, at('10:00')))
    expect(offer?.at).toBe(at('10:00'))
    const [other] = await db.prisma.$transaction((tx) => paced(tx, [waiting(99)], calendar, at('10:00')))
    expect(other?.at).toBeGreaterThan(at('14:00'))
  })

  const reader = async (name: string): Promise<string> => (await db.prisma.person.create({ data: { id: idFrom('pace', name), language: 'zh-CN' } })).id
  const momentsOf = async (personId: string): Promise<number[]> => (await db.prisma.delivery.findMany({ where: { personId }, orderBy: { nextAt: 'asc' } })).map(({ nextAt }) => nextAt?.getTime() ?? 0)
  const words = (n: number) => ({ as: 'note' as const, text: [{ say: String(n) }] })

  test('twenty-four colleagues register leave in the evening: the head reads it from nine on, with room for the list of the morning', async () => {
    const personId = await reader('head')
    for (let n = 0; n < 24; n++) await db.prisma.$transaction((tx) => tellPaced(db, tx, [{ personId, message: words(n) }], idFrom('leave', `${n}`), calendar, at('20:00') + n * minute))
    const moments = await momentsOf(personId)
    expect(moments).toHaveLength(24)
    expect(moments[0]).toBe(at('09:00') + 24 * 60 * minute)
    expect(mostWithinAnHour(moments)).toBe(staffHourMost - 1)
    expect(moments.every((each) => isWorkingTime(calendar, each))).toBe(true)
  })

  test('thirty rounds told of to one informant at the same moment go out in several hours', async () => {
    const personId = await reader('informant')
    const staff = [{ id: 7, personId } as StaffMember]
    const told = Array.from({ length: 30 }, (_, n) => ({ round: { id: idFrom('round', `${n}`) }, tells: [{ staff: 7, message: words(n), notBefore: null }] }))
    await db.prisma.$transaction((tx) => oweRounds(db, tx, told, { staff, calendar, now: at('10:00') }))
    const moments = await momentsOf(personId)
    expect(moments).toHaveLength(30)
    expect(mostWithinAnHour(moments)).toBeLessThan(staffHourMost)
    // Where somebody is in danger nothing waits (SCR-4).
    await db.prisma.$transaction((tx) => oweRounds(db, tx, [{ round: { id: idFrom('round', 'danger') }, tells: [{ staff: 7, message: words(99), notBefore: null, urgent: true }] }], { staff, calendar, now: at('10:01') }))
    expect(await momentsOf(personId)).toContain(at('10:01'))
  })
})
