import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rehearse, type Sums } from '../../src/commands/rules/rehearse.ts'
import { sayIn } from '../../src/commands/rules/say.ts'
import { loadRules, ownLocales, ownRegulations, RulesError } from '../../src/rules.ts'
import { loadSpeaker } from '../../src/words/words.ts'
import { openHouse, secretKey, type TestHouse } from '../house.ts'
import { member, offered, onTelegram } from '../people.ts'
import type { TelegramUser } from '../platforms/telegram.ts'
import { hospital, lineIn, officeFolder, type OfficeFolder } from '../regulations/folder.ts'
import { fileCase } from '../resident.ts'
import { closes } from '../staff.ts'
import { rulesCommand } from './rules.ts'

/** `npm run rules -- rehearse`: what past cases would have come to under a changed file. */

const hour = 3_600_000
let house: TestHouse
let folder: OfficeFolder
const changed = officeFolder()
let staff: TelegramUser[]
const numbers: Record<string, string> = {}

beforeAll(async () => {
  folder = officeFolder(hospital)
  house = await openHouse({ env: { REGULATIONS_DIR: folder.path } })
  staff = [await member(house, 'handler', '王经办'), await member(house, 'handler', '赵经办')]
  await member(house, 'head', '李主任')
  const files = async (name: string, resident: TelegramUser): Promise<void> => {
    numbers[name] = (await fileCase(resident, '护士给我爸开错药了，伤口也没人换药。', { pick: /^医患关系|^有一些$|^否$/ })).number
    await house.calm()
  }
  const takes = async (name: string): Promise<TelegramUser> => {
    const { who, offer } = offered(staff, numbers[name] ?? '')
    await who.tapsOld(offer, '受理')
    await house.calm()
    return who
  }
  const resident = onTelegram(house)
  await files('scored', resident)
  await closes(house, await takes('scored'), /^已改正/, '药已换好。')
  await files('slow', onTelegram(house))
  // Who was asked thinks it over for a while.
  await house.move(hour / 3)
  const slow = await takes('slow')
  await files('open', onTelegram(house))
  await takes('open')
  await step(4 * 24)
  await resident.waitFor((message) => message.text.includes(numbers['scored'] ?? '') && message.labels.some((label) => label.startsWith('3 分')))
  await resident.taps(/^3 分/)
  await house.calm()
  await slow.says('我的待办')
  await slow.waitForNew(numbers['slow'])
  await slow.taps(numbers['slow'] ?? '')
  await slow.waitForNew((message) => message.labels.includes('办结'))
  await closes(house, slow, /^已改正/, '护士已道歉。')
  await step(4 * 24)
}, 120_000)
afterAll(async () => {
  await house.stop()
  folder.remove()
  changed.remove()
})

/** Hour by hour, as time goes: what is due is done when it is due. */
async function step(hours: number): Promise<void> {
  for (let n = 0; n < hours; n += 6) await house.move(6 * hour)
}

const speaker = loadSpeaker({ folder: ownLocales, fallback: 'zh-CN', zone: 'Asia/Shanghai' })
speaker.learn((await loadRules(hospital)).words)
async function rehearsed(change: (text: string) => string, options: { json?: boolean; language?: string } = {}): Promise<{ sums: Sums; lines: string[]; of(name: string): string }> {
  const text = change(folder.read('hospital.yaml'))
  changed.write('changed.yaml', text)
  const lines: string[] = []
  const sums = await rehearse({ db: house.db, file: `${changed.path}/changed.yaml`, officeFolder: folder.path, json: options.json ?? false, speaker, say: sayIn(speaker, options.language ?? 'en'), now: house.now(), print: (line) => lines.push(...line.split('\n')) })
  return { sums, lines, of: (name) => lines.find((line) => line.startsWith(numbers[name] ?? '?')) ?? '' }
}

test('under the file as it is, everything comes out as it was', async () => {
  const { sums, lines } = await rehearsed((text) => text)
  expect(lines.filter((line) => line.startsWith('  YH'))).toEqual([])
  expect(sums).toMatchObject({ cases: 3, changed: 0, unplayed: 0, offeredDifferently: 0 })
  expect(sums.late.before).toBe(sums.late.after)
  expect(lines).toContain('Nothing would be different.')
})

