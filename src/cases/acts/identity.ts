import type { Words } from '../../dialogue/message.ts'
import type { StaffMember } from '../case.ts'
import { happen } from '../duties/duties.ts'
import { custodians, identityDeciders, openers } from '../sealed.ts'
import { residentMessage, staffMessage } from '../telling/messages.ts'
import { leftMessage } from '../telling/tiers.ts'
import { houseOf, record, tell, tellRole, tellStaff, words } from '../work.ts'
import type { Work } from '../work.ts'
import type { StaffActs, StaffEvent } from './act.ts'

/** A sealed identity is asked for with a reason, decided by somebody else, and shown once to a third, the custodian by name; each look is written down (PET-7). */

const openMs = 24 * 3_600_000

export const identityActs: StaffActs = {
  'ask-identity': (work, member, _event, said) => {
    if (said === '') return words('refused.words-needed')
    work.case.between.identity = { by: member.id, reason: said, at: work.now, state: 'asked', until: null, opened: [] }
    record(work, 'identity-asked', { who: member.name, words: { say: said } }, false)
    happen(work, 'identity-asked')
    const asked = staffMessage(work, [words('told.identity-asked', { who: member.name }), { say: said }], ['decide-identity'])
    const deciders = identityDeciders(work.case, houseOf(work))
    for (const { id } of deciders) tellStaff(work, id, asked)
    if (deciders.length === 0) tell(work, { role: 'admin' }, asked)
    return null
  },
  'decide-identity': (work, member, { choice }, said) => {
    if (choice === 'yes') return grant(work, member)
    if (choice !== 'no') return words('refused.choice')
    return said === '' ? words('refused.words-needed') : refuse(work, member, said)
  },
  'open-identity': (work, member, event) => open(work, member, event),
}

function grant(work: Work, member: StaffMember): Words | null {
  const { identity } = work.case.between
  if (!identity) return words('refused.unknown')
  const until = work.now + openMs
  const granted = { ...identity, state: 'granted' as const, decided: member.id, until }
  const able = openers({ ...work.case, between: { ...work.case.between, identity: granted } }, houseOf(work))
  if (able.length === 0) return words(custodians(work.case, houseOf(work)).length === 0 ? 'refused.no-custodian' : 'refused.custodian-apart')
  work.case.between.identity = granted
  record(work, 'identity-granted', { who: member.name }, false)
  happen(work, 'identity-granted')
  const opens = staffMessage(work, [words('told.identity-open', { who: member.name, until: { moment: until } }), { say: identity.reason }], ['open-identity'])
  for (const { id } of able) tell(work, { staff: id }, opens)
  tellStaff(work, identity.by, staffMessage(work, [words('told.identity-granted', { who: { list: able.map(({ name }) => ({ say: name })) } })]))
  return null
}

/** Another office has the case: what was asked or granted here is asked anew there, with its own leader and custodian. */
export function endGrant(work: Work, office: string): void {
  const { identity } = work.case.between
  if (identity === null) return
  const lasts = identity.state === 'asked' || (identity.state === 'granted' && (identity.until ?? 0) > work.now)
  if (lasts) tellStaff(work, identity.by, leftMessage(work, [words('told.identity-gone', { office })]))
  work.case.between.identity = null
}

function refuse(work: Work, member: StaffMember, said: string): null {
  const { identity } = work.case.between
  if (!identity) return null
  work.case.between.identity = { ...identity, state: 'refused', decided: member.id }
  record(work, 'identity-refused', { who: member.name, words: { say: said } }, false)
  happen(work, 'identity-refused')
  tellStaff(work, identity.by, staffMessage(work, [words('told.identity-refused', { who: member.name }), { say: said }]))
  return null
}

/** Told to the custodian alone; whoever filed hears that it was opened and why, the leader that there was a look. */
function open(work: Work, member: StaffMember, { people = [] }: StaffEvent): Words | null {
  const { identity } = work.case.between
  const known = people[0]
  if (!identity || !known) return words('refused.unknown')
  identity.opened = [...(identity.opened ?? []), member.id]
  record(work, 'identity-opened', { who: member.name }, false)
  happen(work, 'identity-opened')
  tell(work, { staff: member.id }, {
    as: 'note',
    text: [words('identity.shown', { number: work.case.number }), known.name === null ? words('identity.no-name') : words('identity.name', { name: known.name }), known.contact === null ? words('identity.no-contact') : words('identity.contact', { contact: known.contact }), words('identity.secret')],
  })
  tellRole(work, 'leader', staffMessage(work, [words('told.identity-opened', { who: member.name })]))
  tell(work, { applicant: true, alone: true }, residentMessage(work, [words('told.identity-opened-yours'), { say: identity.reason }, words('told.identity-opened-only')], { reply: true }))
  return null
}
