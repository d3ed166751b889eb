import type { Words } from '../../dialogue/message.ts'
import { sideOf } from '../access.ts'
import type { Contact } from '../between.ts'
import type { Party, StaffMember } from '../case.ts'
import { matchesAny } from '../conditions.ts'
import { happen, ruleOf } from '../duties/duties.ts'
import { visitAnswered } from '../ending/visits.ts'
import { contactWords, reachable } from '../offered/after.ts'
import { mine, residentMessage, staffMessage } from '../telling/messages.ts'
import { isFinding, nameOf, record, setDuty, tell, tellApart, tellStaff, words } from '../work.ts'
import type { Work } from '../work.ts'
import type { ResidentEvent, StaffEvent } from './act.ts'

/** Proof of contact: staff write down that they reached somebody, and that person says by one tap whether they did (QUA-1). */

export function contacted(work: Work, member: StaffMember, event: StaffEvent, said: string): Words | null {
  const [how, whom] = (event.choice ?? '').split('-')
  const party = reachable(work.case).find(({ role }) => (role === 'respondent') === (whom === 'other'))
  if (!party || (how !== 'phone' && how !== 'visit')) return words('refused.choice')
  if (said === '') return words('refused.words-needed')
  record(work, `contacted-${how}`, { who: member.name, whom: words(`whose.${party.role}`), words: { say: said } }, false, roomOf(party))
  askWhether(work, member, party, how)
  happen(work, 'contacted')
  return null
}

/** The same question after a regulation's own step. */
export function askAfterStep(work: Work, member: StaffMember): void {
  const [party] = reachable(work.case)
  if (party && !isFinding(work) && sideOf(party) === 'applicant') askWhether(work, member, party, null)
}

/** The first tap counts. What they deny was no contact: whatever it fulfilled is owed again, and the head looks into it. */
export function confirmContact(work: Work, party: Party, { choice }: ResidentEvent): Words | null {
  const [id, answer] = (choice ?? '').split('.')
  const contact = work.case.between.contacts.find((each) => each.id === id && each.party === party.id)
  if (!contact || (answer !== 'yes' && answer !== 'no')) return words('refused.unknown')
  if (contact.answer !== 'asked') return words('refused.contact-answered')
  contact.answer = answer
  const told = { who: contact.by, at: { moment: contact.at } }
  record(work, `contact-${answer}`, told, true, roomOf(party))
  happen(work, answer === 'yes' ? 'contact-confirmed' : 'contact-denied')
  if (answer === 'no') {
    owedAfterAll(work, contact)
    tellApart(work, staffMessage(work, [words('told.contact-denied', { ...told, whom: words(`whose.${party.role}`) })], ['check-contact']))
    if (work.case.handlerId !== null && contact.survey === undefined) tellStaff(work, work.case.handlerId, staffMessage(work, [words('told.contact-denied-holder', told)], ['message']))
  }
  tell(work, { party: party.id }, residentMessage(work, [words(`told.contact-${answer}`)]))
  visitAnswered(work, contact)
  return null
}

export function checkContact(work: Work, member: StaffMember, said: string): Words | null {
  if (said === '') return words('refused.words-needed')
  record(work, 'contact-checked', { who: member.name, words: { say: said } }, false)
  happen(work, 'contact-checked')
  return null
}

/** `survey`: the one that a visit after closing answers. */
export function askWhether(work: Work, member: StaffMember, party: Party, how: Contact['how'], survey?: string): void {
  const { contacts } = work.case.between
  const contact: Contact = { id: String(contacts.length + 1), party: party.id, by: nameOf(work, member.id), how, at: work.now, answer: 'asked', staff: member.id, ...(survey === undefined ? {} : { survey }) }
  contacts.push(contact)
  const message = residentMessage(work, [contactWords(contact)])
  const answers = (['yes', 'no'] as const).map((answer) => ({ label: words(`choice.${answer}`), press: mine(work.case, 'confirm-contact', `${contact.id}.${answer}`) }))
  tell(work, { party: party.id }, { ...message, buttons: [answers, ...(message.buttons ?? [])] })
}

function owedAfterAll(work: Work, { at }: Contact): void {
  if (work.case.stage.at === 'closed') return
  for (const duty of work.duties.values()) {
    const rule = ruleOf(work, duty.kind)
    const again = duty.state === 'done' && duty.doneAt === at && rule !== undefined && matchesAny(rule.done, ['contacted'])
    if (again && ![...work.duties.values()].some(({ kind, state }) => kind === duty.kind && state === 'open')) setDuty(work, { ...duty, state: 'open', doneAt: null, late: false })
  }
}

function roomOf(party: Party): 'applicant' | 'respondent' {
  return sideOf(party) === 'respondent' ? 'respondent' : 'applicant'
}
