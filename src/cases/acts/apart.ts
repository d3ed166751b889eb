import type { Words } from '../../dialogue/message.ts'
import type { Party, StaffMember } from '../case.ts'
import { happen, limitOf, open, ruleOf } from '../duties/duties.ts'
import { answerableApart, handlersOf } from '../house.ts'
import { isNamedIn } from '../named.ts'
import { waitingApart } from '../offered/after.ts'
import { residentMessage, staffMessage } from '../telling/messages.ts'
import { houseOf, record, tell, tellApart, words } from '../work.ts'
import type { Work } from '../work.ts'
import type { StaffActs } from './act.ts'

/** What is said about the handling goes past whoever handles it: to the head, else the leader, else somebody above. */

export function tellPressed(work: Work, party: Party): Words | null {
  begins(work, 'pressure', party, '')
  record(work, 'pressed', handled(work), false)
  happen(work, 'pressed')
  const message = staffMessage(work, [words('told.pressed'), ...due(work, 'look-into-pressure')], ['answer-pressure'])
  tellApart(work, message)
  tellApart(work, message, 'leader')
  tellAlone(work, party, noted(work, 'pressed-noted', 'look-into-pressure'))
  return null
}

export function complain(work: Work, party: Party, said: string): Words | null {
  if (said === '') return words('refused.words-needed')
  begins(work, 'complaint', party, said)
  record(work, 'complained', { ...handled(work), words: { say: said }, who: words(`whose.${party.role}`) }, false)
  happen(work, 'complained')
  tellApart(work, staffMessage(work, [words('told.complained', { who: words(`whose.${party.role}`) }), { say: said }, ...due(work, 'answer-complaint')], ['answer-complaint']))
  tellAlone(work, party, noted(work, 'complaint-noted', 'answer-complaint'))
  return null
}

export const apartActs: StaffActs = {
  'answer-pressure': (work, member, event, said) => answerAlone(work, member, 'pressure', event.choice, said),
  'answer-complaint': (work, member, event, said) => answerAlone(work, member, 'complaint', event.choice, said),
}

/** Their words go to whoever told of it, and to nobody else: of several, each is answered by itself. It is owed until the last one is. */
function answerAlone(work: Work, member: StaffMember, about: 'pressure' | 'complaint', choice: string | undefined, said: string): Words | null {
  const waiting = waitingApart(work.case, about)
  const chosen = choice === undefined && waiting.length === 1 ? waiting[0] : waiting.find(({ id }) => id === choice)
  if (!chosen) return words('refused.choice')
  if (said === '') return words('refused.words-needed')
  const reader = work.case.parties.find(({ id }) => id === chosen.told.party)
  if (reader) tellAlone(work, reader, [words(`told.${about}-answered`, { who: member.name }), { say: said }])
  chosen.told.answered = true
  record(work, `${about}-answered`, { ...handled(work), who: member.name, words: { say: said } }, false)
  if (waiting.length === 1) happen(work, `${about}-answered`)
  return null
}

function begins(work: Work, about: 'pressure' | 'complaint', party: Party, said: string): void {
  const named = work.world.staff.filter(({ name }) => isNamedIn(said, name)).map(({ id }) => id)
  work.case.between.apart.push({ about, party: party.id, at: work.now, answered: false, named: [...new Set([...named, ...handlersOf(work.case)])] })
}

/** Whom the line is kept from, also when the case has gone to somebody else. */
function handled({ case: state }: Work): { of: number[] } {
  return { of: [...new Set([...handlersOf(state), ...state.between.apart.flatMap(({ named }) => named)])] }
}

/** With whom it is now, and until when; where there is nobody but those it is about, that is said. */
function noted(work: Work, key: 'pressed-noted' | 'complaint-noted', duty: string): Words[] {
  const able = answerableApart(work.case, houseOf(work))
  if (able.length === 0) return [words('told.apart-nobody')]
  return [words(`told.${key}`, { who: { list: able.map(({ name }) => ({ say: name })) } }), ...due(work, duty)]
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
