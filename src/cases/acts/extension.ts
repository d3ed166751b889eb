import type { Button, Message, Words } from '../../dialogue/message.ts'
import type { StaffMember } from '../case.ts'
import { chaseAnew, limitAt } from '../duties/chased.ts'
import { happen, open } from '../duties/duties.ts'
import { extended } from '../duties/moves.ts'
import { decidersOf, movable, openRequest, spanWords } from '../extension/request.ts'
import { roomOf } from '../extension/room.ts'
import { act, lookButton, residentMessage, staffMessage, withFiles } from '../telling/messages.ts'
import { tellOtherSide } from '../telling/sides.ts'
import { houseOf, nameOf, record, tell, tellStaff, words } from '../work.ts'
import type { Work } from '../work.ts'
import type { StaffActs, StaffEvent } from './act.ts'

/** More time is asked for before the limit is over, decided by somebody else, and told with the reason and the new day. */

export const extensionActs: StaffActs = {
  extend: (work, member, event, said) => ask(work, member, event, said),
  'decide-extension': (work, member, event, said) => {
    if (event.choice !== 'yes' && event.choice !== 'no') return words('refused.choice')
    if (event.choice === 'yes') return grant(work, member)
    return said === '' ? words('refused.words-needed') : refuse(work, member, said)
  },
}

function ask(work: Work, member: StaffMember, event: StaffEvent, said: string): Words | null {
  const choice = event.given?.['by'] ?? event.choice ?? ''
  const reason = (event.given?.['why'] ?? said).trim()
  const files = event.files ?? []
  const limit = work.regulation.extension?.by[choice]
  if (limit === undefined) return words('refused.choice')
  if (reason === '' && files.length === 0) return words('refused.words-needed')
  work.case.between.extension = { by: member.id, holder: work.case.handlerId ?? member.id, choice, reason, at: work.now, ...(files.length > 0 ? { files } : {}) }
  record(work, 'extension-asked', { who: member.name, by: spanWords(limit), choice, words: reasonWords(reason) }, false)
  happen(work, 'extension-asked')
  const text = [words('told.extension-asked', { who: member.name, by: spanWords(limit) }), ...nowWords(work), reasonWords(reason)]
  for (const { id } of decidersOf(work.case, houseOf(work), member)) tellStaff(work, id, withFiles(toDecide(work, text), files))
  return null
}

function grant(work: Work, member: StaffMember): Words | null {
  const request = openRequest(work.case)
  if (!request) return words('refused.extension-decided')
  const kinds = movable(open(work), work.regulation).map(({ kind }) => kind)
  const before = new Map(open(work).map((duty) => [duty.id, limitAt(work, duty)]))
  happen(work, `${extended}.${request.choice}`)
  chaseAnew(work, kinds, before)
  work.case.between.extension = null
  const day = { day: roomOf(work)?.at ?? work.now }
  const who = nameOf(work, request.by)
  record(work, 'extended', { who: member.name, day, words: reasonWords(request.reason) })
  tell(work, { applicant: true }, withFiles(residentMessage(work, [words('told.extended', { who, day }), reasonWords(request.reason)], { reply: true }), request.files))
  // Why is for the applicant, whose time it is.
  tellOtherSide(work, words('other.extended', { day }))
  tellStaff(work, request.by, staffMessage(work, [words('told.extension-granted', { who: member.name, day })]))
  return null
}

function refuse(work: Work, member: StaffMember, said: string): Words | null {
  const request = openRequest(work.case)
  if (!request) return words('refused.extension-decided')
  work.case.between.extension = null
  record(work, 'extension-refused', { who: member.name, words: { say: said } }, false)
  happen(work, 'extension-refused')
  tellStaff(work, request.by, staffMessage(work, [words('told.extension-refused', { who: member.name }), { say: said }, ...nowWords(work)], ['message', 'close']))
  return null
}

/** Yes and no are one tap each. */
function toDecide(work: Work, text: Words[]): Message {
  const answers = (['yes', 'no'] as const).map((choice): Button => ({ label: words(`choice.extension-${choice}`), press: act(work.case, 'decide-extension', choice), ...(choice === 'yes' ? { tone: 'main' as const } : {}) }))
  return { ...staffMessage(work, text), buttons: [answers, [lookButton(work.case)]] }
}

function nowWords(work: Work): Words[] {
  const room = roomOf(work)
  return room ? [words('extension.now', { day: { day: room.at } })] : []
}

/** Who spoke instead of writing is heard, not read. */
function reasonWords(reason: string): Words {
  return reason === '' ? words('extension.spoken') : { say: reason }
}
