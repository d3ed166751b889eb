import type { Action } from '../cases/action.ts'
import type { Calendar } from '../calendar/limit.ts'
import type { Answer, CaseEvent } from '../cases/case.ts'
import type { Purpose, Side } from '../cases/between.ts'
import type { FileRef, Incoming } from '../events.ts'
import type { Field, Form, FormOn } from './fields.ts'
import type { Message, Words } from './message.ts'
import type { Pleasantry } from './pleasantries.ts'
import type { Booking, Reception } from '../receptions/reception.ts'
import type { Question, Regulation, Way } from '../regulations/schema.ts'

/** Where a person is in their talk with the house. Pure data; the conversation's row holds it sealed. */
export type TalkState = {
  /** Number of the present step; every new prompt gets the next one, so that a stale tap is known as such. */
  stamp: number
  at: Place
  /** What they have told so far towards a case not yet filed. Kept until filed, cancelled or forgotten. */
  draft: Draft | null
  /** What the machine says next by itself about the draft: the nudge, then the announced deletion. */
  clock: { at: number; what: 'nudge' | 'forget' } | null
  /** When they last said something, ms: after a long absence we ask before going on. */
  touchedAt: number
}

/** Places inside a draft, in the order of the road. */
export type DraftPlace =
  | { at: 'notice' }
  /** `rewrite`: what is typed takes the place of the story told before. */
  | { at: 'story'; rewrite?: true }
  | { at: 'kind' }
  | { at: 'categories'; regulation: string }
  /** In whose name: only on the way when somebody asks for it, or what was chosen does not go with the kind. */
  | { at: 'who' }
  | { at: 'question'; id: string }
  | { at: 'evidence' }
  | { at: 'review' }
  /** Like cases were found: theirs is one of them, or another matter. */
  | { at: 'alike'; found: Alike[] }

export type Place =
  | { at: 'home' }
  | DraftPlace
  | { at: 'cancel'; back: DraftPlace }
  /** Back after a long absence: go on or start anew? `held` is what they typed meanwhile. */
  | { at: 'return'; back: DraftPlace; held: string | null; /** What was to be begun: it is, when they start anew. */ finding?: Finding }
  /** They wrote something while a case of theirs is open: is it about that case or a new matter? */
  | { at: 'which'; held: string; files: Draft['files']; cases: { caseId: string; number: string }[]; /** Of somebody who goes round: it may be what they have found. */ found?: true; pin?: Pin }
  | { at: 'language'; back: Exclude<Place, { at: 'language' }> | null }
  | { at: 'track' }
  /** Their own data: what is kept, and what can be asked about it. */
  | { at: 'data'; page: 'menu' | 'name' | 'phone' | 'consent' | 'erase' }
  | { at: 'track-code'; number: string }
  | { at: 'human' }
  /** `score` is what they have just tapped: the case itself may not have heard yet. */
  | { at: 'rating'; caseId: string; surveyId: string; score: number }
  /** The next words complete an act on a case; `words` once typed and waiting for confirmation. `staffId` is null for whoever stands in the case themselves. */
  | { at: 'write'; caseId: string; staffId: number | null; action: string; choice: string | null; /** Key of the question put to them. */ ask: string; /** Shown once more before it goes out. */ confirm: boolean; words: string | null; /** Of staff: what they have spoken or shown so far, by id. */ files?: readonly string[]; sure?: Action['sure']; did?: string }
  /** A fact of their own case is told anew. */
  | { at: 'correct'; caseId: string; action: string; regulation: string; question: Question }
  /** Staff choose dates to be put before the sides: days, then the place. `last`: where they met before. Times in ms. */
  | { at: 'slots'; caseId: string; staffId: number; number: string; action: string; zone: string; offered: number[]; chosen: number[]; page: number; asks: 'dates' | 'place'; place: string | null; last: string | null }
  /** Staff write a clause of an agreement: "add", "facts" or "edit-<clause>", after "sure-" where what stands is changed; ready wordings, the one that waits to be completed, its words, who owes it. */
  | { at: 'clause'; caseId: string; staffId: number; what: string; wordings: string[]; wording: string | null; text: string | null; who: Side | 'both' | null }
  /** Staff fill in something of several parts; `n`: the part that is asked for, after the last the whole is shown. `edits`: one is changed from there. */
  | { at: 'form'; on: FormOn; title: readonly Words[]; fields: readonly Field[]; given: Readonly<Record<string, string>>; files: readonly { id: string; field: string }[]; n: number; edits: boolean; send?: Words }
  /** They hold a code: what it is for, and whether they want it. */
  | { at: 'ticket'; code: string; purpose: Purpose; text: Words[] }
  /** A visit to a leader is booked, or a booking moved: what it is about, then the confirmation. `text`: day, time, leader and place. */
  | { at: 'visit'; receptionId: string; slot: number; moving: string | null; text: Words; cases: { caseId: string; number: string }[]; about: { caseId: string; number: string } | null; words: string | null; asks: 'about' | 'confirm' }
  /** Staff: the next words are what they report of a round; they go on record once they have read them over. */
  | { at: 'report'; roundId: string; staffId: number; name: Words; words: string | null; files?: Draft['files']; /** What they find can be reported as a matter of its own. */ finds?: true }
  /** Newly on the staff: how residents shall call them. */
  | { at: 'staff-name'; staffId: number }
  /** The duty officer answers somebody who asked for a person. */
  | { at: 'answer'; personId: string }

