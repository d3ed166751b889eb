import type { LinkedBody } from '../cases/referrals/referral.ts'
import type { StaffMember } from '../cases/case.ts'
import type { ChannelName } from '../events.ts'
import type { Transaction } from './database.ts'

/** Linked bodies: police, court, hospital, …. A body belongs to an office and serves the offices below it too (MED-22). */

const officesDeepMost = 20
const bodiesMost = 60

/** Those an office may send to, and those `also` (by id) that have something of a case already, ended or not. */
export async function bodiesOf(tx: Transaction, officeId: number, also: readonly number[] = []): Promise<LinkedBody[]> {
  const rows = await tx.$queryRaw<(Omit<LinkedBody, 'ended'> & { ended_at: Date | null })[]>`/* bodies-of */
    with recursive up as (
      select id, parent_id, 1 as depth from offices where id = ${officeId}
      union all select o.id, o.parent_id, up.depth + 1 from offices o join up on o.id = up.parent_id where up.depth < ${officesDeepMost})
    select b.id, b.kind, b.name, b.phone, b.place, b.ended_at from bodies b left join up on up.id = b.office_id
    where (up.id is not null and b.ended_at is null) or b.id = any(${[...also]}::int[]) order by coalesce(up.depth, ${officesDeepMost}), b.id limit ${bodiesMost}`
  return rows.map(({ ended_at, ...body }) => ({ ...body, ended: ended_at !== null }))
}

/** Those who speak for these bodies, as a case sees them. */
export async function liaisonsFor(tx: Transaction, bodies: readonly number[]): Promise<StaffMember[]> {
  if (bodies.length === 0) return []
  const rows = await tx.staff.findMany({ where: { bodyId: { in: [...bodies] }, role: 'liaison', leftAt: null }, orderBy: { id: 'asc' } })
  return rows.map((row) => ({
    id: row.id, personId: row.personId, officeId: row.officeId, role: 'liaison', name: row.name, kinds: row.kinds, languages: row.languages, areas: row.areas, capacity: row.capacity, load: 0,
    custodian: false, standsFor: [], away: row.awayFrom ? { from: row.awayFrom.getTime(), until: row.awayUntil?.getTime() ?? null } : null, ...(row.bodyId === null ? {} : { body: row.bodyId }),
  }))
}

export type BodyRow = LinkedBody & { officeId: number; liaisons: { id: number; name: string }[] }

/** The bodies of these offices themselves, with those who speak for them; ended ones last, for what is still with them. */
export async function bodiesAt(tx: Transaction, offices: readonly number[]): Promise<BodyRow[]> {
  const rows = await tx.body.findMany({ where: { officeId: { in: [...offices] } }, include: { staff: { where: { leftAt: null, role: 'liaison' }, orderBy: { id: 'asc' } } }, orderBy: { id: 'asc' } })
  return rows.map((row) => bodyRow(row)).sort((a, b) => Number(a.ended) - Number(b.ended))
}

export async function findBody(tx: Transaction, id: number): Promise<BodyRow | null> {
  const row = Number.isInteger(id) ? await tx.body.findUnique({ where: { id }, include: { staff: { where: { leftAt: null, role: 'liaison' }, orderBy: { id: 'asc' } } } }) : null
  return row && bodyRow(row)
}

export async function addBody(tx: Transaction, body: { officeId: number; kind: string; name: string; phone: string | null; place: string | null }, now: number): Promise<number> {
  return (await tx.body.create({ data: { ...body, createdAt: new Date(now) } })).id
}

/** It can be sent nothing more; what it has already it may still answer. */
export async function endBody(tx: Transaction, id: number, now: number): Promise<void> {
  await tx.body.updateMany({ where: { id, endedAt: null }, data: { endedAt: new Date(now) } })
}

/** The member of staff who speaks for a body, by their staff ids; null for whoever does not. */
export async function bodySpokenFor(tx: Transaction, staffIds: readonly number[]): Promise<{ staffId: number; bodyId: number } | null> {
  const row = await tx.staff.findFirst({ where: { id: { in: [...staffIds] }, role: 'liaison', leftAt: null, bodyId: { not: null } }, orderBy: { id: 'asc' }, select: { id: true, bodyId: true } })
  return row && row.bodyId !== null ? { staffId: row.id, bodyId: row.bodyId } : null
}

/** Whoever speaks for the body no more. */
export async function endLiaison(tx: Transaction, bodyId: number, staffId: number, now: number): Promise<boolean> {
  return (await tx.staff.updateMany({ where: { id: staffId, bodyId, role: 'liaison', leftAt: null }, data: { leftAt: new Date(now) } })).count > 0
}

function bodyRow(row: { id: number; officeId: number; kind: string; name: string; phone: string | null; place: string | null; endedAt: Date | null; staff: { id: number; name: string }[] }): BodyRow {
  return { id: row.id, officeId: row.officeId, kind: row.kind, name: row.name, phone: row.phone, place: row.place, ended: row.endedAt !== null, liaisons: row.staff.map(({ id, name }) => ({ id, name })) }
}

/** Where somebody spoke from last. */
export async function channelOf(tx: Transaction, personId: string): Promise<ChannelName> {
  const row = await tx.address.findFirst({ where: { personId }, orderBy: { lastSeenAt: 'desc' }, select: { channel: true } })
  return (row?.channel ?? 'web') as ChannelName
}

/** True for the first who asks for this month's figures of an office: nobody is told twice. */
export async function takeMonth(tx: Transaction, officeId: number, from: number): Promise<boolean> {
  const made = await tx.setting.createMany({ data: [{ key: `bodies-told:${officeId}:${from}`, value: true }], skipDuplicates: true })
  return made.count > 0
}

/** Who answers for the office, and who speaks for each of these bodies, by person. */
export async function peopleOfBodies(tx: Transaction, officeId: number, bodies: readonly number[]): Promise<{ heads: string[]; liaisons: { personId: string; body: number }[] }> {
  const rows = await tx.staff.findMany({ where: { leftAt: null, OR: [{ officeId, role: { in: ['head', 'admin'] } }, { bodyId: { in: [...bodies] }, role: 'liaison' }] }, orderBy: { id: 'asc' } })
  const heads = rows.filter(({ role }) => role === 'head')
  return {
    heads: [...new Set((heads.length > 0 ? heads : rows.filter(({ role }) => role === 'admin')).map(({ personId }) => personId))],
    liaisons: rows.flatMap(({ role, personId, bodyId }) => (role === 'liaison' && bodyId !== null ? [{ personId, body: bodyId }] : [])),
  }
}
