import type { CaseState } from '../cases/case.ts'
import type { Database } from './database.ts'

/** What the cases there are need of the regulations: a case keeps the edition it was filed under for life, also after it is closed. */
export type InUse = {
  /** Each kind of case there is, and how many. */
  cases: { regulation: string; edition: string; category: string; level: string; cases: number }[]
  /** Duties that somebody owes now. */
  duties: { regulation: string; edition: string; kind: string; duties: number }[]
  /** How cases ended, or will once somebody has signed. */
  outcomes: { regulation: string; edition: string; outcome: string; cases: number }[]
  /** What residents were asked and have not answered yet: the happening of the step that asks. */
  asked: { regulation: string; edition: string; happens: string; cases: number }[]
  /** Under which regulations each takes new cases; none named means all. */
  offices: { id: number; regulations: string[] }[]
}

/** Open cases are read so many at a time: what they wait for is sealed. */
const openAtOnce = 500

export async function inUse(db: Database): Promise<InUse> {
  const { prisma } = db
  const cases = await prisma.$queryRaw<InUse['cases']>`select regulation, edition, category, level, count(*)::int as cases from cases group by 1, 2, 3, 4 order by 1, 2, 3, 4`
  const duties = await prisma.$queryRaw<InUse['duties']>`
    select c.regulation, c.edition, d.kind, count(*)::int as duties from duties d join cases c on c.id = d.case_id where d.state = 'open' group by 1, 2, 3 order by 1, 2, 3`
  // Going on as part of another case is no outcome of a regulation.
  const closed = await prisma.$queryRaw<InUse['outcomes']>`select regulation, edition, outcome, count(*)::int as cases from cases where outcome is not null and outcome <> 'merged' group by 1, 2, 3 order by 1, 2, 3`
  const open = await openCases(db)
  const settling = counted(open.flatMap(({ regulation, edition, outcome }) => (outcome === null ? [] : [{ regulation, edition, outcome }])))
  return {
    cases, duties, outcomes: [...closed, ...settling],
    offices: await prisma.office.findMany({ select: { id: true, regulations: true }, orderBy: { id: 'asc' } }),
    asked: counted(open.flatMap(({ regulation, edition, asked }) => asked.map((happens) => ({ regulation, edition, happens })))),
  }
}

type Waits = { regulation: string; edition: string; outcome: string | null; asked: string[] }

async function openCases({ prisma, seal }: Database): Promise<Waits[]> {
  const found: Waits[] = []
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const rows = await prisma.case.findMany({ where: { stage: { not: 'closed' }, id: { gt: after } }, orderBy: { id: 'asc' }, take: openAtOnce, select: { id: true, regulation: true, edition: true, state: true } })
    for (const { regulation, edition, state } of rows) {
      const { stage, happened } = JSON.parse(seal.open(state)) as Pick<CaseState, 'stage' | 'happened'>
      found.push({ regulation, edition, outcome: stage.at === 'settling' ? stage.outcome : null, asked: unanswered(happened) })
    }
    const last = rows.at(-1)
    if (!last || rows.length < openAtOnce) return found
    after = last.id
  }
}

/** Asked, and nothing of the same step since. A case opened anew is asked anew. */
function unanswered(happened: CaseState['happened']): string[] {
  const now = happened.slice(happened.findLastIndex(({ what }) => what === 'reopened') + 1).map(({ what }) => what)
  const asked = [...new Set(now.filter((what) => what.endsWith('.asked')).map((what) => what.slice(0, -'asked'.length)))]
  return asked.filter((step) => now.findLast((what) => what.startsWith(step)) === `${step}asked`).map((step) => step.slice(0, -1))
}

function counted<T extends object>(all: readonly T[]): (T & { cases: number })[] {
  return [...Map.groupBy(all, (each) => JSON.stringify(each)).values()].flatMap((same) => same.slice(0, 1).map((each) => ({ ...each, cases: same.length })))
}