/** A place as the phone sends it: what it is called, and where it is. */
export type Pin = { text: string; value: string }

/** Something that staff have found on their way, told in a few taps (SCR-1): as whom, and in which round of theirs. */
export type Finding = { staffId: number; roundId: string | null }

export type Draft = {
  startedAt: number
  finding?: Finding
  /** In whose name; absent for their own. */
  as?: Way
  /** The bubbles as they stand, one under the other; what is filed. */
  story: string
  /** With each one's message id on the platform, so that a correction reaches just that one. */
  bubbles: { messageId: string | null; text: string }[]
  suggestions: Suggestion[]
  regulation: string | null
  category: string | null
  answers: Answer[]
  /** A place sent before it was asked for. */
  pin?: Pin
  skipped: string[]
  /** `messageId`: on the platform, for who takes a picture back. */
  files: { id: string; kind: FileRef['kind']; messageId?: string }[]
  evidenceDone: boolean
  dangers: string[]
  /** When they were last told whom to call, ms. */
  dangersToldAt?: number
  /** Message ids on the platform of answers typed, so that edits and unsending reach the right words. */
  typed: { messageId: string; where: string; text: string }[]
}

/** A case that may be about the same matter, as somebody may see it who has no part in it. `number`: of one they have a part in already. */
export type Alike = { caseId: string; number: string | null; line: { kind: Words; filedAt: number; stage: Words; people: number } }

export type Suggestion = { regulation: string; category: string; /** The person's own words that led to it. */ because: string[] }

/** What the house knows about the person who speaks. */
export type Speaking = {
  id: string
  language: string
  consent: string | null
  name: string | null
  phone: string | null
  officeId: number | null
  staff: { id: number; role: string; officeId: number; name: string; /** Where they go round; none named: everywhere. */ areas?: string[] }[]
}

/** What pure code needs of the house: rules, numbers, limits. */
export type House = {
  name: string
  regulations: Regulation[]
  /** The office somebody came to, or for null the first: which regulations it takes cases under (none named: all), and its days. */
  office(id: number | null): { name?: string; regulations: readonly string[]; calendar: Calendar; /** The end of the last reception day ahead, ms. */ receivesUntil?: number | null }
  /** Whether anybody works here yet who could hear of a danger. */
  manned(): boolean
  dangers: DangerRule[]
  /** Emergency numbers of the place: police, fire, ambulance, lifeline. */
  numbers: Record<string, string>
  languages: string[]
  /** Likely categories for a story among those of the regulations offered, best first. */
  suggest(story: string, offered: readonly Regulation[]): Suggestion[]
  /** Version of the privacy notice; a new one is asked for anew. */
  notice: string
  /** Days after which an untouched draft is nudged, and after that forgotten. */
  nudgeAfterDays: number
  forgetAfterDays: number
  /** A phrase in the person's language, for matching typed words with what buttons say. */
  say(words: Words, language: string): string
  /** What a typed command word means in any of our languages ("取消", "help"), null for ordinary words. */
  intent(typed: string): Intent | null
  /** How thanks and greetings are said in all of our languages, in small letters. */
  pleasantries: Record<Pleasantry, string[]>
  /** The local day of an instant, YYYY-MM-DD. */
  day(at: number): string
  /** The first moment from `at` on when a machine may speak up by itself without disturbing. */
  gentleMoment(at: number): number
}
export type Intent = 'home' | 'help' | 'cancel' | 'language' | 'mine' | 'track' | 'file' | 'human' | 'back' | 'skip' | 'done' | 'duties' | 'receptions' | 'data'

/** `words`: what tells of it, in small letters; `not`: ordinary phrases that hold such a word, passed over first. `numbers`: what to call, said with `talk:number.<id>`. */
export type DangerRule = { id: string; words: RegExp; not: RegExp | null; numbers: string[] }

/**
 * A reply goes back to the chat that spoke. `wait`: hold it so many ms, for what is said next in that chat to take its
 * place. `fresh`: never in place of the message whose button was pressed.
 */
export type Reply = Message & { slot?: string; wait?: number; fresh?: true }

