import { expect, test } from 'vitest'
import { pressText } from '../../src/dialogue/press.ts'
import { person } from './person.ts'

/** What people say is neither lost nor taken for something else. */

const caseId = '00000000-0000-8000-8000-00000000000a'
const withCase = () => person({ mine: { message: { as: 'card', text: [{ key: 'case:mine.none' }] }, open: [{ caseId, number: 'M20260001' }] } })

test.each(['谢谢你们的帮助', '收到，谢谢！', '好的我知道了', '在吗？有人吗？', 'Thank you very much', 'Hi, is anyone there?', '謝謝您們', '13800138000', '你好'])('“%s” begins no complaint', (words) => {
  for (const me of [person(), withCase()]) {
    me.says(words)
    expect(me.state).toMatchObject({ at: { at: 'home' }, draft: null })
  }
})

test.each(['你好，隔壁老王天天骂我', '谢谢，可是水管还在漏', '好的，明天下午三点我在家', 'Hi, my neighbour is too loud'])('“%s” is more than that', (words) => {
  const me = withCase()
  me.says(words)
  expect(me.state.at).toMatchObject({ at: 'which', held: words })
})

test('a picture from home waits until they have said what it is about', () => {
  const me = withCase()
  me.does({ kind: 'file', file: { kind: 'picture', ref: 'a' }, caption: '现在又漏了' })
  me.does({ kind: 'file', file: { kind: 'picture', ref: 'b' } })
  expect(me.state.at).toMatchObject({ at: 'which', held: '现在又漏了', files: [{}, {}] })
  me.taps(/M20260001/)
  expect(me.effects).toMatchObject([{ do: 'attach-files', caseId }, { do: 'case', caseId, event: { action: 'add', words: '现在又漏了', files: [expect.any(String), expect.any(String)] } }])
})

test('words and pictures held become the new matter, by its button and by the menu’s', () => {
  for (const door of ['是另一件新的事', '反映问题']) {
    const me = withCase()
    me.says('楼下烧烤店每天半夜还在放音乐')
    me.does({ kind: 'file', file: { kind: 'picture', ref: 'a' } })
    if (door === '反映问题') me.says(door)
    else me.taps(door)
    expect(me.state.draft).toMatchObject({ story: '楼下烧烤店每天半夜还在放音乐', files: [{}] })
  }
})

test.each(['首页', '查询', '人工', '取消'])('walking away with “%s” loses nothing that was held', (door) => {
  const me = withCase()
  me.says('楼下烧烤店每天半夜还在放音乐')
  me.does({ kind: 'file', file: { kind: 'picture', ref: 'a' } })
  me.says(door)
  expect(me.state.draft).toMatchObject({ story: '楼下烧烤店每天半夜还在放音乐', files: [{}] })
  if (door === '取消') me.taps('不，接着填')
  else me.says('首页')
  expect(me.state.draft).toMatchObject({ story: '楼下烧烤店每天半夜还在放音乐', files: [{}] })
})

test('a correction changes its own bubble and no other', () => {
  const me = person()
  me.says('楼上漏水了。', '1')
  me.says('楼上漏水。楼上漏水。', '2')
  me.taps('同意，继续')
  me.says('漏', '3')
  me.does({ kind: 'edited', messageId: '3', text: '水管\n\n漏了' })
  me.does({ kind: 'edited', messageId: '1', text: '楼上漏水两天。' })
  expect(me.state.draft?.story).toBe('楼上漏水两天。\n楼上漏水。楼上漏水。\n水管\n\n漏了')
  me.does({ kind: 'unsent', messageId: '1' })
  expect(me.state.draft?.story).toBe('楼上漏水。楼上漏水。\n水管\n\n漏了')
  me.does({ kind: 'edited', messageId: '2', text: '他拿刀要砍人' })
  expect(me.effects).toMatchObject([{ do: 'alert', why: 'danger' }])
})

test('a story has its length even under the notice', () => {
  const me = person()
  me.says('楼上漏水，'.repeat(1900))
  me.says('楼上漏水，'.repeat(1900))
  expect([...me.state.draft?.story ?? '']).toHaveLength(9500)
  expect(me.read()).toContain('10000')
})

test('a withdrawal takes a clear yes', () => {
  const me = person({ case: { caseId, number: 'M20260001', regulation: 'mediation', mine: { card: { as: 'card', text: [] }, more: { as: 'card', text: [] }, past: { as: 'card', text: [] }, acts: [] }, staff: null } })
  me.state = { ...me.state, at: { at: 'write', caseId, staffId: null, action: 'withdraw', choice: null, ask: 'talk:ask.case-withdraw', confirm: true, words: null } }
  me.says('我想问问进度')
  expect(me.effects).toEqual([])
  me.taps('算了')
  expect([me.state.at, me.effects]).toEqual([{ at: 'home' }, []])
})

test('of two roles the one whose card was shown acts', () => {
  const me = person({ case: { caseId, number: 'C1', regulation: 'mediation', mine: null, staff: { staffId: 2, card: { as: 'card', text: [] }, acts: [], files: [], more: { as: 'card', text: [] }, past: { as: 'card', text: [] } } } })
  me.speaking = { ...me.speaking, staff: [{ id: 1, role: 'mediator', officeId: 1, name: '王' }, { id: 2, role: 'handler', officeId: 1, name: '王' }] }
  me.does({ kind: 'press', press: pressText({ on: 'case', caseId, action: 'take', choice: null }) })
  expect(me.effects).toMatchObject([{ do: 'case', event: { staff: 2, action: 'take' } }])
})
