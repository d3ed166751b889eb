import type { Button } from '../../dialogue/message.ts'
import { pressText } from '../../dialogue/press.ts'

/** Buttons of the desk's pages. */

/** What a button of a page carries. */
export function deskPress(page: string, action = 'show', choice: string | null = null): string {
  return pressText({ on: 'desk', page, action, choice })
}

export const toDesk: Button = { label: { key: 'desk:button.home' }, press: deskPress('home') }

export function inPairs(buttons: readonly Button[]): Button[][] {
  return Array.from({ length: Math.ceil(buttons.length / 2) }, (_, row) => buttons.slice(row * 2, row * 2 + 2))
}
