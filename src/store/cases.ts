import { createHash, randomBytes } from 'node:crypto'
import type { Answer, CaseState, DateOf, DutyState, Entry, Party, Stage, StaffMember, SurveyState } from '../cases/case.ts'
import { nothingBetween, type Between, type Room } from '../cases/between.ts'
import type { ChannelName } from '../events.ts'
import type { ReferralState } from '../cases/referrals/referral.ts'
import { rowsOf, type Asked, type Database, type Transaction } from './database.ts'
import type { Case, Duty, Party as PartyRow, Survey } from './generated/client.ts'
import { referralOf } from './referrals.ts'

/** Cases as rows and back. What a person told is sealed on the way in and opened on the way out. */

export type CaseFile = { case: CaseState; duties: DutyState[]; surveys: SurveyState[]; referrals: ReferralState[]; history: HistoryLine[] }
export type HistoryLine = { kind: string; actor: string; open: boolean; room: Room; at: number; details: Record<string, unknown> }

/** Parts of a case that have no column of their own. */
type Sealed = { stage: Stage; tried: CaseState['tried']; pauses: CaseState['pauses']; happened: CaseState['happened']; dangers: string[]; anonymous: boolean; /** Not in cases filed before there were any. */ dates?: DateOf[]; filedTimes?: number; byStaff?: boolean; between?: Partial<Between> }
type Facts = { answers: Answer[]; place: string | null }

/** Takes the case for this transaction alone; others wait their turn. */
export async function lockCase(tx: Transaction, caseId: string): Promise<void> {
  await tx.$queryRaw`select 1 from cases where id = ${caseId}::uuid for update`
}

export async function loadCase(db: Database, tx: Transaction, caseId: string): Promise<CaseFile | null> {
  const row = await tx.case.findUnique({ where: { id: caseId }, include: { duties: true, surveys: true, parties: true, referrals: { orderBy: { sentAt: 'asc' } }, histories: { orderBy: { n: 'asc' } } } })
  if (!row) return null
  return {
    case: caseOf(db, row, row.parties),
    duties: row.duties.map(dutyOf),
    surveys: row.surveys.map((each) => surveyOf(db, each)),
    referrals: row.referrals.map((each) => referralOf(db, each)),
    history: row.histories.map((each) => ({ kind: each.kind, actor: each.actor, open: each.open, room: each.room as Room, at: each.at.getTime(), details: JSON.parse(db.seal.open(each.details)) as Record<string, unknown> })),
  }
}

export function caseOf(db: Database, row: Case, parties: PartyRow[]): CaseState {
  const sealed = JSON.parse(db.seal.open(row.state)) as Sealed
  const facts = JSON.parse(db.seal.open(row.facts)) as Facts
  return {
    id: row.id, number: row.number, dossier: row.dossier, officeId: row.officeId, regulation: row.regulation, edition: row.edition, category: row.category, level: row.level,
    stage: sealed.stage, tried: sealed.tried, handlerId: row.handlerId, story: db.seal.open(row.story), answers: facts.answers, place: facts.place, dates: sealed.dates ?? [], filedTimes: sealed.filedTimes ?? 1, ...(sealed.byStaff ? { byStaff: true } : {}),
    dangers: sealed.dangers, anonymous: sealed.anonymous, language: row.language, channel: row.channel as ChannelName, applicantId: row.applicantId,
    filedAt: row.filedAt.getTime(), acceptedAt: row.acceptedAt?.getTime() ?? null, reopened: row.reopened, pauses: sealed.pauses, happened: sealed.happened, score: row.score,
    parties: parties.map((each): Party => ({
      id: each.id, role: each.role as Party['role'], personId: each.personId, name: each.name && db.seal.open(each.name),
      contact: each.contact && db.seal.open(each.contact), willing: each.willing as Party['willing'],
    })),
    between: { ...nothingBetween, ...sealed.between },
  }
}

/** A limit that cannot be reckoned yet (the clock stands still) lies at the end of time, so that it never fires. */
const endOfTime = Date.UTC(9999, 11, 31)

