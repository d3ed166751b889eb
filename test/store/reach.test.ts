import { createServer } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CannotStart } from '../../src/store/cannot-start.ts'
import { startPostgres } from '../../src/store/postgres/start.ts'
import { reachDatabase } from '../../src/store/reach.ts'
import { emptyDatabase } from '../database.ts'
import { newFolder, removeFolder } from './embedded.ts'

const quiet = { info: () => {}, warn: () => {} }
let dataDir: string

beforeEach(() => { dataDir = newFolder() })
afterEach(() => removeFolder(dataDir))

test('a database that comes up later than the app is waited for, and the log says so once', async () => {
  const first = await startPostgres({ dataDir, log: quiet })
  await first.stop()
  const warnings: string[] = []
  const reaching = reachDatabase(first.url, { info: () => {}, warn: (line) => void warnings.push(line) })
  const second = await startPostgres({ dataDir, log: quiet })
  const client = await reaching
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await client.end()
  await second.stop()
  expect(warnings).toHaveLength(1)
})

test('a database that never comes ends the start with its place and without its password', async () => {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  const failure = await reachDatabase(`postgresql://clerk:s3cret@localhost:${port}/office`, quiet, 100).catch((error: Error) => error)
  expect(failure).toBeInstanceOf(CannotStart)
  expect(String(failure)).toMatch(new RegExp(`localhost:${port}/office.*ECONNREFUSED`))
  expect(String(failure)).not.toContain('s3cret')
})

test('a wrong password, a missing database and a malformed address are not waited for', async () => {
  const database = await emptyDatabase()
  const started = Date.now()
  await expect(reachDatabase(Object.assign(new URL(database.url), { password: 's3cret' }).href, quiet)).rejects.toThrow(/password authentication failed/)
  await expect(reachDatabase(Object.assign(new URL(database.url), { pathname: '/nowhere' }).href, quiet)).rejects.toThrow(/"nowhere" does not exist/)
  const malformed = await reachDatabase('clerk:s3cret@host/office', quiet).catch((error: Error) => error)
  expect(malformed).toBeInstanceOf(CannotStart)
  expect(String(malformed)).not.toContain('s3cret')
  expect(Date.now() - started).toBeLessThan(5_000)
  await database.drop()
})
