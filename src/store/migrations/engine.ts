// Owns the bridge to Prisma's schema engine, in WebAssembly, so that nothing is downloaded and no native program runs.
// It writes and reads migrations exactly as `prisma migrate` does.

import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import pg from 'pg'
import { newEngine } from './wasm.ts'

/** Nothing is left out of the engine's sight. */
export const noFilters = { externalTables: [], externalEnums: [] }

export type Engine = {
  run: SchemaEngine
  /** The database's own words about the last script that failed; the engine's are for its makers. */
  scriptError(): Error | undefined
}

type Result = { fields?: { name: string; dataTypeID: number }[]; rows?: unknown[] }

/**
 * An engine that does everything on the one connection given, so that a transaction begun there covers all of it.
 * The caller ends the connection.
 */
export async function openEngine(client: pg.Client): Promise<Engine> {
  const factory = new PrismaPg(onlyThrough(client))
  const connect = factory.connect.bind(factory)
  let scriptError: Error | undefined
  factory.connect = async () => {
    const adapter = await connect()
    // The adapter's own way cuts a script at every semicolon, also inside functions and texts.
    adapter.executeScript = async (script) => {
      try {
        await client.query(script)
      } catch (error) {
        scriptError = error as Error
        throw error
      }
    }
    return adapter
  }
  const run = await newEngine(bindMigrationAwareSqlAdapterFactory(factory))
  return { run, scriptError: () => scriptError }
}

/** The adapter insists on a pool. This one never opens a connection and never gives the client's up after an error. */
function onlyThrough(client: pg.Client): pg.Pool {
  const pool = new pg.Pool({ max: 1 })
  const query = client.query.bind(client) as unknown as (...args: unknown[]) => Promise<Result>
  const readable = async (...args: unknown[]) => readableCatalogue(await query(...args))
  const none = () => Promise.reject(new Error('The schema engine has one connection only'))
  return Object.assign(pool, { query: readable, connect: none })
}

/**
 * Lets the engine read the live catalogue through the adapter, which does not know the type "char" (18). Where the
 * engine insists on it, in the list of CHECK, exclusion and NOT NULL constraints (prisma/orm#29635), it gets an empty
 * list: a Prisma schema cannot express those anyway.
 */
function readableCatalogue(result: Result): Result {
  for (const field of result.fields ?? []) if (field.dataTypeID === 18) field.dataTypeID = 1042
  if (result.fields?.some((field) => field.name === 'constraint_type')) result.rows = []
  return result
}
