import { codeFrom, idFrom, longId } from '../../ids.ts'
import type { Words } from '../../dialogue/message.ts'
import type { Group } from '../between.ts'
import type { Party } from '../case.ts'
import { happen } from '../duties/duties.ts'
import { handOnSurveys } from '../ending/callback.ts'
import { barred } from '../parties/barred.ts'
import { withoutTeller } from '../parties/filers.ts'
import { chosen, peopleMin, voted, votesMax, without } from '../parties/votes.ts'
import { mine, residentMessage } from '../telling/messages.ts'
import { record, tell, words } from '../work.ts'
import type { Work } from '../work.ts'
import { codeMessage, leftMessage, tellOffice } from './codes.ts'
import type { Joining, ResidentActs } from './act.ts'

/**
 * Several with the same cause in one case: it counts once (PRO-12). All read every answer at the same minute, see how many
 * they are and nobody's name; one to three whom they choose speak for them (LAB-4), until then whoever founded it.
 */

const codeDays = 60
const codeUses = 200
const nameCharsMax = 12
/** Staff hear when a group has become so large: that of each who joins would be noise. */
const toldAt = [peopleMin, 10, 30, 100]

export const groupActs: ResidentActs = {
  'group-code': (work, party) => (work.case.between.group ? (work.case.stage.at === 'closed' ? words('refused.closed-group') : inviteOthers(work, party.id)) : words('refused.no-group')),
  represent: within(represent),
  'stand-down': within((work, group, party, choice) => {
    if (choice !== 'yes') return words('refused.choice')
    if (!group.stands.some((each) => each.party === party.id)) return words('refused.stands-not')
    settle(work, { ...group, stands: group.stands.filter((each) => each.party !== party.id) })
    tell(work, { party: party.id }, residentMessage(work, [words('told.stood-down')]))
    return null
  }),
  vote: within(vote),
  'leave-group': within((work, group, party, choice) => (choice !== 'yes' ? words('refused.choice') : group.joined.length < 2 ? words('refused.last-of-group') : leave(work, group, party))),
}

export const groupJoining: Joining = {
  whyNot(state, world, person) {
    const { group } = state.between
    if (!group || state.stage.at === 'closed') return words('refused.closed-group')
    if (state.parties.some((each) => each.personId === person && group.joined.includes(each.id))) return words('refused.in-already')
    return barred(state, world, person)
  },
  join(work, { person }) {
    const { group } = work.case.between
    if (!group) return words('refused.no-group')
    const party: Party = { id: idFrom(work.world.seed, 'member'), role: 'member', personId: person, name: null, contact: null, willing: 'unknown' }
    work.case.parties.push(party)
    work.case.between.group = { ...group, joined: [...group.joined, party.id] }
    const n = group.joined.length + 1
    record(work, 'group-joined', { n }, false)
    happen(work, 'group-joined')
    tell(work, { party: party.id }, residentMessage(work, [words('told.group-joined', { n })], { clock: true }))
    if (toldAt.includes(n)) tellOffice(work, words('told.group-grown', { n }))
    // From now on they may choose who speaks; whoever founded it hears that once.
    if (n === peopleMin) tell(work, { party: group.founder }, residentMessage(work, [words('told.group-may-choose', { n })]))
    return null
  },
}

/** The same code again while it is good, so that what was printed or passed on stays of use; else a new one. */
export function inviteOthers(work: Work, party: string): null {
  const { group } = work.case.between
  if (!group) return null
  const again = group.code !== null && group.until > work.now
  const code = again && group.code !== null ? group.code : `CASE-${codeFrom(work.world.seed, 'group')}`
  const until = again ? group.until : work.now + codeDays * 86_400_000
  if (!again) {
    work.case.between.group = { ...group, code, until }
    work.tickets.push({ code, purpose: 'group', party: null, person: null, uses: codeUses, expiresAt: until })
  }
  tell(work, { party }, codeMessage(work, words('told.group-code', { code, links: { links: code }, until: { date: until } }), code))
  return null
}

type Within = (work: Work, group: Group, party: Party, choice: string | undefined, said: string) => Words | null

function within(act: Within): ResidentActs[string] {
  return (work, party, event, said) => {
    const { group } = work.case.between
    return group && group.joined.includes(party.id) ? act(work, group, party, event.choice, said) : words('refused.no-group')
  }
}

