import { randomUUID } from 'node:crypto'
import { casesOf } from './cases.ts'
import type { Database, Transaction } from './database.ts'
import { owe } from './deliveries.ts'

/** What the house itself has to tell its own people. */

/** Those who answer for the house, each with the first of their offices. */
export async function whoAnswerForHouse(tx: Transaction): Promise<{ personId: string; officeId: number }[]> {
  return tx.staff.findMany({ where: { leftAt: null, role: { in: ['admin', 'head'] } }, select: { personId: true, officeId: true }, distinct: ['personId'], orderBy: [{ personId: 'asc' }, { officeId: 'asc' }] })
}

/** True once for each `about` (a month, a day, …). */
export async function isFirstTold(tx: Transaction, about: string, now: number): Promise<boolean> {
  const first = await tx.setting.createMany({ data: [{ key: `told:${about}`, value: new Date(now).toISOString() }], skipDuplicates: true })
  return first.count > 0
}

/** Whoever handles an open case of somebody who left the chat is told, since timers' messages will not reach them. */
export async function tellHandlers(db: Database, tx: Transaction, personId: string, now: number): Promise<void> {
  const other = await tx.address.count({ where: { personId, state: 'live' } })
  if (other > 0) return
  const part = { some: { personId, role: { in: ['applicant', 'proxy', 'representative', 'respondent'] } } }
  const cases = await tx.case.findMany({ where: { id: { in: await casesOf(tx, personId) }, OR: [{ applicantId: personId }, { parties: part }], stage: { not: 'closed' }, handlerId: { not: null } }, select: { id: true, number: true, handler: { select: { personId: true } } } })
  await owe(db, tx, cases.flatMap((each) => (each.handler ? [{
    personId: each.handler.personId, caseId: each.id, at: now, retryKey: randomUUID(),
    message: { as: 'note' as const, text: [{ key: 'talk:unreachable', with: { number: each.number } }] },
  }] : [])))
}

/** What links to this house are made of, as the platforms told it. */
export async function rememberNames(db: Database, names: Record<string, string | null>): Promise<void> {
  for (const [key, value] of Object.entries(names)) {
    if (value !== null) await db.prisma.setting.upsert({ where: { key }, create: { key, value }, update: { value } })
  }
}

export async function rememberedNames(db: Database): Promise<{ telegram: string | null; line: string | null }> {
  const told = await db.prisma.setting.findMany({ where: { key: { in: ['telegram-username', 'line-basic-id'] } } })
  const of = (key: string): string | null => {
    const value = told.find((each) => each.key === key)?.value
    return typeof value === 'string' ? value : null
  }
  return { telegram: of('telegram-username'), line: of('line-basic-id') }
}
