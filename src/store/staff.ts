import { randomBytes, randomUUID } from 'node:crypto'
import { pressText } from '../dialogue/press.ts'
import type { Message } from '../dialogue/message.ts'
import { codeFrom } from '../ids.ts'
import { clearTries, failedTry, pausedUntil } from './attempts.ts'
import type { Database, Transaction } from './database.ts'

/** Invitations and those who came by them. */

export const staffRoles = ['mediator', 'handler', 'head', 'leader', 'informant', 'liaison', 'admin'] as const
const invitationDays = 14

/** What decides which cases somebody is offered; what is left out stays as it is. Empty lists mean all. */
export type StaffSettings = { name?: string; areas?: string[]; kinds?: string[]; languages?: string[]; capacity?: number; /** The linked body they are to speak for (MED-22). */ bodyId?: number }

/** A code for one person, one role, one office; told once and kept only as a keyed hash. */
export async function invite(db: Database, role: string, officeId: number, now: number, settings: StaffSettings = {}, tx: Transaction = db.prisma): Promise<string> {
  const code = `JOIN-${codeFrom(randomBytes(16).toString('hex'), 'invitation')}`
  await tx.invitation.create({ data: { id: randomUUID(), codeHash: new Uint8Array(db.seal.hash('invitation', code)), role, officeId, settings, expiresAt: new Date(now + invitationDays * 86_400_000) } })
  return code
}

export type Invitation = { id: string; role: string; name: string | null; expiresAt: number }

/** Codes of an office that nobody has used yet. */
export async function openInvitations(tx: Transaction, officeId: number, now: number): Promise<Invitation[]> {
  const rows = await tx.invitation.findMany({ where: { officeId, usedAt: null, expiresAt: { gt: new Date(now) } }, orderBy: { expiresAt: 'asc' } })
  return rows.map(({ id, role, settings, expiresAt }) => ({ id, role, name: (settings as StaffSettings).name ?? null, expiresAt: expiresAt.getTime() }))
}

/** The code opens nothing any more. False where it had been used or was over already. */
export async function revokeInvitation(tx: Transaction, id: string, officeIds: readonly number[] | null, now: number): Promise<boolean> {
  const { count } = await tx.invitation.updateMany({ where: { id, usedAt: null, expiresAt: { gt: new Date(now) }, ...(officeIds === null ? {} : { officeId: { in: [...officeIds] } }) }, data: { expiresAt: new Date(now) } })
  return count > 0
}

/** What decides which cases they are offered, as it is from now on. One person has one name in every role: who is accused in one of them is so in all (PET-7). */
export async function changeStaff(tx: Transaction, id: number, settings: StaffSettings): Promise<void> {
  const member = await tx.staff.update({ where: { id }, data: settings })
  if (settings.name !== undefined) await tx.staff.updateMany({ where: { personId: member.personId, leftAt: null }, data: { name: settings.name } })
}

/** False when it is so already. */
export async function nameCustodian(tx: Transaction, id: number, custodian: boolean): Promise<boolean> {
  return (await tx.staff.updateMany({ where: { id, leftAt: null, custodian: !custodian }, data: { custodian } })).count > 0
}

/** Makes the bearer of an unused code staff, and says what they became; a used or unknown one counts as a wrong try. */
export async function joinStaff(db: Database, tx: Transaction, personId: string, code: string, now: number): Promise<Message> {
  const tries = [`join:person:${personId}`]
  const until = await pausedUntil(tx, tries, now)
  if (until !== null) return { as: 'note', text: [{ key: 'talk:join.wait', with: { until: { moment: until } } }] }
  const codeHash = new Uint8Array(db.seal.hash('invitation', code))
  const used = await tx.invitation.updateManyAndReturn({ where: { codeHash, usedAt: null, expiresAt: { gt: new Date(now) } }, data: { usedAt: new Date(now), usedBy: personId } })
  const invitation = used[0]
  if (!invitation) {
    await failedTry(tx, tries, now)
    return { as: 'note', text: [{ key: 'talk:join.unknown' }] }
  }
  await clearTries(tx, tries)
  const office = await tx.office.findUniqueOrThrow({ where: { id: invitation.officeId } })
  const count = await tx.staff.count({ where: { officeId: office.id } })
  const settings = invitation.settings as StaffSettings
  // One person has one name in every role: who is accused in one of them is so in all (PET-7).
  const known = await tx.staff.findFirst({ where: { personId, leftAt: null, NOT: { name: { startsWith: '#' } } } })
  const member = await tx.staff.upsert({
    where: { personId_officeId_role: { personId, officeId: office.id, role: invitation.role } },
    create: { personId, officeId: office.id, role: invitation.role, name: known?.name ?? `#${count + 1}`, joinedAt: new Date(now), ...settings },
    update: { leftAt: null, joinedAt: new Date(now), ...settings },
  })
  return {
    as: 'card',
    text: [{ key: 'talk:join.done', with: { office: office.name, role: { key: `case:role.${invitation.role}` } } }],
    buttons: [
      [{ label: { key: 'talk:button.my-name' }, press: pressText({ on: 'menu', choice: `name-${member.id}`, lasting: true }), tone: 'main' }],
      [{ label: { key: 'talk:menu.duties' }, press: pressText({ on: 'menu', choice: 'duties', lasting: true }) }],
      // What went to their body before they came waits there (MED-22).
      ...(settings.bodyId === undefined ? [] : [[{ label: { key: 'talk:menu.desk' }, press: pressText({ on: 'menu', choice: 'desk', lasting: true }) }]]),
      [{ label: { key: 'talk:button.leave-staff' }, press: pressText({ on: 'menu', choice: `leave-${member.id}`, lasting: true }) }],
    ],
  }
}
