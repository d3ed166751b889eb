import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../database.ts'

/** What has happened to a case is written once, whoever asks: the database itself refuses to change it. */

let database: TestDatabase
let client: pg.Client
beforeAll(async () => {
  database = await freshDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(`
    insert into offices (name) values ('office');
    insert into cases (id, number, office_id, regulation, edition, category, level, stage, story, facts, state, language, channel, applicant_id, track_hash, filed_at)
      values ('00000000-0000-8000-8000-000000000001', '1', 1, 'r', 'e', 'c', 'l', 'filed', '', '', '', 'en', 'web', '00000000-0000-8000-8000-000000000002', '', now());
    insert into histories (case_id, n, at, kind, actor, open, details, previous, hash)
      select id, n, now(), 'filed', 'resident', true, 'said', '', '' from cases, generate_series(1, 2) n`)
})
afterAll(async () => {
  await client?.end()
  await database?.drop()
})

test.each(["update histories set kind = 'closed'", 'update histories set details = details', 'delete from histories', 'truncate histories', 'truncate cases cascade', 'delete from cases'])('refused: %s', async (sql) => {
  await expect(client.query(sql)).rejects.toThrow(/append-only|foreign key/)
  expect((await client.query("select count(*)::int as count from histories where kind = 'filed' and details = 'said'")).rows).toEqual([{ count: 2 }])
})

test('erasure by law is possible, says so, and is over with its transaction', async () => {
  await client.query("begin; set local laifang.erasing = 'on'; update histories set details = '' where n = 1; delete from histories where n = 2; commit")
  expect((await client.query('select n, details from histories')).rows).toEqual([{ n: 1, details: Buffer.alloc(0) }])
  await expect(client.query('delete from histories')).rejects.toThrow('append-only')
})
