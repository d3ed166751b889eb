// Owns the reading of _prisma_migrations: what a database has behind it, compared with what this program knows.

import type pg from 'pg'
import { CannotStart } from '../cannot-start.ts'
import { fits, type Migration } from './folder.ts'

/** One row of _prisma_migrations that was not rolled back. */
type Applied = { migration_name: string; checksum: string; finished: boolean }

export type Standing = { pending: string[]; unknown: string[]; unfinished: string[]; edited: string[] }

/** A database without the table stands at the beginning. */
export async function standing(client: pg.Client, known: Migration[]): Promise<Standing> {
  const applied = await readApplied(client)
  const finished = new Map(applied.filter((row) => row.finished).map((row) => [row.migration_name, row.checksum]))
  const names = new Set(known.map((migration) => migration.name))
  return {
    pending: known.filter(({ name }) => !finished.has(name)).map(({ name }) => name),
    unknown: [...finished.keys()].filter((name) => !names.has(name)).sort(),
    unfinished: applied.filter((row) => !row.finished).map((row) => row.migration_name),
    edited: known.filter((migration) => finished.has(migration.name) && !fits(migration, finished.get(migration.name) ?? '')).map(({ name }) => name),
  }
}

/** Throws CannotStart when no migration of ours may touch this database. */
export function refuseUnlessSound({ unknown, unfinished, edited }: Standing): void {
  if (unknown.length) {
    throw new CannotStart(`The database is newer than this program: it has been through ${list(unknown)}, which this program does not know. Start the newer version of the program, or restore a backup made before it.`)
  }
  if (unfinished.length) {
    throw new CannotStart(`${list(unfinished)} was begun on this database and did not finish. Look at the column "logs" of _prisma_migrations, put the tables right, then mark it with: npx prisma migrate resolve --rolled-back ${unfinished[0]} (or --applied).`)
  }
  if (edited.length) {
    throw new CannotStart(`${list(edited)} was changed after it had been applied to this database. Bring the file back as it was, and put the change into a new migration (npm run db:migration -- <name>).`)
  }
}

function list(names: string[]): string {
  return names.length === 1 ? `Migration ${names[0]}` : `Migrations ${names.join(', ')}`
}

async function readApplied(client: pg.Client): Promise<Applied[]> {
  // Asked first, for a query that fails would end the transaction it runs in.
  const { rows: [table] } = await client.query<{ found: boolean }>("select to_regclass('_prisma_migrations') is not null as found")
  if (!table?.found) return []
  const { rows } = await client.query<Applied>(
    'select migration_name, checksum, finished_at is not null as finished from _prisma_migrations where rolled_back_at is null order by started_at',
  )
  return rows
}
