import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTimers } from '../../src/jobs/timers.ts'
import type { House } from '../../src/dialogue/state.ts'
import { makeLog } from '../../src/log.ts'
import type { Regulation } from '../../src/regulations/schema.ts'
import { seedCalendar } from '../../src/store/calendar.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { officeBook, type OfficeBook } from '../../src/store/houses.ts'
import { makeSeal } from '../../src/store/seal.ts'
import type { CaseTurns } from '../../src/turns/caseTurns.ts'
import { roundTurns, type RoundTurns } from '../../src/turns/roundTurns.ts'
import type { Talks } from '../../src/turns/talks.ts'
import { regulationOf } from '../cases/office.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'

/** An office with more informants than one transaction could ever ask: a county's. */

const people = 4500
const china = (time: string): number => Date.parse(`${time}+08:00`)
const weekly: Regulation = { ...regulationOf('petition'), rounds: [{ id: 'weekly', rule: 'SCR-1', begins: 'monday', who: 'informant', limit: '2 working-days', ladder: [{ after: 'at-once', tell: ['head'] }], each: true, figures: false }] }

let database: TestDatabase
let db: Database
let offices: OfficeBook
let now = china('2026-11-23T08:00:00')
const logged: string[] = []
const log = makeLog('warn', { write(text: string) { logged.push(text) } })
const clock = (): number => now
const house = (): RoundTurns => roundTurns({ db, offices, inForce: () => [weekly], clock, log, wakeDelivery() {} })

beforeAll(async () => {
  database = await freshDatabase()
  db = openDatabase(database.url, makeSeal(['for tests only']), () => {})
  await seedCalendar(db)
  await db.prisma.office.create({ data: { name: '县综治中心' } })
  await db.pool.query(`with p as (insert into people (id, language) select gen_random_uuid(), 'zh-CN' from generate_series(1, $1::int + 1) returning id)
    insert into staff (person_id, office_id, role, name) select id, 1, case when row_number() over () = 1 then 'head' else 'informant' end, '网格' || row_number() over () from p`, [people])
  await db.pool.query('analyze')
  offices = await officeBook(db)
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

const states = async () => (await db.pool.query<{ rung: number; n: number }>(`select rung, count(*)::int as n from rounds group by 1 order by 1`)).rows
const owed = async () => (await db.pool.query<{ n: number; people: number }>(`select count(*)::int as n, count(distinct person_id)::int as people from deliveries`)).rows[0]

test('each is asked once, though two houses look at once and one of them is a third through', async () => {
  now = china('2026-11-23T09:00:01')
  // Where a house stopped in the midst of it.
  await db.pool.query(`create function stops() returns trigger language plpgsql as $$ begin if (select count(*) from rounds) >= 1500 then raise exception 'stopped'; end if; return new; end $$`)
  await db.pool.query(`create trigger stops before insert on rounds for each statement execute function stops()`)
  await house().round()
  expect(logged.splice(0).join()).toContain('could not be opened')
  await db.pool.query('drop trigger stops on rounds')
  expect(await states()).toEqual([{ rung: 1, n: 1500 }])
  const began = performance.now()
  await Promise.all([house(), house()].map((each) => each.round()))
  process.stdout.write(`${people - 1500} people asked in ${Math.round(performance.now() - began)} ms by two houses\n`)
  expect(await states()).toEqual([{ rung: 1, n: people }])
  expect(await owed()).toEqual({ n: people, people })
})

test('all who are silent are chased, and the head hears of them in one message', async () => {
  await db.pool.query('delete from deliveries')
  now = china('2026-11-26T09:00:01')
  const began = performance.now()
  await house().round()
  process.stdout.write(`${people} people chased in ${Math.round(performance.now() - began)} ms\n`)
  expect(await states()).toEqual([{ rung: 3, n: people }])
  expect(await owed()).toEqual({ n: people + 1, people: people + 1 })
  const { rows } = await db.pool.query<{ message: Buffer }>(`select d.message from deliveries d join staff s on s.person_id = d.person_id where s.role = 'head'`)
  expect(rows.map(({ message }) => db.seal.open(message))).toEqual([expect.stringContaining(`{"n":${people - 30}}`)])
  expect(logged).toEqual([])
})

test('no duty waits for them', async () => {
  await db.pool.query(`insert into cases (id, number, office_id, regulation, edition, category, level, stage, story, facts, state, language, channel, applicant_id, track_hash, filed_at)
    select gen_random_uuid(), '1', 1, 'petition', 'e', 'c', 'ordinary', 'filed', '', '', '', 'zh-CN', 'web', (select id from people limit 1), '', $1`, [new Date(now)])
  await db.pool.query(`insert into duties (id, case_id, office_id, kind, rule, owner, opened_at, due_at, next_at) select gen_random_uuid(), id, 1, 'accept', 'PET-1', 'head', $1, $1, $1 from cases`, [new Date(now)])
  let ends = (): void => {}
  const asking = new Promise<void>((resolve) => { ends = resolve })
  const turned: string[] = []
  const cases = { run: async (id: string) => { turned.push(id) } } as unknown as CaseTurns
  const timers = startTimers({ db, house: {} as House, talks: {} as Talks, cases, rounds: { round: () => asking }, receptions: { round: async () => {} }, mornings: { round: async () => {} }, absences: { round: async () => {} }, wakeDelivery() {}, log, clock })
  try {
    void timers.wake()
    await vi.waitFor(() => expect(turned).toHaveLength(1), 5000)
  } finally {
    ends()
    await timers.stop()
  }
})
