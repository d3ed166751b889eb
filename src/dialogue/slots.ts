import { slotsMost } from '../cases/meeting/slots.ts'
import type { Button, Message, Words } from './message.ts'
import type { Place } from './state.ts'

/** What is said where staff choose dates: days by tap, page by page, then the place, then all of it once more. */

type Slots = Place & { at: 'slots' }

export const slotsOnPage = 9

export function slotsPrompt(place: Slots, button: (key: string, choice: string, tone?: Button['tone']) => Button): Message {
  const { offered, chosen, page } = place
  const never = button('talk:button.never-mind', 'back')
  const dates: Words[] = chosen.length === 0 ? [] : [{ key: 'talk:slots.chosen', with: { dates: { list: chosen.map(momentWords) } } }]
  if (place.place !== null) {
    return {
      as: 'step', text: [{ key: 'talk:slots.confirm', with: { place: place.place } }, ...dates],
      buttons: [[button('talk:slots.send', 'send', 'main')], [button('talk:slots.other-dates', 'dates'), button('talk:slots.other-place', 'where')], [never]],
    }
  }
  if (place.asks === 'place') {
    const before: Button[][] = place.last === null ? [] : [[{ ...button('', 'last'), label: { say: place.last } }]]
    return { as: 'step', text: [{ key: 'talk:slots.place' }], buttons: [...before, [button('talk:slots.other-dates', 'dates'), never]] }
  }
  const shown = offered.slice(page * slotsOnPage, (page + 1) * slotsOnPage)
  const rows = shown.map((at): Button[] => [{ ...button('', `t-${offered.indexOf(at)}`), label: chosen.includes(at) ? { key: 'talk:slots.on', with: { at: { slot: at } } } : { key: 'talk:slots.off', with: { at: { slot: at } } } }])
  const turn: Button[] = [...(page > 0 ? [button('talk:slots.earlier', 'earlier')] : []), ...((page + 1) * slotsOnPage < offered.length ? [button('talk:slots.later', 'later')] : [])]
  return {
    as: 'step', text: [{ key: 'talk:slots.ask', with: { most: slotsMost } }, ...dates],
    buttons: [...rows, ...(turn.length > 0 ? [turn] : []), [...(chosen.length > 0 ? [button('talk:slots.go-on', 'go-on', 'main')] : []), never]],
  }
}

export function momentWords(at: number): Words {
  return { key: 'case:dates.moment', with: { at: { moment: at } } }
}
