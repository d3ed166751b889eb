import { dropUnfounded, happen, open, ruleOf } from './duties.ts'
import { factsOf, holds } from '../conditions.ts'
import { staffMessage } from '../telling/messages.ts'
import { isRed, record, tellRole, words } from '../work.ts'
import type { Work } from '../work.ts'

/** Levels only ever rise: what made a case serious stays in it. The first level is where every case starts. */

/** Puts the case on a level if it is higher than the present one; "next" is the one above it, if there is one (SCH-2). Duties of the lower level fall away, the head is told. */
export function raise(work: Work, to: string): void {
  const { levels } = work.regulation
  const place = (id: string): number => levels.findIndex((each) => each.id === id)
  const present = place(work.case.level)
  const level = to === 'next' ? levels[present + 1]?.id : to
  if (level === undefined || place(level) <= present) return
  work.case.level = level
  const named = { level: { key: `${work.regulation.id}:level.${level}` } }
  record(work, 'raised', named, false)
  happen(work, `raised.${level}`)
  dropUnfounded(work)
  const message = staffMessage(work, [words('told.raised', named)])
  tellRole(work, 'head', message)
  if (isRed(work)) tellRole(work, 'leader', message)
  if (work.case.handlerId !== null) tellRole(work, 'handler', message)
}

/** Raises the case as far as its facts and what has happened demand. */
export function raiseByFacts(work: Work): void {
  if (work.case.stage.at === 'closed') return
  const reached = work.regulation.levels.findLast((level) => level.raisedBy.some((each) => holds(each, factsOf(work.case))))
  if (reached) raise(work, reached.id)
}

/** The level a case starts on, without telling anybody: the filing itself will. */
export function firstLevel(work: Work): void {
  const reached = work.regulation.levels.findLast((level) => level.raisedBy.some((each) => holds(each, factsOf(work.case))))
  work.case.level = reached?.id ?? work.regulation.levels[0]?.id ?? work.case.level
}

/** Danger was spoken of: head and leader know at once, whatever the hour (SCR-4). */
export function alarm(work: Work): void {
  if (!isRed(work)) return
  const text = [words('told.alarm'), { say: work.case.story }]
  tellRole(work, 'head', staffMessage(work, text), true)
  // What the leader owes on it is one tap away at that hour too (PET-3).
  const owed = open(work).flatMap(({ kind, owner }) => (owner === 'leader' ? ruleOf(work, kind)?.actions ?? [] : []))
  tellRole(work, 'leader', staffMessage(work, text, [...new Set(owed)]), true)
}
