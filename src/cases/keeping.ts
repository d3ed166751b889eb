import type { Words } from '../dialogue/message.ts'
import type { Regulation } from '../regulations/schema.ts'
import type { CaseState } from './case.ts'
import { words } from './work.ts'

/** How long a case is kept once it is closed, as its regulation says; then what tells of people in it is wiped. */

/** ms; Infinity for what is kept for ever (PRO-13). The same day so many years later. */
export function keptUntil({ keep }: Pick<Regulation, 'keep'>, closedAt: number): number {
  const years = yearsOf(keep)
  if (years === null) return Infinity
  const until = new Date(closedAt)
  until.setUTCFullYear(until.getUTCFullYear() + years)
  return until.getTime()
}

/** Closed before this moment (ms) it need not be kept now; null where everything is. */
export function keptFrom({ keep }: Pick<Regulation, 'keep'>, now: number): number | null {
  const years = yearsOf(keep)
  if (years === null) return null
  const from = new Date(now)
  from.setUTCFullYear(from.getUTCFullYear() - years)
  return from.getTime()
}

/** Until when, said of one case. */
export function keptWords({ stage }: Pick<CaseState, 'stage'>, rules: Pick<Regulation, 'keep'>): Words {
  const years = yearsOf(rules.keep)
  if (years === null) return words('kept.for-ever')
  return stage.at === 'closed' ? words('kept.until', { day: { date: keptUntil(rules, stage.since) } }) : words('kept.open', { years })
}

function yearsOf(keep: string): number | null {
  const years = /^(\d+) years?$/.exec(keep)?.[1]
  return years === undefined ? null : Number(years)
}
