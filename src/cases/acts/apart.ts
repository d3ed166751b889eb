import type { Value, Words } from '../../dialogue/message.ts'
import type { Party, StaffMember } from '../case.ts'
import { happen, limitOf, open, ruleOf } from '../duties/duties.ts'
import { answerableApart } from '../house.ts'
import { isNamedIn } from '../named.ts'
import { residentMessage, staffMessage } from '../telling/messages.ts'
import { houseOf, record, tell, tellApart, words } from '../work.ts'
import type { Work } from '../work.ts'
import type { StaffActs } from './more.ts'

/** What is said about the handling goes past whoever handles it: to the head, else the leader, else somebody above. */

export function tellPressed(work: Work, party: Party): Words | null {
  begins(work, 'pressure', party, '')
  record(work, 'pressed', handled(work), false)
  happen(work, 'pressed')
  const message = staffMessage(work, [words('told.pressed'), ...due(work, 'look-into-pressure')], ['answer-pressure'])
  tellApart(work, message)
  tellApart(work, message, 'leader')
  tellAlone(work, party, [words('told.pressed-noted', { who: who(work) }), ...due(work, 'look-into-pressure')])
  return null
}

export function complain(work: Work, party: Party, said: string): Words | null {
  if (said === '') return words('refused.words-needed')
  begins(work, 'complaint', party, said)
  record(work, 'complained', { ...handled(work), words: { say: said }, who: words(`whose.${party.role}`) }, false)
  happen(work, 'complained')
  tellApart(work, staffMessage(work, [words('told.complained', { who: words(`whose.${party.role}`) }), { say: said }, ...due(work, 'answer-complaint')], ['answer-complaint']))
  tellAlone(work, party, [words('told.complaint-noted', { who: who(work) }), ...due(work, 'answer-complaint')])
  return null
}

export const apartActs: StaffActs = {
  'answer-pressure': (work, member, _event, said) => answerAlone(work, member, 'pressure', said),
  'answer-complaint': (work, member, _event, said) => answerAlone(work, member, 'complaint', said),
}

/** Their words go to whoever told of it, and to nobody else. */
function answerAlone(work: Work, member: StaffMember, about: 'pressure' | 'complaint', said: string): Words | null {
  if (said === '') return words('refused.words-needed')
  const waiting = work.case.between.apart.filter((each) => each.about === about && !each.answered)
  for (const party of new Set(waiting.map((each) => each.party))) {
    const reader = work.case.parties.find(({ id }) => id === party)
    if (reader) tellAlone(work, reader, [words(`told.${about}-answered`, { who: member.name }), { say: said }])
  }
  for (const each of waiting) each.answered = true
  record(work, `${about}-answered`, { ...handled(work), who: member.name, words: { say: said } }, false)
  happen(work, `${about}-answered`)
  return null
}

function begins(work: Work, about: 'pressure' | 'complaint', party: Party, said: string): void {
  const named = work.world.staff.filter(({ name }) => isNamedIn(said, name)).map(({ id }) => id)
  work.case.between.apart.push({ about, party: party.id, at: work.now, answered: false, named })
}

/** Whom the line is kept from, also when the case has gone to somebody else. */
function handled({ case: { handlerId, stage, between } }: Work): { of: number[] } {
  const closed = stage.at === 'closed' || stage.at === 'settling' ? stage.by : null
  return { of: [...new Set([handlerId, closed, ...between.apart.flatMap(({ named }) => named)])].filter((id) => id !== null) }
}

function who(work: Work): Value {
  const able = answerableApart(work.case, houseOf(work))
  return able.length > 0 ? { list: able.map(({ name }) => ({ say: name })) } : words('role.admin')
}

function due(work: Work, kind: string): Words[] {
  const duty = open(work).find((each) => each.kind === kind)
  const rule = ruleOf(work, kind)
  const at = duty && rule && limitOf(work, rule, duty.openedAt)?.at
  return at === undefined || at <= work.now ? [] : [words('told.urged-until', { at: { moment: at } })]
}

/** What they write back does not go to whoever handles the case either. */
function tellAlone(work: Work, party: Party, text: Words[]): void {
  tell(work, { party: party.id }, residentMessage(work, text, { apart: true }))
}
