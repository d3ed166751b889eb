import { CalendarError, LimitError, nextWorkingMoment, quietEnd } from '../calendar/limit.ts'
import type { Message, Words } from '../dialogue/message.ts'
import type { Regulation } from '../regulations/schema.ts'
import type { CaseEvent, CaseState, DutyState, Entry, StaffMember, NewTicket, SurveyState, Tell, World } from './case.ts'
import type { Room } from './between.ts'
import type { ReferralState } from './referrals/referral.ts'
import { actorOf } from './access.ts'
import { answerable, answerableApart, answerableThere, isKeptFrom } from './house.ts'
import type { House, Role } from './house.ts'

/**
 * A decision in the making: copies of what the event may change, and what is to be told and recorded. The functions of
 * this folder write into it; nobody outside sees it before it is whole, and a refusal throws it away.
 */
export type Work = {
  /** Changes when another office has received the case. */
  world: World
  readonly now: number
  readonly actor: string
  /** The timer woke us, nobody waits for an answer: what is not urgent waits for working hours. */
  readonly unasked: boolean
  /** Changes when a misfiled case goes on under another one. */
  regulation: Regulation
  case: CaseState
  readonly duties: Map<string, DutyState>
  readonly surveys: Map<string, SurveyState>
  readonly referrals: Map<string, ReferralState>
  readonly changed: Set<string>
  readonly history: Entry[]
  readonly tells: Tell[]
  readonly tickets: NewTicket[]
  readonly events: { caseId: string; event: CaseEvent }[]
  /** The code that whoever filed can look the case up by is good no longer: they have no part in it now. */
  endsTracking: boolean
  /** Series whose next number is needed before this can be decided. */
  readonly draws: Set<string>
}

export function begin(state: CaseState, event: CaseEvent, world: World): Work {
  const unasked = event.type === 'duty-due' || event.type === 'survey-due' || event.type === 'reckon'
  return {
    world,
    now: world.now,
    actor: event.type === 'filed' && state.between.registered ? `staff:${state.between.registered.by}` : event.type === 'staff' ? `staff:${event.staff}` : event.type === 'told' ? (event.by === null ? 'office' : `staff:${event.by}`) : unasked ? 'timer' : 'person' in event ? actorOf(state, event.person) : 'resident',
    unasked,
    regulation: world.regulation,
    case: structuredClone(state),
    duties: new Map(world.duties.map((duty) => [duty.id, duty])),
    surveys: new Map(world.surveys.map((survey) => [survey.id, survey])),
    referrals: new Map((world.referrals ?? []).map((referral) => [referral.id, referral])),
    changed: new Set(),
    history: [],
    tells: [],
    tickets: [],
    events: [],
    endsTracking: false,
    draws: new Set(),
  }
}

export function setDuty(work: Work, duty: DutyState): void {
  work.duties.set(duty.id, duty)
  work.changed.add(duty.id)
}

/** The next number of a series. While it is not drawn yet the decision is thrown away afterwards, and made anew with it. */
export function draw(work: Work, series: string): number {
  const drawn = work.world.drawn?.[series]
  if (drawn === undefined) work.draws.add(series)
  return drawn ?? 0
}

export function setSurvey(work: Work, survey: SurveyState): void {
  work.surveys.set(survey.id, survey)
  work.changed.add(survey.id)
}

export function setReferral(work: Work, referral: ReferralState): void {
  work.referrals.set(referral.id, referral)
  work.changed.add(referral.id)
}

/** One line of the history; `open` ones residents read, in `room`. Details are the values of `case:timeline.<kind>`. */
export function record(work: Work, kind: string, details: Record<string, unknown> = {}, open = true, room: Room = 'applicant'): void {
  work.history.push({ kind, actor: work.actor, open, room, details })
}

/** The world as it stands within the decision: the rules the case goes by now, and its duties as they are by now. */
export function present(work: Work): World {
  return { ...work.world, regulation: work.regulation, duties: [...work.duties.values()] }
}

export function memberOf(work: Work, id: number | null): StaffMember | undefined {
  return work.world.staff.find((member) => member.id === id)
}

export function nameOf(work: Work, id: number | null): string {
  return memberOf(work, id)?.name ?? ''
}

/** The one who holds the case, as long as they still work here; else it is the head's to see to (ADM-3). */
export function holderOf(work: Work): number | null {
  return memberOf(work, work.case.handlerId)?.id ?? null
}

