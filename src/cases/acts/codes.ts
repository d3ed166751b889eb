import type { Message, Words } from '../../dialogue/message.ts'
import { kindWords } from '../telling/facts.ts'
import { staffMessage } from '../telling/messages.ts'
import { tell, tellRole, words } from '../work.ts'
import type { Work } from '../work.ts'

/** What several acts of the people of a case tell alike. */

/** A code to be passed on as it stands: nothing in the message is for its bearer's eyes only. */
export function codeMessage({ case: state }: Work, text: Words, code: string): Message {
  return { as: 'note', text: [words('about', { number: state.number, kind: kindWords(state) }), text], papers: [{ paper: 'qr', code }] }
}

/** Whoever leaves a case reads this last, and has nothing to tap in it any more. */
export function leftMessage({ case: state }: Work, text: Words): Message {
  return { as: 'note', text: [words('about', { number: state.number, kind: kindWords(state) }), text] }
}

/** Whoever has the case, and whoever is asked to take it. */
export function tellOffice(work: Work, text: Words): void {
  const { stage, handlerId } = work.case
  const message = staffMessage(work, [text])
  if (stage.at === 'assigned' && handlerId !== stage.to) tell(work, { staff: stage.to }, message)
  tellRole(work, 'handler', message)
}
