import { expect, test } from 'vitest'
import type { Place } from '../../src/dialogue/state.ts'
import { person } from './person.ts'

/** A pin, or the card of somebody else, sent where words are waited for. */

const caseId = '00000000-0000-4000-8000-0000000000c1'
const pin = { kind: 'location', lat: 31.23, lon: 121.47, label: '和平街' } as const
const card = { kind: 'contact', phone: '13900139000', own: false, name: '张三' } as const
const reply: Place = { at: 'write', caseId, staffId: null, action: 'reply', choice: null, ask: 'case:ask.reply', confirm: false, words: null }

test.each([['pin', pin, '和平街 (31.23000,121.47000)'], ['card', card, '张三 13900139000']] as const)('a %s is an answer to whoever has asked', (_, body, words) => {
  const me = person()
  me.state = { ...me.state, at: reply, stamp: 4 }
  me.does(body)
  expect(me.effects).toEqual([{ do: 'case', caseId, event: expect.objectContaining({ type: 'resident', action: 'reply', words }) as object }])
})

test('a pin beside a case under way waits until they have said what it is about; alone it is no matter yet', () => {
  const open = [{ caseId, number: '2026-1' }]
  const me = person({ mine: { message: { as: 'card', text: [] }, open } })
  me.does(pin)
  expect(me.state.at).toMatchObject({ at: 'which', held: '和平街 (31.23000,121.47000)' })
  const stranger = person()
  stranger.does(pin)
  expect(stranger.state.at).toEqual({ at: 'home' })
  expect(stranger.read()).toContain('收到位置')
})

test('the other party may be given as a card, one’s own number may not', () => {
  const me = person()
  me.says('楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。')
  for (let n = 0; n < 30 && !/对方是谁/.test(me.read()); n++) {
    const label = me.labels().find((each) => /^同意/.test(each)) ?? me.labels().find((each) => !/返回|取消|以上都不是|跳过|代办|代号/.test(each))
    if (label) me.taps(label)
    else me.says(/哪一天|何时|什么时候/.test(me.read()) ? '2026-10-08' : /电话|手机/.test(me.read()) ? '13800138000' : '和平街12号')
  }
  me.does(card)
  expect(me.state.draft?.answers.find(({ text }) => text === '张三')).toBeDefined()
  me.does(card)
  expect(me.state.draft?.answers.find(({ text }) => text === '13900139000')).toBeDefined()
  const at = me.state.at
  me.does(card)
  expect(me.state.at).toEqual(at)
  expect(me.read()).toContain('别人的名片')
})
