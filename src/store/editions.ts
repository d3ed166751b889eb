import type { Database } from './database.ts'

/** What the cases there are need of the regulations: a case keeps the edition it was filed under for life, also after it is closed. */
export type InUse = {
  /** Each kind of case there is, and how many. */
  cases: { regulation: string; edition: string; category: string; level: string; cases: number }[]
  /** Duties that somebody owes now. */
  duties: { regulation: string; edition: string; kind: string; duties: number }[]
}

export async function inUse({ prisma }: Database): Promise<InUse> {
  const cases = await prisma.$queryRaw<InUse['cases']>`select regulation, edition, category, level, count(*)::int as cases from cases group by 1, 2, 3, 4 order by 1, 2, 3, 4`
  const duties = await prisma.$queryRaw<InUse['duties']>`
    select c.regulation, c.edition, d.kind, count(*)::int as duties from duties d join cases c on c.id = d.case_id where d.state = 'open' group by 1, 2, 3 order by 1, 2, 3`
  return { cases, duties }
}
