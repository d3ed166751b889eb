import { dayOf } from '../../calendar/limit.ts'
import type { Field } from '../../dialogue/fields.ts'
import type { Words } from '../../dialogue/message.ts'
import type { Action, Choice } from '../action.ts'
import type { CaseState, StaffMember, World } from '../case.ts'
import { bodyOf, concerning, isElsewhere, isUnderWay, mayShare, outcomeElsewhere, outcomesIn, outcomesOut, waysOut } from '../referrals/referral.ts'
import type { ReferralState, WayOut } from '../referrals/referral.ts'
import { words } from '../work.ts'
import type { StaffOffer } from './offer.ts'

/** A case goes to a linked body and comes back, or came from one and is answered (MED-22, LAB-6, CSM-2). */

export const referOffers: StaffOffer[] = [
  { id: 'refer', may: 'refer', offer: (state, world) => refer(state, world) },
  {
    id: 'take-back-referral', may: 'refer',
    offer: (state, world) => one(world, (each) => mayTakeBack(state, each), { label: words('action.take-back-referral'), takes: 'words', ask: 'case:ask.take-back-referral', rank: 'more' }),
    instead: ({ stage }, _member, { referrals = [] }) => (isOver(stage) && referrals.some((each) => isUnderWay(each)) ? words('refused.referral-theirs') : null),
  },
  {
    id: 'record-reception', may: 'refer',
    offer: (_state, world) => one(world, (each) => each.state === 'sent' && each.direction === 'out' && isSilent(world, each), { label: words('action.record-reception'), takes: 'choice', ask: 'case:ask.record-reception' }, tookIt),
  },
  {
    id: 'record-answer', may: 'refer',
    offer: (_state, world) => one(world, (each) => isUnderWay(each) && each.state === 'received' && isSilent(world, each), { label: words('action.record-answer'), takes: 'choice', ask: 'case:ask.answer-referral', fields: answerFields(outcomesOut, 'came') }),
  },
  { id: 'receive-referral', may: 'feedback', offer: (_state, world, member) => (isSent(world, member) ? { ...tap('receive-referral'), tone: 'main' } : null), instead: whatBecame },
  {
    id: 'refuse-referral', may: 'feedback',
    offer: (_state, world, member) => (isSent(world, member) ? { label: words('action.refuse-referral'), takes: 'words', choices: [], ask: 'case:ask.refuse-referral', confirm: true, rank: 'now' } : null), instead: whatBecame,
  },
  {
    id: 'answer-referral', may: 'feedback',
    // Also when the day is over: late feedback is worth more than none, and is counted as late.
    offer: (_state, world, member) => (ours(world, member)?.state === 'received' ? { label: words('action.answer-referral'), takes: 'choice', choices: [], ask: 'case:ask.answer-referral', confirm: false, fields: answerFields(outcomesOut, 'came'), rank: 'now' } : null), instead: whatBecame,
  },
  {
    id: 'answer-body', may: 'refer',
    offer: ({ stage }, world) => (cameIn(world)?.state === 'received'
      ? { label: words('action.answer-body'), takes: 'choice', choices: [], ask: 'case:ask.answer-body', confirm: false, fields: answerFields(stage.at === 'closed' ? outcomesIn : ['under-way', 'other'], 'came-in'), rank: stage.at === 'closed' ? 'now' : 'more' }
      : null),
  },
  {
    id: 'return-referral', may: 'refer',
    offer: (state, world) => (state.between.referred !== null && cameIn(world)?.state === 'received' && state.stage.at !== 'closed' && state.stage.at !== 'settling'
      ? { label: words('action.return-referral'), takes: 'choice', choices: ['both-unwilling', 'one-unwilling', 'failed', 'other'].map((id): Choice => ({ id, label: words(`choice.return.${id}`), words: true, ask: 'case:ask.return-referral-why' })), ask: 'case:ask.return-referral', confirm: true, rank: state.between.referred.kind === 'entrusted' ? 'usual' : 'more' }
      : null),
  },
]

/** Not once they have it for good and the case has ended here with that: it would be nobody's (MED-22). */
export function mayTakeBack({ stage }: Pick<CaseState, 'stage'>, each: ReferralState): boolean {
  return isUnderWay(each) && !(each.kind === 'handed-on' && each.state === 'received' && isOver(stage))
}

function isOver({ at }: CaseState['stage']): boolean {
  return at === 'closed' || at === 'settling'
}

/** Of one that came in and stands in this case. */
export function cameIn({ referrals = [] }: Pick<World, 'referrals'>): ReferralState | undefined {
  return referrals.find(({ direction }) => direction === 'in')
}

/** The newest that went to the body this member speaks for. */
export function ours({ referrals = [] }: Pick<World, 'referrals'>, { body }: StaffMember): ReferralState | undefined {
  return body === undefined ? undefined : concerning(referrals, body).find(({ direction }) => direction === 'out')
}

/** Bodies it could go to now: not one that has it already. */
export function bodiesFor({ bodies = [], referrals = [] }: Pick<World, 'bodies' | 'referrals'>) {
  return bodies.filter(({ id, ended }) => !ended && !referrals.some((each) => each.bodyId === id && isUnderWay(each)))
}

