// One PostgreSQL for the whole run. Migrations are applied once, into a template that every test file copies.

import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { applyMigrations } from '../src/store/migrate.ts'
import { startThrowaway } from '../src/store/postgres/throwaway.ts'
import { databaseUrl, templateName } from './database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the run's server, as its superuser. */
    postgresUrl: string
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startThrowaway()
  try {
    await makeTemplate(server.url)
  } catch (error) {
    await server.stop()
    throw error
  }
  project.provide('postgresUrl', server.url)
  return server.stop
}

async function makeTemplate(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  try {
    await admin.query(`create database ${templateName}`)
    await applyMigrations(databaseUrl(url, templateName), { info: () => {}, warn: (message) => console.warn(message) })
    // Nobody may connect to it any more: a template in use cannot be copied.
    await admin.query(`alter database ${templateName} with is_template true allow_connections false`)
  } finally {
    await admin.end()
  }
}
