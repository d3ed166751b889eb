import type { CaseState } from '../case.ts'
import { tellOverseer } from '../oversight.ts'
import { words } from '../work.ts'
import type { Work } from '../work.ts'
import { staffMessage } from './messages.ts'

/** Whoever put it on the list reads how it ended, or what it has become part of. */
export function tellEnd(work: Work, before: CaseState): void {
  const { stage, between: { listed, merged } } = work.case
  if (!listed || stage.at !== 'closed' || (before.stage.at === 'closed' && before.stage.outcome === stage.outcome)) return
  const said = merged ? [words('told.listed-merged', { number: merged.into.number })] : [words('told.listed-closed', { outcome: { key: `${work.regulation.id}:outcome.${stage.outcome}` } }), ...(stage.answer === '' ? [] : [{ say: stage.answer }])]
  tellOverseer(work, listed, staffMessage(work, said))
}
