import type { Reply, Speaking, TalkState } from '../dialogue/state.ts'
import type { ChannelName } from '../events.ts'
import type { Database } from './database.ts'

/**
 * The two statements of an ordinary turn: one that reads the talks of all who spoke in the last moments, one that
 * stores what came in, where the talks stand now and what is owed. All of it or nothing for each person.
 */

export type Caller = { channel: ChannelName; user: string; updateId: string }

export type Talk = {
  addressId: string
  addressState: string
  version: number
  person: Speaking
  /** Null before the first word. */
  state: TalkState | null
  /** Set while they stand nowhere: they are stored with their first turn. */
  newcomer?: true
}

/**
 * `talk` is null for somebody who never spoke. `seen`: this update was dealt with before; one that is kept for another
 * try was not. `fault`: what is stored about this one person cannot be opened.
 */
export type Found = { talk: Talk | null; seen: boolean; fault?: unknown }

/**
 * The states this process has stored last, by chat: while the database holds the very same sealed bytes, they need not
 * come over and be opened again. Only ever a saving: whatever else stands there is read. They are
 * known by how they begin: the key's id, what was drawn for this one sealing alone, and the seal on all that follows.
 */
export type LastStates = { of(caller: Caller): LastState | undefined; stored(turn: NextTalk, sealed: Buffer): void }
/** Of a sealed value: id 4, what was drawn 12, seal 16. */
const markBytes = 32
type LastState = { mark: string; state: TalkState }

export function lastStates(most: number): LastStates {
  const kept = new Map<string, LastState>()
  const chat = ({ channel, user }: Caller): string => `${channel}:${user}`
  return {
    of: (caller) => kept.get(chat(caller)),
    stored({ state, updates: [caller] }, sealed) {
      if (!caller) return
      // Put behind all others, so that the first is always the one that has been silent for longest.
      kept.delete(chat(caller))
      kept.set(chat(caller), { mark: sealed.subarray(0, markBytes).toString('hex'), state })
      const [first] = kept.keys()
      if (kept.size > most && first !== undefined) kept.delete(first)
    },
  }
}

/** What is known of each caller, in their order. */
export async function readTalks(db: Database, callers: readonly Caller[], last: LastStates): Promise<Found[]> {
  const kept = callers.map((caller) => last.of(caller))
  const { rows } = await db.pool.query<Row>({
    name: 'read-talks',
    text: readText,
    values: [JSON.stringify(callers.map((caller, n) => ({ n, channel: caller.channel, user: caller.user, update_id: caller.updateId, mark: kept[n]?.mark })))],
  })
  return rows.map((row, n) => found(db, row, kept[n]))
}

/** One row that cannot be opened must not stop those who are read with it. */
function found(db: Database, row: Row, kept: LastState | undefined): Found {
  try {
    return { seen: row.seen, talk: row.person_id === null ? null : talkOf(db, row, kept) }
  } catch (fault) {
    return { seen: row.seen, talk: null, fault }
  }
}

// One look into an index for each caller. As plain joins and `exists`, the planner, who takes a list of JSON for a hundred
// rows, reads whole tables instead: every update that ever came in, at every turn.
const readText = `
select i.n, a.id as address_id, a.state as address_state, p.id as person_id, p.language, p.consent, p.name, p.phone, p.office_id, c.version, c.state, s.staff, b.seen is not null as seen
from json_to_recordset($1::json) as i(n int, channel text, "user" text, update_id text, mark text)
left join lateral (select id, state, person_id from addresses where channel = i.channel and "user" = i."user" limit 1) a on true
left join lateral (select id, language, consent, name, phone, office_id from people where id = a.person_id limit 1) p on true
left join lateral (select version, case when encode(substring(state for ${markBytes}), 'hex') = i.mark then null else state end as state from conversations where person_id = a.person_id limit 1) c on true
left join lateral (select json_agg(json_build_object('id', id, 'role', role, 'officeId', office_id, 'name', name, 'areas', areas) order by id) as staff from staff where person_id = a.person_id and left_at is null) s on true
left join lateral (select true as seen from inbounds where channel = i.channel and update_id = i.update_id and state <> 'pending' limit 1) b on true
order by i.n`

type Row = {
  address_id: string; address_state: string; person_id: string | null; language: string; consent: string | null; name: Buffer | null; phone: Buffer | null
  office_id: number | null; version: number; /** Null where it is the one we have stored last. */ state: Buffer | null; staff: Speaking['staff'] | null; seen: boolean
}

