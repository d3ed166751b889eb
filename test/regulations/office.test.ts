import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inForce } from '../../src/regulations/load.ts'
import { loadRules, rulesStamp } from '../../src/rules.ts'
import { faultsOf, hospital, lineIn, officeFolder, ourRegulation, type OfficeFolder } from './folder.ts'

/** What an office writes itself: regulations and words of its own, and everything that can be wrong with them. */

let folder: OfficeFolder
beforeEach(() => { folder = officeFolder(hospital) })
afterEach(() => folder.remove())

const yaml = 'hospital.yaml'
const words = (language: string): string => `locales/${language}/hospital.json`

describe('an office’s own folder', () => {
  it('adds a regulation, with words in every language', async () => {
    const rules = await loadRules(folder.path)
    expect(rules.regulations.map(({ id }) => id)).toEqual(expect.arrayContaining(['hospital', 'mediation', 'petition']))
    expect(rules.words.get('zh-TW')?.get('hospital')?.['category.treatment']).toBe('診療')
  })

  it('takes the place of a file of ours by the same name; its words lie over ours', async () => {
    folder.write('mediation.yaml', ourRegulation('mediation').replace('limit: 5 working-days', 'limit: 3 working-days'))
    folder.write('locales/en/mediation.json', '{ "duty": { "decide": "Say yes or no" } }')
    const rules = await loadRules(folder.path)
    const mediation = rules.regulations.filter(({ id }) => id === 'mediation')
    expect(mediation).toHaveLength(1)
    expect(mediation[0]?.duties.find(({ id }) => id === 'decide')?.limit).toBe('3 working-days')
    expect(rules.words.get('en')?.get('mediation')).toMatchObject({ 'duty.decide': 'Say yes or no', 'duty.conclude': 'Conclude the mediation' })
  })

  it('takes the place of a file of ours from its own day on when it is a later edition', async () => {
    const later = ourRegulation('mediation').replace(/edition: .*/, 'edition: "2027-03-01"')
    folder.write('mediation.yaml', later)
    const { regulations } = await loadRules(folder.path)
    const now = (day: string): string[] => inForce(regulations, day).filter(({ id }) => id === 'mediation').map(({ edition }) => edition)
    expect(now('2026-11-23')).toEqual(['2026-01-01'])
    expect(now('2027-03-01')).toEqual(['2027-03-01'])
    // One that has begun before ours takes its place at once.
    folder.write('mediation.yaml', later.replace('2027-03-01', '2025-03-01'))
    expect((await loadRules(folder.path)).regulations.filter(({ id }) => id === 'mediation').map(({ edition }) => edition)).toEqual(['2025-03-01'])
    // One that cannot be read is a fault, and no reason to go by ours.
    folder.write('mediation.yaml', later.replace('limit: 1 month', 'limit: one month'))
    expect((await faultsOf(folder)).map((each) => each.split(':')[0])).toEqual(['mediation.yaml'])
  })

  it('may change words alone', async () => {
    folder.write('locales/zh-CN/petition.json', '{ "name": "人民来访" }')
    expect((await loadRules(folder.path)).words.get('zh-CN')?.get('petition')?.['name']).toBe('人民来访')
  })

  it('holds further editions under any file name', async () => {
    folder.write('from-next-year.yml', folder.read(yaml).replace('"2026-06-01"', '"2027-01-01"'))
    expect((await loadRules(folder.path)).regulations.filter(({ id }) => id === 'hospital').map(({ edition }) => edition)).toEqual(['2027-01-01', '2026-06-01'])
  })

  it('shows that something has changed by names, sizes and times', async () => {
    const before = await rulesStamp(folder.path)
    expect(await rulesStamp(folder.path)).toBe(before)
    folder.change(words('en'), 'Treatment', 'Therapy')
    expect(await rulesStamp(folder.path)).not.toBe(before)
  })
})

