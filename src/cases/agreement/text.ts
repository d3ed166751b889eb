import { dayOf } from '../../calendar/limit.ts'
import { digestOf } from '../../ids.ts'
import type { Words } from '../../dialogue/message.ts'
import type { Regulation } from '../../regulations/schema.ts'
import { sideOf } from '../access.ts'
import type { Agreement, Clause, Side } from '../between.ts'
import type { CaseState, Party } from '../case.ts'
import { words } from '../work.ts'

/** An agreement between the two sides of a case (MED-14): its exact text, whose word binds which side, and whether it stands. */

export const sides: readonly Side[] = ['applicant', 'respondent']

/** Of one clause, and of what the dispute is about. */
export const clauseCharsMax = 500

/** Written down where both sides are brought together and an agreement may end the case. */
export function hasAgreement({ outcomes, mediates }: Pick<Regulation, 'outcomes' | 'mediates'>): boolean {
  return mediates !== undefined && outcomes.some(({ id }) => id === 'agreement')
}

type Written = Pick<Agreement, 'version' | 'parties' | 'facts' | 'clauses'>

/** The text whose hash is confirmed, the same for whoever makes it: case, version, whom it binds, what it is about, and each clause with who owes it and the local day. */
export function agreementText(number: string, { version, parties, facts, clauses }: Written, zone: string): string {
  return JSON.stringify({
    number, version,
    parties: parties.map(({ side, name }) => [side, name]),
    facts,
    clauses: clauses.map(({ text, who, day }, n) => [n + 1, who, day === null ? null : dayOf(zone, day), text]),
  })
}

export function agreementHash(number: string, agreement: Written, zone: string): string {
  return digestOf(agreementText(number, agreement, zone))
}

/** By which buttons and people name what was sent. */
export function shortHash({ hash }: Pick<Agreement, 'hash'>): string {
  return (hash ?? '').slice(0, 8)
}

/** Whom it binds, by name where the names are for both sides; a group by those who speak for it. */
export function boundParties(state: CaseState): Agreement['parties'] {
  return sides.flatMap((side) => {
    const all = side === 'respondent' ? signersOf(state, side) : state.between.group ? signersOf(state, side) : state.parties.filter(({ role }) => role === 'applicant')
    return all.map((party) => ({ side, name: side === 'applicant' ? ownName(state, party) : party.name }))
  })
}

/** Whoever files namelessly stays so, and of a group only those are named who offered to speak for it under a name. */
function ownName({ anonymous, between: { group } }: CaseState, { id, name }: Party): string | null {
  if (anonymous) return null
  return group ? group.stands.find(({ party }) => party === id)?.name ?? null : name
}

/**
 * Whose word counts for a side. A group: its representatives, until there are any whoever began it (LAB-4). Somebody filed
 * for: they themselves once they are there, else their proxy as soon as they consented (PET-9), or on paper.
 */
export function signersOf(state: CaseState, side: Side): Party[] {
  const { group, consent } = state.between
  if (side === 'respondent') return state.parties.filter(({ role }) => role === 'respondent')
  if (group) {
    const chosen = state.parties.filter(({ role }) => role === 'representative')
    return chosen.length > 0 ? chosen : state.parties.filter(({ id }) => id === group.founder)
  }
  const own = state.parties.filter(({ role }) => role === 'applicant')
  const isThere = own.some(({ personId }) => personId !== null)
  return isThere || consent !== 'given' ? own : [...own, ...state.parties.filter(({ role }) => role === 'proxy')]
}

/** Of the applicants' side one word counts for all whom it speaks for; each respondent speaks for themselves. */
export function isConfirmedBy(state: CaseState, side: Side): boolean {
  const { agreement } = state.between
  if (!agreement || agreement.hash === null) return false
  if (agreement.stands !== undefined) return true
  const given = agreement.confirmed.filter((each) => each.side === side && each.hash === agreement.hash)
  return given.length > 0 && (side === 'applicant' || signersOf(state, side).every(({ id }) => given.some(({ party }) => party === id)))
}

/** It stands: once both sides have confirmed it, until a word of it is changed. */
export function isConfirmed({ between: { agreement } }: Pick<CaseState, 'between'>): boolean {
  return agreement?.stands !== undefined
}

/** What was sent can be agreed or objected to, also while nobody has the case in hand. */
export function canAnswer({ stage }: Pick<CaseState, 'stage'>): boolean {
  return stage.at !== 'settling' && stage.at !== 'closed'
}

/** Waits for the word of this party: theirs counts, and their side has not given its own. */
export function isAwaited(state: CaseState, party: Party): boolean {
  const side = sideOf(party)
  const { agreement } = state.between
  if (side === null || !agreement?.hash || !canAnswer(state) || isConfirmedBy(state, side)) return false
  return signersOf(state, side).some(({ id }) => id === party.id) && !agreement.confirmed.some((each) => each.party === party.id)
}

/** Those who may still sign on paper: whose word counts and is not given yet. With a chat they may come to the office all the same. */
export function paperSigners(state: CaseState): { side: Side; party: Party }[] {
  const { agreement } = state.between
  if (!agreement?.hash) return []
  return sides.flatMap((side) => (isConfirmedBy(state, side) ? [] : signersOf(state, side)
    .filter((party) => !agreement.confirmed.some((each) => each.party === party.id))
    .map((party) => ({ side, party }))))
}

/** Somebody can only sign on paper, for they have no chat here. */
export function isPaperNeeded(state: CaseState): boolean {
  return paperSigners(state).some(({ party }) => party.personId === null)
}

/** As staff read them: by name, where that is known to them. */
export function signerName(state: CaseState, side: Side, party: Party): string | null {
  return side === 'applicant' ? ownName(state, party) : party.name
}

/** A clause whose day is over, and its place (1 is the first). */
export function pastClause({ clauses }: Pick<Agreement, 'clauses'>, now: number): { n: number; clause: Clause } | null {
  const at = clauses.findIndex(({ day }) => day !== null && day < now)
  const clause = clauses[at]
  return clause ? { n: at + 1, clause } : null
}

/** One clause as a line. `viewer`: the side that reads it, which is called "you". */
export function clauseWords({ text, who, day }: Pick<Clause, 'text' | 'who' | 'day'>, n: number, viewer: Side | null = null): Words {
  const owes = viewer !== null && who === viewer ? words(`agreement.you.${who}`) : words(`agreement.who.${who}`)
  return day === null ? words('agreement.line', { n, who: owes, text }) : words('agreement.line-by', { n, who: owes, text, day: { date: day } })
}

export function debtorsOf({ who }: Pick<Clause, 'who'>): readonly Side[] {
  return who === 'both' ? sides : [who]
}

export function creditorsOf({ who }: Pick<Clause, 'who'>): readonly Side[] {
  return who === 'both' ? sides : sides.filter((side) => side !== who)
}
