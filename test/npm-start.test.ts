import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { freePort, projectFolder } from './bench/house.ts'

/** `npm start` as somebody types it, or a supervisor runs it, and every way in which they stop it. */

let dataDir = ''
let npm: ChildProcess | undefined
afterEach(() => {
  if (npm?.pid) {
    try {
      process.kill(-npm.pid, 'SIGKILL')
    } catch {
      // It has ended already.
    }
  }
  for (const folder of [existsSync(join(dataDir, 'postgres')) ? realpathSync(join(dataDir, 'postgres')) : '', dataDir]) if (folder) rmSync(folder, { recursive: true, force: true })
})

async function start(port: number): Promise<{ said(): string }> {
  let said = ''
  npm = spawn('npm', ['start'], {
    cwd: projectFolder, detached: true, stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir },
  })
  for (const stream of [npm.stdout, npm.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => { said += text })
  await expect.poll(() => /Laifang (is open|cannot start)/.test(said), { timeout: 30_000 }).toBe(true)
  return { said: () => said }
}

/** Nobody listens any more, and PostgreSQL has put its papers away as it does on a clean stop. */
async function stopped(port: number): Promise<void> {
  const papers = join(dataDir, 'postgres/data/postmaster.pid')
  await expect.poll(async () => !existsSync(papers) && await fetch(`http://127.0.0.1:${port}/healthz`).then(() => false, () => true), { timeout: 10_000 }).toBe(true)
}

const stops: [string, (pid: number) => void][] = [
  ['Ctrl-C in a terminal', (pid) => process.kill(-pid, 'SIGINT')],
  ['SIGTERM to npm alone', (pid) => process.kill(pid, 'SIGTERM')],
  ['kill -9 of npm alone', (pid) => process.kill(pid, 'SIGKILL')],
]
test.each(stops)('%s stops the program and its database, and the next start finds all as it was', async (_how, tell) => {
  dataDir = mkdtempSync(join(tmpdir(), 'laifang-npm-'))
  const port = await freePort()
  const first = await start(port)
  tell(npm?.pid ?? 0)
  await stopped(port)
  expect(first.said()).not.toMatch(/"level":(40|50)/)
  const again = await start(port)
  expect(again.said()).toContain('Laifang is open')
  expect(again.said()).not.toContain('A new database was made')
  process.kill(-(npm?.pid ?? 0), 'SIGTERM')
  await stopped(port)
})

test('a port in use is said, with what to do; the database does not stay behind', async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'laifang-npm-'))
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const address = other.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const { said } = await start(port)
  expect(said()).toContain(`Laifang cannot start: port ${port} cannot be used (EADDRINUSE). Set PORT to another one.`)
  await expect.poll(() => existsSync(join(dataDir, 'postgres/data/postmaster.pid')), { timeout: 10_000 }).toBe(false)
  other.close()
})
