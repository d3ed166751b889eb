import { openOn } from '../../calendar/calendar.ts'
import type { Calendar } from '../../calendar/calendar.ts'
import { due, dayOf } from '../../calendar/limit.ts'
import { localDay } from '../../calendar/zone.ts'
import { asItIs } from '../../cases/instruction.ts'
import type { Choice, Field, Form } from '../../dialogue/fields.ts'
import type { Words } from '../../dialogue/message.ts'
import { clockTime, type Reception } from '../../receptions/reception.ts'
import type { Regulation } from '../../regulations/schema.ts'
import { spanValues } from '../../receptions/telling.ts'

/** What is filled in for a reception day, and after a visit (PET-8). */

export type Named = { id: number; name: string }

const minutesChoices = [10, 15, 20, 30, 60]
const lengthChoices = [60, 90, 120, 180, 240]
const weeksChoices = [1, 2, 4, 8, 12]
const halfHourMs = 30 * 60_000
const wordsCharsMax = 60
const daysMost = 5

const label = (id: string): Words => ({ key: `desk:reception.label.${id}` })
const ask = (id: string): Words => ({ key: `desk:reception.ask.${id}` })
const counted = (key: string, values: readonly number[]): Choice[] => values.map((n) => ({ id: String(n), label: { key: `desk:reception.${key}`, with: { count: n } } }))

/** `last`: how this leader's days were announced before; what was said then need not be said again. */
export function planForm(leaders: readonly Named[], calendar: Calendar, now: number, last: { post: string; about: string; place: string; minutes: number } | null, office: string): Form {
  const [only] = leaders
  const tomorrow = dayOf(calendar.zone, due(calendar, now, { unit: 'days', count: 1 }).at)
  return {
    title: [{ key: 'desk:reception.plan-title' }],
    fields: [
      { id: 'leader', kind: 'choice', label: label('leader'), ask: ask('leader'), choices: leaders.map(({ id, name }) => ({ id: String(id), label: { say: name } })), ...(only && leaders.length === 1 ? { known: String(only.id) } : {}) },
      { id: 'day', kind: 'day', label: label('day'), ask: ask('day'), from: dayOf(calendar.zone, now), choices: comingDays(calendar, now).map((at) => ({ id: dayOf(calendar.zone, at), label: { key: 'case:instruction.day', with: { day: { day: at } } } })) },
      { id: 'from', kind: 'choice', label: label('from'), ask: ask('from'), choices: openingTimes(calendar, tomorrow, now).map((time) => ({ id: time.replace(':', ''), label: { say: time } })) },
      { id: 'length', kind: 'choice', label: label('length'), ask: ask('length'), choices: counted('minutes', lengthChoices) },
      { id: 'minutes', kind: 'choice', label: label('minutes'), ask: ask('minutes'), choices: counted('minutes', minutesChoices), known: String(last?.minutes ?? 20) },
      { id: 'weeks', kind: 'choice', label: label('weeks'), ask: ask('weeks'), choices: counted('weeks', weeksChoices), known: '1' },
      { id: 'place', kind: 'words', label: label('place'), ask: ask('place'), most: wordsCharsMax, known: last?.place ?? office },
      { id: 'post', kind: 'words', label: label('post'), ask: ask('post'), most: wordsCharsMax, optional: true, ...(last ? { known: last.post } : {}) },
      { id: 'about', kind: 'words', label: label('about'), ask: ask('about'), most: wordsCharsMax, optional: true, ...(last ? { known: last.about } : {}) },
    ],
  }
}

export function cancelForm(reception: Reception, booked: number): Form {
  return {
    title: [{ key: 'desk:reception.cancel-title', with: { ...spanValues(reception), count: booked } }],
    fields: [{ id: 'sure', kind: 'choice', label: label('sure'), ask: ask('sure'), choices: [{ id: 'yes', label: { key: 'desk:reception.cancel-yes' } }] }],
  }
}

export function standInForm(reception: Reception, others: readonly Named[]): Form {
  const none: Choice[] = reception.standIn ? [{ id: 'none', label: { key: 'desk:reception.no-stand-in' } }] : []
  return {
    title: [{ key: 'desk:reception.stand-in-title', with: spanValues(reception) }],
    fields: [{ id: 'who', kind: 'choice', label: label('stand-in'), ask: ask('stand-in'), choices: [...none, ...others.map(({ id, name }) => ({ id: String(id), label: { say: name } }))] }],
  }
}

/** `title`: who came and what about. `instruction`: the fields of an instruction where the case has some; `told`: what the visitor wrote, where nothing is to be asked about it. */
export function heardForm(title: readonly Words[], instruction: readonly Field[], fresh: { regulation: Regulation; told: string | null } | null): Form {
  const story: Field[] = fresh === null ? [] : [
    { id: 'story', kind: 'words', label: label('story'), ask: ask('story'), most: 2000, ...(fresh.told === null ? {} : { known: fresh.told }) },
    { id: 'category', kind: 'choice', label: label('category'), ask: ask('category'), choices: fresh.regulation.categories.map(({ id }) => ({ id, label: { key: `${fresh.regulation.id}:category.${id}` } })) },
  ]
  return { title, fields: [...story, ...instruction] }
}

/** Where no regulation says how an instruction looks: words, one of these people, a day within the next five. */
export function plainInstruction(people: readonly Named[], calendar: Calendar, now: number, present: Words = { key: 'case:instruction.by-rule' }): Field[] {
  const ends = comingDays(calendar, now)
  const last = ends.at(-1) ?? now
  const day = dayOf(calendar.zone, last)
  const by: Choice = { id: asItIs, label: present }
  return [
    { id: 'words', kind: 'words', label: { key: 'case:instruction.label.words' }, ask: ask('instruction'), most: 1000 },
    { id: 'who', kind: 'choice', label: { key: 'case:instruction.label.who' }, ask: { key: 'case:instruction.ask.who' }, known: by.id, choices: [by, ...people.map(({ id, name }) => ({ id: String(id), label: { say: name } }))] },
    {
      id: 'day', kind: 'day', label: { key: 'case:instruction.label.day' }, ask: { key: 'case:instruction.ask.day', with: { day: { day: last } } }, known: day, from: dayOf(calendar.zone, ends[0] ?? now),
      until: { day, why: { key: 'case:refused.instruction-late', with: { day: { day: last } } } }, choices: ends.map((at) => ({ id: dayOf(calendar.zone, at), label: { key: 'case:instruction.day', with: { day: { day: at } } } })),
    },
  ]
}

/** The next working days up to the fifth day from now, as their last moments (PET-4). */
function comingDays(calendar: Calendar, now: number): number[] {
  return [...new Set(Array.from({ length: daysMost }, (_, n) => due(calendar, now, { unit: 'days', count: n + 1 }).at))]
}

/** Half hours at which the office is open, "09:00". */
function openingTimes(calendar: Calendar, day: string, now: number): string[] {
  const number = localDay(calendar.zone, Date.parse(`${day}T12:00:00Z`))
  const open = [number, number + 1, number + 2, number + 3].map((each) => openOn(calendar, each)).find((each) => each.length > 0) ?? openOn(calendar, localDay(calendar.zone, now))
  return open.flatMap(({ from, to }) => Array.from({ length: Math.floor((to - from) / halfHourMs) }, (_, n) => clockTime(calendar.zone, from + n * halfHourMs)))
}
