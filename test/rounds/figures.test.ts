import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { figuresOf, type FiguresOf } from '../../src/store/figures.ts'
import { makeSeal } from '../../src/store/seal.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'

/** Figures of a month, held against a count of every case there ever was; and what they read of the years before. */

const many = Number(process.env['FIGURES_CASES'] ?? 20_000)
const china = (date: string): number => Date.parse(`${date}T00:00:00+08:00`)
const month: FiguresOf = { officeId: 1, areas: ['河东', '河东村'], regulation: 'petition', duties: ['accept', 'conclude'], from: china('2026-11-01'), to: china('2026-12-01'), visits: { rest: 0.8, content: 0.2 } }

let database: TestDatabase
let db: Database
beforeAll(async () => {
  database = await freshDatabase()
  db = openDatabase(database.url, makeSeal(['for tests only']), () => {})
  await db.pool.query(`insert into offices (name) values ('街道'), ('镇'); insert into people (id, language) values (gen_random_uuid(), 'zh-CN')`)
  await db.pool.query(`insert into staff (person_id, office_id, role, name) select p.id, 1, r, r from people p, unnest('{head,handler}'::text[]) r`)
  // Three years until the middle of December; every eleventh opened again after twenty days, some still open.
  const places = ['河东村三组', '河东街', '南庄', null].map((place) => db.seal.seal(JSON.stringify({ place })))
  await db.pool.query(`insert into cases (id, number, office_id, regulation, edition, category, level, stage, story, facts, state, language, channel, applicant_id, handler_id, track_hash, filed_at, closed_at, reopened)
    select gen_random_uuid(), n::text, 1 + (n % 5 = 0)::int, case when n % 3 = 0 then 'mediation' else 'petition' end, 'e', 'c' || n % 4, 'ordinary', case when c.closed is null then 'accepted' else 'closed' end,
      '', ($4::bytea[])[1 + n % 4], '', 'zh-CN', 'web', (select id from people), nullif(1 + n % 3, 3), '', c.filed, c.closed, c.again::int
    from generate_series(1, $1::int) n,
      lateral (select $2::timestamptz + n * ($3::timestamptz - $2::timestamptz) / $1::int as filed, n % 11 = 0 as again) f,
      lateral (select f.filed, f.again, case when n % 211 = 0 then null when f.again then f.filed + interval '40 days' else f.filed + (n % 30) * interval '1 day' end as closed) c`,
  [many, new Date(china('2023-12-15')), new Date(china('2026-12-15')), places])
  await db.pool.query(`insert into histories (case_id, n, at, kind, actor, open, details, previous, hash)
    select id, e.n, filed_at + e.after, e.kind, 'x', true, '', '', '' from cases, (values (1, interval '0', 'filed'), (2, interval '9 days', 'closed'), (3, interval '20 days', 'reopened'), (4, interval '40 days', 'closed')) e(n, after, kind)
    where reopened > 0 and (e.n < 4 or closed_at is not null)`)
  await db.pool.query(`insert into duties (id, case_id, office_id, kind, rule, owner, state, opened_at, due_at, late)
    select gen_random_uuid(), id, office_id, k.kind, 'PET-1', 'head', case when k.n = 3 then 'cancelled' when closed_at is null then 'open' else 'done' end, filed_at, filed_at + k.n * interval '15 days', number::int % 7 = 0
    from cases, (values (1, 'accept'), (2, 'conclude'), (3, 'accept'), (1, 'common')) k(n, kind) order by filed_at`)
  await db.pool.query(`insert into surveys (id, case_id, person_id, round, state, mode, sent_at, scored_at, score, words, reason)
    select gen_random_uuid(), id, applicant_id, 1, 'scored', case when number::int % 10 in (2, 8) then 'proven' when number::int % 2 = 0 then 'in-person' else 'chat' end, closed_at + interval '1 day', closed_at + interval '3 days', 1 + number::int % 5,
      case when number::int % 4 = 0 then 'w'::bytea end, case number::int % 3 when 0 then 'content' else 'rest' end
    from cases where closed_at is not null order by closed_at`)
  for (const table of ['cases', 'histories', 'duties', 'surveys']) await db.pool.query(`vacuum analyze ${table}`)
}, 300_000)
afterAll(async () => {
  await db.close()
  await database.drop()
})

