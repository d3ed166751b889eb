import type { Known } from '../cases/case.ts'
import type { Database, Transaction } from './database.ts'

/** Who somebody is, for the one who opens a sealed identity with approval, and for nobody else (PET-7). */
export async function identityOf(db: Database, tx: Transaction, personId: string): Promise<Known> {
  const row = await tx.person.findUnique({ where: { id: personId }, include: { addresses: { where: { state: 'live' }, orderBy: { lastSeenAt: 'desc' }, take: 1 } } })
  const chat = row?.addresses.map(({ channel, user }) => (channel === 'web' ? channel : `${channel} ${user}`)) ?? []
  const contact = [...(row?.phone ? [db.seal.open(row.phone)] : []), ...chat].join(' · ')
  return { person: personId, name: row?.name ? db.seal.open(row.name) : null, contact: contact === '' ? null : contact }
}
