import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { loadRules, ownRegulations, RulesError } from '../../src/rules.ts'

/** A folder of an office's own regulations, as it would lie on the office's machine. */
export type OfficeFolder = { path: string; write(name: string, text: string | Buffer): void; read(name: string): string; drop(name: string): void; /** Changes one place of a file; throws when it is not there. */ change(name: string, from: string, to: string): void; remove(): void }

export const hospital = join(import.meta.dirname, 'hospital')

export function officeFolder(from?: string): OfficeFolder {
  const path = mkdtempSync(join(tmpdir(), 'laifang-rules-'))
  if (from !== undefined) cpSync(from, path, { recursive: true })
  const folder: OfficeFolder = {
    path,
    write(name, text) {
      mkdirSync(dirname(join(path, name)), { recursive: true })
      writeFileSync(join(path, name), text)
    },
    read: (name) => readFileSync(join(path, name), 'utf8'),
    drop: (name) => rmSync(join(path, name), { recursive: true }),
    change(name, before, after) {
      const text = folder.read(name)
      if (!text.includes(before)) throw new Error(`${name} does not hold: ${before}`)
      folder.write(name, text.replace(before, after))
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
  return folder
}

/** One of ours, to be changed. */
export function ourRegulation(id: string): string {
  return readFileSync(join(ownRegulations, `${id}.yaml`), 'utf8')
}

/** A regulation's file with one more round, written as in a file of its own. */
export function withRound(text: string, round: string): string {
  return /^rounds:$/m.test(text) ? text.replace(/^rounds:$/m, `rounds:\n  - ${round}`) : `${text}\nrounds:\n  - ${round}\n`
}

/** Everything that is wrong, a line each; none when the rules can be used. Paths begin in the office's folder. */
export async function faultsOf(folder: OfficeFolder): Promise<string[]> {
  try {
    await loadRules(folder.path)
    return []
  } catch (error) {
    if (!(error instanceof RulesError)) throw error
    return error.faults.map((each) => each.replaceAll(`${folder.path}/`, '').replaceAll(folder.path, '.'))
  }
}

/** The line, from 1, on which this stands. */
export function lineIn(text: string, part: string): number {
  if (!text.includes(part)) throw new Error(`it does not hold: ${part}`)
  return text.slice(0, text.indexOf(part)).split('\n').length
}
