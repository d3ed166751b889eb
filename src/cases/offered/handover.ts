import type { Words } from '../../dialogue/message.ts'
import { hasStoodAside, relationOf } from '../access.ts'
import type { Choice } from '../action.ts'
import { candidates } from '../assign/candidates.ts'
import type { CaseState, StaffMember, World } from '../case.ts'
import { words } from '../work.ts'
import type { StaffOffer } from './offer.ts'

/** Handing one case to a colleague, and that colleague's answer (ADM-3). */

const colleaguesMost = 12

export const handoverOffers: StaffOffer[] = [
  {
    id: 'hand-over', may: 'hand-over',
    offer: (state, world, member) => {
      const choices = isHeld(state) && !state.between.handover && !state.between.tier ? takers(state, world, member).map(({ member: { id, name, load, capacity }, fits }): Choice => ({ id: String(id), label: words(fits ? 'choice.staff' : 'choice.staff-unfit', { who: name, load, capacity }), words: true, ask: 'case:ask.hand-over-why' })) : []
      return choices.length === 0 ? null : { label: words('action.hand-over'), takes: 'choice', choices, ask: 'case:ask.hand-over', confirm: false, rank: 'more' }
    },
    instead: ({ between: { handover, tier } }) => (handover ? words('refused.handover-asked') : tier ? words('refused.tier-first', { office: tier.to.name }) : null),
  },
  { id: 'keep-it', may: 'hand-over', offer: (state) => (state.between.handover ? { label: words('action.keep-it'), takes: 'nothing', choices: [], ask: 'case:ask.hand-over', confirm: false, rank: 'more' } : null), instead: answered },
  { id: 'take-over', may: 'take-over', offer: (state, _world, member) => (isAsked(state, member) ? { label: words('action.take-over'), takes: 'nothing', choices: [], ask: 'case:ask.hand-over', confirm: false, rank: 'now', tone: 'main' } : null), instead: answered },
  { id: 'decline-over', may: 'take-over', offer: (state, _world, member) => (isAsked(state, member) ? { label: words('action.decline-over'), takes: 'words', choices: [], ask: 'case:ask.decline-over', confirm: false, rank: 'now' } : null), instead: answered },
]

/** Colleagues of the office who may have it: nobody who is a party to it, has stood aside, is away, or is the same person under another role. */
export function takers(state: CaseState, world: World, member: StaffMember): ReturnType<typeof candidates> {
  const own = [member.personId, world.staff.find(({ id }) => id === state.handlerId)?.personId]
  return candidates(state, world).filter(({ member: each }) => !own.includes(each.personId) && !isAway(each, world.now)).slice(0, colleaguesMost)
}

/** Whether it may become theirs: never that of a party to it, of somebody who has stood aside, or of another office (MED-10, PET-7). */
export function mayHave(state: CaseState, to: StaffMember, regulation: Parameters<typeof relationOf>[2]): boolean {
  return to.officeId === state.officeId && relationOf(state, to, regulation) !== 'party' && !hasStoodAside(state, to.id)
}

/** Ids of the cases somebody with these places may be told of, and of those that may become theirs as `staff`; one whose rules are not known is neither. */
export function openTo(states: readonly CaseState[], places: readonly StaffMember[], staff: number, rulesOf: (state: CaseState) => Parameters<typeof relationOf>[2] | undefined): { told: string[]; takes: string[] } {
  const sees = states.flatMap((state) => {
    const rules = rulesOf(state)
    return rules && !places.some((each) => relationOf(state, each, rules) === 'party') ? [{ state, rules }] : []
  })
  const takes = sees.filter(({ state, rules }) => places.some((each) => each.id === staff && mayHave(state, each, rules)))
  return { told: sees.map(({ state }) => state.id), takes: takes.map(({ state }) => state.id) }
}

export function isAway({ away }: Pick<StaffMember, 'away'>, now: number): boolean {
  return away !== null && away.from <= now && (away.until === null || away.until > now)
}

function isHeld({ stage, between: { merged } }: CaseState): boolean {
  return stage.at === 'accepted' && merged === null
}

function isAsked({ stage, between: { handover } }: CaseState, { id }: StaffMember): boolean {
  return stage.at === 'accepted' && handover?.to === id
}

/** Whoever taps twice hears what became of it. */
function answered({ handlerId, stage }: CaseState, { id }: StaffMember): Words | null {
  if (stage.at === 'closed') return null
  return words(handlerId === id ? 'refused.yours-already' : 'refused.handover-gone')
}
