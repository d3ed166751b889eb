import type { Words } from '../../dialogue/message.ts'
import { finishCase } from '../ending/closing.ts'
import { happen } from '../duties/duties.ts'
import { staffMessage } from '../telling/messages.ts'
import { sideOf } from '../access.ts'
import type { Party } from '../case.ts'
import { record, tell, tellRole, words } from '../work.ts'
import type { Work } from '../work.ts'
import type { ResidentActs, ResidentEvent } from './more.ts'
import { answerStep } from './steps.ts'

/** What whoever stands in a case does with it at any time: answer, add, withdraw. Their words reach whoever has it, else the head. */

export const ownActs: ResidentActs = {
  reply: say,
  add: say,
  withdraw,
  answer: (work, _party, event) => (work.case.stage.at === 'closed' ? words('refused.closed-resident') : answerStep(work, event.step, event.choice)),
}

function say(work: Work, party: Party, event: ResidentEvent, said: string): Words | null {
  const files = event.files ?? []
  if (said === '' && files.length === 0) return words('refused.words-needed')
  const kind = event.action === 'reply' ? 'replied' : 'added'
  const spoken: Words[] = [...(said === '' ? [] : [{ say: said }]), ...(files.length === 0 ? [] : [words('files', { n: files.length })])]
  const room = sideOf(party) === 'respondent' ? 'respondent' : 'applicant'
  record(work, kind, { words: { list: spoken }, files }, true, room)
  happen(work, kind)
  const message = { ...staffMessage(work, [words(`told.${kind}`), ...spoken], ['message']), ...(files.length > 0 ? { files } : {}) }
  if (work.case.stage.at === 'assigned' && work.case.handlerId === null) tell(work, { staff: work.case.stage.to }, message)
  tellRole(work, 'handler', message)
  return null
}

function withdraw(work: Work, _party: Party, _event: ResidentEvent, said: string): Words | null {
  if (work.case.stage.at === 'closed') return words('refused.closed-resident')
  const outcome = work.regulation.outcomes.find((each) => each.byResident)
  if (!outcome) return words('refused.withdraw')
  const { stage } = work.case
  const message = staffMessage(work, [words('told.withdrawn'), ...(said === '' ? [] : [{ say: said }])])
  if (stage.at === 'assigned') tell(work, { staff: stage.to }, message)
  tellRole(work, 'handler', message)
  finishCase(work, outcome, said, null)
  return null
}
