import { randomUUID } from 'node:crypto'
import type { CaseEvent } from '../cases/case.ts'
import type { Message } from '../dialogue/message.ts'
import type { Incoming } from '../events.ts'
import type { Database, Transaction } from './database.ts'

/** What came in and is not dealt with yet, or never will be. Ordinary updates pass through talks.ts alone. */

const firstPauseMs = 5000
const longestPauseMs = 3_600_000
/** After so many tries the office is shown it; it stays stored. */
export const triesMost = 8

/** Stored so that it counts as seen; nobody has to look at it. */
export async function storeIgnored(db: Database, incoming: Incoming, now: number): Promise<void> {
  const raw = incoming.body.kind === 'unknown' ? incoming.body.raw ?? '' : ''
  await db.pool.query(
    `insert into inbounds (channel, update_id, state, body, at) values ($1, $2, 'ignored', $3, $4) on conflict do nothing`,
    [incoming.channel, incoming.updateId, raw === '' ? null : db.seal.seal(raw.slice(0, 100_000)), new Date(now)],
  )
}

/** A group is an address without a person; it is told once that private matters belong in a private chat. */
export async function storeGroup(db: Database, incoming: Incoming, addressId: string, message: Message, now: number): Promise<void> {
  await db.pool.query(
    `with a as (insert into addresses (id, channel, "user") values ($1, $2, $3) on conflict (channel, "user") do update set last_seen_at = now() returning id),
      i as (insert into inbounds (channel, update_id, at) values ($2, $4, $6) on conflict do nothing returning id)
     insert into deliveries (address_id, message, retry_key, next_at, created_at, reply_token, reply_at) select a.id, $5, $7, $6, $6, $8, $9 from a, i`,
    [addressId, incoming.channel, incoming.user, incoming.updateId, db.seal.seal(JSON.stringify(message)), new Date(now), randomUUID(), incoming.reply?.token ?? null, incoming.reply ? new Date(incoming.reply.at) : null],
  )
}

/** Keeps an update that made the code throw, with its error and its next try; at the first, `sorry` is owed to the chat. */
export async function keepForLater(db: Database, incoming: Incoming, error: unknown, sorry: Message, now: number): Promise<'pending' | 'failed' | 'done'> {
  return keep(db, { channel: incoming.channel, updateId: incoming.updateId, body: JSON.stringify(incoming), error, now, caseId: null, tell: { incoming, message: sorry } })
}

type Kept = { channel: string; updateId: string; body: string; error: unknown; now: number; caseId: string | null; tell: { incoming: Incoming; message: Message } | null }

async function keep(db: Database, what: Kept): Promise<'pending' | 'failed' | 'done'> {
  const { rows } = await db.pool.query<{ state: 'pending' | 'failed' | 'done' }>(
    `with kept as (
       insert into inbounds (channel, update_id, state, body, error, tries, next_at, at, case_id) values ($1, $2, 'pending', $3, $4, 1, $5, $6, $7)
       on conflict (channel, update_id) do update set error = excluded.error, tries = inbounds.tries + 1,
         state = case when inbounds.state = 'done' then 'done' when inbounds.tries + 1 >= ${triesMost} then 'failed' else 'pending' end,
         next_at = case when inbounds.state = 'done' or inbounds.tries + 1 >= ${triesMost} then null
           else $6::timestamptz + least(interval '1 ms' * ${firstPauseMs} * power(2, inbounds.tries), interval '1 ms' * ${longestPauseMs}) end
       returning state, tries),
     told as (
       insert into deliveries (person_id, address_id, message, retry_key, next_at, created_at, reply_token, reply_at)
       select a.person_id, a.id, $8::bytea, $9::uuid, $6, $6, $10, $11 from addresses a, kept where a.channel = $1 and a."user" = $12 and kept.tries = 1 and kept.state = 'pending' and $8::bytea is not null)
     select state from kept`,
    [
      what.channel, what.updateId, db.seal.seal(what.body), errorKind(what.error), new Date(what.now + firstPauseMs), new Date(what.now), what.caseId,
      what.tell && db.seal.seal(JSON.stringify(what.tell.message)), randomUUID(), what.tell?.incoming.reply?.token ?? null, what.tell?.incoming.reply ? new Date(what.tell.incoming.reply.at) : null, what.tell?.incoming.user ?? '',
    ],
  )
  return rows[0]?.state ?? 'pending'
}

