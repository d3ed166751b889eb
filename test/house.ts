import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { readConfig } from '../src/config.ts'
import { leaseMs } from '../src/delivery/delivery.ts'
import { makeLog } from '../src/log.ts'
import { startHouse, type RunningHouse } from '../src/start.ts'
import { openDatabase, type Database } from '../src/store/database.ts'
import { makeSeal } from '../src/store/seal.ts'
import { invite } from '../src/store/staff.ts'
import { startCut, type Cut } from './cut.ts'
import { freshDatabase } from './database.ts'
import { startLine, type LinePlatform } from './platforms/line.ts'
import { startTelegram, type TelegramPlatform } from './platforms/telegram.ts'

/** A whole house on a database of its own, between a Telegram and a LINE of loopback, with a clock that can be moved. */
export type TestHouse = {
  url: string
  telegram: TelegramPlatform
  line: LinePlatform
  house: RunningHouse
  db: Database
  /** Moves the house's clock forward and lets everything due happen. */
  move(ms: number): Promise<void>
  moveTo(at: number): Promise<void>
  /** The next moment at which the office works: now, or half past nine of the next working day. Staff hear nothing before that is not urgent. */
  atWork(): Promise<void>
  /** The same without looking: time goes by while the house is stopped. */
  skip(ms: number): void
  now(): number
  invite(role: string): Promise<string>
  query<T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<T[]>
  /** Waits until nothing is under way in the house. */
  calm(): Promise<void>
  /** All cases, oldest first, their words opened. */
  cases(): Promise<{ number: string; stage: string; score: number | null; story: string; answers: Record<string, string> }[]>
  restart(): Promise<void>
  /** The line to the database, for houses opened with `cut`. */
  database: Cut
  /** Every line the house has logged, from debug on. */
  logged: string[]
  dataDir: string
  stop(): Promise<void>
}

/** What a platform has been told of is with its people; what they do next is with the house. */
const restMs = 20

export const secretKey = 'a secret key for tests only'

/** `at`: when the house's clock starts, ISO with zone; a working morning by default. `quota`: LINE's paid messages a month. `publicUrl`: where the house says it is; the platforms find it on loopback all the same. */
export async function openHouse(options: { at?: string; env?: Record<string, string>; cut?: boolean; quota?: number; publicUrl?: string } = {}): Promise<TestHouse> {
  const dataDir = mkdtempSync(join(tmpdir(), 'laifang-test-'))
  const database = await freshDatabase()
  const wire = options.cut ? await startCut(database.url) : null
  const port = await freePort()
  const telegram = await startTelegram({ token: '123456:test-token', ...(options.publicUrl === undefined ? {} : { webhookOrigin: `http://127.0.0.1:${port}` }) })
  const line = await startLine({ channelSecret: 'line-channel-secret', accessToken: 'line-access-token', redelivery: true, ...(options.quota === undefined ? {} : { quota: options.quota }) })
  let offset = Date.parse(options.at ?? '2026-11-23T09:30:00+08:00') - Date.now()
  const now = (): number => Date.now() + offset
  const config = (port: number) => readConfig({
    PORT: String(port), HOST: '127.0.0.1', PUBLIC_URL: options.publicUrl ?? `http://127.0.0.1:${port}`, DATABASE_URL: wire?.url ?? database.url, DATA_DIR: dataDir, SECRET_KEY: secretKey,
    TELEGRAM_BOT_TOKEN: '123456:test-token', TELEGRAM_API_ROOT: telegram.url, TELEGRAM_WEBHOOK_SECRET: 'telegram_secret',
    LINE_CHANNEL_SECRET: 'line-channel-secret', LINE_CHANNEL_ACCESS_TOKEN: 'line-access-token', LINE_API_ROOT: line.url, LINE_DATA_API_ROOT: line.url,
    OFFICE_NAME: '和平街道', LOG_LEVEL: 'warn', ...options.env,
  })
  const logged: string[] = []
  const shown = new Set(process.env['LOG_LEVEL'] === undefined ? [] : [30, 40, 50])
  const log = makeLog('debug', { write(text) {
    logged.push(text)
    if (shown.has((JSON.parse(text) as { level: number }).level)) process.stderr.write(text)
  } })
  let house = await startHouse(config(port), log, now)
  await telegram.connected()
  line.setWebhook(`http://127.0.0.1:${port}/webhooks/line`)
  const db = openDatabase(database.url, makeSeal([secretKey]), () => {})

  /** Nothing is due, and nothing is on its way: what is being sent is leased, what may be joined waits a moment. */
  async function calm(): Promise<void> {
    for (let left = 1; left > 0;) {
      await Promise.all([telegram.settled(restMs), line.settled(restMs)])
      await house.settled()
      const { rows } = await db.pool.query<{ left: number }>(`select (select count(*) from deliveries where next_at <= $1 or (state = 'owed' and tries = 0 and next_at <= $2)) + (select count(*) from inbounds where next_at <= $1) + (select count(*) from attachments where state = 'owed')
        + (select count(*) from bookings where next_at <= $1) + (select count(*) from duties where next_at <= $1 and state = 'open') + (select count(*) from rounds where next_at <= $1 and state = 'open') + (select count(*) from surveys where next_at <= $1 and state = 'waiting') as left`, [new Date(now()), new Date(now() + leaseMs)])
      left = Number(rows[0]?.left)
      if (left > 0) await new Promise((resolve) => setTimeout(resolve, restMs))
    }
    await Promise.all([telegram.settled(restMs), line.settled(restMs)])
  }
  const test: TestHouse = {
    url: `http://127.0.0.1:${port}`, telegram, line, db, now, calm, logged, dataDir,
    get database() { return wire ?? fail('the house was opened without `cut`') },
    get house() { return house },
    async move(ms) {
      offset += ms
      await calm()
    },
    skip: (ms) => { offset += ms },
    moveTo: (at) => test.move(Math.max(0, at - now())),
    async atWork() {
      const hour = 3_600_000
      // China's days, without holidays: none lies within the tests that ask.
      const local = (at: number): Date => new Date(at + 8 * hour)
      const isWeekday = (at: number): boolean => ![0, 6].includes(local(at).getUTCDay())
      const minutes = local(now()).getUTCHours() * 60 + local(now()).getUTCMinutes()
      if (isWeekday(now()) && ((minutes >= 540 && minutes < 690) || (minutes >= 810 && minutes < 1020))) return
      let next = Math.floor((now() + 8 * hour) / (24 * hour)) * 24 * hour - 8 * hour + 9.5 * hour
      while (next <= now() || !isWeekday(next)) next += 24 * hour
      await test.moveTo(next)
    },
    async invite(role) {
      const office = await db.prisma.office.findFirstOrThrow({ orderBy: { id: 'asc' } })
      return invite(db, role, office.id, now())
    },
    query: async (text, values) => (await db.pool.query(text, values)).rows as never,
    async cases() {
      const rows = await db.prisma.case.findMany({ orderBy: { filedAt: 'asc' } })
      const answers = (facts: Uint8Array) => (JSON.parse(db.seal.open(facts)) as { answers: { id: string; text: string }[] }).answers
      return rows.map((row) => ({ number: row.number, stage: row.stage, score: row.score, story: db.seal.open(row.story), answers: Object.fromEntries(answers(row.facts).map((each) => [each.id, each.text])) }))
    },
    async restart() {
      await house.stop()
      house = await startHouse(config(port), log, now)
    },
    async stop() {
      await house.stop()
      await db.close()
      await Promise.all([telegram.stop(), line.stop(), wire?.stop()])
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  return test
}

function fail(why: string): never {
  throw new Error(why)
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
