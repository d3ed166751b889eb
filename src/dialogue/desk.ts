import { openForm } from './forms.ts'
import { go } from './moves.ts'
import type { Press } from './press.ts'
import type { TalkAsk, TalkInput, TalkTurn } from './state.ts'

/**
 * The desk of the staff: pages beside any one case (who is away, what is overdue, the month's figures). What a page shows
 * and does stands in src/turns/desk; here it is only shown, or filled in, or done. Its buttons never die.
 */
export function onDeskPress(input: TalkInput, { page, action, choice }: Press & { on: 'desk' }): TalkTurn | TalkAsk {
  if (input.person.staff.length === 0) return go(input, { at: 'home' }, [{ key: 'talk:not-staff' }])
  const found = input.known.desk
  if (!found) return { ask: 'desk', page, action, choice }
  if ('message' in found) return { state: input.state, replies: [found.message], effects: [] }
  if ('form' in found) return openForm(input, { on: 'desk', page, action, choice }, found.form)
  return { state: input.state, replies: [], effects: [{ do: 'desk', page, action, choice, given: {}, files: [] }] }
}