/** By reading everything and knowing nothing of indexes. */
async function naively(of: FiguresOf): Promise<Record<string, unknown>> {
  const all = <T extends object>(text: string): Promise<T[]> => db.pool.query<T>(text).then(({ rows }) => rows)
  const cases = (await all<{ id: string; filed_at: Date; closed_at: Date | null; facts: Buffer; category: string; stage: string; handler_id: number | null }>(`select * from cases where office_id = 1 and regulation = 'petition'`))
  const lines = Map.groupBy(await all<{ case_id: string; at: Date; kind: string }>('select case_id, at, kind from histories order by n'), (each) => each.case_id)
  const inside = (at: Date | null): boolean => at !== null && at.getTime() >= of.from && at.getTime() < of.to
  // The whole life of each: closings and openings in their order.
  const lived = cases.map((each) => ({ ...each, turns: lines.get(each.id)?.filter(({ kind }) => kind !== 'filed') ?? (each.closed_at ? [{ at: each.closed_at, kind: 'closed' }] : []) }))
  const filed = lived.filter(({ filed_at }) => filed_at.getTime() < of.to)
  const ids = new Set(cases.map(({ id }) => id))
  const duties = (await all<{ case_id: string; kind: string; state: string; late: boolean; due_at: Date }>('select * from duties')).filter((each) => ids.has(each.case_id) && of.duties.includes(each.kind) && each.state !== 'cancelled' && inside(each.due_at))
  const surveys = (await all<{ case_id: string; sent_at: Date; scored_at: Date; score: number; mode: string; words: Buffer | null; reason: string }>('select * from surveys')).filter((each) => ids.has(each.case_id))
  const scores = surveys.filter(({ scored_at }) => inside(scored_at)).map(({ score }) => score)
  const shown = filed.filter((each) => inside(each.filed_at) || each.stage !== 'closed')
  const counts = (things: string[]) => [...Map.groupBy(things, (each) => each)].map(([what, them]) => ({ of: what, n: them.length })).sort((a, b) => b.n - a.n || (a.of < b.of ? -1 : 1))
  const visits = (group: string, wanted: number) => {
    const asked = surveys.filter((each) => inside(each.sent_at) && each.reason === group)
    return { group, wanted, asked: asked.length, visited: asked.filter(({ mode }) => mode === 'proven').length, unproven: asked.filter(({ mode, words }) => mode === 'in-person' && words !== null).length }
  }
  return {
    from: of.from, to: of.to, received: filed.filter((each) => inside(each.filed_at)).length, closed: filed.filter(({ turns }) => turns.some(({ kind, at }) => kind === 'closed' && inside(at))).length,
    open: filed.filter(({ turns }) => turns.findLast(({ at }) => at.getTime() < of.to)?.kind !== 'closed').length, reopened: filed.filter(({ turns }) => turns.some(({ kind, at }) => kind === 'reopened' && inside(at))).length,
    due: duties.length, overdue: duties.filter(({ state, late }) => state === 'open' || late).length,
    calledBack: surveys.filter(({ sent_at }) => inside(sent_at)).length, scores: scores.length, scoreMean: expect.closeTo(scores.reduce((sum, each) => sum + each, 0) / scores.length, 6), visits: [visits('rest', 0.8), visits('content', 0.2)],
    categories: counts(shown.map(({ category }) => category)), stages: counts(shown.map(({ stage }) => stage)), people: counts(shown.map(({ handler_id }) => String(handler_id ?? ''))),
    places: counts(shown.map(({ facts }) => {
      const { place } = JSON.parse(db.seal.open(facts)) as { place: string | null }
      return place?.includes('河东村') ? '河东村' : place?.includes('河东') ? '河东' : ''
    })),
  }
}

test.each([['2026-11-01', '2026-12-01'], ['2026-09-01', '2026-12-01'], ['2026-12-10', '2026-12-17'], ['2024-03-01', '2024-04-01']])('all of it counts, from %s to %s', async (from, to) => {
  const of = { ...month, from: china(from), to: china(to) }
  expect(await db.prisma.$transaction((tx) => figuresOf(db, tx, of))).toEqual(await naively(of))
})

test('of the years before the month next to nothing is read', async () => {
  const { read, ms } = await db.prisma.$transaction(async (tx) => {
    const rows = async () => (await tx.$queryRaw<{ rows: number }[]>`select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as rows from pg_stat_xact_user_tables where relname in ('cases', 'duties', 'histories', 'surveys')`)[0]?.rows ?? 0
    const before = await rows()
    const began = performance.now()
    await figuresOf(db, tx, month)
    return { ms: performance.now() - began, read: await rows() - before }
  })
  process.stdout.write(`figures of a month among ${many} cases: ${Math.round(ms)} ms, ${read} rows read\n`)
  expect(read).toBeLessThan(2 * many)
})
