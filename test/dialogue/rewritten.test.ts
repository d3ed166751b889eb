import { expect, test } from 'vitest'
import { person } from './person.ts'

/** Messages that were corrected or taken back on the platform. */

const story = '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。'
const picture = { kind: 'file', file: { kind: 'picture', ref: 'p', mime: 'image/jpeg' }, messageId: '7' } as const

function tells() {
  const me = person()
  me.says(story, '5')
  me.taps(/^同意/)
  return me
}

test('a picture taken back leaves the draft, and the house', () => {
  const me = tells()
  me.does(picture)
  const [file] = me.state.draft?.files ?? []
  me.does({ kind: 'unsent', messageId: '7' })
  expect(me.state.draft?.files).toEqual([])
  expect(me.effects).toEqual([{ do: 'drop-files', ids: [file?.id] }])
  expect(me.read()).toContain('撤回')
  expect(me.state.draft?.story).toBe(story)
})

test('what is written under a picture can be corrected like any words', () => {
  const me = tells()
  me.does({ ...picture, caption: '这是天花板的水印' })
  me.does({ kind: 'edited', messageId: '7', text: '这是客厅天花板的水印' })
  expect(me.state.draft?.story).toContain('这是客厅天花板的水印')
  expect(me.state.draft?.story).not.toContain('这是天花板的水印')
  expect(me.state.draft?.files).toHaveLength(1)
})

test('words put under a picture afterwards come to the story', () => {
  const me = tells()
  me.does(picture)
  me.does({ kind: 'edited', messageId: '7', text: '这是客厅天花板的水印' })
  expect(me.state.draft?.story).toContain('这是客厅天花板的水印')
})

test('a picture that waits to be told what it is about can be taken back too', () => {
  const me = person({ mine: { message: { as: 'card', text: [] }, open: [{ caseId: '00000000-0000-4000-8000-0000000000c1', number: '2026-1' }] } })
  me.does(picture)
  expect(me.state.at).toMatchObject({ at: 'which', files: [{ messageId: '7' }] })
  me.does({ kind: 'unsent', messageId: '7' })
  expect(me.state.at).toMatchObject({ at: 'which', files: [] })
  expect(me.effects[0]).toMatchObject({ do: 'drop-files' })
})

test('whoever corrects words that are filed already is told that the office has them as they were', () => {
  const me = person({ mine: { message: { as: 'card', text: [] }, open: [{ caseId: '00000000-0000-4000-8000-0000000000c1', number: '2026-1' }] } })
  me.does({ kind: 'edited', messageId: '3', text: '换个说法' })
  expect(me.read()).toContain('不会进入已经交上去的内容')
  expect(me.effects).toEqual([])
  const stranger = person()
  stranger.does({ kind: 'edited', messageId: '3', text: '换个说法' })
  expect(stranger.last).toBeUndefined()
})
