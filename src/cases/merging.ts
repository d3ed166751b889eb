import type { Words } from '../dialogue/message.ts'
import { idFrom } from '../ids.ts'
import { hasBeen, partyOf, relationOf, sideOf } from './access.ts'
import { isHidden } from './alike.ts'
import type { CaseEvent, CaseState, Coming, Entry, Party, StaffMember } from './case.ts'
import type { Regulation } from '../regulations/schema.ts'
import { barred } from './parties/barred.ts'
import { words } from './work.ts'
import type { Work } from './work.ts'

/**
 * Like cases go on as one (PRO-12): the main one is handled, and counts; what becomes part of it keeps its number and its
 * people, who get every update there. Each side of it is told of by its own case, so that one case is turned to at a time.
 */

export type Held = CaseState['between']['holds'][number]

/** What goes on as part of this case now. */
export function heldBy({ between: { holds } }: Pick<CaseState, 'between'>): Held[] {
  return holds.filter(({ until }) => until === null)
}

/** Parties that came with another case, now or before: what they say stays between them and the office. */
export function cameWith({ between: { holds } }: Pick<CaseState, 'between'>, party: string): Held | undefined {
  return holds.find(({ parties }) => parties.includes(party))
}

/** What keeps a case from going on as part of another; the same for what is shown and what is done. `staff`: of the office. */
export function whyNotMerge(state: CaseState, main: CaseState, rules: { state: Regulation; main: Regulation }, staff: readonly StaffMember[]): Words | null {
  if (state.id === main.id) return words('refused.merge-same')
  if (state.officeId !== main.officeId) return words('refused.merge-office')
  const [open, whole] = [isOpen(state), isOpen(main)]
  if (!open || !whole) return words('refused.merge-closed')
  if (heldBy(state).length > 0) return words('refused.merge-holds')
  // A code name stays one only among those who are all protected alike (PET-7).
  if (state.regulation !== main.regulation && (rules.state.sealed || rules.main.sealed || isHidden(state) || isHidden(main))) return words('refused.merge-kind')
  if (state.parties.some(({ role, personId }) => role === 'respondent' && personId !== null)) return words('refused.merge-table')
  const crosses = state.parties.some((party) => party.personId !== null && sideOf(party) === 'applicant' && hasBeen(main, party.personId, 'respondent'))
  // Who must not read the one would read it in the other.
  const kept = staff.some((member) => relationOf(state, member, rules.state) === 'party' && relationOf(main, member, rules.main) !== 'party')
  return crosses || kept ? words('refused.merge-apart') : null
}

function isOpen({ stage, between: { merged } }: CaseState): boolean {
  return stage.at !== 'closed' && stage.at !== 'settling' && merged === null
}

/** Those of a case who go with it, also who is reached by phone alone. Staff read a code name where there is one; nobody else reads any name. */
export function goingWith(state: CaseState): Coming[] {
  const own = state.parties.flatMap((party): Coming[] => {
    if (party.role === 'former' || sideOf(party) === 'respondent') return []
    return [{ party: party.id, person: party.personId, name: party.name, contact: party.contact, role: party.role === 'follower' ? 'follower' : 'member' }]
  })
  const filer = own.some(({ person }) => person === state.applicantId) || state.parties.some(({ id }) => id === state.applicantId) ? [] : [{ party: 'filer', person: state.applicantId, name: null, contact: null, role: 'member' as const }]
  return [...own, ...filer].filter((each, n, all) => each.person === null || all.findIndex(({ person }) => person === each.person) === n)
}

/** Who they are in the main case: the same whenever it is asked, so that who joins or moves later is known there. */
export function partyIn({ id }: Pick<CaseState, 'id'>, { caseId, at }: Pick<Held, 'caseId' | 'at'>, party: string): string {
  return idFrom(`merged/${id}/${caseId}/${at}`, party)
}

/** Who has come into a case that goes on in another, or left it, since then: the main one hears of both. */
export function tellMain(work: Work, before: CaseState): void {
  const { merged } = work.case.between
  if (!merged || !before.between.merged) return
  const [were, are] = [goingWith(before), goingWith(work.case)]
  const coming = are.filter(({ party, person }) => person !== null && !were.some((each) => each.party === party && each.person === person))
  const gone = were.filter(({ party }) => !are.some((each) => each.party === party)).map(({ party }) => party)
  const given = { caseId: work.case.id, hidden: isHidden(work.case) ? 'yes' : 'no' }
  if (coming.length > 0) work.events.push({ caseId: merged.into.caseId, event: { type: 'told', what: 'merge-joins', by: null, given, coming } })
  if (gone.length > 0) work.events.push({ caseId: merged.into.caseId, event: { type: 'told', what: 'merge-leaves', by: null, given: { ...given, parties: gone.join() } } })
}

/** What was said in a case that goes on in this one, and cannot be here: it goes back to where it was said, so that it is not lost. */
export function sentBack(event: CaseEvent, why: Words): { caseId: string; event: CaseEvent } | null {
  if (event.type !== 'resident' || event.through === undefined) return null
  return { caseId: event.through, event: { type: 'told', what: 'merge-unheard', by: null, given: { why: JSON.stringify(why), say: event.words ?? '' }, people: [{ person: event.person, name: null, contact: null }] } }
}

/** Whether this person may come in; what they are already counts, but of a hidden filer nobody learns by it that they are. */
export function mayCome(work: Work, person: string | null, hidden: boolean): 'comes' | 'there' | 'barred' {
  if (person === null) return 'comes'
  if (barred(work.case, { ...work.world, regulation: work.regulation }, person)) return 'barred'
  const known: Party | undefined = partyOf(work.case, person)
  return known && !hidden && sideOf(known) === 'applicant' ? 'there' : 'comes'
}

/** What the main case has come to since, in the rooms that all of its applicants read: each case that goes on in it keeps the same lines. */
export function tellHeld(work: Work): void {
  for (const held of heldBy(work.case)) {
    for (const entry of work.history) {
      const person = readsAs(work.case, held, entry)
      if (person === null) continue
      work.events.push({ caseId: held.caseId, event: { type: 'told', what: 'goes-on', by: null, given: { kind: entry.kind, details: JSON.stringify(entry.details), ...(person ? { person } : {}) } } })
    }
  }
}

/** Null: not theirs to read. Else who of them said it, undefined where it was the office. */
function readsAs({ parties }: CaseState, held: Held, { open, room, actor }: Entry): string | null | undefined {
  if (!open || room === 'respondent') return null
  if (!/^(resident$|party:)/.test(actor)) return undefined
  const party = parties.find(({ id }) => actor === `party:${id}`)
  return party && held.parties.includes(party.id) ? party.personId : null
}
