// Owns the one PostgreSQL that all contestants share: on disk, fsync on, a database for each.
import { chmodSync, mkdtempSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startPostgres } from '../../src/store/postgres/start.ts'

export type Server = {
  pid: number
  /** Makes an empty database and returns its address. */
  database(name: string): Promise<string>
  stop(): Promise<void>
}

export async function startServer(): Promise<Server> {
  const dataDir = mkdtempSync(join(tmpdir(), 'laifang-bench-'))
  // As root the server runs as another user, who must be able to pass.
  chmodSync(dataDir, 0o755)
  const server = await startPostgres({ dataDir, log: { info: () => {}, warn: (message) => console.error(message) } })
  const home = realpathSync(join(dataDir, 'postgres'))
  return {
    pid: postmasterPid(dataDir),
    async database(name) {
      const client = new pg.Client({ connectionString: server.url })
      await client.connect()
      await client.query(`create database ${name}`)
      await client.end()
      const url = new URL(server.url)
      url.pathname = `/${name}`
      return url.href
    },
    async stop() {
      await server.stop()
      for (const folder of [home, dataDir]) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The pid of the PostgreSQL that an app started in its data folder; 0 when none runs there. A pid file outlives its server. */
export function postmasterPid(dataDir: string): number {
  try {
    const data = join(realpathSync(join(dataDir, 'postgres')), 'data')
    const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n', 1)[0])
    return readlinkSync(`/proc/${pid}/cwd`) === data ? pid : 0
  } catch {
    return 0
  }
}
