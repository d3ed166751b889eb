import type { ReferralState } from '../cases/referrals/referral.ts'
import type { Database, Transaction } from './database.ts'
import type { Referral } from './generated/client.ts'

/** Referrals as rows and back. What was written with one, and what came back, is sealed. */

type Sealed = Pick<ReferralState, 'said' | 'shares' | 'by'>

export function referralOf(db: Database, row: Referral): ReferralState {
  const sealed: Sealed = row.words === null ? { said: '', shares: false, by: null } : JSON.parse(db.seal.open(row.words)) as Sealed
  return {
    id: row.id, bodyId: row.bodyId, number: row.number, direction: row.direction as ReferralState['direction'], kind: row.kind as ReferralState['kind'], state: row.state as ReferralState['state'],
    ...sealed, outcome: row.outcome, feedback: row.feedback && db.seal.open(row.feedback), sentAt: row.sentAt.getTime(), dueAt: row.dueAt.getTime(),
    receivedAt: row.receivedAt?.getTime() ?? null, answeredAt: row.answeredAt?.getTime() ?? null,
  }
}

export async function saveReferrals(db: Database, tx: Transaction, caseId: string, referrals: readonly ReferralState[]): Promise<void> {
  for (const each of referrals) {
    const sealed: Sealed = { said: each.said, shares: each.shares, by: each.by }
    const row = {
      bodyId: each.bodyId, number: each.number, direction: each.direction, kind: each.kind, state: each.state, outcome: each.outcome, words: bytes(db.seal.seal(JSON.stringify(sealed))),
      feedback: each.feedback === null ? null : bytes(db.seal.seal(each.feedback)), sentAt: new Date(each.sentAt), dueAt: new Date(each.dueAt), receivedAt: date(each.receivedAt), answeredAt: date(each.answeredAt),
    }
    await tx.referral.upsert({ where: { id: each.id }, create: { id: each.id, caseId, ...row }, update: row })
  }
}

/** Whether this body has sent us something under this number before. */
/** For this transaction: whoever registers for the same body waits. */
export async function lockBody(tx: Transaction, bodyId: number): Promise<void> {
  await tx.$queryRaw`select 1 from bodies where id = ${bodyId} for update`
}

export async function cameBefore(tx: Transaction, bodyId: number, number: string): Promise<boolean> {
  return (await tx.referral.count({ where: { bodyId, number, direction: 'in' } })) > 0
}

/** Open ones of a body, those that went to it and those that came from it: the next due first. */
export type OpenReferral = { caseId: string; caseNumber: string; number: string; direction: ReferralState['direction']; state: ReferralState['state']; dueAt: number }

export async function openReferrals(tx: Transaction, bodyId: number, most: number): Promise<OpenReferral[]> {
  const rows = await tx.referral.findMany({ where: { bodyId, OR: [{ state: 'sent' }, { state: 'received', NOT: { direction: 'out', kind: 'informed' } }] }, orderBy: { dueAt: 'asc' }, take: most, include: { case: { select: { number: true } } } })
  return rows.map((row) => ({ caseId: row.caseId, caseNumber: row.case.number, number: row.number, direction: row.direction as ReferralState['direction'], state: row.state as ReferralState['state'], dueAt: row.dueAt.getTime() }))
}

/** Figures of one body in one span of time: of those that went out then, and of those that came in then. */
export type BodyFigures = { sent: number; received: number; answered: number; inTime: number; refused: number; cameIn: number; settled: number; failed: number; open: number }

export async function bodyFigures(tx: Transaction, bodyId: number, from: number, to: number): Promise<BodyFigures> {
  const [row] = await tx.$queryRaw<BodyFigures[]>`select
    count(*) filter (where direction = 'out')::int as sent,
    count(*) filter (where direction = 'out' and received_at is not null)::int as received,
    count(*) filter (where direction = 'out' and state = 'answered')::int as answered,
    count(*) filter (where direction = 'out' and state = 'answered' and answered_at <= due_at)::int as "inTime",
    count(*) filter (where direction = 'out' and state = 'refused')::int as refused,
    count(*) filter (where direction = 'in')::int as "cameIn",
    count(*) filter (where direction = 'in' and outcome = 'settled')::int as settled,
    count(*) filter (where direction = 'in' and outcome in ('failed', 'returned'))::int as failed,
    count(*) filter (where state = 'sent' or (state = 'received' and not (direction = 'out' and kind = 'informed')))::int as open
    from referrals where body_id = ${bodyId} and sent_at >= ${new Date(from)} and sent_at < ${new Date(to)}`
  return row ?? { sent: 0, received: 0, answered: 0, inTime: 0, refused: 0, cameIn: 0, settled: 0, failed: 0, open: 0 }
}

function date(at: number | null): Date | null {
  return at === null ? null : new Date(at)
}

function bytes(buffer: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer)
}
