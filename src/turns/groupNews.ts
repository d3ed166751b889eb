import type { Line, Message, Words } from '../dialogue/message.ts'
import type { GroupFigures } from '../store/groups.ts'

/** What a staff group is told: numbers alone. Pure. Nothing here knows a case. */

/** So few might be somebody in particular. */
const fewest = 3

export function figuresMessage(office: string, figures: GroupFigures): Message {
  return { as: 'note', text: [{ key: 'desk:groups.figures', with: { office } }], card: lines(figures, ['open', 'today', 'overdue', 'unassigned', 'rounds']) }
}

export function todayMessage(office: string, figures: GroupFigures): Message {
  return { as: 'note', text: [{ key: 'desk:groups.today', with: { office } }], card: lines(figures, ['today', 'overdue', 'unassigned', 'rounds']) }
}

/** The word in the morning; null where nothing presses. */
export function morningMessage(office: string, figures: GroupFigures): Message | null {
  if (figures.today + figures.overdue + figures.unassigned + figures.rounds === 0) return null
  return { as: 'note', text: [{ key: 'desk:groups.morning', with: { office } }], card: lines(figures, ['today', 'overdue', 'unassigned', 'rounds']) }
}

function lines(figures: GroupFigures, which: readonly (keyof GroupFigures)[]): Line[] {
  return which.map((each) => ({ label: { key: `desk:groups.count.${each}` }, value: countWords(figures[each]) }))
}

function countWords(n: number): Words {
  if (n === 0) return { key: 'desk:groups.nothing' }
  return n < fewest ? { key: 'desk:groups.few', with: { n: fewest } } : { key: 'desk:groups.n', with: { n } }
}
