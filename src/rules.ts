import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { faultText, type RegulationFault } from './regulations/faults.ts'
import { headOf, loadRegulations } from './regulations/load.ts'
import type { Regulation } from './regulations/schema.ts'
import type { OwnWords, RegulationWords, WordFile } from './regulations/words.ts'

/** Reads all rules from disk: ours, and beside them or, under the same file name, in their place those of the office's own folder (REGULATIONS_DIR). */

/** All regulations in all their editions, and their words in every language. */
export type Rules = { regulations: Regulation[]; words: RegulationWords }
export type RulesText = { name: string; text: string }

export const ownRegulations: string = join(import.meta.dirname, 'regulations')
export const ownLocales: string = join(import.meta.dirname, '../locales')

/** Many times the longest regulation; whatever is longer is some other file that came here by mistake. */
const bytesMax = 1_000_000
/** Lie in the same folder and are no regulations: the words of danger, and the numbers to call. */
const notRegulations = ['dangers.yaml', 'numbers.yaml']

/** What stops a start or a reload: every fault a line of its own, with file, line, field and what is expected. */
export class RulesError extends Error {
  override name = 'RulesError'
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(`Regulations that cannot be used:\n${faults.join('\n')}`)
    this.faults = faults
  }
}

/** Regulations and words. Throws a RulesError that lists everything that is wrong with them. */
export async function loadRules(officeFolder: string | undefined): Promise<Rules> {
  const texts = await regulationTexts(officeFolder)
  const office = officeFolder === undefined ? { files: [], faults: [] } : await readWordFiles(join(officeFolder, 'locales'))
  const loaded = loadRegulations(texts.files, { own: await readOwnWords(), office: office.files })
  const faults = [...texts.faults, ...office.faults, ...('faults' in loaded ? loaded.faults : [])]
  if (faults.length > 0 || 'faults' in loaded) throw new RulesError(faults.map(faultText))
  return loaded
}

/** The regulations alone, whatever is said of their words. Throws a RulesError. */
export async function loadAllRegulations(officeFolder: string | undefined): Promise<Regulation[]> {
  const texts = await regulationTexts(officeFolder)
  const loaded = loadRegulations(texts.files)
  const faults = [...texts.faults, ...('faults' in loaded ? loaded.faults : [])]
  if (faults.length > 0 || 'faults' in loaded) throw new RulesError(faults.map(faultText))
  return loaded.regulations
}

/** The texts of all regulation files (*.yaml, *.yml) in a folder, by name. Throws when one of them, or the folder, cannot be read. */
export async function readRegulationFiles(folder: string): Promise<RulesText[]> {
  const { files, faults } = await readFolder(folder, '')
  if (faults.length > 0) throw new RulesError(faults.map(faultText))
  return files
}

/**
 * Ours, less those whose name the office's folder has too, and the office's: what lies on disk now. Where the office's file
 * is a later edition, ours stays beside it until that begins; else nobody could file meanwhile.
 */
export async function regulationTexts(officeFolder: string | undefined): Promise<Found<RulesText>> {
  const own = await readFolder(ownRegulations, '')
  if (officeFolder === undefined) return own
  const office = await readFolder(officeFolder, officeFolder)
  const theirs = new Map(office.files.map(({ name, text }) => [basename(name), text]))
  const broken = new Set(office.faults.map(({ file }) => basename(file)))
  const stands = ({ name, text }: RulesText): boolean => !broken.has(name) && isLater(theirs.get(name), text)
  return { files: [...own.files.filter(stands), ...office.files], faults: [...own.faults.filter(({ file }) => !broken.has(file) && !theirs.has(file)), ...office.faults] }
}

/** Whether the office's file begins later than ours, or there is none. */
function isLater(theirs: string | undefined, ours: string): boolean {
  if (theirs === undefined) return true
  const [own, later] = [headOf(ours), headOf(theirs)]
  return own !== null && later !== null && own.id === later.id && own.edition < later.edition
}

/**
 * Names, sizes and times of everything the rules are read from: another text means that something has changed. A
 * folder that cannot be looked at counts as a change too; reading it then says why.
 */
export async function rulesStamp(officeFolder: string | undefined): Promise<string> {
  const languages = await namesIn(ownLocales)
  const folders = [ownRegulations, ...languages.map((language) => join(ownLocales, language))]
  if (officeFolder !== undefined) {
    const locales = join(officeFolder, 'locales')
    folders.push(officeFolder, ...(await namesIn(locales)).map((language) => join(locales, language)))
  }
  const stamps = await Promise.all(folders.map(async (folder) => {
    const files = (await namesIn(folder)).filter((name) => /\.(ya?ml|json)$/.test(name))
    return Promise.all(files.map(async (name) => stat(join(folder, name)).then(({ size, mtimeMs }) => `${folder}/${name} ${size} ${mtimeMs}`, () => `${folder}/${name} ?`)))
  }))
  return stamps.flat().sort().join('\n')
}

type Found<T> = { files: T[]; faults: RegulationFault[] }

/** `shown`: how the folder is called in faults. */
async function readFolder(folder: string, shown: string): Promise<Found<RulesText>> {
  let names: string[]
  try {
    names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name) && !notRegulations.includes(name)).sort()
  } catch (error) {
    return { files: [], faults: [{ file: shown, line: 1, field: 'REGULATIONS_DIR', expected: `a folder that can be read (${codeOf(error)})` }] }
  }
  return sorted(await Promise.all(names.map(async (name) => readText(join(folder, name), join(shown, name)))), (file) => file)
}

/** `<folder>/<language>/<id>.json`, of every language that is there. An office whose words are all ours has no such folder. */
async function readWordFiles(folder: string): Promise<Found<WordFile>> {
  const languages = await namesIn(folder)
  const found = await Promise.all(languages.map(async (language) => {
    const names = (await namesIn(join(folder, language))).filter((name) => name.endsWith('.json'))
    const read = await Promise.all(names.map((name) => readText(join(folder, language, name), join(folder, language, name))))
    return sorted(read, ({ name, text }) => ({ file: name, language, id: basename(name, '.json'), text }))
  }))
  return { files: found.flatMap(({ files }) => files), faults: found.flatMap(({ faults }) => faults) }
}

async function readOwnWords(): Promise<OwnWords> {
  const languages = await namesIn(ownLocales)
  return new Map(await Promise.all(languages.map(async (language) => {
    const names = (await namesIn(join(ownLocales, language))).filter((name) => name.endsWith('.json'))
    const files = await Promise.all(names.map(async (name) => [basename(name, '.json'), JSON.parse(await readFile(join(ownLocales, language, name), 'utf8')) as unknown] as const))
    return [language, new Map(files)] as const
  })))
}

async function readText(path: string, shown: string): Promise<RulesText | RegulationFault> {
  const fault = (expected: string): RegulationFault => ({ file: shown, line: 1, field: 'the file', expected })
  try {
    const found = await stat(path)
    if (!found.isFile()) return fault('a file, not a folder')
    if (found.size > bytesMax) return fault(`at most ${bytesMax} bytes; it has ${found.size}`)
    return { name: shown, text: await readFile(path, 'utf8') }
  } catch (error) {
    return fault(`a file that can be read (${codeOf(error)})`)
  }
}

function sorted<T>(read: readonly (RulesText | RegulationFault)[], made: (file: RulesText) => T): Found<T> {
  return { files: read.flatMap((each) => ('text' in each ? [made(each)] : [])), faults: read.flatMap((each) => ('text' in each ? [] : [each])) }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).then((names) => names.filter((name) => !name.startsWith('.')).sort(), () => [])
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'error'
}
