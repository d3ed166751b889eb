import { isSilent } from '../dossier.ts'
import { tellWays } from '../ending/ways.ts'
import { record, words } from '../work.ts'
import { apartActs, complain } from './apart.ts'
import { checkContact, confirmContact, contacted } from './contact.ts'
import type { ResidentActs, StaffActs } from './act.ts'

/** What becomes of it afterwards: whether they were really reached, what else they can do, and what was wrong with the handling. */

export const afterActs: ResidentActs = {
  'confirm-contact': (work, party, event) => confirmContact(work, party, event),
  complain: (work, party, _event, said) => complain(work, party, said),
  ways(work, party) {
    if (work.case.stage.at !== 'closed') return words('refused.ways-open')
    if (isSilent(work)) return words('refused.unknown')
    record(work, 'ways-told', {}, false)
    tellWays(work, party)
    return null
  },
}

export const afterStaffActs: StaffActs = {
  ...apartActs,
  contacted,
  'check-contact': (work, member, _event, said) => checkContact(work, member, said),
}
