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
