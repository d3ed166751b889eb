import type { Message } from '../dialogue/message.ts'
import type { Database } from '../store/database.ts'
import type { OfficeBook } from '../store/houses.ts'
import { isFirstTold, whoAnswerForHouse } from '../store/office.ts'
import { tellPaced } from './pace.ts'

/** Tells those who answer for the house what concerns it as a whole: once for each `about` (a month, a day, …), when their office is open. While nobody does, it stays to be told. */
export type HouseNews = (about: string, message: Message) => Promise<void>

export function houseNews({ db, offices, clock, wakeDelivery }: { db: Database; offices: OfficeBook; clock(): number; wakeDelivery(): void }): HouseNews {
  return async (about, message) => {
    const now = clock()
    await db.prisma.$transaction(async (tx) => {
      const people = await whoAnswerForHouse(tx)
      if (people.length === 0 || !(await isFirstTold(tx, about, now))) return
      for (const [officeId, heads] of Map.groupBy(people, (each) => each.officeId)) {
        await tellPaced(db, tx, heads.map(({ personId }) => ({ personId, message })), `house/${about}`, (await offices.get(officeId, tx)).calendar, now)
      }
    })
    wakeDelivery()
  }
}
