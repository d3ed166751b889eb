import { openingOf, worksOn } from '../calendar/calendar.ts'
import { dayText } from '../calendar/days.ts'
import { localDay } from '../calendar/zone.ts'
import type { Message } from '../dialogue/message.ts'
import { idFrom } from '../ids.ts'
import type { Log } from '../log.ts'
import { owe } from '../store/deliveries.ts'
import type { Office } from '../store/houses.ts'
import { eachOffice } from './eachOffice.ts'
import { dutiesFor, type LookUpParts } from './lookups.ts'

/**
 * "My day": when the office opens, each who works there reads what they owe, most pressing first, in one message. Whoever
 * owes nothing hears nothing. Once a day for each, however many processes look and whatever broke off before.
 */
export type Mornings = { round(): Promise<void> }

export type MorningParts = LookUpParts & { log: Log; wakeDelivery(): void }

/** So long after opening it is still morning news; a house that starts later lets it be. */
const morningMs = 3 * 3_600_000
const againMs = 60_000

export function mornings(parts: MorningParts): Mornings {
  return eachOffice(parts, 'the morning lists of an office could not be sent', (office, now) => look(parts, office, now))
}

/** Sends what is to be sent now; returns when to look again. */
async function look(parts: MorningParts, office: Office, now: number): Promise<number> {
  const { calendar } = office
  const day = localDay(calendar.zone, now)
  const opening = openingOf(calendar, day)
  if (worksOn(calendar, day) && now < opening) return opening
  if (worksOn(calendar, day) && now < opening + morningMs) {
    if (!await tellAll(parts, office, dayText(day), now)) return now + againMs
  }
  return openingOf(calendar, day + 1)
}

/** Each who has not had today's list yet, by themselves: one that cannot be made holds up nobody else. Whether all have it. */
async function tellAll(parts: MorningParts, office: Office, day: string, now: number): Promise<boolean> {
  const people = await parts.db.prisma.$queryRaw<{ person_id: string }[]>`/* mornings */
    select person_id::text from staff where office_id = ${office.id} and left_at is null and digest_on is distinct from ${day}
      and (away_from is null or away_from > ${new Date(now)} or away_until <= ${new Date(now)}) group by person_id order by min(id)`
  let all = true
  for (const { person_id: personId } of people) {
    try {
      if (await tell(parts, office, personId, day, now)) parts.wakeDelivery()
    } catch (error) {
      all = false
      parts.log.warn({ error }, 'the morning list of one person could not be made')
    }
  }
  return all
}

/** Marked and owed together, so that nobody has it twice. Whether there was anything to tell. */
async function tell({ db, ...parts }: MorningParts, office: Office, personId: string, day: string, now: number): Promise<boolean> {
  return db.prisma.$transaction(async (tx) => {
    const places = await tx.$queryRaw<{ id: number }[]>`/* mornings-mark */
      update staff set digest_on = ${day} where person_id = ${personId}::uuid and office_id = ${office.id} and left_at is null and digest_on is distinct from ${day}
        and (away_from is null or away_from > ${new Date(now)} or away_until <= ${new Date(now)}) returning id`
    if (places.length === 0) return false
    const list = await dutiesFor({ db, ...parts }, tx, places.map(({ id }) => id))
    if (list.all > 0) await owe(db, tx, [{ personId, caseId: null, message: morning(list.message), at: now, retryKey: idFrom(`${day}:${office.id}`, `morning/${personId}`) }])
    return list.all > 0
  })
}

function morning(list: Message): Message {
  return { ...list, text: [{ key: 'case:duties.morning' }, ...list.text] }
}
