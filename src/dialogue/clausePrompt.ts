import type { Button, Message, Words } from './message.ts'
import type { Place } from './state.ts'

/** What staff are asked while they write a clause (see clauses.ts). */

export type ClausePlace = Extract<Place, { at: 'clause' }>

export function clausePrompt({ what, wordings, wording, text, who }: ClausePlace, button: (key: string, choice: string, tone?: Button['tone']) => Button): Message {
  const leave = button('talk:button.never-mind', 'back')
  if (isFacts(what)) return { as: 'step', text: [{ key: 'talk:clause.facts' }], buttons: [[leave]] }
  if (text === null && wording !== null) return { as: 'step', text: [{ key: 'talk:clause.gap' }, wordingWith(wording, '……')], buttons: [[leave]] }
  if (text === null) return { as: 'step', text: [{ key: 'talk:clause.text' }], buttons: [...wordings.map((id) => [button(`case:agreement.wording-name.${id}`, `w-${id}`)]), [leave]] }
  if (who === null) return { as: 'step', text: [{ say: text }, { key: 'talk:clause.who' }], buttons: [[button('case:agreement.who.applicant', 'applicant'), button('case:agreement.who.respondent', 'respondent')], [button('case:agreement.who.both', 'both')], [leave]] }
  return { as: 'step', text: [{ key: 'talk:clause.day' }], buttons: [[button('talk:clause.no-day', 'none')], [leave]] }
}

/** What the dispute is about, not a clause. */
export function isFacts(what: string): boolean {
  return /^(sure-)?facts$/.test(what)
}

/** A ready wording with what was said in its gap. */
export function wordingWith(id: string, gap: string): Words {
  return { key: `case:agreement.wording.${id}`, with: { gap } }
}
