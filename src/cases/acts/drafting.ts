import { instantOf, dayOf } from '../../calendar/limit.ts'
import type { Words } from '../../dialogue/message.ts'
import { codeFrom } from '../../ids.ts'
import { agreementHash, boundParties, clauseCharsMax, hasAgreement, isConfirmed, isPaperNeeded, paperSigners, pastClause } from '../agreement/text.ts'
import { isWatched, notedByStep } from '../agreement/watch.ts'
import type { Agreement, Clause } from '../between.ts'
import { happen } from '../duties/duties.ts'
import { draftMessage, pickedMessage, sendMessage, sentMessage, statusMessage, sureMessage } from '../telling/agreement.ts'
import { residentMessage } from '../telling/messages.ts'
import { record, tell, words } from '../work.ts'
import type { Work } from '../work.ts'
import { takeWord } from './agreement.ts'
import type { StaffActs, StaffEvent } from './act.ts'
import type { StaffMember } from '../case.ts'

/** The mediator writes the agreement clause by clause, sends it to both sides, and records who signed it on paper (MED-14). */

export const clausesMost = 15
/** No promise reaches further than this. */
const yearsAheadMost = 10

export const draftingActs: StaffActs = {
  clause: draft,
  'send-agreement': send,
  'signed-on-paper': signOnPaper,
  agreement(work, member) {
    tell(work, { staff: member.id }, statusMessage(work, [], true))
    return null
  },
  'performance-noted': notePerformance,
}

/** Without a choice the draft is shown; else "facts", "add.<who>.<day>", "edit-<id>.<who>.<day>", "pick-<id>", "drop-<id>"; "sure-" before it where the agreement stands. */
function draft(work: Work, member: StaffMember, event: StaffEvent, said: string): Words | null {
  const [action = '', who = '', day = ''] = (event.choice ?? '').replace(/^sure-/, '').split('.')
  const [what = '', id = ''] = action.split('-')
  const clauses = work.case.between.agreement?.clauses ?? []
  const at = clauses.findIndex((each) => each.id === id)
  const clause = clauses[at]
  if (action === '') return show(work, member)
  if ((what === 'pick' || what === 'drop' || what === 'edit') && !clause) return show(work, member, words('refused.no-clause'))
  if (['add', 'facts', 'edit', 'drop'].includes(what) && isConfirmed(work.case) && !event.choice?.startsWith('sure-')) {
    tell(work, { staff: member.id }, sureMessage(work, action))
    return null
  }
  if (what === 'pick' && clause) {
    tell(work, { staff: member.id }, pickedMessage(work, clause, at + 1))
    return null
  }
  if (what === 'drop' && clause) {
    change(work, member, { clauses: clauses.toSpliced(at, 1) })
    return show(work, member, words('agreement.dropped', { n: at + 1 }))
  }
  if (what === 'facts') {
    if (said === '') return words('refused.words-needed')
    if ([...said].length > clauseCharsMax) return words('refused.clause-long', { most: clauseCharsMax })
    change(work, member, { facts: said })
    return show(work, member, words('agreement.facts-noted'))
  }
  if (what !== 'add' && what !== 'edit') return words('refused.choice')
  const written = readClause(work, said, who, day)
  if ('refused' in written) return written.refused
  if (clause) {
    change(work, member, { clauses: clauses.with(at, { ...clause, ...written }) })
    return show(work, member, words('agreement.changed', { n: at + 1 }))
  }
  if (clauses.length >= clausesMost) return words('refused.clauses-many', { most: clausesMost })
  change(work, member, { clauses: [...clauses, { id: codeFrom(work.world.seed, 'clause', 5), ...written, asked: null, done: {} }] })
  return show(work, member, words('agreement.added', { n: clauses.length + 1 }))
}

function readClause({ world: { calendar }, now }: Work, text: string, who: string, day: string): Pick<Clause, 'text' | 'who' | 'day'> | { refused: Words } {
  if (text === '') return { refused: words('refused.words-needed') }
  if ([...text].length > clauseCharsMax) return { refused: words('refused.clause-long', { most: clauseCharsMax }) }
  if (who !== 'applicant' && who !== 'respondent' && who !== 'both') return { refused: words('refused.choice') }
  if (day === 'none') return { text, who, day: null }
  const today = dayOf(calendar.zone, now)
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || day < today || Number(day.slice(0, 4)) > Number(today.slice(0, 4)) + yearsAheadMost) return { refused: words('refused.clause-day') }
  return { text, who, day: instantOf(calendar.zone, day, '24:00') - 1 }
}

