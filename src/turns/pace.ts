import { nextWorkingMoment, type Calendar } from '../calendar/limit.ts'
import { CalendarError } from '../calendar/days.ts'
import type { Message } from '../dialogue/message.ts'
import { idFrom } from '../ids.ts'
import type { Database, Transaction } from '../store/database.ts'
import { onePersonAtATime, owe, pushesTo, type NewDelivery } from '../store/deliveries.ts'

/**
 * Nobody on the staff is written to more than so often within an hour: what is beyond goes out in the next hours of work,
 * in its order, offers first. What is red goes out all the same, and what answers somebody's own act is none of it.
 */
export const staffHourMost = 20
/** Places of each hour for offers alone, which begin clocks, and for what no case tells: the desk, a round; the last of them is the morning's list. */
const forOffers = 3
const forTheRest = 3
const forTheMorning = 1
const hourMs = 3_600_000

/** Bears waiting: it is no answer to an act of the reader's own, and not red. */
export type Waiting = { delivery: NewDelivery; offer: boolean; /** No case tells it. */ rest?: true }

/** The same deliveries in their order, each at the first moment at which its reader can have it. */
export async function paced(tx: Transaction, waiting: readonly Waiting[], calendar: Calendar, now: number): Promise<NewDelivery[]> {
  if (waiting.length === 0) return []
  const people = [...new Set(waiting.map(({ delivery }) => delivery.personId))].sort()
  // Two cases may speak to the same person at once: each counts what the other has said.
  await onePersonAtATime(tx, people)
  const taken = await pushesTo(tx, people, now - hourMs)
  const moments = new Map(people.map((person) => [person, [...taken.get(person) ?? []]]))
  const later = new Map<Waiting, NewDelivery>()
  for (const each of [...waiting].sort((a, b) => Number(b.offer) - Number(a.offer))) {
    const own = moments.get(each.delivery.personId) ?? []
    const at = freeMoment(own, each.delivery.at, mostFor(each), calendar)
    own.push(at)
    later.set(each, { ...each.delivery, at })
  }
  return waiting.map((each) => later.get(each) ?? each.delivery)
}

function mostFor({ offer, rest }: Waiting): number {
  return staffHourMost - (rest ? forTheMorning : forTheRest + (offer ? 0 : forOffers))
}

/** What the staff is told of something that is no case's: once each, not at night, and no more within an hour than they can have. */
export async function tellPaced(db: Database, tx: Transaction, told: readonly { personId: string; message: Message }[], seed: string, calendar: Calendar, now: number): Promise<void> {
  const at = atWork(calendar, now)
  const waiting = told.map(({ personId, message }, n): Waiting => ({ offer: false, rest: true, delivery: { personId, caseId: null, message, at, retryKey: idFrom(seed, `${n}/${personId}`) } }))
  await owe(db, tx, await paced(tx, waiting, calendar, now))
}

/** The first moment from `at` on, in office hours once it has to wait, with which no hour holds more than `most` of all. Times in ms. */
export function freeMoment(taken: readonly number[], at: number, most: number, calendar: Calendar): number {
  const moments = [at, ...taken.map((each) => atWork(calendar, each + hourMs)).filter((each) => each > at).sort((a, b) => a - b)]
  return moments.find((moment) => fits(taken, moment, most)) ?? at
}

function fits(taken: readonly number[], moment: number, most: number): boolean {
  const near = [...taken.filter((each) => Math.abs(each - moment) < hourMs), moment].sort((a, b) => a - b)
  return !near.some((first, n) => (near[n + most] ?? Infinity) - first < hourMs)
}

/** The moment itself, or when the office opens next; days that nobody can read hold nothing up. */
function atWork(calendar: Calendar, at: number): number {
  try {
    return nextWorkingMoment(calendar, at)
  } catch (error) {
    if (error instanceof CalendarError) return at
    throw error
  }
}
