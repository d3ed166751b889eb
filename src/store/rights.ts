import { casesOf } from './cases.ts'
import type { Database, Transaction } from './database.ts'
import { endMoves } from './tickets.ts'

/** What is kept about a person, and its erasure. Nobody but the person themselves reads or asks for it. */

export type About = {
  name: string | null; phone: string | null; language: string; createdAt: number
  /** When they agreed to the notice, ms; null when they have not, or not any more. */
  consentAt: number | null
  chats: { channel: string; lastSeenAt: number }[]
  /** Cases they have a part in, newest first. */
  cases: string[]
  files: { caseId: string | null; name: string | null; at: number }[]
  surveys: { caseId: string; sentAt: number | null; score: number | null; words: string | null }[]
  bookings: { from: number; place: string; words: string | null }[]
}

const casesMost = 500

export async function readAbout(db: Database, tx: Transaction, personId: string): Promise<About> {
  const open = (sealed: Uint8Array | null): string | null => sealed && db.seal.open(sealed)
  const person = await tx.person.findUniqueOrThrow({ where: { id: personId }, include: { addresses: true, surveys: { orderBy: { sentAt: 'asc' } }, bookings: { include: { reception: true } } } })
  const cases = await tx.case.findMany({ where: { id: { in: await casesOf(tx, personId) } }, orderBy: { filedAt: 'desc' }, take: casesMost, select: { id: true } })
  const files = await tx.attachment.findMany({ where: { personId, state: { in: ['kept', 'owed'] } }, orderBy: { at: 'asc' } })
  return {
    name: open(person.name), phone: open(person.phone), language: person.language, createdAt: person.createdAt.getTime(),
    consentAt: person.consent === null ? null : (person.consentAt ?? person.createdAt).getTime(),
    chats: person.addresses.map(({ channel, lastSeenAt }) => ({ channel, lastSeenAt: lastSeenAt.getTime() })),
    cases: cases.map(({ id }) => id),
    files: files.map(({ caseId, name, at }) => ({ caseId, name: fileName(open(name)), at: at.getTime() })),
    surveys: person.surveys.filter(({ sentAt, score }) => sentAt !== null || score !== null).map((each) => ({ caseId: each.caseId, sentAt: each.sentAt?.getTime() ?? null, score: each.score, words: open(each.words) })),
    bookings: person.bookings.map(({ reception: { from, minutes, place }, slot, words }) => ({ from: from.getTime() + slot * minutes * 60_000, place, words: open(words) })),
  }
}

/** Beside the name stands how its channel finds the file, which is nobody's business. */
function fileName(sealed: string | null): string | null {
  if (sealed === null) return null
  const { name } = JSON.parse(sealed) as { name?: string | null }
  return name ?? null
}

/** They agree no more, from now on: nothing new is filed, no survey sent; what is under way goes on, and while nothing is nobody needs their name and number. */
export async function withdrawConsent(tx: Transaction, personId: string, now: number): Promise<void> {
  const waits = await tx.case.count({ where: { id: { in: await casesOf(tx, personId) }, stage: { not: 'closed' } } }) + await tx.booking.count({ where: { personId, state: 'booked' } })
  await tx.person.update({ where: { id: personId }, data: { consent: null, consentAt: new Date(now), ...(waits > 0 ? {} : { name: null, phone: null, phoneHash: null }) } })
}

/** Whether nothing may be asked of them any more. Somebody brought in by another never said yes nor no. */
export async function hasWithdrawn(tx: Transaction, personId: string): Promise<boolean> {
  const person = await tx.person.findUnique({ where: { id: personId }, select: { consent: true, consentAt: true, erasedAt: true } })
  return person !== null && (person.erasedAt !== null || (person.consent === null && person.consentAt !== null))
}

/** `kept`: retry keys of what is said to them last. Throws when they are on the staff: they must have left first. */
export async function erasePerson(db: Database, tx: Transaction, personId: string, kept: readonly string[], now: number): Promise<void> {
  if (await tx.staff.count({ where: { personId, leftAt: null } }) > 0) throw new Error('somebody on the staff cannot be erased')
  const addresses = await tx.address.findMany({ where: { personId }, select: { id: true } })
  const erased = await tx.person.updateMany({ where: { id: personId, erasedAt: null }, data: { name: null, phone: null, phoneHash: null, consent: null, consentAt: null, officeId: null, erasedAt: new Date(now) } })
  if (erased.count === 0) return
  await tx.address.updateMany({ where: { personId }, data: { personId: null } })
  await tx.conversation.updateMany({ where: { personId }, data: { state: new Uint8Array(), addressId: null, nextAt: null, version: { increment: 1 } } })
  await tx.attachment.updateMany({ where: { personId, caseId: null }, data: { state: 'dropped', name: null } })
  await tx.booking.updateMany({ where: { personId, state: 'booked' }, data: { state: 'cancelled', nextAt: null } })
  await tx.booking.updateMany({ where: { personId }, data: { words: null } })
  await endMoves(tx, personId, now)
  await tx.attempt.deleteMany({ where: { key: { in: ['track', 'join', 'ticket'].map((what) => `${what}:person:${personId}`) } } })
  await emptySoon(tx, personId, addresses.map(({ id }) => id), kept)
  // Messages that failed or were passed over stand in no index by person: the hourly round empties those.
  await tx.setting.createMany({ data: [{ key: `${erasingKey}${personId}`, value: addresses.map(({ id }) => id) }], skipDuplicates: true })
}

export const erasingKey = 'erasing:'

/** What was said to them is empty at once, and what is still owed is owed no more. */
async function emptySoon(tx: Transaction, personId: string, addresses: readonly string[], kept: readonly string[]): Promise<void> {
  await tx.$executeRaw`update deliveries set message = ''::bytea where person_id = ${personId}::uuid and sent_at is not null and next_at is null`
  await tx.$executeRaw`update deliveries set message = ''::bytea where person_id = ${personId}::uuid and state = 'skipped' and reason = 'no-address'`
  await tx.$executeRaw`update deliveries set message = ''::bytea, state = 'skipped', reason = 'erased', next_at = null
    where person_id = ${personId}::uuid and next_at is not null and address_id is null and retry_key <> all(${kept}::uuid[])`
  await tx.$executeRaw`update deliveries set message = ''::bytea, state = 'skipped', reason = 'erased', next_at = null
    where address_id = any(${addresses}::uuid[]) and person_id = ${personId}::uuid and next_at is not null and retry_key <> all(${kept}::uuid[])`
}

