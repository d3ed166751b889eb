import { openingOf, worksOn } from '../calendar/calendar.ts'
import { dayText } from '../calendar/days.ts'
import { localDay } from '../calendar/zone.ts'
import type { Message } from '../dialogue/message.ts'
import { idFrom } from '../ids.ts'
import type { Log } from '../log.ts'
import { owe } from '../store/deliveries.ts'
import type { Office } from '../store/houses.ts'
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
const peopleAtOnce = 20

export function mornings(parts: MorningParts): Mornings {
  const { offices, clock, log } = parts
  /** By office: when it is to be looked at next. A house that has just started looks at once. */
  const looks = new Map<number, number>()
  return {
    async round() {
      for (const office of offices.list()) {
        const now = clock()
        if (now < (looks.get(office.id) ?? 0)) continue
        try {
          looks.set(office.id, await look(parts, office, now))
        } catch (error) {
          looks.set(office.id, now + againMs)
          log.warn({ error }, 'the morning lists of an office could not be sent')
        }
      }
    },
  }
}

/** Sends what is to be sent now; returns when to look again. */
async function look(parts: MorningParts, office: Office, now: number): Promise<number> {
  const { calendar } = office
  const day = localDay(calendar.zone, now)
  const opening = openingOf(calendar, day)
  if (worksOn(calendar, day) && now < opening) return opening
  if (worksOn(calendar, day) && now < opening + morningMs) {
    for (let found = peopleAtOnce; found === peopleAtOnce;) found = await tell(parts, office, dayText(day), now)
  }
  return openingOf(calendar, day + 1)
}

/** The next few who have not had today's list. Marked and owed together, so that nobody has it twice. */
async function tell({ db, wakeDelivery, ...parts }: MorningParts, office: Office, day: string, now: number): Promise<number> {
  const found = await db.prisma.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ id: number; person_id: string }[]>`/* mornings */
      update staff set digest_on = ${day} where id in (
        select id from staff where office_id = ${office.id} and left_at is null and digest_on is distinct from ${day}
          and (away_from is null or away_from > ${new Date(now)} or away_until <= ${new Date(now)}) order by id limit ${peopleAtOnce} for update skip locked)
      returning id, person_id::text`
    const people = Map.groupBy(rows, (row) => row.person_id)
    for (const [personId, places] of people) {
      const list = await dutiesFor({ db, ...parts }, tx, places.map(({ id }) => id))
      if (list.all > 0) await owe(db, tx, [{ personId, caseId: null, message: morning(list.message), at: now, retryKey: idFrom(`${day}:${office.id}`, `morning/${personId}`) }])
    }
    return rows.length
  })
  if (found > 0) wakeDelivery()
  return found
}

function morning(list: Message): Message {
  return { ...list, text: [{ key: 'case:duties.morning' }, ...list.text] }
}