/** Whoever would speak for the others says under which name; only then does anybody read one (LAB-4). */
function represent(work: Work, group: Group, party: Party, _choice: string | undefined, said: string): Words | null {
  if (work.case.stage.at === 'closed') return words('refused.closed-group')
  if (group.joined.length < peopleMin) return words('refused.group-small', { least: peopleMin })
  const name = said.replaceAll(/\s+/g, ' ')
  if (name === '' || [...name].length > nameCharsMax) return words('refused.name', { most: nameCharsMax })
  if (group.stands.some((each) => each.party !== party.id && each.name.toLowerCase() === name.toLowerCase())) return words('refused.name-taken')
  const first = group.stands.length === 0
  settle(work, { ...group, stands: [...group.stands.filter((each) => each.party !== party.id), { party: party.id, name }] })
  record(work, 'stands', { name }, false)
  happen(work, 'stands')
  tell(work, { party: party.id }, residentMessage(work, [words('told.stands', { name })]))
  // All hear of the first; whom else there is they see when they choose.
  if (first) for (const other of group.joined.filter((id) => id !== party.id)) tell(work, { party: other }, votable(work, words('told.may-vote', { name })))
  return null
}

function vote(work: Work, group: Group, party: Party, choice: string | undefined): Words | null {
  if (work.case.stage.at === 'closed') return words('refused.closed-group')
  const [how = '', short = ''] = (choice ?? '').split('.')
  const candidate = longId(short)
  if (!group.stands.some((each) => each.party === candidate) || candidate === null || (how !== 'y' && how !== 'n')) return words('refused.stands-no-more')
  const after = voted(group, party.id, candidate, how === 'y')
  if (!after) return words('refused.votes', { most: votesMax })
  settle(work, after)
  const own = after.stands.filter((each) => after.votes[party.id]?.includes(each.party)).map(({ name }) => ({ say: name }))
  tell(work, { party: party.id }, votable(work, own.length > 0 ? words('told.voted', { names: { list: own } }) : words('told.voted-none')))
  return null
}

function votable(work: Work, text: Words): ReturnType<typeof residentMessage> {
  const message = residentMessage(work, [text])
  return { ...message, buttons: [[{ label: words('action.vote'), press: mine(work.case, 'vote') }, { label: words('action.look'), press: mine(work.case, 'look') }]] }
}

/** Whoever leaves is nobody to this case any more. The others go on, whoever it was. */
export function leave(work: Work, group: Group, party: Party): null {
  const after = without(group, party.id)
  const { personId } = party
  work.case.parties = work.case.parties.map((each) => (each.id === party.id ? { ...each, role: 'former', personId: null, name: null, contact: null } : each))
  record(work, 'group-left', { n: after.joined.length }, false)
  happen(work, 'group-left')
  settle(work, after)
  if (personId !== null) tell(work, { person: personId }, leftMessage(work, words('told.group-left')))
  if (after.founder === group.founder) return null
  // The tracking code went with whoever got it at the filing.
  work.endsTracking = true
  work.case.answers = withoutTeller(work.case)
  const next = work.case.parties.find(({ id }) => id === after.founder)
  if (next?.personId) {
    handOnSurveys(work, personId, next.personId)
    work.case.applicantId = next.personId
  }
  tell(work, { party: after.founder }, residentMessage(work, [words('told.founder-now')]))
  return null
}

/** The roles as the votes have it now. Who begins or ceases to speak hears it, and so does whoever has the case. */
function settle(work: Work, after: Group): void {
  const before = work.case.between.group
  const was = before ? chosen(before).map(({ party }) => party) : []
  const now = chosen(after)
  const is = now.map(({ party }) => party)
  work.case.between.group = after
  work.case.parties = work.case.parties.map((each) => (after.joined.includes(each.id) ? standing(each, after, is) : each))
  if ([...was].sort().join() === [...is].sort().join()) return
  record(work, 'representatives', { names: { list: now.map(({ name }) => ({ say: name })) } }, false)
  happen(work, 'represented')
  for (const party of is.filter((id) => !was.includes(id))) tell(work, { party }, residentMessage(work, [words('told.speaks-now')]))
  for (const party of was.filter((id) => !is.includes(id) && after.joined.includes(id))) tell(work, { party }, residentMessage(work, [words('told.speaks-no-more')]))
  tellOffice(work, now.length > 0 ? words('told.represented', { names: { list: now.map(({ name }) => ({ say: name })) } }) : words('told.represented-none'))
}

/** Whoever speaks is known by the name they chose, nobody else by any; who filed it told theirs to the office. */
function standing(party: Party, { founder, stands }: Group, speak: readonly string[]): Party {
  const role = speak.includes(party.id) ? 'representative' : speak.length === 0 && party.id === founder ? 'applicant' : 'member'
  const chosenName = role === 'representative' ? stands.find((each) => each.party === party.id)?.name ?? null : null
  return { ...party, role, name: party.id === founder && party.contact !== null ? party.name : chosenName }
}
