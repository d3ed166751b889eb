import type { Database, Transaction } from './database.ts'

/** Cases that were in hand at a moment and still are, longest open first; and which of them have been analysed since (MED-20). */

const most = 500
/** Each case has been analysed a few times at most among its latest lines. */
const linesMost = 40

/** `duties`: kinds that an analysis fulfils. `at`: the moment, ms. */
export async function unsettledAt(tx: Transaction, of: { officeId: number; regulation: string; duties: readonly string[]; at: number }): Promise<{ id: string; ticked: boolean }[]> {
  return tx.$queryRaw<{ id: string; ticked: boolean }[]>`/* unsettled-at */
    select c.id::text, exists (select 1 from duties d where d.case_id = c.id and d.kind = any(${[...of.duties]}) and d.state = 'done' and d.done_at >= ${new Date(of.at)}) as ticked
    from cases c where c.office_id = ${of.officeId} and c.regulation = ${of.regulation} and c.stage = 'accepted' and c.accepted_at <= ${new Date(of.at)} order by c.filed_at limit ${most}`
}

/** What was written at the last step of this key in each of these cases. */
export async function lastSteps(db: Database, tx: Transaction, cases: readonly string[], step: string): Promise<Map<string, { at: number; words: string }>> {
  const rows = await tx.$queryRaw<{ case_id: string; at: Date; details: Uint8Array }[]>`/* last-steps */
    select h.case_id::text, h.at, h.details from unnest(${[...cases]}::uuid[]) as a(id)
    cross join lateral (select case_id, at, n, details from histories where case_id = a.id and kind like 'step%' order by n desc limit ${linesMost}) h order by h.case_id, h.n desc`
  const last = new Map<string, { at: number; words: string }>()
  for (const row of rows) {
    if (last.has(row.case_id)) continue
    const details = JSON.parse(db.seal.open(row.details)) as { step?: { key?: string }; words?: { say?: string } }
    if (details.step?.key === step) last.set(row.case_id, { at: row.at.getTime(), words: details.words?.say ?? '' })
  }
  return last
}

/** Rounds of these kinds that wait to be reported. */
export async function openSheets(tx: Transaction, officeIds: readonly number[], kinds: readonly { regulation: string; kind: string }[]): Promise<{ id: string; officeId: number; regulation: string; kind: string; openedAt: number }[]> {
  if (kinds.length === 0) return []
  const rows = await tx.round.findMany({ where: { officeId: { in: [...officeIds] }, state: { in: ['open', 'missed'] }, OR: kinds.map(({ regulation, kind }) => ({ regulation, kind })) }, orderBy: { openedAt: 'desc' }, select: { id: true, officeId: true, regulation: true, kind: true, openedAt: true } })
  return rows.map((row) => ({ ...row, openedAt: row.openedAt.getTime() }))
}
