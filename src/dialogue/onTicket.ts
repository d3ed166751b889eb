import { homeward } from './filing.ts'
import { go, stay } from './moves.ts'
import { ticketChoices } from './prompts.ts'
import type { Place, TalkAsk, TalkInput, TalkTurn } from './state.ts'

/**
 * Codes that let a resident into something: answer an invitation, confirm a proxy, join a group, go on in another chat,
 * follow a like case. Before anything happens they are told what it is; the code stays good until they say yes.
 */

export function isTicket(text: string): boolean {
  return /^CASE-[A-Z2-9]{13}$/i.test(text.trim())
}

export function onTicket(input: TalkInput, typed: string): TalkTurn | TalkAsk {
  const code = typed.trim().toUpperCase()
  const found = input.known.ticket
  if (found === undefined) return { ask: 'ticket', code }
  switch (found.end) {
    case 'found': return found.why ? stay(input, found.why) : go(input, { at: 'ticket', code, purpose: found.purpose, text: found.text })
    case 'wait': return stay(input, { key: 'talk:ticket.wait', with: { until: { moment: found.until } } })
    default: return stay(input, { key: `talk:ticket.${found.end}` })
  }
}

export function onTicketChoice(input: TalkInput, place: Place & { at: 'ticket' }, choice: string): TalkTurn {
  if (choice === 'later') return homeward(input, [{ key: 'talk:ticket.later' }])
  if (!ticketChoices(place.purpose).includes(choice)) return stay(input, { key: 'talk:stale' })
  // It came to somebody else than it was meant for: nobody hears, and it stays good for whom it was made.
  if (choice === 'not-me') return homeward(input, [{ key: 'talk:ticket.not-me' }])
  // The case answers them, once it knows that they are there.
  return {
    state: { ...input.state, at: { at: 'home' }, stamp: input.state.stamp + 1 },
    replies: [],
    effects: [...(input.person.consent === input.house.notice ? [] : [{ do: 'remember' as const, consent: input.house.notice }]), { do: 'redeem', code: place.code, choice }],
  }
}
