import type { Message } from '../dialogue/message.ts'
import type { ChannelName, Incoming } from '../events.ts'
import type { Database, Transaction } from './database.ts'

/** Staff groups that have been bound to an office: their addresses, what is remembered of each, and the numbers they may be told. */

export type StaffGroup = { id: string; channel: ChannelName; officeId: number; /** Whether it is told each morning what is due. */ reminds: boolean }

/** Kept beside the address: the language of whoever bound it, and the day (YYYY-MM-DD) of the last word in the morning. */
type Remembered = { language: string; reminds: boolean; toldOn: string | null }

const groupKey = (addressId: string): string => `group:${addressId}`
const codeKey = (db: Database, code: string): string => `group-code:${db.seal.hash('group-code', code).toString('hex')}`

/** False when this update has been dealt with already. */
export async function isFirst(tx: Transaction, incoming: Incoming, now: number): Promise<boolean> {
  const made = await tx.inbound.createMany({ data: [{ channel: incoming.channel, updateId: incoming.updateId, at: new Date(now) }], skipDuplicates: true })
  return made.count > 0
}

/** The address of a group, made when it is not there yet. */
export async function groupAddress(tx: Transaction, incoming: Pick<Incoming, 'channel' | 'user'>, id: string): Promise<{ id: string; officeId: number | null }> {
  const found = await tx.address.upsert({ where: { channel_user: { channel: incoming.channel, user: incoming.user } }, create: { id, channel: incoming.channel, user: incoming.user }, update: { state: 'live' } })
  return { id: found.id, officeId: found.officeId }
}

export async function oweGroup(db: Database, tx: Transaction, owed: { addressId: string; message: Message; at: number; retryKey: string; reply?: Incoming['reply'] }): Promise<void> {
  const at = new Date(owed.at)
  await tx.delivery.create({ data: {
    addressId: owed.addressId, message: new Uint8Array(db.seal.seal(JSON.stringify(owed.message))), retryKey: owed.retryKey, nextAt: at, createdAt: at,
    ...(owed.reply ? { replyToken: owed.reply.token, replyAt: new Date(owed.reply.at) } : {}),
  } })
}

export async function bindGroup(tx: Transaction, addressId: string, officeId: number, language: string, today: string): Promise<void> {
  await tx.address.update({ where: { id: addressId }, data: { officeId } })
  await remember(tx, addressId, { language, reminds: true, toldOn: today })
}

/** From then on it is a group like any other. */
export async function unbindGroup(tx: Transaction, addressId: string, state: 'live' | 'blocked' = 'live'): Promise<void> {
  await tx.address.update({ where: { id: addressId }, data: { officeId: null, state } })
  await tx.setting.deleteMany({ where: { key: groupKey(addressId) } })
}

/** The platform has given the group another address. Where that one is known already, only the binding goes over. */
export async function moveGroup(tx: Transaction, from: Pick<Incoming, 'channel' | 'user'>, to: string, newId: string): Promise<void> {
  const old = await tx.address.findUnique({ where: { channel_user: { channel: from.channel, user: from.user } } })
  if (old === null || old.officeId === null) return
  const kept = await tx.setting.findUnique({ where: { key: groupKey(old.id) } })
  const next = await groupAddress(tx, { channel: from.channel, user: to }, newId)
  const { language = 'zh-CN', reminds = true, toldOn = null } = (kept?.value ?? {}) as Partial<Remembered>
  await tx.address.update({ where: { id: next.id }, data: { officeId: old.officeId } })
  await remember(tx, next.id, { language, reminds, toldOn })
  await unbindGroup(tx, old.id, 'blocked')
}

export async function setReminds(tx: Transaction, addressId: string, reminds: boolean): Promise<void> {
  await tx.$executeRaw`update settings set value = jsonb_set(value, '{reminds}', to_jsonb(${reminds}::boolean)) where key = ${groupKey(addressId)}`
}

