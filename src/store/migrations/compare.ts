// Owns the comparison of the migrations with the schema they are to add up to.

import { readFileSync } from 'node:fs'
import pg from 'pg'
import { applyMigrations } from '../migrate.ts'
import { startThrowaway } from '../postgres/throwaway.ts'
import { noFilters, openEngine } from './engine.ts'
import { migrationsFolder, schemaFile } from './folder.ts'

/**
 * The SQL that leads from all migrations, really applied to an empty throw-away server, to the schema as it is
 * written now; empty when they agree. Triggers, functions, views, checks and partial or expression indexes that a
 * migration adds by hand are beyond a Prisma schema and make no difference. Takes about a second.
 */
export async function schemaChanges(folder = migrationsFolder, schema = schemaFile): Promise<string> {
  const files = [{ path: schema, content: readFileSync(schema, 'utf8') }]
  const server = await startThrowaway()
  try {
    await applyMigrations(server.url, { info: () => {}, warn: () => {} }, folder)
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    try {
      const { run } = await openEngine(client)
      const { exitCode, stdout } = await run.diff({
        from: { tag: 'schemaDatasource', files, configDir: folder }, to: { tag: 'schemaDatamodel', files },
        script: true, exitCode: true, filters: noFilters,
      })
      run.free()
      return exitCode === 0 ? '' : (stdout ?? '')
    } finally {
      await client.end()
    }
  } finally {
    await server.stop()
  }
}
