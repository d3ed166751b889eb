import { kindWords } from '../cases/telling/facts.ts'
import { words } from '../cases/work.ts'
import type { Button, Words } from '../dialogue/message.ts'
import { pressText } from '../dialogue/press.ts'

/**
 * The sheet of a month's unsettled cases (MED-20): one by one, each ticked off once it has been analysed; when all are,
 * it is reported. Days are whole ones; `analysed`: what was written the last time, whenever that was. Times in ms.
 */
export type SheetLine = { caseId: string; number: string; regulation: string; category: string; days: number; who: string | null; ticked: boolean; analysed: { at: number; words: string } | null }

/** So many stand in the message itself; the rest is one tap away. */
const shownMost = 8

export function sheetWords(lines: readonly SheetLine[]): Words[] {
  const left = lines.filter(({ ticked }) => !ticked)
  const shown = left.slice(0, shownMost)
  return [
    words(lines.length === 0 ? 'sheet.none' : left.length === 0 ? 'sheet.done' : 'sheet.left', { left: left.length, of: lines.length }),
    ...shown.flatMap((line, n) => lineWords(line, n + 1)),
    ...(left.length > shown.length ? [words('sheet.more', { n: left.length - shown.length })] : []),
  ]
}

export function lineWords({ number, regulation, category, days, who, ticked, analysed }: SheetLine, n: number): Words[] {
  const line = words(ticked ? 'sheet.ticked' : 'sheet.line', { n, number, kind: kindWords({ regulation, category }), days, who: who ?? words('role.head') })
  return [line, ...(analysed === null ? [] : [words('sheet.last', { at: { day: analysed.at }, words: { say: analysed.words } })])]
}

export const toSheet: Button = { label: words('sheet.button'), press: pressText({ on: 'desk', page: 'unsettled', action: 'show', choice: null }), tone: 'main' }
