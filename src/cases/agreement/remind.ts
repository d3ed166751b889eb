import { sideOf } from '../access.ts'
import type { DutyState } from '../case.ts'
import { end } from '../duties/duties.ts'
import { sentMessage } from '../telling/agreement.ts'
import { record, tell, words } from '../work.ts'
import type { Work } from '../work.ts'
import { isAwaited } from './text.ts'

/** Whoever has said nothing to what was sent is reminded of it, once (MED-14). Who said what is wrong with it has answered. */

export function remindOfAgreement(work: Work, duty: DutyState): void {
  const { agreement } = work.case.between
  const silent = work.case.parties.filter((party) => party.personId !== null && isAwaited(work.case, party) && !agreement?.objected?.some((side) => side === sideOf(party)))
  for (const party of silent) tell(work, { party: party.id }, sentMessage(work, [words('agreement.reminder')]))
  if (silent.length > 0) record(work, 'agreement-reminded', {}, false, 'shared')
  const now = work.duties.get(duty.id) ?? duty
  end(work, now, 'done')
}
