import type { CaseState, StaffMember, World } from '../case.ts'
import { identityDeciders, isSealed, openers } from '../sealed.ts'
import { words } from '../work.ts'
import type { StaffOffer } from './offer.ts'

/** Who filed under a code name is known to nobody; in need it is asked for, decided by another and opened by a third, the custodian (PET-7). */

export const identityOffers: StaffOffer[] = [
  {
    id: 'ask-identity', may: 'ask-identity',
    offer: (state, { now }) => (isSealed(state) && !isUnderWay(state, now) ? { label: words('action.ask-identity'), takes: 'words', choices: [], ask: 'case:ask.ask-identity', confirm: true, rank: 'more' } : null),
    instead: (state) => (state.between.identity?.state === 'asked' ? words('refused.identity-asked') : state.between.identity?.state === 'granted' ? words('refused.identity-granted') : null),
  },
  {
    id: 'decide-identity', may: 'decide-identity',
    offer: (state, world, member) => (isSealed(state) && state.between.identity?.state === 'asked' && identityDeciders(state, world).some(({ id }) => id === member.id)
      ? { label: words('action.decide-identity'), takes: 'choice', choices: [{ id: 'yes', label: words('choice.identity-yes'), words: false }, { id: 'no', label: words('choice.identity-no'), words: true, ask: 'case:ask.identity-no' }], ask: 'case:ask.decide-identity', about: [{ say: state.between.identity.reason }], confirm: false, rank: 'now' }
      : null),
    instead: (state, { id }) => (state.between.identity === null ? null : words(state.between.identity.state === 'asked' && state.between.identity.by === id ? 'refused.identity-own' : 'refused.identity-decided')),
  },
  {
    id: 'open-identity', may: 'open-identity',
    offer: (state, world, member) => (mayOpenIdentity(state, world, member) ? { label: words('action.open-identity'), takes: 'nothing', choices: [], ask: 'case:ask.decide-identity', confirm: false, rank: 'now' } : null),
    instead: (state, member) => words(!member.custodian ? 'refused.custodian-only' : [state.between.identity?.by, state.between.identity?.decided].includes(member.id) ? 'refused.identity-apart' : state.between.identity?.opened?.includes(member.id) ? 'refused.identity-opened' : 'refused.identity-closed'),
  },
]

/** One look for each custodian of the office, while it is granted; never for whoever asked, decided, is a party or accused. */
export function mayOpenIdentity(state: CaseState, world: World, member: StaffMember): boolean {
  const { identity } = state.between
  const open = identity?.state === 'granted' && identity.until !== null && identity.until > world.now && !identity.opened?.includes(member.id)
  return isSealed(state) && open && openers(state, world).some(({ id }) => id === member.id)
}

function isUnderWay({ between: { identity } }: CaseState, now: number): boolean {
  return identity?.state === 'asked' || (identity?.state === 'granted' && identity.until !== null && identity.until > now)
}
