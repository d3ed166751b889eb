import type { Words } from '../../dialogue/message.ts'
import { hasBeen } from '../access.ts'
import type { Side } from '../between.ts'
import type { CaseState, World } from '../case.ts'
import { isAccused } from '../named.ts'
import { words } from '../work.ts'

/**
 * What keeps somebody from standing on a side: whoever is or was on the other one, whoever handles the case or is asked to
 * (MED-10), and of the staff whom it is about, who is told no more than anybody with a code that is not theirs (PET-7).
 */
export function barred(state: CaseState, world: World, person: string, side: Side | null = 'applicant'): Words | null {
  if (side !== null && hasBeen(state, person, side === 'applicant' ? 'respondent' : 'applicant')) return words('refused.other-side')
  const offered = state.stage.at === 'assigned' ? state.stage.to : null
  const own = world.staff.filter(({ personId }) => personId === person)
  if (own.some(({ id }) => id === state.handlerId || id === offered)) return words('refused.handles-it')
  return own.some((member) => isAccused(state, member, world.regulation)) ? { key: 'talk:ticket.wrong' } : null
}
