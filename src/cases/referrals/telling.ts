import type { Line, Message, Words } from '../../dialogue/message.ts'
import type { CaseState, StaffMember, World } from '../case.ts'
import { actionRows, actionButton, inRows, lookButton } from '../telling/messages.ts'
import { factLines, kindWords, line } from '../telling/facts.ts'
import { begin, nameOf, tell, words } from '../work.ts'
import type { Work } from '../work.ts'
import { liaisonsOf } from './rules.ts'
import { bodyOf, concerning } from './referral.ts'
import type { LinkedBody, ReferralState } from './referral.ts'
import { partyWith } from '../parties/filers.ts'

/** What a linked body reads of a case: what was sent to it, never what went to others, nor the case's own history. */

export function tellBody(work: Work, referral: ReferralState, message: Message): void {
  for (const { id } of liaisonsOf(work, referral.bodyId)) tell(work, { staff: id }, message)
}

/** A short word about it, with the case one tap away as long as it is theirs to see. */
export function bodyNote(work: Work, referral: ReferralState, text: Words[]): Message {
  const { case: state } = work
  const seen = concerning(work.referrals.values(), referral.bodyId).some(({ id }) => id === referral.id)
  return { as: 'card', text: [words('about', { number: state.number, kind: kindWords(state) }), ...text], buttons: seen ? [[lookButton(state)]] : [] }
}

/** What is asked of them, the facts as on offer, and how they answer. */
export function sentMessage(work: Work, referral: ReferralState): Message {
  const buttons = [actionButton(work.case, work.regulation, 'receive-referral', 'main'), actionButton(work.case, work.regulation, 'refuse-referral')]
  return { as: 'card', text: sentWords(work, referral), card: factsFor(work.case, work, referral), buttons: [...inRows(buttons), [lookButton(work.case)]] }
}

/** The case as whoever speaks for a body sees it. */
export function bodyCard(state: CaseState, world: World, member: StaffMember): Message | null {
  const work = begin(state, { type: 'filed' }, world)
  const own = concerning(world.referrals ?? [], member.body ?? -1)
  const [referral] = own
  if (!referral) return null
  const text = referral.direction === 'out' ? sentWords(work, referral) : cameWords(work, referral)
  return { as: 'card', text: [...text, words(`refer.state.${referral.direction}-${referral.state}`)], card: factsFor(state, world, referral), buttons: actionRows(work, member) }
}

/** For the applicant: where it is, under which number, by when they answer, and how to reach them (CSM-2). */
export function noticeWords({ kind, number, dueAt }: ReferralState, body: LinkedBody, key: 'referred' | 'referral-taken'): Words[] {
  return [
    words(`told.${key}${key === 'referred' ? `-${kind}` : ''}`, { body: body.name, number: numberWords(number), day: { day: dueAt } }),
    ...(body.phone === null ? [] : [words('told.body-phone', { phone: body.phone })]),
    ...(body.place === null ? [] : [words('told.body-place', { place: body.place })]),
  ]
}

export function numberWords(number: string): Words {
  return words('refer.number', { number })
}

export function bodyName(work: Work, { bodyId }: Pick<ReferralState, 'bodyId'>): string {
  return bodyOf(work.world, bodyId)?.name ?? ''
}

function sentWords(work: Work, { number, kind, said, dueAt, by }: ReferralState): Words[] {
  return [
    words('about', { number: work.case.number, kind: kindWords(work.case) }),
    words('told.referral-new', { office: work.world.office ?? '', who: nameOf(work, by), number: numberWords(number), how: words(`refer.how.${kind}`), day: { day: dueAt } }),
    ...(said === '' ? [] : [{ say: said }]),
    words('refer.story'), { say: work.case.story },
  ]
}

function cameWords(work: Work, { number, kind, dueAt, outcome, feedback }: ReferralState): Words[] {
  const { stage, handlerId } = work.case
  return [
    words('about', { number: work.case.number, kind: kindWords(work.case) }),
    words('refer.yours', { number, how: words(`refer.in.${kind}`), day: { day: dueAt } }),
    words('stage-line', { stage: words(`stage.${stage.at}`), who: nameOf(work, handlerId) }),
    ...(outcome === null ? [] : [words('refer.letter', { outcome: words(`refer.came-in.${outcome}`) })]),
    ...(feedback === null || feedback === '' ? [] : [{ say: feedback }]),
    words('refer.story'), { say: work.case.story },
  ]
}

/** Whoever it is about is named to them only where the applicant has agreed; another body's part in it never. */
function factsFor(state: CaseState, world: Pick<World, 'regulation'>, { bodyId, direction, shares }: ReferralState): Line[] {
  const referred = state.between.referred?.body === bodyId ? state.between.referred : null
  const lines = factLines({ ...state, between: { ...state.between, referred } }, world.regulation, 'offer')
  const applicant = partyWith(state, 'applicant')
  if (direction !== 'out' || !shares || !applicant) return lines
  return [...lines, ...(applicant.name === null ? [] : [line('applicant', { say: applicant.name })]), ...(applicant.contact === null ? [] : [line('applicant-contact', { say: applicant.contact })])]
}
