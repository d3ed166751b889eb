import type { StaffMember } from '../cases/case.ts'
import type { Calendar } from '../calendar/calendar.ts'
import type { Message, Words } from '../dialogue/message.ts'
import type { Regulation, RoundRule } from '../regulations/schema.ts'
import type { SheetLine } from './sheet.ts'

/** What an office owes by the calendar, as pure code sees it: one for each period, and for each person where each reports alone. Times in ms. */
export type RoundState = {
  /** Made of office, regulation, kind, period and person, so that whoever opens it opens the same one. */
  id: string
  officeId: number
  regulation: string
  kind: string
  rule: string
  /** What a round that was called is about, as whoever called it wrote (SCR-1); null for those of the calendar. */
  title: string | null
  /** The role that owes it: the rule's own, also while nobody has it, or who stands in for it. */
  owner: Role
  staffId: number | null
  /** The day it is of, YYYY-MM-DD: the 25th also where that is a Saturday and it begins on the 27th; of a round before a holiday, the holiday's first day. */
  period: string
  /** missed: nobody reported and nobody is asked any more; a late report still counts. cancelled: whoever owed it has left, the rule has gone, or whoever called it called it off: `words` says why. */
  state: 'open' | 'done' | 'missed' | 'cancelled'
  openedAt: number
  warnAt: number | null
  dueAt: number
  nextAt: number | null
  /** -1: it is still to be opened, 0: the warning comes next, 1: the limit, 2…: the ladder. */
  rung: number
  doneAt: number | null
  doneBy: number | null
  /** What was reported; null while nothing is, for a zero report, and for figures passed on as they stand. */
  words: string | null
  /** Kept files that were reported with it. */
  files: string[]
  /** Numbers of the findings that whoever reported it had reported since it began: they are its report too (SCR-2). */
  findings: string[]
  late: boolean
  unconfirmed: boolean
}
export type Role = StaffMember['role']

export type RoundEvent =
  /** The timer has opened it; `missed`: so many periods before it went by while nobody was told. */
  | { type: 'opened'; missed: number }
  | { type: 'due'; rung: number }
  /** A member of staff reports; without words: nothing was found, or the figures as they stand. `dangers`: kinds of danger the words tell of. */
  | { type: 'reported'; staff: number; words: string | null; dangers?: readonly string[]; files?: readonly string[]; findings?: readonly string[] }
  /** Whoever called it calls it off. */
  | { type: 'called-off'; who: string; words: string }
  /** Nothing on its sheet waits any more, of so many that stood on it. */
  | { type: 'ticked'; of: number }
  /** Whoever answers for it asks those who have not reported, once more. */
  | { type: 'urged'; who: string }

export type RoundWorld = {
  /** Undefined when the regulation in force has no such round any more. */
  rule: RoundRule | undefined
  regulation: Pick<Regulation, 'id'> & Partial<Pick<Regulation, 'filers'>>
  calendar: Calendar
  staff: readonly StaffMember[]
  /** Of the period, where the rule wants them. */
  figures: Figures | null
  /** What is still in hand, where the rule wants it. */
  sheet?: readonly SheetLine[]
  /** Numbers of what the reader has found since the round began, where it is known. */
  findings?: readonly string[]
  now: number
}

/** The rule of a round: that of its kind, or for one that was called, of which every call is a kind of its own. */
export function roundRule(regulation: Pick<Regulation, 'rounds'> | undefined, kind: string): RoundRule | undefined {
  return regulation?.rounds.find(({ id, begins }) => (begins === 'called' ? kind.startsWith(`${id}-`) : id === kind))
}

/** No sheet of figures: what is found in it is reported as a matter of its own: whoever owes it may file under its regulation, and no resident may (SCR-1). */
export function isFound({ owner }: Pick<RoundState, 'owner'>, { rule, regulation: { filers } }: Pick<RoundWorld, 'rule' | 'regulation'>): boolean {
  return rule?.figures !== true && filers !== undefined && !filers.includes('resident') && filers.includes(owner)
}

/** `escalated`: such tells of one sweep to one person become one (see gathered). `notBefore` in ms. */
export type RoundTell = { staff: number; message: Message; notBefore: number | null; /** Waits for nothing. */ urgent?: true; escalated?: { who: Words; at: number } }

export type RoundDecision =
  | { refused: Words }
  | { round: RoundState; tells: RoundTell[]; /** To the one who acted. */ said: Words | null }

/** How a regulation went in an office between two days; `from` belongs to it, `to` does not. Nothing of it says who a resident is. */
export type Figures = {
  from: number
  to: number
  received: number
  closed: number
  /** Not closed when the period ended. */
  open: number
  /** The regulation's own duties whose limit fell into the period, and those of them not done by it. */
  due: number
  overdue: number
  calledBack: number
  scores: number
  scoreMean: number | null
  reopened: number
  /** How the visits in person stand, where the regulation wants a share of them (PRO-9): by group of those asked. */
  visits: Visits[]
  /** Cases received in the period or open at its end, by category, place (area of the office), stage, and who is responsible. */
  categories: Count[]
  places: Count[]
  stages: Count[]
  people: Count[]
}
/** `content`: those who had said they were. `wanted`: share of those asked, 0 to 1. */
export type Visits = { group: 'rest' | 'content'; asked: number; /** As those say who were visited. */ visited: number; /** Written down by the office, and not confirmed. */ unproven: number; wanted: number }
export type Count = { of: string; n: number }
