import { expect, test } from 'vitest'
import { freshDatabase } from '../database.ts'
import { liveMonth } from './month.ts'
import { verdict } from './report.ts'

/** npm run simulate in small: two weeks of a city with two towns, over a make-up day and the holidays. */
test('an owner at every minute, an outcome for every duty, nobody told too much, at night or twice, no conflict of interest', async () => {
  const database = await freshDatabase()
  const month = await liveMonth({ url: database.url, seed: 5, cases: 60, workingDays: 10, towns: 2, villagesPerTown: 2, from: '2026-09-14' })
  try {
    const { faults } = verdict(month)
    expect(faults).toEqual([])
    expect(month.watch.seen.size).toBe(60)
    expect(month.deeds.done.get('take')).toBeGreaterThan(20)
  } finally {
    await month.house.stop()
    await database.drop()
  }
}, 170_000)
