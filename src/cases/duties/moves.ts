import type { Regulation, Step } from '../../regulations/schema.ts'

/** What moves the limits of a regulation's duties: its steps, and more time once it is granted. */

export type Move = { happens: string; moves: NonNullable<Step['moves']>; /** Never beyond this, counted like the duty itself. */ atMost?: string }

export const extended = 'extended'

export function movesOf({ steps, extension }: Pick<Regulation, 'steps' | 'extension'>): Move[] {
  const own = steps.flatMap(({ happens, moves }): Move[] => (moves ? [{ happens, moves }] : []))
  if (!extension) return own
  const { duty, by, atMost } = extension
  return [...own, { happens: extended, moves: { duty, how: 'adds', by }, ...(atMost === undefined ? {} : { atMost }) }]
}
