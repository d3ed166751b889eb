// A small app of its own process for the tests that kill it: starts the embedded server on argv[2] and says where.
// SIGTERM stops it as it should, SIGINT after one last query, SIGUSR2 ends it without a goodbye.

import pg from 'pg'
import { CannotStart } from '../../src/store/cannot-start.ts'
import { startPostgres } from '../../src/store/postgres/start.ts'

const lines: string[] = []
const log = { info: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) }
const tell = (news: object) => process.stdout.write(`${JSON.stringify(news)}\n`)

try {
  const server = await startPostgres({ dataDir: process.argv[2] ?? '', log })
  process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)))
  process.on('SIGUSR2', () => process.exit(0))
  process.on('SIGINT', () => void (async () => {
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    const { rows } = await client.query('select 1 as one')
    await client.end()
    await server.stop()
    tell({ lastQuery: rows[0] })
    process.exit(0)
  })())
  setInterval(() => {}, 60_000)
  tell({ url: server.url, note: server.note, lines })
} catch (error) {
  tell(error instanceof CannotStart ? { refused: error.message } : { failed: String(error) })
  process.exit(3)
}
