// Owns the rule "one app on one data folder". The lock is the operating system's own lock on a file, taken through
// SQLite: it dies with the process however that dies, so neither kill -9 nor a pid used again can fool it, and it
// holds between containers that share the folder.

import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { CannotStart } from '../cannot-start.ts'
import type { Place } from './place.ts'
import { giveToFolderOwner, writePrivate } from './private-file.ts'

/** Takes the lock and returns what gives it back. Throws CannotStart at once when another process holds it. */
export function takeLock(place: Place, dataDir: string): () => void {
  const file = open(place)
  try {
    file.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
  } catch (error) {
    file.close()
    if (!(error instanceof Error && /locked/.test(error.message))) throw unusable(place, error)
    throw new CannotStart(
      `Another Laifang${holder(place)} is already running on the data folder ${dataDir}. Stop it first, or give this one its own DATA_DIR.`,
    )
  }
  writePrivate(`${place.lock}.pid`, `${process.pid}\n`)
  return () => file.close()
}

function open(place: Place): DatabaseSync {
  try {
    const file = new DatabaseSync(place.lock)
    giveToFolderOwner(place.lock)
    return file
  } catch (error) {
    throw unusable(place, error)
  }
}

function unusable(place: Place, error: unknown): CannotStart {
  return new CannotStart(`The lock ${place.lock} cannot be taken (${error instanceof Error ? error.message : 'unknown'}). Does it belong to another user?`)
}

/** Only for the message; the lock itself never looks at a pid. */
function holder(place: Place): string {
  try {
    return ` (process ${readFileSync(`${place.lock}.pid`, 'utf8').trim()})`
  } catch {
    return ''
  }
}
