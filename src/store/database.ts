import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/client.ts'
import type { Seal } from './seal.ts'

/** One pool for both: Prisma for rows and relations, prepared statements for what every turn runs. */
export type Database = { pool: pg.Pool; prisma: PrismaClient; seal: Seal; close(): Promise<void> }
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

export type Asked = Transaction | pg.Pool

/**
 * The same rows within a transaction of Prisma's as on the pool by itself, which costs a third. Times go over as text. A
 * connection may meet the statement from both sides and takes a name for one text only.
 */
export async function rowsOf<Row extends object>(asked: Asked, name: string, statement: string, values: (string | number)[]): Promise<Row[]> {
  const text = `/* ${name} */ ${statement}`
  return asked instanceof pg.Pool ? (await asked.query<Row>({ name, text, values })).rows : asked.$queryRawUnsafe<Row[]>(text, ...values)
}

const transactionMs = 15_000
/**
 * Everything a turn asks is found along an index. The planner cannot know how few people stand in a statement's JSON
 * and would rather read whole tables once they hold some thousand rows; a turn then costs more the more cases there are.
 */
const alongIndexes = '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off'

/** A long statement of ours says its name in front; so it is prepared once, also when it runs within Prisma's transactions. */
const namedBy = /^\/\* (\S+) \*\//

export function openDatabase(url: string, seal: Seal, onError: (error: Error) => void): Database {
  const pool = new pg.Pool({ connectionString: url, max: 16, connectionTimeoutMillis: 5000, statement_timeout: transactionMs, idleTimeoutMillis: 60_000, options: alongIndexes })
  let closing = false
  // A connection that dies while idle (the database restarts) is no reason to die with it; the pool makes a new one.
  // Those that the stop itself ends are no news.
  const lost = (error: Error): void => { if (!closing) onError(error) }
  pool.on('error', lost)
  pool.on('connect', (client) => client.on('error', lost))
  const prisma = new PrismaClient({ errorFormat: 'minimal', adapter: new PrismaPg(pool, { statementNameGenerator: ({ sql }) => namedBy.exec(sql)?.[1] ?? '', onPoolError: lost, onConnectionError: lost }), transactionOptions: { maxWait: 5000, timeout: transactionMs } })
  return {
    pool,
    prisma,
    seal,
    async close() {
      closing = true
      await prisma.$disconnect()
      if (!pool.ended) await pool.end()
    },
  }
}
