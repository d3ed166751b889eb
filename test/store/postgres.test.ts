import { spawn } from 'node:child_process'
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findDatabase } from '../../src/store/postgres/find.ts'
import { startPostgres } from '../../src/store/postgres/start.ts'
import { type App, eventually, killApp, newFolder, query, removeFolder, serverProcesses, startApp, stopApp } from './embedded.ts'

const quiet = { info: () => {}, warn: () => {} }
const asRoot = process.getuid?.() === 0

let dataDir: string
let apps: App[]

beforeEach(() => {
  dataDir = newFolder()
  apps = []
})
afterEach(async () => {
  for (const app of apps) await killApp(app)
  removeFolder(dataDir)
})

function start(): App {
  const app = startApp(dataDir)
  apps.push(app)
  return app
}

async function started(): Promise<App & { url: string }> {
  const app = start()
  const news = await app.news
  expect(news.refused ?? news.failed).toBeUndefined()
  return { ...app, url: news.url }
}

const data = () => join(dataDir, 'postgres/data')
const postmasterPid = () => Number(readFileSync(join(data(), 'postmaster.pid'), 'utf8').split('\n')[0])

describe('an ordinary life', () => {
  test('speaks UTF-8, waits for the disk, listens to this machine only, and only to the password', async () => {
    const server = await startPostgres({ dataDir, log: quiet })
    try {
      const [settings] = await query<Record<string, string>>(server.url, `select current_database() as name,
        pg_encoding_to_char(encoding) as encoding, datcollate, datctype, datlocale, current_setting('fsync') as fsync,
        current_setting('synchronous_commit') as commit, current_setting('listen_addresses') as listen,
        current_setting('unix_socket_directories') as sockets, current_setting('jit') as jit
        from pg_database where datname = current_database()`)
      expect(settings).toEqual({
        name: 'laifang', encoding: 'UTF8', datcollate: 'C.UTF-8', datctype: 'C.UTF-8', datlocale: 'C.UTF-8',
        fsync: 'on', commit: 'on', listen: '127.0.0.1', sockets: '', jit: 'off',
      })
      const wrong = new URL(server.url)
      wrong.password = 'guess'
      await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
      expect(new URL(server.url).password.length).toBeGreaterThanOrEqual(32)
      for (const file of ['database-url', 'postgres/server.json']) expect(statSync(join(dataDir, file)).mode & 0o777).toBe(0o600)
      expect(server.note).not.toContain(new URL(server.url).password)
    } finally {
      await server.stop()
    }
  })

  test('keeps data, password and port from start to start, and frees everything on stop', async () => {
    const first = await startPostgres({ dataDir, log: quiet })
    await query(first.url, "create table notes (words text); insert into notes values ('来访')")
    expect(await findDatabase({ dataDir })).toBe(first.url)
    const stopping = Date.now()
    await Promise.all([first.stop(), first.stop()])
    expect(Date.now() - stopping).toBeLessThan(10_000)
    expect(serverProcesses(dataDir)).toEqual([])
    expect(await findDatabase({ dataDir })).toBeUndefined()
    const second = await startPostgres({ dataDir, log: quiet })
    expect(second.url).toBe(first.url)
    expect(await query(second.url, 'select words from notes')).toEqual([{ words: '来访' }])
    await second.stop()
  })

  test('stops within 10 s although clients hold transactions open', async () => {
    const server = await startPostgres({ dataDir, log: quiet })
    const busy = query(server.url, 'select pg_sleep(60)').catch((error: { code: string }) => error.code)
    await eventually(async () => expect(await query(server.url, "select 1 from pg_stat_activity where wait_event = 'PgSleep'")).toHaveLength(1))
    const stopping = Date.now()
    await server.stop()
    expect(Date.now() - stopping).toBeLessThan(10_000)
    expect(await busy).toBe('57P01')
  })

  test('takes another port when its own is taken', async () => {
    const first = await startPostgres({ dataDir, log: quiet })
    await first.stop()
    const { createServer } = await import('node:net')
    const taken = createServer().listen(Number(new URL(first.url).port), '127.0.0.1')
    const second = await startPostgres({ dataDir, log: quiet })
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port)
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await second.stop()
    taken.close()
  })

  test('writes no personal data into its own log', async () => {
    const server = await startPostgres({ dataDir, log: quiet })
    await query(server.url, "create table people (phone text unique); insert into people values ('13800138000')")
    await expect(query(server.url, "insert into people values ('13800138000')")).rejects.toMatchObject({ code: '23505' })
    await expect(query(server.url, "select 'marker-in-statement' from nowhere")).rejects.toMatchObject({ code: '42P01' })
    await server.stop()
    const log = readFileSync(join(dataDir, 'postgres/server.log'), 'utf8')
    expect(log).toContain('ready to accept connections')
    expect(log).not.toMatch(/13800138000|marker-in-statement/)
  })

  test('an address given by the operator is found before the embedded one', async () => {
    expect(await findDatabase({ databaseUrl: 'postgresql://elsewhere/db', dataDir })).toBe('postgresql://elsewhere/db')
    expect(await findDatabase({ dataDir: join(dataDir, 'never-started') })).toBeUndefined()
  })

  test('data of another major version is refused untouched', async () => {
    const server = await startPostgres({ dataDir, log: quiet })
    await server.stop()
    writeFileSync(join(data(), 'PG_VERSION'), '16\n')
    await expect(startPostgres({ dataDir, log: quiet })).rejects.toThrow(/made by PostgreSQL 16.*PostgreSQL 18/)
    writeFileSync(join(data(), 'PG_VERSION'), '18\n')
    await (await startPostgres({ dataDir, log: quiet })).stop()
  })
})

