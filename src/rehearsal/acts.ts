import type { CaseState, DutyState, StaffMember, SurveyState } from '../cases/case.ts'
import type { HistoryLine } from '../cases/telling/past.ts'

/** What people did in a past case, read back from its history: what the machine did by itself follows anew from the rules. */

/** A case as the store has it, with everything that happened to it. `staff` worked in its office at some time; `left` until when (ms). */
export type Past = { case: CaseState; duties: readonly DutyState[]; surveys: readonly SurveyState[]; history: readonly HistoryLine[]; staff: readonly (StaffMember & { left: number | null })[]; /** Surveys this person was sent, ms. */ asked: readonly number[] }

export type Act = { at: number } & (
  | { by: number; action: string; choice?: string; /** Whom a head assigned it to. */ to?: number }
  | { by: 'resident'; action: 'reply' | 'add' | 'withdraw' | 'answer'; step?: string; choice?: string }
  | { by: 'resident'; action: 'scored'; score: number }
  | { by: 'resident'; action: 'survey-words' }
)

/** The acts in their order; or the kind of a line that cannot be played again. */
export function actsOf(past: Past): { acts: Act[] } | { unknown: string } {
  const acts: Act[] = []
  for (const group of together(past.history)) {
    const act = actOf(group, past)
    if (act === null) continue
    if ('unknown' in act) return act
    acts.push(act)
  }
  return { acts }
}

/** Lines of one decision have the same moment and the same actor. */
function together(history: readonly HistoryLine[]): HistoryLine[][] {
  const groups: HistoryLine[][] = []
  for (const line of history) {
    const last = groups.at(-1)
    const first = last?.[0]
    // Two acts of one person can share a millisecond, but never a kind.
    if (last && first && first.at === line.at && first.actor === line.actor && !last.some(({ kind }) => kind === line.kind)) last.push(line)
    else groups.push([line])
  }
  return groups
}

const automatic = ['filed', 'warned', 'overdue', 'escalated', 'silent', 'unassigned', 'assigned', 'raised', 'asked', 'not-asked', 'visit-drawn', 'call-drawn', 'dossier', 'rights-told', 'reopened', 'unreckoned', 'reckoned', 'looked',
  'urged', 'urged-staff', 'urged-staff-said', 'reported-up', 'merged-in', 'merged-people', 'taken-apart', 'corrected', 'was', 'was-personal', 'move-asked', 'moved', 'pressed', 'pressure-answered', 'complained', 'complaint-answered', 'contacted-phone', 'contacted-visit', 'contact-yes', 'contact-no', 'contact-checked', 'ways-told',
  'agreement-drafted', 'agreement-changed', 'agreement-sent', 'agreed', 'agreement-confirmed', 'signed-on-paper', 'objected', 'performed',
  'agreement-fallen', 'agreement-reminded', 'performance-asked', 'performance-asked-again', 'performance-unanswered', 'performance-missed', 'performance-kept', 'performance-noted']
const plain = ['declined', 'recused', 'messaged', 'noted', 'held', 'resumed', 'interim-reported'] as const
const done = { declined: 'decline', recused: 'recuse', messaged: 'message', noted: 'note', held: 'hold', resumed: 'resume', 'interim-reported': 'interim' }

function actOf(lines: readonly HistoryLine[], past: Past): Act | { unknown: string } | null {
  const [first] = lines
  if (!first) return null
  const { at, actor } = first
  const line = (kind: string): HistoryLine | undefined => lines.find((each) => each.kind === kind)
  if (actor === 'timer') return null
  if (line('refiled')) return { unknown: 'refiled' }
  if (/^(resident$|party:)/.test(actor)) return residentAct(lines, at)
  const by = Number(actor.replace(/^staff:/, ''))
  if (!Number.isInteger(by)) return { unknown: first.kind }
  const step = lines.find(({ kind }) => /^step(-|$)/.test(kind))
  if (step) return stepAct(step, by)
  for (const how of ['visited', 'called']) if (line(how)) return { at, by, action: how, choice: String(line('scored')?.details['score'] ?? 'none') }
  if (line('supervised')) return { at, by, action: 'supervise' }
  if (line('supervision-ended')) return { at, by, action: 'off-list' }
  const asked = line('extension-asked')
  if (asked) return { at, by, action: 'extend', choice: String(asked.details['choice']) }
  if (line('extended')) return { at, by, action: 'decide-extension', choice: 'yes' }
  if (line('extension-refused')) return { at, by, action: 'decide-extension', choice: 'no' }
  if (line('signed')) return { at, by, action: 'sign-off', choice: 'yes' }
  if (line('returned')) return { at, by, action: 'sign-off', choice: 'no' }
  const closed = line('closed') ?? line('closing')
  if (closed) return { at, by, action: 'close', choice: outcomeAt(closed, past) }
  if (line('accepted') ?? line('handed-over')) return { at, by, action: 'take' }
  for (const kind of plain) if (line(kind)) return { at, by, action: done[kind] }
  if (line('assigned')) {
    const to = past.duties.find(({ kind, openedAt }) => kind === 'answer-offer' && openedAt === at)?.staffId
    return to === null || to === undefined ? { unknown: 'assigned' } : { at, by, action: 'assign', to }
  }
  return unknownAmong(lines)
}

function residentAct(lines: readonly HistoryLine[], at: number): Act | { unknown: string } | null {
  for (const { kind, details } of lines) {
    if (kind === 'replied') return { at, by: 'resident', action: 'reply' }
    if (kind === 'added') return { at, by: 'resident', action: 'add' }
    if (kind === 'closed') return { at, by: 'resident', action: 'withdraw', choice: 'own' }
    if (kind === 'scored') return { at, by: 'resident', action: 'scored', score: Number(details['score']) }
    if (kind === 'survey-words') return { at, by: 'resident', action: 'survey-words' }
    if (kind === 'answered') {
      const [step, choice] = keyOf(details['answer']).split('.').slice(1)
      return step !== undefined && choice !== undefined ? { at, by: 'resident', action: 'answer', step, choice } : { unknown: kind }
    }
  }
  return unknownAmong(lines)
}

/** "mediation:step.session", "mediation:choice.session.agreed". */
function stepAct({ at, kind, details }: HistoryLine, by: number): Act | { unknown: string } {
  const step = keyOf(details['step']).split('.')[1]
  const choice = keyOf(details['choice']).split('.')[2]
  if (step === undefined) return { unknown: kind }
  return { at, by, action: step, ...(choice === undefined ? {} : { choice }) }
}

/** A closing that waits for a signature does not say its outcome; the one it came to does. */
function outcomeAt(line: HistoryLine, { history, case: { stage } }: Past): string {
  const closed = line.kind === 'closed' ? line : history.find((each) => each.kind === 'closed' && each.at >= line.at)
  if (closed) return keyOf(closed.details['outcome']).split('.')[1] ?? ''
  return stage.at === 'settling' ? stage.outcome : ''
}

function unknownAmong(lines: readonly HistoryLine[]): { unknown: string } | null {
  const strange = lines.find(({ kind }) => !automatic.includes(kind))
  return strange ? { unknown: strange.kind } : null
}

function keyOf(words: unknown): string {
  return typeof words === 'object' && words !== null && 'key' in words && typeof words.key === 'string' ? words.key : ''
}
