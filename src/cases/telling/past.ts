import type { Button, Message, Value, Words } from '../../dialogue/message.ts'
import { pressText } from '../../dialogue/press.ts'
import { actorOf, relationOf, sideOf } from '../access.ts'
import { allowed } from '../actions.ts'
import type { Room } from '../between.ts'
import type { CaseState, Party, StaffMember, World } from '../case.ts'
import { cameWith } from '../merging.ts'
import { partyWith } from '../parties/filers.ts'
import { joinedAt } from '../table.ts'
import { words } from '../work.ts'
import { kindWords } from './facts.ts'
import { isRead, sightOf, type Sight } from './lines.ts'
import { mine } from './messages.ts'

/** What has happened in a case, as each reads it: the latest on the card, all of it one tap away. */

/** A kept line of the history, as the store gives it back; `at` in ms. */
export type HistoryLine = { at: number; kind: string; actor: string; open: boolean; room: Room; details: Record<string, unknown> }

/** The latest lines that stand on a card: its buttons are to be seen beside them. */
export const linesShownMax = 8
/** So much goes into one answer; the copy of one's data has the whole. */
const linesReadMax = 100
const charsReadMax = 8000

/** What has happened last; before it, how much more there is. */
export function latest(past: readonly HistoryLine[], shown = linesShownMax): Words[] {
  const more = past.length - shown
  return [...(more > 0 ? [words('past.earlier', { n: more })] : []), ...timeline(past.slice(-shown))]
}

/** Opens what a card leaves out. */
export function pastButton(past: readonly HistoryLine[], press: string): Button[][] {
  return past.length > linesShownMax ? [[{ label: words('action.past'), press }]] : []
}

/** All that somebody in the case reads of what has happened. */
export function residentPast(state: CaseState, history: readonly HistoryLine[], viewer: Party | undefined = partyWith(state, 'applicant')): Message {
  return pastCard(state, linesFor(state, history, viewer), mine(state, 'look', 'back'))
}

/** All that a member of staff reads of it; to a body beside the case nothing is told line by line. */
export function staffPast(state: CaseState, world: World, member: StaffMember, history: readonly HistoryLine[]): Message | null {
  if (!allowed(state, world, member, 'look') || relationOf(state, member, world.regulation) === 'body') return null
  return pastCard(state, linesForStaff(history, sightOf(state, world, member)), pressText({ on: 'case', caseId: state.id, action: 'look', choice: 'back' }))
}

function pastCard(state: CaseState, past: readonly HistoryLine[], back: string): Message {
  return { as: 'card', text: [words('about', { number: state.number, kind: kindWords(state) }), ...latest(past, readable(past))], buttons: [[{ label: words('action.look'), press: back }]] }
}

/** How many of the last lines fit, at least one. */
function readable(past: readonly HistoryLine[]): number {
  let chars = 0
  const beyond = past.toReversed().findIndex(({ details }, n) => n >= linesReadMax || (n > 0 && (chars += JSON.stringify(details).length) > charsReadMax))
  return beyond === -1 ? past.length : beyond
}

/** Those who may know neither whom it is about nor how content they are read nothing of it line by line. */
export function linesForStaff(history: readonly HistoryLine[], sight: Sight): HistoryLine[] {
  return sight.contact || sight.scores ? history.filter(({ kind, details }) => isRead(kind, details, sight)) : []
}

/** The lines of the history that somebody in the case reads: those of their own room and the shared one. */
export function linesFor(state: CaseState, history: readonly HistoryLine[], viewer: Party | undefined): HistoryLine[] {
  const own = viewer ? sideOf(viewer) : 'applicant'
  const rooms: readonly string[] = own === null ? [] : [own, 'shared']
  // Those who complain together share the answers, not what each of them told the office (LAB-4).
  const self = viewer?.personId ? actorOf(state, viewer.personId) : 'resident'
  const came = viewer && cameWith(state, viewer.id)
  const since = own === 'respondent' ? joinedAt(state) : came?.at ?? 0
  // What those of one case say is not for those of the other, as long as they go on together and after.
  const apart = ({ actor }: HistoryLine): boolean => actor !== self && (came !== undefined ? /^(resident$|party:)/.test(actor) : cameWith(state, actor.slice('party:'.length)) !== undefined)
  const isTold = ({ room, actor, at }: HistoryLine): boolean => at >= since && (room === 'shared' || state.between.group === null || actor === self || !/^(resident$|party:)/.test(actor))
  return history.filter((each) => each.open && rooms.includes(each.room) && isTold(each) && !apart(each))
}

/** What happened, in plain words, oldest first. */
export function timeline(history: readonly HistoryLine[]): Words[] {
  return history.map(({ at, kind, details }) => words('timeline.at', { at: { moment: at }, what: words(`timeline.${kind}`, { ...(details as Record<string, Value>), ...(isOldListing(details) ? { step: words('action.supervise') } : {}) }) }))
}

/** Before there was a watch list for all, it was a step of mediation. */
function isOldListing({ step }: HistoryLine['details']): boolean {
  return typeof step === 'object' && step !== null && 'key' in step && /^mediation:step\.supervise$/.test(String(step.key))
}
