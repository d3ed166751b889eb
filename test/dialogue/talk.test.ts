import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadAllRegulations } from '../../src/rules.ts'
import { makeSuggest } from '../../src/suggest/suggest.ts'
import { person, speaker, type Person } from './person.ts'

const story = '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。'

/** To the review card, answering whatever is asked. */
function toReview(me: Person): void {
  for (let step = 0; step < 30; step++) {
    if (me.state.at.at === 'review') return
    const labels = me.labels()
    const easy = labels.find((label) => ['同意，继续', '没有，继续', '跳过'].includes(label)) ?? (me.state.at.at === 'kind' ? labels[0] : undefined)
    const choice = labels.find((label) => !['返回', '取消', '跳过', '保留'].includes(label))
    if (easy) me.taps(easy)
    else if (choice) me.taps(choice)
    else me.says(/电话/.test(me.read()) ? '13800138000' : '和平路3号')
  }
  throw new Error(`no review card after 30 steps: ${me.read()}`)
}

describe('a filing', () => {
  test('begins with words typed at home, asks for consent first, and keeps the words verbatim', () => {
    const me = person()
    me.says(story)
    expect(me.read()).toContain('保存您写下的内容')
    me.taps('同意，继续')
    expect(me.read()).toContain('因为您提到')
    expect(me.state.draft?.story).toBe(story)
  })

  test('that is refused consent leaves nothing behind', () => {
    const me = person()
    me.says(story)
    me.taps('不同意')
    expect(me.state.draft).toBeNull()
  })

  test('ends with a review card, and one confirmation files it with every answer', () => {
    const me = person()
    me.says(story)
    toReview(me)
    expect(me.last?.card?.length).toBeGreaterThan(4)
    me.taps('确认提交')
    expect(me.effects).toMatchObject([{ do: 'file', draft: { story, category: 'neighbour' } }])
    expect(me.state.draft).toBeNull()
  })

  test('lets one line be changed; all other answers stay as they were', () => {
    const me = person()
    me.says(story)
    toReview(me)
    const before = me.state.draft
    const line = (before?.answers ?? []).find((each) => each.value === null)
    const at = (me.last?.card ?? []).find((each) => each.change?.press.endsWith(`:e-${line?.id}`))
    me.does({ kind: 'press', press: at?.change?.press ?? '' })
    me.says('改过的回答')
    expect(me.state.at).toEqual({ at: 'review' })
    expect(me.state.draft?.answers.find((each) => each.id === line?.id)?.text).toBe('改过的回答')
    expect(me.state.draft?.answers.filter((each) => each.id !== line?.id)).toEqual(before?.answers.filter((each) => each.id !== line?.id))
  })

  test('goes back one step at a time without losing what was said', () => {
    const me = person()
    me.says(story)
    me.taps('同意，继续')
    me.taps(/邻里/)
    const first = me.state.at
    me.says('老王')
    me.taps('返回')
    expect(me.state.at).toEqual(first)
    expect(me.read()).toContain('您之前的回答：老王')
    me.taps('保留')
    expect(me.state.draft?.answers).toMatchObject([{ text: '老王' }])
  })

  test('cancelled only after a second look', () => {
    const me = person()
    me.says(story)
    me.taps('同意，继续')
    me.says('取消')
    me.taps('不，接着填')
    expect(me.state.draft?.story).toBe(story)
    me.says('取消')
    me.taps('停止并删除')
    expect(me.state.draft).toBeNull()
  })
})

test('a stale button changes nothing and shows the present step', () => {
  const me = person()
  me.says(story)
  const old = me.last?.buttons?.[0]?.[0]?.press ?? ''
  me.taps('同意，继续')
  const before = structuredClone(me.state)
  me.does({ kind: 'press', press: old })
  expect(me.read()).toContain('没有改动任何内容')
  expect({ ...me.state, clock: before.clock }).toEqual(before)
})

test('after a long absence it asks, and what was typed meanwhile is not lost', () => {
  const me = person()
  me.says(story)
  me.taps('同意，继续')
  me.taps(/邻里/)
  me.wait(3 * 86_400_000)
  me.says('老王')
  expect(me.read()).toContain('接着写，还是重新开始')
  me.taps('接着写')
  expect(me.state.draft?.answers).toMatchObject([{ text: '老王' }])
})

