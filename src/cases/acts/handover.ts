import { accept, offerNext, passOn, tellWhoHolds } from '../assign/assign.ts'
import { askHandover, endHandover } from '../assign/handover.ts'
import type { StaffMember } from '../case.ts'
import { happen } from '../duties/duties.ts'
import { mayHave, takers } from '../offered/handover.ts'
import { residentMessage, staffMessage } from '../telling/messages.ts'
import { tellOtherSide } from '../telling/sides.ts'
import { memberOf, record, tell, tellStaff, words } from '../work.ts'
import type { Work } from '../work.ts'
import type { StaffActs } from './act.ts'
import type { ToldActs } from './told.ts'

/** A case changes hands: by itself, with all that somebody has, or because somebody goes or is away (ADM-3). */

export const handoverActs: StaffActs = {
  'hand-over': (work, member, event, said) => {
    const chosen = takers(work.case, { ...work.world, regulation: work.regulation }, member).find((each) => String(each.member.id) === event.choice)
    if (!chosen) return words('refused.choice')
    if (said === '') return words('refused.words-needed')
    askHandover(work, member, chosen.member, said)
    return null
  },
  'keep-it': (work) => {
    const to = work.case.between.handover?.to
    endHandover(work, 'handover-taken-back')
    if (to !== undefined) tellStaff(work, to, staffMessage(work, [words('told.handover-over')]))
    return null
  },
  'take-over': (work, member) => {
    const by = work.case.between.handover?.by
    work.case.between.handover = null
    accept(work, member)
    // Whoever stood in for the holder and handed it on hears that it is done.
    if (by !== undefined) tellStaff(work, by, staffMessage(work, [words('told.handover-taken', { who: member.name })]))
    return null
  },
  'decline-over': (work, _member, _event, said) => {
    if (said === '') return words('refused.words-needed')
    endHandover(work, 'handover-declined', [{ say: said }])
    return null
  },
}

/** `given`: staff ids as text, the name of whoever had it; `leaving`: they are gone. */
export const handoverTold: ToldActs = {
  'handed-over': (work, { given }) => {
    if (work.case.handlerId !== Number(given['from'])) return words('refused.unknown')
    const to = memberOf(work, Number(given['to']))
    if (to && mayHave(work.case, to, work.regulation)) return takeHeld(work, to)
    if (given['leaving'] === 'yes') return goesOn(work, given['name'] ?? '')
    tellStaff(work, Number(given['from']), staffMessage(work, [words('told.handover-barred', { who: to?.name ?? '' })], ['hand-over']))
    return null
  },
  /** Somebody works here no more: what they had on offer, or had been asked, goes on without them; what they owed by name is reckoned anew. */
  left: (work, { given }) => {
    const id = Number(given['staff'])
    const { stage, between: { handover } } = work.case
    if (handover?.to === id || handover?.by === id) endHandover(work, 'handover-silent')
    if (work.case.handlerId === id) return goesOn(work, given['name'] ?? '')
    if (stage.at !== 'assigned' || stage.to !== id) return null
    work.case.tried.push({ staff: id, why: 'handled-before' })
    record(work, 'left-staff', { who: given['name'] ?? '' }, false)
    happen(work, 'declined')
    offerNext(work)
    return null
  },
  /** Away from now on: what was on offer to them goes to the next. */
  away: (work, { given }) => {
    const { stage } = work.case
    if (stage.at !== 'assigned' || String(stage.to) !== given['staff']) return words('refused.unknown')
    passOn(work, 'declined', words('reason.absent'))
    return null
  },
}

/** The successor has it as it stands; the one who goes over to many cases at once hears of them in one message. */
function takeHeld(work: Work, to: StaffMember): null {
  if (work.case.stage.at === 'accepted') {
    accept(work, to, true)
    return null
  }
  work.case.handlerId = to.id
  const over = work.case.stage.at === 'closed'
  record(work, 'handed-over', { who: to.name }, !over)
  if (over) return null
  tell(work, { applicant: true }, residentMessage(work, [words('told.handed-over', { who: to.name })], { clock: true }))
  tellOtherSide(work, words('other.mediates', { who: to.name }))
  return null
}

/** Nobody has taken it: it is offered anew, and until then whoever answers for the office has it. */
function goesOn(work: Work, name: string): null {
  const before = work.case.handlerId
  const { stage } = work.case
  work.case.handlerId = null
  record(work, 'left-staff', { who: name }, false)
  if (before !== null && stage.at !== 'closed') tellWhoHolds(work, before, name)
  if (stage.at !== 'accepted') return null
  if (before !== null) work.case.tried.push({ staff: before, why: 'handled-before' })
  offerNext(work)
  return null
}
