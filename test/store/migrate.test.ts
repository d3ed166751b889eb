import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { applyMigrations } from '../../src/store/migrate.ts'
import { noFilters, openEngine } from '../../src/store/migrations/engine.ts'
import { asList, migrationsFolder, readMigrations, writeMigration } from '../../src/store/migrations/folder.ts'
import { schemaChanges } from '../../src/store/migrations/compare.ts'
import { emptyDatabase, freshDatabase, type TestDatabase } from '../database.ts'
import { eventually, newFolder, query } from './embedded.ts'

let folder: string
let database: TestDatabase
let said: string[]
const log = { info: (line: string) => void said.push(line), warn: (line: string) => void said.push(line) }

beforeEach(async () => {
  folder = newFolder()
  said = []
  database = await emptyDatabase()
})
afterEach(async () => {
  await database.drop()
  rmSync(folder, { recursive: true })
})

function migration(name: string, sql: string): string {
  mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(folder, name, 'migration.sql'), sql)
  return join(folder, name, 'migration.sql')
}

const apply = () => applyMigrations(database.url, log, folder)
const exists = async (table: string) => (await query<{ found: string | null }>(database.url, 'select to_regclass($1) as found', [table]))[0]?.found !== null
const history = () => query<Record<string, unknown>>(database.url, 'select * from _prisma_migrations order by started_at, migration_name')

describe('at a start', () => {
  test('an empty database gets every table, and Prisma finds its own history in order', async () => {
    await applyMigrations(database.url, log)
    const names = readMigrations(migrationsFolder).map(({ name }) => name)
    expect(names.length).toBeGreaterThan(0)
    for (const table of ['people', 'cases', 'duties', 'deliveries']) expect(await exists(table)).toBe(true)
    expect((await history()).map((row) => row['migration_name'])).toEqual(names)
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    const { run } = await openEngine(client)
    const migrationsList = asList(migrationsFolder, readMigrations(migrationsFolder))
    expect(await run.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: noFilters }))
      .toEqual({ editedMigrationNames: [], failedMigrationNames: [], hasMigrationsTable: true, history: null })
    await client.end()
  })

  test('the history table is the one Prisma makes', async () => {
    migration('20260101000000_one', 'create table one (n int);')
    await apply()
    const columns = await query<{ is: string }>(database.url, `select format('%s %s %s %s', column_name, data_type, is_nullable, column_default) as is
      from information_schema.columns where table_name = '_prisma_migrations' order by ordinal_position`)
    expect(columns.map((column) => column.is)).toEqual([
      'id character varying NO ', 'checksum character varying NO ', 'finished_at timestamp with time zone YES ',
      'migration_name character varying NO ', 'logs text YES ', 'rolled_back_at timestamp with time zone YES ',
      'started_at timestamp with time zone NO now()', 'applied_steps_count integer NO 0',
    ])
    expect(await history()).toMatchObject([{ migration_name: '20260101000000_one', applied_steps_count: 1, rolled_back_at: null }])
  })

  test('nothing pending changes nothing and says nothing', async () => {
    migration('20260101000000_one', 'create table one (n int);')
    await apply()
    const before = await history()
    expect(said).toEqual(['Migrations applied: 20260101000000_one'])
    await apply()
    expect(await history()).toEqual(before)
    expect(said).toHaveLength(1)
  })

  test('what is new is applied in order, whatever the order on disk', async () => {
    migration('20260103000000_three', 'insert into one values (3);')
    migration('20260101000000_one', 'create table one (n int);')
    migration('20260102000000_two', 'insert into one values (2);')
    await apply()
    migration('20260104000000_four', 'insert into one values (4);')
    await apply()
    expect(await query(database.url, 'select n from one')).toEqual([{ n: 2 }, { n: 3 }, { n: 4 }])
  })

  test('of several replicas starting at once, one applies and all go on', async () => {
    migration('20260101000000_one', 'create table one (n int); select pg_sleep(0.3); insert into one values (1);')
    await Promise.all([apply(), apply(), apply()])
    expect(await query(database.url, 'select n from one')).toEqual([{ n: 1 }])
    expect(await history()).toHaveLength(1)
    expect(said).toEqual(['Migrations applied: 20260101000000_one'])
  })

  test('functions and texts with semicolons stay whole', async () => {
    migration('20260101000000_one', `create table one (words text default 'a;b'); -- a remark; with one more
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'append only; no change'; end; $$;
      create trigger append_only before update or delete on one for each row execute function refuse();`)
    await apply()
    await query(database.url, 'insert into one default values')
    expect(await query(database.url, 'select words from one')).toEqual([{ words: 'a;b' }])
    await expect(query(database.url, 'delete from one')).rejects.toThrow('append only; no change')
  })
})

