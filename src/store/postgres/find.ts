// Owns how command-line verbs reach the database of the running system.

import { resolve } from 'node:path'
import { publishedUrl } from './identity.ts'
import { findPlace } from './place.ts'
import { findPostmaster } from './postmaster.ts'

/**
 * The address of the database that a system started with the same settings uses: `databaseUrl` when set, else the
 * embedded server of `dataDir`. Undefined when that server is not running.
 * Throws CannotStart when the data folder belongs to another user.
 */
export async function findDatabase({ databaseUrl, dataDir }: { databaseUrl?: string | undefined; dataDir: string }): Promise<string | undefined> {
  if (databaseUrl) return databaseUrl
  const folder = resolve(dataDir)
  const place = findPlace(folder)
  const url = publishedUrl(folder)
  if (!place || !url) return undefined
  // The file outlives a killed server, and the port in it may by now belong to a stranger, who must not be shown the password.
  const postmaster = findPostmaster(place)
  return postmaster?.ready && postmaster.port === Number(new URL(url).port) ? url : undefined
}
