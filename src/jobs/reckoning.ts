import type { Log } from '../log.ts'
import { oneAtATime } from '../oneAtATime.ts'
import { casesTouched, reckonings, saveReckoning, takeReckoning } from '../store/calendar.ts'
import type { Database, Transaction } from '../store/database.ts'
import type { OfficeBook } from '../store/houses.ts'

/**
 * When a year's holidays were confirmed or changed, every case they may touch gets an event to reckon its clocks anew: in
 * batches, by one house at a time, remembered as it goes, so that a restart goes on where it was and no case gets it twice.
 * Each house first reads its own calendars anew, and the events wait until the others have surely done so too; else one
 * of them would reckon a case back to the old days.
 */
export type Reckoner = { /** Looks now instead of within seconds. */ wake(): Promise<void>; round(): Promise<void>; stop(): Promise<void> }

/** `owe`: stores an event for each case, once for each change. */
export type ReckonerParts = { db: Database; offices: OfficeBook; owe(tx: Transaction, caseIds: readonly string[], change: string, at: number): Promise<void>; clock(): number; log: Log }

const lookMs = 4000
/** More than two looks of any house. */
const waitMs = 12_000
const batchMost = 200

export function startReckoner({ db, offices, owe, clock, log }: ReckonerParts): Reckoner {
  /** The change that this house's own book has read. */
  const read = new Map<string, string>()
  const looking = oneAtATime(round, (error) => log.warn({ error }, 'the calendar could not be looked at'))

  async function round(): Promise<void> {
    for (const { region, reckoning } of await reckonings(db.prisma)) {
      if (read.get(region) !== reckoning.version) {
        await offices.renew(db.prisma)
        read.set(region, reckoning.version)
      }
      // One batch a look: nobody else waits behind thousands of them.
      if (!reckoning.done) await batch(region)
    }
  }

  async function batch(region: string): Promise<void> {
    const sent = await db.prisma.$transaction(async (tx) => {
      const reckoning = await takeReckoning(tx, region)
      if (!reckoning || reckoning.done) return 0
      const now = clock()
      const cases = await casesTouched(tx, region, reckoning.from, reckoning.after, batchMost)
      await owe(tx, cases, reckoning.version, now + waitMs)
      await saveReckoning(tx, region, { ...reckoning, after: cases.at(-1) ?? reckoning.after, done: cases.length < batchMost })
      return cases.length
    })
    if (sent > 0) log.info({ count: sent }, 'the clocks of cases are reckoned anew with the changed calendar')
  }

  const timer = setInterval(() => void looking.wake(), lookMs)
  void looking.wake()
  return {
    wake: looking.wake,
    round,
    async stop() {
      clearInterval(timer)
      await looking.stop()
    },
  }
}
