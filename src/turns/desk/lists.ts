import { kindWords } from '../../cases/telling/facts.ts'
import type { CaseState } from '../../cases/case.ts'
import type { Button, Message, Value, Words } from '../../dialogue/message.ts'
import { deskPress, inPairs } from './buttons.ts'

/** A page that lists cases: so many at a time, each with its line and buttons, and a way to the rest. */
export type Item = { lines: Words[]; buttons: Button[] }

const shownMost = 6

/** `choice`: which part of the list, counted from 0. `keep`: what stands before it in the button that leads on. */
export function listed(page: string, title: Words, items: readonly Item[], choice: string | null, keep = ''): Message {
  const from = Math.min(Math.max(0, Number(choice ?? 0) || 0), Math.max(0, Math.ceil(items.length / shownMost) - 1))
  const shown = items.slice(from * shownMost, (from + 1) * shownMost)
  const rest = items.length - (from + 1) * shownMost
  const turn = (to: number, key: string): Button => ({ label: { key }, press: deskPress(page, 'show', `${keep}${to}`) })
  const turns = [...(from > 0 ? [turn(from - 1, 'desk:list.back')] : []), ...(rest > 0 ? [turn(from + 1, 'desk:list.on')] : [])]
  return {
    as: 'card',
    text: [title, ...shown.flatMap(({ lines }) => lines), ...(rest > 0 ? [{ key: 'desk:list.rest', with: { count: rest } }] : [])],
    buttons: [...inPairs(shown.flatMap(({ buttons }) => buttons)), ...(turns.length > 0 ? [turns] : [])],
  }
}

/** What every line begins with: the number and what it is about. */
export function named(state: CaseState): Record<string, Value> {
  return { number: state.number, kind: kindWords(state) }
}
