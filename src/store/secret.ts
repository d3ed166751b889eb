import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CannotStart } from './cannot-start.ts'

/** The key everything personal is sealed with: from SECRET_KEY, else made once and kept in DATA_DIR with mode 0600. */
export function keptSecret(given: string | undefined, dataDir: string, name: string, make = true): string {
  if (given) return given
  const path = join(dataDir, name)
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  if (!make) throw new CannotStart(`There is no ${name} in ${dataDir}: set DATA_DIR (or SECRET_KEY) as the running system has it.`)
  mkdirSync(dataDir, { recursive: true })
  const made = randomBytes(32).toString('base64url')
  writeFileSync(path, `${made}\n`, { mode: 0o600, flag: 'wx' })
  return made
}
