import type { Words } from '../dialogue/message.ts'
import type { ChannelName } from '../events.ts'
import type { Stage } from './case.ts'
import type { ReferredIn } from './referrals/referral.ts'

/** What goes on between the people of a case, beside its life: who joined, what was offered, when they meet, what they agreed. Times in ms. */

/** Whose room something was said in: the applicant's side with the office, the other side with the office, or all together. */
export type Room = 'applicant' | 'respondent' | 'shared'
export type Side = 'applicant' | 'respondent'

/**
 * What a code is for. respond: the other side answers an invitation; principal: whoever is represented confirms it
 * (PET-9); group: join those with the same cause (LAB-4); move: go on in another chat; follow: hear how a like case goes.
 */
export type Purpose = 'respond' | 'principal' | 'group' | 'move' | 'follow'

/** Words of one side put before the other as they stand, or of the mediator before both. A counter-offer ends the one it answers. `yes`: who has accepted so far. `id`: its number in the case. */
export type Offer = { id: string; by: Side | 'mediator'; words: string; at: number; yes: Side[]; state: 'open' | 'accepted' | 'declined' | 'countered' | 'taken-back' }

/**
 * Slots put to both sides; each strikes out what cannot be, silence ends at `until`. Then the moment they meet. off: what
 * stood stands no more, and what is proposed next takes its place; over: that meeting is done with. `id` stays for one
 * meeting however often it moves, `sequence` grows each time; `round` counts what was proposed in the case.
 */
export type Meeting = { id: string; round: number; place: string; minutes: number; sequence: number; /** By party, how often they asked for another day. */ askedAgain: Record<string, number> } & (
  | { at: 'asked'; slots: number[]; until: number; /** By party. */ struck: Record<string, number[]>; /** Parties who have said that this is all. */ done: string[] }
  | { at: 'set'; from: number }
  | { at: 'off' | 'over' }
)

export type Performed = 'done' | 'partly' | 'not-done'

/** One thing agreed (MED-14). `day`: the last moment of the day it is due, null without one. After closing (MED-15): how often and when last it was asked about, and what each side said. */
export type Clause = { id: string; text: string; /** Who owes it. */ who: Side | 'both'; day: number | null; asked: { times: number; at: number } | null; done: Partial<Record<Side, Performed>>; /** Somebody said that it is not done: when the others heard of it last. */ missed?: number; /** When the mediator last heard of a side that it is not all done. */ heard?: Partial<Record<Side, number>> }

/** Drafted clause by clause; what is sent is confirmed on the same hash by each side, or sent anew. */
export type Agreement = {
  /** Grows each time it is sent. */
  version: number
  /** What the dispute is about, in the mediator's words (MED-14). */
  facts: string | null
  clauses: Clause[]
  /** Whom it was written for when it was sent; empty while it is a draft. */
  parties: { side: Side; name: string | null }[]
  /** SHA-256 in hex of the text that was sent; null while it is a draft. */
  hash: string | null
  sentAt: number | null
  /** `channel`: 'paper' for a signature that staff recorded. */
  confirmed: { party: string; side: Side; hash: string; at: number; channel: ChannelName | 'paper' }[]
  /** Since when it stands: decided when the last word was given, whoever leaves afterwards and however the case ends. */
  stands?: number
  /** Sides that have said what is wrong with what was sent. */
  objected?: Side[]
  /** When whoever follows it up last heard that all is done after all. */
  keptAt?: number
}

/**
 * A group, all by party id: who is in it in the order of joining, who stands as representative, and who chose whom. The
 * founder speaks until others are chosen. `code` lets others in until then (ms); it stands here so that it can be shown again.
 */
export type Group = { founder: string; joined: string[]; stands: { party: string; name: string }[]; votes: Record<string, string[]>; code: string | null; until: number; /** Whose words the story and the answers are, once somebody else is the founder. */ toldBy?: string }

/** Staff say that they reached somebody; it counts once that person says so too. `how` is null where nobody said it. */
export type Contact = { id: string; party: string; by: string; how: 'phone' | 'visit' | null; at: number; answer: 'asked' | 'yes' | 'no'; /** Who said so, by id; what they denied is not for them to look into. */ staff?: number; /** The survey that a visit after closing was to answer (PRO-9). */ survey?: string }

