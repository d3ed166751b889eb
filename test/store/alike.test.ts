import { casesOf } from '../../src/store/cases.ts'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { alikeCases, nearText, placeKeys } from '../../src/store/alike.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { makeSeal } from '../../src/store/seal.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'

/** Finding a like case costs the same among ten cases and among twenty thousand (PRO-12). */

let database: TestDatabase
let db: Database
beforeAll(async () => {
  database = await freshDatabase()
  db = openDatabase(database.url, makeSeal(['for tests only']), () => {})
  await db.pool.query(`insert into offices (name) values ('一')`)
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

async function cases(many: number, keys: readonly string[][], stage = 'accepted', applicant = randomUUID()): Promise<void> {
  await db.pool.query(
    `insert into cases (id, number, office_id, regulation, edition, category, level, stage, story, facts, state, language, channel, applicant_id, track_hash, filed_at, closed_at, place_keys)
     select gen_random_uuid(), gen_random_uuid()::text, (select min(id) from offices), 'property-complaint', '2026-01-01', 'equipment', 'ordinary', $2, '', '', '', 'zh-CN', 'web', $3::uuid, '', now() - interval '1 day', case when $2 = 'closed' then now() end,
       case when $4::json is null then array(select md5(n::text || k::text) from generate_series(1, 10) k) else array(select json_array_elements_text($4::json->((n - 1) % json_array_length($4::json)))) end
     from generate_series(1, $1) n`,
    [many, stage, applicant, keys.length === 0 ? null : JSON.stringify(keys)],
  )
}

test('among twenty thousand open cases only those of the place are looked at', async () => {
  const here = placeKeys(db, ['1/property-complaint/equipment/天安花园5栋'])
  await cases(20_000, [])
  await cases(2, [here])
  await cases(2, [here], 'closed')
  // As the server does by itself: what was put in lately is sorted into the index.
  await db.pool.query('vacuum analyze cases')
  const { rows } = await db.pool.query<{ 'QUERY PLAN': string }>(`explain (analyze, buffers, costs off, timing off) ${nearText}`, [here, new Date(0)])
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  expect(plan).toContain('cases_place_keys_idx')
  expect(Number(/Buffers: shared hit=(\d+)/.exec(plan)?.[1] ?? 0) + Number(/read=(\d+)/.exec(plan)?.[1] ?? 0)).toBeLessThan(60)
  const asked = { personId: randomUUID(), officeId: 1, regulation: 'property-complaint', category: 'equipment', since: 0, closedSince: 0 }
  expect(await alikeCases(db, db.prisma, { ...asked, places: ['1/property-complaint/equipment/天安花园5栋'] })).toHaveLength(2)
  expect(await alikeCases(db, db.prisma, { ...asked, places: ['1/property-complaint/order/天安花园5栋'] })).toEqual([])
})

test('the list of one’s own cases is found along the indexes, however many others there are', async () => {
  const me = randomUUID()
  await cases(3, [[]], 'accepted', me)
  await db.pool.query('vacuum analyze cases')
  const plan = await db.pool.query<{ 'QUERY PLAN': string }>('explain (costs off) select id::text from cases where applicant_id = $1::uuid union select case_id::text from parties where person_id = $1::uuid and role <> $2', [me, 'former'])
  expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).not.toMatch(/Seq Scan on cases/)
  expect(await db.prisma.$transaction((tx) => casesOf(tx, me))).toHaveLength(3)
})

test('one’s own: open ones, and closed ones for a while', async () => {
  const me = randomUUID()
  await cases(1, [[]], 'accepted', me)
  await cases(1, [[]], 'closed', me)
  const mine = (closedSince: number, category = 'equipment') => alikeCases(db, db.prisma, { personId: me, officeId: 1, regulation: 'property-complaint', category, places: [], since: Date.now() - 60 * 86_400_000, closedSince })
  expect((await mine(Date.now() - 86_400_000)).map(({ own }) => own)).toEqual([true, true])
  expect(await mine(Date.now() + 86_400_000)).toHaveLength(1)
  expect(await mine(0, 'order')).toEqual([])
})
