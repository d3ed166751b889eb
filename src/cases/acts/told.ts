import type { Words } from '../../dialogue/message.ts'
import type { CaseEvent } from '../case.ts'
import { words } from '../work.ts'
import type { Work } from '../work.ts'
import { referTold } from './refer.ts'
import { handoverTold } from './handover.ts'
import { heardTold } from './heard.ts'
import { mergeTold } from './merge.ts'

/** What a case hears from another case (a merge), or from a desk (all cases of somebody are handed over): one function for each, by its name. */
export type ToldEvent = Extract<CaseEvent, { type: 'told' }>
export type ToldActs = Readonly<Record<string, (work: Work, event: ToldEvent) => Words | null>>

const toldActs: ToldActs = { ...handoverTold, ...mergeTold, ...referTold, ...heardTold }

export function told(work: Work, event: ToldEvent): Words | null {
  const act = Object.hasOwn(toldActs, event.what) ? toldActs[event.what] : undefined
  return act ? act(work, event) : words('refused.unknown')
}
