// A database of its own for each test file that wants one: real PostgreSQL, all migrations applied.

import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export const templateName = 'laifang_template'

export type TestDatabase = { url: string; drop(): Promise<void> }

/** A database with all tables and nothing in them. */
export function freshDatabase(): Promise<TestDatabase> {
  return create(templateName)
}

/** A database without any table. */
export function emptyDatabase(): Promise<TestDatabase> {
  return create('template0')
}

export function databaseUrl(serverUrl: string, name: string): string {
  return Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href
}

async function create(template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await asAdmin(`create database ${name} template ${template}`)
  return { url: databaseUrl(inject('postgresUrl'), name), drop: () => asAdmin(`drop database if exists ${name} with (force)`) }
}

async function asAdmin(sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: inject('postgresUrl') })
  await admin.connect()
  try {
    await admin.query(sql)
  } finally {
    await admin.end()
  }
}
