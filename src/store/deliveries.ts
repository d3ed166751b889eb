import type { Message } from '../dialogue/message.ts'
import type { ChannelName } from '../events.ts'
import type { Database, Transaction } from './database.ts'

/** What is owed to whom: the ledger of every message, sent or not, and why. */

export type Parcel = {
  id: string
  personId: string | null
  addressId: string
  channel: ChannelName
  user: string
  language: string
  message: Message
  edits: string | null
  token: { token: string; at: number } | null
  retryKey: string
  slot: string | null
  tries: number
  /** When it was first owed, ms. */
  since: number
}

export type NewDelivery = { personId: string; caseId: string | null; message: Message; at: number; retryKey: string; addressId?: string; edits?: string | null; token?: { token: string; at: number } | null }

/** Owes messages to people; where they will be read is looked up when they are sent. */
export async function owe(db: Database, tx: Transaction, deliveries: readonly NewDelivery[]): Promise<void> {
  if (deliveries.length === 0) return
  await tx.delivery.createMany({
    data: deliveries.map((each) => ({
      personId: each.personId, caseId: each.caseId, addressId: each.addressId ?? null, message: new Uint8Array(db.seal.seal(JSON.stringify(each.message))), retryKey: each.retryKey,
      nextAt: new Date(each.at), createdAt: new Date(each.at), edits: each.edits ?? null, replyToken: each.token?.token ?? null, replyAt: each.token ? new Date(each.token.at) : null,
    })),
  })
}

/**
 * Takes what is due, oldest first, for `leaseMs`: if this process dies meanwhile, another finds it after that.
 * A message without an address goes to the chat the person spoke from last, else to any that still lives.
 */
export async function claimDue(db: Database, now: number, leaseMs: number, most: number): Promise<{ parcels: Parcel[]; claimed: number }> {
  const { rows } = await db.pool.query<ClaimedRow>({
    name: 'claim-deliveries',
    text: claimText,
    values: [new Date(now).toISOString(), new Date(now + leaseMs).toISOString(), most],
  })
  const ended: Done[] = []
  const parcels: Parcel[] = []
  for (const row of rows) {
    const message = opened(db, row.message)
    if (row.address_id === null || row.newer) ended.push({ id: row.id, state: 'skipped', reason: row.newer ? 'joined' : 'no-address' })
    else if (message === null) ended.push({ id: row.id, state: 'failed', reason: 'sealed words cannot be opened' })
    else parcels.push({
      id: row.id, personId: row.person_id, addressId: row.address_id, channel: row.channel, user: row.user, language: row.language ?? 'zh-CN',
      message, edits: row.edits, token: row.reply_token === null ? null : { token: row.reply_token, at: row.reply_at?.getTime() ?? 0 },
      retryKey: row.retry_key, slot: row.slot, tries: row.tries, since: row.created_at.getTime(),
    })
  }
  if (ended.length > 0) await markDone(db, ended, now)
  return { parcels: parcels.sort((a, b) => Number(BigInt(a.id) - BigInt(b.id))), claimed: rows.length }
}

/** Null for words that were tampered with or sealed with a lost key: they must not stop what is owed to others. */
function opened(db: Database, message: Buffer): Message | null {
  try {
    return JSON.parse(db.seal.open(message)) as Message
  } catch {
    return null
  }
}

type ClaimedRow = {
  id: string; person_id: string | null; address_id: string | null; channel: ChannelName; user: string; language: string | null; message: Buffer; edits: string | null
  reply_token: string | null; reply_at: Date | null; retry_key: string; slot: string | null; tries: number; created_at: Date; newer: boolean
}

const claimText = `
with due as (select id from deliveries where next_at <= $1::timestamptz order by next_at, id limit $3::int for update skip locked),
 taken as (update deliveries d set next_at = $2::timestamptz, tries = tries + 1 from due where d.id = due.id
   returning d.id, d.person_id, d.address_id, d.message, d.edits, d.reply_token, d.reply_at, d.retry_key, d.slot, d.tries, d.created_at)
select t.id::text, t.person_id, coalesce(t.address_id, w.id) as address_id, a.channel, a."user", p.language, t.message, t.edits, t.reply_token, t.reply_at, t.retry_key::text, t.slot, t.tries, t.created_at,
  t.slot is not null and exists (select 1 from deliveries n where n.address_id = t.address_id and n.id > t.id and n.slot = t.slot) as newer
from taken t
left join people p on p.id = t.person_id
left join lateral (select x.id from addresses x left join conversations c on c.person_id = x.person_id
  where t.address_id is null and x.person_id = t.person_id and x.state = 'live' order by (x.id = c.address_id) desc, x.last_seen_at desc limit 1) w on true
left join addresses a on a.id = coalesce(t.address_id, w.id)`

export type Done = { id: string; state: 'sent' | 'failed' | 'skipped' | 'owed'; reason?: string; sentId?: string; /** ms, for those still owed. */ nextAt?: number }

/** Writes down how deliveries ended, many at once. */
export async function markDone(db: Database, done: readonly Done[], now: number): Promise<void> {
  await db.pool.query({
    name: 'mark-deliveries',
    text: `update deliveries d set state = x.state, reason = x.reason, sent_id = coalesce(x.sent_id, d.sent_id), next_at = x.next_at, sent_at = case when x.state = 'sent' then $2::timestamptz else d.sent_at end
from json_to_recordset($1::json) as x(id bigint, state text, reason text, sent_id text, next_at timestamptz) where d.id = x.id`,
    values: [
      JSON.stringify(done.map((each) => ({ id: each.id, state: each.state, reason: each.reason ?? null, sent_id: each.sentId ?? null, next_at: each.nextAt === undefined ? null : new Date(each.nextAt).toISOString() }))),
      new Date(now).toISOString(),
    ],
  })
}

/** A chat that is dead until its owner comes back. */
export async function markAddress(db: Database, addressId: string, state: 'live' | 'blocked'): Promise<void> {
  await db.pool.query({ name: 'mark-address', text: 'update addresses set state = $2 where id = $1', values: [addressId, state] })
}
