import type { Words } from '../../dialogue/message.ts'
import { actionsFor, allowed, outcomesFor, whyNot, whyNotStep } from '../actions.ts'
import type { CommonAction } from '../actions.ts'
import { accept, endPause, handTo, passOn } from '../assign/assign.ts'
import { chosenOf } from '../assign/choosing.ts'
import type { StaffMember } from '../case.ts'
import { askedByStaff } from '../ending/callback.ts'
import { close, signOff, stillToDo } from '../ending/closing.ts'
import { isSilent } from '../dossier.ts'
import { happen } from '../duties/duties.ts'
import { didMessage, residentMessage } from '../telling/messages.ts'
import { handOn } from '../telling/handed.ts'
import { tellOtherSide } from '../telling/sides.ts'
import { memberOf, present, record, tell, words } from '../work.ts'
import type { Work } from '../work.ts'
import { moreStaffActs } from './more.ts'
import type { StaffEvent } from './act.ts'
import { staffOffers } from '../offered/offers.ts'
import { staysMerged } from '../offered/offer.ts'
import type { StaffOffer } from '../offered/offer.ts'
import { chatlessApplicant } from '../offered/registered.ts'
import { takeStep } from './steps.ts'

/** What members of staff do, one function for each common action; steps of the regulation are in steps.ts. */

export function staffActs(work: Work, event: StaffEvent): Words | null {
  const member = memberOf(work, event.staff)
  if (!member) return words('refused.not-yours')
  if (event.action === 'look') return look(work, member)
  const step = work.regulation.steps.find((each) => each.id === event.action)
  const before = work.case.stage
  const refused = step ? whyNotStep(work.case, present(work), member, step) ?? takeStep(work, member, step, event) : common(work, member, event)
  if (refused) return refused
  handOn(work, before, event)
  const closes = event.action !== 'close' ? null : `${work.case.stage.at === 'settling' ? 'closing' : 'close'}${isSilent(work) ? '-silent' : ''}`
  const done: Words = step ? words('did.step', { step: { key: `${work.world.regulation.id}:step.${step.id}` } }) : words(`did.${closes ?? event.action}`)
  // Who took the case has just been shown it whole; everybody else hears that it is done.
  if (!work.tells.some(({ to }) => 'staff' in to && to.staff === member.id)) tell(work, { staff: member.id }, didMessage(work, member, [done, ...unheard(work), ...(event.action === 'close' ? stillToDo(work) : [])]))
  return null
}

/** What would have been written to somebody without a chat is theirs to hear by phone. */
function unheard(work: Work): Words[] {
  return chatlessApplicant(work.case) && work.tells.some(({ to }) => 'applicant' in to) ? [words('registered.phone')] : []
}

function common(work: Work, member: StaffMember, event: StaffEvent): Words | null {
  const offer = staffOffers.find(({ id }) => id === event.action)
  if (offer) return doMore(work, member, event, offer)
  if (!isCommon(event.action)) return words('refused.unknown')
  return whyNot(work.case, present(work), member, event.action) ?? acts[event.action](work, member, event, (event.words ?? '').trim())
}

function doMore(work: Work, member: StaffMember, event: StaffEvent, { id, may, offer, instead }: StaffOffer): Words | null {
  const { stage, between: { merged } } = work.case
  if (merged && !staysMerged({ id, may })) return allowed(work.case, present(work), member, may) ? words('refused.merged', { number: merged.into.number }) : words('refused.not-yours')
  if (!allowed(work.case, present(work), member, may)) return instead?.(work.case, member, present(work)) ?? words(stage.at === 'assigned' && stage.to === member.id ? 'refused.take-first' : 'refused.not-yours')
  if (!offer(work.case, present(work), member)) return instead?.(work.case, member, present(work)) ?? words(stage.at === 'closed' ? 'refused.closed' : 'refused.not-now')
  return moreStaffActs[id]?.(work, member, event, (event.words ?? '').trim()) ?? null
}

type Act = (work: Work, member: StaffMember, event: StaffEvent, said: string) => Words | null

const acts: Record<CommonAction, Act> = {
  take(work, member) {
    accept(work, member)
    return null
  },
  decline: (work, _member, event, said) => refuseOffer(work, 'declined', event, said),
  recuse: (work, _member, event, said) => refuseOffer(work, 'recused', event, said),
  message(work, member, _event, said) {
    if (said === '') return words('refused.words-needed')
    record(work, 'messaged', { who: member.name, words: { say: said } })
    happen(work, 'messaged')
    tell(work, { applicant: true }, residentMessage(work, [words('told.message', { who: member.name }), { say: said }], { reply: true }))
    return null
  },
  note(work, member, _event, said) {
    if (said === '') return words('refused.words-needed')
    record(work, 'noted', { who: member.name, words: { say: said } }, false)
    happen(work, 'noted')
    return null
  },
  hold(work, member, _event, said) {
    if (said === '') return words('refused.words-needed')
    work.case.stage = { at: 'accepted', hold: { since: work.now, reason: said } }
    work.case.pauses.push({ from: work.now, to: null, reason: said })
    record(work, 'held', { who: member.name, words: { say: said } })
    happen(work, 'held')
    // Why is for the applicant, whose time it is.
    tellOtherSide(work, words('other.held'))
    tell(work, { applicant: true }, residentMessage(work, [words('told.held', { who: member.name }), { say: said }]))
    return null
  },
  resume(work, member) {
    endPause(work)
    record(work, 'resumed', { who: member.name })
    happen(work, 'resumed')
    tellOtherSide(work, words('other.resumed'))
    tell(work, { applicant: true }, residentMessage(work, [words('told.resumed')], { clock: true }))
    return null
  },
  assign(work, member, event) {
    const chosen = chosenOf(work.case, present(work), event.choice)
    if ('refused' in chosen) return chosen.refused
    handTo(work, chosen.member, member.name, work.case.handlerId)
    return null
  },
  close(work, member, event, said) {
    const outcome = outcomesFor(work.case, present(work)).find((each) => each.id === event.choice)
    if (!outcome) return words('refused.choice')
    if (said === '') return words('refused.answer-needed')
    close(work, member, outcome, said)
    return null
  },
  'sign-off'(work, member, event, said) {
    if (event.choice !== 'yes' && event.choice !== 'no') return words('refused.choice')
    if (event.choice === 'no' && said === '') return words('refused.words-needed')
    signOff(work, member, event.choice === 'yes', said)
    return null
  },
  visited: (work, member, event, said) => (said === '' ? words('refused.words-needed') : askedByStaff(work, member, 'visited', event.choice, said)),
  called: (work, member, event, said) => (said === '' ? words('refused.words-needed') : askedByStaff(work, member, 'called', event.choice, said)),
}

/** A look changes nothing and restarts nothing, but it is written down. */
function look(work: Work, member: StaffMember): Words | null {
  if (!allowed(work.case, present(work), member, 'look')) return words('refused.not-yours')
  record(work, 'looked', { who: member.name }, false)
  return null
}

function refuseOffer(work: Work, why: 'declined' | 'recused', event: StaffEvent, said: string): Words | null {
  const known = actionsFor(work.case, present(work), memberOf(work, event.staff) as StaffMember).find((action) => action.id === event.action)?.choices
  const choice = known?.find((each) => each.id === event.choice)
  if (event.choice !== undefined && !choice) return words('refused.choice')
  if (said === '' && (!choice || choice.words)) return words('refused.words-needed')
  passOn(work, why, said !== '' ? { say: said } : choice?.label)
  return null
}

function isCommon(action: string): action is CommonAction {
  return Object.hasOwn(acts, action)
}
