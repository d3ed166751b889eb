// Owns the first contact with a database at a start. A server beside us in the same compose file or pod may come up
// later than we do, so its absence is waited out for a while; a wrong name or password is not.

import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { CannotStart } from './cannot-start.ts'
import type { StoreLog } from './postgres/start.ts'

const patienceMs = 30_000
const retryEveryMs = 500
const connectWithinMs = 10_000
// Nobody listens yet, the name is not known yet, or the server says itself that it is starting up (57P03).
const passing = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', '57P03'])

/**
 * A connection of its own, to be ended by the caller. Throws CannotStart, which names the server and the reason but
 * never the password, when the database cannot be had.
 */
export async function reachDatabase(url: string, log: StoreLog, waitMs = patienceMs): Promise<pg.Client> {
  const server = serverOf(url)
  for (const started = Date.now(); ; await pause(retryEveryMs)) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectWithinMs })
    // An error of the connection also fails the query under way, where it is handled.
    client.on('error', () => {})
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end().catch(() => {})
      const reason = reasonOf(error)
      if (!passing.has(reason.code) || Date.now() - started > waitMs) throw new CannotStart(`The database at ${server} could not be reached: ${reason.words}.`)
      if (Date.now() - started < retryEveryMs) log.warn(`Waiting for the database at ${server}: ${reason.words}`)
    }
  }
}

function serverOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (!parsed?.hostname || !/^postgres(ql)?:$/.test(parsed.protocol)) {
    throw new CannotStart('DATABASE_URL is not an address of the form postgresql://user:password@host:5432/database.')
  }
  return `${parsed.hostname}:${parsed.port || 5432}${parsed.pathname}`
}

function reasonOf(error: unknown): { code: string; words: string } {
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error
  const { code = '', message = 'no reason given' } = first as { code?: string; message?: string }
  return { code, words: message }
}
