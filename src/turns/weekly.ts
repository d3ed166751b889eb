import { openingOf, worksOn } from '../calendar/calendar.ts'
import { localDay } from '../calendar/zone.ts'
import { idFrom } from '../ids.ts'
import type { Log } from '../log.ts'
import type { Regulation } from '../regulations/schema.ts'
import type { Database } from '../store/database.ts'
import { owe } from '../store/deliveries.ts'
import type { Office, OfficeBook } from '../store/houses.ts'
import { firstOfWeek, lastWeekTold } from '../store/weekly.ts'
import { isQuiet, weekCard, weekSheet } from './desk/figures.ts'

/** On the first working day of the week, leaders and heads read how the week before went. Once for each office, however many processes look. */
export type Weekly = { round(): Promise<void> }

export type WeeklyParts = { db: Database; offices: OfficeBook; regulations: readonly Regulation[]; log: Log; clock(): number; wakeDelivery(): void }

const againMs = 60_000

export function weekly(parts: WeeklyParts): Weekly {
  /** By office: when it is to be looked at next. A house that has just started looks at once. */
  const looks = new Map<number, number>()
  return {
    async round() {
      for (const office of parts.offices.list()) {
        const now = parts.clock()
        if (now < (looks.get(office.id) ?? 0)) continue
        try {
          looks.set(office.id, await look(parts, office, now))
        } catch (error) {
          looks.set(office.id, now + againMs)
          parts.log.warn({ error }, 'the figures of the week could not be told')
        }
      }
    },
  }
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
    await owe(db, tx, [...new Set(staff.map(({ personId }) => personId))].map((personId) => ({ personId, caseId: null, message: weekCard(sheet), at: now, retryKey: idFrom(`${id}:${monday}`, `weekly/${personId}`) })))
  })
  wakeDelivery()
}
