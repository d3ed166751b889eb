// Owns the embedded PostgreSQL from start to stop: one app on one data folder, an earlier server put right first,
// the server brought back when it dies under us.

import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'
import { chooseAccount } from './account.ts'
import { ensureCluster } from './cluster.ts'
import { databaseName, type Identity, publishUrl, settleIdentity, urlOf } from './identity.ts'
import { takeLock } from './lock.ts'
import { choosePlace, type Place } from './place.ts'
import { findPostmaster, launch, signal, stop } from './postmaster.ts'
import { findPrograms } from './programs.ts'
import { settingsFor } from './settings.ts'
import { keepRunning } from './watch.ts'

/** A pino logger fits. */
export type StoreLog = { info(message: string): void; warn(message: string): void }

export type EmbeddedPostgres = {
  /** Address of the database `laifang`, with its password: never log it. Stays the same until stop. */
  url: string
  /** Fast shutdown, within 10 s. May be called twice. */
  stop(): Promise<void>
  /** Where it runs and as whom, for the log and the operator. No secret in it. */
  note: string
}

const portTriesMax = 3

/**
 * Starts PostgreSQL on `dataDir`, making the database at the first start (about 1.5 s; later starts about 0.2 s).
 * A server left running by a killed app is stopped first; nothing committed is lost.
 * Throws CannotStart, with what to do, when another app holds the folder or the server cannot run.
 * `throwaway`: for tests and checks; does not wait for the disk, so its data may not outlive a crash of the machine.
 */
export async function startPostgres(
  { dataDir, log, throwaway = false }: { dataDir: string; log: StoreLog; throwaway?: boolean },
): Promise<EmbeddedPostgres> {
  const folder = resolve(dataDir)
  mkdirSync(folder, { recursive: true })
  const say = (message: string) => log.info(message)
  const account = chooseAccount(resolve(folder, 'postgres/data'))
  const programs = findPrograms(account, say)
  const place = choosePlace(folder, account, say)
  const unlock = takeLock(place, folder)
  try {
    if (findPostmaster(place)) {
      log.warn('A PostgreSQL left running by an app that was killed is stopped first')
      await stop(place)
    }
    const { password } = await settleIdentity(place)
    const made = await ensureCluster(place, programs, account, password, throwaway)
    if (made === 'made') say(`A new database was made in ${place.data}`)
    const launchOn = (port: number) => launch(place, programs, account, settingsFor(port, throwaway))
    const identity = await startOnFreePort(place, launchOn)
    await ensureDatabase(identity)
    const url = urlOf(identity)
    const unpublish = publishUrl(folder, url)
    const unwatch = keepRunning(place, () => launchOn(identity.port), log)
    // Any ordinary end of the process takes the server along, also one that forgets to stop it.
    const lastWord = () => { signal(place, 'SIGINT') }
    process.once('exit', lastWord)
    const stopAll = async () => {
      unpublish()
      await unwatch()
      await stop(place)
      process.removeListener('exit', lastWord)
      unlock()
    }
    let stopped: Promise<void> | undefined
    const as = account ? ` as user ${account.name}` : ''
    const note = `PostgreSQL ${programs.version} on 127.0.0.1:${identity.port}${as}, data in ${place.data}`
    return { url, note, stop: () => (stopped ??= stopAll()) }
  } catch (error) {
    await stop(place)
    unlock()
    throw error
  }
}

/** Tries again with another port when somebody takes ours between our look and PostgreSQL's. */
async function startOnFreePort(place: Place, launchOn: (port: number) => Promise<unknown>): Promise<Identity> {
  for (let tries = 1; ; tries++) {
    const identity = await settleIdentity(place)
    try {
      await launchOn(identity.port)
      return identity
    } catch (error) {
      if (tries === portTriesMax || !(error instanceof CannotStart && /could not bind/.test(error.message))) throw error
    }
  }
}

async function ensureDatabase(identity: Identity): Promise<void> {
  try {
    await withClient(urlOf(identity), async () => {})
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === '28P01') throw new CannotStart('The password in server.json does not fit the database beside it. Restore the two together.')
    if (code !== '3D000') throw error
    await withClient(urlOf(identity, 'postgres'), (client) => client.query(`create database ${databaseName}`))
  }
}

async function withClient(connectionString: string, use: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await use(client)
  } finally {
    await client.end()
  }
}
