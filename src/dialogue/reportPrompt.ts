import type { Button, Message, Words } from './message.ts'
import type { Place } from './state.ts'

/** What is shown while a round is reported: see onRound.ts. */

type MakeButton = (key: string, choice: string, tone?: Button['tone']) => Button

/** Asked first, then shown as it will be recorded. A matter that wants handling can become one of its own, with the words written so far. */
export function reportPrompt(place: Place & { at: 'report' }, button: MakeButton): Message {
  const { words, files = [], name } = place
  const finding = place.finds ? [[button('talk:button.finding', 'find')]] : []
  if (words === null && files.length === 0) return { as: 'step', text: [{ key: 'talk:ask.report', with: { round: name } }], buttons: [...finding, [button('talk:button.never-mind', 'back')]] }
  const kept: Words[] = [...(words === null ? [] : [{ say: words }]), ...(files.length > 0 ? [{ key: 'talk:files', with: { count: files.length } }] : [])]
  return {
    as: 'step', text: [{ key: 'talk:ask.confirm-report', with: { round: name } }, ...kept],
    buttons: [[button('talk:button.send-so', 'yes', 'main')], ...finding, [button('talk:button.write-again', 'again'), button('talk:button.never-mind', 'back')]],
  }
}