describe('refused, with the database as it was', () => {
  test('a database newer than the program', async () => {
    migration('20260101000000_one', 'create table one (n int);')
    migration('20270101000000_future', 'create table future (n int);')
    await apply()
    rmSync(join(folder, '20270101000000_future'), { recursive: true })
    migration('20260601000000_other_branch', 'create table other (n int);')
    const before = await history()
    await expect(apply()).rejects.toThrow(/database is newer than this program.*20270101000000_future/)
    expect(await history()).toEqual(before)
    expect(await exists('other')).toBe(false)
  })

  test('a migration edited after it was applied', async () => {
    const file = migration('20260101000000_one', 'create table one (n int);\n')
    await apply()
    writeFileSync(file, 'create table one (n bigint);\n')
    await expect(apply()).rejects.toThrow(/20260101000000_one was changed after it had been applied/)
    // Only other line ends, from a checkout on Windows: the same migration.
    writeFileSync(file, 'create table one (n int);\r\n')
    await apply()
  })

  test('a migration that another tool left half done', async () => {
    migration('20260101000000_one', 'create table one (n int);')
    await apply()
    await query(database.url, 'update _prisma_migrations set finished_at = null')
    migration('20260102000000_two', 'create table two (n int);')
    await expect(apply()).rejects.toThrow(/20260101000000_one was begun on this database and did not finish.*prisma migrate resolve/)
    expect(await exists('two')).toBe(false)
    await query(database.url, 'update _prisma_migrations set rolled_back_at = now(); drop table one')
    await apply()
    expect(await exists('two')).toBe(true)
  })

  test('a migration that fails: nothing of it or of those before it stays, and a corrected one goes through', async () => {
    migration('20260101000000_one', 'create table one (n int);')
    const file = migration('20260102000000_two', 'create table two (n int); insert into missing values (1);')
    await expect(apply()).rejects.toThrow(/20260102000000_two could not be applied: relation "missing" does not exist.*Nothing in the database was changed/)
    for (const table of ['one', 'two', '_prisma_migrations']) expect(await exists(table)).toBe(false)
    writeFileSync(file, 'create table two (n int);')
    await apply()
    expect(await exists('two')).toBe(true)
  })

  test('a database full of something else', async () => {
    await query(database.url, 'create table of_another_program (n int)')
    migration('20260101000000_one', 'create table one (n int);')
    await expect(apply()).rejects.toThrow(/not empty/)
    expect(await exists('one')).toBe(false)
  })
})

test('kill -9 in the middle of a migration: the next start applies it whole', async () => {
  migration('20260101000000_one', 'create table one (n int);')
  const file = migration('20260102000000_two', 'create table two (n int); select pg_sleep(20);')
  const program = `import { applyMigrations } from ${JSON.stringify(new URL('../../src/store/migrate.ts', import.meta.url).href)}
    await applyMigrations(process.argv[1], console, process.argv[2])`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, database.url, folder], { stdio: 'inherit' })
  const asleep = "select pid from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()"
  await eventually(async () => expect(await query(database.url, asleep)).toHaveLength(1))
  child.kill('SIGKILL')
  await query(database.url, `select pg_terminate_backend(pid) from (${asleep}) as sleeping`)
  await eventually(async () => expect(await exists('two')).toBe(false))
  expect(await exists('_prisma_migrations')).toBe(false)
  writeFileSync(file, 'create table two (n int);')
  await apply()
  expect(await exists('two')).toBe(true)
})

