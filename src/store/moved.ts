import type { Transaction } from './database.ts'

/** What is known of a person goes along when they go on in another chat: what they have not told there. Sealed values go over as they are. */
export async function bringAlong(tx: Transaction, from: string, to: string, language: boolean): Promise<void> {
  const [before, here] = await Promise.all([from, to].map((id) => tx.person.findUnique({ where: { id }, select: { name: true, phone: true, phoneHash: true, language: true, officeId: true } })))
  if (!before || !here) return
  await tx.person.update({ where: { id: to }, data: {
    ...(here.name === null && before.name !== null ? { name: before.name } : {}),
    ...(here.phone === null && before.phone !== null ? { phone: before.phone, phoneHash: before.phoneHash } : {}),
    ...(here.officeId === null ? { officeId: before.officeId } : {}),
    ...(language ? { language: before.language } : {}),
  } })
}

/** Of one case: their files are theirs in the new chat too, and what they have not been told yet is told there. */
export async function bringCase(tx: Transaction, caseId: string, from: string, to: string): Promise<void> {
  await tx.attachment.updateMany({ where: { caseId, personId: from }, data: { personId: to } })
  const addresses = (await tx.address.findMany({ where: { personId: from }, select: { id: true } })).map(({ id }) => id)
  await tx.$executeRaw`update deliveries set person_id = ${to}::uuid where person_id = ${from}::uuid and case_id = ${caseId}::uuid and next_at is not null and address_id is null`
  await tx.$executeRaw`update deliveries set person_id = ${to}::uuid, address_id = null, edits = null, slot = null, reply_token = null, reply_at = null
    where address_id = any(${addresses}::uuid[]) and person_id = ${from}::uuid and case_id = ${caseId}::uuid and next_at is not null and state = 'owed'`
}
