// Owns servers that live for one task: checks of the schema, and the tests' shared database.

import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { takeLock } from './lock.ts'
import { findPlace } from './place.ts'
import { stop as stopPostmaster } from './postmaster.ts'
import { type EmbeddedPostgres, startPostgres } from './start.ts'

const prefix = 'laifang-throwaway-'
const abandonedAfterMs = 600_000

/** A new, empty server in a temporary folder; `stop` takes everything away again. */
export async function startThrowaway(): Promise<EmbeddedPostgres> {
  await removeAbandoned()
  const dataDir = mkdtempSync(join(tmpdir(), prefix))
  // As root the server runs as another user, who must be able to pass.
  chmodSync(dataDir, 0o755)
  const server = await startPostgres({ dataDir, log: { info: () => {}, warn: () => {} }, throwaway: true })
  const stop = async () => {
    await server.stop()
    remove(dataDir)
  }
  return { ...server, stop }
}

/** Servers whose process was killed stay behind; nobody else would ever stop them. */
async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const dataDir = join(tmpdir(), name)
    try {
      if (!name.startsWith(prefix) || Date.now() - statSync(dataDir).mtimeMs < abandonedAfterMs) continue
      const place = findPlace(dataDir)
      if (place) {
        const unlock = takeLock(place, dataDir)
        await stopPostmaster(place).finally(unlock)
      }
      remove(dataDir)
    } catch {
      // In use, or another user's.
    }
  }
}

function remove(dataDir: string): void {
  const home = findPlace(dataDir)?.home
  for (const folder of [home, dataDir]) if (folder) rmSync(folder, { recursive: true, force: true })
}
