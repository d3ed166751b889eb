import type { Words } from '../../dialogue/message.ts'
import { may, personRelation } from '../access.ts'
import type { CaseEvent } from '../case.ts'
import { finishCase } from '../ending/closing.ts'
import { happen } from '../duties/duties.ts'
import { staffMessage } from '../telling/messages.ts'
import { answerStep } from './steps.ts'
import { record, tell, tellRole, words } from '../work.ts'
import type { Work } from '../work.ts'

/** What the resident does with their own case: answer, add, withdraw. Their words reach whoever has it, else the head. */

type ResidentEvent = Extract<CaseEvent, { type: 'resident' }>

export function residentActs(work: Work, event: ResidentEvent): Words | null {
  if (!may('resident', personRelation(work.case, event.person), event.action)) return words('refused.not-found')
  switch (event.action) {
    case 'answer': return work.case.stage.at === 'closed' ? words('refused.closed-resident') : answerStep(work, event.step, event.choice)
    case 'withdraw': return withdraw(work, event)
    case 'reply':
    case 'add': return say(work, event)
  }
}

function say(work: Work, event: ResidentEvent): Words | null {
  const said = (event.words ?? '').trim()
  const files = event.files ?? []
  if (said === '' && files.length === 0) return words('refused.words-needed')
  const kind = event.action === 'reply' ? 'replied' : 'added'
  const spoken: Words[] = [...(said === '' ? [] : [{ say: said }]), ...(files.length === 0 ? [] : [words('files', { n: files.length })])]
  record(work, kind, { words: { list: spoken }, files })
  happen(work, kind)
  const message = { ...staffMessage(work, [words(`told.${kind}`), ...spoken], ['message']), ...(files.length > 0 ? { files } : {}) }
  if (work.case.stage.at === 'assigned' && work.case.handlerId === null) tell(work, { staff: work.case.stage.to }, message)
  tellRole(work, 'handler', message)
  return null
}

function withdraw(work: Work, event: ResidentEvent): Words | null {
  if (work.case.stage.at === 'closed') return words('refused.closed-resident')
  const outcome = work.regulation.outcomes.find((each) => each.byResident)
  if (!outcome) return words('refused.withdraw')
  const said = (event.words ?? '').trim()
  const { stage } = work.case
  const message = staffMessage(work, [words('told.withdrawn'), ...(said === '' ? [] : [{ say: said }])])
  if (stage.at === 'assigned') tell(work, { staff: stage.to }, message)
  tellRole(work, 'handler', message)
  finishCase(work, outcome, said, null)
  return null
}
