import type { Regulation } from '../regulations/schema.ts'
import type { Side } from './between.ts'
import type { CaseState, Party, PartyRole, StaffMember } from './case.ts'
import { isAccused } from './named.ts'

/**
 * Who may do what, by role and by how they stand to the case (ADM-4). Everything not written here is refused.
 * holder: accepted it, or stands in for who did; offered: asked to take it, not answered yet; office: works where the case
 * lies; above: in an office over that one in the tree; asked: in the office, or the colleague, that is asked to take it over; body: speaks for
 * a linked body it was referred to; outside: works elsewhere; party: stands in the case themselves, and may then do no more
 * than any resident, in their own chat (MED-10).
 * Residents: applicant speaks for that side (proxy and representative too), member belongs to its group, respondent is the
 * other side, follower has the same trouble, stranger nothing to do with it.
 */
export const relations = ['holder', 'offered', 'office', 'above', 'asked', 'body', 'outside', 'party', 'applicant', 'member', 'respondent', 'follower', 'stranger'] as const
export type Relation = (typeof relations)[number]

export const actors = ['handler', 'mediator', 'head', 'leader', 'informant', 'liaison', 'admin', 'resident'] as const satisfies readonly (StaffMember['role'] | 'resident')[]
export type Actor = (typeof actors)[number]

export const caseActs = [
  'look', 'look-contact', 'look-score',
  'take', 'decline', 'recuse', 'message', 'note', 'hold', 'resume', 'close',
  'assign', 'sign-off', 'visited', 'called', 'step',
  'consent', 'invite', 'dates', 'draft', 'contacted',
  // More time, handing it to a colleague, to another office, to a linked body.
  'extend', 'decide-extension', 'hand-over', 'take-over', 'hand-up', 'hand-down', 'receive', 'refer', 'feedback',
  // What those over it see to.
  'urge-staff', 'supervise', 'merge',
  // A sealed identity: asked for, decided, opened; opening is for the custodian by name (PET-7).
  'ask-identity', 'decide-identity', 'open-identity',
  // To answer what was said of the handling: nobody's by role, see `answerableApart`.
  'apart',
  'reply', 'add', 'withdraw', 'answer', 'score',
  'correct', 'urge', 'reveal', 'group', 'represent', 'leave', 'move', 'complain', 'confirm-contact',
  'willing', 'speak', 'offer', 'meet', 'agree',
] as const
export type CaseAct = (typeof caseActs)[number]

const none: readonly CaseAct[] = []
const nobody = { holder: none, offered: none, office: none, above: none, asked: none, body: none, outside: none, party: none, applicant: none, member: none, respondent: none, follower: none, stranger: none }
const offered: readonly CaseAct[] = ['look', 'take', 'decline', 'recuse', 'close', 'step']
const holder: readonly CaseAct[] = ['look', 'look-contact', 'recuse', 'message', 'note', 'hold', 'resume', 'close', 'step', 'consent', 'invite', 'dates', 'draft', 'contacted', 'extend', 'hand-over', 'hand-up', 'refer', 'ask-identity', 'open-identity']
const head: readonly CaseAct[] = ['look', 'look-contact', 'look-score', 'take', 'message', 'note', 'hold', 'resume', 'close', 'assign', 'sign-off', 'visited', 'called', 'step', 'consent', 'invite', 'dates', 'draft', 'contacted', 'decide-extension', 'hand-up', 'hand-down', 'refer', 'take-over', 'urge-staff', 'supervise', 'merge', 'ask-identity', 'open-identity']
const leader: readonly CaseAct[] = ['look', 'look-score', 'take', 'message', 'note', 'assign', 'sign-off', 'visited', 'called', 'step', 'decide-extension', 'hand-up', 'hand-down', 'take-over', 'urge-staff', 'supervise', 'ask-identity', 'decide-identity', 'open-identity']
const admin: readonly CaseAct[] = ['assign', 'open-identity']
/** The subtree: whoever answers for an office over it reads it and sees that it gets on. */
const above: readonly CaseAct[] = ['look', 'look-score', 'urge-staff', 'supervise']
const asked: readonly CaseAct[] = ['look', 'receive']
/** A colleague to whom the holder would hand it reads what whoever is offered it reads (ADM-3). */
const colleague: readonly CaseAct[] = ['look', 'take-over', 'open-identity']
const custodian: readonly CaseAct[] = ['open-identity']
/** Both sides of the table have the same rights at it (MED-9). */
const side: readonly CaseAct[] = ['look', 'reply', 'add', 'score', 'move', 'complain', 'confirm-contact', 'speak', 'offer', 'meet', 'agree']
const applicant: readonly CaseAct[] = [...side, 'withdraw', 'answer', 'correct', 'urge', 'consent', 'reveal', 'group', 'represent', 'leave']
const member: readonly CaseAct[] = ['look', 'reply', 'add', 'score', 'move', 'complain', 'confirm-contact', 'represent', 'leave']
const respondent: readonly CaseAct[] = [...side, 'willing', 'leave']
const follower: readonly CaseAct[] = ['look', 'add', 'leave', 'move']

