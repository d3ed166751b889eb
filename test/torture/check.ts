// Owns the reckoning after the torture: every acknowledged filing against the office's own list of cases, and what the
// database still owes.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import pg from 'pg'
import { pause, preciseNow } from '../platforms/waiting.ts'
import { projectFolder } from '../bench/house.ts'
import { findDatabase } from '../../src/store/postgres/find.ts'
import type { Filing } from './residents.ts'

export type Reckoning = {
  cases: number
  /** Acknowledged (the send press answered with 200, or number told) and not among the cases, or more than once. */
  lost: string[]
  doubled: string[]
  /** The number told to the resident is not that of the case with their story. */
  wrongNumber: string[]
  /** Cases nobody filed: their story is no resident's, word for word. */
  strange: number
  /** Rows by state. */
  deliveries: Record<string, number>
  inbounds: Record<string, number>
  /** What is owed or waits for another try at the end, with its reason. */
  owed: string[]
}

type OfficeCase = { number: string; story: string }

const runFile = promisify(execFile)

/** What `npm run office -- cases` prints: one JSON line a case. */
export async function officeCases(env: Record<string, string>): Promise<OfficeCase[]> {
  const { stdout } = await runFile('npm', ['run', '--silent', 'office', '--', 'cases'], {
    cwd: projectFolder, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024,
  })
  return stdout.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as OfficeCase)
}

/** Waits until nothing is owed and no update waits, at most `ms`; returns whether that came. */
export async function calm(dataDir: string, ms: number): Promise<boolean> {
  for (const begun = preciseNow(); preciseNow() - begun < ms; await pause(500)) {
    const { deliveries, inbounds } = await states(dataDir)
    if (!deliveries['owed'] && Object.keys(inbounds).every((state) => state === 'done')) return true
  }
  return false
}

export async function reckon(filings: readonly Filing[], dataDir: string, env: Record<string, string>): Promise<Reckoning> {
  const cases = await officeCases(env)
  const byStory = Map.groupBy(cases, (each) => each.story)
  const acknowledged = filings.filter((filing) => filing.acknowledged || filing.filed)
  const of = (filing: Filing): OfficeCase[] => byStory.get(filing.story) ?? []
  return {
    cases: cases.length,
    lost: acknowledged.filter((filing) => of(filing).length === 0).map((filing) => filing.story.slice(-12)),
    doubled: filings.filter((filing) => of(filing).length > 1).map((filing) => `${of(filing).length} × ${filing.story.slice(-12)}`),
    wrongNumber: acknowledged.filter((filing) => filing.filed && of(filing).length === 1 && of(filing)[0]?.number !== filing.filed.number).map((filing) => `${filing.filed?.number} told, ${of(filing)[0]?.number} kept`),
    strange: cases.length - filings.reduce((sum, filing) => sum + of(filing).length, 0),
    ...await states(dataDir),
  }
}

async function states(dataDir: string): Promise<Pick<Reckoning, 'deliveries' | 'inbounds' | 'owed'>> {
  const client = new pg.Client({ connectionString: await findDatabase({ dataDir }) })
  client.on('error', () => {})
  await client.connect()
  try {
    const count = async (table: string): Promise<Record<string, number>> => {
      const { rows } = await client.query<{ state: string; n: string }>(`select state, count(*) n from ${table} group by state order by state`)
      return Object.fromEntries(rows.map((row) => [row.state, Number(row.n)]))
    }
    const owed = await client.query<{ what: string; n: string }>(`
      select 'delivery: ' || coalesce(reason, 'never tried') || ', next in ' || coalesce(round(extract(epoch from next_at - now()))::text, '?') || ' s' what, count(*) n
      from deliveries where state = 'owed' group by 1
      union all select 'inbound ' || state || ': ' || coalesce(left(error, 200), ''), count(*) from inbounds where state <> 'done' group by 1`)
    return { deliveries: await count('deliveries'), inbounds: await count('inbounds'), owed: owed.rows.slice(0, 10).map((row) => `${row.n} × ${row.what}`) }
  } finally {
    await client.end()
  }
}
