import { nextWorkingMoment, quietEnd } from '../calendar/limit.ts'
import type { Message, Words } from '../dialogue/message.ts'
import type { Regulation } from '../regulations/schema.ts'
import { relationOf } from './access.ts'
import type { CaseEvent, CaseState, DutyState, Entry, StaffMember, SurveyState, Tell, World } from './case.ts'

/**
 * A decision in the making: copies of what the event may change, and what is to be told and recorded. The functions of
 * this folder write into it; nobody outside sees it before it is whole, and a refusal throws it away.
 */
export type Work = {
  readonly world: World
  readonly now: number
  readonly actor: string
  /** The timer woke us, nobody waits for an answer: what is not urgent waits for working hours. */
  readonly unasked: boolean
  /** Changes when a misfiled case goes on under another one. */
  regulation: Regulation
  case: CaseState
  readonly duties: Map<string, DutyState>
  readonly surveys: Map<string, SurveyState>
  readonly changed: Set<string>
  readonly history: Entry[]
  readonly tells: Tell[]
}
export type Role = StaffMember['role']

export function begin(state: CaseState, event: CaseEvent, world: World): Work {
  return {
    world,
    now: world.now,
    actor: event.type === 'staff' ? `staff:${event.staff}` : event.type === 'duty-due' || event.type === 'survey-due' ? 'timer' : 'resident',
    unasked: event.type === 'duty-due' || event.type === 'survey-due',
    regulation: world.regulation,
    case: structuredClone(state),
    duties: new Map(world.duties.map((duty) => [duty.id, duty])),
    surveys: new Map(world.surveys.map((survey) => [survey.id, survey])),
    changed: new Set(),
    history: [],
    tells: [],
  }
}

export function setDuty(work: Work, duty: DutyState): void {
  work.duties.set(duty.id, duty)
  work.changed.add(duty.id)
}

export function setSurvey(work: Work, survey: SurveyState): void {
  work.surveys.set(survey.id, survey)
  work.changed.add(survey.id)
}

/** One line of the history; `open` ones the resident reads. Details are the values of `case:timeline.<kind>`. */
export function record(work: Work, kind: string, details: Record<string, unknown> = {}, open = true): void {
  work.history.push({ kind, actor: work.actor, open, details })
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

/** Who answers for a role in this office now: those who have it, else those next in line, so that nothing lies with nobody. */
export function acting(state: CaseState, { staff, regulation }: Pick<World, 'staff' | 'regulation'>, role: Role): Role {
  const line: Role[] = role === 'leader' ? ['leader', 'head', 'admin'] : [role, 'head', 'leader', 'admin']
  return line.find((each) => withRole(state, { staff, regulation }, each).length > 0) ?? role
}

/** A party to the case never acts in it, whatever their office (MED-10). */
export function withRole(state: CaseState, { staff, regulation }: Pick<World, 'staff' | 'regulation'>, role: Role): StaffMember[] {
  return staff.filter((member) => member.role === role && member.officeId === state.officeId && relationOf(state, member, regulation) !== 'party')
}

/** Who works here, and the rules the case goes by now. */
export function houseOf({ world, regulation }: Work): Pick<World, 'staff' | 'regulation'> {
  return { staff: world.staff, regulation }
}

export function tell(work: Work, to: Tell['to'], message: Message, urgent = isRed(work)): void {
  // Working hours are for those who work here; residents have quiet hours of their own.
  const { calendar } = work.world
  const free = 'applicant' in to ? quietEnd(calendar.zone, work.now, work.regulation.callback.quiet) : nextWorkingMoment(calendar, work.now)
  const wait = work.unasked && !urgent ? free : work.now
  const told: Tell = { to, message, urgent, ...(wait > work.now ? { notBefore: wait } : {}) }
  if (!work.tells.some((each) => JSON.stringify(each) === JSON.stringify(told))) work.tells.push(told)
}

/** Tells the one who holds the case, or all who have (or stand in for) a role. The one who acted knows already. */
export function tellRole(work: Work, role: Role, message: Message, urgent?: boolean): void {
  const holder = role === 'handler' ? holderOf(work) : null
  if (holder !== null) return tellStaff(work, holder, message, urgent)
  const house = houseOf(work)
  const stands = acting(work.case, house, role === 'handler' ? 'head' : role)
  const able = withRole(work.case, house, stands)
  const all = work.world.staff.filter((member) => member.role === stands && member.officeId === work.case.officeId)
  if (able.length === all.length && !able.some((member) => work.actor === `staff:${member.id}`)) return tell(work, { role: stands }, message, urgent)
  for (const member of able) tellStaff(work, member.id, message, urgent)
}

export function tellStaff(work: Work, id: number, message: Message, urgent?: boolean): void {
  if (work.actor !== `staff:${id}`) tell(work, { staff: id }, message, urgent)
}

export function words(key: string, values?: Exclude<Words, { say: string }>['with']): Words {
  return values ? { key: `case:${key}`, with: values } : { key: `case:${key}` }
}
