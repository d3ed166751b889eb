import type { Button, Message } from './message.ts'
import type { Place, Speaking } from './state.ts'

/** The page of one's own data: what can be asked of the house about oneself, one thing at a time. */

type MakeButton = (key: string, choice: string, tone?: Button['tone']) => Button

export function dataPrompt({ page }: Place & { at: 'data' }, person: Speaking, button: MakeButton): Message {
  const back = [button('talk:button.back', 'back')]
  switch (page) {
    case 'menu': return {
      as: 'step', text: [{ key: 'talk:data.ask' }],
      buttons: [
        [button('talk:data.button.copy', 'copy', 'main')],
        ...(person.consent === null ? [] : [[button('talk:data.button.name', 'name'), button('talk:data.button.phone', 'phone')]]),
        ...(person.consent === null ? [] : [[button('talk:data.button.consent', 'consent')]]),
        [button('talk:data.button.erase', 'erase')],
        back,
      ],
    }
    case 'name': return { as: 'step', text: [{ key: 'talk:data.ask-name' }], buttons: [back] }
    case 'phone': return { as: 'step', text: [{ key: 'talk:data.ask-phone' }], buttons: [back], wants: 'phone' }
    case 'consent': return { as: 'step', text: [{ key: 'talk:data.ask-consent' }], buttons: [[button('talk:data.button.consent-yes', 'yes', 'danger')], back] }
    case 'erase': return { as: 'step', text: [{ key: 'talk:data.ask-erase' }], buttons: [[button('talk:data.button.erase-yes', 'yes', 'danger')], back] }
  }
}
