import type { CaseEvent } from '../cases/case.ts'
import { go, stay, withoutDraft } from './moves.ts'
import type { Alike, Draft, DraftPlace, TalkAsk, TalkEffect, TalkInput, TalkTurn } from './state.ts'
import { questionsOf, regulationOf, storyOf } from './steps.ts'
import { principalContact, principalName, questionKey, wayOf } from './ways.ts'

/**
 * Before a draft is filed: is something like it being handled already (PRO-12)? Then theirs can go to that case instead, and
 * nothing they have told is lost. Of others' cases they see what kind, since when, how far, and how many report it.
 */

/** Files the draft, or shows what was found; asks first. Where nobody may learn of a case, nothing is looked for (PET-7). */
export function beforeSending(input: TalkInput, draft: Draft): TalkTurn | TalkAsk {
  // Nor would what is told for somebody else, with others or under a code name be that in another case (PET-7, PET-9, LAB-4).
  if (regulationOf(draft, input.house)?.sealed !== false || wayOf(draft) !== 'self') return send(input, draft)
  const found = input.known.alike
  if (found === undefined) return asking(input, draft)
  return found.length === 0 ? send(input, draft) : go(input, { at: 'alike', found })
}

function send(input: TalkInput, draft: Draft): TalkTurn {
  return { state: { ...input.state, at: { at: 'home' }, draft: null, clock: null, stamp: input.state.stamp + 1 }, replies: [], effects: [{ do: 'file', draft: { ...draft, story: storyOf(draft, input.house) } }] }
}

function asking({ house }: TalkInput, draft: Draft): TalkAsk {
  const other = regulationOf(draft, house)?.questions.find(({ kind }) => kind === 'other-name')
  return { ask: 'alike', regulation: draft.regulation ?? '', category: draft.category ?? '', answers: draft.answers, other: draft.answers.find(({ id }) => id === other?.id)?.text ?? null }
}

/** What was chosen. The list may be days old: whether that case may still be joined is asked anew. */
export function onAlike(input: TalkInput, press: string, draft: Draft, { found }: DraftPlace & { at: 'alike' }): TalkTurn | TalkAsk {
  if (press === 'other') return send(input, draft)
  const chosen = press.startsWith('f-') ? found[Number(press.slice(2))] : undefined
  if (!chosen) return stay(input, { key: 'talk:stale' })
  const now = input.known.alike
  if (now === undefined) return asking(input, draft)
  const still = now.find(({ caseId }) => caseId === chosen.caseId)
  return still && (still.number === null) === (chosen.number === null) ? into(input, draft, still) : go(input, { at: 'review' }, [{ key: 'talk:alike.gone' }])
}

/** Story, answers and files go to that case, whose own turn answers whoever begins to follow it. */
function into(input: TalkInput, draft: Draft, { caseId, number }: Alike): TalkTurn {
  const { person, event } = input
  const files = draft.files.map(({ id }) => id)
  const of = (one: CaseEvent): TalkEffect => ({ do: 'case', caseId, event: one })
  const effects: TalkEffect[] = [
    ...remembered(input, draft),
    ...(files.length > 0 ? [{ do: 'attach-files' as const, ids: files, caseId }] : []),
    ...(number === null ? [of({ type: 'joined', purpose: 'follow', party: null, person: person.id, choice: 'yes', channel: event.channel })] : []),
    of({ type: 'resident', person: person.id, action: 'add', words: toldIn(input, draft), channel: event.channel, ...(files.length > 0 ? { files } : {}) }),
  ]
  if (number !== null) return { ...go(withoutDraft(input), { at: 'home' }, [{ key: 'talk:case.added', with: { number } }]), effects }
  return { state: { ...input.state, at: { at: 'home' }, draft: null, clock: null, stamp: input.state.stamp + 1 }, replies: [], effects }
}

/** The story as it was told, and each answer beside what it answers. Who they are stands on themselves, not in the case. */
function toldIn({ house, person }: TalkInput, draft: Draft): string {
  const answers = questionsOf(draft, house).filter(({ kind }) => !kind.startsWith('own-')).filter(({ id }) => id !== principalName && id !== principalContact).flatMap((question) => {
    const answer = draft.answers.find(({ id }) => id === question.id)
    return answer ? [house.say({ key: 'talk:alike.line', with: { label: { key: questionKey(draft.regulation ?? '', question, 'label') }, value: answer.text } }, person.language)] : []
  })
  return [storyOf(draft, house), ...answers].join('\n')
}

function remembered({ house }: TalkInput, draft: Draft): TalkEffect[] {
  const own = (kind: string): string | undefined => draft.answers.find(({ id }) => questionsOf(draft, house).some((question) => question.kind === kind && question.id === id))?.text
  const [name, phone] = [own('own-name'), own('own-phone')]
  return name === undefined && phone === undefined ? [] : [{ do: 'remember', ...(name === undefined ? {} : { name }), ...(phone === undefined ? {} : { phone }) }]
}
