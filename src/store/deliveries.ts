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

/** Owes messages to people; where they will be read is looked up when they are sent. One statement, for many as for one. */
export async function owe(db: Database, tx: Transaction, deliveries: readonly NewDelivery[]): Promise<void> {
  if (deliveries.length === 0) return
  const rows = deliveries.map((each) => ({
    personId: each.personId, caseId: each.caseId, addressId: each.addressId ?? null, message: db.seal.seal(JSON.stringify(each.message)).toString('base64'), retryKey: each.retryKey,
    at: new Date(each.at), edits: each.edits ?? null, token: each.token?.token ?? null, tokenAt: each.token ? new Date(each.token.at) : null,
  }))
  await tx.$executeRaw`/* owe */
    insert into deliveries (person_id, case_id, address_id, message, retry_key, next_at, created_at, edits, reply_token, reply_at)
    select r."personId", r."caseId", r."addressId", decode(r.message, 'base64'), r."retryKey", r.at, r.at, r.edits, r.token, r."tokenAt"
    from json_to_recordset(${JSON.stringify(rows)}::json) as r("personId" uuid, "caseId" uuid, "addressId" uuid, message text, "retryKey" uuid, at timestamptz, edits text, token text, "tokenAt" timestamptz)`
}

/** When each of them was, or is to be, written to by the house's own accord since then, ms. Answers have the chat they go to; these have not. */
export async function pushesTo(tx: Transaction, people: readonly string[], since: number): Promise<Map<string, number[]>> {
  const rows = await tx.$queryRaw<{ person_id: string; at: Date }[]>`/* pushes-to */
    select person_id::text, sent_at as at from deliveries where person_id = any(${[...people]}::uuid[]) and sent_at > ${new Date(since)} and address_id is null
    union all select person_id::text, next_at from deliveries where person_id = any(${[...people]}::uuid[]) and next_at is not null and address_id is null`
  return new Map([...Map.groupBy(rows, (row) => row.person_id)].map(([person, own]) => [person, own.map(({ at }) => at.getTime())]))
}

/** Until this transaction ends, whoever else counts what one of these people is told waits. */
export async function onePersonAtATime(tx: Transaction, people: readonly string[]): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('told:' || person, 0))::text from unnest(${[...people].sort()}::text[]) as person`
}

/**
 * Takes what is due, oldest first, for `leaseMs`: if this process dies meanwhile, another finds it after that.
 * A message without an address goes to the chat the person spoke from last, else to any that still lives.
 * What has an older message of the same chat before it is put off without using up a try, unless that one is taken
 * too or is `inHand`: ids this process has under way, which are left alone and whose order its lanes keep. `claimed` counts those put off too.
 */
export async function claimDue(db: Database, now: number, leaseMs: number, most: number, inHand: readonly string[] = []): Promise<{ parcels: Parcel[]; claimed: number }> {
  const { rows } = await db.pool.query<ClaimedRow>({
    name: 'claim-deliveries',
    text: claimText,
    values: [new Date(now).toISOString(), new Date(now + leaseMs).toISOString(), most, inHand, new Date(now + behindMs).toISOString(), aloneReasons],
  })
  const ended: Done[] = []
  const parcels: Parcel[] = []
  for (const row of rows) {
    if (row.behind) continue
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
  reply_token: string | null; reply_at: Date | null; retry_key: string; slot: string | null; tries: number; created_at: Date; newer: boolean; behind: boolean
}

/** Looked at again so soon when the older message may be on its way at this moment. */
const behindMs = 500

/**
 * Why one message waits by itself, while the chat is free for others: LINE's spent month must not hold back free
 * answers, nor a message that cannot be put together those that can.
 */
export const aloneReasons: readonly string[] = ['quota', 'channel not configured', 'could not be prepared', 'file not at hand']

// An older message that was only planned for later (tries 0, no reason, beyond the lease) holds nobody back.
const holdsBack = `o.id < i.id and o.next_at is not null and o.state = 'owed' and (o.tries > 0 or o.reason is not null or o.next_at <= $2::timestamptz)
  and (o.reason is null or o.reason <> all($6::text[])) and o.id not in (select id from due) and o.id <> all($4::bigint[])`

const claimText = `
with due as (select id, person_id, address_id from deliveries where next_at <= $1::timestamptz and id <> all($4::bigint[]) order by next_at, id limit $3::int for update skip locked),
 aimed as (select due.id, due.person_id, coalesce(due.address_id, home.id) as address_id, home.id as home from due
   left join lateral (select x.id from addresses x left join conversations c on c.person_id = x.person_id
     where x.person_id = due.person_id and x.state = 'live' order by (x.id = c.address_id) desc, x.last_seen_at desc limit 1) home on true),
 judged as (select i.id, i.address_id, least(chat.next_at, push.next_at) as behind from aimed i
   left join lateral (select o.next_at from deliveries o where o.address_id = i.address_id and ${holdsBack} order by o.next_at limit 1) chat on true
   left join lateral (select o.next_at from deliveries o where o.person_id = i.person_id and i.address_id = i.home and o.address_id is null and ${holdsBack} order by o.next_at limit 1) push on true),
 taken as (update deliveries d set tries = d.tries + case when j.behind is null then 1 else 0 end,
     next_at = case when j.behind is null then $2::timestamptz when j.behind <= $2::timestamptz then $5::timestamptz else j.behind end
   from judged j where d.id = j.id
   returning d.id, d.person_id, j.address_id, j.behind, d.message, d.edits, d.reply_token, d.reply_at, d.retry_key, d.slot, d.tries, d.created_at)
