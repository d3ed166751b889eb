import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { member, offered, onLine, onTelegram } from '../people.ts'
import type { ChatPerson } from '../platforms/person.ts'
import type { TelegramUser } from '../platforms/telegram.ts'
import { fileCase } from '../resident.ts'
import { closes } from '../staff.ts'
import { hospital } from './folder.ts'

/** A regulation that is not ours, from an office's own folder, without a line of code: a hospital's office for its patients. */

let house: TestHouse
let handler: TelegramUser
beforeAll(async () => {
  house = await openHouse({ env: { REGULATIONS_DIR: hospital } })
  handler = await member(house, 'handler', '孙经办')
})
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  expect(house.line.violations).toEqual([])
  await house.stop()
})

const patients: [string, { meet(): Promise<ChatPerson>; story: string; pick: RegExp; asked: string[]; first: string; outcome: string; typed: Record<string, string>; number: string }][] = [
  ['zh-CN on Telegram', {
    meet: async () => onTelegram(house), story: '护士给我爸开错药了，吃了两天才发现，伤口也没人换药。', pick: /^医患关系|^很严重|^是$/,
    asked: ['是在哪个科室、哪个病房？', '是哪天的事？'], first: '封存病历', outcome: '已改正', typed: { 科室: '内科三病区', 怎么称呼: '李梅' }, number: 'YH2026-0001',
  }],
  ['English on LINE', {
    meet: () => onLine(house, 'en'), story: 'They gave my father the wrong medicine after the operation and his wound infected.', pick: /^Patients' office|^Some$|^Yes$/,
    asked: ['Which department and ward was it?', 'What day was it?'], first: 'copy of the medical record', outcome: 'put right', typed: { ward: 'Ward 3', name: 'May Li' }, number: 'YH2026-0002',
  }],
]

test.each(patients)('filed in %s, with its own questions, assigned, closed, called back, in its own series of numbers', async (_where, { meet, story, pick, asked, first, outcome, typed, number }) => {
  const resident = await meet()
  const filed = await fileCase(resident, story, { pick, typed })
  expect(filed.number).toBe(number)
  const said = resident.messages.map(({ text }) => text).join('\n')
  for (const words of [...asked, first]) expect(said).toContain(words)
  // Asked only of those whom it did harm; on Telegram a step that was answered gives way to the next.
  expect((await house.cases()).find((each) => each.number === number)?.answers).toMatchObject({ harm: expect.any(String) as unknown, record: expect.any(String) as unknown })

  await house.calm()
  await handler.tapsOld(offered([handler], number).offer, '受理')
  await house.calm()
  await closes(house, handler, /^已改正/, '药已换好。 The medicine has been changed.')
  expect((await resident.waitFor('The medicine has been changed')).text).toContain(outcome)

  await house.move(4 * 86_400_000)
  const survey = await resident.waitFor((message) => message.text.includes(number) && message.labels.filter((label) => /^[1-5]/.test(label)).length === 5)
  expect(survey.text).toMatch(/医生的解释是否清楚|whether the doctor explained it clearly/)
  await resident.taps(/^5/)
  await house.calm()
  expect(await house.query('select regulation, edition, category, outcome, score from cases where number = $1', [number])).toEqual([{ regulation: 'hospital', edition: '2026-06-01', category: 'treatment', outcome: 'mended', score: 5 }])
})

test('its limits are warned of and chased, and what is overdue raises it to its own level', async () => {
  const resident = onTelegram(house)
  const head = await member(house, 'head', '周主任')
  const { number } = await fileCase(resident, '护士态度很差，挂号窗口也没人理我。', { pick: /^医患关系|^没有$/ })
  await house.calm()
  await handler.tapsOld(offered([handler], number).offer, '受理')
  await house.calm()
  await house.moveTo(Date.parse('2026-12-14T10:00:00+08:00'))
  expect((await head.waitFor((message) => message.text.includes(number) && message.text.includes('答复患者'))).text).toContain('孙经办')
  await resident.waitFor('我们晚了')
  expect(await house.query('select level from cases where number = $1', [number])).toEqual([{ level: 'grave' }])
  expect(await house.query(`select kind, rule, late from duties d join cases c on c.id = d.case_id where number = $1 and kind in ('contact', 'answer') order by 1`, [number]))
    .toEqual([{ kind: 'answer', rule: 'HOS-4', late: false }, { kind: 'contact', rule: 'HOS-4', late: false }])
})
