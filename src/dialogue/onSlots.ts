import type { Action } from '../cases/action.ts'
import { isProposable, momentIn, slotsMost, slotText } from '../cases/meeting/slots.ts'
import { clean } from './answers.ts'
import { homeward } from './filing.ts'
import { readMoment } from './moments.ts'
import { go, stay } from './moves.ts'
import { slotsOnPage } from './slots.ts'
import type { CaseView, Place, TalkInput, TalkTurn } from './state.ts'

/** A place of the talk of its own: whoever holds a case chooses dates, by tap or in words, and says where (MED-12). */

type Slots = Place & { at: 'slots' }

const placeCharsMax = 200

export function openSlots(input: TalkInput, { caseId, number }: CaseView, { id, slots }: Action, staffId: number): TalkTurn {
  const turn = go(input, { at: 'slots', caseId, staffId, number, action: id, zone: slots?.zone ?? 'UTC', offered: slots?.offered() ?? [], chosen: [], page: 0, asks: 'dates', place: null, last: slots?.place ?? null }, [{ key: 'talk:case.number', with: { number } }])
  return { ...turn, replies: turn.replies.map((reply) => ({ ...reply, fresh: true as const })) }
}

export function onSlotsChoice(input: TalkInput, place: Slots, choice: string): TalkTurn {
  const { offered, chosen, page } = place
  switch (choice) {
    case 'back': return homeward(input)
    case 'later': return (page + 1) * slotsOnPage < offered.length ? go(input, { ...place, page: page + 1 }) : stay(input, { key: 'talk:stale' })
    case 'earlier': return go(input, { ...place, page: Math.max(0, page - 1) })
    case 'go-on': return chosen.length > 0 ? go(input, { ...place, asks: 'place' }) : stay(input, { key: 'talk:stale' })
    case 'dates': return go(input, { ...place, asks: 'dates', place: null })
    case 'where': return go(input, { ...place, asks: 'place', place: null })
    case 'last': return place.last === null ? stay(input, { key: 'talk:stale' }) : go(input, { ...place, place: place.last })
    case 'send': return send(input, place)
  }
  const at = choice.startsWith('t-') ? offered[Number(choice.slice(2))] : undefined
  if (at === undefined || place.asks !== 'dates') return stay(input, { key: 'talk:stale' })
  if (chosen.includes(at)) return go(input, { ...place, chosen: chosen.filter((each) => each !== at) })
  if (chosen.length >= slotsMost) return stay(input, { key: 'talk:slots.enough', with: { most: slotsMost } })
  return go(input, { ...place, chosen: inOrder([...chosen, at]) })
}

/** Typed: dates, one or several, then the place. */
export function onSlotsText(input: TalkInput, place: Slots, raw: string): TalkTurn {
  const text = clean(raw)
  if (place.asks === 'dates') return typedDates(input, place, text)
  const where = text.replaceAll('\n', ' ')
  return [...where].length > placeCharsMax ? stay(input, { key: 'talk:hint.long', with: { most: placeCharsMax } }) : go(input, { ...place, place: where })
}

function typedDates(input: TalkInput, place: Slots, text: string): TalkTurn {
  const today = input.house.day(input.now)
  const read = text.split(/[\n;；、]+/).map((each) => each.trim()).filter((each) => each !== '').map((each) => {
    const moment = readMoment(each, today)
    return moment && momentIn(place.zone, moment.day, moment.time)
  })
  const moments = read.filter((each) => each !== null)
  if (moments.length === 0 || moments.length < read.length) return stay(input, { key: 'talk:slots.unread' })
  if (!moments.every((at) => isProposable(at, input.now))) return stay(input, { key: 'talk:slots.unfit' })
  const chosen = inOrder([...place.chosen, ...moments])
  if (chosen.length > slotsMost) return stay(input, { key: 'talk:slots.enough', with: { most: slotsMost } })
  return go(input, { ...place, chosen, offered: inOrder([...place.offered, ...moments]) })
}

/** The case carries it out, and answers. What has passed meanwhile is chosen anew. */
function send(input: TalkInput, place: Slots): TalkTurn {
  if (place.place === null || place.chosen.length === 0) return stay(input, { key: 'talk:stale' })
  const chosen = place.chosen.filter((at) => isProposable(at, input.now))
  if (chosen.length < place.chosen.length) return go(input, { ...place, chosen, asks: 'dates', place: null, last: place.place }, [{ key: 'talk:slots.unfit' }])
  const event = { type: 'staff', staff: place.staffId, action: place.action, choice: chosen.map(slotText).join('.'), words: place.place } as const
  return { state: { ...input.state, at: { at: 'home' }, stamp: input.state.stamp + 1 }, replies: [], effects: [{ do: 'case', caseId: place.caseId, event }] }
}

function inOrder(slots: readonly number[]): number[] {
  return [...new Set(slots)].sort((a, b) => a - b)
}
