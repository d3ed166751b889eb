import { openingOf, worksOn } from '../calendar/calendar.ts'
import { dayText } from '../calendar/days.ts'
import { instantOnDay, localDay } from '../calendar/zone.ts'
import { alarmKinds } from '../cases/duties/alarms.ts'
import { idFrom } from '../ids.ts'
import type { Log } from '../log.ts'
import { groupFigures, groupsOf, oweGroup, tellsToday } from '../store/groups.ts'
import type { Office } from '../store/houses.ts'
import { eachOffice } from './eachOffice.ts'
import { morningMessage } from './groupNews.ts'
import type { GroupParts } from './groups.ts'

/** When the office opens, its staff groups hear in numbers what is due, if anything is and nobody has switched it off. Once a day for each. */

/** So long after opening it is still morning news; a house that starts later lets it be. */
const morningMs = 3 * 3_600_000

export function groupMornings(parts: GroupParts & { log: Log; wakeDelivery(): void }): { round(): Promise<void> } {
  return eachOffice(parts, 'the groups of an office could not be told what is due', (office, now) => look(parts, office, now))
}

/** Tells what is to be told now; returns when to look again. */
async function look(parts: GroupParts & { wakeDelivery(): void }, office: Office, now: number): Promise<number> {
  const { calendar } = office
  const day = localDay(calendar.zone, now)
  const opening = openingOf(calendar, day)
  if (worksOn(calendar, day) && now < opening) return opening
  if (worksOn(calendar, day) && now < opening + morningMs) await tell(parts, office, dayText(day), now)
  return openingOf(calendar, day + 1)
}

async function tell({ db, wakeDelivery }: GroupParts & { wakeDelivery(): void }, office: Office, today: string, now: number): Promise<void> {
  const groups = (await groupsOf(db.prisma, [office.id])).filter(({ reminds }) => reminds)
  if (groups.length === 0) return
  await db.prisma.$transaction(async (tx) => {
    const message = morningMessage(office.name, await groupFigures(tx, office.id, { now, end: instantOnDay(office.zone, localDay(office.zone, now) + 1, 0), besides: alarmKinds }))
    for (const { id } of groups) {
      if (await tellsToday(tx, id, today) && message) await oweGroup(db, tx, { addressId: id, message, at: now, retryKey: idFrom(id.replaceAll('-', ''), `morning/${today}`) })
    }
  })
  wakeDelivery()
}
