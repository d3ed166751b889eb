import { expect, test } from 'vitest'
import { freshDatabase } from '../database.ts'
import { liveMonth } from './month.ts'
import { verdict } from './report.ts'

/** npm run simulate in small: a week and a half of a city with two towns, over a make-up day and a holiday. */
test('an owner at every minute, an outcome for every duty, nobody told too much, at night or twice, no conflict of interest', async () => {
  const database = await freshDatabase()
  const month = await liveMonth({ url: database.url, seed: 5, cases: 60, workingDays: 8, towns: 2, villagesPerTown: 2, from: '2026-09-18' })
  try {
    const { faults } = verdict(month)
    expect(faults).toEqual([])
    expect(month.watch.seen.size).toBe(60)
    expect(month.deeds.done.get('take')).toBeGreaterThan(20)
  } finally {
    await month.house.stop()
    await database.drop()
  }
}, 300_000)