/** The kind of an error and where it struck: its message may quote what a person wrote. */
function errorKind(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const where = /at (\S+) .*?\/src\/([^:)]+:\d+)/.exec(error.stack ?? '')
  return where ? `${error.name} in ${where[1]} (${where[2]})` : error.name
}

/** Somebody to whom an answer to a case's event goes: the chat it came from. */
export type From = { addressId: string; personId: string; edits: string | null; token: { token: string; at: number } | null }
export type CaseInbound = { event: CaseEvent; seed: string; from: From | null }

/** Stores an event for a case, once for each `updateId`. */
export async function storeCaseEvent(db: Database, tx: Transaction, caseId: string, updateId: string, inbound: CaseInbound, now: number): Promise<void> {
  const body = db.seal.seal(JSON.stringify(inbound))
  await tx.$executeRaw`insert into inbounds (channel, update_id, state, case_id, body, next_at, at) values ('case', ${updateId}, 'pending', ${caseId}::uuid, ${body}, ${new Date(now)}, ${new Date(now)}) on conflict do nothing`
}

/**
 * The same for a moment that has come: dealt with once and due again all the same (it came while the duty was ended, and
 * then that was taken back), it comes again.
 */
export async function storeDueEvent(db: Database, tx: Transaction, caseId: string, updateId: string, inbound: CaseInbound, now: number): Promise<void> {
  const body = db.seal.seal(JSON.stringify(inbound))
  await tx.$executeRaw`insert into inbounds (channel, update_id, state, case_id, body, next_at, at) values ('case', ${updateId}, 'pending', ${caseId}::uuid, ${body}, ${new Date(now)}, ${new Date(now)})
    on conflict (channel, update_id) do update set state = 'pending', body = excluded.body, next_at = excluded.next_at, tries = 0 where inbounds.state = 'done'`
}

export async function failCaseEvent(db: Database, updateId: string, caseId: string, error: unknown, now: number): Promise<void> {
  await keep(db, { channel: 'case', updateId, body: '{}', error, now, caseId, tell: null })
}

/** Cases with something to do now, and updates whose next try has come. */
export async function pendingNow(db: Database, now: number, most: number): Promise<{ cases: string[]; updates: Incoming[] }> {
  const { rows } = await db.pool.query<{ id: string; case_id: string | null; body: Buffer }>({
    name: 'pending-inbounds',
    text: `select id::text, case_id, body from inbounds where next_at <= $1::timestamptz and state = 'pending' order by next_at, id limit $2`,
    values: [new Date(now).toISOString(), most],
  })
  const kept = rows.filter((row) => row.case_id === null)
  const read = kept.map((row) => ({ id: row.id, incoming: opened(db, row.body) }))
  const unreadable = read.filter((each) => each.incoming === null).map((each) => each.id)
  // What cannot be opened cannot be tried again, and must not stop the others; it stays stored as failed.
  if (unreadable.length > 0) await db.pool.query(`update inbounds set state = 'failed', next_at = null, error = 'sealed body cannot be opened' where id = any($1::bigint[])`, [unreadable])
  return {
    cases: [...new Set(rows.flatMap((row) => (row.case_id === null ? [] : [row.case_id])))],
    updates: read.flatMap((each) => each.incoming ?? []),
  }
}

function opened(db: Database, body: Buffer): Incoming | null {
  try {
    return JSON.parse(db.seal.open(body)) as Incoming
  } catch {
    return null
  }
}