/** Red cases are told of at any hour: danger was spoken of, or the level says so. */
export function isRed(work: Work): boolean {
  return work.case.dangers.length > 0 || (work.regulation.levels.find((level) => level.id === work.case.level)?.red ?? false)
}

/** Found by staff: whoever filed it answers for nobody, and is neither asked nor surveyed as a customer (SCR-5). */
export function isFinding({ case: { byStaff }, regulation: { filers } }: Pick<Work, 'case' | 'regulation'>): boolean {
  return byStaff === true || !filers.includes('resident')
}

/** Who works here, and the rules the case goes by now. */
export function houseOf({ world, regulation }: Work): House {
  return { staff: world.staff, regulation }
}

/** `waits`: it is for the hours in which its reader is awake. Who works here hears at work only what is not urgent, but at once what they asked for. */
export function tell(work: Work, to: Tell['to'], message: Message, urgent = isRed(work), waits = bearsWaiting(work, to)): void {
  const free = isForStaff(work, to) ? atWork(work, work.now) : awake(work, work.now)
  const wait = waits && !urgent ? free : work.now
  const told: Tell = { to, message, urgent, ...(wait > work.now ? { notBefore: wait } : {}) }
  if (!work.tells.some((each) => JSON.stringify(each) === JSON.stringify(told))) work.tells.push(told)
}

/** Whoever found something works here, too. */
function isForStaff(work: Work, to: Tell['to']): boolean {
  return 'staff' in to || 'role' in to || ('applicant' in to && isFinding(work))
}

function bearsWaiting(work: Work, to: Tell['to']): boolean {
  if ('staff' in to) return work.actor !== `staff:${to.staff}`
  return 'role' in to || work.unasked || (isForStaff(work, to) && work.actor.startsWith('staff:'))
}

/** The moment itself, or when the office opens next. Hours that nobody can read hold nothing up. */
export function atWork({ world: { calendar } }: Work, at: number): number {
  return orNull(() => nextWorkingMoment(calendar, at)) ?? at
}

/** The moment itself, or when the residents' quiet hours end. */
export function awake({ world: { calendar }, regulation: { callback } }: Work, at: number): number {
  return orNull(() => quietEnd(calendar.zone, at, callback.quiet)) ?? at
}

/** What is reckoned with a calendar or a limit; null where one of the two cannot be read. */
export function orNull<T>(reckoned: () => T): T | null {
  try {
    return reckoned()
  } catch (error) {
    if (error instanceof CalendarError || error instanceof LimitError) return null
    throw error
  }
}

/** Tells the one who holds the case, or all who have (or stand in for) a role. The one who acted knows already. */
export function tellRole(work: Work, role: Role, message: Message, urgent?: boolean): void {
  const holder = role === 'handler' ? holderOf(work) : null
  if (holder !== null) return tellStaff(work, holder, message, urgent)
  const house = houseOf(work)
  const able = answerable(work.case, house, role === 'handler' ? 'head' : role)
  const stands = able[0]?.role ?? role
  const all = work.world.staff.filter((member) => member.role === stands && member.officeId === work.case.officeId)
  if (able.every((member) => all.includes(member)) && able.length === all.length && !able.some((member) => work.actor === `staff:${member.id}`)) return tell(work, { role: stands }, message, urgent)
  for (const member of able) tellStaff(work, member.id, message, urgent)
}

/** What whoever handles the case must not read. With `role`: those who have it, but never the holder; the usual ones have heard already. */
export function tellApart(work: Work, message: Message, role?: Role): void {
  const usual = answerableApart(work.case, houseOf(work)).map(({ id }) => id)
  const able = role ? answerable(work.case, houseOf(work), role).filter((member) => !isKeptFrom(work.case, member)).map(({ id }) => id).filter((id) => !usual.includes(id)) : usual
  for (const id of able) tellStaff(work, id, message)
  if (!role && able.length === 0) tell(work, { role: 'admin' }, message)
}

/** Who answers for the office that is asked to take the case over; nobody while none is. */
export function askedOfficers({ world, case: state, regulation }: Work): StaffMember[] {
  const { tier } = state.between
  return tier === null ? [] : answerableThere(state, { regulation }, world.staff.filter(({ officeId }) => officeId === tier.to.office))
}

export function tellStaff(work: Work, id: number, message: Message, urgent?: boolean): void {
  if (work.actor !== `staff:${id}`) tell(work, { staff: id }, message, urgent)
}

export function words(key: string, values?: Exclude<Words, { say: string }>['with']): Words {
  return values ? { key: `case:${key}`, with: values } : { key: `case:${key}` }
}
