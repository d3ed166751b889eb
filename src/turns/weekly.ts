import { openingOf, worksOn } from '../calendar/calendar.ts'
import { localDay } from '../calendar/zone.ts'
import type { Log } from '../log.ts'
import type { Regulation } from '../regulations/schema.ts'
import type { Database } from '../store/database.ts'
import type { Office, OfficeBook } from '../store/houses.ts'
import { firstOfWeek, lastWeekTold } from '../store/weekly.ts'
import { isQuiet, weekCard, weekSheet } from './desk/figures.ts'
import { eachOffice } from './eachOffice.ts'
import { tellPaced } from './pace.ts'

/** On the first working day of the week, leaders and heads read how the week before went. Once for each office, however many processes look. */
export type Weekly = { round(): Promise<void> }

export type WeeklyParts = { db: Database; offices: OfficeBook; regulations: readonly Regulation[]; log: Log; clock(): number; wakeDelivery(): void }

export function weekly(parts: WeeklyParts): Weekly {
  return eachOffice(parts, 'the figures of the week could not be told', (office, now) => look(parts, office, now))
}

/** Tells what is to be told now; returns when to look again. */
async function look(parts: WeeklyParts, office: Office, now: number): Promise<number> {
  const { calendar } = office
  const today = localDay(calendar.zone, now)
  const opening = openingOf(calendar, today)
  if (!worksOn(calendar, today)) return openingOf(calendar, today + 1)
  if (now < opening) return opening
  await tell(parts, office, today, now)
  return openingOf(calendar, today + 1)
}

/** A house that was down on that morning makes up for it within the week; a new one begins with its first Monday. */
async function tell({ db, regulations, wakeDelivery }: WeeklyParts, { id, calendar }: Office, today: number, now: number): Promise<void> {
  // Day number 0 was a Thursday.
  const monday = today - ((today + 3) % 7)
  const isFirst = !Array.from({ length: today - monday }, (_, n) => monday + n).some((day) => worksOn(calendar, day))
  await db.prisma.$transaction(async (tx) => {
    if (!isFirst && await lastWeekTold(tx, id) === null) return
    if (!await firstOfWeek(tx, id, monday)) return
    const sheet = await weekSheet(tx, { officeId: id, regulations, zone: calendar.zone, now, back: 1 })
    if (isQuiet(sheet)) return
    const staff = await tx.staff.findMany({ where: { officeId: id, role: { in: ['leader', 'head'] }, leftAt: null }, select: { personId: true } })
    await tellPaced(db, tx, [...new Set(staff.map(({ personId }) => personId))].map((personId) => ({ personId, message: weekCard(sheet) })), `${id}:${monday}/weekly`, calendar, now)
  })
  wakeDelivery()
}
