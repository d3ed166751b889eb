/** What goes on between the people of a case, beside its life: who joined, what was offered, when they meet, what they agreed. Times in ms. */

/** Whose room something was said in: the applicant's side with the office, the other side with the office, or all together. */
export type Room = 'applicant' | 'respondent' | 'shared'
export type Side = 'applicant' | 'respondent'

/**
 * What a code is for. respond: the other side answers an invitation; principal: whoever is represented confirms it
 * (PET-9); group: join those with the same cause (LAB-4); move: go on in another chat; follow: hear how a like case goes.
 */
export type Purpose = 'respond' | 'principal' | 'group' | 'move' | 'follow'

/** Words of one side put before the other as they stand. A counter-offer ends the one it answers. */
export type Offer = { id: string; by: Side | 'mediator'; words: string; at: number; state: 'open' | 'accepted' | 'declined' | 'countered' }

/** Slots put to both sides; each strikes out what cannot be, silence ends at `until`. Then the moment they meet. */
export type Meeting =
  | { at: 'asked'; id: string; slots: number[]; minutes: number; place: string; until: number; struck: Record<string, number[]>; done: string[]; moved: number }
  | { at: 'set'; id: string; from: number; minutes: number; place: string; sequence: number; moved: number; /** By party, how often they asked for another day. */ askedAgain: Record<string, number> }

export type Clause = { id: string; text: string; /** Who owes it. */ who: Side | 'both'; /** The last moment of the day it is due; null for at once or without a day. */ day: number | null; /** By side, what was said on its day (MED-15). */ done: Partial<Record<Side, 'done' | 'partly' | 'not-done'>> }

/** Drafted clause by clause; what is sent is confirmed on the same hash by each side, or sent anew. */
export type Agreement = {
  version: number
  clauses: Clause[]
  /** SHA-256 in hex of the text that was sent; null while it is a draft. */
  hash: string | null
  sentAt: number | null
  confirmed: { party: string; side: Side; hash: string; at: number; channel: string }[]
}

/** A group: who stands as representative and who chose whom, by party id. The founder speaks until others are chosen. */
export type Group = { founder: string; stands: { party: string; name: string }[]; votes: Record<string, string[]> }

/** Staff say that they reached somebody; it counts once that person says so too. */
export type Contact = { id: string; party: string; by: string; at: number; answer: 'asked' | 'yes' | 'no' }

export type Between = {
  /** Of a proxy: whether the person they file for has confirmed it. */
  consent: 'asked' | 'given' | 'refused' | null
  /** What the other side was told that it is about, in the mediator's words. */
  invited: string | null
  group: Group | null
  offers: Offer[]
  meeting: Meeting | null
  agreement: Agreement | null
  contacts: Contact[]
  /** When the case was urged, and by which party. */
  urged: { party: string; at: number }[]
}

export const nothingBetween: Between = { consent: null, invited: null, group: null, offers: [], meeting: null, agreement: null, contacts: [], urged: [] }
