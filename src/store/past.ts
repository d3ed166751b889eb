import type { Room } from '../cases/between.ts'
import type { StaffMember } from '../cases/case.ts'
import type { Past } from '../rehearsal/acts.ts'
import { caseOf, dutyOf, surveyOf } from './cases.ts'
import type { Database, Transaction } from './database.ts'
import { nobody } from './retention.ts'

/** Past cases, for reading only: one picture of the database, a handful of cases in memory at a time. */

const casesAtOnce = 100
/** Enough for some hundred thousand cases; nobody waits for locks that this holds, for it holds none. */
const readingMs = 3_600_000

/** Every case under a regulation that has not been wiped, oldest first. PostgreSQL itself refuses whatever would change anything. */
export async function pastCases(db: Database, regulation: string, look: (past: Past, officeId: number) => void): Promise<void> {
  await db.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`set transaction read only`
    const staff = new Map<number, Past['staff']>()
    // Their ids at once and the rest by their ids: asked for in portions, every portion would be sorted out of all cases anew.
    const ids = (await tx.$queryRaw<{ id: string }[]>`select id::text from cases where regulation = ${regulation} and applicant_id <> ${nobody}::uuid order by filed_at, id`).map(({ id }) => id)
    for (let start = 0; start < ids.length; start += casesAtOnce) {
      const rows = await tx.case.findMany({ where: { id: { in: ids.slice(start, start + casesAtOnce) } }, orderBy: [{ filedAt: 'asc' }, { id: 'asc' }], include: { duties: true, surveys: true, parties: true, histories: { orderBy: { n: 'asc' } } } })
      const asked = await surveysSent(tx, rows.map((row) => row.applicantId))
      for (const row of rows) {
        const here = staff.get(row.officeId) ?? await everybodyOf(tx, row.officeId)
        staff.set(row.officeId, here)
        look({
          case: caseOf(db, row, row.parties), duties: row.duties.map(dutyOf), surveys: row.surveys.map((each) => surveyOf(db, each)), staff: here, asked: asked.get(row.applicantId) ?? [],
          history: row.histories.map((each) => ({ kind: each.kind, actor: each.actor, open: each.open, room: each.room as Room, at: each.at.getTime(), details: JSON.parse(db.seal.open(each.details)) as Record<string, unknown> })),
        }, row.officeId)
      }
    }
  }, { isolationLevel: 'RepeatableRead', timeout: readingMs })
}

/** All who work in an office or have worked there; what they are now counts for what they were. */
async function everybodyOf(tx: Transaction, officeId: number): Promise<Past['staff']> {
  const rows = await tx.staff.findMany({ where: { officeId }, orderBy: { id: 'asc' } })
  return rows.map(({ id, personId, role, name, kinds, languages, areas, capacity, leftAt }) => ({ id, personId, officeId, role: role as StaffMember['role'], name, kinds, languages, areas, capacity, away: null, standsFor: [], custodian: false, load: 0, left: leftAt?.getTime() ?? null }))
}

/** Person → when they were sent surveys, ms. */
async function surveysSent(tx: Transaction, people: readonly string[]): Promise<Map<string, number[]>> {
  const rows = await tx.survey.findMany({ where: { personId: { in: [...new Set(people)] }, sentAt: { not: null } }, select: { personId: true, sentAt: true } })
  return new Map([...Map.groupBy(rows, (row) => row.personId)].map(([person, all]) => [person, all.flatMap(({ sentAt }) => (sentAt ? [sentAt.getTime()] : []))]))
}
