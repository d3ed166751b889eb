import type { Regulation } from '../../regulations/schema.ts'
import { allowed } from '../actions.ts'
import type { CaseState, StaffMember, World } from '../case.ts'
import { isApart } from '../duties/houseRules.ts'
import { isKeptFrom } from '../house.ts'

/** Which lines of the history a member of staff reads: not everything that is written down is for whoever handles the case. */

/** What tells how content the resident was. */
const scoreKinds = ['scored', 'survey-words', 'scored-other', 'survey-words-other', 'visited', 'called']
/** What was said of the handling, of being pressed, and why somebody else shall mediate. */
const apartKinds = ['recusal-asked', 'pressed', 'pressure-answered', 'complained', 'complaint-answered']

/** Written down, but never told one by one: who looked, each change of a draft, and each who joined a group or left it, whose number stands on the card. */
const unreadKinds = ['looked', 'group-joined', 'group-left', 'agreement-drafted']

type Rules = Pick<Regulation, 'duties' | 'mediates'>
export type Sight = { contact: boolean; scores: boolean; /** May know what was said of the handling. */ apart: boolean; staffId: number; regulation: Rules }

export function sightOf(state: CaseState, world: World, member: StaffMember): Sight {
  const contact = allowed(state, world, member, 'look-contact')
  const scores = allowed(state, world, member, 'look-score')
  return { contact, scores, apart: scores && !isKeptFrom(state, member), staffId: member.id, regulation: world.regulation }
}

export function isRead(kind: string, details: Record<string, unknown>, { contact, scores, apart, staffId, regulation }: Sight): boolean {
  if (unreadKinds.includes(kind)) return false
  if (scoreKinds.includes(kind)) return scores
  if (kind === 'was-personal' || kind === 'merged-people') return contact
  const { of, duty } = details
  if (apartKinds.includes(kind)) return apart && !(Array.isArray(of) && of.includes(staffId))
  // Warnings of a duty that somebody does not know of tell of it too.
  const named = typeof duty === 'object' && duty !== null && 'key' in duty ? String(duty.key) : ''
  return apart || !isApart(named.slice(named.lastIndexOf('.') + 1), regulation)
}
