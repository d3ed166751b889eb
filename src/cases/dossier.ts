import { dayOf } from '../calendar/limit.ts'
import type { Words } from '../dialogue/message.ts'
import type { Regulation } from '../regulations/schema.ts'
import type { CaseState } from './case.ts'
import { factsOf, holds, matchesAny } from './conditions.ts'
import { dossierKey, formatNumber } from './numbering.ts'
import { draw, record, words } from './work.ts'
import type { Work } from './work.ts'

/** The dossier of a case: its number, drawn when the agreement is there (MED-14), and the papers that lie in it (MED-18). */

export type Paper = { id: string; there: boolean }

/** The papers that belong in the dossier of this case, in their order, and whether each is there yet. */
export function papersOf(regulation: Pick<Regulation, 'papers'>, state: CaseState): Paper[] {
  const happened = state.happened.map(({ what }) => what)
  return regulation.papers.filter((paper) => !paper.if || holds(paper.if, factsOf(state))).map(({ id, from }) => ({ id, there: matchesAny(from, happened) }))
}

/** The same in words, one line each. */
export function paperWords(regulation: Pick<Regulation, 'id' | 'papers'>, state: CaseState): Words[] {
  return papersOf(regulation, state).map(({ id, there }) => words(there ? 'paper.there' : 'paper.missing', { paper: { key: `${regulation.id}:paper.${id}` } }))
}

/** Draws the number the first time one of its happenings happens. A case keeps it for life, also when it is opened again. */
export function numberDossier(work: Work, what: string): void {
  const { dossier } = work.regulation
  if (!dossier || work.case.dossier !== null || !matchesAny(dossier.when, [what])) return
  const { zone } = work.world.calendar
  const serial = draw(work, dossierKey(work.regulation, dossier.series, work.case.officeId, work.now, zone))
  work.case.dossier = formatNumber(dossier.format, serial, dayOf(zone, work.now))
  record(work, 'dossier', { number: work.case.dossier }, !isSilent(work))
}

/** Whoever stayed nameless hears nothing of the result where the regulation says so. */
export function isSilent({ case: { anonymous }, regulation }: Pick<Work, 'case' | 'regulation'>): boolean {
  return anonymous && !regulation.tellsNameless
}
