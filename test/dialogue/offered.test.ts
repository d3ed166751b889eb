import { expect, test } from 'vitest'
import { anyOffice, person } from './person.ts'

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
