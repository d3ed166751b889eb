// Owns what stays the same between starts: the server's password and, while it is free, its port. Kept in
// server.json (0600) beside the data; the whole address is in DATA_DIR/database-url (0600) while a server runs.

import { randomBytes, randomInt } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { CannotStart } from '../cannot-start.ts'
import type { Place } from './place.ts'
import { writePrivate } from './private-file.ts'

export type Identity = { port: number; password: string }

export const databaseName = 'laifang'
export const userName = 'laifang'

// Below the range from which systems take ports for outgoing connections, so that the port is likely free next time.
const lowestPort = 20_000
const highestPort = 29_999
const portTriesMax = 100

/** Undefined before the first start. Throws CannotStart when the file belongs to another user. */
export function readIdentity(place: Place): Identity | undefined {
  const text = readOwn(place.server)
  return text === undefined ? undefined : (JSON.parse(text) as Identity)
}

/** The identity to start with: the kept one, with another port when its own is taken. Written before it is used. */
export async function settleIdentity(place: Place): Promise<Identity> {
  const kept = readIdentity(place)
  if (kept && (await isFree(kept.port))) return kept
  const identity = { port: await freePort(), password: kept?.password ?? randomBytes(24).toString('base64url') }
  writePrivate(place.server, `${JSON.stringify(identity)}\n`)
  return identity
}

export function urlOf(identity: Identity, database = databaseName): string {
  return `postgresql://${userName}:${identity.password}@127.0.0.1:${identity.port}/${database}`
}

export function publishUrl(dataDir: string, url: string): () => void {
  const path = join(dataDir, 'database-url')
  writePrivate(path, `${url}\n`)
  return () => rmSync(path, { force: true })
}

export function publishedUrl(dataDir: string): string | undefined {
  return readOwn(join(dataDir, 'database-url'))?.trim()
}

function readOwn(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    if (code === 'EACCES') throw new CannotStart(`${path} belongs to another user. Start as the user who started Laifang before.`)
    throw error
  }
}

async function freePort(): Promise<number> {
  for (let tries = 0; tries < portTriesMax; tries++) {
    const port = randomInt(lowestPort, highestPort + 1)
    if (await isFree(port)) return port
  }
  throw new CannotStart(`No free port between ${lowestPort} and ${highestPort} on 127.0.0.1.`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}
