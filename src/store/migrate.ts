// Owns bringing a database to the tables this program expects, at every start.
// All pending migrations are applied in one transaction: a crash, a kill or an error in the middle leaves the database
// as it was, so the next start simply tries again. (A statement that PostgreSQL refuses inside a transaction, such as
// CREATE INDEX CONCURRENTLY, therefore has no place in a migration.)

import type pg from 'pg'
import { CannotStart } from './cannot-start.ts'
import { asList, migrationsFolder, readMigrations } from './migrations/folder.ts'
import { refuseUnlessSound, standing } from './migrations/history.ts'
import type { StoreLog } from './postgres/start.ts'
import { reachDatabase } from './reach.ts'

// The lock that Prisma's own engine takes, so that `prisma migrate deploy` elsewhere waits for us and we for it.
const advisoryLock = 72_707_369

/**
 * Applies what is pending (about 0.2 s), or finds with two queries that nothing is (about 10 ms). Of several replicas
 * starting at once, one applies and the others wait for it. The database is then as `prisma migrate deploy` leaves it.
 * A database that is not there yet is waited for. Throws CannotStart when the database is newer than this program, or a migration was edited, left half done, or fails.
 */
export async function applyMigrations(url: string, log: StoreLog, folder = migrationsFolder): Promise<void> {
  const migrations = readMigrations(folder)
  const client = await reachDatabase(url, log)
  try {
    const now = await standing(client, migrations)
    // What looks unfinished here may be another replica at work; that is judged under the lock.
    refuseUnlessSound({ ...now, unfinished: [] })
    if (!now.pending.length && !now.unfinished.length) return
    await client.query('select pg_advisory_lock($1)', [advisoryLock])
    // Begun only after the wait: PostgreSQL remembers which tables there are for as long as a transaction lasts.
    await client.query('begin')
    const { pending, ...rest } = await standing(client, migrations)
    refuseUnlessSound({ pending, ...rest })
    if (pending.length) await applyAll(client, asList(folder, migrations))
    await client.query('commit')
    if (pending.length) log.info(`Migrations applied: ${pending.join(', ')}`)
  } finally {
    // Gives back the lock, and undoes whatever was not committed.
    await client.end()
  }
}

async function applyAll(client: pg.Client, migrationsList: ReturnType<typeof asList>): Promise<void> {
  const { noFilters, openEngine } = await import('./migrations/engine.ts')
  const { run, scriptError } = await openEngine(client)
  try {
    await run.applyMigrations({ migrationsList, filters: noFilters })
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    const name = /migration_name="([^"]+)"/.exec(said)?.[1]
    const why = scriptError()?.message ?? said.split('\n', 1)[0]
    throw new CannotStart(`${name ? `Migration ${name}` : 'A migration'} could not be applied: ${why}. Nothing in the database was changed.`)
  } finally {
    run.free()
  }
}
