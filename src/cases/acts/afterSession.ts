import { actionsFor } from '../actions.ts'
import type { StaffMember } from '../case.ts'
import { thisTime } from '../conditions.ts'
import { happen } from '../duties/duties.ts'
import { staffMessage } from '../telling/messages.ts'
import { present, tell, words } from '../work.ts'
import type { Work } from '../work.ts'

/** How it goes on after a session that failed: another one, the end, or somewhere else (MED-12). After the second, normally the end. */
const furtherActs = ['propose-dates', 'close', 'refer', 'hand-up']

export function afterFailed(work: Work, member: StaffMember, step: string): void {
  const failed = thisTime(work.case).filter(({ what }) => what === 'session.failed').length
  // What a court entrusted goes back then, not after the first (LAB-6).
  if (failed > 1) happen(work, 'failed-again')
  const possible = actionsFor(work.case, present(work), member).map(({ id }) => id)
  const text = [words('did.step', { step: { key: `${work.regulation.id}:step.${step}` } }), words(failed > 1 ? 'told.session-failed-again' : 'told.session-failed')]
  const acts = furtherActs.filter((id) => possible.includes(id))
  tell(work, { staff: member.id }, staffMessage(work, text, failed > 1 ? ['close', ...acts.filter((id) => id !== 'close')] : acts))
}
