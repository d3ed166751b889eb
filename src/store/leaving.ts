import type { Booking, Reception } from '../receptions/reception.ts'
import type { RoundState } from '../rounds/round.ts'
import type { Database, Transaction } from './database.ts'
import { endHandovers, handedOver, heldBy, lockOffice, owedBy, type CaseTold, type Colleague, type Held } from './handovers.ts'
import { bookingsAt, findReception } from './receptions.ts'

/** Somebody leaves the service: nothing of theirs stays without an owner (ADM-3). */

export type Leaver = { id: number; personId: string; officeId: number; role: string; name: string }
/** What went on without them: told to the cases, the successor, the visitors of their reception days. */
export type Left = { events: CaseTold[]; /** Rounds that they would have reported: whoever answers instead has them now, or nobody reports them. */ rounds: (Pick<RoundState, 'id' | 'regulation' | 'kind' | 'title' | 'dueAt'> & { passes: boolean })[]; passed: Held[]; to: Colleague | null; days: { before: Reception; after: Reception; bookings: Booking[] }[]; /** Those they stood in for, whose place is the successor's now. */ stoodFor: Colleague[] }

/** So long after joining somebody may say that it was not them, whatever their role. */
const mistakeMs = 86_400_000

/** held: they hold so many cases; last: nobody else in the office could invite or assign. */
export async function whyNotLeave(tx: Transaction, member: Leaver, now: number): Promise<{ held: number } | 'last' | null> {
  if (await isLast(tx, member, now)) return 'last'
  const held = (await heldBy(tx, member.id)).length
  return held > 0 ? { held } : null
}

/** Whether nobody else would be there who could invite and assign; who goes at the same moment counts as gone. */
export async function isLast(tx: Transaction, { id, personId, officeId, role }: Leaver, now: number): Promise<boolean> {
  if (role !== 'head' && role !== 'admin') return false
  await lockOffice(tx, officeId)
  const others = await tx.staff.count({ where: { officeId, leftAt: null, role: { in: ['head', 'admin'] }, id: { not: id }, personId: { not: personId } } })
  const own = await tx.staff.findUniqueOrThrow({ where: { id }, select: { joinedAt: true } })
  return others === 0 && now - own.joinedAt.getTime() >= mistakeMs
}

/** Who has what nobody else takes: the head, else the leader, else an administrator of the office, at work before those who are away. */
export async function whoAnswers(tx: Transaction, { officeId, personId }: Pick<Leaver, 'officeId' | 'personId'>, now: number): Promise<Colleague | null> {
  const able = await tx.staff.findMany({ where: { officeId, leftAt: null, role: { in: ['head', 'leader', 'admin'] }, personId: { not: personId } }, orderBy: { id: 'asc' } })
  const order = ['head', 'leader', 'admin']
  const away = (each: (typeof able)[number]): boolean => each.awayFrom !== null && each.awayFrom.getTime() <= now && (each.awayUntil === null || each.awayUntil.getTime() > now)
  const [first] = able.sort((a, b) => Number(away(a)) - Number(away(b)) || order.indexOf(a.role) - order.indexOf(b.role))
  return first ? { id: first.id, personId: first.personId, name: first.name, role: first.role, left: false } : null
}

/** They are on the staff no more; `to` has their cases, or, where there is nobody, each finds a new owner by itself. */
export async function leave(db: Database, tx: Transaction, member: Leaver, to: Colleague | null, now: number): Promise<Left> {
  const passed = await heldBy(tx, member.id)
  const owed = await owedBy(tx, member.id)
  const from: Colleague = { ...member, left: true }
  const kept = new Set([...passed.map(({ id }) => id), ...owed.filter(({ held }) => held).map(({ caseId }) => caseId)])
  const rest = new Set([...owed.map(({ caseId }) => caseId), ...(to ? [] : kept)])
  const left = [...rest].filter((id) => !to || !kept.has(id)).map((caseId): CaseTold => ({ caseId, event: { type: 'told', what: 'left', by: null, given: { staff: String(member.id), name: member.name } } }))
  const instead = await whoAnswers(tx, member, now)
  const stoodFor = await tx.staff.findMany({ where: { standInId: member.id, leftAt: null } })
  for (const each of stoodFor) await tx.staff.update({ where: { id: each.id }, data: { standInId: instead && instead.personId !== each.personId ? instead.id : null } })
  await endHandovers(tx, { OR: [{ fromId: member.id }, { toId: member.id }] }, 'cancelled', now)
  const rounds = await passRounds(tx, member, instead, now)
  const days = await passReceptions(db, tx, member, instead, now)
  await tx.staff.update({ where: { id: member.id }, data: { leftAt: new Date(now), awayFrom: null, awayUntil: null, standInId: null, custodian: false } })
  return {
    rounds, events: [...(to ? handedOver([...kept], from, to, true) : []), ...left], passed, to, days,
    stoodFor: stoodFor.map((each) => ({ id: each.id, personId: each.personId, name: each.name, role: each.role, left: false })),
  }
}

/** What only they would have reported is whoever's who answers instead; where others report the same one, theirs falls away (SCR-2). */
async function passRounds(tx: Transaction, { id }: Leaver, instead: Colleague | null, now: number): Promise<Left['rounds']> {
  const rows = await tx.round.findMany({ where: { staffId: id, state: 'open' }, orderBy: { dueAt: 'asc' } })
  const rounds: Left['rounds'] = []
  for (const row of rows) {
    const { officeId, regulation, kind, period } = row
    const others = await tx.round.count({ where: { officeId, regulation, kind, period, id: { not: row.id }, state: { not: 'cancelled' } } })
    const passes = instead !== null && others === 0
    await tx.round.update({ where: { id: row.id }, data: passes ? { staffId: null, owner: instead.role } : { state: 'cancelled', doneAt: new Date(now), nextAt: null } })
    // Of what nobody has been asked for yet nothing is missing.
    if (passes || row.rung >= 0) rounds.push({ id: row.id, regulation, kind, title: row.title, dueAt: row.dueAt.getTime(), passes })
  }
  return rounds
}

/** Days ahead on which they would have received: somebody else stands in, or, where there is nobody, the day is called off. */
async function passReceptions(db: Database, tx: Transaction, { id }: Leaver, instead: Colleague | null, now: number): Promise<Left['days']> {
  const rows = await tx.reception.findMany({ where: { cancelledAt: null, until: { gt: new Date(now) }, OR: [{ standInId: id }, { standInId: null, staffId: id }] }, select: { id: true, staffId: true, staff: { select: { leftAt: true } } } })
  const days: Left['days'] = []
  for (const row of rows) {
    const before = await findReception(tx, row.id)
    const own = row.staffId !== id && row.staff.leftAt === null
    await tx.reception.update({ where: { id: row.id }, data: own ? { standInId: null } : instead ? { standInId: instead.id } : { cancelledAt: new Date(now) } })
    const after = await findReception(tx, row.id)
    if (before && after) days.push({ before, after, bookings: await bookingsAt(db, tx, row.id) })
  }
  return days
}