export async function groupsOf(tx: Transaction, offices: readonly number[]): Promise<StaffGroup[]> {
  const rows = await tx.address.findMany({ where: { officeId: { in: [...offices] }, personId: null }, orderBy: [{ channel: 'asc' }, { id: 'asc' }] })
  const kept = new Map((await tx.setting.findMany({ where: { key: { in: rows.map(({ id }) => groupKey(id)) } } })).map(({ key, value }) => [key, value as Partial<Remembered>]))
  return rows.map((row) => ({ id: row.id, channel: row.channel as ChannelName, officeId: row.officeId ?? 0, reminds: kept.get(groupKey(row.id))?.reminds ?? true }))
}

/** Marks that a group hears today's word; false where it has. Two that look at once mark it once. */
export async function tellsToday(tx: Transaction, addressId: string, today: string): Promise<boolean> {
  const marked = await tx.$executeRaw`update settings set value = jsonb_set(value, '{toldOn}', to_jsonb(${today}::text)) where key = ${groupKey(addressId)} and value ->> 'toldOn' is distinct from ${today}`
  return marked > 0
}

/** A code that binds one group to an office, once, until then (ms). Those of before are over. */
export async function keepGroupCode(db: Database, tx: Transaction, code: string, officeId: number, until: number): Promise<void> {
  await tx.$executeRaw`delete from settings where key like 'group-code:%' and (value ->> 'officeId')::int = ${officeId}`
  await tx.setting.create({ data: { key: codeKey(db, code), value: { officeId, until } } })
}

/** The office that a code binds to; null for one that is unknown, used or over. */
export async function groupCodeOffice(db: Database, tx: Transaction, code: string, now: number): Promise<number | null> {
  const kept = await tx.setting.findUnique({ where: { key: codeKey(db, code) } })
  const { officeId, until } = (kept?.value ?? {}) as { officeId?: number; until?: number }
  return officeId === undefined || until === undefined || until < now ? null : officeId
}

/** False where somebody else has used it at the same moment. */
export async function useGroupCode(db: Database, tx: Transaction, code: string): Promise<boolean> {
  return (await tx.setting.deleteMany({ where: { key: codeKey(db, code) } })).count > 0
}

/** Whoever wrote in a group, if they may decide for this office: its heads and administrators. Their language. */
export async function officerSpeaking(tx: Transaction, channel: ChannelName, user: string | undefined, officeId: number): Promise<{ language: string } | null> {
  if (user === undefined) return null
  const address = await tx.address.findUnique({ where: { channel_user: { channel, user } }, include: { person: { include: { staff: { where: { officeId, leftAt: null, role: { in: ['head', 'admin'] } } } } } } })
  return address?.person && address.person.staff.length > 0 ? { language: address.person.language } : null
}

/** Numbers of an office; of open cases unless said otherwise. */
export type GroupFigures = { open: number; today: number; overdue: number; unassigned: number; /** Rounds that should have been reported. */ rounds: number }

/** `end` (ms): when today is over. `besides`: kinds of duties that nobody owes. */
export async function groupFigures(tx: Transaction, officeId: number, { now, end, besides }: { now: number; end: number; besides: readonly string[] }): Promise<GroupFigures> {
  const [row] = await tx.$queryRaw<GroupFigures[]>`
    select (select count(*)::int from cases where office_id = ${officeId} and stage <> 'closed') as open,
      (select count(distinct case_id)::int from duties where office_id = ${officeId} and state = 'open' and due_at >= ${new Date(now)} and due_at < ${new Date(end)} and kind <> all(${[...besides]})) as today,
      (select count(distinct case_id)::int from duties where office_id = ${officeId} and state = 'open' and due_at < ${new Date(now)} and kind <> all(${[...besides]})) as overdue,
      (select count(*)::int from cases where office_id = ${officeId} and stage in ('filed', 'assigned') and handler_id is null) as unassigned,
      (select count(*)::int from rounds where office_id = ${officeId} and state = 'open' and due_at < ${new Date(now)}) as rounds`
  return row ?? { open: 0, today: 0, overdue: 0, unassigned: 0, rounds: 0 }
}

async function remember(tx: Transaction, addressId: string, value: Remembered): Promise<void> {
  await tx.setting.upsert({ where: { key: groupKey(addressId) }, create: { key: groupKey(addressId), value }, update: { value } })
}
