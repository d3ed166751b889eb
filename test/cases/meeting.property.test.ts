import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Party } from '../../src/cases/case.ts'
import { slotText } from '../../src/cases/meeting/slots.ts'
import { idFrom } from '../../src/ids.ts'
import { accepted, applicant, at, newCase, shown, type Life } from './office.ts'

/** MED-12, lived at random: whatever is struck out in whatever order, moved, called off, slept through or rung late. */

const other = idFrom('people', 'respondent')
const proxy = idFrom('people', 'proxy')
const hour = 3_600_000

const turns = fc.array(fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('x', 'o'), who: fc.nat(2), slot: fc.nat(7) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('d'), who: fc.nat(2), slot: fc.constant(0) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait'), who: fc.constant(0), slot: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('another', 'cancel', 'propose', 'propose', 'held', 'missed'), who: fc.nat(2), slot: fc.nat(7) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('hold', 'resume', 'resume', 'reassign', 'close', 'session'), who: fc.nat(2), slot: fc.nat(7) }) },
), { minLength: 5, maxLength: 40, size: 'max' })

const scripts = fc.record({ slots: fc.array(fc.integer({ min: 3, max: 200 }), { minLength: 1, maxLength: 8 }), proxied: fc.boolean(), here: fc.boolean(), late: fc.integer({ min: 0, max: 30 }), turns })

it('the date that is set was struck out by nobody and lies ahead; each moment rings once, and never on a closed case', () => {
  fc.assert(fc.property(scripts, ({ slots, proxied, here, late, turns: script }) => {
    const { parties } = newCase('mediation')
    const people = [applicant, ...(here ? [other] : []), ...(proxied ? [proxy] : [])]
    const all: Party[] = [
      ...parties.map((party): Party => (party.role === 'respondent' && here ? { ...party, personId: other, willing: 'willing' } : party)),
      ...(proxied ? [{ id: idFrom('parties', '3'), role: 'proxy' as const, personId: proxy, name: '李代', contact: null, willing: 'unknown' as const }] : []),
    ]
    const life = accepted('mediation', '2026-11-23 10:00', { parties: all })
    const struck = new Map<string, Set<number>>()
    const rung = new Map<string, number>()
    const holder = (): number => life.case.handlerId ?? 5
    const tried = (event: Parameters<Life['attempts']>[0]): void => {
      const before = life.case.between.meeting
      if (life.attempts(event) === null) check(before)
    }
    const propose = (): void => {
      struck.clear()
      tried({ type: 'staff', staff: holder(), action: 'propose-dates', choice: [...new Set(slots)].map((each) => slotText(life.now + each * hour)).join('.'), words: '调解室' })
    }
    function check(before: typeof life.case.between.meeting): void {
      const { meeting } = life.case.between
      if (meeting?.at === 'set' && (before?.at !== 'set' || before.round !== meeting.round)) {
        expect([...struck.values()].some((each) => each.has(meeting.from)), `${shown(meeting.from)} was struck out`).toBe(false)
        expect(meeting.from).toBeGreaterThan(life.now)
        expect(before?.at === 'asked' && before.slots.filter((each) => each < meeting.from && each >= life.now + hour).every((each) => [...struck.values()].some((out) => out.has(each)))).toBe(true)
      }
      const calls = life.last.filter(({ to, text }) => to === 'resident' && /提醒您：见面|快到见面时间/.test(text))
      if (calls.length > 0) expect(life.case.stage.at, 'rings on a closed case').not.toBe('closed')
      for (const { text } of calls) {
        const key = `${meeting?.round}/${text.includes('提醒您') ? 'day' : 'hour'}`
        rung.set(key, (rung.get(key) ?? 0) + 1)
        expect(meeting?.at === 'set' && meeting.from > life.now, 'rings ahead of a meeting').toBe(true)
      }
      if (life.case.stage.at === 'closed') expect(life.open().filter((kind) => ['settle-date', 'remind-meeting', 'meet', 'propose-anew'].includes(kind))).toEqual([])
      expect(life.open().includes('settle-date')).toBe(meeting?.at === 'asked')
      expect(life.open().includes('remind-meeting')).toBe(meeting?.at === 'set')
      expect(life.open().includes('meet')).toBe(meeting?.at === 'set')
    }
    /** The timer, so many minutes late. */
    function wait(ms: number): void {
      const end = life.now + ms
      for (;;) {
        const due = life.duties.filter(({ state, nextAt }) => state === 'open' && nextAt !== null && nextAt + late * 60_000 <= end).sort((a, b) => (a.nextAt ?? 0) - (b.nextAt ?? 0))[0]
        if (!due) break
        life.now = Math.max(life.now, (due.nextAt ?? 0) + late * 60_000)
        tried({ type: 'duty-due', duty: due.id, rung: due.rung })
      }
      life.now = end
    }
    propose()
    for (const turn of script) {
      const person = people[turn.who % people.length] ?? applicant
      const { meeting } = life.case.between
      if (turn.do === 'wait') wait(turn.slot * hour)
      else if (turn.do === 'd' || turn.do === 'x' || turn.do === 'o') {
        const chosen = meeting?.at === 'asked' ? meeting.slots[turn.slot % meeting.slots.length] ?? 0 : at('2026-12-01 09:30')
        const choice = `${turn.do}.${slotText(chosen)}.${meeting?.round ?? 1}`
        const mine = struck.get(person) ?? new Set()
        struck.set(person, mine)
        if (meeting?.at === 'asked' && turn.do === 'x') mine.add(chosen)
        if (meeting?.at === 'asked' && turn.do === 'o') mine.delete(chosen)
        tried({ type: 'resident', person, action: 'strike', choice })
      } else if (turn.do === 'another') tried({ type: 'resident', person, action: 'another-date', words: '来不了' })
      else if (turn.do === 'propose') { if (meeting?.at !== 'asked' && meeting?.at !== 'set') propose() }
      else if (turn.do === 'reassign') {
        tried({ type: 'staff', staff: 5, action: 'assign', choice: holder() === 1 ? '2' : '1' })
        if (life.case.stage.at === 'assigned') tried({ type: 'staff', staff: life.case.stage.to, action: 'take' })
      } else {
        const staffDoes = { cancel: ['cancel-date'], hold: ['hold'], resume: ['resume'], close: ['close', 'terminated'], held: ['meeting-held'], missed: ['meeting-missed'], session: ['session', 'adjourned'] }[turn.do] ?? []
        const [action = '', choice] = staffDoes
        tried({ type: 'staff', staff: holder(), action, words: '如此', ...(choice === undefined ? {} : { choice }) })
      }
    }
    wait(30 * 24 * hour)
    expect([...rung.values()].every((times) => times === 1)).toBe(true)
  }), { numRuns: 120, seed: 20_261_123 })
}, 60_000)
