import { onClause } from './clauses.ts'
import { duringDraft, heldWords, homeward, openDraft } from './filing.ts'
import { openFinding, toFinding } from './finding.ts'
import { onFormChoice } from './forms.ts'
import { menu } from './menu.ts'
import { onDataChoice } from './myData.ts'
import { dropDraft, go, stay, wiped, withEffects, withoutDraft } from './moves.ts'
import { onWrite } from './onCase.ts'
import { onVisit } from './onReception.ts'
import { onReport } from './onRound.ts'
import { onSlotsChoice } from './onSlots.ts'
import { onTicketChoice } from './onTicket.ts'
import { isDraftPlace } from './prompts.ts'
import type { TalkAsk, TalkInput, TalkTurn } from './state.ts'

/** Buttons of the step somebody is at, outside a draft; and the step of number and code, which is answered in words. */

export function onStep(input: TalkInput, choice: string): TalkTurn | TalkAsk {
  const { state } = input
  const place = state.at
  if (isDraftPlace(place) && state.draft) return duringDraft(input, { press: choice })
  switch (place.at) {
    case 'cancel':
      if (choice === 'no') return go(input, place.back)
      return choice === 'yes' ? dropDraft(input, [{ key: 'talk:cancelled' }]) : stay(input, { key: 'talk:stale' })
    case 'return': {
      const finding = place.finding ?? state.draft?.finding
      if (choice === 'anew' && finding) return withEffects(openFinding(withoutDraft(input), finding, { story: place.held }), wiped(state))
      if (choice === 'anew') return place.held === null ? startAnew(input) : withEffects(openDraft(withoutDraft(input), place.held, undefined), wiped(state))
      if (choice !== 'continue') return stay(input, { key: 'talk:stale' })
      if (place.held === null) return go(input, place.back)
      return duringDraft({ ...input, state: { ...state, at: place.back } }, { text: place.held, messageId: undefined })
    }
    case 'which': {
      const ids = place.files.map((file) => file.id)
      if (choice === 'drop') return { ...homeward(input), effects: ids.length > 0 ? [{ do: 'drop-files', ids }] : [] }
      if (choice === 'finding' && place.found) return toFinding(input, {}, { story: place.held, files: place.files, ...(place.pin ? { pin: place.pin } : {}) })
      if (choice === 'new') return openDraft(input, place.held, undefined, place.files, place.pin)
      const chosen = place.cases.find((each) => choice === `n-${each.number}`)
      if (!chosen) return stay(input, { key: 'talk:stale' })
      return { ...homeward(input, [{ key: 'talk:case.added', with: { number: chosen.number } }]), effects: [
        ...(ids.length > 0 ? [{ do: 'attach-files' as const, ids, caseId: chosen.caseId }] : []),
        { do: 'case', caseId: chosen.caseId, event: { type: 'resident', person: input.person.id, action: 'add', ...(heldWords(place) === '' ? {} : { words: heldWords(place) }), ...(ids.length > 0 ? { files: ids } : {}) } },
      ] }
    }
    case 'language': {
      if (!input.house.languages.includes(choice)) return stay(input, { key: 'talk:stale' })
      const spoken = { ...input, person: { ...input.person, language: choice } }
      return { ...go(spoken, place.back ?? { at: 'home' }, [{ key: 'talk:language-set' }]), effects: [{ do: 'remember', language: choice }] }
    }
    case 'data': return onDataChoice(input, place, choice)
    case 'track':
    case 'track-code':
    case 'human': return homeward(input)
    case 'report': return onReport(input, null, choice)
    case 'slots': return onSlotsChoice(input, place, choice)
    case 'visit': return onVisit(input, place, null, choice)
    case 'ticket': return onTicketChoice(input, place, choice)
    case 'clause': return onClause(input, place, null, choice)
    case 'form': return onFormChoice(input, place, choice)
    case 'home': return stay(input, { key: 'talk:stale' })
    default: return onWrite(input, null, choice)
  }
}

function startAnew(input: TalkInput): TalkTurn | TalkAsk {
  const turn = menu(withoutDraft(input), 'file')
  return 'ask' in turn ? turn : withEffects(turn, wiped(input.state))
}

/** Number and code, together or one after the other. */
export function track(input: TalkInput, text: string): TalkTurn | TalkAsk {
  const place = input.state.at
  const words = text.toUpperCase().split(/[\s,，;；/]+/).filter(Boolean)
  const number = place.at === 'track-code' ? place.number : words.shift() ?? ''
  const code = words.join('').replaceAll('-', '')
  if (code === '') return go(input, { at: 'track-code', number: number.slice(0, 40) })
  if (!input.known.track) return { ask: 'track', number: number.slice(0, 40), code: code.slice(0, 40) }
  switch (input.known.track.end) {
    case 'found': return { state: { ...input.state, at: { at: 'home' }, stamp: input.state.stamp + 1 }, replies: [input.known.track.card], effects: [] }
    case 'wrong': return go(input, { at: 'track' }, [{ key: 'talk:track.wrong' }])
    case 'wait': return homeward(input, [{ key: 'talk:track.wait', with: { until: { moment: input.known.track.until } } }])
  }
}
