import { answersFor } from '../house.ts'
import { isListed, mayEndListing } from '../oversight.ts'
import { words } from '../work.ts'
import type { CaseState, StaffMember, World } from '../case.ts'
import type { StaffOffer } from './offer.ts'

/** The watch list, urging, and the answer that whoever holds the case gives to both (ADM-2, MED-17). */

const reasonCharsMax = 500

export const superviseOffers: readonly StaffOffer[] = [
  {
    id: 'supervise', may: 'supervise',
    // Where a regulation has a step for it, that step asks the same.
    offer: (state, { regulation }) => (isListed(state) || state.stage.at === 'closed' || regulation.steps.some(({ id }) => id === 'supervise') ? null : {
      label: words('action.supervise'), takes: 'nothing', choices: [], ask: 'case:ask.supervise', confirm: false, about: [words('ask.supervise')],
      fields: [
        { id: 'reason', kind: 'words', label: words('field.supervise-reason'), ask: words('ask.supervise-reason'), most: reasonCharsMax },
        { id: 'until', kind: 'day', label: words('field.supervise-until'), ask: words('ask.supervise-until') },
      ],
    }),
    instead: (state) => (isListed(state) ? words('refused.listed-already') : null),
  },
  {
    id: 'off-list', may: 'supervise',
    offer: (state, world, member) => (isListed(state) && mayEndListing(state, world, member) && !world.regulation.steps.some(({ id }) => id === 'supervise') ? { label: words('action.off-list'), takes: 'words', choices: [], ask: 'case:ask.off-list', confirm: false, rank: 'more' } : null),
    instead: (state, { role }) => (isListed(state) && (role === 'head' || role === 'leader') ? words('refused.listed-by', { who: state.between.listed?.name ?? '' }) : null),
  },
  {
    id: 'urge-staff', may: 'urge-staff',
    offer: (state, world, member) => (mayUrge(state, world, member) && !hasUrged(state, member) ? {
      label: words('action.urge-staff'), takes: 'choice', ask: 'case:ask.urge-staff', confirm: false,
      choices: [{ id: 'now', label: words('choice.urge-now'), words: false }, { id: 'words', label: words('choice.urge-words'), words: true, ask: 'case:ask.urge-words' }],
    } : null),
    instead: (state, member) => (hasUrged(state, member) ? words('refused.urged-staff') : null),
  },
  {
    id: 'report-up', may: 'note',
    offer: (state, world, member) => (state.stage.at !== 'closed' && answersUp(state, world, member) && (isListed(state) || state.between.pressed.length > 0) ? { label: words('action.report-up'), takes: 'words', choices: [], ask: 'case:ask.report-up', confirm: false } : null),
  },
]

/** Whoever holds it; while nobody does, whoever answers for the office. */
function answersUp(state: CaseState, world: World, member: StaffMember): boolean {
  const held = world.staff.some(({ id }) => id === state.handlerId)
  return held ? state.handlerId === member.id : answersFor(state, world, 'head', member)
}

/** There is somebody to urge, and it is not whoever would urge. */
function mayUrge(state: CaseState, { staff }: World, { personId }: StaffMember): boolean {
  const holder = staff.find(({ id }) => id === state.handlerId)
  return holder !== undefined && holder.personId !== personId && state.stage.at === 'accepted'
}

/** Urged by the same one, and not answered yet. */
function hasUrged({ between: { pressed } }: CaseState, { id }: StaffMember): boolean {
  return pressed.some(({ by }) => by === id)
}
