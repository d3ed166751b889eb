import type { Log } from '../log.ts'
import type { Database } from '../store/database.ts'
import { markDone, renewLeases, type Done } from '../store/deliveries.ts'

/**
 * What this process has in hand, from the moment it is taken until its end is written down: nobody takes it meanwhile,
 * and nothing that was sent is sent again because the database could not be told at once.
 */
export type Marks = {
  /** False when it is in hand already. */
  take(id: string): boolean
  inHand(): string[]
  /** Written down with others a moment later. Resolves after the first attempt; what failed is attempted again. */
  mark(done: Done): Promise<void>
  /** Null when everything is written down. */
  underWay(): Promise<void> | null
  /** From now on what cannot be written down is left to the next start. */
  stop(): void
}

const gatherMs = 12
const againMs = 1000

export function makeMarks({ db, log, clock, leaseMs }: { db: Database; log: Log; clock(): number; leaseMs: number }): Marks {
  const held = new Map<string, number>()
  let marks: Done[] = []
  let marking: Promise<void> | null = null
  let stopped = false

  function schedule(afterMs: number): Promise<void> {
    marking ??= new Promise((resolve) => setTimeout(resolve, afterMs)).then(flush)
    return marking
  }

  async function flush(): Promise<void> {
    const batch = marks
    marks = []
    marking = null
    try {
      await markDone(db, batch, clock())
      batch.forEach((each) => held.delete(each.id))
    } catch (error) {
      log.warn({ error }, 'could not write down deliveries')
      if (stopped) return
      marks = [...batch, ...marks]
      void schedule(againMs)
    }
  }

  /** A big file takes longer than a lease. */
  async function renew(): Promise<void> {
    const long = [...held].filter(([, since]) => Date.now() - since > leaseMs / 4).map(([id]) => id)
    if (long.length > 0) await renewLeases(db, long, clock() + leaseMs)
  }
  const timer = setInterval(() => { renew().catch((error: unknown) => log.warn({ error }, 'could not hold what is being delivered')) }, leaseMs / 4)

  return {
    take(id) {
      if (held.has(id)) return false
      held.set(id, Date.now())
      return true
    },
    inHand: () => [...held.keys()],
    mark(done) {
      marks.push(done)
      return schedule(gatherMs)
    },
    underWay: () => marking,
    stop() {
      stopped = true
      clearInterval(timer)
    },
  }
}
