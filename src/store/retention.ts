import type { Database, Transaction } from './database.ts'
import { erasingKey } from './rights.ts'

/**
 * Cases that need not be kept any more: what tells of people in them is wiped, what is counted stays. Portions, each a
 * transaction of its own with its line of proof: how many, under which rules, on which day; of nobody.
 */

/** Cases of these rules closed before that moment (ms) are over. */
export type Over = { regulation: string; edition: string; before: number }

/** Stands for whoever it was. No person has this id. */
export const nobody = '00000000-0000-0000-0000-000000000000'
const portion = 100
const proofKey = 'wiped:'

export async function wipePast(db: Database, over: Over, now: number, stopped: () => boolean): Promise<number> {
  const key = `wiped-to:${over.regulation}:${over.edition}`
  let all = 0
  for (let found = portion; found === portion && !stopped();) {
    found = await db.prisma.$transaction(async (tx) => {
      const kept = await tx.setting.findUnique({ where: { key } })
      const from = typeof kept?.value === 'string' ? new Date(kept.value) : new Date(0)
      const rows = await tx.$queryRaw<{ id: string; closed_at: Date }[]>`
        select c.id::text, c.closed_at from offices o cross join lateral (select id, closed_at from cases where office_id = o.id and regulation = ${over.regulation} and closed_at >= ${from} and closed_at < ${new Date(over.before)}
          and edition = ${over.edition} and stage = 'closed' and applicant_id <> ${nobody}::uuid
          and not exists (select 1 from duties d where d.case_id = cases.id and d.state = 'open') order by closed_at limit ${portion}) c order by c.closed_at limit ${portion}`
      if (rows.length === 0) return 0
      await wipeCases(db, tx, rows.map(({ id }) => id), over.regulation, now)
      // What is passed over now is looked at again: nobody is done with it yet.
      const [open] = await tx.$queryRaw<{ first: Date | null }[]>`select min(c.closed_at) as first from offices o join cases c on c.office_id = o.id and c.regulation = ${over.regulation} and c.closed_at >= ${from} and c.closed_at < ${new Date(over.before)}
        and c.edition = ${over.edition} and c.stage = 'closed' and c.applicant_id <> ${nobody}::uuid and exists (select 1 from duties d where d.case_id = c.id and d.state = 'open')`
      const last = new Date(Math.min(rows.at(-1)?.closed_at.getTime() ?? from.getTime(), open?.first?.getTime() ?? Infinity)).toISOString()
      await tx.setting.upsert({ where: { key }, create: { key, value: last }, update: { value: last } })
      return rows.length
    })
    all += found
  }
  return all
}

/** Closed cases, whose time is over; never one with something still to be done or asked, as a clause whose day is ahead (MED-15). Their rows stay for the figures, their histories for the chain of hashes; both are empty. */
export async function wipeCases(db: Database, tx: Transaction, ids: readonly string[], regulation: string, now: number): Promise<void> {
  // Two at once would each prove what both have done.
  await tx.$queryRaw`select pg_advisory_xact_lock(71005)::text`
  const rows = await tx.$queryRaw<{ id: string; state: Uint8Array }[]>`select id::text, state from cases where id = any(${ids}::uuid[]) and stage = 'closed' and applicant_id <> ${nobody}::uuid
    and not exists (select 1 from duties d where d.case_id = cases.id and d.state = 'open') for update`
  const taken = rows.map(({ id }) => id)
  if (taken.length === 0) return
  const empty = new Uint8Array(db.seal.seal(''))
  for (const { id, state } of rows) {
    const facts = new Uint8Array(db.seal.seal(JSON.stringify({ answers: [], place: null })))
    await tx.case.update({ where: { id }, data: { story: empty, facts, state: new Uint8Array(db.seal.seal(JSON.stringify(bareState(JSON.parse(db.seal.open(state)) as Sealed)))), answer: empty, applicantId: nobody, trackHash: new Uint8Array(32), placeKeys: [] } })
  }
  await tx.party.updateMany({ where: { caseId: { in: taken } }, data: { name: null, contact: null, personId: null, role: 'former' } })
  await tx.duty.updateMany({ where: { caseId: { in: taken }, state: 'open' }, data: { state: 'cancelled', nextAt: null } })
  await tx.survey.updateMany({ where: { caseId: { in: taken } }, data: { words: null } })
  await tx.survey.updateMany({ where: { caseId: { in: taken }, state: 'waiting' }, data: { state: 'skipped', nextAt: null, reason: 'wiped' } })
  await tx.ticket.updateMany({ where: { caseId: { in: taken } }, data: { usesLeft: 0, personId: null } })
  await tx.booking.updateMany({ where: { caseId: { in: taken } }, data: { words: null } })
  await tx.referral.updateMany({ where: { caseId: { in: taken } }, data: { words: null, feedback: null } })
  const files = await tx.attachment.updateMany({ where: { caseId: { in: taken } }, data: { state: 'dropped', name: null } })
  await tx.$executeRaw`set local laifang.erasing = 'on'`
  await tx.history.updateMany({ where: { caseId: { in: taken } }, data: { details: new Uint8Array(db.seal.seal('{}')) } })
  await tx.$executeRaw`set local laifang.erasing = 'off'`
  await prove(tx, regulation, taken.length, files.count, now)
}

