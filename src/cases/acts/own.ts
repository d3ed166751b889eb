import type { Words } from '../../dialogue/message.ts'
import { finishCase } from '../ending/closing.ts'
import { happen, limitOf, open, ruleOf } from '../duties/duties.ts'
import { residentMessage, staffMessage } from '../telling/messages.ts'
import { sideOf } from '../access.ts'
import type { Party } from '../case.ts'
import { isConfirmed } from '../agreement/text.ts'
import { isShared, isTheirs } from '../parties/filers.ts'
import { urgedUntil } from '../urging.ts'
import { holderOf, nameOf, record, tell, tellRole, tellStaff, words } from '../work.ts'
import type { Work } from '../work.ts'
import { correct } from './correct.ts'
import type { ResidentActs, ResidentEvent } from './act.ts'
import { stepOut } from './merge.ts'
import { move } from './moving.ts'
import { tellPressed } from './apart.ts'
import { followerSays } from './follow.ts'
import { answerStep } from './steps.ts'

/** What whoever stands in a case does with it at any time: answer, add, urge, withdraw. Their words reach whoever has it, else the head. */

export const ownActs: ResidentActs = {
  reply: say,
  add: say,
  urge,
  correct,
  withdraw,
  move,
  answer: (work, _party, event) => (work.case.stage.at === 'closed' ? words('refused.closed-resident') : answerStep(work, event.step, event.choice)),
}

/** Whose words they are is told with them. What followers say is for the office alone. */
function say(work: Work, party: Party, event: ResidentEvent, said: string): Words | null {
  const files = event.files ?? []
  if (said === '' && files.length === 0) return words('refused.words-needed')
  const kind = event.action === 'reply' ? 'replied' : 'added'
  const spoken: Words[] = [...(said === '' ? [] : [{ say: said }]), ...(files.length === 0 ? [] : [words('files', { n: files.length })])]
  if (party.role === 'follower') return followerSays(work, event, spoken)
  const room = sideOf(party) === 'respondent' ? 'respondent' : 'applicant'
  const own = party.role === 'applicant'
  const who = words(`whose.${party.role}`)
  record(work, own ? kind : `${kind}-by`, { words: { list: spoken }, files, ...(own ? {} : { who }) }, true, room)
  happen(work, kind)
  const after = work.case.stage.at === 'closed' ? [words('told.added-closed')] : []
  const message = { ...staffMessage(work, [own ? words(`told.${kind}`) : words(`told.${kind}-by`, { who }), ...spoken, ...after], [room === 'respondent' ? 'message-other' : 'message']), ...(files.length > 0 ? { files } : {}) }
  tellOffered(work, message)
  tellRole(work, 'handler', message)
  return null
}

/** 催办: once a working day. Who holds it owes an answer, the head sees it, and they hear by when. */
function urge(work: Work, party: Party): Words | null {
  const { stage } = work.case
  if (stage.at === 'closed') return words('refused.closed-resident')
  const again = urgedUntil(work.case, work.world.calendar, work.now)
  if (again !== null) return words('refused.urged', { at: { moment: again } })
  work.case.between.urged.push({ party: party.id, at: work.now })
  record(work, 'urged')
  happen(work, 'urged')
  const duty = open(work).find(({ kind }) => kind === 'answer-urge')
  const rule = ruleOf(work, 'answer-urge')
  const at = (duty && rule && limitOf(work, rule, duty.openedAt)?.at) ?? work.now
  const due = at > work.now ? [words('told.urged-until', { at: { moment: at } })] : [words('told.urged-over', { at: { moment: at } })]
  const holder = holderOf(work)
  const message = staffMessage(work, [words('told.urged', { who: words(`whose.${party.role}`) }), ...due], ['message'])
  tellOffered(work, message)
  tellRole(work, 'handler', message)
  if (stage.at === 'settling') tellRole(work, stage.needs, staffMessage(work, [words('told.urged-sign')], ['sign-off']))
  // Where nobody holds it, it is the head who has just heard.
  else if (holder !== null) tellRole(work, 'head', staffMessage(work, [words('told.urged-head', { who: nameOf(work, holder) }), ...due]))
  tell(work, { applicant: true }, residentMessage(work, [holder === null ? words('told.urged-noted-head') : words('told.urged-noted', { who: nameOf(work, holder) }), ...due], { clock: true }))
  return null
}

/** Only what they want themselves ends it: whoever was pressed is heard by somebody else, and the case goes on. */
function withdraw(work: Work, party: Party, event: ResidentEvent, said: string): Words | null {
  if (work.case.stage.at === 'closed' && !work.case.between.merged) return words('refused.closed-resident')
  const outcome = work.regulation.outcomes.find((each) => each.byResident)
  if (!outcome) return words('refused.withdraw')
  if (isShared(work.case)) return words('refused.withdraw-group')
  if (isTheirs(work.case, party)) return words('refused.withdraw-proxy')
  if (isConfirmed(work.case)) return words('refused.agreement-stands')
  if (event.choice === 'pressed') return tellPressed(work, party)
  if (event.choice !== 'own') return words('refused.choice')
  const message = staffMessage(work, [words('told.withdrawn'), ...(said === '' ? [] : [{ say: said }])])
  const { stage } = work.case
  if (stage.at === 'assigned') tellStaff(work, stage.to, message)
  tellRole(work, 'handler', message)
  stepOut(work)
  finishCase(work, outcome, said, null)
  return null
}

/** While nobody holds it, whoever is asked to take it reads on too. */
function tellOffered(work: Work, message: ReturnType<typeof staffMessage>): void {
  const { stage, handlerId } = work.case
  if (stage.at === 'assigned' && handlerId === null) tellStaff(work, stage.to, message)
}
