import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { citedBy } from '../../src/regulations/check.ts'
import { faultText } from '../../src/regulations/faults.ts'
import { editionOf, inForce, loadRegulations } from '../../src/regulations/load.ts'
import { ownRegulations, readRegulationFiles } from '../../src/rules.ts'
import { wordKeys } from '../../src/regulations/keys.ts'
import { loadSpeaker } from '../../src/words/words.ts'
import { readFileSync } from 'node:fs'
import { makeSuggest } from '../../src/suggest/suggest.ts'

const files = await readRegulationFiles(ownRegulations)
const loaded = loadRegulations(files)
const regulations = 'regulations' in loaded ? loaded.regulations : []
const suggest = makeSuggest()

/** The mediation file with one thing changed; what is wrong with it, as an office clerk would read it. */
function faults(change: (text: string) => string, name = 'mediation.yaml'): string[] {
  const changed = files.map((file) => (file.name === name ? { ...file, text: change(file.text) } : file))
  expect(changed, 'the change must find its place').not.toEqual(files)
  const result = loadRegulations(changed)
  return 'faults' in result ? result.faults.map(faultText) : []
}

/** Number of the line that holds this text. */
function lineOf(part: string, name = 'mediation.yaml'): number {
  const text = files.find((file) => file.name === name)?.text ?? ''
  return text.slice(0, text.indexOf(part)).split('\n').length
}