/** What somebody told of the handling: that they were pressed to give up, or that it is done badly. Never for whoever handles it. */
export type Apart = { about: 'pressure' | 'complaint'; party: string; at: number; answered: boolean; /** Staff it speaks of: by name, or because they handled or closed the case then. It is not for them, whoever handles it later. */ named: number[] }

/** Somebody who answers for the office of a case, or for one over it, and looks after how it goes. */
export type Overseer = { by: number; name: string; role: 'head' | 'leader' | 'admin'; office: number; at: number }

/** A supervision card: the leader and the visitor, by person. */
export type Card = { person?: string; visitor?: string }

export type Between = {
  /** Of a proxy: whether the person they file for has confirmed it. */
  consent: 'asked' | 'given' | 'refused' | null
  /** What staff see instead of a name, until that person chooses to be known (PET-7). */
  codeName: string | null
  /** What the other side was told that it is about, in the mediator's words. */
  invited: string | null
  group: Group | null
  offers: Offer[]
  meeting: Meeting | null
  agreement: Agreement | null
  contacts: Contact[]
  /** When the case was urged, and by which party. */
  urged: { party: string; at: number }[]
  apart: Apart[]
  /** Ids of the surveys put to the other side: what was said there stays there, whoever has come or gone since. */
  otherSurveys: string[]
  /** More time was asked for and nobody has decided yet. `choice`: how much, as the regulation names it. */
  extension: { by: number; /** Who held the case then; with another holder it is gone. */ holder: number; choice: string; reason: string; at: number; /** What was spoken or shown of the reason. */ files?: string[] } | null
  /** The holder hands it to a colleague, who has not answered yet; until they do it stays where it is (ADM-3, PET-2). */
  handover: { by: number; to: number; at: number } | null
  /** It goes on as part of another case. `was`: how it stood before, for when it is taken apart again. */
  merged: { into: { caseId: string; number: string }; at: number; by: number; was: Stage } | null
  /** Cases that go on as part of this one, and the parties that came with them; `until`: when they went on by themselves again. */
  holds: { caseId: string; number: string; at: number; parties: string[]; until: number | null }[]
  /** Another office is asked to take it over; until it does, this one owns it (MED-20, PET-2). */
  tier: { direction: 'up' | 'down'; to: { office: number; name: string }; by: number; words: string; at: number } | null
  /** The offices it has been with before, oldest first. */
  offices: { office: number; name: string; until: number }[]
  /** A sealed identity somebody asked to have opened, with the reason; who decided it; granted, until when (PET-7). */
  identity: { by: number; decided?: number; reason: string; at: number; state: 'asked' | 'granted' | 'refused'; until: number | null; /** Custodians who have had their one look. */ opened?: number[] } | null
  /** On the watch list (ADM-2): who put it there, why, and by when it is to be settled (ms). Kept while it is closed: once reopened it is on the list again. */
  listed: (Overseer & { reason: string; until: number }) | null
  /** Who has urged whoever holds it, and has not been answered. */
  pressed: Overseer[]
  /** Somebody on the staff took it down at the desk for a resident without a chat (MED-3). */
  registered: { by: number; /** They keep it themselves instead of having it assigned. */ takes: boolean; mediated: boolean } | null
  /** A linked body sent it to us, with its own number and the day it waits for an answer (MED-22, LAB-6). */
  referred: ReferredIn | null
  /** What the leader wrote on it last (PET-3): by whom, and in how many days from `at` it is to be done; null where the rule's limit stays. */
  instruction: { by: number; at: number; days: number | null; /** What is to be done, for whoever takes it over. */ said?: Words[]; /** Who was to take it over and has not declined. */ named?: number; /** Whom it is reported back to, where they received somebody at a reception, and whom they received (PET-8). */ person?: string; visitor?: string; /** Cards from before that nobody has reported on yet. */ earlier?: Card[] } | null
  /** Who has been on a side and is no more, by person: they read nothing, but do not come in on the other one, nor act here as staff (MED-10). */
  left: { person: string; side: Side }[]
}

export const nothingBetween: Between = { consent: null, codeName: null, invited: null, group: null, offers: [], meeting: null, agreement: null, contacts: [], urged: [], apart: [], otherSurveys: [], extension: null, handover: null, merged: null, holds: [], tier: null, offices: [], identity: null, registered: null, referred: null, instruction: null, listed: null, pressed: [], left: [] }
