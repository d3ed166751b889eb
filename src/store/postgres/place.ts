// Owns where the embedded server's files lie. DATA_DIR/postgres is that place, or a link to it.

import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, readlinkSync, realpathSync, rmdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { CannotStart } from '../cannot-start.ts'
import { type Account, canReach } from './account.ts'
import { systemFolder } from './programs.ts'

/** Paths are absolute and free of links. `home` holds everything of the server, `data` is PostgreSQL's own folder. */
export type Place = { home: string; data: string; server: string; lock: string; log: string }

/** The place that belongs to a data folder, without making one. Undefined: no server was ever started there. */
export function findPlace(dataDir: string): Place | undefined {
  const link = join(dataDir, 'postgres')
  if (!lstatSync(link, { throwIfNoEntry: false })) return undefined
  try {
    return placeAt(realpathSync(link))
  } catch {
    throw new CannotStart(`${link} points to ${readlinkSync(link)}, which is not there. Bring it back, or remove the link to start with an empty database.`)
  }
}

/**
 * Finds or makes the place for a server run by `account` (undefined: by ourselves). When that account cannot enter
 * the data folder, the place is made under /var/lib/laifang and linked, and the log says so.
 */
export function choosePlace(dataDir: string, account: Account | undefined, say: (message: string) => void): Place {
  const link = join(dataDir, 'postgres')
  if (!lstatSync(link, { throwIfNoEntry: false })) {
    if (!account) makeFolder(link, 0o700)
    else if (canReach(account, dataDir, 'x')) makeFolder(link, 0o755)
    else linkOutside(dataDir, link, say)
  }
  const place = findPlace(dataDir)
  if (!place) throw new CannotStart(`${link} vanished while starting.`)
  if (account && !canReach(account, place.home, 'x')) {
    throw new CannotStart(`The database lies in ${place.home}, which user ${account.name} cannot enter any more. Allow it to pass (chmod o+x on the folders above), or move the folder and link it.`)
  }
  if (place.home !== join(realpathSync(dataDir), 'postgres')) say(`The database lies in ${place.home}, linked from ${link}`)
  return place
}

function placeAt(home: string): Place {
  return { home, data: join(home, 'data'), server: join(home, 'server.json'), lock: join(home, 'lock'), log: join(home, 'server.log') }
}

/**
 * A place that is already there without a link to it belonged to a data folder that was deleted. It is neither
 * taken over (its key is gone, and whoever deleted the folder wants to start anew) nor deleted: the next name is used.
 */
function linkOutside(dataDir: string, link: string, say: (message: string) => void): void {
  mkdirSync(systemFolder, { recursive: true, mode: 0o755 })
  const name = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 10)
  for (let turn = 1; ; turn++) {
    const outside = join(systemFolder, turn === 1 ? name : `${name}-${turn}`)
    if (!makeFolder(outside, 0o755)) {
      say(`An earlier database of a deleted ${dataDir} is left alone in ${outside}`)
      continue
    }
    try {
      symlinkSync(outside, link)
    } catch (error) {
      rmdirSync(outside)
      // Another start linked its own first; the lock decides between the two.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    return
  }
}

/** False when it was there already. The mode is set whatever the umask says. */
function makeFolder(path: string, mode: number): boolean {
  try {
    mkdirSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
  chmodSync(path, mode)
  return true
}
