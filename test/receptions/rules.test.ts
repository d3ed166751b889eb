import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bookedAt, clockTime, freeSlots, isAhead, isTimely, nextReminder, slotAt, slotCount, type Booking, type Reception } from '../../src/receptions/reception.ts'
import { receivesCard } from '../../src/receptions/leaders.ts'
import { aheadMost, moved, movesMost, whyNotBook, whyNotCancel, whyNotMove } from '../../src/receptions/rules.ts'
import { at, shown } from '../calendar/year2026.ts'

/** PET-8: which slots there are, who may have one, and when its visitor is reminded. */

const now = at('2026-11-23 09:30')
const reception = (over: Partial<Reception> = {}): Reception => ({
  id: 'a', officeId: 1, zone: 'Asia/Shanghai', leader: { staffId: 1, personId: 'chen', name: '陈书记' }, standIn: null, post: '', about: '', place: '',
  from: at('2026-11-26 09:00'), until: at('2026-11-26 10:10'), minutes: 20, cancelled: false, taken: [], ...over,
})
const booking = (over: Partial<Booking> = {}): Booking => ({ id: 'x', personId: 'li', reception: reception(), slot: 1, state: 'booked', moves: 0, case: null, words: null, createdAt: now, ...over })

test('slots fill the time there is; a rest too short for a visitor is none', () => {
  expect(slotCount(reception())).toBe(3)
  expect(freeSlots(reception({ taken: [1] }), now).map((slot) => shown(slotAt(reception(), slot)))).toEqual(['2026-11-26 09:00', '2026-11-26 09:40'])
  expect(freeSlots(reception({ cancelled: true }), now)).toEqual([])
  expect(freeSlots(reception(), at('2026-11-26 07:20'))).toEqual([1, 2])
})

test('times are those on the wall of the office', () => {
  const winter = Date.parse('2026-12-03T08:20:00Z')
  expect([clockTime('Asia/Shanghai', winter), clockTime('Asia/Taipei', winter), clockTime('Europe/Paris', winter), clockTime('Asia/Kathmandu', winter)]).toEqual(['16:20', '16:20', '09:20', '14:05'])
})

test.each([
  ['free', reception(), 1, null, [], null],
  ['taken', reception({ taken: [1] }), 1, null, [], 'taken'],
  ['cancelled', reception({ cancelled: true }), 1, null, [], 'gone'],
  ['no such slot', reception(), 3, null, [], 'gone'],
  ['in an hour', reception({ from: now + 3_600_000, until: now + 7_200_000 }), 0, null, [], 'late'],
  ['their own already', reception({ taken: [1] }), 1, null, [booking()], 'same'],
  ['there already', reception({ taken: [1] }), 2, null, [booking()], 'one-each'],
  ['two elsewhere', reception(), 1, null, ['b', 'c'].map((id) => booking({ id, reception: reception({ id }) })), 'two-ahead'],
  ['two that were cancelled', reception(), 1, null, ['b', 'c'].map((id) => booking({ id, state: 'cancelled', reception: reception({ id }) })), null],
  ['one of two moves', reception(), 1, 'b', ['b', 'c'].map((id) => booking({ id, reception: reception({ id }) })), null],
  ['moved twice', reception(), 1, 'b', [booking({ id: 'b', moves: movesMost, reception: reception({ id: 'b' }) })], 'moved-enough'],
  ['moved twice, then called off by the office', reception(), 1, 'b', [booking({ id: 'b', moves: movesMost, state: 'called-off', reception: reception({ id: 'b' }) })], null],
] as const)('booking: %s', (_, wanted, slot, id, mine, why) => {
  expect(whyNotBook({ reception: wanted, slot, moving: mine.find((each) => each.id === id) ?? null, mine }, now)).toBe(why)
})

test('moving ends two hours before, cancelling when it begins', () => {
  const begins = bookedAt(booking())
  expect([whyNotMove(booking(), begins - 7_200_000), whyNotMove(booking(), begins - 7_199_999)]).toEqual([null, 'late'])
  expect([whyNotCancel(booking(), begins - 1), whyNotCancel(booking(), begins)]).toEqual([null, 'over'])
})

