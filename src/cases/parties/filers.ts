import { codeFrom, idFrom } from '../../ids.ts'
import type { Way } from '../../regulations/schema.ts'
import { nothingBetween } from '../between.ts'
import type { Between } from '../between.ts'
import type { CaseState, Party } from '../case.ts'

/** The people of a case as it is filed, by in whose name that is; and who of them stands for the others. */

export type Told = { name: string | null; contact: string | null }

/**
 * The parties on the side of whoever files, and what stands between them. proxy: the person acted for is the applicant, and
 * has no chat until they confirm (PET-9). hidden: a code name takes the place of name and contact (PET-7). group: whoever
 * files founds it, and speaks until others are chosen (LAB-4).
 */
export function filersOf(way: Way, person: string, caseId: string, seed: string, own: Told, principal: Told): { parties: Party[]; between: Between } {
  const applicant: Party = { id: idFrom(seed, 'applicant'), role: 'applicant', personId: person, ...own, willing: 'unknown' }
  switch (way) {
    case 'self': return { parties: [applicant], between: nothingBetween }
    case 'proxy': {
      const proxy: Party = { ...applicant, id: idFrom(seed, 'proxy'), role: 'proxy' }
      return { parties: [{ ...applicant, personId: null, ...principal }, proxy], between: { ...nothingBetween, consent: 'asked' } }
    }
    case 'hidden': {
      const codeName = codeFrom(caseId, 'code-name', 4)
      return { parties: [{ ...applicant, name: codeName, contact: null }], between: { ...nothingBetween, codeName } }
    }
    case 'group': return { parties: [applicant], between: { ...nothingBetween, group: { founder: applicant.id, joined: [applicant.id], stands: [], votes: {}, code: null, until: 0 } } }
  }
}

/** Taken down by staff: nobody has a chat for them yet, and they come in by a code. */
export function withoutChat({ parties, between }: ReturnType<typeof filersOf>, registered: Between['registered']): ReturnType<typeof filersOf> {
  return { parties: parties.map((each) => ({ ...each, personId: null })), between: { ...between, registered } }
}

export function partyWith({ parties }: Pick<CaseState, 'parties'>, role: Party['role']): Party | undefined {
  return parties.find((each) => each.role === role)
}

/** Nobody has a chat for the applicant: the proxy is gone, and the one they acted for not there yet. Then `applicantId` is the id of the party itself. */
export function isUnseated({ parties, applicantId }: Pick<CaseState, 'parties' | 'applicantId'>): boolean {
  return parties.some(({ id }) => id === applicantId)
}

/** The one whom this proxy acts for is there: whether it ends is theirs to say (PET-9). */
export function isTheirs({ parties }: Pick<CaseState, 'parties'>, party: Pick<Party, 'role'>): boolean {
  return party.role === 'proxy' && typeof partyWith({ parties }, 'applicant')?.personId === 'string'
}

/** Filed together, and more than one of them is there still. */
export function isShared({ between: { group } }: Pick<CaseState, 'between'>): boolean {
  return group !== null && group.joined.length > 1
}

/** What was told without who told it, once they have no part in the case any more. */
export function withoutTeller({ answers }: Pick<CaseState, 'answers'>): CaseState['answers'] {
  return answers.filter(({ id }) => !id.startsWith('own-'))
}
