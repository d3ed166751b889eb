import type { Button, Message, Words } from './message.ts'
import type { House, Place, Speaking } from './state.ts'

/** What is said while a visit to a leader is being booked: what it is about, then the whole of it once more. */

export function visitPrompt(place: Place & { at: 'visit' }, person: Speaking, house: House, button: (key: string, choice: string, tone?: Button['tone']) => Button): Message {
  const never = button('talk:button.never-mind', 'back')
  if (place.asks === 'about') {
    const notice: Words[] = person.consent === house.notice ? [] : [{ key: 'talk:notice.text', with: { office: house.name } }]
    return {
      as: 'step', text: [place.text, ...notice, { key: place.cases.length > 0 ? 'reception:ask.about-case' : 'reception:ask.about' }],
      buttons: [...place.cases.map((each): Button[] => [{ ...button('', `n-${each.number}`), label: { key: 'reception:about-case', with: { number: each.number } } }]), [button('talk:button.skip', 'skip'), never]],
    }
  }
  const about: Words[] = [...(place.about ? [{ key: 'reception:about-case', with: { number: place.about.number } }] : []), ...(place.words === null ? [] : [{ say: place.words }])]
  return {
    as: 'step', text: [place.text, ...about, { key: place.moving === null ? 'reception:ask.book' : 'reception:ask.move' }],
    buttons: [[button(place.moving === null ? 'reception:button.book' : 'reception:button.move-here', 'yes', 'main')], [...(place.moving === null ? [button('reception:button.again', 'again')] : []), never]],
  }
}