function talkOf(db: Database, row: Row, kept: LastState | undefined): Talk {
  return {
    addressId: row.address_id,
    addressState: row.address_state,
    version: row.version,
    state: stateOf(db, row.state, kept),
    person: {
      id: row.person_id ?? '',
      language: row.language,
      consent: row.consent,
      name: row.name && db.seal.open(row.name),
      phone: row.phone && db.seal.open(row.phone),
      officeId: row.office_id,
      staff: row.staff ?? [],
    },
  }
}

function stateOf(db: Database, sealed: Buffer | null, kept: LastState | undefined): TalkState | null {
  if (sealed !== null) return sealed.length === 0 ? null : JSON.parse(db.seal.open(sealed)) as TalkState
  if (!kept) throw new Error('a person without a talk')
  return kept.state
}

export type Newcomer = { personId: string; addressId: string; channel: ChannelName; user: string; language: string }

/** The talk of somebody who speaks for the first time. Nothing is stored yet. */
export function newTalk({ personId, addressId, language }: Newcomer): Talk {
  return { addressId, addressState: 'live', version: 0, state: null, newcomer: true, person: { id: personId, language, consent: null, name: null, phone: null, officeId: null, staff: [] } }
}

/**
 * Stores somebody before their first turn, which needs more than a talk: what it stores hangs on the person. Nothing
 * happens when somebody else's turn has brought them in meanwhile; who they are is read after this.
 */
export async function bringIn(db: Database, newcomer: Newcomer): Promise<void> {
  await db.pool.query({
    name: 'bring-in',
    text: `
with a as (insert into addresses (id, channel, "user", person_id) values ($1, $2, $3, $4)
       on conflict (channel, "user") do update set person_id = excluded.person_id where addresses.person_id is null returning person_id),
 p as (insert into people (id, language) select person_id, $5 from a on conflict do nothing returning id)
insert into conversations (person_id, state) select id, ''::bytea from p on conflict do nothing`,
    values: [newcomer.addressId, newcomer.channel, newcomer.user, newcomer.personId, newcomer.language],
  })
}

export type Remembered = { language?: string; consent?: string; officeId?: number; name?: string; phone?: string }

export type NextTalk = {
  talk: Talk
  state: TalkState
  updates: Caller[]
  remember: Remembered
  replies: OwedReply[]
}
export type OwedReply = { reply: Reply; retryKey: string; edits: string | null; token: { token: string; at: number } | null }
export type Owed = { id: string; retryKey: string }

/** Stores everybody's turns at once. Returns who was stored; the others' talks have moved on meanwhile and are read anew. */
export async function commitTalks(db: Database, turns: readonly NextTalk[], now: number, leaseMs: number, last: LastStates): Promise<{ moved: Set<string>; owed: Map<string, string> }> {
  const states = sealedStates(db, turns)
  const { rows } = await db.pool.query<{ moved: string[] | null; owed: { id: string; key: string }[] | null }>({ name: 'commit-talks', text: commitText, values: commitValues(db, turns, now, leaseMs, states) })
  const row = rows[0]
  const moved = new Set(row?.moved ?? [])
  turns.forEach((turn, n) => {
    const state = states[n]
    if (state && moved.has(turn.talk.person.id)) last.stored(turn, state)
  })
  return { moved, owed: new Map((row?.owed ?? []).map((each) => [each.key, each.id])) }
}

/**
 * Sealed values go over as they are, one after another in one value: as text within JSON they would be a third longer, and
 * reading them the dearest part of the statement. `state`, `message`, `name` and `phone` in the rows are where each begins, from 1; `…_size` its bytes.
 */
export function commitValues(db: Database, turns: readonly NextTalk[], now: number, leaseMs: number, states: readonly Buffer[] = sealedStates(db, turns)): (string | Buffer)[] {
  const sealed: Buffer[] = []
  let end = 1
  const put = (bytes: Buffer): number => {
    sealed.push(bytes)
    end += bytes.length
    return end - bytes.length
  }
  const rows = turns.map(({ talk, state, remember, updates: [caller] }, n) => {
    const bytes = states[n] ?? Buffer.alloc(0)
    const row = {
      person_id: talk.person.id, version: talk.version, state: put(bytes), state_size: bytes.length, address_id: talk.addressId,
      next_at: state.clock ? new Date(state.clock.at).toISOString() : null,
    }
    const known = Object.keys(remember).length > 0 ? { ...row, remembers: true, ...rememberedRow(db, remember, put) } : row
    return talk.newcomer ? { ...known, channel: caller?.channel, user: caller?.user, language: talk.person.language } : known
  })
  const updates = turns.flatMap((turn) => turn.updates.map((update) => ({ person_id: turn.talk.person.id, channel: update.channel, update_id: update.updateId })))
  const owed = turns.flatMap(({ talk, replies }) => replies.map(({ reply: { slot, wait: _, ...message }, retryKey, edits, token }) => {
    const bytes = db.seal.seal(JSON.stringify(message))
    return {
      person_id: talk.person.id, address_id: talk.addressId, message: put(bytes), message_size: bytes.length, slot, edits: edits ?? undefined, retry_key: retryKey,
      reply_token: token?.token, reply_at: token ? new Date(token.at).toISOString() : undefined,
    }
  }))
  return [JSON.stringify(rows), JSON.stringify(updates), JSON.stringify(owed), Buffer.concat(sealed), new Date(now).toISOString(), new Date(now + leaseMs).toISOString()]
}