test('danger words at any step show the numbers first and alert the duty officer', () => {
  const me = person()
  me.says(story)
  me.taps('同意，继续')
  me.taps(/邻里/)
  me.says('他拿刀威胁要砍人')
  expect(me.read()).toMatch(/报警：110[\s\S]*步/)
  expect(me.effects).toMatchObject([{ do: 'alert', why: 'danger', dangers: ['violence'] }])
})

test('a corrected message corrects the draft; one taken back leaves it', () => {
  const me = person()
  me.says(story, 'm1')
  me.does({ kind: 'edited', messageId: 'm1', text: '改正后的经过，水是楼上漏下来的。' })
  expect(me.state.draft?.story).toBe('改正后的经过，水是楼上漏下来的。')
  me.does({ kind: 'unsent', messageId: 'm1' })
  expect(me.state.draft?.story).toBe('')
})

test('suggestions give the person’s own words as the reason, in any of our languages', async () => {
  const regulations = await loadAllRegulations(undefined)
  const suggest = makeSuggest()
  for (const [text, category] of [['老板拖欠我三个月工资', 'labour'], ['隔壁半夜放音樂很吵', 'neighbour'], ['My landlord will not give my deposit back', 'house']] as const) {
    const found = suggest(text, regulations, { inForce: regulations, denials: [] })
    expect(found.map((each) => each.category), text).toContain(category)
    for (const each of found) for (const word of each.because) expect(text.toLowerCase()).toContain(word.toLowerCase())
  }
})

test('whatever anybody does in any order: it never throws, never loses the way home, and every button has words and room', () => {
  const act = fc.oneof(
    { weight: 6, arbitrary: fc.nat(30).map((n) => ({ tap: n })) },
    { weight: 2, arbitrary: fc.nat(200).map((n) => ({ old: n })) },
    { weight: 4, arbitrary: fc.constantFrom('邻居漏水很久了，没人管。', '取消', '返回', '跳过', '人工', '语言', '帮助', '老王', '13800138000', '2000', '昨天', '是', 'help', 'English', '\u202e\u0000', '😀', 'x'.repeat(5000)).map((text) => ({ say: text })) },
    { weight: 1, arbitrary: fc.constantFrom('sticker', 'file', 'location', 'wait', 'start', 'edited', 'unsent').map((what) => ({ what })) },
  )
  fc.assert(fc.property(fc.array(act, { minLength: 1, maxLength: 40 }), (acts) => {
    const me = person()
    const seen: string[] = []
    me.does({ kind: 'start', payload: '' })
    for (const each of acts) {
      const buttons = (me.last?.buttons ?? []).flat()
      seen.push(...buttons.map((button) => button.press))
      if ('tap' in each) me.does({ kind: 'press', press: buttons[each.tap % Math.max(1, buttons.length)]?.press ?? 'nonsense' })
      else if ('old' in each) me.does({ kind: 'press', press: seen[each.old % seen.length] ?? 'h:home' })
      else if ('say' in each) me.says(each.say, `m${seen.length}`)
      else if (each.what === 'file') me.does({ kind: 'file', file: { kind: 'picture', ref: 'r' } })
      else if (each.what === 'location') me.does({ kind: 'location', lat: 31.2, lon: 121.5 })
      else if (each.what === 'wait') me.wait(86_400_000)
      else if (each.what === 'start') me.does({ kind: 'start', payload: '' })
      else if (each.what === 'edited') me.does({ kind: 'edited', messageId: 'm3', text: '改了' })
      else if (each.what === 'unsent') me.does({ kind: 'unsent', messageId: 'm3' })
      else me.does({ kind: 'sticker' })
      const spoken = me.last && speaker.speak(me.last, me.speaking.language)
      expect(spoken?.paragraphs.length).toBeGreaterThan(0)
      for (const button of spoken?.buttons.flat() ?? []) {
        expect(button.label.trim()).not.toBe('')
        expect(Buffer.byteLength(button.press)).toBeLessThanOrEqual(64)
      }
      expect(JSON.stringify(spoken)).not.toMatch(/(talk|case|mediation|petition|property-\w+):[a-z]|\{\{/)
    }
    me.says('取消')
    if (me.labels().includes('停止并删除') || me.labels().includes('Stop and delete')) me.taps(/停止并删除|Stop and delete/)
    me.does({ kind: 'press', press: 'h:home' })
    expect(['home', 'return']).toContain(me.state.at.at)
  }), { numRuns: 300 })
})
