import type { Regulation } from '../regulations/schema.ts'
import type { CaseState, StaffMember } from './case.ts'
import { isAccused } from './named.ts'

/**
 * Who may do what, by role and by how they stand to the case (ADM-4). Everything not written here is refused.
 * holder: accepted it; offered: asked to take it, not answered yet; office: works where the case lies; outside: works
 * elsewhere; party: stands in the case themselves, and may then do no more than any resident, in their own chat (MED-10).
 */
export type Relation = 'holder' | 'offered' | 'office' | 'outside' | 'party' | 'applicant' | 'respondent' | 'stranger'
export type Actor = StaffMember['role'] | 'resident'
export type CaseAct =
  | 'look' | 'look-contact' | 'look-score'
  | 'take' | 'decline' | 'recuse' | 'message' | 'note' | 'hold' | 'resume' | 'close'
  | 'assign' | 'sign-off' | 'visited' | 'called' | 'step'
  | 'reply' | 'add' | 'withdraw' | 'answer' | 'score'

const none: readonly CaseAct[] = []
const nobody = { holder: none, offered: none, office: none, outside: none, party: none, applicant: none, respondent: none, stranger: none }
const offered: readonly CaseAct[] = ['look', 'take', 'decline', 'recuse', 'close', 'step']
const holder: readonly CaseAct[] = ['look', 'look-contact', 'recuse', 'message', 'note', 'hold', 'resume', 'close', 'step']
const head: readonly CaseAct[] = ['look', 'look-contact', 'look-score', 'take', 'message', 'note', 'hold', 'resume', 'close', 'assign', 'sign-off', 'visited', 'called', 'step']
const leader: readonly CaseAct[] = ['look', 'look-score', 'take', 'message', 'note', 'assign', 'sign-off', 'visited', 'called', 'step']
const admin: readonly CaseAct[] = ['assign']

/** Complete by its type: a role or a relation without a cell does not compile. */
const table: Record<Actor, Record<Relation, readonly CaseAct[]>> = {
  handler: { ...nobody, holder, offered },
  mediator: { ...nobody, holder, offered },
  head: { ...nobody, holder: both(head, holder), offered: both(head, offered), office: head },
  leader: { ...nobody, holder: both(leader, holder), offered: both(leader, offered), office: leader },
  informant: { ...nobody, holder, offered },
  liaison: { ...nobody, holder, offered },
  admin: { ...nobody, holder: both(admin, holder), offered: both(admin, offered), office: admin },
  resident: { ...nobody, applicant: ['look', 'reply', 'add', 'withdraw', 'answer', 'score'] },
}

export function may(actor: Actor, relation: Relation, act: CaseAct): boolean {
  return table[actor][relation].includes(act)
}

export function relationOf(state: CaseState, member: StaffMember, regulation: Pick<Regulation, 'questions' | 'sealed'>): Relation {
  // Whoever it is about, by what was told, is taken for a party: the accused never gets the accusation (PET-7).
  if (personRelation(state, member.personId) !== 'stranger' || isAccused(state, member, regulation)) return 'party'
  if (state.handlerId === member.id) return 'holder'
  if (state.stage.at === 'assigned' && state.stage.to === member.id) return 'offered'
  return member.officeId === state.officeId ? 'office' : 'outside'
}

/** How a person stands to a case as a resident: the applicant, somebody else in it, or nobody. */
export function personRelation(state: CaseState, person: string): Relation {
  if (state.applicantId === person) return 'applicant'
  const party = state.parties.find((each) => each.personId === person)
  if (!party) return 'stranger'
  return party.role === 'applicant' ? 'applicant' : 'respondent'
}

function both(one: readonly CaseAct[], other: readonly CaseAct[]): readonly CaseAct[] {
  return [...new Set([...one, ...other])]
}
