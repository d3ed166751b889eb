import type { Answer } from '../cases/case.ts'
import type { Regulation } from '../regulations/schema.ts'
import { newDangers } from './dangers.ts'
import { onward, resumeDraft, withBubbles } from './filing.ts'
import { stay } from './moves.ts'
import type { Draft, Finding, Pin, TalkInput, TalkTurn } from './state.ts'
import { emptyDraft } from './steps.ts'

/**
 * What staff find on their way, told in a few taps (SCR-1): kind, how many people, signs, then words or a voice note. The
 * rest is taken for given and shown on the card: where they go round, that it is the first time. Pictures and the pin of a
 * place count at any step. Whoever finds something is no resident: no notice of privacy stands before it.
 */

export type Begun = { story?: string | null; files?: Draft['files']; pin?: Pin }

/** The regulation that findings go under: of those offered, the one that residents do not file under. */
export function findingRules({ house, person }: Pick<TalkInput, 'house' | 'person'>): Regulation | null {
  return house.regulations.find(({ filers }) => !filers.includes('resident') && person.staff.some(({ role }) => filers.some((filer) => filer === role))) ?? null
}

/** As which of their posts: whoever goes round by their post does so before all others. */
export function finder(input: Pick<TalkInput, 'house' | 'person'>): number | null {
  const rules = findingRules(input)
  const able = input.person.staff.filter(({ role }) => rules?.filers.some((filer) => filer === role))
  return (able.find(({ role }) => role === 'informant') ?? able[0])?.id ?? null
}

/** Whether what they send without a word may be something they have found. */
export function goesRound(input: Pick<TalkInput, 'house' | 'person'>): boolean {
  return input.person.staff.some(({ role }) => role === 'informant') && findingRules(input) !== null
}

/** From the menu, or a button of a round: a new finding, or on with the one that is being told. */
export function toFinding(input: TalkInput, asked: Partial<Finding> = {}, begun: Begun = {}): TalkTurn {
  const staffId = asked.staffId ?? finder(input)
  if (staffId === null || findingRules(input) === null) return stay(input, { key: input.person.staff.length > 0 ? 'talk:finding.not-here' : 'talk:not-staff' })
  const finding: Finding = { staffId, roundId: asked.roundId ?? null }
  const { draft } = input.state
  const story = begun.story ?? null
  // Pressed twice: it goes on where it is.
  if (draft?.finding && story === null) return onward({ ...input, state: { ...input.state, draft: { ...draft, finding: { ...draft.finding, roundId: finding.roundId ?? draft.finding.roundId } } } }, draft)
  if (draft) return begunInstead(resumeDraft(input, story), finding)
  return openFinding(input, finding, begun)
}

/** Another draft is lying there: when that one is let go, this is what they begin. */
function begunInstead(turn: TalkTurn, finding: Finding): TalkTurn {
  const { at } = turn.state
  return at.at === 'return' ? { ...turn, state: { ...turn.state, at: { ...at, finding } } } : turn
}

export function openFinding(input: TalkInput, finding: Finding, begun: Begun): TalkTurn {
  const rules = findingRules(input)
  if (!rules) return stay(input, { key: 'talk:finding.not-here' })
  const story = begun.story ?? ''
  const empty: Draft = { ...emptyDraft(input.now), finding, regulation: rules.id, answers: given(input, rules, finding, begun.pin), files: begun.files ?? [], dangers: newDangers(story, input.house.dangers, null) }
  const told = story === '' ? empty : withBubbles(empty, [{ messageId: null, text: story }], input.house) ?? empty
  return onward({ ...input, state: { ...input.state, draft: told } }, told)
}

/** What needs no asking: the place is where they go round until a pin or words say better. */
function given({ person, house }: TalkInput, rules: Regulation, { staffId }: Finding, pin: Pin | undefined): Answer[] {
  const member = person.staff.find(({ id }) => id === staffId)
  const area = member?.areas?.join(' / ') || house.office(member?.officeId ?? null).name || house.name
  return rules.questions.flatMap(({ id, kind, usual }): Answer[] => {
    if (kind === 'place') return [{ id, text: pin?.text ?? area, value: pin?.value ?? null }]
    return usual === undefined ? [] : [{ id, text: house.say({ key: `${rules.id}:choice.${id}.${usual}` }, person.language), value: usual }]
  })
}

/** A pin says where it is, at whatever step it comes. */
export function pinned(input: TalkInput, draft: Draft, pin: Pin): TalkTurn {
  const id = input.house.regulations.find((each) => each.id === draft.regulation)?.questions.find(({ kind }) => kind === 'place')?.id
  const answers = id === undefined ? draft.answers : [...draft.answers.filter((each) => each.id !== id), { id, text: pin.text, value: pin.value }]
  return stay({ ...input, state: { ...input.state, draft: { ...draft, answers } } }, { key: 'talk:finding.place-kept' })
}
