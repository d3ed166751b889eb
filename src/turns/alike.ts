import { dayMs } from '../calendar/days.ts'
import { partyOf } from '../cases/access.ts'
import { alikeDays, closedDays, isHidden, placesAsked, placesOf, sameOther } from '../cases/alike.ts'
import type { CaseState } from '../cases/case.ts'
import { followersOf } from '../cases/telling/followers.ts'
import { kindWords } from '../cases/telling/facts.ts'
import { stageWords } from '../cases/views.ts'
import type { Alike, TalkAsk } from '../dialogue/state.ts'
import { editionOf } from '../regulations/load.ts'
import { alikeCases, keepPlaces } from '../store/alike.ts'
import { caseOf } from '../store/cases.ts'
import type { Transaction } from '../store/database.ts'
import { officeFor } from '../store/houses.ts'
import type { CaseParts } from './caseTurns.ts'

/** What is being handled already that may be the same as what somebody is about to file (PRO-12), without anybody's data. */

const shownMost = 3

export async function alikeFor(parts: Pick<CaseParts, 'db' | 'offices' | 'inForce' | 'clock'>, tx: Transaction, ask: TalkAsk & { ask: 'alike' }, person: { id: string; officeId: number | null }): Promise<Alike[]> {
  const { db } = parts
  const rules = parts.inForce().find(({ id }) => id === ask.regulation)
  if (!rules || rules.sealed) return []
  const place = ask.answers.find(({ id }) => id === rules.questions.find(({ kind }) => kind === 'place')?.id)
  const officeId = person.officeId ?? officeFor(parts.offices.list(), rules.id, place?.text ?? null).id
  const now = parts.clock()
  const found = await alikeCases(db, tx, { personId: person.id, officeId, regulation: rules.id, category: ask.category, places: placesAsked({ ...ask, officeId }, rules), since: now - alikeDays * dayMs, closedSince: now - closedDays * dayMs })
  if (found.length === 0) return []
  const rows = await tx.case.findMany({ where: { id: { in: found.map(({ id }) => id) } }, include: { parties: true } })
  return found.flatMap(({ id, own }) => {
    const row = rows.find((each) => each.id === id)
    const state = row && caseOf(db, row, row.parties)
    if (!state) return []
    const part = own || partyOf(state, person.id) !== undefined
    return (part ? isOwnMatter(state) : !isHidden(state)) && aboutSame(state, ask.other) ? [seen(state, part)] : []
  }).slice(0, shownMost)
}

/** Another couple's dispute next door is none of theirs. */
function aboutSame(state: CaseState, other: string | null): boolean {
  return sameOther(state.parties.find(({ role }) => role === 'respondent')?.name ?? null, other)
}

/** Nothing goes into the case of somebody they act for (PET-9), nor under a code name what they tell by their own (PET-7). */
function isOwnMatter({ between: { consent, codeName } }: CaseState): boolean {
  return consent === null && codeName === null
}

function seen(state: CaseState, part: boolean): Alike {
  return { caseId: state.id, number: part ? state.number : null, line: { kind: kindWords(state), filedAt: state.filedAt, stage: stageWords(state), people: followersOf(state) + 1 } }
}

/** A case that is somewhere else now, or goes by another kind, is found there. */
export async function keepPlace({ db, regulations }: Pick<CaseParts, 'db' | 'regulations'>, tx: Transaction, before: CaseState, after: CaseState): Promise<void> {
  const of = (state: CaseState): string[] => {
    const rules = editionOf(regulations, state.regulation, state.edition)
    return rules ? placesOf(state, rules) : []
  }
  const [was, is] = [of(before), of(after)]
  if (was.join('\n') !== is.join('\n')) await keepPlaces(db, tx, after.id, is)
}
