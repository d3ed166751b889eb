import type { Button, Message, Words } from './message.ts'
import type { DraftPlace } from './state.ts'

/** What is shown of cases that may be about the same matter: nobody's name, number or words but one's own. */

export function alikePrompt({ found }: DraftPlace & { at: 'alike' }, button: (key: string, choice: string, tone?: Button['tone']) => Button): Message {
  const lines = found.map(({ number, line: { kind, filedAt, stage, people } }, n): Words => {
    const told = { n: n + 1, kind, day: { day: filedAt }, stage }
    return number === null ? { key: 'talk:alike.near', with: { ...told, people } } : { key: 'talk:alike.own', with: { ...told, number } }
  })
  const into = found.map(({ number }, n): Button[] => [number === null
    ? { ...button('', `f-${n}`), label: { key: 'talk:button.alike-follow', with: { n: n + 1 } } }
    : { ...button('', `f-${n}`), label: { key: 'talk:button.alike-add', with: { number } } }])
  return { as: 'step', text: [{ key: 'talk:alike.ask' }, ...lines], buttons: [...into, [button('talk:button.alike-other', 'other', 'main')], [button('talk:button.back', 'back'), button('talk:button.cancel', 'cancel')]] }
}
