import type { Button, Message, Value, Words } from '../../dialogue/message.ts'
import { sideOf } from '../access.ts'
import type { Offer, Side } from '../between.ts'
import type { Party, Tell } from '../case.ts'
import { otherSide, speaksAcross } from '../table.ts'
import { awake, holderOf, nameOf, tell, words } from '../work.ts'
import type { Work } from '../work.ts'
import { mine, residentMessage } from './messages.ts'

/** What the two sides of a mediation are told: by side, never by name, each in their own chat. */

export function sideWords(side: Offer['by']): Words {
  return words(`side.${side}`)
}

/** Neutrally, and with every answer as easy as the other (MED-6). */
export function askWilling(work: Work, party: Party): Message {
  const answers = (['willing', 'unwilling', 'talk'] as const).map((choice): Button[] => [{ label: words(choice === 'talk' ? 'choice.talk-first' : `choice.${choice}`), press: mine(work.case, 'willing', choice) }])
  const { buttons, ...message } = residentMessage(work, [...aboutWords(work), words('ask.willing')], { reply: true })
  return { ...message, buttons: [...(party.willing === 'unknown' ? answers : []), ...(buttons ?? [])] }
}

/** What it is about, in the mediator's words, and who mediates. */
export function aboutWords(work: Work): Words[] {
  const { invited } = work.case.between
  const who = nameOf(work, holderOf(work))
  return [...(invited === null ? [] : [words('other.about'), { say: invited }]), ...(who === '' ? [] : [words('other.mediates', { who })])]
}

/** Who mediates; while nobody does, the head answers for it. */
export function mediatorWords(work: Work): Value {
  return nameOf(work, holderOf(work)) || words('role.head')
}

/** The case as the other side sees it: what it is about, what comes next, and at its end the answer that both get. */
export function otherCardWords(work: Work, viewer: Party): Words[] {
  const { stage } = work.case
  const answer = answerForBoth(work)
  if (stage.at === 'closed') return [...aboutWords(work).slice(0, 2), words('next.closed', { outcome: { key: `${work.regulation.id}:outcome.${stage.outcome}` } }), ...(answer === null ? [] : [{ say: answer }])]
  const next = stage.at === 'settling' ? 'settling' : holderOf(work) === null ? 'waiting' : stage.at === 'accepted' && stage.hold ? 'held' : viewer.willing
  return [...aboutWords(work), words(`other.${next}`)]
}

/** What the mediator wrote for both sides; what the applicant wrote on withdrawing is for the office. */
export function answerForBoth({ case: { stage } }: Work): string | null {
  return stage.at === 'closed' && stage.by !== null && stage.answer !== '' ? stage.answer : null
}

/** To all of a side. Those who speak for it get these acts as buttons in rows; the others read it. `waits`: what the other side says at night comes in the morning. */
export function tellSide(work: Work, side: Side, text: Words[], acts: readonly (readonly [string, string?][] | readonly string[])[], waits = false): void {
  const rows = acts.map((row) => row.map((each): Button => {
    const [id, choice] = typeof each === 'string' ? [each] : each
    return { label: words(`action.${id}`), press: mine(work.case, id, choice ?? null), ...(id === 'accept-offer' ? { tone: 'main' as const } : {}) }
  }))
  const plain = residentMessage(work, text)
  const whole: Message = { ...plain, buttons: [...rows, ...(plain.buttons ?? []).map((row) => row.slice(-1))] }
  const send = (to: Tell['to'], message: Message): void => (waits ? tell(work, to, message, false, true) : tell(work, to, message))
  if (side === 'respondent') return send({ respondent: true }, whole)
  const readers = work.case.parties.filter((party) => party.role === 'member' || !speaksAcross(work.case, party))
  if (readers.length === 0) return send({ applicant: true }, whole)
  for (const party of work.case.parties) if (sideOf(party) === 'applicant') send({ party: party.id }, readers.includes(party) ? plain : whole)
}

/** For whoever says something at night: when the other side gets it. */
export function laterWords(work: Work): Words[] {
  const at = awake(work, work.now)
  return at > work.now ? [words('told.waits-morning', { at: { moment: at } })] : []
}

/** The other side hears it too, once they are here. */
export function tellOtherSide(work: Work, ...text: Words[]): void {
  if (otherSide(work.case)) tell(work, { respondent: true }, residentMessage(work, text))
}
