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

test('a pin beside a case under way waits until they have said what it is about', () => {
  const open = [{ caseId, number: '2026-1' }]
  const me = person({ mine: { message: { as: 'card', text: [] }, open } })
  me.does(pin)
  expect(me.state.at).toMatchObject({ at: 'which', held: '和平街 (31.23000,121.47000)' })
})

/** Answers whatever is asked until the review card, and tells what was asked. */
function reviews(me: ReturnType<typeof person>): string[] {
  const asked: string[] = []
  for (let n = 0; n < 30 && me.state.at.at !== 'review'; n++) {
    asked.push(me.read())
    const label = me.labels().find((each) => /^(同意|没有，继续)/.test(each)) ?? me.labels().find((each) => !/返回|取消|以上都不是|跳过|代办|代号/.test(each))
    if (label) me.taps(label)
    else me.says(me.state.at.at === 'story' ? story : /哪一天|何时|什么时候/.test(me.read()) ? '2026-10-08' : /电话|手机/.test(me.read()) ? '13800138000' : '老王')
  }
  return asked
}
const story = '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。'

test('a pin sent before anything else begins a matter, and is its place: nobody is asked for it again', () => {
  const me = person()
  me.does(pin)
  expect(me.read()).toContain('位置记下了')
  const asked = reviews(me)
  expect(asked.join()).not.toContain('发生在哪里')
  expect(me.state.draft).toMatchObject({ story, answers: expect.arrayContaining([{ id: 'place', text: '和平街 (31.23000,121.47000)', value: '31.23000,121.47000' }]) as object })
  expect(me.state.draft?.pin).toBeUndefined()
})

test('a pin sent while the kind is chosen is the place; a second one is told besides', () => {
  const me = person()
  me.says(story)
  me.taps(me.labels().find((each) => /^同意/.test(each)) ?? '')
  expect(me.state.at.at).toBe('kind')
  me.does(pin)
  me.does({ ...pin, label: '后门' })
  const asked = reviews(me)
  expect(asked.join()).not.toContain('发生在哪里')
  expect(me.state.draft?.answers.find(({ id }) => id === 'place')?.text).toContain('和平街')
  expect(me.state.draft?.story).toBe(`${story}\n后门 (31.23000,121.47000)`)
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
