// Owns a house without doors: everything that works behind them is the real thing, on a real PostgreSQL, with a clock that
// stands until it is moved. What it says goes to a channel that keeps the ids of what went out.
import { join } from 'node:path'
import type { Channel } from '../../src/channels/channel.ts'
import { startDelivery, type Delivery } from '../../src/delivery/delivery.ts'
import type { ChannelName } from '../../src/events.ts'
import { makeHouse } from '../../src/house.ts'
import { startTimers } from '../../src/jobs/timers.ts'
import { makeLog } from '../../src/log.ts'
import type { Regulation } from '../../src/regulations/schema.ts'
import { loadRules } from '../../src/rules.ts'
import { seedCalendar } from '../../src/store/calendar.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { anyOffice, officeBook, type OfficeBook } from '../../src/store/houses.ts'
import { makeSeal } from '../../src/store/seal.ts'
import { absenceTurns } from '../../src/turns/absenceTurns.ts'
import { bodyReports } from '../../src/turns/bodyReports.ts'
import { caseTurns, type CaseTurns } from '../../src/turns/caseTurns.ts'
import { groupMornings } from '../../src/turns/groupMornings.ts'
import { busyWith } from '../../src/turns/lookups.ts'
import { mornings } from '../../src/turns/mornings.ts'
import { receptionTurns } from '../../src/turns/receptionTurns.ts'
import { roundTurns } from '../../src/turns/roundTurns.ts'
import type { House } from '../../src/dialogue/state.ts'
import { loadSpeaker } from '../../src/words/words.ts'

export const zone = 'Asia/Shanghai'

export type SimulatedHouse = {
  db: Database
  house: House
  regulations: readonly Regulation[]
  offices: OfficeBook
  cases: CaseTurns
  /** Ids of the cases that had a turn since the last call. */
  touched(): string[]
  /** Ids of the deliveries that went out since the last call. */
  sent(): string[]
  /** What the log said was wrong. */
  faults: string[]
  now(): number
  /** Moves the clock; nothing happens yet. */
  clockTo(at: number): void
  /** Lets everything happen that is due by now. */
  settle(): Promise<void>
  /** When something is due next that the house knows of, ms. */
  nextDue(): Promise<number>
  stop(): Promise<void>
}

/** `at`: when its clock stands at first, ms. `makeTree`: the offices and who works there, before the house opens. */
export async function openSimulated(url: string, at: number, makeTree: (db: Database) => Promise<void>): Promise<SimulatedHouse> {
  let now = at
  const clock = (): number => now
  const faults: string[] = []
  const log = makeLog('warn', { write: (line) => { faults.push(line.trim()) } })
  const db = openDatabase(url, makeSeal(['a secret key for a simulation only']), (error) => { faults.push(String(error)) })
  await seedCalendar(db)
  await makeTree(db)
  const rules = await loadRules(undefined)
  const { regulations } = rules
  const speaker = loadSpeaker({ folder: join(import.meta.dirname, '../../locales'), fallback: 'zh-CN', zone })
  speaker.learn(rules.words)
  const offices = await officeBook(db)
  const office = (id: number | null) => offices.list().find((each) => each.id === id) ?? anyOffice(offices.list())
  const house = makeHouse({ name: '', zone, regulations, office, speaker, clock })

  const gone: string[] = []
  const channels = new Map((['telegram', 'line', 'web'] as const).map((name) => [name, counting(name, (id) => gone.push(id))]))
  const delivery: Delivery = startDelivery({ db, channels, speaker, log, clock, file: async () => null })
  const wakeDelivery = (): void => delivery.wake()
  const inForce = () => house.regulations
  const parts = { db, regulations, offices, inForce, log, clock, wakeDelivery, busyWith: (tx: Parameters<typeof busyWith>[1], person: string) => busyWith(db, tx, person, clock()) }
  const turned = caseTurns(parts)
  const had = new Set<string>()
  // Noted again once it is over: whoever looks meanwhile has seen the case as it was.
  const cases: CaseTurns = { run: (id) => { had.add(id); return turned.run(id).finally(() => had.add(id)) }, idle: turned.idle }
  const nobodySpeaks = { take: () => Promise.reject(new Error('nobody speaks in a simulation')), idle: async () => {} }
  const timers = startTimers({
    db, house, talks: nobodySpeaks, cases, log, clock, wakeDelivery,
    rounds: roundTurns({ db, offices, inForce, clock, log, wakeDelivery }),
    receptions: receptionTurns({ db, offices, clock, gentleMoment: house.gentleMoment, log, wakeDelivery }),
    absences: absenceTurns({ db, offices, clock, log, wakeDelivery }),
    mornings: mornings(parts),
    reports: [groupMornings({ db, offices, clock, log, wakeDelivery }), bodyReports({ db, offices, clock, log, wakeDelivery })],
  })

  async function settle(): Promise<void> {
    for (;;) {
      await timers.round()
      await cases.idle()
      const { rows: [left] } = await db.pool.query<{ left: boolean }>(`select exists (select 1 from inbounds where next_at <= $1) or exists (select 1 from duties where next_at <= $1 and state = 'open') or exists (select 1 from surveys where next_at <= $1 and state = 'waiting') as left`, [new Date(now)])
      if (!left?.left) break
    }
    delivery.wake()
    await delivery.settled()
  }
  return {
    db, house, regulations, offices, cases, faults, now: clock, settle,
    touched: () => drained(had),
    sent: () => gone.splice(0),
    clockTo: (next) => { now = Math.max(now, next) },
    async nextDue() {
      const { rows: [row] } = await db.pool.query<{ at: Date | null }>(`select least((select min(next_at) from duties where next_at is not null), (select min(next_at) from surveys where next_at is not null), (select min(next_at) from deliveries where next_at is not null),
        (select min(next_at) from rounds where next_at is not null), (select min(next_at) from bookings where next_at is not null), (select min(next_at) from inbounds where next_at is not null)) as at`)
      return row?.at?.getTime() ?? Infinity
    },
    async stop() {
      await timers.stop()
      await cases.idle()
      await delivery.stop()
      await db.close()
    },
  }
}

function counting(name: ChannelName, went: (id: string) => void): Channel {
  let n = 0
  return {
    name,
    async send(_to, _spoken, { id }) {
      went(id)
      n += 1
      return { end: 'sent', id: String(n), by: 'push' }
    },
    fetchFile: () => Promise.reject(new Error('there are no files in a simulation')),
  }
}

function drained(set: Set<string>): string[] {
  const all = [...set]
  set.clear()
  return all
}
