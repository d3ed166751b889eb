import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hospital, lineIn, officeFolder, type OfficeFolder } from '../regulations/folder.ts'
import { rulesCommand } from './rules.ts'

/** `npm run rules -- check`: what an office that writes its own rules reads before it lets them loose. */

let folder: OfficeFolder
beforeEach(() => { folder = officeFolder(hospital) })
afterEach(() => folder.remove())

describe('npm run rules -- check', () => {
  test('says in a few lines that all is in order, and what there is', async () => {
    const { code, out, err } = await rulesCommand(['check', folder.path], { DEFAULT_LANGUAGE: 'en' })
    expect(err).toBe('')
    expect(out).toContain('hospital (Patients\' office), edition 2026-06-01: 3 kinds, 6 questions, 2 duties, 1 steps')
    expect(out.trim().split('\n').at(-1)).toMatch(/^In order: \d+ regulations in \d+ editions, with words in .*English/)
    expect(code).toBe(0)
  })

  test('lists every fault with file, line, field and what is expected, and ends with 1', async () => {
    const limit = lineIn(folder.read('hospital.yaml'), 'limit: 5 working-days')
    folder.change('hospital.yaml', 'limit: 5 working-days', 'limit: five days')
    folder.change('hospital.yaml', 'sensitive: true', 'secret: true')
    folder.write('locales/en/hospital.json', '{ "name": ')
    const { code, out, err } = await rulesCommand(['check', folder.path])
    expect(out).toBe('')
    expect(err.trim().split('\n')).toEqual([
      expect.stringMatching(new RegExp(`^${folder.path}/hospital.yaml:${lineIn(folder.read('hospital.yaml'), 'secret')}: questions\\[5\\]\\.secret: expected no such key`)),
      expect.stringMatching(new RegExp(`^${folder.path}/hospital.yaml:${limit}: duties\\[1\\]\\.limit: expected a limit such as`)),
    ])
    expect(code).toBe(1)
  })

  test('takes the folder of REGULATIONS_DIR when none is named', async () => {
    folder.write('empty.yaml', '')
    const { code, err } = await rulesCommand(['check'], { REGULATIONS_DIR: folder.path })
    expect(err.trim()).toBe(`${folder.path}/empty.yaml:1: the file: expected a regulation; there is nothing in it`)
    expect(code).toBe(1)
  })

  test('a folder that does not exist', async () => {
    const { code, err } = await rulesCommand(['check', `${folder.path}/nowhere`])
    expect(err.trim()).toBe(`${folder.path}/nowhere:1: REGULATIONS_DIR: expected a folder that can be read (ENOENT)`)
    expect(code).toBe(1)
  })

  test('a verb or an option that there is not: how it is used, and 1', async () => {
    for (const args of [['chek'], ['check', '--all'], []]) {
      const { code, err } = await rulesCommand(args)
      expect(err).toContain('npm run rules -- <verb>')
      expect(code).toBe(1)
    }
  })
})
