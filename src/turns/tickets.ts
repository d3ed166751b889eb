import { whyNotJoin } from '../cases/acts/residents.ts'
import type { Message, Words } from '../dialogue/message.ts'
import type { TicketView } from '../dialogue/state.ts'
import type { Incoming } from '../events.ts'
import { codeFrom } from '../ids.ts'
import { clearTries, failedTry, pausedUntil } from '../store/attempts.ts'
import { loadCase } from '../store/cases.ts'
import type { Database, Transaction } from '../store/database.ts'
import { storeCaseEvent, type From } from '../store/inbounds.ts'
import { bringAlong } from '../store/moved.ts'
import { takeBookingsAlong } from '../store/receptions.ts'
import { findTicket, keepTickets, useTicket, type Ticket } from '../store/tickets.ts'
import { kindWords } from '../cases/telling/facts.ts'
import { worldOf, type CaseParts } from './caseTurns.ts'

/** What a resident's code is for, and what follows when it is used. A wrong code is slow to guess, like any other. */

export async function lookAtTicket(parts: Pick<CaseParts, 'db' | 'regulations' | 'offices' | 'inForce' | 'clock'>, tx: Transaction, code: string, personId: string): Promise<TicketView> {
  const now = parts.clock()
  const tries = [`ticket:person:${personId}`]
  const until = await pausedUntil(tx, tries, now)
  if (until !== null) return { end: 'wait', until }
  const ticket = await findTicket(parts.db, tx, code)
  if (!ticket) {
    await failedTry(tx, tries, now)
    return { end: 'wrong' }
  }
  await clearTries(tx, tries)
  if (ticket.usesLeft === 0) {
    const own = ticket.caseId !== null && (await tx.party.count({ where: { caseId: ticket.caseId, personId, role: { not: 'former' } } })) > 0
    return own ? { end: 'found', purpose: ticket.purpose, text: [], why: { key: 'case:refused.here-already' } } : { end: 'used' }
  }
  if (ticket.expiresAt <= now) return { end: 'expired' }
  const { purpose } = ticket
  if (ticket.caseId === null) return { end: 'found', purpose, text: [{ key: `talk:ticket.${purpose}.all` }], why: ticket.personId === personId ? { key: 'case:refused.same-chat' } : null }
  const file = await loadCase(parts.db, tx, ticket.caseId)
  if (!file) return { end: 'wrong' }
  const world = await worldOf(parts, tx, file, now, ticket.caseId)
  const { case: state } = file
  const about: Words = { key: `talk:ticket.${purpose}.text`, with: { number: state.number, kind: kindWords(state) } }
  const rights = purpose === 'respond' ? world.regulation.showFirst.map(({ id }): Words => ({ key: `${world.regulation.id}:first.${id}` })) : []
  const told: Words[] = purpose === 'respond' && state.between.invited !== null ? [{ say: state.between.invited }] : []
  return { end: 'found', purpose, text: [about, ...told, ...rights], why: whyNotJoin(state, world, { purpose, person: personId, party: ticket.partyId }) }
}

/** A code that takes all matters of a person to another chat, told in the chat they are in now. Good for one use and one day. */
export async function offerMove(db: Database, tx: Transaction, personId: string, seed: string, now: number): Promise<Message> {
  const code = `CASE-${codeFrom(seed, 'move-all')}`
  const expiresAt = now + 24 * 3_600_000
  await keepTickets(db, tx, null, [{ code, purpose: 'move', party: null, person: personId, uses: 1, expiresAt }], now)
  return { as: 'card', text: [{ key: 'talk:move-all' }, { say: code }, { key: 'case:told.move-links', with: { links: { links: code }, until: { moment: expiresAt } } }], papers: [{ paper: 'qr', code }] }
}

/** `isNew`: they were strangers until now, and speak the language they spoke in the other chat. Takes a use of the code; the case (or all cases of the one who made it) hears who came in. The ids of those cases; null when the code is used up meanwhile. */
export async function redeem(db: Database, tx: Transaction, code: string, choice: string, incoming: Incoming, from: From, now: number, isNew = false): Promise<string[] | null> {
  const ticket = await useTicket(db, tx, code, now)
  if (!ticket) return null
  if (ticket.purpose === 'move' && ticket.personId !== null && ticket.personId !== from.personId) {
    await bringAlong(tx, ticket.personId, from.personId, isNew)
    if (ticket.caseId === null) await takeBookingsAlong(tx, ticket.personId, from.personId)
  }
  const joins = ticket.caseId !== null ? [{ caseId: ticket.caseId, party: ticket.partyId }] : await standsIn(tx, ticket)
  for (const { caseId, party } of joins) {
    const event = { type: 'joined', purpose: ticket.purpose, party, person: from.personId, choice, channel: incoming.channel } as const
    await storeCaseEvent(db, tx, caseId, `${incoming.channel}:${incoming.updateId}:join:${caseId}`, { event, seed: incoming.seed, from }, now)
  }
  return joins.map(({ caseId }) => caseId)
}

async function standsIn(tx: Transaction, { personId }: Ticket): Promise<{ caseId: string; party: string }[]> {
  if (personId === null) return []
  const rows = await tx.party.findMany({ where: { personId, role: { not: 'former' } }, select: { id: true, caseId: true } })
  return rows.map(({ id, caseId }) => ({ caseId, party: id }))
}
