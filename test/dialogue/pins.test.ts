import { expect, test } from 'vitest'
import type { Draft, House, Place } from '../../src/dialogue/state.ts'
import { placed, storyOf } from '../../src/dialogue/steps.ts'
import { person, regulations } from './person.ts'

/** A pin, or the card of somebody else, sent where words are waited for. */

const caseId = '00000000-0000-4000-8000-0000000000c1'
const pin = { kind: 'location', lat: 31.23, lon: 121.47, label: '和平街' } as const
const house = { regulations } as House
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
  expect(me.state.at).toMatchObject({ at: 'which', held: '', pin: { text: '和平街 (31.23000,121.47000)' } })
  me.taps(/^是另一件新的事/)
  expect(me.state.draft).toMatchObject({ story: '', pin: { value: '31.23000,121.47000' } })
  const other = person({ mine: { message: { as: 'card', text: [] }, open } })
  other.does(pin)
  other.does({ ...pin, label: '后门' })
  other.taps(/2026-1/)
  expect(other.effects).toEqual([{ do: 'case', caseId, event: expect.objectContaining({ action: 'add', words: '后门 (31.23000,121.47000)\n和平街 (31.23000,121.47000)' }) as object }])
})

test.each(['rating', 'track', 'data'] as const)('a pin sent at another step (%s) waits for the case it may be about', (at) => {
  const me = person({ mine: { message: { as: 'card', text: [] }, open: [{ caseId, number: '2026-1' }] } })
  me.state = { ...me.state, at: at === 'rating' ? { at, caseId, surveyId: caseId, score: 2 } : at === 'data' ? { at, page: 'menu' } : { at }, stamp: 4 }
  me.does(pin)
  expect(me.state.at).toMatchObject({ at: 'which', pin: { text: '和平街 (31.23000,121.47000)' } })
})

/** Answers whatever is asked until the review card, and tells what was asked. */
function reviews(me: ReturnType<typeof person>): string[] {
  return reviewsTo(me, null)
}

function reviewsTo(me: ReturnType<typeof person>, end: RegExp | null): string[] {
  const asked: string[] = []
  for (let n = 0; n < 30 && (end ? !end.test(me.read()) : me.state.at.at !== 'review'); n++) {
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

test('where no question asks for a place, an early pin is part of what is filed; it is the place again when the kind is changed', () => {
  const me = person()
  me.says(story)
  me.taps(/^同意/)
  me.does(pin)
  const chosen = me.state.draft
  if (!chosen) throw new Error('no draft')
  me.state = { ...me.state, draft: { ...chosen, regulation: 'labour', category: house.regulations.find(({ id }) => id === 'labour')?.categories[0]?.id ?? '', evidenceDone: true } }
  expect(storyOf(me.state.draft as Draft, house)).toBe(`${story}\n和平街 (31.23000,121.47000)`)
  const mediation: Draft = { ...me.state.draft as Draft, regulation: 'mediation', category: 'neighbour' }
  expect(storyOf(mediation, house)).toBe(story)
  expect(placed(mediation, house).answers).toContainEqual({ id: 'place', text: '和平街 (31.23000,121.47000)', value: '31.23000,121.47000' })
})

test('what they say of the place themselves counts from then on', () => {
  const me = person()
  me.does(pin)
  reviews(me)
  me.state = { ...me.state, at: { at: 'question', id: 'place' } }
  me.says('和平路3号')
  expect(me.state.draft?.answers.find(({ id }) => id === 'place')?.text).toBe('和平路3号')
  expect(me.state.draft?.pin).toBeUndefined()
})

test('a pin sent while leaving is asked about, or the language is chosen, is the place all the same', () => {
  const me = person()
  me.says(story)
  reviewsTo(me, /发生在哪里/)
  me.taps(/^取消/)
  expect(me.state.at.at).toBe('cancel')
  me.does(pin)
  me.taps(/^不，接着填/)
  expect(me.state.draft?.answers.find(({ id }) => id === 'place')?.value).toBe('31.23000,121.47000')
  expect(me.read()).toContain('和平街')
})

test('a pin sent days later, when they are asked whether to go on, is kept whatever they choose', () => {
  const me = person()
  me.says(story)
  me.taps(/^同意/)
  me.wait(3 * 86_400_000)
  me.says('/start')
  expect(me.state.at.at).toBe('return')
  me.wait(2 * 86_400_000)
  me.does(pin)
  me.taps(/^重新/)
  expect(JSON.stringify(me.state.draft)).toContain('和平街')
})

test('cancelling wipes the place from the answers that repeat it', () => {
  const me = person()
  me.does(pin)
  reviews(me)
  me.taps(/^取消/)
  me.taps(/^停止并删除/)
  expect(me.effects).toContainEqual(expect.objectContaining({ do: 'empty-replies', told: expect.arrayContaining(['和平街 (31.23000,121.47000)']) as object }))
})
