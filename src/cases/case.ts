import type { ChannelName } from '../events.ts'
import type { Message, Words } from '../dialogue/message.ts'
import type { Calendar } from '../calendar/calendar.ts'
import type { Regulation } from '../regulations/schema.ts'
import type { Between, Purpose, Room } from './between.ts'
import type { LinkedBody, ReferralState } from './referrals/referral.ts'
import type { Tree } from './tree.ts'

/** The life of a case, as pure code sees it. What belongs to one stage only lives in that stage only. Times in ms. */
export type Stage =
  | { at: 'filed' }
  /** Offered to one member of staff who has not answered yet; `tried` have declined, recused or been silent. */
  | { at: 'assigned'; to: number; since: number; why: Words[] }
  | { at: 'accepted'; hold: Hold | null }
  /** Closed by the handler, waiting for the word of head or leader (PET-6, MED-17). */
  | { at: 'settling'; outcome: string; answer: string; by: number; needs: 'head' | 'leader'; /** What was spoken or shown with the answer. */ files?: string[] }
  | { at: 'closed'; outcome: string; answer: string; by: number | null; since: number }

export type Hold = { since: number; reason: string }

export type Answer = { id: string; text: string; /** Machine-readable: choice id, ISO day, amount in yuan, "lat,lon". */ value: string | number | null; /** Of a case that went on under other rules: the question as it was asked before. */ asked?: { under: string; kind: string; sensitive: boolean; accused: boolean } }

/** A day reckoned from an answer (see dates.ts): the last moment of it, ms; null has no end. */
export type DateOf = { id: string; at: number | null; /** It falls into a year whose holidays may still change. */ unconfirmed?: boolean }

/**
 * applicant: whose matter it is; proxy: files and follows up for them (PET-9); member, representative: of a group with
 * the same cause (LAB-4); respondent: the other side; follower: has the same trouble and hears how it goes; former: has left.
 */
export type PartyRole = 'applicant' | 'respondent' | 'proxy' | 'representative' | 'member' | 'follower' | 'former'
export type Party = { id: string; role: PartyRole; personId: string | null; name: string | null; contact: string | null; willing: 'unknown' | 'willing' | 'unwilling' }

export type CaseState = {
  id: string
  number: string
  /** The second number, of the agreement and its dossier, once drawn (MED-14). */
  dossier: string | null
  officeId: number
  regulation: string
  edition: string
  category: string
  level: string
  stage: Stage
  /** Staff ids that must not be offered it (again), and why: declined, recused, silent, handled-before. */
  tried: { staff: number; why: 'declined' | 'recused' | 'silent' | 'handled-before' }[]
  handlerId: number | null
  story: string
  answers: Answer[]
  place: string | null
  dates: DateOf[]
  /** So many cases the applicant filed under this regulation in the year before, this one counted. */
  filedTimes: number
  /** Found by staff and filed where no resident may file, whatever rules it goes by now (SCR-5): who filed it is no customer. */
  byStaff?: boolean
  dangers: string[]
  anonymous: boolean
  language: string
  channel: ChannelName
  applicantId: string
  filedAt: number
  acceptedAt: number | null
  reopened: number
  /** Held spells so far, for honest clocks. */
  pauses: { from: number; to: number | null; reason: string }[]
  /** Happenings so far, in order, with their moments: what `if` and overviews look at. */
  happened: { what: string; at: number }[]
  score: number | null
  parties: Party[]
  between: Between
}

export type DutyState = {
  id: string
  kind: string
  rule: string
  /** machine: nobody's work; the house itself does something at that moment. */
  owner: 'handler' | 'mediator' | 'head' | 'leader' | 'informant' | 'liaison' | 'admin' | 'machine'
  staffId: number | null
  state: 'open' | 'done' | 'cancelled'
  openedAt: number
  warnAt: number | null
  dueAt: number
  nextAt: number | null
  rung: number
  doneAt: number | null
  late: boolean
  unconfirmed: boolean
}

/** mode: how they are asked, and once scored, how they were; proven: they say themselves that they were visited. reason: why left out or asked by phone; else the group of the quota. */
export type SurveyState = { id: string; personId: string; round: number; staffId: number | null; state: 'waiting' | 'sent' | 'scored' | 'skipped'; mode: 'chat' | 'in-person' | 'phone' | 'proven'; nextAt: number | null; sentAt: number | null; score: number | null; words: string | null; reason: string | null }

/** A member of staff as the choice of a handler sees them. */
export type StaffMember = {
  id: number
  personId: string
  officeId: number
  role: 'handler' | 'mediator' | 'head' | 'leader' | 'informant' | 'liaison' | 'admin'
  name: string
  kinds: string[]
  languages: string[]
  areas: string[]
  capacity: number
  away: { from: number; until: number | null } | null
  /** Staff ids of those who are away now and whose place this one has agreed to take (ADM-3). */
  standsFor: readonly number[]
  /** Of a member of another office or body: how that one stands to the case's office now; the shell knows the tree. */
  stands?: 'above' | 'asked' | 'body'
  /** The linked body they speak for; they do no work of the office (MED-22). */
  body?: number | undefined
  /** May open a sealed identity once that has been approved (PET-7). */
  custodian: boolean
  /** Cases in hand or on offer now. */
  load: number
  /** Cases offered a day, taken or not: in the last thirty days, or since they joined or came back. */
  lately?: number
}

