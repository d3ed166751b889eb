import { dayOf, instantOf } from '../../calendar/limit.ts'
import { idFrom } from '../../ids.ts'
import type { Words } from '../../dialogue/message.ts'
import type { StaffMember, World } from '../case.ts'
import { happen } from '../duties/duties.ts'
import { bodiesFor, cameIn, mayTakeBack, ours, waysFor } from '../offered/refer.ts'
import { answered, namesOf, notTaken, taken, tellApplicant } from '../referrals/course.ts'
import { owes } from '../referrals/duties.ts'
import { answerBody, ended } from '../referrals/letter.ts'
import { isSilentBody, isUnderWay, mayShare, outcomesIn, outcomesOut } from '../referrals/referral.ts'
import type { LinkedBody, ReferralState, WayOut } from '../referrals/referral.ts'
import { returnToBody } from '../referrals/returning.ts'
import { liaisonsOf } from '../referrals/rules.ts'
import { noticeWords, sentMessage, tellBody } from '../referrals/telling.ts'
import { staffMessage, withFiles } from '../telling/messages.ts'
import { draw, record, setReferral, tell, words } from '../work.ts'
import type { Work } from '../work.ts'
import type { StaffActs, StaffEvent } from './act.ts'
import type { ToldActs } from './told.ts'

/** A case goes to a linked body and comes back, or came from one and is answered (MED-22, LAB-6, CSM-2). */

const numberDigits = 3

export const referActs: StaffActs = {
  refer(work, member, event) {
    const { body: chosen = '', how = '', words: said = '', day = '' } = event.given ?? {}
    const body = bodiesFor(nowOf(work)).find(({ id }) => String(id) === chosen)
    const way = waysFor(work.case, nowOf(work)).find((each) => each === how)
    if (!body) return words('refused.body-has-it')
    if (!way) return words('refused.choice')
    if (said.trim() === '' && (event.files ?? []).length === 0) return words('refused.words-needed')
    const dueAt = lastMomentOf(work, day)
    return dueAt === null || dueAt <= work.now ? words('refused.day-over') : send(work, member, body, way, { said: said.trim(), dueAt, shares: event.given?.['share'] === 'yes' && mayShare(work.case) }, event.files ?? [])
  },
  'take-back-referral'(work, _member, event, said) {
    const referral = which(work, event, (each) => mayTakeBack(work.case, each))
    if (!referral) return words('refused.choice')
    if (said === '') return words('refused.words-needed')
    const names = namesOf(work, referral)
    record(work, 'referral-taken-back', { ...names, words: { say: said } }, false)
    ended(work, referral, [words('told.referral-taken-back', names), { say: said }])
    tellApplicant(work, [words('told.referral-back-you', names)])
    return null
  },
  'record-reception'(work, _member, event, said) {
    const [number, answer] = (event.choice ?? '').split('.')
    const referral = sentOut(work).find((each) => each.number === number && each.state === 'sent')
    if (!referral || (answer !== 'yes' && answer !== 'no')) return words('refused.choice')
    return answer === 'yes' ? taken(work, referral) : notTaken(work, referral, said)
  },
  'record-answer': (work, _member, event) => answers(work, which(work, event, (each) => isUnderWay(each) && each.state === 'received'), event),
  'receive-referral'(work, member) {
    const referral = ours(nowOf(work), member)
    return referral ? taken(work, referral) : words('refused.not-now')
  },
  'refuse-referral'(work, member, _event, said) {
    const referral = ours(nowOf(work), member)
    if (!referral) return words('refused.not-now')
    // Whoever has kept it until the day is over has had it: then they say what came of it.
    return work.now > referral.dueAt ? words('refused.referral-late', { day: { day: referral.dueAt } }) : notTaken(work, referral, said)
  },
  'answer-referral': (work, member, event) => answers(work, ours(nowOf(work), member), event),
  'answer-body'(work, _member, event) {
    const referral = cameIn(nowOf(work))
    const { outcome = '', words: said = '' } = event.given ?? {}
    if (!referral || !['under-way', ...outcomesIn].includes(outcome)) return words('refused.choice')
    return answerBody(work, referral, outcome, said.trim())
  },
  'return-referral'(work, member, event, said) {
    const referral = cameIn(nowOf(work))
    if (!referral || !['both-unwilling', 'one-unwilling', 'failed', 'other'].includes(event.choice ?? '')) return words('refused.choice')
    return said === '' ? words('refused.words-needed') : returnToBody(work, referral, event.choice ?? '', said, member.id)
  },
}

/** Somebody speaks for a body no more: what they owed finds its next owner when the clocks are reckoned. */
export const referTold: ToldActs = { 'body-changed': () => null }

function send(work: Work, member: StaffMember, body: LinkedBody, kind: WayOut, told: Pick<ReferralState, 'said' | 'dueAt' | 'shares'>, files: readonly string[]): null {
  const year = dayOf(work.world.calendar.zone, work.now).slice(0, 4)
  // Its own series, for each office and year.
  const number = `${year}-${String(draw(work, `referral/${work.case.officeId}/${year}`)).padStart(numberDigits, '0')}`
  const referral: ReferralState = {
    id: idFrom(work.world.seed, 'referral'), bodyId: body.id, number, direction: 'out', kind, state: 'sent', by: member.id, outcome: null, feedback: null,
    sentAt: work.now, receivedAt: null, answeredAt: null, ...told,
  }
  const names = { ...namesOf(work, referral), how: words(`refer.how.${kind}`), day: { day: told.dueAt } }
  setReferral(work, referral)
  record(work, 'referred-to', names)
  if (told.said !== '') record(work, 'noted', { who: member.name, words: { say: told.said } }, false)
  happen(work, 'referral-sent')
  owes(work, referral, 'receive-referral')
  tellBody(work, referral, withFiles(sentMessage(work, referral), files))
  tellApplicant(work, [...noticeWords(referral, body, 'referred'), ...(told.shares ? [words('told.referral-shares')] : [])])
  const silent = isSilentBody(liaisonsOf(work, body.id))
  tell(work, { staff: member.id }, staffMessage(work, [words('did.refer', names), words(silent ? 'did.refer-silent' : 'did.refer-told', { body: body.name, phone: body.phone ?? words('refer.no-phone') })], silent ? ['record-reception'] : []))
  return null
}

function answers(work: Work, referral: ReferralState | undefined, { given = {}, files = [] }: StaffEvent): Words | null {
  const { outcome = '', words: said = '' } = given
  if (!referral || !outcomesOut.some((each) => each === outcome)) return words('refused.choice')
  return said.trim() === '' && files.length === 0 ? words('refused.words-needed') : answered(work, referral, outcome, said.trim(), files)
}

/** The one that is meant: by its number, or the only one there is. */
function which(work: Work, { choice }: StaffEvent, wanted: (each: ReferralState) => boolean): ReferralState | undefined {
  const found = sentOut(work).filter(wanted)
  return found.length === 1 && choice === undefined ? found[0] : found.find(({ number }) => number === choice)
}

function sentOut(work: Work): ReferralState[] {
  return [...work.referrals.values()].filter(({ direction }) => direction === 'out')
}

/** The end of that day on the office's wall; null for what is no day. */
function lastMomentOf(work: Work, day: string): number | null {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? instantOf(work.world.calendar.zone, day, '24:00') - 1 : null
}

function nowOf(work: Work): World {
  return { ...work.world, regulation: work.regulation, referrals: [...work.referrals.values()] }
}
