import { happen } from '../duties/duties.ts'
import { mine, residentMessage } from '../telling/messages.ts'
import { record, tell, words } from '../work.ts'
import { tellOffice } from './codes.ts'
import type { ResidentActs } from './act.ts'

/** Who is known by a code name may show who they are, at any time and only by themselves (PET-7). */

const nameCharsMax = 60

export const revealActs: ResidentActs = {
  reveal(work, party, _event, said) {
    const { codeName } = work.case.between
    if (codeName === null || party.role !== 'applicant') return words('refused.not-hidden')
    const name = said.replaceAll(/\s+/g, ' ')
    if (name === '' || [...name].length > nameCharsMax) return words('refused.name', { most: nameCharsMax })
    work.case.between.codeName = null
    work.case.parties = work.case.parties.map((each) => (each.id === party.id ? { ...each, name } : each))
    record(work, 'revealed', { name })
    happen(work, 'revealed')
    tellOffice(work, words('told.revealed', { code: codeName, name }))
    const message = residentMessage(work, [words('told.revealed-yours', { name })])
    tell(work, { party: party.id }, { ...message, buttons: [[{ label: words('action.reveal-phone'), press: mine(work.case, 'reveal-phone') }], ...(message.buttons ?? [])] })
    return null
  },
  'reveal-phone'(work, party, _event, said) {
    if (party.role !== 'applicant' || work.case.between.codeName !== null) return words('refused.not-hidden')
    const phone = said.normalize('NFKC').replaceAll(/[\s()-]/g, '')
    if (!/^\+?\d{7,15}$/.test(phone)) return words('refused.phone')
    work.case.parties = work.case.parties.map((each) => (each.id === party.id ? { ...each, contact: phone } : each))
    record(work, 'phone-left')
    tellOffice(work, words('told.phone-left', { phone }))
    tell(work, { party: party.id }, residentMessage(work, [words('told.phone-yours')]))
    return null
  },
}
