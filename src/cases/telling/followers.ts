import type { Message, Words } from '../../dialogue/message.ts'
import { pressText } from '../../dialogue/press.ts'
import type { CaseState } from '../case.ts'
import { tell, words } from '../work.ts'
import type { Work } from '../work.ts'
import { kindWords } from './facts.ts'
import { mine } from './messages.ts'

/** Those who report the same hear how it goes and that it has ended; never whose case it is, nor what was said or answered in it (PRO-12). */

export function followersOf({ parties }: Pick<CaseState, 'parties'>): number {
  return parties.filter(({ role }) => role === 'follower').length
}

export function tellFollowers(work: Work, what: 'accepted' | 'closing' | 'closed' | 'reopened'): void {
  if (followersOf(work.case) > 0) tell(work, { followers: true }, followerMessage(work.case, [words(`follow.told.${what}`)], what === 'closed'))
}

/** `over`: nothing more is done there; whoever still has the trouble reports it anew. */
export function followerMessage(state: CaseState, text: Words[], over = false): Message {
  const look = { label: words('action.look'), press: mine(state, 'look') }
  return {
    as: 'card',
    text: [words('about', { number: state.number, kind: kindWords(state) }), ...text],
    buttons: [over ? [{ label: { key: 'talk:menu.file' }, press: pressText({ on: 'menu', choice: 'file', lasting: true }) }, look] : [{ label: words('action.add'), press: mine(state, 'add') }, look]],
  }
}

/** What a follower reads when they look. */
export function followWords({ stage }: CaseState): Words[] {
  const at = stage.at === 'assigned' ? 'filed' : stage.at
  return [words('follow.you'), words(`follow.stage.${at}`)]
}
