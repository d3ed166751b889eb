import type { StaffMember } from '../cases/case.ts'
import type { RoundState } from '../rounds/round.ts'
import type { Database, Transaction } from './database.ts'
import type { Round } from './generated/client.ts'

/** Rounds as rows and back. What was reported is sealed on the way in and opened on the way out. */

/** Since when the rounds of this office have not been looked at (ms); null at the first look. */
export async function roundsLookedAt(tx: Transaction, officeId: number): Promise<number | null> {
  const kept = await tx.setting.findUnique({ where: { key: lookedKey(officeId) } })
  return typeof kept?.value === 'number' ? kept.value : null
}

/** Of two that looked at the same time the later moment counts. */
export async function lookedAtRounds(tx: Transaction, officeId: number, now: number): Promise<void> {
  await tx.$executeRaw`insert into settings (key, value) values (${lookedKey(officeId)}, to_jsonb(${now}::bigint))
    on conflict (key) do update set value = excluded.value where (settings.value #>> '{}')::bigint < ${now}::bigint`
}

/** Stores those that are not there yet, and says which they were. One statement, for many as for one. */
export async function createRounds(tx: Transaction, rounds: readonly RoundState[]): Promise<Set<string>> {
  if (rounds.length === 0) return new Set()
  const rows = rounds.map((round) => ({ id: round.id, officeId: round.officeId, regulation: round.regulation, kind: round.kind, rule: round.rule, staffId: round.staffId, period: round.period, title: round.title, openedAt: new Date(round.openedAt), ...changing(round) }))
  const made = await tx.$queryRaw<{ id: string }[]>`/* create-rounds */
    insert into rounds (id, office_id, regulation, kind, rule, staff_id, period, title, opened_at, owner, state, warn_at, due_at, next_at, rung, done_at, done_by, late, unconfirmed)
    select r.id, r."officeId", r.regulation, r.kind, r.rule, r."staffId", r.period, r.title, r."openedAt", r.owner, r.state, r."warnAt", r."dueAt", r."nextAt", r.rung, r."doneAt", r."doneBy", r.late, r.unconfirmed
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(id uuid, "officeId" int, regulation text, kind text, rule text, "staffId" int, period text, title text, "openedAt" timestamptz, owner text, state text, "warnAt" timestamptz, "dueAt" timestamptz,
      "nextAt" timestamptz, rung int, "doneAt" timestamptz, "doneBy" int, late boolean, unconfirmed boolean)
    on conflict (id) do nothing returning id::text`
  return new Set(made.map(({ id }) => id))
}

/** Earlier ones of the same kind that nobody is asked about any more: nobody has reported them. */
export async function giveUpEarlier(tx: Transaction, { officeId, regulation, kind, period }: Pick<RoundState, 'officeId' | 'regulation' | 'kind' | 'period'>): Promise<void> {
  await tx.round.updateMany({ where: { officeId, regulation, kind, period: { lt: period }, state: 'open', nextAt: null }, data: { state: 'missed', late: true } })
}

/** The round, taken for this transaction alone. */
export async function lockRound(db: Database, tx: Transaction, id: string): Promise<RoundState | null> {
  await tx.$queryRaw`select 1 from rounds where id = ${id}::uuid for update`
  return findRound(db, tx, id)
}

export async function findRound(db: Database, tx: Transaction, id: string): Promise<RoundState | null> {
  const row = await tx.round.findUnique({ where: { id } })
  return row && roundOf(db, row)
}

export async function saveRound(db: Database, tx: Transaction, round: RoundState): Promise<void> {
  const report = reportText(round)
  const words = report === null ? null : new Uint8Array(db.seal.seal(report))
  await tx.round.update({ where: { id: round.id }, data: { ...changing(round), words } })
}

/** The same of many that nobody has reported: one statement, whose words stay as they are. */
export async function saveChased(tx: Transaction, rounds: readonly RoundState[]): Promise<void> {
  if (rounds.length === 0) return
  await tx.$executeRaw`/* save-chased */ update rounds r set owner = v.owner, state = v.state, warn_at = v."warnAt", due_at = v."dueAt", next_at = v."nextAt", rung = v.rung, done_at = v."doneAt", late = v.late, unconfirmed = v.unconfirmed
    from json_to_recordset(${JSON.stringify(rounds.map((round) => ({ id: round.id, ...changing(round) })))}::json)
      as v(id uuid, owner text, state text, "warnAt" timestamptz, "dueAt" timestamptz, "nextAt" timestamptz, rung int, "doneAt" timestamptz, late boolean, unconfirmed boolean) where r.id = v.id`
}

/** What belongs together: one kind of round of one period in one office, owed by one or by many. */
export type RoundGroup = Pick<RoundState, 'officeId' | 'regulation' | 'kind' | 'period'>

/** Where something is to be said now, the longest overdue first. Along the index of what is to be said next. */
export async function dueGroups(db: Database, now: number, most: number): Promise<RoundGroup[]> {
  const { rows } = await db.pool.query<{ office_id: number; regulation: string; kind: string; period: string }>({
    name: 'due-rounds',
    text: `select office_id, regulation, kind, period from (select * from rounds where next_at <= $1::timestamptz and state = 'open' order by next_at limit $2) r
      group by office_id, regulation, kind, period order by min(next_at)`,
    values: [new Date(now).toISOString(), most],
  })
  return rows.map((row) => ({ officeId: row.office_id, regulation: row.regulation, kind: row.kind, period: row.period }))
}

