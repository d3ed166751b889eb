import { randomUUID } from 'node:crypto'
import type { NewTicket } from '../cases/case.ts'
import type { Purpose } from '../cases/between.ts'
import type { Database, Transaction } from './database.ts'

/** Codes of residents: told once, kept as a keyed hash, used a counted number of times, until a day. */

export type Ticket = { caseId: string | null; partyId: string | null; personId: string | null; purpose: Purpose; usesLeft: number; expiresAt: number }

export async function keepTickets(db: Database, tx: Transaction, caseId: string | null, tickets: readonly NewTicket[], now: number): Promise<void> {
  if (tickets.length === 0) return
  for (const person of new Set(tickets.flatMap((each) => (each.purpose === 'move' && each.person !== null ? [each.person] : [])))) await endMoves(tx, person, now)
  for (const { purpose, party } of tickets.filter(({ instead }) => instead)) {
    await tx.ticket.updateMany({ where: { caseId, purpose, partyId: party, expiresAt: { gt: new Date(now) } }, data: { expiresAt: new Date(now) } })
  }
  await tx.ticket.createMany({ data: tickets.map((each) => ({
    id: randomUUID(), codeHash: hashOf(db, each.code), purpose: each.purpose, caseId, partyId: each.party, personId: each.person, usesLeft: each.uses, expiresAt: new Date(each.expiresAt), createdAt: new Date(now),
  })) })
}

/** Null for a code there is not. */
export async function findTicket(db: Database, tx: Transaction, code: string): Promise<Ticket | null> {
  const row = await tx.ticket.findUnique({ where: { codeHash: hashOf(db, code) } })
  return row && { caseId: row.caseId, partyId: row.partyId, personId: row.personId, purpose: row.purpose as Purpose, usesLeft: row.usesLeft, expiresAt: row.expiresAt.getTime() }
}

/** Takes one use of it; null when there is none left, or no such code any more. Of two at once, one gets the last. */
export async function useTicket(db: Database, tx: Transaction, code: string, now: number): Promise<Ticket | null> {
  const used = await tx.ticket.updateMany({ where: { codeHash: hashOf(db, code), usesLeft: { gt: 0 }, expiresAt: { gt: new Date(now) } }, data: { usesLeft: { decrement: 1 }, usedAt: new Date(now) } })
  return used.count === 0 ? null : findTicket(db, tx, code)
}

/** No code by which this person would have gone on elsewhere is good any more, for one case or for all. */
export async function endMoves(tx: Transaction, personId: string, now: number): Promise<void> {
  await tx.ticket.updateMany({ where: { purpose: 'move', personId, usesLeft: { gt: 0 }, expiresAt: { gt: new Date(now) } }, data: { expiresAt: new Date(now) } })
}

function hashOf(db: Database, code: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(db.seal.hash('ticket', code))
}
