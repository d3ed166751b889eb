import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../bench/house.ts'
import { freshDatabase } from '../database.ts'
import { openHouse, secretKey, type TestHouse } from '../house.ts'
import { makeLog } from '../../src/log.ts'
import { loadRules, rulesStamp } from '../../src/rules.ts'
import { watchRules } from '../../src/rules/watch.ts'
import { member, offered, onTelegram } from '../people.ts'
import type { TelegramUser } from '../platforms/telegram.ts'
import { fileCase } from '../resident.ts'
import { hospital, lineIn, officeFolder, type OfficeFolder } from './folder.ts'

/** Changed files are taken by a running house; broken ones are not, and are told with the exact place. */

const story = '护士给我爸开错药了，吃了两天才发现，伤口也没人换药。'
const pick = /^医患关系|^很严重|^是$/

describe('a running house', () => {
  let folder: OfficeFolder
  let house: TestHouse
  let handler: TelegramUser
  beforeAll(async () => {
    folder = officeFolder(hospital)
    house = await openHouse({ env: { REGULATIONS_DIR: folder.path } })
    handler = await member(house, 'handler', '孙经办')
  })
  afterAll(async () => {
    expect(house.telegram.violations).toEqual([])
    await house.stop()
    folder.remove()
  })

  const numberOf = async (): Promise<string> => (await fileCase(onTelegram(house), story, { pick })).number
  const faults = (): string[] => house.logged.map((line) => JSON.parse(line) as { level: number; faults?: string[] }).filter((line) => line.level === 50).flatMap((line) => line.faults ?? [])

  test('takes new words and limits without a restart', async () => {
    folder.change('locales/zh-CN/hospital.json', '"是哪天的事？"', '"具体是哪一天？"')
    folder.change('hospital.yaml', 'limit: 1 working-day\n', 'limit: 2 working-days\n')
    await house.house.reload()
    const resident = onTelegram(house)
    await fileCase(resident, story, { pick })
    expect(resident.messages.some(({ text }) => text.includes('具体是哪一天？'))).toBe(true)
    expect(resident.messages.some(({ text }) => text.includes('是哪天的事？'))).toBe(false)
    expect(faults()).toEqual([])
  })

  test('a broken file is told with the exact place, and the last good one stays in force', async () => {
    const line = lineIn(folder.read('hospital.yaml'), 'YH{yyyy}')
    const good = folder.read('hospital.yaml')
    folder.change('hospital.yaml', 'series: yearly, format: "YH', 'series: sometimes, format: "ZZ')
    await house.house.reload()
    expect(faults()).toEqual([`${folder.path}/hospital.yaml:${line}: number.series: expected one of yearly, monthly`])
    expect(await numberOf()).toMatch(/^YH2026-/)
    folder.write('hospital.yaml', good)
    await house.house.reload()
    expect(faults()).toHaveLength(1)
  })

  test('an edition that cases were filed under cannot go; both together can', async () => {
    const old = folder.read('hospital.yaml')
    const filed = (await house.query<{ count: string }>(`select count(*) from cases where regulation = 'hospital'`))[0]?.count
    folder.write('hospital.yaml', old.replace('"2026-06-01"', '"2026-11-01"').replace('"YH{', '"YJ{'))
    await house.house.reload()
    expect(faults().at(-1)).toBe(`${filed} cases were filed under hospital, edition 2026-06-01, and no file holds that edition any more. Put the file back beside the newer one; file names are free.`)
    expect(await numberOf()).toMatch(/^YH2026-/)
    await house.calm()
    const { offer } = offered([handler], (await house.query<{ number: string }>('select number from cases order by filed_at desc limit 1'))[0]?.number ?? '')
    await house.calm()
    await handler.tapsOld(offer, '受理')
    await house.calm()

    await expect(house.restart()).rejects.toThrow(/edition 2026-06-01, and no file holds that edition any more/)
    folder.write('hospital-before.yaml', old)
    await house.restart()
    expect(await numberOf()).toMatch(/^YJ2026-/)
  })

  test('nor can a category, a level or a duty go that cases have', async () => {
    const whole = folder.read('hospital-before.yaml')
    for (const [pattern, said] of [
      [/ {2}- id: treatment[\s\S]*?(?= {2}- id: manner)/, /^hospital, edition 2026-06-01, categories: "treatment" is that of \d+ cases and is not in the file any more\. Leave it there, and write the change as a newer edition beside it\.$/],
      [/ {2}- id: contact[\s\S]*?(?= {2}- id: answer\n)/, /^hospital, edition 2026-06-01, duties: "contact" is owed in 1 case and is not in the file any more\./],
    ] as const) {
      folder.write('hospital-before.yaml', whole.replace(pattern, ''))
      await house.house.reload()
      expect(faults().at(-1)).toMatch(said)
    }
    folder.write('hospital-before.yaml', whole)
  })

  test('nor can a regulation that cases were filed under', async () => {
    folder.drop('hospital.yaml')
    folder.drop('hospital-before.yaml')
    folder.drop('locales')
    await house.house.reload()
    expect(faults().slice(-2).map((each) => each.replace(/^\d+ cases? w\w+/, 'N'))).toEqual(['2026-06-01', '2026-11-01'].map((edition) => `N filed under hospital, edition ${edition}, and no file holds that edition any more. Put the file back beside the newer one; file names are free.`))
  })
})

