import { expect, test } from 'vitest'
import { pressText, readPress } from '../../src/dialogue/press.ts'
import type { Reception } from '../../src/receptions/reception.ts'
import { person } from './person.ts'

/** PET-8 in the talk: a visit is booked beside whatever else is being said, and forged buttons do nothing. */

const id = '00000000-0000-8000-8000-00000000000a'
const day: Reception = {
  id, officeId: 1, zone: 'Asia/Shanghai', leader: { staffId: 1, personId: 'chen', name: '陈书记' }, standIn: null, post: '书记', about: '', place: '一楼',
  from: Date.parse('2026-11-26T09:00:00+08:00'), until: Date.parse('2026-11-26T12:00:00+08:00'), minutes: 10, cancelled: false, taken: [],
}
const known = { receptions: { receptions: [day], bookings: [] } }

test('a draft begun before is still there after booking, and the notice comes before anything personal', () => {
  const li = person(known)
  li.says('楼上邻居家的水管漏水，把我家客厅天花板泡坏了。')
  const draft = li.state.draft
  li.says('预约')
  expect(li.read()).toContain('陈书记（书记）')
  li.does({ kind: 'press', press: pressText({ on: 'reception', id, action: 'slot', n: 2, moving: null }) })
  expect(li.read()).toMatch(/09:20[\s\S]*只用于办理您的事情/)
  li.does({ kind: 'file', file: { ref: 'x', kind: 'photo' } } as never)
  expect(li.read()).toContain('这里只能写字')
  li.says('路灯的事')
  li.taps('重写')
  li.says('还是路灯的事')
  li.taps('确认预约')
  expect(li.effects).toEqual([{ do: 'remember', consent: '2026-11' }, { do: 'book', receptionId: id, slot: 2, moving: null, words: '还是路灯的事', caseId: null }])
  expect(li.state.draft).toEqual(draft)
})

test('more times than fit under one message are shown some at a time, three in a row', () => {
  const li = person(known)
  li.says('接访日')
  li.taps(/^1\. /)
  expect(li.labels().slice(0, 13)).toEqual(['09:00', '09:10', '09:20', '09:30', '09:40', '09:50', '10:00', '10:10', '10:20', '10:30', '10:40', '10:50', '晚些时间'])
  li.taps('晚些时间')
  expect(li.labels()[0]).toBe('11:00')
})

test('too many words, none at all, and never mind', () => {
  const li = person(known)
  li.does({ kind: 'press', press: pressText({ on: 'reception', id, action: 'slot', n: 0, moving: null }) })
  li.says('路'.repeat(1001))
  expect(li.read()).toContain('最多 1000 个字')
  li.says('略过')
  expect(li.read()).toContain('就这样预约吗')
  li.taps('算了')
  expect([li.state.at, li.effects]).toEqual([{ at: 'home' }, []])
})

test('buttons hold in 64 bytes and come back as they went; forged ones are none', () => {
  const longest = { on: 'reception', id, action: 'slot', n: 99, moving: id } as const
  expect(pressText(longest).length).toBeLessThanOrEqual(64)
  expect(readPress(pressText(longest))).toEqual(longest)
  expect(readPress(pressText({ on: 'booking', id, action: 'cancel-yes' }))).toEqual({ on: 'booking', id, action: 'cancel-yes' })
  for (const forged of ['b:x:look:0', 'b:AAAAAAAAAAAAAAAAAAAAAA:look', 'b:AAAAAAAAAAAAAAAAAAAAAA:slot:-1', 'b:AAAAAAAAAAAAAAAAAAAAAA:slot:1.x', 'b:AAAAAAAAAAAAAAAAAAAAAA:own', 'b:AAAAAAAAAAAAAAAAAAAAAA:keep:1']) expect(readPress(forged)).toBeNull()
  const li = person(known)
  for (const press of [pressText({ ...longest, moving: null }), pressText(longest), pressText({ on: 'booking', id, action: 'cancel-yes' })]) {
    li.does({ kind: 'press', press })
    expect([li.state.at, li.effects]).toEqual([{ at: 'home' }, []])
    expect(li.read()).toMatch(/已经不在了|取消或结束|没有可约/)
  }
})
