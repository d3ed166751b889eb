import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/client.ts'
import type { Seal } from './seal.ts'

/** One pool for both: Prisma for rows and relations, prepared statements for the two that every turn runs. */
export type Database = { pool: pg.Pool; prisma: PrismaClient; seal: Seal; close(): Promise<void> }
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

const transactionMs = 15_000

export function openDatabase(url: string, seal: Seal, onError: (error: Error) => void): Database {
  const pool = new pg.Pool({ connectionString: url, max: 16, connectionTimeoutMillis: 5000, statement_timeout: transactionMs, idleTimeoutMillis: 60_000 })
  // A connection that dies while idle (the database restarts) is no reason to die with it; the pool makes a new one.
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', onError))
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { onPoolError: onError, onConnectionError: onError }), transactionOptions: { maxWait: 5000, timeout: transactionMs } })
  return {
    pool,
    prisma,
    seal,
    async close() {
      await prisma.$disconnect()
      if (!pool.ended) await pool.end()
    },
  }
}