test('an office is not left with nothing to take; one that has nothing at the start is told of, and whoever comes there meets a person', async () => {
  const folder = officeFolder(hospital)
  const house = await openHouse({ env: { REGULATIONS_DIR: folder.path } })
  const said = (level: number): string[] => house.logged.map((line) => JSON.parse(line) as { level: number; faults?: string[] }).filter((line) => line.level === level).flatMap((line) => line.faults ?? [])
  await house.query(`update offices set regulations = '{hospital}'`)
  folder.drop('hospital.yaml')
  folder.drop('locales')
  await house.house.reload()
  const line = expect.stringMatching(/^office \d+ takes cases under hospital alone, and no file holds any of them\. Put the file back, or say what it takes: npm run office -- offices --id \d+ --regulations …$/) as unknown
  expect(said(50)).toEqual([line])
  await house.restart()
  expect(said(40)).toEqual([line])
  const resident = onTelegram(house)
  await resident.says(story)
  await resident.waitForNew(/个人信息|隐私|同意/)
  await resident.taps('同意，继续')
  expect((await resident.waitForNew('不通过聊天受理')).labels).toContain('找工作人员')
  await house.stop()
  folder.remove()
})

test('looks by itself, takes what is new once, and says what is broken once', async () => {
  const folder = officeFolder(hospital)
  const logged: { level: number; msg: string }[] = []
  const first = await loadRules(folder.path)
  const rules = watchRules({
    officeFolder: folder.path, first, stamp: await rulesStamp(folder.path), load: () => loadRules(folder.path), take: async () => {}, everyMs: 30,
    log: makeLog('info', { write: (line) => { logged.push(JSON.parse(line) as { level: number; msg: string }) } }),
  })
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(logged).toEqual([])
  folder.change('hospital.yaml', 'offers: 2', 'offers: 4')
  await expect.poll(() => rules.now().regulations.find(({ id }) => id === 'hospital')?.assign.offers, { timeout: 5000 }).toBe(4)
  folder.change('hospital.yaml', 'offers: 4', 'offers: many')
  await expect.poll(() => logged.filter(({ level }) => level === 50).length, { timeout: 5000 }).toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(logged.map(({ level }) => level)).toEqual([30, 50])
  expect(rules.now().regulations.find(({ id }) => id === 'hospital')?.assign.offers).toBe(4)
  folder.remove()
  await expect.poll(() => logged.filter(({ level }) => level === 50).length, { timeout: 5000 }).toBe(2)
  await rules.stop()
})

describe('the program', () => {
  const ends: (() => void | Promise<void>)[] = []
  afterEach(async () => { for (const end of ends.splice(0).reverse()) await end() })

  async function start(folder: OfficeFolder): Promise<{ pid: number; said(): string; ended: Promise<number | null> }> {
    const project = join(import.meta.dirname, '../..')
    const database = await freshDatabase()
    const dataDir = mkdtempSync(join(tmpdir(), 'laifang-reload-'))
    const node = spawn(join(project, 'node_modules/.bin/node'), ['--disable-warning=ExperimentalWarning', 'src/main.ts'], {
      cwd: project, stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', PORT: String(await freePort()), HOST: '127.0.0.1', DATABASE_URL: database.url, DATA_DIR: dataDir, SECRET_KEY: secretKey, DEMO: '0', REGULATIONS_DIR: folder.path },
    })
    let said = ''
    for (const stream of [node.stdout, node.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { said += text })
    const ended = new Promise<number | null>((resolve) => node.once('close', resolve))
    ends.push(database.drop, () => rmSync(dataDir, { recursive: true, force: true }), folder.remove, async () => { node.kill('SIGKILL'); await ended })
    return { pid: node.pid ?? 0, said: () => said, ended }
  }

  test('does not start with a broken file, says where, and ends with 1', async () => {
    const folder = officeFolder(hospital)
    const line = lineIn(folder.read('hospital.yaml'), 'delay: 2 days')
    folder.change('hospital.yaml', 'delay: 2 days', 'delay: a while')
    const { said, ended } = await start(folder)
    expect(await ended).toBe(1)
    expect(said()).toBe(`Laifang cannot start: Regulations that cannot be used:\n${folder.path}/hospital.yaml:${line}: callback.delay: expected a limit such as "5 working-days", "24 hours", "1 month", "at-once"\n`)
  })

  test('reads its files anew on SIGHUP, and goes on', async () => {
    const folder = officeFolder(hospital)
    const { pid, said } = await start(folder)
    await expect.poll(said, { timeout: 20_000 }).toContain('Laifang is open')
    folder.change('hospital.yaml', 'offers: 2', 'offers: 0')
    process.kill(pid, 'SIGHUP')
    await expect.poll(said, { timeout: 10_000 }).toContain(`hospital.yaml:${lineIn(folder.read('hospital.yaml'), 'offers: 0')}: assign.offers: `)
    folder.change('hospital.yaml', 'offers: 0', 'offers: 3')
    process.kill(pid, 'SIGHUP')
    await expect.poll(said, { timeout: 10_000 }).toContain('the regulations were read anew')
  })
})
