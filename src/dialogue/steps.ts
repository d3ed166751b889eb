import { holds } from '../cases/conditions.ts'
import type { Question, Regulation } from '../regulations/schema.ts'
import { stillAnswers } from './answers.ts'
import type { Draft, DraftPlace, House } from './state.ts'
import { impliedBy, questionsIn, wayFits, wayOf } from './ways.ts'

/** The road of a draft: story, kind, the questions its regulation needs, evidence, review. */

export function emptyDraft(now: number): Draft {
  return {
    startedAt: now, story: '', bubbles: [], suggestions: [], regulation: null, category: null,
    answers: [], skipped: [], files: [], evidenceDone: false, dangers: [], typed: [],
  }
}

export function regulationOf(draft: Draft, house: House): Regulation | null {
  return house.regulations.find((each) => each.id === draft.regulation) ?? null
}

/** The questions that apply, given the answers so far. */
export function questionsOf(draft: Draft, house: House): Question[] {
  const regulation = regulationOf(draft, house)
  if (!regulation) return []
  const way = wayOf(draft)
  const facts = { answers: [...draft.answers, ...impliedBy(way)], category: draft.category, level: null, dangers: draft.dangers, outcome: null, anonymous: isNameless(draft) }
  return questionsIn(regulation, way).filter((question) => !question.when || holds(question.when, facts))
}

/** A filing is nameless when its regulation allows it and the person chose so (question `nameless`). */
export function isNameless(draft: Draft): boolean {
  return draft.answers.some((answer) => answer.id === 'nameless' && answer.value === 'yes')
}

/** Every step of the road, done or not. */
export function roadOf(draft: Draft, house: House): DraftPlace[] {
  if (draft.finding && draft.regulation !== null) return roadOfFinding(draft, house)
  return [
    { at: 'story' },
    { at: 'kind' },
    ...(wayFits(draft, house) ? [] : [{ at: 'who' as const }]),
    ...questionsOf(draft, house).map((question): DraftPlace => ({ at: 'question', id: question.id })),
    { at: 'evidence' },
    { at: 'review' },
  ]
}

/** What was found is told in a few taps: whatever can be taken for given is only shown on the card, to be changed there. */
function roadOfFinding(draft: Draft, house: House): DraftPlace[] {
  const given = (question: Question): boolean => question.optional || question.usual !== undefined || (question.kind === 'place' && draft.answers.some(({ id }) => id === question.id))
  return [
    { at: 'categories', regulation: draft.regulation ?? '' },
    ...questionsOf(draft, house).filter((question) => !given(question)).map((question): DraftPlace => ({ at: 'question', id: question.id })),
    { at: 'story' },
    { at: 'review' },
  ]
}

export function isDone(place: DraftPlace, draft: Draft): boolean {
  switch (place.at) {
    case 'notice': return true
    case 'story': return draft.story !== ''
    case 'kind':
    case 'categories': return draft.category !== null
    case 'question': return draft.skipped.includes(place.id) || draft.answers.some((answer) => answer.id === place.id)
    case 'evidence': return draft.evidenceDone
    case 'who':
    case 'alike':
    case 'review': return false
  }
}

/** Whether the place is still to be asked for, as far as one can tell before the kind is chosen. */
export function placeToAsk(draft: Draft, house: House): boolean {
  return draft.category === null || placeQuestion(draft, house) !== undefined
}

function placeQuestion(draft: Draft, house: House): Question | undefined {
  return questionsOf(draft, house).find(({ kind, id }) => kind === 'place' && !isDone({ at: 'question', id }, draft))
}

/** A place sent early answers the question for it once that is known; it stays for another kind that may be chosen. */
export function placed(draft: Draft, house: House): Draft {
  const question = draft.pin && placeQuestion(draft, house)
  return draft.pin && question ? { ...draft, answers: [...draft.answers, { id: question.id, text: draft.pin.text, value: draft.pin.value }] } : draft
}

/** What is filed as their story: where no question asks for a place, one sent early is part of it. */
export function storyOf(draft: Draft, house: House): string {
  const asked = questionsOf(draft, house).some(({ kind }) => kind === 'place')
  return draft.pin && !asked ? `${draft.story}\n${draft.pin.text}` : draft.story
}

/** The first step not yet done; after an edit only what depends on it is asked again, since all else is still done. */
export function nextPlace(draft: Draft, house: House): DraftPlace {
  return roadOf(draft, house).find((place) => !isDone(place, draft)) ?? { at: 'review' }
}

/** The step before this one, for "back"; null at the beginning. */
export function placeBefore(place: DraftPlace, draft: Draft, house: House): DraftPlace | null {
  if (draft.finding) return beforeInFinding(place, draft, house)
  if (place.at === 'categories') return { at: 'kind' }
  if (place.at === 'who') return wayFits(draft, house) ? nextPlace(draft, house) : { at: 'kind' }
  const road = roadOf(draft, house)
  const here = road.findIndex((each) => samePlace(each, place))
  return here > 0 ? road[here - 1] ?? null : null
}

/** What is not on the road of a finding was reached from its card. */
function beforeInFinding(place: DraftPlace, draft: Draft, house: House): DraftPlace | null {
  const road = roadOf(draft, house)
  const here = road.findIndex((each) => samePlace(each, place))
  return here < 0 ? { at: 'review' } : road[here - 1] ?? null
}

/** "Step 3 of 8" of the place, counted from 1. Before the kind is known the road's length is a guess: no total is told. */
export function progress(place: DraftPlace, draft: Draft, house: House): { n: number; of: number } | null {
  if (!draft.regulation) return null
  const road = roadOf(draft, house)
  const here = road.findIndex((each) => samePlace(each, place))
  return here < 0 ? null : { n: here + 1, of: road.length }
}

export function samePlace(a: DraftPlace, b: DraftPlace): boolean {
  if (a.at === 'question' && b.at === 'question') return a.id === b.id
  return a.at === b.at
}

/**
 * Answers whose question no longer applies fall away, so a hidden answer is never filed; and so do those that their question does
 * not take, as after a change of kind or of edition, so that it is asked again.
 */
export function pruned(draft: Draft, house: House): Draft {
  if (!regulationOf(draft, house)) return draft
  const asked = new Map(questionsOf(draft, house).map((question) => [question.id, question]))
  const kept = draft.answers.filter((answer) => {
    const question = asked.get(answer.id)
    return question !== undefined && stillAnswers(question, answer)
  })
  const skipped = draft.skipped.filter((id) => asked.get(id)?.optional !== false)
  return kept.length === draft.answers.length && skipped.length === draft.skipped.length ? draft : pruned({ ...draft, answers: kept, skipped }, house)
}
