import type { Transaction } from './database.ts'

/** What waits for a leader's instruction, and how much of the month's has got it (PET-3). */

/** `kinds`: the duties by which an instruction is owed, as "regulation/duty". */
export type Reader = { id: number; role: string; officeId: number }
export type Unread = { caseId: string; number: string; regulation: string; category: string; level: string; since: number; dueAt: number; unconfirmed: boolean }

const unreadMost = 200

/** Those these members of staff owe an instruction on, the longest waiting first. */
export async function unreadBy(tx: Transaction, readers: readonly Reader[], kinds: readonly string[]): Promise<Unread[]> {
  const rows = await tx.duty.findMany({
    where: { state: 'open', kind: { in: dutiesIn(kinds) }, OR: [{ staffId: { in: readers.map(({ id }) => id) } }, ...readers.map(({ role, officeId }) => ({ staffId: null, owner: role, officeId }))] },
    orderBy: [{ openedAt: 'asc' }, { id: 'asc' }], take: unreadMost, include: { case: { select: { id: true, number: true, regulation: true, category: true, level: true } } },
  })
  return rows.filter((row) => kinds.includes(`${row.case.regulation}/${row.kind}`)).map(({ case: of, openedAt, dueAt, unconfirmed }) => ({
    caseId: of.id, number: of.number, regulation: of.regulation, category: of.category, level: of.level, since: openedAt.getTime(), dueAt: dueAt.getTime(), unconfirmed,
  }))
}

/** Of what waited for an instruction between two moments (ms) in these offices, however old: how much has got it, and how much of that in time. */
export async function readShare(tx: Transaction, officeIds: readonly number[], kinds: readonly string[], from: number, to: number): Promise<{ all: number; read: number; inTime: number }> {
  const rows = await tx.$queryRaw<{ all: number; read: number; in_time: number }[]>`
    select count(*)::int as all, count(*) filter (where d.done_at < ${new Date(to)})::int as read, count(*) filter (where d.done_at < ${new Date(to)} and not d.late)::int as in_time
    from duties d join cases c on c.id = d.case_id
    where d.office_id = any(${[...officeIds]}) and d.kind = any(${dutiesIn(kinds)}) and c.regulation || '/' || d.kind = any(${[...kinds]}) and d.state <> 'cancelled' and d.opened_at < ${new Date(to)} and (d.state = 'open' or d.done_at >= ${new Date(from)})`
  const [row] = rows
  return { all: row?.all ?? 0, read: row?.read ?? 0, inTime: row?.in_time ?? 0 }
}

function dutiesIn(kinds: readonly string[]): string[] {
  return [...new Set(kinds.map((each) => each.slice(each.indexOf('/') + 1)))]
}
