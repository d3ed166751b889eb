import { nextWorkingMoment } from '../calendar/limit.ts'
import type { Log } from '../log.ts'
import { bodiesAt, peopleOfBodies, takeMonth } from '../store/bodies.ts'
import type { Database } from '../store/database.ts'
import type { Office, OfficeBook } from '../store/houses.ts'
import { bodyFigures, type BodyFigures } from '../store/referrals.ts'
import { monthlyMessage } from './desk/bodyFigures.ts'
import { monthOf } from './desk/spans.ts'
import { eachOffice } from './eachOffice.ts'
import { tellPaced } from './pace.ts'

/**
 * On the first working morning of a month the head reads what went to each linked body and came from it in the month
 * before, and whoever speaks for one reads their own alone (MED-22). Once, however many processes look.
 */
export type BodyReports = { round(): Promise<void> }

export type BodyReportParts = { db: Database; offices: OfficeBook; clock(): number; log: Log; wakeDelivery(): void }

export function bodyReports(parts: BodyReportParts): BodyReports {
  return eachOffice(parts, 'the monthly figures of linked bodies could not be told', (office, now) => look(parts, office, now))
}

/** Tells it where it is time; returns when to look again. */
async function look({ db, wakeDelivery }: BodyReportParts, { id, zone, calendar }: Office, now: number): Promise<number> {
  const month = monthOf(zone, now)
  const first = nextWorkingMoment(calendar, month.from)
  if (now < first) return first
  const before = monthOf(zone, month.from - 1)
  await db.prisma.$transaction(async (tx) => {
    if (!(await takeMonth(tx, id, month.from))) return
    const all: { id: number; name: string; figures: BodyFigures }[] = []
    for (const body of (await bodiesAt(tx, [id])).filter(({ ended }) => !ended)) all.push({ id: body.id, name: body.name, figures: await bodyFigures(tx, body.id, before.from, before.to) })
    // An office without linked bodies, or a month in which nothing went either way, says nothing.
    const told = all.filter(({ figures }) => figures.sent + figures.cameIn > 0)
    const people = told.length === 0 ? { heads: [], liaisons: [] } : await peopleOfBodies(tx, id, told.map((each) => each.id))
    const letter = (personId: string, of: typeof told) => ({ personId, message: monthlyMessage(of, before) })
    await tellPaced(db, tx, [
      ...people.heads.map((personId) => letter(personId, told)),
      ...people.liaisons.filter(({ personId }) => !people.heads.includes(personId)).map(({ personId, body }) => letter(personId, told.filter((each) => each.id === body))),
    ], `${id}/${month.from}/bodies`, calendar, now)
  })
  wakeDelivery()
  return nextWorkingMoment(calendar, month.to)
}
