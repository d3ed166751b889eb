import { CalendarError, dayOf, due, instantOf, parseLimit } from '../calendar/limit.ts'
import type { Calendar } from '../calendar/limit.ts'
import type { Words } from '../dialogue/message.ts'
import type { DateRule, Regulation } from '../regulations/schema.ts'
import type { Answer, DateOf } from './case.ts'
import { asOf } from './conditions.ts'

/** Days reckoned from what a person answered: until when arbitration may be asked for, whether a warranty still runs (LAB-5, CON-1). */

/** Each date whose answer is there, the last moment of its last day. `category` may be null while none is chosen yet. */
export function datesOf(regulation: Pick<Regulation, 'dates'>, answers: readonly Answer[], category: string | null, calendar: Calendar): DateOf[] {
  return regulation.dates.flatMap((date): DateOf[] => {
    const from = startOf(answers.find(({ id }) => id === date.from), calendar)
    const after = limitFor(date, answers, category)
    if (from === null || after === undefined) return []
    if (after === 'never') return [{ id: date.id, at: null }]
    const { at, unconfirmed } = due(calendar, from, parseLimit(after))
    // The day counts as a whole, whatever the office's hours: what is asked for in the evening is still in time.
    return [{ id: date.id, at: instantOf(calendar.zone, dayOf(calendar.zone, at), '24:00') - 1, ...(unconfirmed ? { unconfirmed } : {}) }]
  })
}

/** A day further off than this moves by a day at most: not worth a word. */
const nearMs = 366 * 86_400_000

/** How each stands now, one line each, and once that a day soon to come may still move. */
export function dateWords(regulation: Pick<Regulation, 'id'>, dates: readonly DateOf[], now: number): Words[] {
  const { past } = asOf(dates, now)
  const lines = dates.map(({ id, at }): Words => {
    if (at === null) return { key: `${regulation.id}:date.${id}.never` }
    return { key: `${regulation.id}:date.${id}.${past.includes(id) ? 'past' : 'ahead'}`, with: { day: { date: at } } }
  })
  const near = dates.some(({ at, unconfirmed }) => unconfirmed && at !== null && at - now < nearMs)
  return near ? [...lines, { key: 'case:clock.unconfirmed' }] : lines
}

function limitFor({ after, by }: DateRule, answers: readonly Answer[], category: string | null): string | undefined {
  if (typeof after === 'string') return after
  const choice = by === 'category' ? category : answers.find(({ id }) => id === by)?.value
  return choice === null || choice === undefined ? undefined : after[String(choice)]
}

/** Midnight that begins the day of the answer; null where no day was given, or none that the calendar has. */
function startOf(answer: Answer | undefined, calendar: Calendar): number | null {
  if (typeof answer?.value !== 'string') return null
  try {
    return instantOf(calendar.zone, answer.value, '00:00')
  } catch (error) {
    if (error instanceof CalendarError) return null
    throw error
  }
}
