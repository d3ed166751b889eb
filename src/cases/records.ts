import type { Field } from '../dialogue/fields.ts'
import type { Words } from '../dialogue/message.ts'
import type { Part, Step } from '../regulations/schema.ts'
import { words } from './work.ts'

/** A record is asked for part by part: who was there, what each side said, what came of it (MED-11, MED-12, MED-19). */

/** What was given: words, an ISO day or a number by the id of the part, and how many voice notes or papers stand for it. */
export type Given = { given?: Readonly<Record<string, string>>; spoken?: Readonly<Record<string, number>> }

/** Of a step with choices, the parts that belong to the one chosen. */
export function partsFor({ asks = [] }: Step, choice: string | undefined): Part[] {
  return asks.filter(({ only }) => only === undefined || (choice !== undefined && only.includes(choice)))
}

export function fieldsFor(regulation: string, step: Step, choice: string | undefined): Field[] {
  return partsFor(step, choice).map(({ id, kind, optional }): Field => {
    const field = { id, label: labelOf(regulation, step, id), ask: { key: `${regulation}:field.${step.id}.${id}` }, ...(optional ? { optional: true as const } : {}) }
    // A record is of what has been: its days are over.
    return kind === 'day' ? { ...field, kind, past: true } : { ...field, kind }
  })
}

/** Whether a part that must be there is missing. */
export function lacksPart(step: Step, choice: string | undefined, { given = {}, spoken = {} }: Given): boolean {
  return partsFor(step, choice).some(({ id, optional }) => !optional && (given[id] ?? '').trim() === '' && (spoken[id] ?? 0) === 0)
}

/** A line for each part that was given, with its label. */
export function recordLines(regulation: string, step: Step, choice: string | undefined, { given = {}, spoken = {} }: Given): Words[] {
  return partsFor(step, choice).flatMap(({ id, kind }): Words[] => {
    const said = (given[id] ?? '').trim()
    const count = spoken[id] ?? 0
    const label = labelOf(regulation, step, id)
    const value: Words[] = said === '' ? [] : [kind === 'day' ? words('record.day', { day: { date: Date.parse(`${said}T12:00:00Z`) } }) : { say: said }]
    const files: Words[] = count === 0 ? [] : [words('record.files', { count })]
    return [...value, ...files].map((each) => words('record.line', { label, value: each }))
  })
}

/** The same as one text, each line by itself: for the timeline. */
export function recordWords(lines: readonly Words[]): Words | null {
  const [first, ...rest] = lines
  return first === undefined ? null : rest.reduce((one, other) => words('record.both', { one, other }), first)
}

function labelOf(regulation: string, { id }: Step, part: string): Words {
  return { key: `${regulation}:label.${id}.${part}` }
}
