import { expect, it } from 'vitest'
import { loadRegulations } from '../../src/regulations/load.ts'
import { ownRegulations, readRegulationFiles } from '../../src/rules.ts'
import { offices, scriptOf } from './cast.ts'
import { wallOf } from './notice.ts'
import { readBooks } from './rulebook.ts'
import { liveThrough } from './years.ts'

const cases = Number(process.env['YEARS_CASES'] ?? 4_000)

it(`${cases} cases over all regulations and two years: every duty fires once, at the minute that counting by hand gives`, async () => {
  const loaded = loadRegulations(await readRegulationFiles(ownRegulations))
  if ('faults' in loaded) throw new Error(JSON.stringify(loaded.faults))
  const books = readBooks()
  const walls = offices.map(({ hours }) => wallOf(hours, true))
  const scripts = Array.from({ length: cases }, (_, n) => scriptOf(n, [...books.values()], { from: '2026-01-01 00:00', to: '2027-12-31 23:59' }, walls))
  const began = process.cpuUsage()
  const years = liveThrough(scripts, { books, regulations: loaded.regulations, notice: '2026-12-15 10:00', until: '2028-06-30 00:00', grid: 1 })
  // Of this process alone: whatever else the machine does is not its fault.
  const used = process.cpuUsage(began)
  const seconds = (used.user + used.system) / 1e6
  const duties = years.lives.reduce((sum, { duties: all }) => sum + all.length, 0)
  process.stdout.write(`${cases} cases under ${books.size} regulations: ${duties} duties, ${years.firings} firings, ${years.surveys} surveys, ${years.decisions} decisions, ${years.moved} limits moved by the notice, in ${seconds.toFixed(1)} s of work\n`)
  expect(years.faults.slice(0, 20)).toEqual([])
  expect(seconds).toBeLessThan(300)
}, 900_000)