describe('kill -9', () => {
  /** Writes until told to stop; what it returns was acknowledged as committed. */
  async function writeUntilCut(url: string, cut: () => Promise<void>): Promise<number[]> {
    await query(url, 'create table if not exists filings (n int primary key)')
    const acknowledged: number[] = []
    void (async () => {
      for (let n = 1; ; n++) acknowledged.push(await query(url, 'insert into filings values ($1)', [n]).then(() => n))
    })().catch(() => {})
    await eventually(() => expect(acknowledged.length).toBeGreaterThan(20))
    await cut()
    // A server left running goes on taking writes, and those count as well.
    return acknowledged
  }

  async function expectKept(acknowledged: number[], url: string): Promise<void> {
    const told = acknowledged.slice()
    const kept = new Set((await query<{ n: number }>(url, 'select n from filings')).map((row) => row.n))
    expect(told.filter((n) => !kept.has(n))).toEqual([])
  }

  test('of the app, its server left running: the next start has every commit', async () => {
    const first = await started()
    const acknowledged = await writeUntilCut(first.url, () => killApp(first))
    const orphan = postmasterPid()
    expect(serverProcesses(dataDir)).toContain(orphan)
    // The orphan is still the running system's database for the command line.
    expect(await findDatabase({ dataDir })).toBe(first.url)
    const second = await started()
    await expectKept(acknowledged, second.url)
    expect(serverProcesses(dataDir)).not.toContain(orphan)
    await stopApp(second)
    expect(serverProcesses(dataDir)).toEqual([])
  })

  test('of the app and every server process: the next start has every commit', async () => {
    const first = await started()
    const acknowledged = await writeUntilCut(first.url, async () => {
      await killApp(first)
      for (const pid of serverProcesses(dataDir)) process.kill(pid, 'SIGKILL')
    })
    await eventually(() => expect(serverProcesses(dataDir)).toEqual([]))
    expect(postmasterPid()).toBeGreaterThan(0)
    expect(await findDatabase({ dataDir })).toBeUndefined()
    const second = await started()
    await expectKept(acknowledged, second.url)
  })

  test('the pid in the stale file now belongs to somebody else: the start works and leaves that process alone', async () => {
    const first = await started()
    await query(first.url, 'create table filings (n int primary key); insert into filings values (7)')
    await killApp(first)
    for (const pid of serverProcesses(dataDir)) process.kill(pid, 'SIGKILL')
    await eventually(() => expect(serverProcesses(dataDir)).toEqual([]))
    // Of the same user as the server, else PostgreSQL itself would see through it.
    const { uid, gid } = statSync(data())
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore', cwd: '/', ...(asRoot ? { uid, gid } : {}) })
    const file = join(data(), 'postmaster.pid')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(stranger.pid)))
    try {
      const second = await started()
      await expectKept([7], second.url)
      expect(stranger.exitCode ?? stranger.signalCode).toBeNull()
    } finally {
      stranger.kill('SIGKILL')
    }
  })

  test.each([5, 200, 400])('%i ms into the very first start: the next start works', async (afterMs) => {
    const first = start()
    await new Promise((resolve) => setTimeout(resolve, afterMs))
    await killApp(first)
    const second = await started()
    expect(await query(second.url, 'select current_database() as name')).toEqual([{ name: 'laifang' }])
  })

  test('of the server under a living app: it comes back on the same address with every commit', async () => {
    const app = await started()
    await query(app.url, 'create table filings (n int primary key); insert into filings values (1), (2)')
    const before = postmasterPid()
    process.kill(before, 'SIGKILL')
    await eventually(() => expectKept([1, 2], app.url))
    expect(postmasterPid()).not.toBe(before)
    await stopApp(app)
    expect(serverProcesses(dataDir)).toEqual([])
  })
})