test('a shorter limit: who would be late, and of whom word would go up', async () => {
  const { sums, of } = await rehearsed((text) => text.replace('limit: 5 working-days', 'limit: 3 working-days'))
  expect(of('slow')).toMatch(/^YH2026-\d+ \(edition 2026-06-01\): late: Contact the patient → Answer the patient and Contact the patient; .*level: ordinary → grave/)
  expect(of('open')).toBe('')
  expect(of('scored')).toBe('')
  expect(sums).toMatchObject({ changed: 1, otherLevel: 1 })
  expect(sums.late.after).toBe(sums.late.before + 1)
  expect(sums.escalated.after).toBeGreaterThan(sums.escalated.before)
})

test('fewer minutes to answer an offer: who would be asked instead', async () => {
  const { sums, of } = await rehearsed((text) => text.replace('answerWithin: 30 working-minutes', 'answerWithin: 10 working-minutes'))
  expect(of('slow')).toMatch(/offered to: (王经办 → 王经办 › 赵经办|赵经办 → 赵经办 › 王经办)/)
  expect(sums).toMatchObject({ offeredDifferently: 1, changed: 1 })
})

test('other roles: the case goes to the one who has the role, or to the head', async () => {
  const { sums, of } = await rehearsed((text) => text.replace('roles: [handler]', 'roles: [head]'))
  expect(sums.offeredDifferently).toBe(3)
  expect(of('open')).toMatch(/offered to: .经办 → 李主任/)
})

test('a score that opens it again; nothing is made up of what would have followed', async () => {
  const { sums, of } = await rehearsed((text) => text.replace('reopensAt: 2', 'reopensAt: 3'))
  expect(of('scored')).toContain('opened again: 0 → 1')
  expect(sums).toMatchObject({ reopened: { before: 0, after: 1 }, changed: 1 })
})

test('a smaller share: who would not be called back', async () => {
  const { sums, of } = await rehearsed((text) => text.replace('share: 1\n', 'share: 0\n'))
  expect(of('scored')).toContain('called back: in the chat → none')
  expect(sums.calledBack).toEqual({ before: 2, after: 0 })
})

test('a level reached sooner', async () => {
  const { of } = await rehearsed((text) => text.replace('answer: harm, is: grave', 'answer: harm, is: [some, grave]'))
  expect(of('slow')).toContain('level: ordinary → grave')
})

test('what cannot be replayed is named, with the reason, and stays out of the sums', async () => {
  const { sums, lines } = await rehearsed((text) => text.replace('id: mended', 'id: cured'))
  expect(sums).toMatchObject({ cases: 1, unplayed: 2 })
  expect(lines).toContain(`  ${numbers['scored']}: under the changed file a recorded act is no longer possible (close)`)
  const without = await rehearsed((text) => text.replace(/ {2}- id: treatment[\s\S]*?(?= {2}- id: manner)/, ''))
  expect(without.sums).toMatchObject({ cases: 0, unplayed: 3 })
  expect(without.lines).toContain(`  ${numbers['open']}: the file no longer knows its kind (treatment)`)
})

test.each(['property-complaint', 'property-request', 'screening'])('one of ours that names another can be rehearsed (%s)', async (id) => {
  const lines: string[] = []
  const sums = await rehearse({ db: house.db, file: join(ownRegulations, `${id}.yaml`), officeFolder: folder.path, json: false, speaker, say: sayIn(speaker, 'en'), now: house.now(), print: (line) => lines.push(line) })
  expect(sums).toMatchObject({ cases: 0, unplayed: 0 })
  expect(lines).toContain('Nothing would be different.')
})

