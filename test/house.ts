import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { readConfig } from '../src/config.ts'
import { makeLog } from '../src/log.ts'
import { startHouse, type RunningHouse } from '../src/start.ts'
import { openDatabase, type Database } from '../src/store/database.ts'
import { makeSeal } from '../src/store/seal.ts'
import { invite } from '../src/store/staff.ts'
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
  now(): number
  invite(role: string): Promise<string>
  query<T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<T[]>
  /** Waits until nothing is under way in the house. */
  calm(): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

export const secretKey = 'a secret key for tests only'

/** `at`: when the house's clock starts, ISO with zone; a working morning by default. */
export async function openHouse(options: { at?: string; env?: Record<string, string> } = {}): Promise<TestHouse> {
  const dataDir = mkdtempSync(join(tmpdir(), 'laifang-test-'))
  const database = await freshDatabase()
  const telegram = await startTelegram({ token: '123456:test-token' })
  const line = await startLine({ channelSecret: 'line-channel-secret', accessToken: 'line-access-token', redelivery: true })
  let offset = Date.parse(options.at ?? '2026-11-23T09:30:00+08:00') - Date.now()
  const now = (): number => Date.now() + offset
  const config = (port: number) => readConfig({
    PORT: String(port), HOST: '127.0.0.1', PUBLIC_URL: `http://127.0.0.1:${port}`, DATABASE_URL: database.url, DATA_DIR: dataDir, SECRET_KEY: secretKey,
    TELEGRAM_BOT_TOKEN: '123456:test-token', TELEGRAM_API_ROOT: telegram.url, TELEGRAM_WEBHOOK_SECRET: 'telegram_secret',
    LINE_CHANNEL_SECRET: 'line-channel-secret', LINE_CHANNEL_ACCESS_TOKEN: 'line-access-token', LINE_API_ROOT: line.url, LINE_DATA_API_ROOT: line.url,
    OFFICE_NAME: '和平街道', LOG_LEVEL: 'warn', ...options.env,
  })
  const port = await freePort()
  const log = makeLog(process.env['LOG_LEVEL'] ?? 'error')
  let house = await startHouse(config(port), log, now)
  await telegram.connected()
  line.setWebhook(`http://127.0.0.1:${port}/webhooks/line`)
  const db = openDatabase(database.url, makeSeal([secretKey]), () => {})

  async function calm(): Promise<void> {
    for (let quiet = 0; quiet < 3;) {
      house.wake()
      await new Promise((resolve) => setTimeout(resolve, 60))
      const { rows } = await db.pool.query<{ left: number }>(`select (select count(*) from deliveries where next_at <= $1) + (select count(*) from inbounds where next_at <= $1) + (select count(*) from attachments where state = 'owed')
        + (select count(*) from duties where next_at <= $1 and state = 'open') + (select count(*) from surveys where next_at <= $1 and state = 'waiting') as left`, [new Date(now())])
      quiet = Number(rows[0]?.left) === 0 ? quiet + 1 : 0
    }
    await Promise.all([telegram.settled(80), line.settled(80)])
  }
  const test: TestHouse = {
    url: `http://127.0.0.1:${port}`, telegram, line, db, now, calm,
    get house() { return house },
    async move(ms) {
      offset += ms
      await calm()
    },
    moveTo: (at) => test.move(Math.max(0, at - now())),
    async invite(role) {
      const office = await db.prisma.office.findFirstOrThrow({ orderBy: { id: 'asc' } })
      return invite(db, role, office.id, now())
    },
    query: async (text, values) => (await db.pool.query(text, values)).rows as never,
    async restart() {
      await house.stop()
      house = await startHouse(config(port), log, now)
    },
    async stop() {
      await house.stop()
      await db.close()
      await Promise.all([telegram.stop(), line.stop()])
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  return test
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