select t.id::text, t.person_id, t.address_id, a.channel, a."user", coalesce(p.language, g.value ->> 'language') as language, t.message, t.edits, t.reply_token, t.reply_at, t.retry_key::text, t.slot, t.tries, t.created_at, t.behind is not null as behind,
  t.slot is not null and exists (select 1 from deliveries n where n.address_id = t.address_id and n.id > t.id and n.slot = t.slot) as newer
from taken t
left join people p on p.id = t.person_id
left join addresses a on a.id = t.address_id
left join settings g on t.person_id is null and g.key = 'group:' || t.address_id`

/** Holds what is under way for another `leaseMs`, so that nobody else takes it. */
export async function renewLeases(db: Database, ids: readonly string[], until: number): Promise<void> {
  await db.pool.query({
    name: 'renew-deliveries',
    text: `update deliveries set next_at = greatest(next_at, $2::timestamptz) where id = any($1::bigint[]) and state = 'owed' and next_at is not null`,
    values: [ids, new Date(until).toISOString()],
  })
}

/** Answers in somebody's chats since then, ms, that repeat what they told are said and no longer kept; what cases told them stays. */
export async function emptyReplies(db: Database, tx: Transaction, personId: string, since: number, told: readonly string[]): Promise<void> {
  const rows = await tx.$queryRaw<{ id: string; message: Buffer }[]>`
    select id::text, message from deliveries where person_id = ${personId}::uuid and sent_at >= ${new Date(since)} and next_at is null and address_id is not null and case_id is null and length(message) > 0
    union select d.id::text, d.message from addresses a join deliveries d on d.address_id = a.id and d.slot is not null
      where a.person_id = ${personId}::uuid and d.created_at >= ${new Date(since)} and d.next_at is null and d.case_id is null and length(d.message) > 0`
  const words = told.map((each) => JSON.stringify(each).slice(1, -1))
  const repeating = rows.filter(({ message }) => {
    const text = JSON.stringify(opened(db, Buffer.from(message)))
    return words.some((each) => text.includes(each))
  })
  await tx.$executeRaw`update deliveries set message = ''::bytea where id = any(${repeating.map(({ id }) => BigInt(id))}::bigint[])`
}

const reviveDays = 7

/** How the reason begins of what could not be said because its reader had left the chat. */
export const leftBefore = 'left: '

/** Somebody who can be reached again gets what could not be sent to them in the last days. */
export async function revive(tx: Transaction, personId: string, now: number): Promise<void> {
  await tx.$executeRaw`update deliveries set state = 'owed', reason = null, next_at = ${new Date(now)}
    where person_id = ${personId}::uuid and (state = 'skipped' and reason = 'no-address' or state = 'failed' and starts_with(reason, ${leftBefore})) and created_at >= ${new Date(now - reviveDays * 86_400_000)}`
}

export type Done = { id: string; state: 'sent' | 'failed' | 'skipped' | 'owed'; reason?: string; sentId?: string; /** ms, for those still owed. */ nextAt?: number; /** It was taken but not tried. */ untried?: boolean }

/** Writes down how deliveries ended, many at once. Reasons come from platforms and may hold what a database refuses. */
export async function markDone(db: Database, done: readonly Done[], now: number): Promise<void> {
  const plain = (text: string | undefined): string | null => text?.replaceAll('\0', '').toWellFormed() ?? null
  await db.pool.query({
    name: 'mark-deliveries',
    text: `update deliveries d set state = x.state, reason = x.reason, sent_id = coalesce(x.sent_id, d.sent_id), next_at = x.next_at, tries = greatest(0, d.tries - x.untried), sent_at = case when x.state = 'sent' then $2::timestamptz else d.sent_at end
from json_to_recordset($1::json) as x(id bigint, state text, reason text, sent_id text, next_at timestamptz, untried int) where d.id = x.id`,
    values: [
      JSON.stringify(done.map((each) => ({ id: each.id, state: each.state, reason: plain(each.reason), sent_id: plain(each.sentId), next_at: each.nextAt === undefined ? null : new Date(each.nextAt).toISOString(), untried: each.untried ? 1 : 0 }))),
      new Date(now).toISOString(),
    ],
  })
}

/** A chat that is dead until its owner comes back. */
export async function markAddress(db: Database, addressId: string, state: 'live' | 'blocked'): Promise<void> {
  await db.pool.query({ name: 'mark-address', text: 'update addresses set state = $2 where id = $1', values: [addressId, state] })
}
