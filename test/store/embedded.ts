// What the tests of the embedded server share: apps to start and kill, folders, and a look at the system's processes.

import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

export type News = { url: string; note: string; lines: string[]; refused?: string; failed?: string; lastQuery?: unknown }
export type App = { process: ChildProcess; news: Promise<News>; next(): Promise<News>; ended: Promise<void> }
export type Launch = { script?: string; uid?: number; gid?: number }

/** The script as it lies in this clone. */
export const appScript = fileURLToPath(new URL('embedded-app.ts', import.meta.url))

export function startApp(dataDir: string, { script = appScript, ...as }: Launch = {}): App {
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'], detached: true, cwd: '/', ...as })
  const told: News[] = []
  const waiting: ((news: News) => void)[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    const news = JSON.parse(line) as News
    const first = waiting.shift()
    if (first) first(news)
    else told.push(news)
  })
  const next = () => new Promise<News>((resolve) => {
    const news = told.shift()
    if (news) resolve(news)
    else waiting.push(resolve)
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return { process: child, news: next(), next, ended }
}

/** Ends an app at once, as a power cut of the process. */
export async function killApp(app: App): Promise<void> {
  app.process.kill('SIGKILL')
  await app.ended
}

export async function stopApp(app: App): Promise<void> {
  app.process.kill('SIGTERM')
  await app.ended
}

/** A folder that other users may enter, as an ordinary clone is. */
export function newFolder(mode = 0o755): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'laifang-test-'))
  chmodSync(folder, mode)
  return folder
}

/** Kills what is left of the servers under a folder and removes it, with what was put elsewhere for it. */
export function removeFolder(folder: string, dataDir = folder): void {
  let home: string | undefined
  try {
    home = realpathSync(join(dataDir, 'postgres'))
  } catch {
    // Never started.
  }
  for (const pid of home ? serverProcesses(home) : []) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended since it was listed.
    }
  }
  for (const path of [home, folder]) if (path) rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

/** Pids of all PostgreSQL processes that work under a folder, whoever started them. Linux only. */
export function serverProcesses(folder: string): number[] {
  return readdirSync('/proc').map(Number).filter((pid) => {
    try {
      return pid > 0 && `${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${realpathSync(folder)}/`)
    } catch {
      return false
    }
  })
}

export async function query<Row>(url: string, sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql, values)).rows as Row[]
  } finally {
    await client.end()
  }
}

export async function eventually<T>(what: () => Promise<T> | T, withinMs = 15_000): Promise<T> {
  for (const started = Date.now(); ; ) {
    try {
      return await what()
    } catch (error) {
      if (Date.now() - started > withinMs) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
