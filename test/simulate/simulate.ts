// npm run simulate: forty working days of a city, its towns and villages, lived through in minutes: real decisions, real
// PostgreSQL, people of every temper, a holiday and a make-up day. What must hold at every minute is looked at all along.
//
//   SIMULATE_SEED (1)   SIMULATE_CASES (3000)   SIMULATE_DAYS (40)   SIMULATE_TOWNS (4)   SIMULATE_VILLAGES (10, of each town)
import { applyMigrations } from '../../src/store/migrate.ts'
import { startThrowaway } from '../../src/store/postgres/throwaway.ts'
import { endOrderly } from '../bench/house.ts'
import { liveMonth } from './month.ts'
import { verdict } from './report.ts'

endOrderly()
const given = (name: string, otherwise: number): number => Number(process.env[`SIMULATE_${name}`] ?? otherwise)
const seed = given('SEED', 1)
console.log(`seed ${seed}`)
const server = await startThrowaway()
try {
  await applyMigrations(server.url, { info: () => {}, warn: (message) => { console.error(message) } })
  const month = await liveMonth({ url: server.url, seed, cases: given('CASES', 3000), workingDays: given('DAYS', 40), towns: given('TOWNS', 4), villagesPerTown: given('VILLAGES', 10), from: '2026-09-14', progress: (text) => { console.error(text) } })
  const { lines, faults: broken, uneven } = verdict(month)
  const faults = [...broken, ...uneven]
  for (const line of lines) console.log(line)
  for (const fault of faults) console.log(`did not hold: ${fault}`)
  console.log(faults.length === 0 ? 'All held: an owner for every case at every minute, an outcome for every duty, nobody told too much, at night or twice, no conflict of interest, even loads.' : `${faults.length} kinds of things did not hold.`)
  process.exitCode = faults.length === 0 ? 0 : 1
  await month.house.stop()
} finally {
  await server.stop()
}
