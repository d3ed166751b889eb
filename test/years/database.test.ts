import { afterAll, beforeAll, expect, it } from 'vitest'
import type { House } from '../../src/dialogue/state.ts'
import { startReckoner } from '../../src/jobs/reckoning.ts'
import { startTimers } from '../../src/jobs/timers.ts'
import { makeLog } from '../../src/log.ts'
import { loadRegulations } from '../../src/regulations/load.ts'
import type { Regulation } from '../../src/regulations/schema.ts'
import { ownRegulations, readRegulationFiles } from '../../src/rules.ts'
import { changeCalendar, seedCalendar } from '../../src/store/calendar.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { officeBook } from '../../src/store/houses.ts'
import { storeCaseEvent } from '../../src/store/inbounds.ts'
import { createCases } from '../../src/store/newCases.ts'
import { makeSeal } from '../../src/store/seal.ts'
import { caseTurns, oweReckoning } from '../../src/turns/caseTurns.ts'
import type { Talks } from '../../src/turns/talks.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'
import { offices, scriptOf, staffOf } from './cast.ts'
import { daysOf, fromMs, minute, shown, toMs, wallOf } from './notice.ts'
import { readBooks } from './rulebook.ts'
import { liveThrough, type Life } from './years.ts'

/**
 * The same lives once more, out of a real database: two houses look at it at once, each with its own timers, and what
 * people did is stored at its minute. What fired, and when, must be what the lives of years.ts (held against their shadows) say.
 */

const count = Number(process.env['YEARS_CASES_STORED'] ?? 200)
const span = { from: '2026-12-07 00:00', to: '2027-01-20 00:00' }
const noticeAt = '2026-12-22 10:00'
const end = '2027-03-15 00:00'

let database: TestDatabase
let opened: Database[]
beforeAll(async () => {
  database = await freshDatabase()
  opened = [1, 2].map(() => openDatabase(database.url, makeSeal(['for tests only']), () => {}))
})
afterAll(async () => {
  await Promise.all(opened.map((db) => db.close()))
  await database.drop()
})

it(`${count} cases in the database, two houses on it: the same duties fire at the same minutes, each once`, async () => {
  const loaded = loadRegulations(await readRegulationFiles(ownRegulations))
  if ('faults' in loaded) throw new Error(JSON.stringify(loaded.faults))
  const { regulations } = loaded
  const books = readBooks()
  const walls = offices.map(({ hours }) => wallOf(hours, true))
  const scripts = Array.from({ length: count }, (_, n) => scriptOf(n, [...books.values()], span, walls))
  // Who is visited depends on the order of asking, which two houses share: of these cases only the life until the closing counts.
  const isVisited = (regulation: string): boolean => books.get(regulation)?.callback.inPerson ?? false
  const years = liveThrough(scripts, { books, regulations, notice: noticeAt, until: end, grid: 30, small: true, ends: isVisited })
  expect(years.faults.slice(0, 10)).toEqual([])

  const began = performance.now()
  const { moments, houses } = await replay(years.lives, regulations)
  const seconds = (performance.now() - began) / 1000
  const stored = await firedIn(opened[0] as Database)
  expect(years.lives.flatMap((life) => differs(life, stored, isVisited(life.script.regulation))).slice(0, 10)).toEqual([])
  const failed = await (opened[0] as Database).pool.query<{ n: number }>(`select count(*)::int as n from inbounds where state <> 'done'`)
  expect(failed.rows[0]?.n).toBe(0)
  process.stdout.write(`${count} cases in the database: ${years.lives.reduce((sum, { duties }) => sum + duties.length, 0)} duties, ${years.firings} firings at ${moments} moments, ${houses} houses, in ${seconds.toFixed(1)} s\n`)
}, 900_000)

