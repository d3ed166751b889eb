import { instantOnDay } from '../calendar/zone.ts'
import { idFrom } from '../ids.ts'
import type { Regulation, RoundRule } from '../regulations/schema.ts'
import { spanOf } from '../rounds/periods.ts'
import { roundRule, type Figures, type RoundState, type RoundTell, type RoundWorld } from '../rounds/round.ts'
import type { Database, Transaction } from '../store/database.ts'
import { owe, type NewDelivery } from '../store/deliveries.ts'
import { figuresOf } from '../store/figures.ts'
import type { Office, OfficeBook } from '../store/houses.ts'
import { roundStaff } from '../store/rounds.ts'
import { paced } from './pace.ts'

/** What deciding about rounds needs to know, and the messages that come of it. */
export type WorldParts = { db: Database; offices: OfficeBook; inForce(): readonly Regulation[] }

/** By the rules in force now, and without figures: they cost more than all else, and most who ask show none. */
export async function roundWorld(parts: Omit<WorldParts, 'db'>, tx: Transaction, round: Pick<RoundState, 'officeId' | 'regulation' | 'kind'>, now: number): Promise<RoundWorld> {
  const office = await parts.offices.get(round.officeId, tx)
  const regulation = parts.inForce().find(({ id }) => id === round.regulation)
  const rule = roundRule(regulation, round.kind)
  return { rule, regulation: regulation ?? { id: round.regulation }, calendar: office.calendar, staff: await roundStaff(tx, office.id), figures: null, now }
}

/** The same with the figures of the round's period, where its rule wants them. */
export async function withFigures(parts: WorldParts, tx: Transaction, round: Pick<RoundState, 'officeId' | 'period'>, world: RoundWorld): Promise<RoundWorld> {
  const regulation = parts.inForce().find(({ id }) => id === world.regulation.id)
  if (!world.rule?.figures || !regulation) return world
  return { ...world, figures: await figuresFor(parts.db, tx, await parts.offices.get(round.officeId, tx), regulation, world.rule, round.period) }
}

async function figuresFor(db: Database, tx: Transaction, office: Office, regulation: Regulation, rule: RoundRule, period: string): Promise<Figures> {
  const span = spanOf(rule, regulation.month, office.calendar, period)
  const at = (day: number): number => instantOnDay(office.zone, day, 0)
  const { inPerson, content } = regulation.callback
  const visits = inPerson ? { rest: inPerson.share, content: content?.inPerson ?? null } : null
  return figuresOf(db, tx, { officeId: office.id, areas: office.areas, regulation: regulation.id, duties: regulation.duties.map(({ id }) => id), from: at(span.from), to: at(span.to), visits })
}

/**
 * Each person once for each message; all of them one statement. The retry key is of the round, the moment and the
 * message: a delivery that is tried again keeps it, another one never has it. By the days and hours of the office.
 */
export async function oweRounds(db: Database, tx: Transaction, told: readonly { round: Pick<RoundState, 'id'>; tells: readonly RoundTell[] }[], { staff, calendar, now }: Pick<RoundWorld, 'staff' | 'calendar' | 'now'>): Promise<void> {
  const people = new Map(staff.map((member) => [member.id, member.personId]))
  const owed = new Map<string, { delivery: NewDelivery; urgent: boolean }>()
  for (const { round, tells } of told) {
    for (const { staff: id, message, notBefore, urgent = false } of tells) {
      const personId = people.get(id)
      const key = `tell/${now}/${personId}/${JSON.stringify(message)}`
      if (personId === undefined || owed.has(key)) continue
      owed.set(key, { urgent, delivery: { personId, caseId: null, message, at: Math.max(now, notBefore ?? now), retryKey: idFrom(round.id, key) } })
    }
  }
  const [urgent, waiting] = [true, false].map((wanted) => [...owed.values()].filter((each) => each.urgent === wanted).map(({ delivery }) => delivery)) as [NewDelivery[], NewDelivery[]]
  await owe(db, tx, [...urgent, ...await paced(tx, waiting.map((delivery) => ({ delivery, offer: false, rest: true })), calendar, now)])
}
