import { expect, it } from 'vitest'
import { actionsFor } from '../../src/cases/actions.ts'
import type { StaffMember } from '../../src/cases/case.ts'
import { slotText } from '../../src/cases/meeting/slots.ts'
import { pressText } from '../../src/dialogue/press.ts'
import { accepted, at } from '../cases/office.ts'
import { person, type Person } from './person.ts'

/** Whoever holds a case chooses dates in their chat (MED-12). It is Monday 2026-11-23, half past nine. */

function mediator(): Person {
  const life = accepted('mediation', '2026-11-23 09:30')
  const acts = actionsFor(life.case, life.world(), life.staff[0] as StaffMember)
  const card = { as: 'card' as const, text: [{ say: '卡片' }] }
  const who = person({ case: { caseId: life.case.id, number: life.case.number, regulation: 'mediation', mine: null, staff: { staffId: 1, card, acts, files: [], more: { as: 'card', text: [] }, past: { as: 'card', text: [] } } } })
  who.does({ kind: 'press', press: pressText({ on: 'case', caseId: life.case.id, action: 'propose-dates', choice: null }) })
  return who
}

it('goes forth and back over the days, keeps what is chosen, and sends days and place as one event', () => {
  const who = mediator()
  expect(who.labels()).toEqual(['11月25日周三 09:30', '11月25日周三 14:30', '11月25日周三 16:00', '11月26日周四 09:30', '11月26日周四 14:30', '11月26日周四 16:00', '11月27日周五 09:30', '11月27日周五 14:30', '11月27日周五 16:00', '往后几天', '算了'])
  who.taps('11月25日周三 14:30')
  who.taps('往后几天')
  expect(who.labels()[0]).toBe('11月30日周一 09:30')
  who.taps('11月30日周一 09:30')
  who.taps('往前几天')
  expect(who.labels()).toContain('✓ 11月25日周三 14:30')
  who.taps('选好了')
  who.says('二楼调解室')
  who.taps('改地点')
  who.says('河东村村委会')
  expect(who.read()).toContain('地点：河东村村委会')
  who.taps('发出')
  expect(who.effects).toMatchObject([{ do: 'case', event: { type: 'staff', staff: 1, action: 'propose-dates', choice: `${slotText(at('2026-11-25 14:30'))}.${slotText(at('2026-11-30 09:30'))}`, words: '河东村村委会' } }])
  expect(who.state.at).toEqual({ at: 'home' })
})

it('a second tap takes a date back, and without any there is nothing to go on with', () => {
  const who = mediator()
  who.taps('11月25日周三 14:30')
  who.taps('✓ 11月25日周三 14:30')
  expect(who.labels()).not.toContain('选好了')
})

it('at most eight, however they are told', () => {
  const who = mediator()
  who.says('12月1日 9:30、12月2日 9:30、12月3日 9:30、12月4日 9:30、12月7日 9:30、12月8日 9:30、12月9日 9:30、12月10日 9:30')
  expect(who.labels()).toContain('选好了')
  who.says('12月11日 9:30')
  expect(who.read()).toContain('最多选 8 个')
  who.taps('11月25日周三 14:30')
  expect(who.read()).toContain('最多选 8 个')
})

it('a place may not be a letter, and what has passed while they wrote is chosen anew', () => {
  const who = mediator()
  who.says('今天 13:00\n12月1日 9:30')
  who.taps('选好了')
  who.says('调'.repeat(201))
  expect(who.read()).toContain('200')
  who.says('二楼调解室')
  who.wait(60 * 60_000)
  who.taps('发出')
  expect(who.effects).toEqual([])
  expect(who.read()).toMatch(/太近或太远[\s\S]*已选：12月1日周二 09:30/)
})

it('“never mind” leads home, and a day later their words are no longer a date', () => {
  const who = mediator()
  who.taps('算了')
  expect(who.state.at).toEqual({ at: 'home' })
  const later = mediator()
  later.wait(24 * 3_600_000)
  later.says('您好')
  expect(later.state.at).toEqual({ at: 'home' })
})
