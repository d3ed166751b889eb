import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { member, offered, onTelegram } from '../people.ts'
import type { TelegramUser } from '../platforms/telegram.ts'
import { fileCase, toReview } from '../resident.ts'
import { hospital, officeFolder, type OfficeFolder } from './folder.ts'

/** A new edition takes effect on its day, at midnight on the office's wall; what was filed before keeps the old one for life. */

let folder: OfficeFolder
let house: TestHouse
let handler: TelegramUser
const at = (time: string): number => Date.parse(`${time}+08:00`)

beforeAll(async () => {
  folder = officeFolder(hospital)
  // From 24 November: answered in three working days; nobody is asked about the record any more, but for the doctor's name.
  folder.write('new-limits.yaml', folder.read('hospital.yaml').replace('"2026-06-01"', '"2026-11-24"').replace('limit: 5 working-days', 'limit: 3 working-days')
    .replace(/ {2}- \{ id: record.*\n/, '  - { id: doctor, kind: text, rule: HOS-3 }\n'))
  folder.write('december.yaml', folder.read('new-limits.yaml').replace('"2026-11-24"', '"2026-12-01"').replace(/ {2}- \{ id: doctor.*\n/, ''))
  for (const [language, words] of [['zh-CN', '是哪位医生？'], ['zh-TW', '是哪位醫師？'], ['en', 'Which doctor was it?']] as const) {
    folder.write(`locales/${language}/hospital.json`, JSON.stringify({ ...JSON.parse(folder.read(`locales/${language}/hospital.json`)) as object, 'question.doctor': words, 'label.doctor': words.replace(/^是/, '') }))
  }
  house = await openHouse({ at: '2026-11-23T10:00:00+08:00', env: { REGULATIONS_DIR: folder.path } })
  handler = await member(house, 'handler', '孙经办')
})
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  await house.stop()
  folder.remove()
})

const story = '护士给我爸开错药了，吃了两天才发现，伤口也没人换药。'
const pick = /^医患关系|^很严重|^是$/

async function takes(number: string): Promise<void> {
  await house.calm()
  await handler.tapsOld(offered([handler], number).offer, '受理')
  await house.calm()
}

async function due(number: string): Promise<unknown> {
  const [row] = await house.query<{ edition: string; due: string }>(`select edition, to_char(due_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as due from cases c join duties d on d.case_id = c.id where c.number = $1 and d.kind = 'answer'`, [number])
  return row
}

test('both run side by side, each with its own limits and questions, across midnight', async () => {
  const before = await fileCase(onTelegram(house), story, { pick })
  await takes(before.number)
  expect(await due(before.number)).toEqual({ edition: '2026-06-01', due: '2026-11-30' })

  // One that is sent in the last minute of the day, and one in the first of the next.
  await house.moveTo(at('2026-11-23T23:58:00'))
  const last = await fileCase(onTelegram(house), story, { pick })
  const writing = onTelegram(house)
  await toReview(writing, story, { pick })
  await house.moveTo(at('2026-11-24T00:00:30'))
  const first = await fileCase(onTelegram(house), story, { pick, typed: { 哪位医生: '王医生' } })

  // A draft begun before and sent after: what is newly asked is asked now, what is no longer asked is not filed.
  await writing.taps('确认提交')
  expect((await writing.waitForNew('是哪位医生？')).text).toContain('是哪位医生？')
  await writing.says('赵医生')
  await writing.waitForNew((message) => message.labels.includes('确认提交'))
  await writing.taps('确认提交')
  const draft = /编号[：:]\s*(\S+)/.exec((await writing.waitForNew('编号')).text)?.[1] ?? ''

  await house.moveTo(at('2026-11-24T09:05:00'))
  for (const number of [last.number, first.number, draft]) await takes(number)
  expect(await due(last.number)).toEqual({ edition: '2026-06-01', due: '2026-12-01' })
  expect(await due(first.number)).toEqual({ edition: '2026-11-24', due: '2026-11-27' })
  expect(await due(draft)).toEqual({ edition: '2026-11-24', due: '2026-11-27' })
  const answers = Object.fromEntries((await house.cases()).map((each) => [each.number, Object.keys(each.answers)]))
  expect(answers[last.number]).toContain('record')
  expect(answers[last.number]).not.toContain('doctor')
  for (const number of [first.number, draft]) {
    expect(answers[number]).toContain('doctor')
    expect(answers[number]).not.toContain('record')
  }

  // The old ones go on under the old edition whatever happens to them later.
  await house.moveTo(at('2026-11-30T09:30:00'))
  expect(await house.query(`select c.number from duties d join cases c on c.id = d.case_id where d.kind = 'answer' and d.rung > 1 order by 1`)).toEqual([first.number, draft].sort().map((number) => ({ number })))
})

test('a draft whose only change is a question less goes out as it is, without the answer nobody wants any more', async () => {
  await house.moveTo(at('2026-11-30T23:59:00'))
  const writing = onTelegram(house)
  expect((await toReview(writing, story, { pick, typed: { 哪位医生: '钱医生' } })).text).toContain('钱医生')
  await house.moveTo(at('2026-12-01T00:00:30'))
  await writing.taps('确认提交')
  const number = /编号[：:]\s*(\S+)/.exec((await writing.waitForNew('编号')).text)?.[1] ?? ''
  expect(await house.query('select edition from cases where number = $1', [number])).toEqual([{ edition: '2026-12-01' }])
  expect((await house.cases()).find((each) => each.number === number)?.answers).not.toHaveProperty('doctor')
})
