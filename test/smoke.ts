// The last step of .ci/run, and `node test/smoke.ts` for whoever wants to see it: `npm start` as a stranger would run
// it, on a free port and an empty DATA_DIR; one resident files one case over the web chat with plain HTTP; `npm run
// office -- cases` shows it; the program stops when it is told to.
import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort, projectFolder } from './bench/house.ts'
import { webPerson } from './platforms/web.ts'
import { fileCase } from './resident.ts'

const story = '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修，也不肯赔钱。'
const startMs = 60_000
const stopMs = 15_000

const port = await freePort()
const dataDir = mkdtempSync(join(tmpdir(), 'laifang-smoke-'))
const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/', PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir }
const begun = Date.now()
// A process group of its own, so that nothing of it is left when this fails.
const house = spawn('npm', ['start'], { cwd: projectFolder, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
let said = ''
for (const stream of [house.stdout, house.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { said += text })

try {
  const url = `http://127.0.0.1:${port}`
  await ready(url)
  const readyMs = Date.now() - begun
  const resident = await webPerson(url)
  const filed = await fileCase(resident, story)
  resident.close()
  const { stdout } = await promisify(execFile)('npm', ['run', '-s', 'office', '--', 'cases'], { cwd: projectFolder, env })
  const cases = stdout.trim().split('\n').map((line) => JSON.parse(line) as { number: string; story: string; channel: string })
  const [one] = cases
  if (cases.length !== 1 || one?.number !== filed.number || one.story !== story || one.channel !== 'web') throw new Error(`the office sees something else: ${stdout}`)
  console.log(`smoke: ready after ${readyMs} ms; case ${filed.number} filed in ${filed.turns} turns and seen by the office`)
  await stopped()
} catch (error) {
  console.error(said.split('\n').slice(-20).join('\n'))
  throw error
} finally {
  if (house.exitCode === null && house.signalCode === null && house.pid) process.kill(-house.pid, 'SIGKILL')
  removeAll()
}

async function ready(url: string): Promise<void> {
  for (;;) {
    const status = await fetch(`${url}/readyz`).then((answer) => answer.status, () => 0)
    if (status === 200) return
    if (house.exitCode !== null) throw new Error('npm start ended')
    if (Date.now() - begun > startMs) throw new Error(`not ready within ${startMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** As a supervisor does: the signal goes to npm alone. npm is gone at once; the program is when nobody listens any more and its PostgreSQL has put its papers away. */
async function stopped(): Promise<void> {
  const told = Date.now()
  house.kill('SIGTERM')
  for (;;) {
    const open = await fetch(`http://127.0.0.1:${port}/healthz`).then(() => true, () => false)
    if (!open && !existsSync(join(dataDir, 'postgres/data/postmaster.pid'))) break
    if (Date.now() - told > stopMs) throw new Error(`still running ${stopMs} ms after it was told to stop`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  console.log(`smoke: stopped after ${Date.now() - told} ms`)
}

/** Run by root, the database lies elsewhere and is only linked to. */
function removeAll(): void {
  const database = existsSync(join(dataDir, 'postgres')) ? realpathSync(join(dataDir, 'postgres')) : null
  for (const folder of [database, dataDir]) if (folder) rmSync(folder, { recursive: true, force: true })
}