/** One who goes on in another case with theirs: `party` as they stand in their own; `person` null where they have no chat. */
export type Coming = { party: string; person: string | null; name: string | null; contact: string | null; role: 'member' | 'follower' }

export type Known = { person: string; name: string | null; contact: string | null }

export type CaseEvent =
  /** `result`: of a mediation before it was written down (MED-3). */
  | { type: 'filed'; result?: string }
  /** The timer found this duty's next moment come. */
  | { type: 'duty-due'; duty: string; rung: number }
  /** A member of staff acts; `action` is a common one or a step id of the regulation. */
  | { type: 'staff'; staff: number; action: string; choice?: string; words?: string; /** What a form asked for, by the id of the field; files sent with it. */ given?: Readonly<Record<string, string>>; files?: string[]; /** How many of the files stand for which field. */ spoken?: Readonly<Record<string, number>>; /** For opening a sealed identity alone: who it is, added by the shell (PET-7). */ people?: readonly Known[] }
  /** Something that another case, or a desk, has decided about this one; `what` names it, see acts/told.ts. */
  | { type: 'told'; what: string; by: number | null; given: Readonly<Record<string, string>>; people?: readonly { person: string; name: string | null; contact: string | null }[]; coming?: readonly Coming[] }
  /** Somebody in the case acts: `answer` to a question of a step, or one of the acts in acts/residents.ts. `given` is a corrected answer, read already. */
  | { type: 'resident'; person: string; action: string; step?: string; choice?: string; words?: string; files?: string[]; given?: Answer; channel?: ChannelName; /** The case it was said in, which goes on as part of this one. */ through?: string }
  /** Somebody came in by a code; `party` is the one they become, where it is there already. */
  | { type: 'joined'; purpose: Purpose; party: string | null; person: string; choice: string; channel: ChannelName }
  /** They have had their data erased, and are in this chat no more. */
  | { type: 'erased'; person: string }
  /** The survey's time has come; `busy` until when (ms) if the person is in the middle of something, `recent` = surveys sent to them in the cap's days. */
  | { type: 'survey-due'; survey: string; busy: boolean; recent: number; /** They have withdrawn their consent, or are gone. */ withdrawn?: boolean }
  | { type: 'scored'; survey: string; score: number }
  | { type: 'survey-words'; survey: string; words: string }
  /** The holidays of a year were confirmed or changed: nothing but the clocks moves. */
  | { type: 'reckon' }

/**
 * `staff` work in the case's office; where all its officers are spoken of, those who answer above it stand there too (PET-7).
 * `others` are regulations in force that a misfiled case may go on under (PRO-1). `drawn` are running numbers of series
 * that an earlier try of this decision asked for.
 */
export type World = { /** Its name, for papers. */ office?: string; /** Only where somebody on the staff looks or acts. */ tree?: Tree; regulation: Regulation; others?: readonly Regulation[]; calendar: Calendar; staff: StaffMember[]; duties: DutyState[]; surveys: SurveyState[]; /** What went to linked bodies and came from them; the bodies it could go to. */ referrals?: readonly ReferralState[]; bodies?: readonly LinkedBody[]; now: number; seed: string; drawn?: Readonly<Record<string, number>> }

/**
 * To whom: the applicant's whole side (with proxy, representatives and members of a group; `alone`: only whoever filed), the other side, one party, one
 * person by themselves (a survey, a last word to who was a party until now), all who follow, one member of staff, everybody with a role in the office. `urgent` goes out at any hour.
 */
export type Tell = { to: { applicant: true; alone?: true } | { respondent: true } | { party: string } | { person: string } | { followers: true } | { staff: number } | { role: StaffMember['role'] } | { role: StaffMember['role']; office: number }; message: Message; urgent: boolean; /** ms; not before. */ notBefore?: number; /** Where they tapped for it, it takes the place of what they tapped. */ inPlace?: true }

/** `open`: residents read it; `room`: those of which side. */
export type Entry = { kind: string; actor: string; open: boolean; room: Room; /** Words of the timeline and what was said. */ details: Record<string, unknown> }

/** A code made for residents; the shell keeps only its hash. `uses`: how many people may use it. Times in ms. */
export type NewTicket = { code: string; purpose: Purpose; party: string | null; person: string | null; uses: number; expiresAt: number; /** Ends those made before it for the same purpose and party. */ instead?: true }

export type CaseDecision =
  | { refused: Words }
  /** Needs the next number of each of these series first: to be decided again with them in `drawn`. */
  | { draws: string[] }
  | { case: CaseState; /** New and changed duties, whole. */ duties: DutyState[]; surveys: SurveyState[]; /** New and changed ones. */ referrals: ReferralState[]; history: Entry[]; tells: Tell[]; tickets: NewTicket[]; /** What other cases are to hear: each turns to it by itself. */ events: { caseId: string; event: CaseEvent }[]; /** Its tracking code is good no longer. */ endsTracking?: boolean }
