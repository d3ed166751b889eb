import { existsSync } from 'node:fs'
import { loadEnvFile } from 'node:process'
import { isatty } from 'node:tty'
import { readConfig } from './config.ts'
import { makeLog } from './log.ts'
import { whenOrphaned } from './orphan.ts'
import { RulesError } from './rules.ts'
import { startHouse } from './start.ts'
import { CannotStart } from './store/cannot-start.ts'

/** Start and stop; the only reader of the environment. */

if (existsSync('.env')) loadEnvFile('.env')
const log = makeLog(process.env['LOG_LEVEL'] || 'info')

try {
  const house = await startHouse(readConfig(process.env), log)
  let stoppingSince = 0
  const stop = (signal: string): void => {
    // Ctrl-C comes twice, from the terminal and from npm; only who asks again later is in a hurry.
    if (stoppingSince > 0) return Date.now() - stoppingSince > 1000 ? process.exit(1) : undefined
    stoppingSince = Date.now()
    log.info({ signal }, 'stopping')
    // Whatever is not sent by then stays owed and goes out after the next start.
    setTimeout(() => process.exit(1), 10_000).unref()
    house.stop().then(() => process.exit(0), (error: unknown) => {
      log.error({ error }, 'the stop was not clean')
      process.exit(1)
    })
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  // Asked to read the regulations anew; but whose terminal was closed is to go with it.
  const onTerminal = isatty(1)
  process.on('SIGHUP', () => (onTerminal && !isatty(1) ? stop('SIGHUP') : void house.reload()))
  if (process.env['npm_lifecycle_event']) whenOrphaned(() => { if (stoppingSince === 0) stop('npm is gone') })
  process.on('unhandledRejection', (error) => log.error({ error }, 'something went wrong unattended'))
  for (const line of house.greeting) process.stderr.write(`${line}\n`)
} catch (error) {
  // What stops the start is said in plain words to whoever started it; the rest would only hide it.
  const known = error instanceof CannotStart || (error instanceof Error && error.message.startsWith('Settings that cannot be used')) || error instanceof RulesError
  if (known) process.stderr.write(`Laifang cannot start: ${error.message}\n`)
  else log.error({ error }, 'Laifang cannot start')
  process.exit(1)
}
