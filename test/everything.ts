import type { Database } from '../src/store/database.ts'

/** Every value of every table, opened where it is sealed: for asking where some words are to be found. */
export async function tablesWith(db: Database, marker: string, but: readonly string[] = []): Promise<string[]> {
  const { rows } = await db.pool.query<{ name: string }>(`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`)
  const found: string[] = []
  for (const { name } of rows) {
    const all = await db.pool.query<Record<string, unknown>>(`select * from "${name}"`)
    if (!but.includes(name) && all.rows.some((row) => Object.values(row).some((value) => said(db, value).includes(marker)))) found.push(name)
  }
  return found.sort()
}

function said(db: Database, value: unknown): string {
  if (!Buffer.isBuffer(value)) return JSON.stringify(value) ?? ''
  try {
    return db.seal.open(value)
  } catch {
    return value.toString('utf8')
  }
}