async function replay(lives: readonly Life[], regulations: Regulation[]): Promise<{ moments: number; houses: number }> {
  const [db] = opened as [Database]
  let now = toMs(minute(span.from))
  const clock = (): number => now
  await settle(db, lives)
  const log = makeLog('fatal', { write() {} })
  const houses = await Promise.all(opened.map(async (own) => {
    const book = await officeBook(own)
    const cases = caseTurns({ db: own, regulations, offices: book, inForce: () => regulations, log, clock, wakeDelivery() {}, busyWith: async () => false })
    // Nobody talks here, so that nobody has to answer.
    const timers = startTimers({ db: own, house: {} as House, talks: {} as Talks, cases, rounds: { round: async () => {} }, receptions: { round: async () => {} }, mornings: { round: async () => {} }, absences: { round: async () => {} }, wakeDelivery() {}, log, clock })
    return { timers, cases, reckoner: startReckoner({ db: own, offices: book, owe: (tx, ids, change, at) => oweReckoning(own, tx, ids, change, at), clock, log }) }
  }))
  const deeds = lives.flatMap((life) => life.deeds.map((deed, n) => ({ ...deed, life, n }))).sort((a, b) => a.at - b.at)
  const filings = lives.toSorted((a, b) => a.script.filedAt - b.script.filedAt)
  let moments = 0
  let noticed = false
  try {
    for (let at = next(); at !== null; at = await nextMoment()) {
      moments++
      now = toMs(at)
      if (!noticed && at > minute(noticeAt)) await notice(at)
      await calm()
      while (filings[0]?.script.filedAt === at) await file(filings.shift() as Life)
      const acting = deeds.splice(0, deeds.filter((deed) => deed.at <= at).length)
      for (const { event, seed, life, n } of acting) await storeCaseEvent(db, db.prisma, life.case.id, `deed:${life.script.n}:${n}`, { event, seed, from: null }, now)
      await Promise.all(acting.flatMap(({ life }) => houses.map(({ cases }) => cases.run(life.case.id))))
      await calm()
    }
  } finally {
    await Promise.all(houses.flatMap(({ timers, reckoner }) => [timers.stop(), reckoner.stop()]))
    await Promise.all(houses.map(({ cases }) => cases.idle()))
  }
  return { moments, houses: houses.length }

  function next(): number | null {
    const at = Math.min(filings[0]?.script.filedAt ?? Infinity, deeds[0]?.at ?? Infinity)
    return at > minute(end) ? null : at
  }

  async function nextMoment(): Promise<number | null> {
    const { rows } = await db.pool.query<{ at: Date | null }>(`select min(next_at) as at from (select next_at from duties where state = 'open' union all select next_at from surveys where state = 'waiting') each where next_at > $1`, [new Date(now)])
    const at = Math.min(next() ?? Infinity, rows[0]?.at ? fromMs(rows[0].at.getTime()) : Infinity)
    return at > minute(end) ? null : at
  }

  /** Both houses look at once, until there is nothing left. */
  async function calm(): Promise<void> {
    for (;;) {
      await Promise.all(houses.map(({ timers }) => timers.round()))
      await Promise.all(houses.map(({ cases }) => cases.idle()))
      const { rows } = await db.pool.query<{ n: number }>(`select ((select count(*) from duties where state = 'open' and next_at <= $1) + (select count(*) from surveys where state = 'waiting' and next_at <= $1) + (select count(*) from inbounds where state = 'pending' and next_at <= $1))::int as n`, [new Date(now)])
      if (rows[0]?.n === 0) return
    }
  }

  async function file(life: Life): Promise<void> {
    if (!life.filed) throw new Error('never filed')
    const { case: state, duties, history } = life.filed
    await db.prisma.$transaction((tx) => createCases(db, tx, [{ state, trackCode: String(life.script.n), duties, history }], now))
  }

  /** The notice of 2027 is entered; both houses look, and the cases are reckoned anew before anything else happens. */
  async function notice(at: number): Promise<void> {
    noticed = true
    now = toMs(minute(noticeAt))
    const days = [...daysOf(true)].filter(([day]) => day.startsWith('2027')).map(([day, working]) => ({ day, working, name: '' }))
    await db.prisma.$transaction((tx) => changeCalendar(tx, 'CN', { days, cleared: [], years: [{ year: 2027, confirmed: true }], from: '2027-01-01' }))
    for (let n = 0; n < 3; n++) await Promise.all(houses.map(({ reckoner }) => reckoner.round()))
    now += 20_000
    await calm()
    now = toMs(at)
  }
}

/** Offices, calendar, staff and residents as the lives know them. */
async function settle(db: Database, lives: readonly Life[]): Promise<void> {
  await seedCalendar(db)
  await db.prisma.office.createMany({ data: offices.map(({ id, hours }) => ({ id, name: `office ${id}`, level: 'town', zone: 'Asia/Shanghai', hours: [...hours] })) })
  const staff = offices.flatMap(({ id }) => staffOf(id, true))
  await db.prisma.person.createMany({ data: [...staff.map(({ personId }) => personId), ...lives.map((life) => life.case.applicantId)].map((id) => ({ id, language: 'zh-CN' })) })
  await db.prisma.staff.createMany({ data: staff.map(({ id, personId, officeId, role, name, capacity }) => ({ id, personId, officeId, role, name, capacity })) })
}

type Fired = { duties: Map<string, string[]>; said: Map<string, string[]> }

async function firedIn(db: Database): Promise<Fired> {
  const duties = await db.prisma.duty.findMany()
  const histories = await db.prisma.history.findMany({ where: { kind: { in: ['warned', 'overdue', 'escalated'] } }, select: { caseId: true, kind: true, at: true } })
  return {
    duties: byCase(duties, (duty) => dutyText(duty.kind, duty.openedAt.getTime(), duty.dueAt.getTime(), duty.rung, duty.state, duty.late)),
    said: byCase(histories, (line) => `${line.kind} ${shown(fromMs(line.at.getTime()))}`),
  }
}

function byCase<T extends { caseId: string }>(rows: readonly T[], text: (row: T) => string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const row of rows) found.set(row.caseId, [...found.get(row.caseId) ?? [], text(row)])
  return found
}

function differs(life: Life, { duties, said }: Fired, isVisited: boolean): string[] {
  const { id } = life.case
  const counts = (text: string): boolean => !isVisited || !/^(visit|call) /.test(text)
  const expected = life.duties.map((duty) => dutyText(duty.kind, duty.openedAt, duty.dueAt, duty.rung, duty.state, duty.late)).filter(counts).sort()
  const stored = (duties.get(id) ?? []).filter(counts).sort()
  const lines: [string, string[], string[]][] = [['duties', stored, expected], ...(isVisited ? [] : [['firings', (said.get(id) ?? []).sort(), life.said.toSorted()] as [string, string[], string[]]])]
  return lines.flatMap(([what, has, should]) => (has.join('\n') === should.join('\n') ? [] : [`case ${life.script.n} (${life.script.regulation}), ${what}: has ${has.filter((each) => !should.includes(each)).join(', ')}; should have ${should.filter((each) => !has.includes(each)).join(', ')}; ${has.length} and ${should.length}`]))
}

function dutyText(kind: string, opened: number, due: number, rung: number, state: string, late: boolean): string {
  return `${kind} of ${shown(fromMs(opened))} due ${shown(fromMs(due))} rung ${rung} ${state}${late ? ' late' : ''}`
}