/** Complete by its type: a role or a relation without a cell does not compile. */
const table: Record<Actor, Record<Relation, readonly CaseAct[]>> = {
  handler: { ...nobody, holder, offered, office: custodian, asked: colleague },
  mediator: { ...nobody, holder, offered, office: custodian, asked: colleague },
  head: { ...nobody, holder: both(head, holder), offered: both(head, offered), office: head, above, asked },
  leader: { ...nobody, holder: both(leader, holder), offered: both(leader, offered), office: leader, above, asked },
  informant: { ...nobody, holder, offered, asked: colleague },
  liaison: { ...nobody, holder, offered, asked: colleague, body: ['look', 'feedback'] },
  admin: { ...nobody, holder: both(admin, holder), offered: both(admin, offered), office: admin },
  resident: { ...nobody, applicant, member, respondent, follower },
}

export function may(actor: Actor, relation: Relation, act: CaseAct): boolean {
  return table[actor][relation].includes(act)
}

export function relationOf(state: CaseState, member: StaffMember, regulation: Pick<Regulation, 'questions' | 'sealed'>): Relation {
  // Whoever it is about, by what was told, is taken for a party: the accused never gets the accusation (PET-7).
  if (personRelation(state, member.personId) !== 'stranger' || hasLeft(state, member.personId) || isAccused(state, member, regulation)) return 'party'
  if (state.handlerId === member.id || standsInFor(state, member)) return 'holder'
  if (state.stage.at === 'assigned' && state.stage.to === member.id) return 'offered'
  // Whoever answers for the office anyway does not have less to do because a case is to be handed to them.
  if (state.between.handover?.to === member.id && !['head', 'leader', 'admin'].includes(member.role)) return 'asked'
  // Who speaks for a linked body sits in its office's list of staff, and is none of it all the same.
  if (member.stands === 'body') return 'body'
  if (member.officeId === state.officeId) return 'office'
  if (member.officeId === state.between.tier?.to.office && (member.role === 'head' || member.role === 'leader')) return 'asked'
  return member.stands === 'above' ? 'above' : 'outside'
}

/** Whoever is away is stood in for, but never by somebody who has stood aside from this very case (MED-10). */
function standsInFor({ handlerId, tried }: CaseState, { id, standsFor }: StaffMember): boolean {
  return handlerId !== null && standsFor.includes(handlerId) && !hasStoodAside({ tried }, id)
}

/** Whoever has stood aside from a case has no more part in it (MED-10). */
export function hasStoodAside({ tried }: Pick<CaseState, 'tried'>, id: number): boolean {
  return tried.some(({ staff, why }) => staff === id && why === 'recused')
}

/** How a person stands to a case as a resident; of several ways the one with most rights. */
export function personRelation(state: CaseState, person: string): Relation {
  const party = partyOf(state, person)
  return party ? byRole[party.role] : state.applicantId === person ? 'applicant' : 'stranger'
}

/** The party that a person is, if any. */
export function partyOf(state: CaseState, person: string): Party | undefined {
  const own = state.parties.filter((each) => each.personId === person && each.role !== 'former')
  return own.toSorted((a, b) => strength.indexOf(byRole[a.role]) - strength.indexOf(byRole[b.role]))[0]
}

/** How the history names whoever did it: whose matter it is, or another party by its id. In a group everybody, for the one who speaks for it may change. */
export function actorOf(state: CaseState, person: string): string {
  const party = partyOf(state, person)
  return !party || (party.role === 'applicant' && state.between.group === null) ? 'resident' : `party:${party.id}`
}

export function sideOf({ role }: Pick<Party, 'role'>): Side | null {
  const relation = byRole[role]
  return relation === 'applicant' || relation === 'member' ? 'applicant' : relation === 'respondent' ? 'respondent' : null
}

/** Whether somebody stands on that side, or has stood there before. */
export function hasBeen({ parties, between: { left } }: Pick<CaseState, 'parties' | 'between'>, person: string, side: Side): boolean {
  return parties.some((each) => each.personId === person && sideOf(each) === side) || left.some((each) => each.person === person && each.side === side)
}

function hasLeft({ between: { left } }: Pick<CaseState, 'between'>, person: string): boolean {
  return left.some((each) => each.person === person)
}

const byRole: Record<PartyRole, Relation> = { applicant: 'applicant', proxy: 'applicant', representative: 'applicant', member: 'member', respondent: 'respondent', follower: 'follower', former: 'stranger' }
const strength: Relation[] = ['applicant', 'respondent', 'member', 'follower', 'stranger']

function both(one: readonly CaseAct[], other: readonly CaseAct[]): readonly CaseAct[] {
  return [...new Set([...one, ...other])]
}
