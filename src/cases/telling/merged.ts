import type { Button, Words } from '../../dialogue/message.ts'
import type { CaseState } from '../case.ts'
import { heldBy } from '../merging.ts'
import { words } from '../work.ts'
import { act, mine } from './messages.ts'

/** How a case that goes on as part of another, and the one that holds others, say so; each one tap from the other. */

export function mergedWords(state: CaseState): Words[] {
  const { merged } = state.between
  const held = heldBy(state)
  return [
    ...(merged ? [words('next.merged', { number: merged.into.number })] : []),
    ...(held.length > 0 ? [words('holds', { numbers: { list: held.map(({ number }) => ({ say: number })) } })] : []),
  ]
}

export function mergedButtons({ between: { merged } }: CaseState, side: 'staff' | 'mine'): Button[][] {
  if (!merged) return []
  const { caseId: id, number } = merged.into
  return [[{ label: words('action.look-main', { number }), press: side === 'staff' ? act({ id }, 'look') : mine({ id }, 'look') }]]
}
