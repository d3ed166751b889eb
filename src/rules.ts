import { faultText, loadRegulations } from './regulations/load.ts'
import { ownRegulations, readRegulationFiles } from './regulations/read.ts'
import type { Regulation } from './regulations/schema.ts'

/** All regulations: ours, and the office's own beside them or, under the same file name, in their place. */
export async function loadAllRegulations(officeFolder: string | undefined): Promise<Regulation[]> {
  const own = await readRegulationFiles(ownRegulations)
  const office = officeFolder ? await readRegulationFiles(officeFolder) : []
  const read = loadRegulations([...own.filter((each) => !office.some((other) => other.name === each.name)), ...office])
  if ('faults' in read) throw new Error(`Regulations that cannot be used:\n${read.faults.map(faultText).join('\n')}`)
  return read.regulations
}