function sealedStates(db: Database, turns: readonly NextTalk[]): Buffer[] {
  return turns.map(({ state }) => db.seal.seal(JSON.stringify(state)))
}

function rememberedRow(db: Database, { language, consent, officeId, name, phone }: Remembered, put: (bytes: Buffer) => number): Record<string, unknown> {
  const sealedName = name === undefined ? undefined : db.seal.seal(name)
  const sealedPhone = phone === undefined ? undefined : db.seal.seal(phone)
  return {
    language, consent, office_id: officeId,
    name: sealedName && put(sealedName), name_size: sealedName?.length,
    phone: sealedPhone && put(sealedPhone), phone_size: sealedPhone?.length,
    phone_hash: phone === undefined ? undefined : db.seal.hash('phone', phone).toString('base64'),
  }
}

/** Whoever has a `channel` here is new: person, chat and talk come with the first turn, unless somebody else was faster. */
export const commitText = `/* commit-talks */
with t as (select * from json_to_recordset($1::json) as t(person_id uuid, version int, state int, state_size int, address_id uuid, next_at timestamptz, channel text, "user" text,
     remembers boolean, language text, consent text, office_id int, name int, name_size int, phone int, phone_size int, phone_hash text)),
 come as (insert into addresses (id, channel, "user", person_id) select t.address_id, t.channel, t."user", t.person_id from t where t.channel is not null on conflict do nothing returning person_id),
 born as (insert into people (id, language, consent, consent_at, office_id, name, phone, phone_hash)
     select t.person_id, t.language, t.consent, case when t.consent is not null then $5::timestamptz end, t.office_id, ${kept('name')}, ${kept('phone')}, decode(t.phone_hash, 'base64') from t join come using (person_id)),
 begun as (insert into conversations (person_id, version, state, touched_at, address_id, next_at)
     select t.person_id, t.version + 1, ${kept('state')}, $5::timestamptz, t.address_id, t.next_at from t join come using (person_id) returning person_id),
 went as (update conversations c set state = ${kept('state')}, version = c.version + 1, touched_at = $5::timestamptz, address_id = t.address_id, next_at = t.next_at
     from t where t.channel is null and c.person_id = t.person_id and c.version = t.version returning c.person_id),
 moved as (select person_id from went union all select person_id from begun),
 known as (update people p set language = coalesce(t.language, p.language), consent = coalesce(t.consent, p.consent), office_id = coalesce(t.office_id, p.office_id),
     consent_at = case when t.consent is null then p.consent_at else $5::timestamptz end,
     name = coalesce(${kept('name')}, p.name), phone = coalesce(${kept('phone')}, p.phone), phone_hash = coalesce(decode(t.phone_hash, 'base64'), p.phone_hash)
     from t join went using (person_id) where t.remembers and p.id = t.person_id),
 stored as (insert into inbounds (channel, update_id, state, person_id, at)
     select i.channel, i.update_id, 'done', i.person_id, $5::timestamptz
     from json_to_recordset($2::json) as i(person_id uuid, channel text, update_id text) join moved m using (person_id)
     on conflict (channel, update_id) do update set state = 'done', body = null, error = null, next_at = null, person_id = excluded.person_id),
 owed as (insert into deliveries (person_id, address_id, message, slot, edits, reply_token, reply_at, retry_key, next_at, created_at)
     select d.person_id, d.address_id, substring($4::bytea from d.message for d.message_size), d.slot, d.edits, d.reply_token, d.reply_at, d.retry_key, $6::timestamptz, $5::timestamptz
     from json_to_recordset($3::json) as d(person_id uuid, address_id uuid, message int, message_size int, slot text, edits text, retry_key uuid, reply_token text, reply_at timestamptz)
     join moved m using (person_id) returning id, retry_key)
select (select json_agg(person_id) from moved) as moved, (select json_agg(json_build_object('id', id::text, 'key', retry_key)) from owed) as owed`

/** Where a sealed value of `t` lies among those that went over as they are. */
function kept(column: string): string {
  return `substring($4::bytea from t.${column} for t.${column}_size)`
}
