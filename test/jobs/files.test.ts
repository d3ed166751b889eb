import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Channel } from '../../src/channels/channel.ts'
import { startFiles, type Files } from '../../src/jobs/files.ts'
import { makeLog } from '../../src/log.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { makeSeal } from '../../src/store/seal.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'

/** Files that cannot be had now stand in nobody's way, and nothing stays on disk that no row knows. */

const pdf = new TextEncoder().encode('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n')
let database: TestDatabase
let db: Database
let files: Files
let moved = 0
const folder = mkdtempSync(join(tmpdir(), 'laifang-files-'))
const forgotten: string[] = []
let wait: Promise<void> = Promise.resolve()
const platform: Channel = {
  name: 'web',
  send: () => Promise.resolve({ end: 'sent', by: 'push' }),
  async fetchFile({ ref }) {
    if (ref.startsWith('bad')) throw new Error('the platform is away')
    await wait
    return { bytes: pdf, mime: 'application/pdf', name: 'a.pdf' }
  },
  async forgetFile({ ref }) { forgotten.push(ref) },
}

beforeAll(async () => {
  database = await freshDatabase()
  db = openDatabase(database.url, makeSeal(['for tests only']), () => {})
  files = startFiles({ db, channels: new Map([['web', platform]]), folder, log: makeLog('silent'), clock: () => Date.now() + moved })
})
afterAll(async () => {
  await files.stop()
  await db.close()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

async function owed(ref: string, channel = 'web'): Promise<string> {
  const id = randomUUID()
  await db.prisma.attachment.create({ data: { id, personId: randomUUID(), kind: 'file', mime: '', bytes: 0, state: 'owed', at: new Date(Date.now() - 1000), nextAt: new Date(Date.now() - 1000), name: new Uint8Array(db.seal.seal(JSON.stringify({ channel, ref, name: null }))) } })
  return id
}
const states = async (ids: string[]): Promise<string[]> => (await db.prisma.attachment.findMany({ where: { id: { in: ids } } })).map((each) => each.state)
const until = async (true_: () => boolean | Promise<boolean>): Promise<void> => {
  for (const end = Date.now() + 8000; !(await true_());) {
    if (Date.now() > end) throw new Error('it did not happen')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test('twenty-five files of a platform that is away do not hold up the next one, and are refused after a day', async () => {
  const bad = await Promise.all(Array.from({ length: 25 }, (_, n) => owed(`bad${n}`)))
  const gone = await owed('gone', 'line')
  const good = await owed('good')
  files.wake()
  await until(async () => (await states([good]))[0] === 'kept')
  expect(forgotten).toEqual(['good'])
  expect(new Set(await states([...bad, gone]))).toEqual(new Set(['owed']))
  moved = 25 * 3_600_000
  files.wake()
  await until(async () => (await states([...bad, gone])).every((state) => state === 'refused'))
})

test('a file whose draft is given up while it is fetched does not stay', async () => {
  const before = readdirSync(folder).length
  let go = (): void => {}
  wait = new Promise((resolve) => { go = resolve })
  const id = await owed('late')
  files.wake()
  await until(async () => (await db.prisma.attachment.findUnique({ where: { id } }))?.tries === 1)
  await db.prisma.attachment.update({ where: { id }, data: { state: 'dropped' } })
  go()
  await until(() => forgotten.includes('late'))
  files.wake()
  await until(async () => (await states([id])).length === 0)
  expect(readdirSync(folder)).toHaveLength(before)
})
