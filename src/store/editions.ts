import type { Database } from './database.ts'

/** Editions of regulations that cases were filed under. A case keeps its edition for life, also after it is closed. */
export type EditionInUse = { regulation: string; edition: string; cases: number }

/** Those among them that are not in `known`; the one with most cases first. */
export async function editionsWithout(db: Database, known: readonly { id: string; edition: string }[]): Promise<EditionInUse[]> {
  return db.prisma.$queryRaw<EditionInUse[]>`
    select regulation, edition, count(*)::int as cases from cases
    where regulation || ' ' || edition <> all(${known.map(({ id, edition }) => `${id} ${edition}`)}::text[]) group by 1, 2 order by 3 desc, 1, 2`
}
