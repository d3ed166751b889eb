import { describe, expect, test } from 'vitest'
import { regulationPage } from '../../src/commands/rules/show/page.ts'
import { sayIn } from '../../src/commands/rules/say.ts'
import { citedBy } from '../../src/regulations/check.ts'
import type { Condition } from '../../src/regulations/condition.ts'
import type { Regulation } from '../../src/regulations/schema.ts'
import { loadRules, ownLocales } from '../../src/rules.ts'
import { loadSpeaker } from '../../src/words/words.ts'
import { hospital } from '../regulations/folder.ts'
import { rulesCommand } from './rules.ts'

/** `npm run rules -- show`: the regulation as a clerk reads it. */

const rules = await loadRules(hospital)
const speaker = loadSpeaker({ folder: ownLocales, fallback: 'zh-CN', zone: 'Asia/Shanghai' })
speaker.learn(rules.words)
const page = (id: string, language: string): string => {
  const one = rules.regulations.find((each) => each.id === id)
  if (!one) throw new Error(`there is no ${id}`)
  return regulationPage(one, sayIn(speaker, language))
}

describe.each(speaker.languages)('in %s', (language) => {
  test.each(rules.regulations.map((one) => [one.id, one] as const))('%s: whole, in words alone, each line with its rule', (id, one) => {
    const text = page(id, language)
    const said = (key: string): string => speaker.say({ key: `${id}:${key}` }, language)
    for (const rule of citedBy(one)) expect(text, rule).toContain(rule)
    for (const list of ['category', 'level', 'duty', 'step', 'outcome', 'paper', 'round'] as const) {
      const items = { category: one.categories, level: one.levels, duty: one.duties, step: one.steps, outcome: one.outcomes, paper: one.papers, round: one.rounds }[list]
      for (const item of items) expect(text).toContain(`**${said(`${list}.${item.id}`)}**`)
    }
    for (const question of one.questions) expect(text).toContain(said(`question.${question.id}`))
    // Nothing of the file's own language is left: no key, no limit as it is written there, no hole that nobody filled.
    expect(text).not.toMatch(/\{\{|undefined|\bnull\b|\bNaN\b|\[object|working-(days|hours|minutes)|at-once|beforeHoliday/)
    expect(text).not.toMatch(new RegExp(`\\b(rules|case|talk|${id}):[a-z]`))
    // Every happening is said: no "When , …".
    expect(text.split('\n').filter((line) => /When ,|: 后，|done when \.|\*\* \([A-Z]+-\d+\): (後|后)/.test(line))).toEqual([])
    expect(text.split('\n').filter((line) => /\(\s*\)|“”|「」/.test(line))).toEqual([])
  })
})

test('limits, roles and conditions as people write them', () => {
  expect(page('hospital', 'en')).toContain('**Answer the patient** (HOS-4): When it is accepted, the handler must do this within 5 working days. Reminded 1 working day before. It is done when the answer goes to be signed or it is closed. If it is not done in time: at once, word goes to the handler and the head. The resident is told when it is late. The clock stands still while the case is on hold. The resident sees this clock.')
  expect(page('hospital', 'zh-CN')).toContain('**答复患者** (HOS-4): 受理后，承办人应在5个工作日内完成。提前1个工作日提醒。答复送审签或办结即为完成。逾期的：立即通知承办人和主任。逾期时告知当事人。暂停办理期间不计时。当事人可看到此期限。')
  expect(page('hospital', 'zh-TW')).toContain('**嚴重**: 符合下列任一條件時升為此級：「身體影響」為「很嚴重」或「答覆病人」逾期 (HOS-3)')
  expect(page('hospital', 'en')).toContain('Should the medical record be sealed? (yes or no; must be answered) Asked only if the answer to “Harm” is “Some” or “Grave”. (HOS-3)')
  expect(page('hospital', 'en')).toContain('Numbers look like YH2026-0001 and start again each year. (HOS-2)')
  expect(page('mediation', 'zh-CN')).toMatch(/\*\*调解结案\*\*|1个月/)
})

describe('what a regulation may say besides', () => {
  const changed = (id: string, change: (one: Regulation) => void, language = 'en'): string => {
    const one = structuredClone(rules.regulations.find((each) => each.id === id) as Regulation)
    change(one)
    return regulationPage(one, sayIn(speaker, language))
  }

  test.each([
    ['en', 'to the handler, to the one it fits best first, and at most to 2. At level “grave”, it is offered to the mediator and the head instead.'],
    ['zh-CN', '等级为“严重”时，改为先交给调解员和主任。'],
    ['zh-TW', '等級為「嚴重」時，改為先派給調解員和主任。'],
  ])('who is asked on a level, in %s', (language, said) => {
    expect(changed('hospital', ({ assign }) => { assign.byLevel = { grave: ['mediator', 'head'] } }, language)).toContain(said)
  })

  test.each([
    ['en', 'On level “grave”, the leader sees to visits and calls; else the head. (HOS-6)'],
    ['zh-CN', '等级为“严重”的，由分管领导负责上门和电话回访；其余由主任负责。 (HOS-6)'],
    ['zh-TW', '等級為「嚴重」的，由主管負責到府和電話回訪；其餘由主任負責。 (HOS-6)'],
  ])('who calls back on a level, in %s', (language, said) => {
    expect(changed('hospital', ({ callback }) => { callback.by = [{ rule: 'HOS-6', level: 'grave', who: 'leader' }] }, language)).toContain(said)
  })

  const reviewed: Condition = { latest: { of: ['held', 'resumed', 'returned'], is: 'returned' }, not: { level: 'grave', happened: 'replied' } }
  test.each([
    ['en', 'Only if the answer is sent back, and since then none of this has happened: it is put on hold or it is resumed, and it is not so that the level is “grave”, and the resident answers.'],
    ['zh-CN', '答复退回，此后未再发生：暂停办理或恢复办理，且不属于下列情形：等级为“严重”，且当事人回复'],
    ['zh-TW', '答覆退回，此後未再發生：暫停辦理或恢復辦理，且不屬於下列情形：等級為「嚴重」，且當事人回覆'],
  ])('what happened last, and what must not be, in %s', (language, said) => {
    expect(changed('hospital', ({ duties }) => { for (const duty of duties) duty.if = reviewed }, language)).toContain(said)
  })
})

test.each([
  ['en', 'When a phone call is to be made, the head must do this within', 'It is done when they were called', 'are visited in person instead'],
  ['zh-CN', '改为电话回访后，主任应在', '已电话回访、', '改为上门回访'],
  ['zh-TW', '改為電話回訪後，主任應在', '已電話回訪、', '改為到府回訪'],
])('visits and calls after the closing, in %s', (language, ...said) => {
  for (const each of said) expect(page('property-complaint', language)).toContain(each)
})

describe('npm run rules -- show', () => {
  test('prints the page in the language asked for, also of an office’s own regulation', async () => {
    const { code, out } = await rulesCommand(['show', 'hospital', '--language', 'zh-TW'], { REGULATIONS_DIR: hospital })
    expect(out).toBe(`${page('hospital', 'zh-TW')}\n`)
    expect(code).toBe(0)
  })

  test('what there is not: a regulation, a language, an edition', async () => {
    for (const [args, said] of [
      [['show', 'hopsital'], 'There is no regulation "hopsital": one of '],
      [['show', 'mediation', '--language', 'fr'], '--language: one of en, ja, th, vi, zh-CN, zh-TW'],
      [['show', 'mediation', '--edition', '1999-01-01'], '--edition: of "mediation" there is '],
    ] as const) {
      const { code, out, err } = await rulesCommand(args)
      expect(err).toContain(said)
      expect(out).toBe('')
      expect(code).toBe(1)
    }
  })
})
