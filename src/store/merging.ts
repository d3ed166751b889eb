import type { Transaction } from './database.ts'

/** Cases that may be one. */

const most = 30

/** Open ones of the same kind in the same office, filed since then (ms): those of the same person first, then the newest. */
export async function likeOpen(tx: Transaction, of: { id: string; officeId: number; regulation: string; category: string; applicantId: string; since: number }): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`/* like-open */
    select id::text from cases where office_id = ${of.officeId} and stage in ('filed', 'assigned', 'accepted') and regulation = ${of.regulation} and category = ${of.category}
      and id <> ${of.id}::uuid and filed_at >= ${new Date(of.since)} order by applicant_id = ${of.applicantId}::uuid desc, filed_at desc limit ${most}`
  return rows.map(({ id }) => id)
}

export async function numberedAs(tx: Transaction, officeId: number, number: string): Promise<string | null> {
  const row = await tx.case.findFirst({ where: { number, officeId }, orderBy: { filedAt: 'desc' }, select: { id: true } })
  return row?.id ?? null
}

/** What people of a case sent while it went on as part of another comes back with it. */
export async function filesBack(tx: Transaction, main: string, caseId: string, people: readonly string[], since: number): Promise<void> {
  await tx.attachment.updateMany({ where: { caseId: main, personId: { in: [...people] }, at: { gte: new Date(since) } }, data: { caseId } })
}
