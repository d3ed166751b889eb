import { sideOf } from '../access.ts'
import type { Group } from '../between.ts'
import type { CaseState, Party } from '../case.ts'

/** Who speaks for a group (LAB-4): up to three of those who stand, by the votes of all. */

export const votesMax = 3
/** So many have to be there before representatives are named. */
export const peopleMin = 3

/** The one to three with most votes, most first; of two with as many, who stood first. */
export function chosen({ stands, votes, joined }: Pick<Group, 'stands' | 'votes' | 'joined'>): Group['stands'] {
  const count = counted({ stands, votes, joined })
  return stands.filter(({ party }) => (count.get(party) ?? 0) > 0).toSorted((a, b) => (count.get(b.party) ?? 0) - (count.get(a.party) ?? 0)).slice(0, votesMax)
}

/** Votes by party: only of those who are there, for those who stand, each one once. */
export function counted({ stands, votes, joined }: Pick<Group, 'stands' | 'votes' | 'joined'>): Map<string, number> {
  const count = new Map<string, number>()
  for (const [voter, given] of Object.entries(votes)) {
    if (!joined.includes(voter)) continue
    for (const party of new Set(given)) if (stands.some((each) => each.party === party)) count.set(party, (count.get(party) ?? 0) + 1)
  }
  return count
}

/** The group with this vote given or taken back; null when all three are given away already. Told twice, it counts once. */
export function voted(group: Group, voter: string, party: string, given: boolean): Group | null {
  const before = (group.votes[voter] ?? []).filter((each) => each !== party && group.stands.some((stand) => stand.party === each))
  if (given && before.length >= votesMax) return null
  return { ...group, votes: { ...group.votes, [voter]: given ? [...before, party] : before } }
}

/** Without somebody who leaves. Who founded it hands that on: to the representative with most votes, else to who has been there longest. */
export function without(group: Group, party: string): Group {
  const { [party]: _, ...votes } = group.votes
  const left = { ...group, joined: group.joined.filter((each) => each !== party), stands: group.stands.filter((each) => each.party !== party), votes }
  return group.founder === party ? { ...left, toldBy: group.toldBy ?? group.founder, founder: chosen(left)[0]?.party ?? left.joined[0] ?? party } : left
}

/** Whether the story and its answers are this party's to read and to correct: those of one side told them together, those of a group each for themselves (LAB-4). */
export function isTeller({ between: { group } }: Pick<CaseState, 'between'>, party: Party): boolean {
  return group === null ? sideOf(party) === 'applicant' : party.id === (group.toldBy ?? group.founder)
}
