import type { CaseState, StaffMember } from '../cases/case.ts'
import type { NearOffice, Tree } from '../cases/tree.ts'
import { staffOf } from '../store/cases.ts'
import type { Transaction } from '../store/database.ts'
import { takes, type Office } from '../store/houses.ts'
import { officersAmong, officersOf } from '../store/tree.ts'

/** Offices form a tree; who of it stands round a case (MED-20, ADM-4). */

/** Who looks or acts: by person, or as one member of staff. */
export type Who = { person: string } | { staff: number }

/** Offices over this one, nearest first. */
export function officesAbove(all: readonly Office[], id: number): number[] {
  const above: number[] = []
  for (let at = parentOf(all, id); at !== null && !above.includes(at); at = parentOf(all, at)) above.push(at)
  return above
}

/** Offices anywhere below this one, in the order of the list. */
export function officesBelow(all: readonly Office[], id: number): Office[] {
  return all.filter((office) => office.id !== id && officesAbove(all, office.id).includes(id))
}

/** Where the case could go from here: only for whoever acts, since nobody else asks. */
export async function treeOf(all: readonly Office[], tx: Transaction, state: CaseState): Promise<Tree | undefined> {
  const own = all.find(({ id }) => id === state.officeId)
  if (!own) return undefined
  const near = all.filter((each) => takes(each, state.regulation) && (each.id === own.parentId || each.parentId === own.id))
  const officers = await officersOf(tx, near.map(({ id }) => id))
  const asked = all.find(({ id }) => id === state.between.tier?.to.office)
  return {
    level: own.level, asked: asked ? { name: asked.name, calendar: asked.calendar } : null,
    near: near.map((each): NearOffice => ({ office: each.id, name: each.name, direction: each.id === own.parentId ? 'up' : 'down', officers: officers.filter(({ officeId }) => officeId === each.id) })),
  }
}

/**
 * With the staff of the office that is asked to take the case over, and with whoever looks from an office above. None of
 * them answers for the case: those who do, because nobody here can, are among the staff already and stay as they are.
 */
export async function withThoseRound(all: readonly Office[], tx: Transaction, state: CaseState, staff: StaffMember[], now: number, who: Who | null): Promise<StaffMember[]> {
  const above = officesAbove(all, state.officeId)
  const to = state.between.tier?.to.office
  const asked = to === undefined ? [] : await staffOf(tx, to, now)
  const mine = who === null || ('staff' in who && staff.some((each) => isWho(each, who))) ? [] : await officersAmong(tx, above, who)
  const more = [...asked, ...mine.filter(({ id }) => !asked.some((each) => each.id === id))].filter(({ id }) => !staff.some((each) => each.id === id))
  return more.length === 0 ? staff : [...staff, ...more.map((each) => ({ ...each, stands: above.includes(each.officeId) ? 'above' as const : 'asked' as const }))]
}

export function isWho({ id, personId }: StaffMember, who: Who): boolean {
  return 'person' in who ? personId === who.person : id === who.staff
}

function parentOf(all: readonly Office[], id: number): number | null {
  return all.find((each) => each.id === id)?.parentId ?? null
}