describe('what is wrong in it is told with file, line, field and what is expected', () => {
  it('a word that is missing: where it is needed, and in which file it belongs', async () => {
    const line = lineIn(folder.read(yaml), 'id: look-into')
    folder.change(words('zh-TW'), '  "step": { "look-into": "向該科查證" },\n', '')
    expect(await faultsOf(folder)).toEqual([`hospital.yaml:${line}: steps[0].id: expected words in zh-TW: "step.look-into" of locales/zh-TW/hospital.json`])
  })

  it('a language that an office does not write is read in another one of theirs; without any, every word is missing', async () => {
    folder.drop('locales/en')
    expect(await faultsOf(folder)).toEqual([])
    folder.drop('locales/zh-CN')
    folder.drop('locales/zh-TW')
    const faults = await faultsOf(folder)
    expect(faults[0]).toBe(`hospital.yaml:${lineIn(folder.read(yaml), 'id: hospital')}: id: expected words in en, ja, th, vi, zh-CN, zh-TW: "name" of locales/<language>/hospital.json`)
    expect(faults.length).toBeGreaterThan(30)
  })

  it('empty words are missing words', async () => {
    folder.change(words('en'), '"ordinary": "ordinary"', '"ordinary": " "')
    expect(await faultsOf(folder)).toEqual([
      `locales/en/hospital.json:${lineIn(folder.read(words('en')), '"ordinary"')}: level.ordinary: expected words`,
      `hospital.yaml:${lineIn(folder.read(yaml), 'id: ordinary')}: levels[0].id: expected words in en: "level.ordinary" of locales/en/hospital.json`,
    ])
  })

  it.each<[string, string, string, string]>([
    ['words nobody says', '"explained": "explained"', '"explained": "explained", "explaned": "x"', 'outcome.explaned: expected no such words (a typing error?)'],
    ['a value nobody fills in', '"What day was it?"', '"What day was it, {{who}}?"', 'question.day: expected no {{who}}: nothing is filled in here'],
    ['words too long for a button', '"mended": "put right"', '"mended": "put right to everybody’s content"', 'outcome.mended: expected at most 20 characters: it stands on a button'],
    ['something that is no text', '"name": "Patients\' office"', '"name": 7', 'name: expected words'],
    ['the same key twice', '"first": {', '"name": "Once more",\n  "first": {', 'the file: expected JSON that can be read (Map keys must be unique'],
    ['JSON that nobody can read', '"contact": "Contact the patient",', '"contact": "Contact the patient"', 'the file: expected JSON that can be read ('],
  ])('%s', async (_what, from, to, expected) => {
    const line = lineIn(folder.read(words('en')), from) + (to.includes('\n') ? 1 : 0)
    folder.change(words('en'), from, to)
    expect((await faultsOf(folder))[0]).toMatch(new RegExp(`^locales/en/hospital\\.json:${_what === 'the same key twice' ? lineIn(folder.read(words('en')), '"Once more"') : line}: ${expected.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`))
  })

  it('a trailing comma, which YAML would let pass', async () => {
    folder.change(words('en'), 'explained it clearly" }', 'explained it clearly", }')
    expect((await faultsOf(folder))[0]).toMatch(/^locales\/en\/hospital\.json:1: the file: expected JSON that can be read \(/)
  })

  it('words of no regulation, and of no language of the house', async () => {
    folder.write('locales/en/hopsital.json', '{}')
    folder.write('locales/fr/hospital.json', '{}')
    expect(await faultsOf(folder)).toEqual([
      expect.stringMatching(/^locales\/en\/hopsital\.json:1: the file: expected the name of a regulation: one of .*hospital/),
      'locales/fr/hospital.json:1: the file: expected a language of the house: one of en, ja, th, vi, zh-CN, zh-TW',
    ])
  })

  it.each<[string, string, string, string]>([
    ['an unknown key', 'limit: 1 working-day\n', 'limit: 1 working-day\n    limits: 2\n', 'duties[0].limits: expected no such key (a typing error?)'],
    ['a limit nobody can read', 'limit: 5 working-days', 'limit: soon', 'duties[1].limit: expected a limit such as "5 working-days", "24 hours", "1 month", "at-once"'],
    ['a limit of no time at all', 'limit: 5 working-days', 'limit: 0 working-days', 'duties[1].limit: expected a limit such as'],
    ['a day of the month that no month has', 'limit: 5 working-days', 'limit: 32nd', 'duties[1].limit: expected a limit such as'],
    ['a limit that is a bare number', 'answerWithin: 30 working-minutes', 'answerWithin: 30', 'assign.answerWithin: expected a string'],
    ['a broken line', 'keep: 15 years', 'keep: [15 years', 'the file: expected YAML that can be read ('],
    ['the same key twice', 'keep: 15 years', 'keep: 15 years\nkeep: 16 years', 'the file: expected YAML that can be read (Map keys must be unique'],
    ['a day that there is not', '"2026-06-01"', '"2026-06-31"', 'edition: expected a day there is, as YYYY-MM-DD'],
    ['a time that there is not', 'from: "20:00"', 'from: "8 pm"', 'callback.quiet.from: expected a time of day, such as "20:00"'],
    ['numbers that would come again every year', 'YH{yyyy}-{serial:4}', 'YH{serial:4}', 'number.format: expected the year: {yyyy} or {yy}'],
    ['numbers that would come again every month', 'series: yearly, format: "YH{yyyy}-', 'series: monthly, format: "YH{yyyy}-', 'number.format: expected year and month: {yy} or {yyyy}, and {mm}'],
    ['a hole nobody fills', 'YH{yyyy}-{serial:4}', 'YH{yyyy}-{office}{serial:4}', 'number.format: expected no other holes than {yyyy}, {yy}, {mm}, {dd} and {serial:N}'],
  ])('%s', async (what, from, to, expected) => {
    const at = lineIn(folder.read(yaml), from) + (what === 'an unknown key' || what === 'the same key twice' ? 1 : 0)
    folder.change(yaml, from, to)
    const [first = ''] = await faultsOf(folder)
    expect(first.replace(/^hospital\.yaml:\d+/, '')).toContain(`: ${expected}`)
    // YAML notices an unclosed bracket where the next thing cannot be.
    if (what !== 'a broken line') expect(first).toMatch(new RegExp(`^hospital\\.yaml:${at}:`))
    else expect(Number(first.split(':')[1])).toBeGreaterThanOrEqual(at)
  })

  it('a file of 0 bytes, and one with a comment only', async () => {
    folder.write(yaml, '')
    folder.write('later.yaml', '# to be written\n')
    expect((await faultsOf(folder)).slice(0, 2)).toEqual(['hospital.yaml:1: the file: expected a regulation; there is nothing in it', 'later.yaml:1: the file: expected a regulation; there is nothing in it'])
  })

  it('a file that is text, a list, or something else than a regulation', async () => {
    folder.write('notes.yaml', 'remember to ask Mr Li\n')
    folder.write('list.yaml', '- one\n- two\n')
    expect(await faultsOf(folder)).toEqual(expect.arrayContaining(['notes.yaml:1: the file: expected an object', 'list.yaml:1: the file: expected an object']))
  })

  it('a file of 10 MB is not read at all', async () => {
    folder.write('huge.yaml', Buffer.alloc(10_000_000, 'a: b\n'))
    const before = performance.now()
    expect(await faultsOf(folder)).toEqual(['huge.yaml:1: the file: expected at most 1000000 bytes; it has 10000000'])
    expect(performance.now() - before).toBeLessThan(5000)
  })

  it('a small file whose aliases would make it a huge one', async () => {
    const lines = Array.from({ length: 12 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(10).fill(`*a${n}`).join(', ')}]`)
    folder.write('bomb.yaml', `a0: &a0 [x, x]\n${lines.join('\n')}\n`)
    expect(await faultsOf(folder)).toEqual(['bomb.yaml:1: the file: expected fewer things that stand for other things (aliases)'])
  })

  it('a folder by the name of a file', async () => {
    mkdirSync(join(folder.path, 'old.yaml'))
    expect(await faultsOf(folder)).toEqual(['old.yaml:1: the file: expected a file, not a folder'])
  })

  it('a folder that does not exist', async () => {
    folder.remove()
    expect(await faultsOf(folder)).toEqual([expect.stringMatching(/^.*:1: REGULATIONS_DIR: expected a folder that can be read \(ENOENT\)$/)])
  })

  it('the same edition twice', async () => {
    folder.write('copy.yaml', folder.read(yaml))
    expect(await faultsOf(folder)).toEqual([`hospital.yaml:${lineIn(folder.read(yaml), 'edition')}: edition: expected an edition that no other file has of this regulation`])
  })

  it('an id that other words of the house have', async () => {
    folder.change(yaml, 'id: hospital', 'id: talk')
    expect((await faultsOf(folder)).some((fault) => fault.startsWith(`hospital.yaml:${lineIn(folder.read(yaml), 'id: talk')}: id: expected another id; "talk" is the name of words of the house`))).toBe(true)
  })

  it('all of it at once', async () => {
    folder.change(yaml, 'limit: 5 working-days', 'limit: soon')
    folder.change(yaml, 'offers: 2', 'offers: two')
    folder.write('mediation.yaml', ourRegulation('mediation').replace('limit: 1 month', 'limit: one month'))
    folder.write('petition.yaml', '')
    const faults = await faultsOf(folder)
    expect(faults.map((each) => each.split(':')[0])).toEqual(['hospital.yaml', 'hospital.yaml', 'mediation.yaml', 'petition.yaml'])
  })
})
