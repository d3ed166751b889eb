// Owns how secrets and small records are put on disk: mode 0600, whole or not at all, owned by whoever owns the folder
// (so that one start as root leaves nothing its ordinary user cannot read).

import { chownSync, closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes `text` to `path` so that a crash leaves the old file or the new one, never half of it. */
export function writePrivate(path: string, text: string): void {
  const unfinished = `${path}.new`
  rmSync(unfinished, { force: true })
  const file = openSync(unfinished, 'wx', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  giveToFolderOwner(unfinished)
  renameSync(unfinished, path)
}

export function giveToFolderOwner(path: string): void {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = statSync(dirname(path))
  chownSync(path, uid, gid)
}
