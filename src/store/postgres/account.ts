// Owns the question as whom the server runs. PostgreSQL refuses to run as root; everybody else runs it as themselves.

import { execFileSync, spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { CannotStart } from '../cannot-start.ts'

/** The unprivileged user that runs the server when the app is root. */
export type Account = { uid: number; gid: number; name: string }

/**
 * Undefined: run the server as ourselves. As root: the owner of the data that is already there (so that one start
 * with sudo does not lock an ordinary user out), else the system user `postgres`, created when absent.
 */
export function chooseAccount(data: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const owner = statSync(data, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, name: nameOf(owner.uid) }
  return lookUp('postgres') ?? create('postgres')
}

/** Asks the system itself, as that user, so that folders above, groups and access lists all count. */
export function canReach(account: Account, path: string, right: 'r' | 'x'): boolean {
  const { uid, gid } = account
  return spawnSync('/bin/sh', ['-c', `test -${right} "$0"`, path], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0
}

function nameOf(uid: number): string {
  const { status, stdout } = spawnSync('id', ['-un', String(uid)], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : `#${uid}`
}

function lookUp(name: string): Account | undefined {
  const ask = (flag: string) => spawnSync('id', [flag, name], { encoding: 'utf8' })
  const [uid, gid] = [ask('-u'), ask('-g')]
  if (uid.status !== 0 || gid.status !== 0) return undefined
  return { uid: Number(uid.stdout), gid: Number(gid.stdout), name }
}

function create(name: string): Account {
  const ways: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', name]],
    ['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', name]],
  ]
  for (const [program, args] of ways) {
    try {
      execFileSync(program, args, { stdio: 'ignore' })
    } catch {
      continue
    }
    const account = lookUp(name)
    if (account) return account
  }
  throw new CannotStart(
    `PostgreSQL does not run as root, and no system user "${name}" exists or could be created. Start as an ordinary user, create that user, or set DATABASE_URL.`,
  )
}