/** So many of a group that are due, for this transaction alone; what another one has taken is left to it. */
export async function lockDue(db: Database, tx: Transaction, group: RoundGroup, now: number, most: number): Promise<RoundState[]> {
  const taken = await tx.$queryRaw<{ id: string }[]>`select id::text from rounds where next_at <= ${new Date(now)} and state = 'open'
    and office_id = ${group.officeId} and regulation = ${group.regulation} and kind = ${group.kind} and period = ${group.period} order by id limit ${most} for update skip locked`
  const rows = await tx.round.findMany({ where: { id: { in: taken.map(({ id }) => id) } }, orderBy: { id: 'asc' } })
  return rows.map((row) => roundOf(db, row))
}

/** What could not be dealt with is tried again after a while, so that it does not stand in the way of all others. */
export async function putOff(db: Database, group: RoundGroup, now: number, until: number): Promise<void> {
  await db.prisma.round.updateMany({ where: { ...group, state: 'open', nextAt: { lte: new Date(now) } }, data: { nextAt: new Date(until) } })
}

/** `regulations`: those whose rounds they owe by their role; null: all. */
export type Owing = { id: number; role: string; officeId: number; regulations: string[] | null }

/** Open rounds that these members of staff owe, alone or by their role, the next due first; and how many there are. */
export async function roundsOwedBy(db: Database, tx: Transaction, members: readonly Owing[], now: number, most: number): Promise<{ rounds: RoundState[]; all: number }> {
  const byRole = members.map(({ role, officeId, regulations }) => ({ staffId: null, owner: role, officeId, ...(regulations === null ? {} : { regulation: { in: regulations } }) }))
  const where = { state: 'open', openedAt: { lte: new Date(now) }, OR: [{ staffId: { in: members.map(({ id }) => id) } }, ...byRole] }
  const rows = await tx.round.findMany({ where, orderBy: { dueAt: 'asc' }, take: most })
  return { rounds: rows.map((row) => roundOf(db, row)), all: rows.length < most ? rows.length : await tx.round.count({ where }) }
}

/** Numbers of what somebody has filed under a regulation in an office since then, oldest first. */
export async function findingsOf(tx: Transaction, of: { officeId: number; regulation: string; personId: string; since: number }): Promise<string[]> {
  const rows = await tx.case.findMany({ where: { applicantId: of.personId, filedAt: { gte: new Date(of.since) }, officeId: of.officeId, regulation: of.regulation }, orderBy: { filedAt: 'asc' }, select: { number: true } })
  return rows.map(({ number }) => number)
}

/** The staff of an office as rounds need them: how much each has in hand is not counted; standsFor also while those are not away. */
export async function roundStaff(tx: Transaction, officeId: number): Promise<StaffMember[]> {
  const rows = await tx.staff.findMany({ where: { officeId, leftAt: null, bodyId: null }, orderBy: { id: 'asc' } })
  return rows.map((row) => ({
    id: row.id, personId: row.personId, officeId: row.officeId, role: row.role as StaffMember['role'], name: row.name, kinds: row.kinds, languages: row.languages, areas: row.areas,
    capacity: row.capacity, load: 0, custodian: row.custodian, standsFor: rows.filter(({ standInId }) => standInId === row.id).map(({ id }) => id), away: row.awayFrom ? { from: row.awayFrom.getTime(), until: row.awayUntil?.getTime() ?? null } : null,
  }))
}

function roundOf(db: Database, row: Round): RoundState {
  return {
    id: row.id, officeId: row.officeId, regulation: row.regulation, kind: row.kind, rule: row.rule, owner: row.owner as RoundState['owner'], staffId: row.staffId, period: row.period, title: row.title,
    state: row.state as RoundState['state'], openedAt: row.openedAt.getTime(), warnAt: row.warnAt?.getTime() ?? null, dueAt: row.dueAt.getTime(), nextAt: row.nextAt?.getTime() ?? null,
    rung: row.rung, doneAt: row.doneAt?.getTime() ?? null, doneBy: row.doneBy, ...reported(row.words && db.seal.open(row.words)), late: row.late, unconfirmed: row.unconfirmed,
  }
}

type Report = Pick<RoundState, 'words' | 'files' | 'findings'>

/** Words alone are kept as they are; with files or findings they are kept together. */
function reportText({ words, files, findings }: Report): string | null {
  return files.length === 0 && findings.length === 0 ? words : JSON.stringify({ words, files, findings })
}

function reported(text: string | null): Report {
  const together = text?.startsWith('{"words":') ? parsed(text) : null
  return together ?? { words: text, files: [], findings: [] }
}

/** Null for words that only look so. */
function parsed(text: string): Report | null {
  try {
    const { words, files, findings } = JSON.parse(text) as Report
    return Array.isArray(files) && Array.isArray(findings) ? { words, files, findings } : null
  } catch {
    return null
  }
}

function changing(round: RoundState) {
  return {
    owner: round.owner, state: round.state, warnAt: date(round.warnAt), dueAt: new Date(round.dueAt), nextAt: date(round.nextAt), rung: round.rung,
    doneAt: date(round.doneAt), doneBy: round.doneBy, late: round.late, unconfirmed: round.unconfirmed,
  }
}

function date(at: number | null): Date | null {
  return at === null ? null : new Date(at)
}

function lookedKey(officeId: number): string {
  return `rounds-looked-at:${officeId}`
}