describe('the regulations that come with Laifang', () => {
  it('can all be read', () => {
    expect('faults' in loaded ? loaded.faults : []).toEqual([])
    expect(regulations.map(({ id }) => id)).toEqual(expect.arrayContaining(['mediation', 'petition', 'property-complaint', 'property-request']))
  })

  it.each([
    ['mediation', ['MED-1', 'MED-2', 'MED-3', 'MED-4', 'MED-5', 'MED-6', 'MED-7', 'MED-8', 'MED-9', 'MED-13', 'MED-16', 'MED-17']],
    ['petition', ['PET-1', 'PET-2', 'PET-3', 'PET-4', 'PET-5', 'PET-6']],
    ['property-complaint', ['PRO-1', 'PRO-2', 'PRO-3', 'PRO-4', 'PRO-5', 'PRO-6', 'PRO-7', 'PRO-8', 'PRO-9', 'PRO-10']],
    ['property-request', ['PRO-1', 'PRO-2', 'PRO-4', 'PRO-6', 'PRO-7', 'PRO-8', 'PRO-9', 'PRO-10']],
    ['labour', ['LAB-1', 'LAB-2', 'LAB-3', 'LAB-4', 'LAB-5', 'LAB-6', 'LAB-7']],
    ['social-insurance', ['INS-1', 'INS-2']],
    ['consumer', ['CSM-1', 'CSM-2']],
    ['school', ['SCH-1', 'SCH-2', 'SCH-3']],
  ])('%s carries out every rule it has to', (id, rules) => {
    const regulation = regulations.find((each) => each.id === id)
    expect(regulation && [...citedBy(regulation)]).toEqual(expect.arrayContaining(rules))
  })

  it('names all fifteen kinds of dispute (MED-5), and the classes of PRO-2', () => {
    const ids = (id: string): string[] | undefined => regulations.find((each) => each.id === id)?.categories.map((category) => category.id)
    expect(ids('mediation')).toEqual(['marriage', 'family', 'neighbour', 'house', 'farmland', 'demolition', 'property', 'labour', 'business', 'damages', 'medical', 'pollution', 'consumer', 'restructuring', 'other'])
    expect(ids('property-complaint')).toEqual(['building', 'equipment', 'order', 'environment', 'service'])
    expect(ids('property-request')).toEqual(['enquiry', 'basic', 'special', 'letting', 'neighbours', 'developer', 'other'])
  })

  const folder = join(import.meta.dirname, '../../locales')
  const speaker = loadSpeaker({ folder, fallback: 'en', zone: 'Asia/Shanghai' })
  it.each(speaker.languages)('has words in %s for everything it names, and for nothing else', (language) => {
    for (const regulation of regulations) {
      const words = flat(JSON.parse(readFileSync(join(folder, language, `${regulation.id}.json`), 'utf8')) as Tree)
      expect(Object.keys(words).sort(), regulation.id).toEqual(wordKeys(regulation).sort())
    }
  })

  it('asks for the same values in every language', () => {
    for (const name of ['case', ...regulations.map(({ id }) => id)]) {
      const values = speaker.languages.map((language) => {
        const words = flat(JSON.parse(readFileSync(join(folder, language, `${name}.json`), 'utf8')) as Tree)
        return Object.fromEntries(Object.entries(words).map(([key, text]) => [key, [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, value]) => value).sort()]))
      })
      for (const other of values) expect(other, name).toEqual(values[0])
    }
  })

  it.each(speaker.languages)('in %s, whatever stands on a button fits one: at most 20 characters', (language) => {
    const long = ['case', ...regulations.map(({ id }) => id)].flatMap((name) =>
      Object.entries(flat(JSON.parse(readFileSync(join(folder, language, `${name}.json`), 'utf8')) as Tree))
        .filter(([key, text]) => /^(action|choice|step|category|outcome|survey\.point|reason)\./.test(key) && !text.includes('{{') && key !== 'reason.none' && [...text].length > 20)
        .map(([key]) => `${name}:${key}`))
    expect(long).toEqual([])
  })

  it.each([
    ['楼上每天半夜拖桌子，吵得睡不着', 'mediation/neighbour'],
    ['樓上半夜一直有噪音，吵到不能睡', 'mediation/neighbour'],
    ['我要跟老公离婚，孩子的抚养权谈不拢', 'mediation/marriage'],
    ['几个兄弟都不肯出赡养费，老人没人管', 'mediation/family'],
    ['包工头拖欠工资半年了', 'mediation/labour'],
    ['隔壁占了我家的田埂，抢水灌溉', 'mediation/farmland'],
    ['健身卡充值以后店关门了，不给退款', 'mediation/consumer'],
    ['他借钱三万块打了借条不还钱', 'mediation/business'],
    ['他骑车撞了我，骨折了不肯赔医药费', 'mediation/damages'],
    ['村支书贪污，上访也没人管', 'petition/officials'],
    ['我家的低保被停了，民政说不给补贴', 'petition/welfare'],
    ['电梯又困人了，物业拖着不修', 'property-complaint/equipment'],
    ['保洁不打扫，楼道脏，垃圾没清', 'property-complaint/environment'],
    ['保安不管，陌生人进进出出', 'property-complaint/order'],
    ['请问装修怎么申请', 'property-request/enquiry'],
    ['想请人上门服务洗空调', 'property-request/special'],
    ['My neighbour plays loud music at night and the dog is barking', 'mediation/neighbour'],
    ['My employer has not paid my wages and overtime', 'mediation/labour'],
    ['The lift is broken again and my mother was stuck in the lift', 'property-complaint/equipment'],
    ['The village head took a bribe', 'petition/officials'],
    ['How do I apply for renovation?', 'property-request/enquiry'],
  ])('recognises "%s" among its first three guesses', (story, expected) => {
    expect(suggest(story, regulations, { inForce: regulations, denials: [] }).map(({ regulation, category }) => `${regulation}/${category}`)).toContain(expected)
  })
})

