import { dropDraft, go } from './moves.ts'
import { isDraftPlace } from './prompts.ts'
import type { House, Speaking, TalkInput, TalkState, TalkTurn } from './state.ts'

/** What the machine says by itself about a draft left lying, and when. */

/**
 * A nudge comes within ten minutes before its time is full: so a talk's row keeps its moment over the turns of one
 * filing, and its index need not be written at each of them.
 */
const nudgeStepMs = 600_000

/** Every touch of a draft puts off its nudge; without a draft nothing ticks. */
export function withClock(input: TalkInput, turn: TalkTurn): TalkTurn {
  const { house, now } = input
  const due = now + house.nudgeAfterDays * 86_400_000
  const clock = turn.state.draft ? { at: house.gentleMoment(due - due % nudgeStepMs), what: 'nudge' as const } : null
  return { ...turn, state: { ...turn.state, clock, touchedAt: now } }
}

/** The machine's own turn about a draft left lying: one gentle nudge, then the deletion it announced. */
export function talkTimer(state: TalkState, person: Speaking, house: House, now: number): TalkTurn {
  const asked = { state, person, house, known: {}, now, event: { channel: 'web', updateId: '', user: '', at: now, seed: '', body: { kind: 'unknown' } } } satisfies TalkInput
  if (!state.clock || state.clock.at > now || !state.draft) return { state, replies: [], effects: [] }
  if (state.clock.what === 'forget') return dropDraft(asked, [{ key: 'talk:forgotten' }])
  const forgetAt = now + house.forgetAfterDays * 86_400_000
  const back = isDraftPlace(state.at) ? state.at : 'back' in state.at && state.at.back && isDraftPlace(state.at.back) ? state.at.back : { at: 'story' as const }
  const turn = go(asked, { at: 'return', back, held: null }, [{ key: 'talk:nudge', with: { day: { day: forgetAt } } }])
  return { ...turn, state: { ...turn.state, clock: { at: house.gentleMoment(forgetAt), what: 'forget' } } }
}
