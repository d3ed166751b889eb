import type { Message, Value, Words } from '../../dialogue/message.ts'
import { candidates } from './candidates.ts'
import { demandWords, tellNamed } from './demands.ts'
import type { StaffMember, World } from '../case.ts'
import { happen, reckon } from '../duties/duties.ts'
import { acceptedMessage, offerMessage, passedOnMessage, residentMessage, unassignedMessage } from '../telling/messages.ts'
import { tellFollowers } from '../telling/followers.ts'
import { answerable } from '../house.ts'
import { presentOf } from '../instruction.ts'
import { tellOtherSide } from '../telling/sides.ts'
import { houseOf, isRed, nameOf, record, tell, tellRole, tellStaff, words } from '../work.ts'
import type { Work } from '../work.ts'

/** How a case comes to somebody: offered, taken, passed on, left to the head (MED-1, PET-2). */

/** Offers the case to the best who fits; after so many offers, or when nobody fits, it is the head's to assign. */
export function offerNext(work: Work): void {
  const { happened } = work.case
  const start = happened.findLastIndex(({ what }) => what === 'filed' || what === 'reopened' || what === 'unassigned' || what === 'tier-received')
  const offers = happened.slice(start + 1).filter(({ what }) => what === 'assigned').length
  const best = offers < work.regulation.assign.offers ? candidates(work.case, world(work)).find(({ fits }) => fits) : undefined
  if (best) offer(work, best.member, best.why)
  else leaveToHead(work, offers)
}

export function offer(work: Work, member: StaffMember, why: Words[]): void {
  withdrawOffer(work, member)
  endPause(work)
  work.case.stage = { at: 'assigned', to: member.id, since: work.now, why }
  record(work, 'assigned', { who: member.name, why: { list: why } }, false)
  // The offer before this one ends here, even when the head overrides it.
  happen(work, 'assigned')
  tell(work, { staff: member.id }, withDemands(work, offerMessage(work, member, why)), atAnyHour(work))
}

/** Somebody with a say in it chose who has it next: whoever had it does not get it back by itself. `by`: the name of who chose. */
export function handTo(work: Work, next: StaffMember, by: string, before = presentOf(work.case)): void {
  if (before !== null && !work.case.tried.some((each) => each.staff === before)) work.case.tried.push({ staff: before, why: 'handled-before' })
  offer(work, next, [words('why.head', { who: by })])
}

/** Nobody took it: the head is told, with everybody who could be asked, fit or not. */
export function leaveToHead(work: Work, offers: number): void {
  endPause(work)
  work.case.stage = { at: 'filed' }
  record(work, 'unassigned', { n: offers }, false)
  happen(work, 'unassigned')
  tellRole(work, 'head', unassignedMessage(work, candidates(work.case, world(work)), offers), atAnyHour(work))
}

/** Takes the case from whoever has it or is asked to take it, and offers it to the next. */
export function passOn(work: Work, why: 'declined' | 'recused' | 'silent', reason?: Words): void {
  const { stage } = work.case
  if (stage.at === 'settling' || stage.at === 'closed') return
  const from = stage.at === 'assigned' ? stage.to : work.case.handlerId
  if (from !== null) {
    work.case.tried.push({ staff: from, why })
    record(work, why, { who: nameOf(work, from), reason: reason ?? words('reason.none') }, false)
    if (why === 'silent') tellStaff(work, from, passedOnMessage(work), atAnyHour(work))
    if (work.case.handlerId === from) {
      work.case.handlerId = null
      tellWhoHolds(work, from)
    }
  }
  tellNamed(work, from)
  happen(work, why)
  offerNext(work)
}

function withDemands(work: Work, message: Message): Message {
  return { ...message, text: [...message.text, ...demandWords(work)] }
}

/** The offer is taken: that is the acceptance (受理), or a handover when it had been accepted before. `among`: one of many, of which they hear at once. */
export function accept(work: Work, member: StaffMember, among = false): void {
  const before = work.case.handlerId
  withdrawOffer(work, member)
  endPause(work)
  work.case.handlerId = member.id
  work.case.stage = { at: 'accepted', hold: null }
  const first = work.case.acceptedAt === null
  work.case.acceptedAt ??= work.now
  record(work, first ? 'accepted' : 'handed-over', { who: member.name })
  if (first && work.regulation.showFirst.length > 0) record(work, 'rights-told', { who: member.name }, false)
  happen(work, first ? 'accepted' : 'handed-over')
  tell(work, { applicant: true }, residentMessage(work, [words(first ? 'told.accepted' : 'told.handed-over', { who: member.name })], { clock: true }))
  tellOtherSide(work, words('other.mediates', { who: member.name }))
  if (first) tellFollowers(work, 'accepted')
  if (among) return
  // What presses is at hand, the rest behind More: both by the same clocks.
  reckon(work)
  tell(work, { staff: member.id }, withDemands(work, acceptedMessage(work, member)))
  if (before !== null && before !== member.id) tellStaff(work, before, passedOnMessage(work))
}

/** Whoever was asked before hears that they need not answer any more. */
function withdrawOffer(work: Work, instead: StaffMember): void {
  const { stage } = work.case
  if (stage.at === 'assigned' && stage.to !== instead.id && !work.case.tried.some((each) => each.staff === stage.to)) tellStaff(work, stage.to, passedOnMessage(work), atAnyHour(work))
}

/** The resident was told who sees to it: when that one goes, they hear who answers for it until the next has taken it (PET-2). */
export function tellWhoHolds(work: Work, before: number, name = nameOf(work, before)): void {
  const answers = answerable(work.case, houseOf(work), 'head').filter(({ id }) => id !== before)
  const until: Value = answers.length > 0 ? { list: answers.map(({ name }) => ({ say: name })) } : words('role.head')
  tellOtherSide(work, words('other.passing', { who: name, until }))
  tell(work, { applicant: true }, residentMessage(work, [words('told.passing', { who: name, until })], { clock: true }))
}

/** Somebody answers at any hour (SCH-3), or the case itself bears no waiting. */
function atAnyHour(work: Work): boolean {
  return isRed(work) || work.regulation.assign.aroundTheClock
}

/** A pause belongs to the one who holds the case; it ends when the case moves on. */
export function endPause(work: Work): void {
  work.case.pauses = work.case.pauses.map((pause) => (pause.to === null ? { ...pause, to: work.now } : pause))
  if (work.case.stage.at === 'accepted') work.case.stage = { at: 'accepted', hold: null }
}

function world(work: Work): World {
  return { ...work.world, regulation: work.regulation }
}