export function dutyOf(row: Duty): DutyState {
  return {
    id: row.id, kind: row.kind, rule: row.rule, owner: row.owner as DutyState['owner'], staffId: row.staffId, state: row.state as DutyState['state'],
    openedAt: row.openedAt.getTime(), warnAt: row.warnAt?.getTime() ?? null, dueAt: row.dueAt.getTime() >= endOfTime ? Infinity : row.dueAt.getTime(),
    nextAt: row.nextAt?.getTime() ?? null, rung: row.rung, doneAt: row.doneAt?.getTime() ?? null, late: row.late, unconfirmed: row.unconfirmed,
  }
}

export function surveyOf(db: Database, row: Survey): SurveyState {
  return {
    id: row.id, personId: row.personId, round: row.round, staffId: row.staffId, state: row.state as SurveyState['state'], mode: row.mode as SurveyState['mode'],
    nextAt: row.nextAt?.getTime() ?? null, sentAt: row.sentAt?.getTime() ?? null, score: row.score, words: row.words && db.seal.open(row.words), reason: row.reason,
  }
}

export function columns(db: Database, state: CaseState) {
  const sealed: Sealed = { stage: state.stage, tried: state.tried, pauses: state.pauses, happened: state.happened, dangers: state.dangers, anonymous: state.anonymous, dates: state.dates, filedTimes: state.filedTimes, ...(state.byStaff ? { byStaff: true } : {}), ...betweenOf(state) }
  const closed = state.stage.at === 'closed' ? state.stage : null
  return {
    dossier: state.dossier, regulation: state.regulation, edition: state.edition, category: state.category, level: state.level, stage: state.stage.at, outcome: closed?.outcome ?? null,
    facts: bytes(db.seal.seal(JSON.stringify({ answers: state.answers, place: state.place } satisfies Facts))), state: bytes(db.seal.seal(JSON.stringify(sealed))),
    applicantId: state.applicantId, handlerId: state.handlerId, score: state.score, reopened: state.reopened, acceptedAt: date(state.acceptedAt), closedAt: date(closed?.since ?? null),
    answer: closed ? bytes(db.seal.seal(closed.answer)) : null,
  }
}

/** Most cases have nothing of it, and keep nothing. */
function betweenOf({ between }: CaseState): { between?: Partial<Between> } {
  const some = Object.fromEntries(Object.entries(between).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(nothingBetween[name as keyof Between])))
  return Object.keys(some).length > 0 ? { between: some } : {}
}

export function partyColumns(db: Database, party: Party) {
  return { role: party.role, personId: party.personId, willing: party.willing, name: party.name === null ? null : bytes(db.seal.seal(party.name)), contact: party.contact === null ? null : bytes(db.seal.seal(party.contact)) }
}

/** The case as decided. */
export async function updateCase(db: Database, tx: Transaction, before: CaseState, after: CaseState): Promise<void> {
  await tx.case.update({ where: { id: after.id }, data: columns(db, after) })
  if (after.officeId !== before.officeId) await moveToOffice(tx, after.id, after.officeId)
  for (const party of after.parties) {
    const known = before.parties.find((each) => each.id === party.id)
    if (known && JSON.stringify(known) === JSON.stringify(party)) continue
    await tx.party.upsert({ where: { id: party.id }, create: { id: party.id, caseId: after.id, ...partyColumns(db, party) }, update: partyColumns(db, party) })
  }
}

/** To another office, under the number it has. */
async function moveToOffice(tx: Transaction, caseId: string, office: number): Promise<void> {
  await tx.$executeRaw`update cases set numbered_by = coalesce(numbered_by, office_id), office_id = ${office} where id = ${caseId}::uuid`
}

/** What is still owed goes along with the case; what was done stays with the office that did it. */
export async function moveDuties(tx: Transaction, { id, officeId }: Pick<CaseState, 'id' | 'officeId'>): Promise<void> {
  await tx.duty.updateMany({ where: { caseId: id, state: 'open' }, data: { officeId } })
}

/** From now on no code there is opens the case to who does not stand in it. */
export async function endTracking(db: Database, tx: Transaction, caseId: string): Promise<void> {
  await tx.case.update({ where: { id: caseId }, data: { trackHash: bytes(db.seal.hash('track', randomBytes(16).toString('hex'))) } })
}

