// Owns the birth of the data folder: initdb into a folder beside it, then one rename, so that a crash in between
// leaves no half-made database.

import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CannotStart } from '../cannot-start.ts'
import type { Account } from './account.ts'
import { userName } from './identity.ts'
import type { Place } from './place.ts'
import type { Programs } from './programs.ts'

/** The server's environment holds nothing of ours: tokens in it could be read from /proc. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const { PATH, LD_LIBRARY_PATH } = process.env
  return { ...(PATH ? { PATH } : {}), ...(LD_LIBRARY_PATH ? { LD_LIBRARY_PATH } : {}), LC_ALL: 'C', TZ: 'UTC' }
}

/**
 * Makes the data folder where there is none (about a second), or checks that the programs fit the one there.
 * Throws CannotStart when it was made by another major version of PostgreSQL.
 */
export async function ensureCluster(
  place: Place, programs: Programs, account: Account | undefined, password: string, throwaway: boolean,
): Promise<'made' | 'found'> {
  if (existsSync(place.data)) {
    checkVersion(place, programs)
    return 'found'
  }
  // A name of its own each time: an initdb that outlived its killed app may still be writing to the last one.
  removeUnfinished(place)
  const unfinished = `${place.data}.new-${randomUUID()}`
  const passwordFile = `${unfinished}.password`
  mkdirSync(unfinished, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (account) for (const path of [unfinished, passwordFile]) chownSync(path, account.uid, account.gid)
  try {
    await initdb(programs, account, [
      `--pgdata=${unfinished}`, `--username=${userName}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256',
      // PostgreSQL's own C.UTF-8, not the system's: indexes stay right when the system library changes.
      '--encoding=UTF8', '--locale=C.UTF-8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8',
      '--lc-messages=C', '--no-instructions', ...(throwaway ? ['--no-sync'] : []),
    ])
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(unfinished, place.data)
  return 'made'
}

function removeUnfinished(place: Place): void {
  for (const name of readdirSync(place.home)) {
    if (!name.startsWith('data.new-')) continue
    try {
      rmSync(join(place.home, name), { recursive: true, force: true })
    } catch {
      // Still being written to; the next start takes it away.
    }
  }
}

function checkVersion(place: Place, programs: Programs): void {
  const major = programs.version.split('.')[0]
  let found: string
  try {
    found = readFileSync(join(place.data, 'PG_VERSION'), 'utf8').trim()
  } catch {
    throw new CannotStart(`${place.data} is not a PostgreSQL data folder this user can read.`)
  }
  if (found !== major) {
    throw new CannotStart(`The database in ${place.data} was made by PostgreSQL ${found}; this program brings PostgreSQL ${major}. Move it with pg_dump and pg_restore, or go back to the earlier version of this program.`)
  }
}

function initdb(programs: Programs, account: Account | undefined, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(programs.folder, 'bin/initdb'), args, {
      cwd: '/', env: cleanEnvironment(), stdio: ['ignore', 'ignore', 'pipe'], detached: true,
      ...(account ? { uid: account.uid, gid: account.gid } : {}),
    })
    let complaint = ''
    child.stderr.on('data', (part: Buffer) => { complaint += part.toString() })
    child.once('error', (error) => reject(new CannotStart(`PostgreSQL's initdb could not be run: ${error.message}`)))
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new CannotStart(`PostgreSQL's initdb failed: ${complaint.trim()}`))
    })
  })
}
