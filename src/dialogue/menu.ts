import { onDeskPress } from './desk.ts'
import { openDraft, resumeDraft, homeward } from './filing.ts'
import { toFinding } from './finding.ts'
import { isDraftPlace } from './prompts.ts'
import { onCalendar } from './onReception.ts'
import type { TalkAsk, TalkInput, TalkTurn } from './state.ts'
import { openData } from './myData.ts'
import { go, stay } from './moves.ts'

/** "110 / 119 / 120": what to call where this house stands. */
function emergency({ numbers }: TalkInput['house']): string {
  return [...new Set(['police', 'fire', 'ambulance'].flatMap((each) => numbers[each] ?? []))].join(' / ')
}

/** The doors of the menu, by button, command or typed word. From inside a draft none of them loses it. */
export function menu(given: TalkInput, choice: string): TalkTurn | TalkAsk {
  const kept = ['home', 'cancel', 'track', 'human', 'data'].includes(choice) ? heldAsDraft(given) : null
  const input = kept ?? given
  const { state } = input
  if (kept && choice === 'home') return resumeDraft(kept, null)
  const inDraft = isDraftPlace(state.at) && state.draft ? state.at : null
  switch (choice) {
    case 'home': return inDraft ? resumeDraft(input, null) : go(input, { at: 'home' })
    case 'file':
      if (state.draft) return resumeDraft(input, null)
      return state.at.at === 'which' ? openDraft(input, state.at.held, undefined, state.at.files, state.at.pin) : openDraft(input, null, undefined)
    case 'finding': return beginFinding(input)
    case 'cancel':
      if (inDraft) return go(input, { at: 'cancel', back: inDraft })
      return state.draft ? resumeDraft(input, null) : go(input, { at: 'home' }, [{ key: 'talk:nothing-to-cancel' }])
    case 'language': return go(input, { at: 'language', back: state.at.at === 'language' ? null : state.at })
    case 'help': return stay(input, { key: 'talk:help', with: { office: input.house.name, numbers: emergency(input.house) } })
    case 'human': return input.house.manned() ? go(input, { at: 'human' }) : homeward(input, [{ key: 'talk:human.nobody' }])
    case 'track': return go(input, { at: 'track' })
    case 'data': return openData(input)
    case 'mine': {
      if (!input.known.mine) return { ask: 'mine' }
      return { state, replies: [input.known.mine.message, ...(inDraft ? stay(input, { key: 'talk:back-to-draft' }).replies : [])], effects: [] }
    }
    case 'move-all': return { state, replies: [], effects: [{ do: 'move-all' }] }
    case 'receptions': {
      const turn = onCalendar(input)
      return 'ask' in turn || !inDraft ? turn : { ...turn, replies: [...turn.replies, ...stay(input, { key: 'talk:back-to-draft' }).replies] }
    }
    case 'receives': {
      if (input.person.staff.length === 0) return go(input, { at: 'home' }, [{ key: 'talk:not-staff' }])
      return input.known.receives ? { state, replies: [input.known.receives], effects: [] } : { ask: 'receives' }
    }
    case 'desk': return onDeskPress(input, { on: 'desk', page: 'home', action: 'show', choice: null })
    case 'duties': {
      if (input.person.staff.length === 0) return go(input, { at: 'home' }, [{ key: 'talk:not-staff' }])
      if (!input.known.duties) return { ask: 'duties' }
      return { state, replies: [input.known.duties], effects: [] }
    }
    default: {
      const member = input.person.staff.find((each) => choice === `name-${each.id}`)
      const leaving = input.person.staff.find((each) => choice === `leave-${each.id}`)
      if (leaving) return { state: { ...state, at: { at: 'home' }, stamp: state.stamp + 1 }, replies: [], effects: [{ do: 'leave-staff', staffId: leaving.id }] }
      return member ? go(input, { at: 'staff-name', staffId: member.id }) : stay(input, { key: 'talk:stale' })
    }
  }
}

/** With whatever they have sent already and have not said what it is about. */
function beginFinding(input: TalkInput): TalkTurn {
  const { at } = input.state
  if (at.at === 'which') return toFinding(input, {}, { story: at.held, files: at.files, ...(at.pin ? { pin: at.pin } : {}) })
  return at.at === 'report' ? toFinding(input, at, { story: at.words, files: at.files ?? [] }) : toFinding(input)
}

/** What waited for "which case is it about?" is not lost by walking away from the question: it is a draft from then on. */
function heldAsDraft(input: TalkInput): TalkInput | null {
  const { at, draft } = input.state
  if (at.at !== 'which' || draft !== null) return null
  const begun = openDraft(input, at.held, undefined, at.files, at.pin)
  const place = begun.state.at
  return { ...input, state: { ...begun.state, at: isDraftPlace(place) ? place : { at: 'story' } } }
}
