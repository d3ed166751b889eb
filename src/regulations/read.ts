import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Lie in the same folder and are no regulations: the words of danger, and the numbers to call. */
const notRegulations = ['dangers.yaml', 'numbers.yaml']

/** The texts of all regulation files (*.yaml, *.yml) in a folder, by name. Throws when the folder cannot be read. */
export async function readRegulationFiles(folder: string): Promise<{ name: string; text: string }[]> {
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name) && !notRegulations.includes(name)).sort()
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })))
}

/** The regulations that come with Laifang. */
export const ownRegulations: string = import.meta.dirname
