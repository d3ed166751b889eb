import type { Button, Message, Words } from '../../dialogue/message.ts'
import { pressText } from '../../dialogue/press.ts'
import { kindWords } from './facts.ts'
import { act, inRows } from './messages.ts'

/** Lists of the cases that change hands: to whoever is asked to take them, with numbers and kinds only, and to whoever has them now (ADM-3). */

export type Passed = { id: string; number: string; regulation: string; category: string }

const linesMost = 20
const buttonsMost = 10

export function passedLines(cases: readonly Passed[]): Words[] {
  const lines = cases.slice(0, linesMost).map((each): Words => ({ key: 'desk:handover.line', with: { number: each.number, kind: kindWords(each) } }))
  return cases.length > linesMost ? [...lines, { key: 'desk:handover.lines-more', with: { n: cases.length - linesMost } }] : lines
}

/** The one message of whoever has them from now on. */
export function successorCard(from: string, cases: readonly Passed[]): Message {
  const looks = cases.slice(0, buttonsMost).map((each): Button => ({ label: { say: each.number }, press: act(each, 'look') }))
  return {
    as: 'card',
    text: [{ key: 'desk:handover.yours', with: { who: from, n: cases.length } }, ...passedLines(cases)],
    buttons: [...inRows(looks), [{ label: { key: 'talk:menu.duties' }, press: pressText({ on: 'menu', choice: 'duties', lasting: true }) }]],
  }
}

/** To the head: somebody has gone, and who has what was theirs. */
export function leftNote(who: string, n: number, to: string | null): Message {
  return { as: 'note', text: [n > 0 && to !== null ? { key: 'desk:handover.left-to', with: { who, n, to } } : { key: 'desk:handover.left', with: { who } }] }
}

/** To the head, who stands in while nobody else does. The last day itself is told, not the midnight after it. */
export function awayNote(who: string, from: number, until: number | null): Message {
  return { as: 'note', text: [{ key: 'desk:away.told-head', with: { who, from: { day: from }, until: until === null ? { key: 'desk:away.open-end' } : { day: until - 1 } } }] }
}
