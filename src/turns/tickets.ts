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
import { endMoves, findTicket, keepTickets, useTicket, type Ticket } from '../store/tickets.ts'
import { chatlessApplicant } from '../cases/offered/registered.ts'
import { partyWith } from '../cases/parties/filers.ts'
import { kindWords } from '../cases/telling/facts.ts'
import { worldOf, type CaseParts } from './caseTurns.ts'

/** What a resident's code is for, and what follows when it is used. A wrong code is slow to guess, like any other. */

type Parts = Pick<CaseParts, 'db' | 'regulations' | 'offices' | 'inForce'>

export async function lookAtTicket(parts: Parts & Pick<CaseParts, 'clock'>, tx: Transaction, code: string, personId: string): Promise<TicketView> {
  const now = parts.clock()
  const tries = triesOf(personId)
  const until = await pausedUntil(tx, tries, now)
  if (until !== null) return { end: 'wait', until }
  const ticket = await findTicket(parts.db, tx, code)
  const seen = ticket ? await seenBy(parts, tx, ticket, personId, now) : { end: 'wrong' as const }
  if (seen.end === 'wrong') await failedTry(tx, tries, now)
  return seen
}

function triesOf(personId: string): string[] {
  return [`ticket:person:${personId}`]
}

async function seenBy(parts: Parts, tx: Transaction, ticket: Ticket, personId: string, now: number): Promise<TicketView> {
  const { purpose } = ticket
  if (ticket.usesLeft === 0) {
    const own = ticket.caseId !== null && (await tx.party.count({ where: { caseId: ticket.caseId, personId, role: { not: 'former' } } })) > 0
    return own ? { end: 'found', purpose, text: [], why: { key: 'case:refused.here-already' } } : { end: 'used' }
  }
  if (ticket.expiresAt <= now) return { end: 'expired' }
  const why = await whyNot(parts, tx, ticket, personId, now)
  // Whom a matter is about does not learn by a code that there is one (PET-7).
  if (why && 'key' in why && why.key === notTheirs) return { end: 'wrong' }
  if (ticket.caseId === null) return { end: 'found', purpose, text: [{ key: `talk:ticket.${purpose}.all` }], why }
  const file = await loadCase(parts.db, tx, ticket.caseId)
  if (!file) return { end: 'wrong' }
  const { showFirst, id: regulation } = (await worldOf(parts, tx, file, now, ticket.caseId)).regulation
  const { case: state } = file
  const names = { name: partyWith(state, 'applicant')?.name ?? '', who: partyWith(state, 'proxy')?.name ?? '' }
  const about: Words = { key: chatlessApplicant(state) && ticket.partyId === chatlessApplicant(state)?.id ? 'talk:ticket.registered.text' : `talk:ticket.${purpose}.text`, with: { number: state.number, kind: kindWords(state), ...(purpose === 'principal' ? names : {}) } }
  const rights = purpose === 'respond' ? showFirst.map(({ id }): Words => ({ key: `${regulation}:first.${id}` })) : []
  const told: Words[] = purpose === 'respond' && state.between.invited !== null ? [{ say: state.between.invited }] : []
  return { end: 'found', purpose, text: [about, ...told, ...rights], why }
}

const notTheirs = 'talk:ticket.wrong'

/** What keeps them from using it: of a code for all matters of somebody, what does in any one of these. */
async function whyNot(parts: Parts, tx: Transaction, ticket: Ticket, personId: string, now: number): Promise<Words | null> {
  if (ticket.caseId === null && ticket.personId === personId) return { key: 'case:refused.same-chat' }
  const joins = await joinsOf(tx, ticket)
  if (joins.length === 0 && !(await hasBookings(tx, ticket.personId))) return { key: 'talk:ticket.nothing' }
  for (const { caseId, party } of joins) {
    const file = await loadCase(parts.db, tx, caseId)
    if (!file) return { key: notTheirs }
    const why = whyNotJoin(file.case, await worldOf(parts, tx, file, now, caseId), { purpose: ticket.purpose, person: personId, party })
    if (why) return why
  }
  return null
}

/** A code that takes all matters of a person to another chat, told in the chat they are in now. Good for one use and one day. */
export async function offerMove(db: Database, tx: Transaction, personId: string, seed: string, now: number): Promise<Message> {
  const code = `CASE-${codeFrom(seed, 'move-all')}`
  const expiresAt = now + 24 * 3_600_000
  await keepTickets(db, tx, null, [{ code, purpose: 'move', party: null, person: personId, uses: 1, expiresAt }], now)
  return { as: 'card', text: [{ key: 'talk:move-all' }, { say: code }, { key: 'case:told.move-links', with: { links: { links: code }, until: { moment: expiresAt } } }], papers: [{ paper: 'qr', code }] }
}

/**
 * Takes a use of the code; the case (or all cases of the one who made it) hears who came in. `isNew`: they were strangers
 * until now, and speak the language they spoke in the other chat. `cases`: ids of those; `say`: what to answer, where no
 * case will. Nothing of whoever made it goes over while they may not come in anywhere.
 */
export async function redeem(parts: Parts, tx: Transaction, code: string, choice: string, incoming: Incoming, from: From, now: number, isNew = false): Promise<{ cases: string[]; say: Words | null }> {
  const { db } = parts
  const found = await findTicket(db, tx, code)
  const why = found?.purpose === 'move' && found.usesLeft > 0 && found.expiresAt > now ? await whyNot(parts, tx, found, from.personId, now) : null
  if (why) return { cases: [], say: why }
  const ticket = await useTicket(db, tx, code, now)
  if (!ticket) return { cases: [], say: { key: 'talk:ticket.used' } }
  // Only a code that is used up begins the count anew: to look at one's own costs nothing.
  await clearTries(tx, triesOf(from.personId))
  const joins = await joinsOf(tx, ticket)
  if (ticket.purpose === 'move' && ticket.personId !== null && ticket.personId !== from.personId) {
    await bringAlong(tx, ticket.personId, from.personId, isNew)
    if (ticket.caseId === null) await takeBookingsAlong(tx, ticket.personId, from.personId)
    // Nobody takes back by an earlier code what has gone on elsewhere.
    await endMoves(tx, ticket.personId, now)
  }
  for (const { caseId, party } of joins) {
    const event = { type: 'joined', purpose: ticket.purpose, party, person: from.personId, choice, channel: incoming.channel } as const
    await storeCaseEvent(db, tx, caseId, `${incoming.channel}:${incoming.updateId}:join:${caseId}`, { event, seed: incoming.seed, from }, now)
  }
  return { cases: joins.map(({ caseId }) => caseId), say: joins.length === 0 ? { key: 'talk:ticket.brought' } : null }
}

async function joinsOf(tx: Transaction, { caseId, partyId, personId }: Ticket): Promise<{ caseId: string; party: string | null }[]> {
  if (caseId !== null) return [{ caseId, party: partyId }]
  if (personId === null) return []
  const rows = await tx.party.findMany({ where: { personId, role: { not: 'former' } }, select: { id: true, caseId: true } })
  return rows.map((row) => ({ caseId: row.caseId, party: row.id }))
}

async function hasBookings(tx: Transaction, personId: string | null): Promise<boolean> {
  return personId !== null && (await tx.booking.count({ where: { personId, state: 'booked' } })) > 0
}
