import type { Database, Transaction } from './database.ts'

/** Cases that may be about the same matter, found along the index of their places or of who filed them; never by reading them all. */

export type AlikeQuery = {
  personId: string; officeId: number; regulation: string; category: string; places: readonly string[]
  /** ms: filed since then; closed ones of their own since then too. */
  since: number; closedSince: number
}

const most = 3

/** Ids, their own first, then the newest near the same place. */
export async function alikeCases(db: Database, tx: Transaction, query: AlikeQuery): Promise<{ id: string; own: boolean }[]> {
  const since = new Date(query.since)
  const own = await tx.$queryRaw<{ id: string }[]>`/* alike-own */
    select id::text from cases where applicant_id = ${query.personId}::uuid and filed_at >= ${since} and regulation = ${query.regulation} and category = ${query.category}
      and (stage <> 'closed' or closed_at >= ${new Date(query.closedSince)}) order by filed_at desc limit ${most}`
  const near = query.places.length === 0 ? [] : await tx.$queryRawUnsafe<{ id: string }[]>(nearText, placeKeys(db, query.places), since)
  return [...own.map(({ id }) => ({ id, own: true })), ...near.filter(({ id }) => !own.some((each) => each.id === id)).map(({ id }) => ({ id, own: false }))]
}

/** The keys name office, regulation and category too, so that what they find is all that is looked at. */
export const nearText = `/* alike-near */
  with near as materialized (select id, stage, filed_at from cases where place_keys && $1::text[])
  select id::text from near where stage <> 'closed' and filed_at >= $2::timestamptz order by filed_at desc limit ${most * 2}`

/** Twelve bytes tell places apart well enough, and take little room in the index. */
export function placeKeys(db: Database, places: readonly string[]): string[] {
  return places.map((place) => db.seal.hash('place', place).subarray(0, 12).toString('base64url'))
}

export async function keepPlaces(db: Database, tx: Transaction, caseId: string, places: readonly string[]): Promise<void> {
  await tx.case.update({ where: { id: caseId }, data: { placeKeys: placeKeys(db, places) } })
}
