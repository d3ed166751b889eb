import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { coverage, strangeIds } from '../../src/commands/rules/coverage.ts'
import { elsewhere, leftOut, ruleIds } from '../../src/regulations/rule-ids.ts'
import { ownLocales } from '../../src/rules.ts'
import { loadSpeaker } from '../../src/words/words.ts'
import { officeFolder } from '../regulations/folder.ts'

/** Every rule is carried out by a line that cites it and proven by a test that names it, or it says where else it belongs. */

const root = join(import.meta.dirname, '../..')

describe('the rules of this product', () => {
  test('are all known, and no other is named beside them', () => {
    expect(ruleIds).toHaveLength(22 + 6 + 7 + 13 + 13 + 5 + 4 + 2 + 2 + 2 + 3 + 6)
    expect([...Object.keys(elsewhere), ...leftOut].filter((id) => !ruleIds.includes(id))).toEqual([])
  })

  test('have a title in every language', () => {
    const speaker = loadSpeaker({ folder: ownLocales, fallback: 'en', zone: 'Asia/Shanghai' })
    for (const language of speaker.languages) for (const id of ruleIds) expect(speaker.say({ key: `rules:rule.${id}` }, language)).not.toContain('rule.')
  })

  test('are each carried out and proven, or belong elsewhere, or are left out on purpose', () => {
    expect(coverage(root).filter(({ missing }) => missing.length > 0).map(({ id, missing }) => `${id}: ${missing.join(', ')}`)).toEqual([])
  })

  test('a regulation of ours cites none that there is not', () => {
    expect(strangeIds(root)).toEqual([])
  })
})

test('what counts: items and remarks of a regulation, comments of code, titles of tests that run', () => {
  const project = officeFolder()
  project.write('src/regulations/one.yaml', 'id: one\nrules: [MED-1, MED-3]\nassign:\n  rule: MED-1\n# MED-2: in their own words\n')
  project.write('src/cases/one.ts', '/** Nobody is left alone (ADM-3). */\nexport const rule = \'MED-4\'\n')
  project.write('test/one.test.ts', [
    'test(\'one register (MED-1)\', () => {})',
    'describe(`told in ${1} words, MED-2`, () => {})',
    'test.skip(\'MED-3\', () => {})',
    'test.each([[\'MED-5: kinds\', 1], [\'other\', 2]])(\'%s\', () => {})',
    'const id = \'MED-6\' // MED-7',
  ].join('\n'))
  const found = coverage(project.path)
  const of = (id: string) => found.find((each) => each.id === id)
  const carried = found.filter((each) => each.carried.length > 0).map(({ id, carried: [first] }) => `${id} ${first?.file}:${first?.line}`)
  const proven = found.filter((each) => each.proven.length > 0).map(({ id, proven: [first] }) => `${id} ${first?.file}:${first?.line}`)
  expect(carried).toEqual(['MED-1 src/regulations/one.yaml:4', 'MED-2 src/regulations/one.yaml:5', 'ADM-3 src/cases/one.ts:1'])
  expect(proven).toEqual(['MED-1 test/one.test.ts:1', 'MED-2 test/one.test.ts:2', 'MED-5 test/one.test.ts:4'])
  expect(of('MED-1')?.missing).toEqual([])
  expect(of('MED-3')?.missing).toEqual(['not-carried', 'not-proven'])
  expect(of('MED-5')?.missing).toEqual(['not-carried'])
  expect(of('PET-13')).toMatchObject({ leftOut: true, missing: [] })
  expect(of('ADM-5')).toMatchObject({ elsewhere: ['console'], missing: [] })
  project.remove()
})
