import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sweepFiles } from '../../src/jobs/tidy.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { emptyMessages, forgetAttempts, forgetUpdates } from '../../src/store/forgetting.ts'
import { makeSeal } from '../../src/store/seal.ts'
import { handedFiles, sentTo } from '../../src/store/web.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'

/** What is forgotten, what stays, and what the web page still shows. */

const day = 86_400_000
const now = Date.now()
let database: TestDatabase
let db: Database
beforeAll(async () => {
  database = await freshDatabase()
  db = openDatabase(database.url, makeSeal(['for tests only']), () => {})
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

test('old updates and wrong tries go; what failed and what is young stays', async () => {
  await db.pool.query(`insert into inbounds (channel, update_id, state, at) select 'line', n::text, case when n = 1 then 'failed' else 'done' end, now() - interval '1 day' * case when n <= 5000 then 40 else 1 end from generate_series(1, 5010) n`)
  // Somebody had moved the clock of a demonstration ahead before they opened in earnest.
  await db.pool.query(`insert into inbounds (id, channel, update_id, at) values (0, 'line', 'ahead', now() + interval '1 year')`)
  await db.pool.query(`insert into attempts (key, count, until) values ('old', 5, now() - interval '31 days'), ('young', 5, now())`)
  await forgetUpdates(db, now - 30 * day, () => false)
  await forgetAttempts(db, now - 30 * day)
  expect((await db.pool.query(`select state, count(*)::int as n from inbounds group by 1 order by 1`)).rows).toEqual([{ state: 'done', n: 11 }, { state: 'failed', n: 1 }])
  expect((await db.pool.query('select key from attempts')).rows).toEqual([{ key: 'young' }])
})

test('words of messages go after their time, and the page shows the others in order, with their files', async () => {
  const [personId, addressId] = [randomUUID(), randomUUID()]
  await db.prisma.person.create({ data: { id: personId, language: 'en' } })
  await db.prisma.address.create({ data: { id: addressId, channel: 'web', user: 'u', personId } })
  const sent = (say: string, at: number, files: string[] = []) => db.prisma.delivery.create({ data: { personId, addressId, state: 'sent', retryKey: randomUUID(), createdAt: new Date(at), sentAt: new Date(at), message: new Uint8Array(db.seal.seal(JSON.stringify({ as: 'note', text: [{ say }], files }))) } })
  await sent('old', now - 500 * day)
  await sent('first', now - 2 * day, ['picture'])
  await sent('second', now - day)
  await emptyMessages(db, now - 400 * day, () => false)
  await emptyMessages(db, now - 400 * day, () => false)
  const words = async (since: number) => (await sentTo(db, 'u', since)).map((each) => JSON.stringify(each.message.text))
  expect(await words(0)).toEqual(['[{"say":"first"}]', '[{"say":"second"}]'])
  expect(await words(now - 1.5 * day)).toEqual(['[{"say":"second"}]'])
  expect((await db.pool.query('select length(message) > 0 as words from deliveries order by id')).rows.map((row: { words: boolean }) => row.words)).toEqual([false, true, true])
  const handed = handedFiles(db)
  expect([await handed('u', 'picture'), await handed('u', 'new'), await handed('other', 'picture')]).toEqual([true, false, false])
  await sent('third', now, ['new'])
  expect(await handed('u', 'new')).toBe(true)
})

test('files no row knows go after a day, unless they are too many to be left-overs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'laifang-tidy-'))
  const put = (old: boolean): string => {
    const name = randomUUID()
    writeFileSync(join(folder, name), 'x')
    if (old) utimesSync(join(folder, name), (now - 2 * day) / 1000, (now - 2 * day) / 1000)
    return name
  }
  mkdirSync(join(folder, 'something-else'))
  const kept = put(true)
  await db.prisma.attachment.create({ data: { id: randomUUID(), personId: randomUUID(), kind: 'file', mime: '', bytes: 1, stored: kept } })
  const young = put(false)
  put(true)
  expect(await sweepFiles(db, folder)).toBe(0)
  expect(readdirSync(folder).sort()).toEqual([kept, young, 'something-else'].sort())
  for (let n = 0; n < 30; n++) put(true)
  expect(await sweepFiles(db, folder)).toBe(31)
  expect(readdirSync(folder)).toHaveLength(33)
  rmSync(folder, { recursive: true })
})
