import type { Words } from '../../dialogue/message.ts'
import { codeFrom } from '../../ids.ts'
import { partyOf, sideOf } from '../access.ts'
import type { CaseState, Party, World } from '../case.ts'
import { barred } from '../parties/barred.ts'
import { residentMessage } from '../telling/messages.ts'
import { record, setSurvey, tell, words } from '../work.ts'
import type { Work } from '../work.ts'
import { tellOffice } from './codes.ts'
import type { JoinEvent, Joining, ResidentEvent } from './act.ts'

/** Taking a case to another chat: a code that is good for one use and one day. Whoever had it before hears of it in the old one. */

const goodForMs = 24 * 3_600_000

export function move(work: Work, party: Party, event: ResidentEvent): Words | null {
  const code = `CASE-${codeFrom(work.world.seed, 'move')}`
  const expiresAt = work.now + goodForMs
  work.tickets.push({ code, purpose: 'move', party: party.id, person: event.person, uses: 1, expiresAt, instead: true })
  record(work, 'move-asked', {}, false)
  const message = residentMessage(work, [words('told.move'), { say: code }, words('told.move-links', { links: { links: code }, until: { moment: expiresAt } })])
  tell(work, { person: event.person }, { ...message, papers: [{ paper: 'qr', code }] })
  return null
}

export const moving: Joining = {
  whyNot(state: CaseState, world: World, person: string, id: string | null): Words | null {
    const party = state.parties.find((each) => each.id === id && each.role !== 'former')
    if (!party) return words('refused.not-found')
    if (party.personId === person) return words('refused.same-chat')
    // Nobody sits on two chairs of one case, and whom it is about learns nothing by a code (MED-10, PET-7).
    return partyOf(state, person) ? words('refused.move-other') : barred(state, world, person, sideOf(party))
  },
  join(work: Work, { party: id, person, channel }: JoinEvent): Words | null {
    const party = work.case.parties.find((each) => each.id === id)
    const before = party?.personId ?? null
    if (!party) return words('refused.not-found')
    party.personId = person
    if (before === null && work.case.applicantId === party.id) tellOffice(work, words(work.case.between.registered ? 'told.registered-here' : 'told.principal-here', { name: party.name ?? '' }))
    if (work.case.applicantId === (before ?? party.id)) Object.assign(work.case, { applicantId: person, channel })
    for (const survey of work.surveys.values()) if (survey.personId === before) setSurvey(work, { ...survey, personId: person })
    record(work, 'moved', { channel: words(`channel.${channel}`) }, true, party.role === 'respondent' ? 'respondent' : 'applicant')
    tell(work, { party: party.id }, residentMessage(work, [words('told.moved-here')], { clock: party.role !== 'respondent' }))
    if (before !== null) tell(work, { person: before }, residentMessage(work, [words('told.moved-away', { channel: words(`channel.${channel}`) })], { gone: true }))
    return null
  },
}
