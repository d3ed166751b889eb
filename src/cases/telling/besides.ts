import { isSilent } from '../dossier.ts'
import { ruleOf } from '../duties/duties.ts'
import { holderOf, record, tell, tellRole, words } from '../work.ts'
import type { Work } from '../work.ts'
import { dutyWords, residentMessage, staffMessage } from './messages.ts'

/** What is told besides, once a decision stands: things that come about along the way, whatever brought them. */

/** Whoever has the case, and the resident, read a number just drawn in what they are told anyway; else in a message of its own. */
export function tellDossier(work: Work, before: string | null): void {
  const { dossier } = work.case
  if (dossier === null || dossier === before) return
  const line = words('told.dossier', { number: dossier })
  const holder = holderOf(work)
  const add = (to: (tell: Work['tells'][number]) => boolean): boolean => {
    const n = work.tells.findIndex(to)
    const found = work.tells[n]
    if (found) work.tells[n] = { ...found, message: { ...found.message, text: [...found.message.text, line] } }
    return found !== undefined
  }
  if (!isSilent(work) && !add(({ to }) => 'applicant' in to)) tell(work, { applicant: true }, residentMessage(work, [line]))
  if (add(({ to }) => 'staff' in to && to.staff === holder)) return
  const message = staffMessage(work, [line])
  if (holder === null) tellRole(work, 'head', message)
  else tell(work, { staff: holder }, message)
}

/** A duty whose limit could not be reckoned is the head's: they are told plainly. `before`: how much had happened until then. */
export function tellUnreckoned(work: Work, before: number): void {
  for (const { what } of work.case.happened.slice(before)) {
    if (!what.startsWith('unreckoned.')) continue
    const kind = what.slice('unreckoned.'.length)
    const named = { duty: dutyWords(work.regulation, kind) }
    record(work, 'unreckoned', named, false)
    tellRole(work, 'head', staffMessage(work, [words('told.unreckoned', named)], ruleOf(work, kind)?.actions ?? []))
  }
}
