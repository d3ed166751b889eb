import { happen } from '../duties/duties.ts'
import { residentMessage, staffMessage } from '../telling/messages.ts'
import { isFinding, record, tell, tellRole, words } from '../work.ts'
import type { StaffActs } from './act.ts'

/** How it stands and why it takes its time, while it goes on: to the resident, and to whoever would give more time (PET-5). */
export const interimActs: StaffActs = {
  interim(work, member, _event, said) {
    if (said === '') return words('refused.words-needed')
    record(work, 'interim-reported', { who: member.name, words: { say: said } })
    happen(work, 'interim-reported')
    if (!isFinding(work)) tell(work, { applicant: true }, residentMessage(work, [words('told.interim', { who: member.name }), { say: said }], { reply: true, clock: true }))
    tellRole(work, work.regulation.extension?.approver ?? 'head', staffMessage(work, [words('told.interim', { who: member.name }), { say: said }]))
    return null
  },
}
