// Owns looking: after every moment at which something happened, what changed is read from the database and held against
// what must hold. Between those moments nothing changes, so that what holds after each holds at every minute.
import { isWorkingTime, type Calendar } from '../../src/calendar/limit.ts'
import type { Message } from '../../src/dialogue/message.ts'
import type { Regulation } from '../../src/regulations/schema.ts'
import { dutyOwners, ownersOf, type CaseRow, type DutyRow, type Sent, type StaffRow, type Where } from './checks.ts'
import type { SimulatedHouse } from './house.ts'
import type { Tree } from './tree.ts'

export type Seen = { one: CaseRow; duties: DutyRow[] }
/** `named`: staff whom the case speaks of, as the simulation told it; `accused`: it is about them, so that they may not read of it. */
export type Planted = { named: readonly number[]; accused: boolean; danger: boolean }

export type Watch = {
  seen: Map<string, Seen>
  /** What did not hold: the kind, how often, and a few of them. */
  wrong: Map<string, { count: number; some: string[] }>
  fault(kind: string, what: string): void
  /** By person on the staff. */
  sent: Map<string, Sent[]>
  sentToResidents: number
  looks: number
  offers: Map<number, number>
  /** At so many looks they were there, and what they had in hand or on offer then, added up. */
  loads: Map<number, { looks: number; total: number }>
  countLoads(): void
  /** Of answers to acts: their retry keys. */
  free: Set<string>
  planted: Map<string, Planted>
  /** Who asked to stand aside from which case; it counts once the case has it in its history. */
  askedAside: Set<string>
  stoodAside: Set<string>
  where(): Where
  /** Reads what changed; returns those cases. */
  look(): Promise<Seen[]>
  /** Reads everything anew. */
  lookAtAll(): Promise<void>
}

