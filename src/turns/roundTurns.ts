import { openOn, openingOf, worksOn } from '../calendar/calendar.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { instantOnDay, localDay } from '../calendar/zone.ts'
import { idFrom } from '../ids.ts'
import type { Log } from '../log.ts'
import type { Regulation } from '../regulations/schema.ts'
import { decideRound } from '../rounds/decide.ts'
import { openings } from '../rounds/opening.ts'
import { spanOf } from '../rounds/periods.ts'
import type { Figures, RoundState, RoundTell, RoundWorld } from '../rounds/round.ts'
import { gathered } from '../rounds/telling.ts'
import { staffOf } from '../store/cases.ts'
import type { Database, Transaction } from '../store/database.ts'
import { owe } from '../store/deliveries.ts'
import { figuresOf } from '../store/figures.ts'
import type { Office, OfficeBook } from '../store/houses.ts'
import { createRounds, dueGroups, giveUpEarlier, lockDue, lookedAtRounds, putOff, roundsLookedAt, saveRound, type RoundGroup } from '../store/rounds.ts'

/** What offices owe by the calendar: opened once a day, chased when it is time. Told only to those who owe it, and once. */
export type RoundTurns = { round(): Promise<void> }

export type RoundParts = { db: Database; offices: OfficeBook; inForce(): readonly Regulation[]; clock(): number; log: Log; wakeDelivery(): void }

const groupsMost = 200
const againMs = 60_000
const putOffMs = 600_000

export function roundTurns(parts: RoundParts): RoundTurns {
  const { db, offices, clock, log } = parts
  /** By office: when it is to be looked at next. A house that has just started looks at once. */
  const looks = new Map<number, number>()

  async function open(): Promise<void> {
    for (const office of offices.list()) {
      const now = clock()
      if (now < (looks.get(office.id) ?? 0)) continue
      try {
        if (await look(parts, office, now)) parts.wakeDelivery()
        looks.set(office.id, nextOpening(office.calendar, now))
      } catch (error) {
        looks.set(office.id, now + againMs)
        log.warn({ error }, 'the rounds of an office could not be opened')
      }
    }
  }

  async function chase(): Promise<void> {
    for (const group of await dueGroups(db, clock(), groupsMost)) {
      const now = clock()
      try {
        await db.prisma.$transaction((tx) => climb(parts, tx, group, now))
        parts.wakeDelivery()
      } catch (error) {
        log.error({ error }, 'a round could not be turned to and is put off')
        await putOff(db, group, now, now + putOffMs)
      }
    }
  }

  return {
    async round() {
      await open()
      await chase()
    },
  }
}

/** Opens what began since the last look. Whoever looks at the same time waits, and finds it done. */
async function look(parts: RoundParts, office: Office, now: number): Promise<boolean> {
  const { db } = parts
  return db.prisma.$transaction(async (tx) => {
    const since = await roundsLookedAt(tx, office.id) ?? instantOnDay(office.zone, localDay(office.zone, now), 0) - 1
    if (since >= now) return false
    await lookedAtRounds(tx, office.id, now)
    const staff = await staffOf(tx, office.id)
    let told = false
    for (const { regulation, rule, open, missed } of openings({ ...office, staff }, parts.inForce(), since, now)) {
      await createRounds(tx, missed)
      const made = await createRounds(tx, open)
      const [first] = open
      if (!first || made.size === 0) continue
      await giveUpEarlier(tx, first)
      const figures = await figuresFor(parts, tx, office, regulation, first, rule)
      const world: RoundWorld = { rule, regulation, calendar: office.calendar, staff, figures, now }
      const periods = new Set(missed.map(({ period }) => period)).size
      for (const round of open.filter(({ id }) => made.has(id))) {
        const decided = decideRound(round, { type: 'opened', missed: periods }, world)
        if ('refused' in decided) continue
        await oweRound(db, tx, round, decided.tells, world)
        told = true
      }
    }
    return told
  })
}

async function climb(parts: RoundParts, tx: Transaction, group: RoundGroup, now: number): Promise<void> {
  const due = await lockDue(parts.db, tx, group, now)
  const [first] = due
  if (!first) return
  const world = await roundWorld(parts, tx, first, now)
  const tells: { round: RoundState; tells: RoundTell[] }[] = []
  for (const round of due) {
    const decided = decideRound(round, { type: 'due', rung: round.rung }, world)
    if ('refused' in decided) continue
    await saveRound(parts.db, tx, decided.round)
    tells.push({ round, tells: decided.tells })
  }
  for (const each of tells) await oweRound(parts.db, tx, each.round, each.tells.filter(({ escalated }) => !escalated), world)
  await oweRound(parts.db, tx, first, gathered(first, tells.flatMap((each) => each.tells.filter(({ escalated }) => escalated))), world)
}

/** What deciding about a round needs to know, by the rules in force now. */
export async function roundWorld(parts: Pick<RoundParts, 'db' | 'offices' | 'inForce'>, tx: Transaction, round: RoundState, now: number): Promise<RoundWorld> {
  const office = await parts.offices.get(round.officeId, tx)
  const regulation = parts.inForce().find(({ id }) => id === round.regulation)
  const rule = regulation?.rounds.find(({ id }) => id === round.kind)
  const figures = regulation && rule ? await figuresFor(parts, tx, office, regulation, round, rule) : null
  return { rule, regulation: regulation ?? { id: round.regulation }, calendar: office.calendar, staff: await staffOf(tx, office.id), figures, now }
}

async function figuresFor({ db }: Pick<RoundParts, 'db'>, tx: Transaction, office: Office, regulation: Regulation, round: Pick<RoundState, 'period'>, rule: Regulation['rounds'][number]): Promise<Figures | null> {
  if (!rule.figures) return null
  const span = spanOf(rule, regulation.month, office.calendar, round.period)
  const at = (day: number): number => instantOnDay(office.zone, day, 0)
  return figuresOf(db, tx, { officeId: office.id, areas: office.areas, regulation: regulation.id, duties: regulation.duties.map(({ id }) => id), from: at(span.from), to: at(span.to) })
}

/** Each person once for each message. The key is made of the round and where it stands, so that a second try owes nothing anew. */
export async function oweRound(db: Database, tx: Transaction, round: Pick<RoundState, 'id'>, tells: readonly RoundTell[], { staff, now }: Pick<RoundWorld, 'staff' | 'now'>): Promise<void> {
  const owed = tells.flatMap(({ staff: id, message, notBefore }) => {
    const member = staff.find((each) => each.id === id)
    return member ? [{ personId: member.personId, caseId: null, message, at: Math.max(now, notBefore ?? now), retryKey: idFrom(round.id, `tell/${now}/${member.personId}/${JSON.stringify(message)}`) }] : []
  })
  const once = owed.filter((each, n) => owed.findIndex((other) => other.personId === each.personId && JSON.stringify(other.message) === JSON.stringify(each.message)) === n)
  await owe(db, tx, once)
}

/** The opening of the next day that is worked. */
function nextOpening(calendar: Calendar, now: number): number {
  for (let day = localDay(calendar.zone, now); ; day++) {
    const opens = openingOf(calendar, day)
    if (opens > now && worksOn(calendar, day) && openOn(calendar, day).length > 0) return opens
  }
}
