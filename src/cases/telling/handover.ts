import type { Message, Words } from '../../dialogue/message.ts'
import { limitOf, ruleOf } from '../duties/duties.ts'
import { nameOf, words } from '../work.ts'
import type { Work } from '../work.ts'
import { factLines } from './facts.ts'
import { actionButton } from './messages.ts'

/** To a colleague who is asked to take a case over: what an offer tells, and nothing by which anybody could be reached. */
export function handoverMessage(work: Work, giver: string, said: string): Message {
  const { case: state, regulation } = work
  const rule = ruleOf(work, 'answer-handover')
  const limit = rule && limitOf(work, rule, work.now)
  return {
    as: 'card',
    text: [words('handover.asked', { who: giver }), { say: said }, words('handover.story'), { say: state.story }, ...(limit ? [words('handover.until', { until: { moment: limit.at }, who: giver })] : [])],
    card: factLines(state, regulation, 'offer'),
    buttons: [[actionButton(state, regulation, 'take-over', 'main'), actionButton(state, regulation, 'decline-over')]],
  }
}

/** Whoever looks at it reads that it is to change hands. */
export function pendingWords(work: Work): Words[] {
  const { handover } = work.case.between
  return handover ? [words('handover.pending', { who: nameOf(work, handover.by), to: nameOf(work, handover.to) })] : []
}