/** What a turn may ask of the shell besides its own next state and replies. All of it is stored before anything is sent. */
export type TalkEffect =
  | { do: 'remember'; language?: string; consent?: string; officeId?: number; name?: string; phone?: string }
  | { do: 'file'; draft: Draft }
  | { do: 'case'; caseId: string; event: CaseEvent }
  /** Files kept before it was known what they are about. */
  | { do: 'attach-files'; ids: string[]; caseId: string }
  | { do: 'keep-file'; id: string; file: FileRef; caseId: string | null }
  /** The duty officer is told at once; `words` are what the person wrote. `as`: the member of staff who wrote them in a report; their own office hears. */
  | { do: 'alert'; why: 'danger' | 'human'; dangers: string[]; words: string; /** What was spoken or shown instead. */ files?: string[]; as?: { officeId: number; name: string } }
  /** A round is reported; without words: nothing was found, or the figures as they stand. `dangers`: kinds of danger they tell of. */
  | { do: 'report'; roundId: string; staffId: number; words: string | null; dangers: string[]; /** Kept files that belong to it. */ files?: string[] }
  | { do: 'join'; code: string }
  /** A resident's code is used: the case hears who came in. */
  | { do: 'redeem'; code: string; choice: string }
  /** A code is made that takes all their matters to another chat. */
  | { do: 'move-all' }
  /** A slot of a reception day is taken, or a booking moved to it. */
  | { do: 'book'; receptionId: string; slot: number; moving: string | null; caseId: string | null; words: string | null }
  | { do: 'unbook'; bookingId: string }
  | { do: 'address'; state: 'live' | 'blocked' }
  | { do: 'drop-files'; ids: string[] }
  /** Answers in their chats since then, ms, that repeat any of these words of theirs lose them. */
  | { do: 'empty-replies'; since: number; told: readonly string[] }
  | { do: 'leave-staff'; staffId: number }
  | { do: 'name-staff'; staffId: number; name: string }
  | { do: 'answer-person'; personId: string; words: string }
  /** Something done at the desk of the staff, beside any one case: see src/turns/desk. */
  | { do: 'desk'; page: string; action: string; choice: string | null; given: Readonly<Record<string, string>>; files: readonly string[] }
  | { do: 'withdraw-consent' }
  /** Everything kept about them goes, but for what the law has us keep; this chat is a stranger's from then on. */
  | { do: 'erase' }

export type TalkTurn = { state: TalkState; replies: Reply[]; effects: TalkEffect[] }

/** A turn that needs to know more asks once; the shell looks and decides again with the answer. */
export type TalkAsk =
  | { ask: 'mine' }
  | { ask: 'case'; caseId: string }
  | { ask: 'track'; number: string; code: string }
  | { ask: 'duties' }
  | { ask: 'survey'; surveyId: string }
  /** A page of the desk, or what one of its buttons needs: see src/turns/desk. */
  | { ask: 'desk'; page: string; action: string; choice: string | null }
  | { ask: 'round'; roundId: string; /** Whether its card is to be shown. */ look: boolean }
  | { ask: 'office'; code: string }
  | { ask: 'ticket'; code: string }
  /** Reception days of their office, and their own bookings. */
  | { ask: 'receptions' }
  /** Who comes to the reception days of this member of staff. */
  | { ask: 'receives' }
  /** What is kept about them; `whole`: with every word of it, for the copy. */
  | { ask: 'data'; whole: boolean }
  /** Cases of the same kind: their own, and those near the same place. `other`: the other side's name. */
  | { ask: 'alike'; regulation: string; category: string; answers: Answer[]; other: string | null }

/** Answers to asks, by the ask's own text. Messages are made by pure views from what was loaded. */
export type Known = {
  mine?: { message: Message; open: { caseId: string; number: string }[] }
  /** What this person may see of the case; null when there is nothing for them. */
  case?: CaseView | null
  track?: { end: 'found'; card: Message } | { end: 'wrong' } | { end: 'wait'; until: number }
  duties?: Message
  survey?: { caseId: string; number: string; score: number | null } | null
  /** A round of theirs to report; its card for whoever looks; `closed`: why it can be reported no more. Null when it is not theirs. */
  round?: { roundId: string; staffId: number; name: Words; card: Message | null; closed: Words | null; /** Whether what is found in it is reported as a matter of its own. */ finds: boolean; /** What they have reported themselves. */ told: string | null } | null
  office?: { id: number; name: string } | null
  ticket?: TicketView
  receptions?: { receptions: Reception[]; bookings: Booking[] }
  receives?: Message
  alike?: Alike[]
  data?: MyData
  desk?: DeskView
}

/** What a button of the desk brings: a page, a form to fill in, or nothing before it is done. */
export type DeskView = { message: Message } | { form: Form } | { act: true }

/** What is kept about whoever asks, in words; what erasing would do; and, when asked for, all of it. */
export type MyData = { overview: Words[]; erasing: Words[]; sections: Section[] }
export type Section = { title: Words; lines: Words[] }

/** A case as this person may see it: as one of its people, as staff by one of their roles, or both. */
export type CaseView = {
  caseId: string
  number: string
  regulation: string
  mine: { card: Message; more: Message; /** All that has happened, as far as it is theirs to read. */ past: Message; acts: Action[]; /** Only hears how it goes: nobody asks them anything that they could answer. */ listens?: true } | null
  staff: { staffId: number; card: Message; more: Message; past: Message | null; acts: Action[]; /** Kept files they may see, by id. */ files: string[] } | null
}

/** What a code is for; `why`: what keeps this person from using it. */
export type TicketView =
  | { end: 'found'; purpose: Purpose; text: Words[]; why: Words | null }
  | { end: 'wrong' | 'expired' | 'used' }
  | { end: 'wait'; until: number }

export type TalkInput = { state: TalkState; event: Incoming; person: Speaking; house: House; known: Known; now: number }