type Sealed = { stage: Record<string, unknown>; happened: unknown; filedTimes?: number; byStaff?: boolean; anonymous: boolean }

/** What figures are made of; nothing that anybody said. */
function bareState({ stage, happened, filedTimes, byStaff }: Sealed): object {
  return { stage: { ...stage, answer: '' }, tried: [], pauses: [], happened, dangers: [], anonymous: true, dates: [], filedTimes: filedTimes ?? 1, ...(byStaff ? { byStaff } : {}) }
}

/** One line a day and regulation: so many cases and files. */
async function prove(tx: Transaction, regulation: string, cases: number, files: number, now: number): Promise<void> {
  const key = `${proofKey}${new Date(now).toISOString().slice(0, 10)}:${regulation}`
  const line = await tx.setting.findUnique({ where: { key } })
  const before = (line?.value ?? { cases: 0, files: 0 }) as Proof
  await tx.setting.upsert({ where: { key }, create: { key, value: { cases, files } }, update: { value: { cases: before.cases + cases, files: before.files + files } } })
}
type Proof = { cases: number; files: number }

const idsAtOnce = 20_000

/**
 * Messages to people who have been erased, that stand in no index by person; and updates of their chats that nobody could
 * read. One walk over the rows, only when somebody has asked to be erased since the last.
 */
export async function emptyErased(db: Database, stopped: () => boolean): Promise<void> {
  const asked = await db.prisma.setting.findMany({ where: { key: { startsWith: erasingKey } } })
  if (asked.length === 0) return
  const people = asked.map(({ key }) => key.slice(erasingKey.length))
  const { rows } = await db.pool.query<{ most: string | null }>('select max(id)::text as most from deliveries')
  for (let from = 0; from <= Number(rows[0]?.most ?? 0) && !stopped(); from += idsAtOnce) {
    await db.pool.query(`update deliveries set message = ''::bytea where id > $1 and id <= $2 and person_id = any($3::uuid[]) and next_at is null and length(message) > 0`, [from, from + idsAtOnce, people])
  }
  if (stopped()) return
  const addresses = asked.flatMap(({ value }) => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []))
  await emptyUpdates(db, addresses)
  await db.prisma.setting.deleteMany({ where: { key: { in: asked.map(({ key }) => key) } } })
}

async function emptyUpdates(db: Database, addresses: readonly string[]): Promise<void> {
  const chats = await db.prisma.address.findMany({ where: { id: { in: [...addresses] } }, select: { channel: true, user: true } })
  const rows = await db.prisma.inbound.findMany({ where: { state: { in: ['failed', 'ignored'] }, channel: { in: chats.map(({ channel }) => channel) }, body: { not: null } }, select: { id: true, body: true } })
  const theirs = rows.filter(({ body }) => body && chats.some(({ user }) => opened(db, body).includes(JSON.stringify(user))))
  await db.prisma.inbound.updateMany({ where: { id: { in: theirs.map(({ id }) => id) } }, data: { body: null } })
}

function opened(db: Database, body: Uint8Array): string {
  try {
    return db.seal.open(body)
  } catch {
    return ''
  }
}
