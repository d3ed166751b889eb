import { openOn, openingOf, worksOn } from '../calendar/calendar.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { instantOnDay, localDay } from '../calendar/zone.ts'
import type { StaffMember } from '../cases/case.ts'
import type { Log } from '../log.ts'
import { decideRound } from '../rounds/decide.ts'
import { openings, type Opening } from '../rounds/opening.ts'
import type { RoundState, RoundTell, RoundWorld } from '../rounds/round.ts'
import { gathered } from '../rounds/telling.ts'
import type { Transaction } from '../store/database.ts'
import type { Office } from '../store/houses.ts'
import { createRounds, dueGroups, giveUpEarlier, lockDue, lookedAtRounds, putOff, roundsLookedAt, roundStaff, saveChased, type RoundGroup } from '../store/rounds.ts'
import { eachOffice } from './eachOffice.ts'
import { oweRounds, roundWorld, withFigures, type WorldParts } from './roundWorld.ts'
import { tickOff, withSheet } from './sheets.ts'

/** What offices owe by the calendar: opened once a day, chased when it is time. Told only to those who owe it, and once. */
export type RoundTurns = { round(): Promise<void> }

export type RoundParts = WorldParts & { clock(): number; log: Log; wakeDelivery(): void }

const groupsMost = 200
/** So many rounds are one transaction: what thousands owe never comes near the time a transaction may take. */
const portionMost = 500
const putOffMs = 600_000

export function roundTurns(parts: RoundParts): RoundTurns {
  const { db, clock, log } = parts
  const opening = eachOffice(parts, 'the rounds of an office could not be opened', async (office, now) => {
    await look(parts, office, now)
    return nextOpening(office.calendar, now)
  })

  async function chase(): Promise<void> {
    for (const group of await dueGroups(db, clock(), groupsMost)) {
      const now = clock()
      try {
        await climb(parts, group, now)
      } catch (error) {
        log.error({ error }, 'a round could not be turned to and is put off')
        await putOff(db, group, now, now + putOffMs)
      }
    }
  }

  return {
    async round() {
      await opening.round()
      await chase()
    },
  }
}

/**
 * Opens what began since the last look. Only once all of it is there has the office been looked at: a look that broke
 * off goes on with those that are missing, and whoever looks at the same time makes none twice.
 */
async function look(parts: RoundParts, office: Office, now: number): Promise<void> {
  const { prisma } = parts.db
  const since = await roundsLookedAt(prisma, office.id) ?? instantOnDay(office.zone, localDay(office.zone, now), 0) - 1
  if (since >= now) return
  const staff = await roundStaff(prisma, office.id)
  for (const opening of openings({ ...office, staff }, parts.inForce(), since, now)) await openAll(parts, office, opening, staff, now)
  await lookedAtRounds(prisma, office.id, now)
}

async function openAll(parts: RoundParts, office: Office, { regulation, rule, open, missed }: Opening, staff: readonly StaffMember[], now: number): Promise<void> {
  const { db } = parts
  for (const portion of portions(missed)) await createRounds(db.prisma, portion)
  const periods = new Set(missed.map(({ period }) => period)).size
  let world: RoundWorld | null = null
  for (const portion of portions(open)) {
    const [first] = portion
    if (!first) continue
    await db.prisma.$transaction(async (tx) => {
      const made = await createRounds(tx, portion)
      if (made.size === 0) return
      const about: RoundWorld = world ?? await withSheet(parts, tx, first, await withFigures(parts, tx, first, { rule, regulation, calendar: office.calendar, staff, figures: null, now }))
      if (!world) await giveUpEarlier(tx, first)
      const told = portion.filter(({ id }) => made.has(id)).map((round) => ({ round, tells: tellsOf(decideRound(round, { type: 'opened', missed: periods }, about)) }))
      await oweRounds(db, tx, told, about)
      // Nothing in hand: it is read and done.
      if (rule.sheet !== undefined) await tickOff(parts, tx, office.id, regulation.id, now)
      world = about
    })
    parts.wakeDelivery()
  }
}

/**
 * Chases all of a group that are due. Whoever is told of those who are behind hears it once of all of them, with the
 * last portion, or as soon as one fails.
 */
async function climb(parts: RoundParts, group: RoundGroup, now: number): Promise<void> {
  const { db } = parts
  let world: RoundWorld | null = null
  let behind: Told | null = null
  try {
    for (let left = true; left;) {
      const portion = await db.prisma.$transaction(async (tx) => {
        const due = await lockDue(db, tx, group, now, portionMost + 1)
        const [first] = due
        if (!first) return null
        const about: RoundWorld = world ?? await withSheet(parts, tx, first, await withFigures(parts, tx, first, await roundWorld(parts, tx, group, now)))
        return { about, ...await climbPortion(parts, tx, due, about, behind) }
      })
      left = portion?.left ?? false
      world = portion?.about ?? world
      behind = portion ? portion.behind : behind
      parts.wakeDelivery()
    }
  } catch (error) {
    if (behind && world) await oweRounds(db, db.prisma, [together(behind)], world)
    throw error
  }
}

type Told = { round: RoundState; tells: RoundTell[] }

/** `behind`: what earlier portions have to say of those who are, and then what is left to be said. */
async function climbPortion({ db }: RoundParts, tx: Transaction, due: readonly RoundState[], world: RoundWorld, behind: Told | null): Promise<{ left: boolean; behind: Told | null }> {
  const decided = due.slice(0, portionMost).map((round) => ({ round, decision: decideRound(round, { type: 'due', rung: round.rung }, world) }))
  await saveChased(tx, decided.flatMap(({ decision }) => ('refused' in decision ? [] : [decision.round])))
  const told = decided.map(({ round, decision }): Told => ({ round, tells: tellsOf(decision) }))
  const own = told.map(({ round, tells }) => ({ round, tells: tells.filter(({ escalated }) => !escalated) }))
  const all = told.reduce<Told | null>((sum, { round, tells }) => ({ round: sum?.round ?? round, tells: [...sum?.tells ?? [], ...tells.filter(({ escalated }) => escalated)] }), behind)
  const left = due.length > portionMost
  await oweRounds(db, tx, left || !all ? own : [...own, together(all)], world)
  return { left, behind: left ? all : null }
}

function together({ round, tells }: Told): Told {
  return { round, tells: gathered(round, tells) }
}

function tellsOf(decision: ReturnType<typeof decideRound>): RoundTell[] {
  return 'refused' in decision ? [] : decision.tells
}

function portions<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / portionMost) }, (_, n) => all.slice(n * portionMost, (n + 1) * portionMost))
}

/** The opening of the next day that is worked. */
function nextOpening(calendar: Calendar, now: number): number {
  for (let day = localDay(calendar.zone, now); ; day++) {
    const opens = openingOf(calendar, day)
    if (opens > now && worksOn(calendar, day) && openOn(calendar, day).length > 0) return opens
  }
}