/** What was sent stands no more once a word of it is changed: confirmations fall away, and both sides hear of it. */
function change(work: Work, member: StaffMember, to: { clauses: Clause[] } | { facts: string }): void {
  const before = work.case.between.agreement
  const now: Agreement = { version: before?.version ?? 0, facts: before?.facts ?? null, clauses: before?.clauses ?? [], parties: [], hash: null, sentAt: null, confirmed: [], ...to }
  work.case.between.agreement = now
  record(work, 'agreement-drafted', { who: member.name, n: now.clauses.length }, false, 'shared')
  if (!before || before.hash === null) return
  record(work, 'agreement-changed', { who: member.name, version: before.version }, true, 'shared')
  happen(work, 'agreement.changed')
  for (const to of bothSides) tell(work, to, residentMessage(work, [words('agreement.changing')]))
}

const bothSides = [{ applicant: true }, { respondent: true }] as const

function show(work: Work, member: StaffMember, before?: Words): null {
  tell(work, { staff: member.id }, draftMessage(work, before ? [before] : []))
  return null
}

function send(work: Work, member: StaffMember, event: StaffEvent): Words | null {
  const { agreement } = work.case.between
  if (!agreement || agreement.hash !== null || !hasAgreement(work.regulation)) return words('refused.not-now')
  const past = pastClause(agreement, work.now)
  if (past) return words('refused.clause-past', { n: past.n, text: past.clause.text })
  if (event.choice !== 'yes') {
    tell(work, { staff: member.id }, sendMessage(work))
    return null
  }
  const { objected: _objected, ...draft } = agreement
  const fresh: Agreement = { ...draft, version: agreement.version + 1, clauses: agreement.clauses.map(({ id, text, who, day }) => ({ id, text, who, day, asked: null, done: {} })), parties: boundParties(work.case), hash: null, sentAt: work.now, confirmed: [] }
  work.case.between.agreement = { ...fresh, hash: agreementHash(work.case.number, fresh, work.world.calendar.zone) }
  record(work, 'agreement-sent', { who: member.name, version: fresh.version, n: fresh.clauses.length }, true, 'shared')
  happen(work, 'agreement.sent')
  for (const to of bothSides) tell(work, to, sentMessage(work, [words('agreement.from', { who: member.name })]))
  // Whoever has no chat reads and signs it on paper.
  tell(work, { staff: member.id }, statusMessage(work, [words('did.send-agreement')], isPaperNeeded(work.case)))
  return null
}

function signOnPaper(work: Work, member: StaffMember, event: StaffEvent, said: string): Words | null {
  if (said === '') return words('refused.words-needed')
  const party = work.case.parties[Number(/^p(\d+)$/.exec(event.choice ?? '')?.[1])]
  const signer = paperSigners(work.case).find((each) => each.party.id === party?.id)
  if (!signer) return words('refused.choice')
  record(work, 'signed-on-paper', { who: member.name, words: { say: said } }, false, 'shared')
  takeWord(work, signer.party, signer.side, 'paper')
  if (!isConfirmed(work.case)) tell(work, { staff: member.id }, statusMessage(work, [words('did.signed-on-paper')]))
  return null
}

/** Where the regulation has no step for it: what was found of the performance, and what was done about it (MED-15). */
function notePerformance(work: Work, member: StaffMember, event: StaffEvent, said: string): Words | null {
  const { choice = '' } = event
  if (!isWatched(work.case) || notedByStep(work.case, work.regulation) || !['done', 'partly', 'not-done'].includes(choice)) return words('refused.choice')
  if (said === '') return words('refused.words-needed')
  record(work, 'performance-noted', { who: member.name, answer: words(`agreement.performed.${choice}`), words: { say: said } }, false, 'shared')
  // Where the regulation follows it up itself, though the case ended otherwise, it hears of it by its own words.
  const own = work.regulation.steps.some(({ id }) => id === 'performance')
  happen(work, choice === 'done' ? 'performance.performed' : `${own ? 'performance' : 'followed-up'}.${choice}`)
  return null
}