export async function saveDuties(tx: Transaction, of: CaseState, duties: readonly DutyState[], before: readonly DutyState[]): Promise<void> {
  const fresh = duties.filter((duty) => !before.some((each) => each.id === duty.id))
  if (fresh.length > 0) await tx.duty.createMany({ data: fresh.map((duty) => ({ id: duty.id, caseId: of.id, officeId: of.officeId, ...dutyColumns(duty) })) })
  for (const duty of duties.filter((each) => !fresh.includes(each))) await tx.duty.update({ where: { id: duty.id }, data: dutyColumns(duty) })
}

export function dutyColumns(duty: DutyState) {
  return {
    kind: duty.kind, rule: duty.rule, owner: duty.owner, staffId: duty.staffId, state: duty.state, openedAt: new Date(duty.openedAt), warnAt: date(duty.warnAt),
    dueAt: new Date(Math.min(duty.dueAt, endOfTime)), nextAt: duty.nextAt === null || duty.nextAt >= endOfTime ? null : new Date(duty.nextAt), rung: duty.rung,
    doneAt: date(duty.doneAt), late: duty.late, unconfirmed: duty.unconfirmed,
  }
}

/** The score counts from the moment it was first given; words that follow do not move it. */
export async function saveSurveys(db: Database, tx: Transaction, caseId: string, surveys: readonly SurveyState[], before: readonly SurveyState[], now: number): Promise<void> {
  for (const survey of surveys) {
    const scored = survey.state === 'scored' && before.find((each) => each.id === survey.id)?.state !== 'scored'
    const row = {
      personId: survey.personId, round: survey.round, staffId: survey.staffId, state: survey.state, mode: survey.mode, nextAt: date(survey.nextAt), sentAt: date(survey.sentAt), score: survey.score,
      ...(scored ? { scoredAt: new Date(now) } : {}), words: survey.words === null ? null : bytes(db.seal.seal(survey.words)), reason: survey.reason,
    }
    await tx.survey.upsert({ where: { id: survey.id }, create: { id: survey.id, caseId, ...row }, update: row })
  }
}

/** Appends to the case's history; each line holds the hash of the one before, so that nobody can quietly rewrite it. */
export async function appendHistory(db: Database, tx: Transaction, caseId: string, entries: readonly Entry[], now: number): Promise<void> {
  if (entries.length === 0) return
  const last = await tx.history.findFirst({ where: { caseId }, orderBy: { n: 'desc' }, select: { n: true, hash: true } })
  await tx.history.createMany({ data: historyRows(db, caseId, entries, now, last) })
}

export function historyRows(db: Database, caseId: string, entries: readonly Entry[], now: number, last: { n: number; hash: Uint8Array } | null) {
  let n = last?.n ?? 0
  let previous: Uint8Array = last?.hash ?? new Uint8Array(32)
  return entries.map((entry) => {
    n += 1
    const details = JSON.stringify(entry.details)
    const hash = historyHash(previous, { caseId, n, at: now, kind: entry.kind, actor: entry.actor, details })
    const row = { caseId, n, at: new Date(now), kind: entry.kind, actor: entry.actor, open: entry.open, room: entry.room, details: bytes(db.seal.seal(details)), previous: bytes(Buffer.from(previous)), hash: bytes(hash) }
    previous = hash
    return row
  })
}

export function historyHash(previous: Uint8Array, line: { caseId: string; n: number; at: number; kind: string; actor: string; details: string }): Buffer {
  return createHash('sha256').update(previous).update(JSON.stringify([line.caseId, line.n, line.at, line.kind, line.actor, line.details])).digest()
}

const latelyMs = 30 * 86_400_000

/** The staff of an office and what each has in hand or on offer, for choosing a handler. One statement along the indexes of what is open. */
export async function staffOf(asked: Asked, officeId: number, now: number): Promise<StaffMember[]> {
  const rows = await rowsOf<StaffRow>(asked, 'staff-of', `
    select s.id, s.person_id::text, s.office_id, s.role, s.name, s.kinds, s.languages, s.areas, s.capacity, s.away_from, s.away_until, s.custodian, s.body_id,
      (select coalesce(array_agg(o.id), '{}') from staff o where o.stand_in_id = s.id and o.left_at is null and o.away_from <= $2::timestamptz and (o.away_until is null or o.away_until > $2::timestamptz)) as stands_for,
      (select count(*) from cases c where c.handler_id = s.id and c.stage in ('accepted', 'settling'))::int
      + (select count(*) from duties d where d.staff_id = s.id and d.state = 'open' and d.kind = 'answer-offer')::int as load,
      (select count(*) from duties d where d.staff_id = s.id and d.opened_at > here.since and d.kind = 'answer-offer') / greatest(1, extract(epoch from $2::timestamptz - here.since) / 86400)::float8 as lately
    from staff s cross join lateral (select greatest($3::timestamptz, s.joined_at, s.back_at) as since) here where s.office_id = $1::int and s.left_at is null order by s.id`,
  [officeId, new Date(now).toISOString(), new Date(now - latelyMs).toISOString()])
  return rows.map(memberOf)
}

