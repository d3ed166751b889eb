import type { Visits } from '../rounds/round.ts'
import type { Transaction } from './database.ts'

/** How the callbacks of an office stand (PRO-9). */

/** group: "rest" or "content" (those who had said they were); "asked-often" were asked too often by chat to be asked so again. */
export type Quota = { regulation: string; group: string; /** Asked in any way. */ asked: number; /** Of them to be visited. */ drawn: number; /** They say so themselves; the others only somebody of the office does. */ visited: number; unproven: number; called: number; answered: number }

/** Everybody asked from one instant to the next (ms), under regulations that visit some in person. */
export async function callbackQuota(tx: Transaction, officeId: number, from: number, to: number): Promise<Quota[]> {
  return tx.$queryRaw<Quota[]>`
    select c.regulation, s.reason as "group", count(*)::int as asked,
      (count(*) filter (where s.mode in ('in-person', 'proven')))::int as drawn,
      (count(*) filter (where s.mode = 'proven'))::int as visited,
      (count(*) filter (where s.mode = 'in-person' and s.words is not null))::int as unproven,
      (count(*) filter (where s.mode = 'phone' and s.words is not null))::int as called,
      (count(*) filter (where s.score is not null))::int as answered
    from surveys s join cases c on c.id = s.case_id
    where c.office_id = ${officeId} and s.state in ('sent', 'scored') and s.reason is not null and s.sent_at >= ${new Date(from)} and s.sent_at < ${new Date(to)}
    group by 1, 2 order by 1, 2`
}

/** Shares a regulation wants visited, 0 to 1; null where it wants none. */
export type VisitShares = { rest: number; content: number | null }

/**
 * Visits made, as those who were visited say, against visits wanted. Who was asked too often by chat counts with the rest; where there are two shares it
 * is not known by which of them they were drawn, and they count for neither.
 */
export async function visitsOf(tx: Transaction, of: { officeId: number; regulation: string; from: number; to: number; shares: VisitShares }): Promise<Visits[]> {
  const quota = (await callbackQuota(tx, of.officeId, of.from, of.to)).filter(({ regulation }) => regulation === of.regulation)
  const { rest, content } = of.shares
  const standing = (group: Visits['group'], wanted: number, groups: readonly string[]): Visits => {
    const counted = quota.filter((each) => groups.includes(each.group))
    return { group, wanted, asked: counted.reduce((sum, { asked }) => sum + asked, 0), visited: counted.reduce((sum, { visited }) => sum + visited, 0), unproven: counted.reduce((sum, { unproven }) => sum + unproven, 0) }
  }
  const all = content === null ? [standing('rest', rest, ['rest', 'asked-often'])] : [standing('rest', rest, ['rest']), standing('content', content, ['content'])]
  return all.filter(({ wanted }) => wanted > 0)
}