describe('a regulation file that is wrong', () => {
  it.each<[string, (text: string) => string, string]>([
    ['a key nobody knows', (text) => text.replace('share: 1', 'share: 1\n  shares: 2'), `mediation.yaml:${lineOf('share: 1') + 1}: callback.shares: expected no such key (a typing error?)`],
    ['a limit nobody can read', (text) => text.replace('limit: 1 month', 'limit: one month'), `mediation.yaml:${lineOf('limit: 1 month')}: duties[4].limit: expected a limit such as "5 working-days", "24 hours", "1 month", "at-once"`],
    ['a role that there is not', (text) => text.replace('roles: [mediator]', 'roles: [judge]'), `mediation.yaml:${lineOf('roles: [mediator]')}: assign.roles[0]: expected one of handler, mediator, head, leader, informant, liaison, admin`],
    ['roles for a level that there is not', (text) => text.replace('roles: [mediator]', 'roles: [mediator]\n  byLevel: { gravest: [head] }'), `mediation.yaml:${lineOf('roles: [mediator]') + 1}: assign.byLevel.gravest: expected a level: one of ordinary, major, urgent`],
    ['something that never happens', (text) => text.replace('done: [other-side, ', 'done: [asked, '), `mediation.yaml:${lineOf('done: [other-side, ')}: duties[2].done[0]: expected something that happens; "asked" never does`],
    ['an unknown step on a duty', (text) => text.replace('actions: [close, session, message]', 'actions: [close, sit, message]'), 'expected an action or a step: one of take'],
    ['an answer the question does not have', (text) => text.replace('is: [some, dozens] }', 'is: crowd }'), 'levels[1].raisedBy[0].is: expected a choice of the question: one of few, some, dozens, many'],
    ['a condition on no question', (text) => text.replace('{ answer: people, is: [some, dozens] }', '{ is: some }'), 'levels[1].raisedBy[0].answer: expected the question that is, atLeast, below or given speak of'],
    ['a last happening that never is', (text) => text.replace('{ answer: people, is: [some, dozens] }', '{ latest: { of: [accepted, asked], is: asked } }'), 'levels[1].raisedBy[0].latest.of[1]: expected something that happens; "asked" never does'],
    ['a last happening that is not among them', (text) => text.replace('{ answer: people, is: [some, dozens] }', '{ latest: { of: [accepted, held], is: resumed } }'), 'levels[1].raisedBy[0].latest.is: expected some of those that "of" names, and not all of them: accepted, held'],
    ['what must not hold, on a level that there is not', (text) => text.replace('{ answer: people, is: [some, dozens] }', '{ not: { level: massive } }'), 'levels[1].raisedBy[0].not.level: expected a level: one of ordinary, major, urgent'],
    ['nothing that must not hold', (text) => text.replace('{ answer: people, is: [some, dozens] }', '{ not: {} }'), 'levels[1].raisedBy[0].not: expected what must not hold'],
    ['a callback for a level that there is not', (text) => text.replace('\n  reopensAt:', '\n  by: [{ rule: MED-16, level: massive, who: leader }]\n  reopensAt:'), 'callback.by[0].level: expected a level: one of ordinary, major, urgent'],
    ['a callback for the same level twice', (text) => text.replace('\n  reopensAt:', '\n  by: [{ rule: MED-16, level: major, who: leader }, { rule: MED-16, level: major, who: head }]\n  reopensAt:'), 'callback.by[1].level: expected a level named once; "major" is named twice'],
    ['a level that there is not', (text) => text.replace('raise: major }', 'raise: massive }'), 'duties[4].ladder[1].raise: expected a level: one of ordinary, major, urgent'],
    ['a choice without a limit', (text) => text.replace('fortnight: 10 working-days } }', 'month: 1 month } }'), 'steps[9].moves.by: expected a limit for each choice: week, fortnight'],
    ['an id used twice', (text) => text.replace('id: write-off', 'id: put-right'), 'duties[6].id: expected an id used once; "put-right" is used twice'],
    ['a rule nobody carries out', (text) => text.replace('MED-1, MED-2', 'MED-1, MED-99, MED-2'), 'rules[1]: expected a rule that some item carries out; nothing cites MED-99'],
    ['a rule nobody announced', (text) => text.replace('rules: [MED-1, ', 'rules: ['), 'rules: expected every rule that is cited; MED-1 is missing'],
    ['no outcomes', (text) => text.slice(0, text.indexOf('outcomes:')) + text.slice(text.indexOf('\ncallback:')), 'mediation.yaml:1: outcomes: expected an array'],
    ['a broken line', (text) => text.replace('keep: 10 years', 'keep: [10 years'), 'the file: expected YAML that can be read'],
  ])('%s is named with file, line and field', (_what, change, expected) => {
    expect(faults(change).join('\n')).toContain(expected)
  })

  it('lists everything that is wrong at once', () => {
    expect(faults((text) => text.replace('limit: 1 month', 'limit: soon').replace('roles: [mediator]', 'roles: []').replace('offers: 3', 'offers: many'))).toHaveLength(3)
  })

  it('may not begin its numbers like another regulation', () => {
    expect(faults((text) => text.replace('"M{yyyy}', '"X{yyyy}')).join()).toContain('number.format: expected another beginning than the numbers of other regulations')
  })

  it.each<[string, string, (text: string) => string, string]>([
    ['written another way', 'mediation.yaml', (text) => text.replace('"M{yyyy}{serial:4}"', '"X20{yy}{serial:4}"').replace('"{yyyy}{serial:3}"', '"F20{yy}{serial:4}"'), 'dossier.format: expected numbers that no other case or dossier has: "F{yyyy}{serial:4}", the number of consumer, can come out the same'],
    ['of one format for two dossiers', 'labour.yaml', (text) => text.replace('"LX{yyyy}{serial:3}"', '"{yyyy}{serial:3}"'), 'dossier.format: expected numbers that no other case or dossier has: "{yyyy}{serial:3}", the dossier of mediation, can come out the same'],
    ['of a case and its own dossier', 'labour.yaml', (text) => text.replace('"LX{yyyy}{serial:3}"', '"L{yy}{mm}{serial:5}"').replace('"L{yyyy}{serial:4}"', '"L{yy}{serial:3}"'), 'dossier.format: expected numbers that no other case or dossier has: "L{yy}{serial:3}", the number of labour, can come out the same'],
    ['whose serials run into the months of others', 'quality-complaint.yaml', (text) => text.replace('"{yy}{mm}{serial:3}"', '"20{yy}{mm}{serial:1}"'), 'number.format: expected numbers that no other case or dossier has: "{yyyy}{serial:3}", the dossier of mediation, can come out the same'],
  ])('may not have numbers %s', (_what, file, change, expected) => {
    expect(faults(change, file).join('\n')).toContain(expected)
  })

  it('may not name a regulation that there is not', () => {
    expect(faults((text) => text.replace('becomes: property-request', 'becomes: property-wish'), 'property-complaint.yaml').join()).toContain('becomes: expected a regulation: one of ')
  })
})

describe('editions', () => {
  const first = regulations.find(({ id }) => id === 'mediation')
  const editions = ['2026-01-01', '2026-07-01', '2027-01-01'].map((edition) => ({ ...(first as NonNullable<typeof first>), edition }))

  it('a case keeps the edition it was filed under, new ones get the latest that has begun', () => {
    expect(inForce(editions, '2026-06-30').map(({ edition }) => edition)).toEqual(['2026-01-01'])
    expect(inForce(editions, '2026-07-01').map(({ edition }) => edition)).toEqual(['2026-07-01'])
    expect(editionOf(editions, 'mediation', '2026-01-01')?.edition).toBe('2026-01-01')
    expect(editionOf(editions, 'mediation', '2025-01-01')).toBeUndefined()
  })
})

type Tree = { [key: string]: string | Tree }

function flat(tree: Tree, before = ''): Record<string, string> {
  return Object.fromEntries(Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[`${before}${key}`, value]] : Object.entries(flat(value, `${before}${key}.`)))))
}
