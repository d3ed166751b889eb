import type { Words } from '../dialogue/message.ts'
import type { Regulation } from '../regulations/schema.ts'
import type { CaseState, Party } from './case.ts'
import type { Offer, Side } from './between.ts'
import { thisTime, matches } from './conditions.ts'
import { isConfirmed } from './agreement/text.ts'
import { words } from './work.ts'

/** The table of a mediation: whether there is one, who sits at it, and what lies on it. */

type Rules = { regulation: Pick<Regulation, 'mediates' | 'steps'> }

/** The other side, once they have come in by a code. */
export function otherSide({ parties }: Pick<CaseState, 'parties'>): Party | undefined {
  return parties.find(({ role, personId }) => role === 'respondent' && personId !== null)
}

/** Two sides at a table where there is such a thing, the case still open. */
export function atTable(state: CaseState, { regulation }: Rules): boolean {
  return regulation.mediates !== undefined && state.stage.at !== 'closed' && otherSide(state) !== undefined
}

/** Whoever asks for mediation is willing; the other side has said so too (MED-6). Then the two speak with each other. */
export function bothWilling(state: CaseState, rules: Rules): boolean {
  return atTable(state, rules) && state.stage.at !== 'settling' && otherSide(state)?.willing === 'willing'
}

/** Whoever files for somebody else speaks across the table only once that person has agreed to it (PET-9). */
export function speaksAcross({ between: { consent } }: Pick<CaseState, 'between'>, { role }: Pick<Party, 'role'>): boolean {
  return role !== 'proxy' || consent === 'given'
}

/** When a side that has said so much within an hour may go on, ms; null while it may. Nobody is flooded with words (MED-9). */
export function maySpeakAt({ happened, between: { offers } }: Pick<CaseState, 'happened' | 'between'>, side: Side, now: number): number | null {
  const times = [...happened.filter(({ what }) => what === `spoken.${side}`), ...offers.filter(({ by }) => by === side)].map(({ at }) => at).filter((at) => at > now - hourMs).sort((a, b) => a - b)
  const first = times.at(-acrossMost)
  return times.length < acrossMost || first === undefined ? null : first + hourMs
}

const acrossMost = 20
const hourMs = 3_600_000

/** What the side may answer now: what the other one, or the mediator, has put before it. */
export function offersFor({ between: { offers } }: Pick<CaseState, 'between'>, side: Side): Offer[] {
  return offers.filter((each) => each.state === 'open' && each.by !== side && !each.yes.includes(side))
}

/** What somebody has put forward and nobody has answered yet: one at a time. */
export function openOfferOf({ between: { offers } }: Pick<CaseState, 'between'>, by: Offer['by']): Offer | undefined {
  return offers.find((each) => each.state === 'open' && each.by === by)
}

/** Nobody bargains any more: what lies on the table is gone. */
export function endOffers({ between }: Pick<CaseState, 'between'>): void {
  between.offers = between.offers.map((offer) => (offer.state === 'open' ? { ...offer, state: 'taken-back' } : offer))
}

/** What keeps whoever sits at the table from saying whether they will, and from leaving: also what both have agreed to (MED-14). */
export function whyNotAtTable(state: CaseState, rules: Rules): Words | null {
  if (atTable(state, rules)) return isConfirmed(state) ? words('refused.agreement-stands') : null
  return words(state.stage.at === 'closed' ? 'refused.table-closed' : 'refused.unknown')
}

/** Nothing goes across before both are willing, nor once the end is written. */
export function whyNotAcross(state: CaseState, rules: Rules): Words | null {
  if (bothWilling(state, rules)) return null
  if (state.stage.at === 'closed') return words('refused.table-closed')
  return words(state.stage.at === 'settling' ? 'refused.settling-resident' : 'refused.not-both-willing')
}

/** Whether this side waits for the word of the head about another mediator (MED-10). */
export function waitsForHead(state: CaseState, { regulation }: Rules, side: Side): boolean {
  const asked = regulation.mediates?.aside.happens
  if (asked === undefined) return false
  const decided = regulation.steps.filter(({ answers }) => answers === asked).map(({ happens }) => happens)
  const last = thisTime(state).findLast(({ what }) => what === `${asked}.${side}` || ['assigned', 'handed-over', ...decided].some((each) => matches(each, what)))
  return last?.what === `${asked}.${side}`
}

/** The other side now; before they are here, who they are said to be. */
export function respondentOf({ parties }: Pick<CaseState, 'parties'>): Party | undefined {
  return otherSide({ parties }) ?? parties.find(({ role }) => role === 'respondent')
}

/** When the other side came in: what was in their room before is not theirs to read. */
export function joinedAt({ happened }: Pick<CaseState, 'happened'>): number {
  return happened.findLast(({ what }) => what === 'respondent-joined')?.at ?? Infinity
}