describe('one app on one data folder', () => {
  test('the second is refused, says why, and disturbs nothing', async () => {
    const first = await started()
    const second = await start().news
    expect(second.refused).toMatch(/Another Laifang \(process \d+\) is already running on the data folder/)
    expect(second.refused).toContain(dataDir)
    expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await stopApp(first)
    await started()
  })

  test('of several that start at the same moment on a new folder, exactly one runs', async () => {
    const news = await Promise.all([start().news, start().news, start().news])
    expect(news.filter(({ refused }) => refused)).toHaveLength(2)
    const url = news.find((one) => one.url)?.url ?? ''
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('a killed app holds nothing back, even while its pid is named in the file', async () => {
    const first = await started()
    await killApp(first)
    writeFileSync(join(dataDir, 'postgres/lock.pid'), `${process.pid}\n`)
    await started()
  })
})

describe('how an app ends', () => {
  test('Ctrl-C reaches the app but not its server, which answers until the app stops it', async () => {
    const app = await started()
    process.kill(-(app.process.pid ?? 0), 'SIGINT')
    expect((await app.next()).lastQuery).toEqual({ one: 1 })
    await app.ended
    expect(serverProcesses(dataDir)).toEqual([])
  })

  test('an exit without a stop takes the server along', async () => {
    const app = await started()
    app.process.kill('SIGUSR2')
    await app.ended
    await eventually(() => expect(serverProcesses(dataDir)).toEqual([]))
  })
})

test('a server that cannot come back does not hold up the stop, and comes back once it can', async () => {
  const warnings: string[] = []
  const server = await startPostgres({ dataDir, log: { info: () => {}, warn: (line) => void warnings.push(line) } })
  const control = join(data(), 'global/pg_control')
  const missing = () => renameSync(control, `${control}.away`)
  missing()
  process.kill(postmasterPid(), 'SIGKILL')
  await eventually(() => expect(warnings.join('\n')).toMatch(/could not be started again yet: .*pg_control/))
  renameSync(`${control}.away`, control)
  await eventually(async () => expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]))
  missing()
  process.kill(postmasterPid(), 'SIGKILL')
  await eventually(() => expect(warnings.length).toBeGreaterThan(3))
  const stopping = Date.now()
  await server.stop()
  expect(Date.now() - stopping).toBeLessThan(10_000)
  expect(serverProcesses(dataDir)).toEqual([])
})