test.each([
  ['days ahead', '2026-11-23 09:30', null, 'day 2026-11-25 10:00'],
  ['booked the day before', '2026-11-25 08:00', null, 'hour 2026-11-26 08:20'],
  ['after the first', '2026-11-25 10:00', 'day', 'hour 2026-11-26 08:20'],
  ['after the second', '2026-11-26 08:20', 'hour', null],
] as const)('reminders, %s', (_, from, said, expected) => {
  const next = nextReminder(booking(), said, at(from))
  expect(next && `${next.what} ${shown(next.at)}`).toBe(expected)
})

test('a reminder that comes when the visit has begun is not sent', () => {
  expect([isTimely('hour', booking(), bookedAt(booking()) - 1), isTimely('hour', booking(), bookedAt(booking())), isTimely('day', booking(), bookedAt(booking()) - 7_200_000)]).toEqual([true, false, false])
})

type Step = { who: number; act: 'book' | 'move' | 'cancel' | 'call-off'; day: number; slot: number; pick: number; wait: number }
const step: fc.Arbitrary<Step> = fc.record({ who: fc.nat(3), act: fc.constantFrom('book', 'book', 'book', 'move', 'move', 'cancel', 'call-off'), day: fc.nat(3), slot: fc.integer({ min: -1, max: 3 }), pick: fc.nat(5), wait: fc.integer({ min: 0, max: 8 * 3_600_000 }) })

test('whatever many book, move and cancel in whatever order: no slot has two, nobody has more than they may', () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
    let clock = now
    let bookings: Booking[] = []
    const off = new Set<string>()
    const days = ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-30']
    const dayOf = (n: number): Reception => {
      const id = `day-${n}`
      return reception({ id, from: at(`${days[n] ?? ''} 09:00`), until: at(`${days[n] ?? ''} 10:00`), cancelled: off.has(id), taken: bookings.filter((each) => each.state === 'booked' && each.reception.id === id).map(({ slot }) => slot) })
    }
    for (const [n, { who, act, day, slot, pick, wait }] of steps.entries()) {
      clock += wait
      const mine = bookings.filter((each) => each.personId === `p${who}`)
      const chosen = mine[pick % Math.max(1, mine.length)] ?? null
      if (act === 'book' && !whyNotBook({ reception: dayOf(day), slot, moving: null, mine }, clock)) bookings.push(booking({ id: `b${n}`, personId: `p${who}`, reception: dayOf(day), slot, createdAt: clock }))
      if (act === 'move' && chosen && !whyNotBook({ reception: dayOf(day), slot, moving: chosen, mine }, clock)) bookings = bookings.map((each) => (each === chosen ? moved(each, dayOf(day), slot) : each))
      if (act === 'cancel' && chosen && !whyNotCancel(chosen, clock)) bookings = bookings.map((each) => (each === chosen ? { ...each, state: 'cancelled' } : each))
      if (act === 'call-off' && who === 0 && !off.has(`day-${day}`)) {
        off.add(`day-${day}`)
        bookings = bookings.map((each) => (each.state === 'booked' && each.reception.id === `day-${day}` ? { ...each, state: 'called-off' } : each))
      }
      const live = bookings.filter(({ state }) => state === 'booked')
      const places = live.map((each) => `${each.reception.id}/${each.slot}`)
      expect(new Set(places).size).toBe(places.length)
      for (const person of ['p0', 'p1', 'p2', 'p3']) {
        const own = live.filter(({ personId }) => personId === person)
        expect(own.filter((each) => isAhead(each, clock)).length).toBeLessThanOrEqual(aheadMost)
        expect(new Set(own.map((each) => each.reception.id)).size).toBe(own.length)
      }
      expect(Math.max(0, ...bookings.map(({ moves }) => moves))).toBeLessThanOrEqual(movesMost)
    }
  }), { numRuns: 300 })
})

test('PET-8, PET-7: whoever stands in reads neither the words that are about them nor the case', () => {
  const standIn = { staffId: 2, personId: 'wu', name: '吴副镇长' }
  const bookings = [booking({ words: '吴副镇长收了钱不办事', case: { id: 'c', number: 'P20260007' } }), booking({ id: 'y', slot: 2, words: '路灯坏了' })]
  const read = (over: Partial<Reception>): string => JSON.stringify(receivesCard([{ reception: reception(over), bookings }]).text)
  expect(read({ standIn })).not.toMatch(/收了钱|P20260007/)
  expect(read({ standIn })).toContain('路灯坏了')
  expect(read({})).toMatch(/收了钱[\s\S]*|P20260007/)
})