test('in the language of the office, or as JSON', async () => {
  const change = (text: string): string => text.replace('limit: 5 working-days', 'limit: 3 working-days')
  expect((await rehearsed(change, { language: 'zh-CN' })).of('slow')).toMatch(/（2026-06-01版）：逾期：联系患者 → 答复患者和联系患者；/)
  const { lines } = await rehearsed(change, { json: true })
  const parsed = lines.map((line) => JSON.parse(line) as { number?: string; after?: { late: string[] }; sums?: Sums })
  expect(parsed.find(({ number }) => number === numbers['slow'])?.after?.late).toEqual(['answer', 'contact'])
  expect(parsed.at(-1)?.sums).toMatchObject({ cases: 3, changed: 1 })
})

describe('the database', () => {
  const everything = async (): Promise<unknown> => {
    const tables = await house.query<{ name: string }>(`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`)
    const rows = await Promise.all(tables.map(async ({ name }) => [name, (await house.query<{ all: string }>(`select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as all from "${name}" t`))[0]?.all]))
    return Object.fromEntries(rows) as unknown
  }

  test('is the same before and after', async () => {
    await house.house.stop()
    const before = await everything()
    await rehearsed((text) => text.replace('limit: 5 working-days', 'limit: 3 working-days').replace('reopensAt: 2', 'reopensAt: 4'))
    const { code, out, err } = await rulesCommand(['rehearse', `${changed.path}/changed.yaml`], { DATABASE_URL: String((house.db.pool.options as { connectionString?: string }).connectionString), SECRET_KEY: secretKey, DATA_DIR: house.dataDir, DEFAULT_LANGUAGE: 'en', REGULATIONS_DIR: folder.path })
    expect(err).toBe('')
    expect(out).toContain('cases replayed under edition 2026-06-01')
    expect(code).toBe(0)
    expect(await everything()).toEqual(before)
    await house.restart()
  })
})

test('a file that is wrong, and one that is not there, are told like any other', async () => {
  const text = folder.read('hospital.yaml').replace('limit: 5 working-days', 'limit: one month')
  const line = lineIn(text, 'limit: one month')
  await expect(rehearsed(() => text)).rejects.toThrow(new RulesError([`${changed.path}/changed.yaml:${line}: duties[1].limit: expected a limit such as "5 working-days", "24 hours", "1 month", "at-once"`]))
  const { code, err } = await rulesCommand(['rehearse', `${changed.path}/nowhere.yaml`], { DATABASE_URL: String((house.db.pool.options as { connectionString?: string }).connectionString), SECRET_KEY: secretKey, DATA_DIR: house.dataDir, REGULATIONS_DIR: folder.path })
  expect(err.trim()).toBe(`${changed.path}/nowhere.yaml:1: the file: expected a file that can be read (ENOENT)`)
  expect(code).toBe(1)
})

test('a thousand cases in seconds, and no more in memory than a handful', async () => {
  const copies = 400
  const id = (column: string): string => `md5(${column}::text || copy)::uuid`
  const copy = async (table: string, own: Record<string, string>): Promise<void> => {
    const columns = (await house.query<{ name: string }>(`select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1 and column_name <> $2`, [table, table === 'histories' ? 'id' : '']))
    const values = columns.map(({ name }) => own[name] ?? `t."${name}"`)
    await house.query(`insert into ${table} (${columns.map(({ name }) => `"${name}"`).join(', ')}) select ${values.join(', ')} from ${table} t, generate_series(1, ${copies}) copy`)
  }
  await copy('cases', { id: id('t.id'), number: `t.number || '-' || copy` })
  await copy('parties', { id: id('t.id'), case_id: id('t.case_id') })
  await copy('duties', { id: id('t.id'), case_id: id('t.case_id') })
  await copy('surveys', { id: id('t.id'), case_id: id('t.case_id') })
  await copy('histories', { case_id: id('t.case_id') })
  const before = performance.now()
  const { sums } = await rehearsed((text) => text.replace('limit: 5 working-days', 'limit: 3 working-days'))
  const seconds = (performance.now() - before) / 1000
  expect(sums).toMatchObject({ cases: 3 * (copies + 1), changed: copies + 1, unplayed: 0 })
  process.stdout.write(`${sums.cases} cases replayed in ${seconds.toFixed(1)} s, ${Math.round(process.memoryUsage().heapUsed / 1e6)} MB\n`)
  expect(seconds).toBeLessThan(60)
}, 120_000)