/** How it may go: for good only where the rules know an end that says so, and nobody else has it for good. */
export function waysFor(state: CaseState, world: World): WayOut[] {
  const forGood = outcomeElsewhere(world) !== undefined && !(world.referrals ?? []).some((each) => each.kind === 'handed-on' && isUnderWay(each))
  if (state.stage.at === 'closed') return ['handed-on']
  return waysOut.filter((way) => way !== 'handed-on' || forGood)
}

function refer(state: CaseState, world: World): Omit<Action, 'id'> | null {
  const { stage } = state
  const bodies = bodiesFor(world)
  // After an end that sends people elsewhere, where to: they are to hear it (CSM-2).
  const late = stage.at === 'closed' && isElsewhere(stage.outcome) && !(world.referrals ?? []).some(({ direction, kind, state: now }) => direction === 'out' && kind === 'handed-on' && now !== 'refused' && now !== 'ended')
  if (bodies.length === 0 || stage.at === 'settling' || (stage.at === 'closed' && !late)) return null
  const choice = (key: string, id: string): { id: string; label: Words } => ({ id, label: words(`${key}.${id}`) })
  const ways = waysFor(state, world)
  const fields: Field[] = [
    { id: 'body', kind: 'choice', label: words('field.body'), ask: words('ask.refer-body'), choices: bodies.map(({ id, name }) => ({ id: String(id), label: { say: name } })) },
    { id: 'how', kind: 'choice', label: words('field.how'), ask: words('ask.refer-how'), choices: ways.map((id) => choice('refer.how', id)), ...(ways.length === 1 ? { known: ways[0] ?? '' } : {}) },
    { id: 'words', kind: 'words', label: words('field.words'), ask: words('ask.refer-words') },
    { id: 'day', kind: 'day', label: words('field.until'), ask: words('ask.refer-day'), from: dayOf(world.calendar.zone, world.now + 86_400_000) },
    ...(mayShare(state) ? [{ id: 'share', kind: 'choice', label: words('field.share'), ask: words('ask.refer-share'), choices: ['no', 'yes'].map((id) => choice('refer.share', id)) } satisfies Field] : []),
  ]
  return { label: words('action.refer'), takes: 'choice', choices: [], ask: 'case:ask.refer', confirm: false, fields, rank: late ? 'now' : 'more' }
}

/** Whoever of a body taps once more, or too late, hears how it stands; whoever has no part in it does not. */
function whatBecame(_state: CaseState, member: StaffMember, { referrals = [] }: World): Words | null {
  const last = member.body === undefined ? undefined : referrals.findLast(({ direction, bodyId }) => direction === 'out' && bodyId === member.body)
  return last ? words(`refused.referral-${last.state}`, { day: { day: last.dueAt } }) : null
}

function answerFields(outcomes: readonly string[], key: 'came' | 'came-in'): Field[] {
  return [
    { id: 'outcome', kind: 'choice', label: words('field.outcome'), ask: words(key === 'came' ? 'ask.referral-outcome' : 'ask.body-outcome'), choices: outcomes.map((id) => ({ id, label: words(`refer.${key}.${id}`) })) },
    { id: 'words', kind: 'words', label: words('field.words'), ask: words('ask.referral-words') },
  ]
}

/** Of several the one that is meant is chosen first, by its number. */
function one(world: World, wanted: (each: ReferralState) => boolean, action: Pick<Action, 'label' | 'takes' | 'ask' | 'fields' | 'rank'>, answers?: (number: string, body: string) => Choice[]): Omit<Action, 'id'> | null {
  const found = (world.referrals ?? []).filter((each) => each.direction === 'out' && wanted(each)).map(({ number, bodyId }) => ({ number, body: bodyOf(world, bodyId)?.name ?? '' }))
  if (found.length === 0) return null
  const which = answers ? found.flatMap(({ number, body }) => answers(number, body)) : found.length > 1 ? found.map(({ number, body }): Choice => ({ id: number, label: words('refer.one', { number, body }), words: action.takes === 'words' })) : []
  return { ...action, choices: which, takes: which.length > 0 ? 'choice' : action.takes, confirm: false, rank: action.rank ?? 'now' }
}

function tookIt(number: string, body: string): Choice[] {
  return [{ id: `${number}.yes`, label: words('choice.body-took', { body }), words: false }, { id: `${number}.no`, label: words('choice.body-refused', { body }), words: true, ask: 'case:ask.refuse-referral' }]
}

function isSent(world: World, member: StaffMember): boolean {
  return ours(world, member)?.state === 'sent'
}

/** Nobody speaks for it on the bot: whoever holds the case writes down what it says. */
function isSilent({ staff }: World, { bodyId }: ReferralState): boolean {
  return !staff.some(({ body }) => body === bodyId)
}

function tap(id: string): Omit<Action, 'id'> {
  return { label: words(`action.${id}`), takes: 'nothing', choices: [], ask: `case:ask.${id}`, confirm: false, rank: 'now' }
}
