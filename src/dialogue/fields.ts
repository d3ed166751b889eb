import type { Words } from './message.ts'

/** What a form asks for (forms.ts). */

export type Choice = { id: string; label: Words }
/** words: typed or spoken; several: as many of the choices as they like; day: an ISO day to come, on `from` or later, or one that is over; number: whole. `most`: characters, the number itself, or how many of the choices. */
export type Field = { id: string; label: Words; ask: Words; optional?: true; most?: number; /** Filled in beforehand; asked about only from the card. */ known?: string } & ({ kind: 'words' } | { kind: 'choice' | 'several'; choices: readonly Choice[] } | { kind: 'day'; from?: string; /** The last day that can be, and what is said of a later one. */ until?: { day: string; why: Words }; /** Some days to tap, by their ISO day. */ choices?: readonly Choice[]; /** A day that is over, not one to come. */ past?: true } | { kind: 'number' })
/** Said above the first question; `send`: what the last button says where not the usual. */
export type Form = { title: readonly Words[]; fields: readonly Field[]; send?: Words }
export type FormOn = { on: 'case'; caseId: string; staffId: number; action: string; choice: string | null } | { on: 'desk'; page: string; action: string; choice: string | null }
