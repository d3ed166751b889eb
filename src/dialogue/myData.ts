import { clean, readPhone } from './answers.ts'
import { homeward } from './filing.ts'
import type { Words } from './message.ts'
import { go, stay, wiped, withoutDraft } from './moves.ts'
import type { Place, TalkAsk, TalkEffect, TalkInput, TalkTurn } from './state.ts'

/**
 * One's own data: what is kept and until when, a copy, correction, consent withdrawn, erasure with what the law has us keep
 * told first (PIPL articles 15, 44 to 47). A first tap explains, a second does it.
 */

type DataPlace = Place & { at: 'data' }
const nameCharsMax = 60

export function openData(input: TalkInput): TalkTurn | TalkAsk {
  const known = input.known.data
  if (known === undefined) return { ask: 'data', whole: false }
  return go(input, { at: 'data', page: 'menu' }, [{ key: 'talk:data.about', with: { office: input.house.name } }, ...known.overview])
}

export function onDataChoice(input: TalkInput, { page }: DataPlace, choice: string): TalkTurn | TalkAsk {
  if (choice === 'back') return page === 'menu' ? homeward(input) : toMenu(input)
  if (page === 'consent' && choice === 'yes') return withdraw(input)
  if (page === 'erase' && choice === 'yes') return erase(input)
  if (page !== 'menu') return stay(input, { key: 'talk:stale' })
  switch (choice) {
    case 'copy': return copy(input)
    case 'name':
    case 'phone':
    case 'consent': return go(input, { at: 'data', page: choice })
    case 'erase': return explain(input)
    default: return stay(input, { key: 'talk:stale' })
  }
}

/** Words where a name or a number is waited for. */
export function onDataWords(input: TalkInput, { page }: DataPlace, raw: string): TalkTurn {
  const text = clean(raw).replaceAll('\n', ' ')
  if (page === 'phone') {
    const phone = readPhone(text)
    return phone === null ? stay(input, { key: 'talk:hint.phone' }) : remembered(input, { do: 'remember', phone })
  }
  if (page !== 'name') return stay(input, { key: 'talk:hint.choice' })
  return [...text].length > nameCharsMax ? stay(input, { key: 'talk:hint.long', with: { most: nameCharsMax } }) : remembered(input, { do: 'remember', name: text })
}

function toMenu(input: TalkInput, before: Words[] = []): TalkTurn {
  return go(input, { at: 'data', page: 'menu' }, before)
}

function remembered(input: TalkInput, effect: TalkEffect): TalkTurn {
  return { ...toMenu(input, [{ key: 'talk:data.corrected' }]), effects: [effect] }
}

function copy(input: TalkInput): TalkTurn | TalkAsk {
  const known = input.known.data
  if (known === undefined) return { ask: 'data', whole: true }
  const turn = toMenu(input, [{ key: 'talk:data.copy' }])
  return { ...turn, replies: turn.replies.map((reply) => ({ ...reply, fresh: true as const, papers: [{ paper: 'data' as const, at: input.now, sections: known.sections }] })) }
}

/** What is not sent yet was told on the strength of the consent, and goes with it. */
function withdraw(input: TalkInput): TalkTurn {
  const person = { ...input.person, consent: null }
  const turn = go(withoutDraft({ ...input, person }), { at: 'home' }, [{ key: 'talk:data.consent-withdrawn' }])
  return { ...turn, effects: [{ do: 'withdraw-consent' }, ...wiped(input.state)] }
}

function explain(input: TalkInput): TalkTurn | TalkAsk {
  if (input.person.staff.length > 0) return stay(input, { key: 'talk:data.erase.staff' })
  const known = input.known.data
  return known === undefined ? { ask: 'data', whole: false } : go(input, { at: 'data', page: 'erase' }, known.erasing)
}

/** The last words to this chat; whoever writes from it again is somebody new. */
function erase(input: TalkInput): TalkTurn {
  if (input.person.staff.length > 0) return toMenu(input, [{ key: 'talk:data.erase.staff' }])
  return {
    state: { ...withoutDraft(input).state, at: { at: 'home' }, stamp: input.state.stamp + 1 },
    replies: [{ as: 'note', text: [{ key: 'talk:data.erased' }] }],
    effects: [{ do: 'erase' }],
  }
}