export function startWatch(house: SimulatedHouse, tree: Tree, calendar: Calendar): Watch {
  const { db, regulations } = house
  const people = new Map(tree.staff.map((each) => [each.personId, each]))
  const parents = new Map(tree.offices.map(({ id, parentId }) => [id, parentId]))
  const knownOffers = new Set<string>()
  let staff = new Map<number, StaffRow>()
  const watch: Watch = {
    seen: new Map(), wrong: new Map(), sent: new Map(), sentToResidents: 0, looks: 0, offers: new Map(), loads: new Map(), free: new Set(), planted: new Map(), askedAside: new Set(), stoodAside: new Set(),
    fault(kind, what) {
      const known = watch.wrong.get(kind) ?? { count: 0, some: [] }
      known.count += 1
      if (known.some.length < 5) known.some.push(what)
      watch.wrong.set(kind, known)
    },
    where: () => ({ staff, parents }),
    countLoads() {
      const now = new Map<number, number>()
      const has = (id: number | null): void => { if (id !== null) now.set(id, (now.get(id) ?? 0) + 1) }
      for (const { one, duties } of watch.seen.values()) {
        if (one.stage === 'accepted' || one.stage === 'settling') has(one.handlerId)
        if (one.stage === 'assigned') duties.filter(({ kind, state }) => kind === 'answer-offer' && state === 'open').forEach(({ staffId }) => has(staffId))
      }
      for (const { id, left, away } of staff.values()) {
        if (left || away) continue
        const known = watch.loads.get(id) ?? { looks: 0, total: 0 }
        watch.loads.set(id, { looks: known.looks + 1, total: known.total + (now.get(id) ?? 0) })
      }
    },
    async look() {
      await readStaff()
      const ids = house.touched()
      const found = await read(ids)
      for (const each of found) {
        watch.seen.set(each.one.id, each)
        judge(each)
      }
      await readSent()
      watch.looks += 1
      return found
    },
    async lookAtAll() {
      await readStaff()
      for (const each of await read(null)) {
        watch.seen.set(each.one.id, each)
        judge(each)
      }
    },
  }

  async function readStaff(): Promise<void> {
    const { rows } = await db.pool.query<StaffRow>(`select id, person_id::text as "personId", office_id as "officeId", role, name, left_at is not null as left,
      away_from is not null and away_from <= $1 and (away_until is null or away_until > $1) as away, stand_in_id as "standInId" from staff`, [new Date(house.now())])
    staff = new Map(rows.map((row) => [row.id, row]))
  }

  async function read(ids: readonly string[] | null): Promise<Seen[]> {
    if (ids?.length === 0) return []
    const which = (column: string): string => (ids === null ? '' : `where ${column} = any($1::uuid[])`)
    const values = ids === null ? [] : [ids]
    const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`
    const [cases, duties, recused] = await Promise.all([
      db.pool.query<CaseRow>(`select id::text, number, office_id as "officeId", regulation, level, stage, outcome, handler_id as "handlerId", applicant_id::text as "applicantId", ${ms('filed_at')} as "filedAt", ${ms('accepted_at')} as "acceptedAt" from cases ${which('id')}`, values),
      db.pool.query<DutyRow>(`select id::text, case_id::text as "caseId", kind, owner, staff_id as "staffId", state, ${ms('opened_at')} as "openedAt", ${ms('due_at')} as "dueAt", ${ms('next_at')} as "nextAt", rung, late from duties ${which('case_id')}`, values),
      db.pool.query<{ key: string }>(`select distinct case_id || '/' || substring(actor from 7) as key from histories where kind = 'recused' and actor like 'staff:%' ${ids === null ? '' : 'and case_id = any($1::uuid[])'}`, values),
    ])
    for (const { key } of recused.rows) if (watch.askedAside.has(key)) watch.stoodAside.add(key)
    const byCase = Map.groupBy(duties.rows, ({ caseId }) => caseId)
    return cases.rows.map((one) => ({ one, duties: byCase.get(one.id) ?? [] }))
  }

  function judge({ one, duties }: Seen): void {
    const where = watch.where()
    if (ownersOf(one, duties, where).length === 0) watch.fault('a case without an owner', `${one.number} (${one.regulation}, ${one.stage}) at ${at(house.now())}`)
    for (const duty of duties) {
      if (duty.state === 'open' && dutyOwners(duty, one, where).length === 0) watch.fault('a duty without an owner', `${duty.kind} of ${one.number}, ${duty.owner}, at ${at(house.now())}`)
      if (duty.kind !== 'answer-offer' || duty.staffId === null || knownOffers.has(duty.id)) continue
      knownOffers.add(duty.id)
      watch.offers.set(duty.staffId, (watch.offers.get(duty.staffId) ?? 0) + 1)
      if (conflicts(one, duty.staffId)) watch.fault('offered to somebody with a conflict', `${one.number} to ${duty.staffId}`)
    }
    if (one.handlerId !== null && one.stage !== 'closed' && conflicts(one, one.handlerId)) watch.fault('held by somebody with a conflict', `${one.number} by ${one.handlerId}`)
  }

  /** A party to it, named in it, or stood aside from it before. */
  function conflicts(one: CaseRow, id: number): boolean {
    const found = watch.planted.get(one.id)
    return (found?.named.includes(id) ?? false) || (staff.get(id)?.personId === one.applicantId && !isFinding(regulations, one)) || watch.stoodAside.has(`${one.id}/${id}`)
  }

  async function readSent(): Promise<void> {
    const ids = house.sent()
    if (ids.length === 0) return
    const { rows } = await db.pool.query<{ person_id: string | null; case_id: string | null; retry_key: string; message: Buffer; sent_at: Date | null }>(`select person_id::text, case_id::text, retry_key::text, message, sent_at from deliveries where id = any($1::bigint[])`, [ids])
    for (const row of rows) {
      if (row.person_id === null) continue
      const one = row.case_id === null ? undefined : (watch.seen.get(row.case_id) ?? (await read([row.case_id]))[0])
      if (one && !await isEntitled(row.person_id, one)) watch.fault('a message to somebody it was not for', `${one.one.number} to ${people.get(row.person_id)?.name ?? 'a resident'} at ${at(house.now())}`)
      const member = people.get(row.person_id)
      // Who has a matter of their own, or whose matter it is, reads of it as a resident.
      if (!member || (one && !isFinding(regulations, one.one) && (one.one.applicantId === row.person_id))) {
        watch.sentToResidents += 1
        continue
      }
      const sentAt = row.sent_at?.getTime() ?? house.now()
      const mine = watch.sent.get(row.person_id) ?? []
      mine.push({ at: sentAt, personId: row.person_id, caseId: row.case_id, words: textOf(db.seal.open(row.message)), free: watch.free.has(row.retry_key), red: one !== undefined && isRed(one.one), working: isWorkingTime(calendar, sentAt) })
      watch.sent.set(row.person_id, mine)
    }
  }

  /** Bears no waiting: its level, the danger told of, or a regulation by which somebody answers at any hour (SCH-3). */
  function isRed(one: CaseRow): boolean {
    const rules = regulations.find(({ id }) => id === one.regulation)
    return (watch.planted.get(one.id)?.danger ?? false) || (rules?.levels.find(({ id }) => id === one.level)?.red ?? false) || (rules?.assign.aroundTheClock ?? false)
  }

  /**
   * Whoever stands in the case as a party; of the staff, never who is a party or named: who had, has or is asked for
   * something in it, who did something in it, the officers of its offices and above, who stands in for one of them.
   */
  async function isEntitled(personId: string, { one, duties }: Seen): Promise<boolean> {
    const member = people.get(personId)
    if (one.applicantId === personId) return true
    const { rows: parties } = await db.pool.query(`select 1 from parties where case_id = $1 and person_id = $2`, [one.id, personId])
    if (parties.length > 0) return true
    if (!member) return false
    const told = watch.planted.get(one.id)
    if (told?.accused && told.named.includes(member.id)) return false
    const officer = (id: number | null): boolean => { const each = id === null ? undefined : staff.get(id); return each !== undefined && ['head', 'leader', 'admin'].includes(each.role) && overOf(one.officeId).includes(each.officeId) }
    if (officer(member.id) || one.handlerId === member.id || duties.some(({ staffId }) => staffId === member.id)) return true
    if (member.body !== null) return (await db.pool.query(`select 1 from referrals where case_id = $1 and body_id = $2`, [one.id, member.body])).rows.length > 0
    const concerned = [...new Set([one.handlerId, ...duties.map(({ staffId }) => staffId)])]
    if ([...staff.values()].some((each) => each.standInId === member.id && (concerned.includes(each.id) || officer(each.id)))) return true
    return (await db.pool.query(`select 1 from histories where case_id = $1 and actor = $2 union all select 1 from duties d join staff s on s.id = d.staff_id where d.case_id = $1 and s.office_id = $3 and $4 in ('head', 'leader') limit 1`, [one.id, `staff:${member.id}`, member.officeId, member.role])).rows.length > 0
  }

  function overOf(officeId: number): number[] {
    const all: number[] = []
    for (let id: number | null = officeId; id !== null && !all.includes(id); id = parents.get(id) ?? null) all.push(id)
    return all
  }
  return watch
}

export function isFinding(regulations: readonly Regulation[], { regulation }: Pick<CaseRow, 'regulation'>): boolean {
  return regulations.find(({ id }) => id === regulation)?.filers.includes('resident') === false
}

function textOf(message: string): string {
  const { text, card } = JSON.parse(message) as Message
  return JSON.stringify([text, card])
}

/** In the office's time, to the minute. */
export function at(ms: number): string {
  return new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}