describe('for whoever changes the schema', () => {
  test('the migrations of this clone add up to its schema', async () => {
    expect(await schemaChanges()).toBe('')
  })

  test('SQL that no schema can say makes no difference; a forgotten column does', async () => {
    const schema = join(folder, 'schema.prisma')
    const text = `datasource db {\n  provider = "postgresql"\n}\nmodel Duty {\n  id Int @id\n  nextAt DateTime? @map("next_at")\n  state String\n  @@map("duties")\n}\n`
    writeFileSync(schema, text)
    writeMigration(folder, 'init', await schemaChanges(folder, schema), new Date('2026-01-01T00:00:00Z'))
    writeMigration(folder, 'by_hand', `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no; never'; end; $$;
      create trigger append_only before delete on duties for each row execute function refuse();
      create index duties_open on duties (next_at) where next_at is not null;
      create unique index duties_state on duties (lower(state)) where state <> 'done';
      alter table duties add constraint known check (state <> '');
      create view open_duties as select id from duties;
      create schema other; create table other.jobs (id int primary key);`, new Date('2026-01-02T00:00:00Z'))
    expect(await schemaChanges(folder, schema)).toBe('')
    writeFileSync(schema, text.replace('state String', 'state String\n  late Boolean'))
    expect(await schemaChanges(folder, schema)).toMatch(/ALTER TABLE "duties" ADD COLUMN\s+"late" BOOLEAN NOT NULL/)
  })

  test('a new migration is the last in order, even on a machine whose clock is behind', () => {
    const first = writeMigration(folder, 'first', 'select 1;', new Date('2026-05-01T10:20:30Z'))
    expect(first).toBe(join(folder, '20260501102030_first/migration.sql'))
    writeMigration(folder, 'second', 'select 2;', new Date('2026-04-01T00:00:00Z'))
    expect(readMigrations(folder).map(({ name }) => name)).toEqual(['20260501102030_first', '20260501102031_second'])
    expect(readFileSync(join(folder, 'migration_lock.toml'), 'utf8')).toContain('provider = "postgresql"')
  })

  test('npm run db:migration: the check says what is missing and what to type; what that writes is all that was missing', async () => {
    const project = fileURLToPath(new URL('../..', import.meta.url))
    for (const name of ['src', 'prisma', 'package.json', 'tsconfig.json', 'prisma.config.ts']) cpSync(join(project, name), join(folder, name), { recursive: true })
    symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'))
    const run = async (command: string, ...args: string[]): Promise<{ code: number | null; said: string }> => {
      const ran = spawn(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
      let text = ''
      for (const stream of [ran.stdout, ran.stderr]) stream.setEncoding('utf8').on('data', (part: string) => { text += part })
      const [code] = await once(ran, 'close') as [number | null]
      return { code, said: text }
    }
    const check = () => run(process.execPath, '--disable-warning=ExperimentalWarning', 'src/commands/db-check.ts')
    const write = (name: string) => run('npm', 'run', '--silent', 'db:migration', '--', name)
    expect(await check()).toMatchObject({ code: 0 })
    const schema = join(folder, 'prisma/schema.prisma')
    writeFileSync(schema, readFileSync(schema, 'utf8').replace(/^model Office \{/m, 'model Office {\n  motto String?'))
    const before = await check()
    expect(before.code).toBe(1)
    expect(before.said).toMatch(/npm run db:migration -- <name>[\s\S]*ADD COLUMN\s+"motto" TEXT/)
    expect(await write('Bad Name')).toMatchObject({ code: 2, said: expect.stringContaining('small letters') })
    const written = await write('office_motto')
    expect(written).toMatchObject({ code: 0, said: expect.stringMatching(/prisma\/migrations\/\d{14}_office_motto\/migration\.sql\n$/) })
    expect(readFileSync(join(folder, /prisma\/\S+/.exec(written.said)?.[0] ?? ''), 'utf8')).toMatch(/^ALTER TABLE "offices" ADD COLUMN\s+"motto" TEXT;\s*$/m)
    expect(await check()).toMatchObject({ code: 0 })
    // The next start of a house applies it.
    await applyMigrations(database.url, log, join(folder, 'prisma/migrations'))
    expect(await query(database.url, `select column_name from information_schema.columns where table_name = 'offices' and column_name = 'motto'`)).toHaveLength(1)
  }, 120_000)

  test('every test gets a database of its own, with all tables', async () => {
    const [one, two] = await Promise.all([freshDatabase(), freshDatabase()])
    await query(one.url, "insert into series (key, last) values ('cases', 7)")
    expect(await query(two.url, 'select * from series')).toEqual([])
    await Promise.all([one.drop(), two.drop()])
    await expect(query(one.url, 'select 1')).rejects.toMatchObject({ code: '3D000' })
  })
})
