// Owns one running server process: finding it, starting it, stopping it. A server is known by its postmaster.pid,
// and believed only when that process really works in the data folder: a pid alone may long belong to another program.

import { execFileSync, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, readlinkSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { CannotStart } from '../cannot-start.ts'
import type { Account } from './account.ts'
import { cleanEnvironment } from './cluster.ts'
import type { Place } from './place.ts'
import { giveToFolderOwner } from './private-file.ts'
import type { Programs } from './programs.ts'

export type Postmaster = { pid: number; port: number; ready: boolean }

const pollMs = 10
// Recovery after a crash replays what was written since the last checkpoint; on a slow disk that takes its time.
const readyWithinMs = 300_000
const fastStopWithinMs = 8_000
const hardStopWithinMs = 1_500
const logBytesMax = 1_000_000
const complaintLinesMax = 8
// No system gives a process this number (Linux ends at 2^22 - 1, macOS far below).
const impossiblePid = 4_194_304

/** The living server of this place, if any. */
export function findPostmaster(place: Place): Postmaster | undefined {
  const file = readPidFile(place)
  return file && worksIn(file.pid, place.data) ? file : undefined
}

/** Starts a server and waits until it answers. Throws CannotStart with the end of its log when it gives up. */
export async function launch(place: Place, programs: Programs, account: Account | undefined, settings: Record<string, string | number>): Promise<Postmaster> {
  disownPidFile(place)
  const logStart = rotateLog(place)
  const log = openSync(place.log, 'a', 0o600)
  const args = ['-D', place.data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const child = spawn(join(programs.folder, 'bin/postgres'), args, {
    // Its own process group: Ctrl-C in the terminal reaches the app, which stops the server after itself.
    cwd: '/', env: cleanEnvironment(), stdio: ['ignore', log, log], detached: true,
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  })
  closeSync(log)
  giveToFolderOwner(place.log)
  let ended: string | undefined
  child.once('error', (error) => { ended = error.message })
  child.once('exit', () => { ended ??= complaintIn(place, logStart) })
  child.unref()
  for (let waited = 0; waited < readyWithinMs && ended === undefined; waited += pollMs) {
    await pause(pollMs)
    const file = readPidFile(place)
    if (file?.ready && file.pid === child.pid) return file
  }
  if (ended === undefined) child.kill('SIGINT')
  throw new CannotStart(`PostgreSQL did not start: ${ended ?? complaintIn(place, logStart)}`)
}

/** Fast shutdown: open transactions are rolled back, everything committed is on disk. Ends within 10 s. */
export async function stop(place: Place): Promise<void> {
  if (await ends(place, 'SIGINT', fastStopWithinMs)) return
  // Immediate shutdown; the next start recovers from the write-ahead log.
  await ends(place, 'SIGQUIT', hardStopWithinMs)
}

export function signal(place: Place, name: 'SIGINT' | 'SIGQUIT'): boolean {
  const postmaster = findPostmaster(place)
  if (!postmaster) return false
  try {
    return process.kill(postmaster.pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw new CannotStart(`PostgreSQL (process ${postmaster.pid}) runs in ${place.data} as another user. Stop it as that user.`)
  }
}

async function ends(place: Place, name: 'SIGINT' | 'SIGQUIT', withinMs: number): Promise<boolean> {
  const pid = findPostmaster(place)?.pid
  if (pid === undefined || !signal(place, name)) return true
  for (const started = Date.now(); Date.now() - started < withinMs; ) {
    if (!worksIn(pid, place.data)) return true
    await pause(pollMs)
  }
  return false
}

/** Lines of postmaster.pid: pid, data folder, start time, port, socket folder, address, shared memory, state. */
function readPidFile(place: Place): Postmaster | undefined {
  let lines: string[]
  try {
    lines = readFileSync(join(place.data, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return undefined
  }
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  return pid > 0 ? { pid, port, ready: lines[7]?.trim() === 'ready' } : undefined
}

/** Every process of a server has the data folder as its working folder. */
function worksIn(pid: number, data: string): boolean {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === data
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(data)
  } catch {
    return false
  }
}

/**
 * PostgreSQL refuses to start while the pid in its file belongs to any process of the same user, even one that is
 * no server. The file itself must stay, for it also leads PostgreSQL to backends that outlived their server; so only
 * the pid in it is replaced, and PostgreSQL makes all its other checks itself.
 */
function disownPidFile(place: Place): void {
  const path = join(place.data, 'postmaster.pid')
  const file = readPidFile(place)
  if (!file || file.pid === impossiblePid || worksIn(file.pid, place.data)) return
  writeFileSync(path, readFileSync(path, 'utf8').replace(/^\d+/, String(impossiblePid)))
}

function rotateLog(place: Place): number {
  const size = statSync(place.log, { throwIfNoEntry: false })?.size ?? 0
  if (size <= logBytesMax) return size
  renameSync(place.log, `${place.log}.1`)
  return 0
}

function complaintIn(place: Place, from: number): string {
  if (!existsSync(place.log)) return 'it left no word'
  const said = readFileSync(place.log).subarray(from).toString()
  const lines = said.split('\n').filter((line) => /FATAL|PANIC|ERROR|HINT|could not/.test(line))
  return (lines.length ? lines : said.trim().split('\n')).slice(-complaintLinesMax).join(' ') || 'it left no word'
}
