import { expect, test } from 'vitest'
import { anyOffice, person, regulations, type Person } from './person.ts'

/** What an office takes, and who may file it, decides what is offered: no more, and no less. */

const taking = (...regulations: string[]) => () => ({ ...anyOffice(null), regulations })
const story = '楼上总是漏水，把我家天花板都泡坏了，找过他几次都不理。'

test('only what the office takes is suggested and listed', () => {
  const she = person({}, 'zh-CN', taking('petition', 'property-complaint'))
  she.says(story)
  she.taps('同意，继续')
  expect(she.read()).not.toContain('人民调解')
  if (she.labels().includes('都不是，看全部')) she.taps('都不是，看全部')
  expect(she.labels().filter((label) => /调解|投诉|信访/.test(label))).toEqual(expect.arrayContaining(['信访', '物业投诉']))
  expect(she.labels().join()).not.toContain('人民调解')
})

test('an office with one regulation shows its categories at once', () => {
  const she = person({}, 'zh-CN', taking('mediation'))
  she.says('我也说不清楚是哪一类，反正想请你们管一管。')
  she.taps('同意，继续')
  if (she.labels().includes('都不是，看全部')) she.taps('都不是，看全部')
  expect(she.labels()).toContain('邻里')
  she.taps('邻里')
  expect(she.state.draft).toMatchObject({ regulation: 'mediation', category: 'neighbour' })
})

test('what only staff file is never offered to a resident (SCR-1)', () => {
  const she = person()
  she.says(story)
  she.taps('同意，继续')
  if (she.labels().includes('都不是，看全部')) she.taps('都不是，看全部')
  expect(she.labels().join()).not.toContain('排查')
})

test('a kind the office stopped taking meanwhile is chosen anew, and nothing told is lost', () => {
  let takes: string[] = []
  const she = person({}, 'zh-CN', () => ({ ...anyOffice(null), regulations: takes }))
  she.says(story)
  she.taps('同意，继续')
  if (she.labels().includes('都不是，看全部')) she.taps('都不是，看全部')
  she.taps('人民调解')
  she.taps('邻里')
  takes = ['petition', 'property-complaint']
  she.says('大约三个月前开始的')
  expect(she.read()).toContain('不受理')
  expect(she.state.draft).toMatchObject({ story, regulation: null, category: null })
  if (she.labels().includes('都不是，看全部')) she.taps('都不是，看全部')
  she.taps('信访')
  she.taps('其他事项')
  expect(she.state.draft).toMatchObject({ story, regulation: 'petition', category: 'other' })
})

/** Through the questions to the review card, with the first choice there is. */
function toReview(she: Person): void {
  const words: Record<string, string> = { 'own-phone': '13800138000', money: '2000', number: '2', date: '2026-11-05' }
  for (let n = 0; n < 30 && she.state.at.at !== 'review'; n++) {
    const { at } = she.state
    if (at.at !== 'question') she.taps(she.labels()[0] ?? '')
    const { kind, choices } = regulations.find(({ id }) => id === she.state.draft?.regulation)?.questions.find(({ id }) => at.at === 'question' && id === at.id) ?? {}
    if (kind === 'choice' || kind === 'yes-no') she.does({ kind: 'press', press: `s:${she.state.stamp.toString(36)}:a-${choices?.[0] ?? 'no'}` })
    else if (kind) she.says(words[kind] ?? '和平街道一号院')
  }
}

test('an answer that is no choice of the new kind is asked anew, and what fits stays', () => {
  const she = person()
  she.says(story)
  she.taps('同意，继续')
  if (she.labels().includes('都不是，看全部')) she.taps('都不是，看全部')
  she.taps('人民调解')
  she.taps('邻里')
  toReview(she)
  const said = (id: string) => she.state.draft?.answers.find((each) => each.id === id)
  expect(said('people')?.value).toBe('few')
  const place = said('place')
  she.does({ kind: 'press', press: `s:${she.state.stamp.toString(36)}:e-kind` })
  if (she.labels().includes('都不是，看全部')) she.taps('都不是，看全部')
  she.taps('社保投诉举报')
  she.taps(she.labels()[0] ?? '')
  expect(said('people')).toBeUndefined()
  expect(said('place')).toEqual(place)
  toReview(she)
  expect(['one', 'some', 'many']).toContain(said('people')?.value)
})

test('a choice that a new edition has dropped is asked anew before anything is sent', () => {
  let edition = regulations
  const she = person({}, 'zh-CN', anyOffice, () => edition)
  she.says(story)
  she.taps('同意，继续')
  if (she.labels().includes('都不是，看全部')) she.taps('都不是，看全部')
  she.taps('人民调解')
  she.taps('邻里')
  toReview(she)
  edition = regulations.map((each) => (each.id === 'mediation' ? { ...each, questions: each.questions.map((question) => (question.id === 'people' ? { ...question, choices: ['some', 'many'] } : question)) } : each))
  she.taps('确认提交')
  expect(she.effects).toEqual([])
  expect(she.state.at).toEqual({ at: 'question', id: 'people' })
})

test('a suggestion that is no longer offered is not taken, nor is another in its place', () => {
  let takes: string[] = []
  const she = person({}, 'zh-CN', () => ({ ...anyOffice(null), regulations: takes }))
  she.says('老板拖欠我三个月工资，一直不给。')
  she.taps('同意，继续')
  const [first, second] = she.state.draft?.suggestions ?? []
  expect([first?.regulation, second?.regulation]).toEqual(['labour', 'mediation'])
  const tap = { kind: 'press' as const, press: `s:${she.state.stamp.toString(36)}:k-0` }
  takes = ['mediation', 'petition']
  she.does(tap)
  expect(she.state.draft).toMatchObject({ regulation: null, category: null })
  expect(she.labels().join()).not.toMatch(/劳动争议/)
  she.taps(she.labels()[0] ?? '')
  expect(she.state.draft).toMatchObject({ regulation: 'mediation', category: 'labour' })
})

test('a list of categories whose regulation is no longer offered becomes the list of those that are', () => {
  let takes: string[] = []
  const she = person({}, 'zh-CN', () => ({ ...anyOffice(null), regulations: takes }))
  she.says(story)
  she.taps('同意，继续')
  if (she.labels().includes('都不是，看全部')) she.taps('都不是，看全部')
  she.taps('人民调解')
  takes = ['petition', 'property-complaint']
  she.taps('邻里')
  expect(she.labels()).toEqual(expect.arrayContaining(['信访', '物业投诉']))
  expect(she.state.draft?.regulation).toBeNull()
})

test('where nothing is taken at all they are shown to a person, not an empty list', () => {
  const she = person({}, 'zh-CN', taking('gone'))
  she.says(story)
  she.taps('同意，继续')
  expect(she.read()).toContain('不通过聊天受理')
  she.taps('找工作人员')
  she.says('那我该找谁？')
  expect(she.effects).toEqual([{ do: 'alert', why: 'human', dangers: [], words: '那我该找谁？' }])
  expect(she.state.draft?.story).toBe(story)
})