/**
 * Who could answer for a case whose office cannot (PET-7): heads and leaders up the tree, nearest office first, and after
 * them the administrators of any other office.
 */
export async function staffAbove(asked: Asked, officeId: number): Promise<StaffMember[][]> {
  const rows = await rowsOf<StaffRow & { depth: number }>(asked, 'staff-above', `
    with recursive up as (
      select parent_id as id, 1 as depth from offices where id = $1::int
      union all select o.parent_id, up.depth + 1 from offices o join up on o.id = up.id where up.depth < ${officesDeepMost})
    select s.id, s.person_id::text, s.office_id, s.role, s.name, s.kinds, s.languages, s.areas, s.capacity, s.away_from, s.away_until, s.custodian, s.body_id, array[]::int[] as stands_for, 0 as load,
      coalesce(up.depth, ${officesDeepMost} + 1)::int as depth
    from staff s left join up on up.id = s.office_id
    where s.left_at is null and s.office_id <> $1::int and ((up.id is not null and s.role in ('head', 'leader')) or s.role = 'admin')
    order by depth, s.id`, [officeId])
  const depth = (row: { depth: number; role: string }): number => (row.role === 'admin' ? officesDeepMost + 1 : row.depth)
  return [...Map.groupBy(rows, depth)].sort(([a], [b]) => a - b).map(([, group]) => group.map(memberOf))
}

const officesDeepMost = 20

/** Ids of the cases somebody filed or stands in now. Along the two indexes: an "or" over both would read every case there is. */
export async function casesOf(tx: Transaction, personId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`select id::text from cases where applicant_id = ${personId}::uuid union select case_id::text from parties where person_id = ${personId}::uuid and role <> 'former'`
  return rows.map(({ id }) => id)
}

/** How often each has filed under the regulation since then, in their order. */
export async function filedSince(tx: Transaction, asked: readonly { personId: string; regulation: string }[], since: Date): Promise<number[]> {
  const rows = await tx.$queryRaw<{ n: number; count: number }[]>`
    select a.n::int, count(c.id)::int as count
    from unnest(${asked.map((each) => each.personId)}::uuid[], ${asked.map((each) => each.regulation)}::text[]) with ordinality as a(person, regulation, n)
    left join cases c on c.applicant_id = a.person and c.filed_at >= ${since} and c.regulation = a.regulation and c.outcome is distinct from 'merged' group by a.n`
  return asked.map((_, n) => rows.find((row) => row.n === n + 1)?.count ?? 0)
}

function memberOf(row: StaffRow): StaffMember {
  return {
    id: row.id, personId: row.person_id, officeId: row.office_id, role: row.role, name: row.name, kinds: row.kinds, languages: row.languages,
    areas: row.areas, capacity: row.capacity, load: row.load, ...(row.lately === undefined ? {} : { lately: row.lately }), custodian: row.custodian, standsFor: row.stands_for, ...(row.body_id === null ? {} : { body: row.body_id }), away: row.away_from ? { from: row.away_from.getTime(), until: row.away_until?.getTime() ?? null } : null,
  }
}
type StaffRow = { id: number; person_id: string; office_id: number; role: StaffMember['role']; name: string; kinds: string[]; languages: string[]; areas: string[]; capacity: number; away_from: Date | null; away_until: Date | null; custodian: boolean; body_id: number | null; stands_for: number[]; load: number; lately?: number }

function date(at: number | null): Date | null {
  return at === null ? null : new Date(at)
}

/** Prisma wants an array of its own, not a view of a pooled buffer. */
function bytes(buffer: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer)
}
