import { due, parseLimit } from '../../calendar/limit.ts'
import { drawFrom, idFrom } from '../../ids.ts'
import type { Words } from '../../dialogue/message.ts'
import type { StaffMember, SurveyState } from '../case.ts'
import { matchesAny, thisTime } from '../conditions.ts'
import { askWhether } from '../acts/contact.ts'
import { callerOf, happen, ruleOf } from '../duties/duties.ts'
import { lastChance } from '../duties/lastChance.ts'
import { isUnseated } from '../parties/filers.ts'
import { quotaKey } from '../numbering.ts'
import { residentMessage, staffMessage, surveyMessage, topics, visitMessage } from '../telling/messages.ts'
import { reopen } from './reopening.ts'
import { tellWaysAfterScore } from './ways.ts'
import { personRelation } from '../access.ts'
import { otherSide } from '../table.ts'
import { answerForBoth } from '../telling/sides.ts'
import { awake, draw, isFinding, nameOf, orNull, record, setSurvey, tell, tellApart, tellRole, words } from '../work.ts'
import type { Work } from '../work.ts'

/**
 * Callbacks after closing: who is asked is drawn, nobody is asked twice, at night, or while busy (PRO-7, MED-16). Some are
 * asked by a visit instead of in their chat: by a running number, so that the share holds at any time (PRO-9);
 * who was asked by chat too often of late is called by phone. Visit and call count from the closing, whatever held them up;
 * where no office hour is left for a visit, they are asked by chat.
 */

const busyWaitMinutes = 20

/** At closing the lot falls; one closing is asked about once. The score will count for whoever handled it now. */
export function planSurvey(work: Work): void {
  if (isFinding(work)) return
  const other = otherSide(work.case)
  if (!isUnseated(work.case)) plan(work, work.case.applicantId, '')
  // Whoever did not want to take part has nothing to say about how it was led.
  if (other?.personId && other.willing !== 'unwilling') plan(work, other.personId, '/respondent')
}

/** Each has a lot of their own. */
function plan(work: Work, personId: string, lot: '' | '/respondent'): void {
  const round = work.case.reopened + 1
  const id = idFrom(work.world.seed, `survey/${round}${lot}`)
  if ([...work.surveys.values()].some((survey) => survey.round === round && survey.personId === personId)) return
  if (drawFrom(work.world.seed, `callback/${work.case.id}/${round}${lot}`) >= groupOf(work).share) return
  if (lot !== '') work.case.between.otherSurveys.push(id)
  setSurvey(work, {
    id, personId, round, staffId: work.case.handlerId, state: 'waiting',
    mode: 'chat', nextAt: planned(work, work.now), sentAt: null, score: null, words: null, reason: null,
  })
}

/** The other side of a mediation is asked apart from the applicant; neither hears what the other says. */
function isOther(work: Work, { id }: SurveyState): boolean {
  return work.case.between.otherSurveys.includes(id)
}

/** Who was asked for a side has left it: what they were asked in their chat is over, and whoever is there now is asked, visited or called instead. */
export function handOnSurveys(work: Work, from: string | null, to: string): void {
  for (const survey of work.surveys.values()) {
    if (survey.personId !== from || isOther(work, survey)) continue
    if (survey.state === 'sent' && survey.mode === 'chat') skip(work, survey, 'left')
    else if (survey.state === 'waiting' || survey.state === 'sent') setSurvey(work, { ...survey, personId: to })
  }
}

/** When somebody whose case was closed then is asked, outside their quiet hours. */
export function planned(work: Work, closedAt: number): number {
  const delayed = orNull(() => due(work.world.calendar, closedAt, parseLimit(work.regulation.callback.delay)).at) ?? closedAt
  return awake(work, delayed)
}

/** Its time has come: sent, put off while the person is busy or asleep, or left out when they were asked often enough. */
export function surveyDue(work: Work, id: string, busy: boolean, recent: number, withdrawn = false): Words | null {
  const survey = work.surveys.get(id)
  if (survey?.state !== 'waiting' || survey.nextAt === null || survey.nextAt > work.now) return words('refused.not-due')
  const { callback } = work.regulation
  const { stage } = work.case
  if (stage.at !== 'closed' || survey.round !== work.case.reopened + 1) return skip(work, survey, 'reopened')
  if (withdrawn) return skip(work, survey, 'no-consent')
  const free = awake(work, busy ? work.now + busyWaitMinutes * 60_000 : work.now)
  if (free > work.now) {
    setSurvey(work, { ...survey, nextAt: free })
    return null
  }
  if (isOther(work, survey)) return askOther(work, survey, recent)
  const group = groupOf(work)
  const often = recent >= callback.cap.most
  // Nobody knocks at the door of who is known by a code name (PET-7).
  const wanted = work.case.between.codeName === null && isVisited(work, group) ? 'in-person' : often ? 'phone' : 'chat'
  // Who left no number cannot be called.
  if (wanted === 'phone' && !work.case.parties.some(({ role, contact }) => role === 'applicant' && contact !== null)) return skip(work, survey, 'asked-often')
  // No office hour left to visit in: asked by chat rather than late, but never more often than the cap allows.
  const mode = wanted === 'in-person' && !often && !isOpenBefore(work, stage.since) ? 'chat' : wanted
  const asked: SurveyState = { ...survey, state: 'sent', mode, sentAt: work.now, nextAt: null, reason: often && mode !== 'chat' ? 'asked-often' : callback.inPerson ? group.id : null }
  setSurvey(work, asked)
  if (mode === 'chat') {
    record(work, 'asked', {}, false)
    tell(work, { applicant: true, alone: true }, surveyMessage(work, asked))
    return null
  }
  const [what, actions] = mode === 'in-person' ? ['visit', ['visited']] : ['call', ['called']]
  if (often) record(work, 'not-asked', { reason: words('not-asked.asked-often') }, false)
  record(work, `${what}-drawn`, {}, false)
  happen(work, `${what}-drawn`, stage.since)
  const asks = topics(work)
  tellRole(work, callerOf(work), staffMessage(work, [words(`told.${what}`), ...(asks.length > 0 ? [words('told.visit-asks', { topics: { list: asks } })] : [])], actions))
  if (mode === 'in-person') tell(work, { applicant: true, alone: true }, visitMessage(work))
  return null
}

/** Always in their own chat, and never more often than the cap allows. Whoever has left is not asked. */
function askOther(work: Work, survey: SurveyState, recent: number): Words | null {
  const party = work.case.parties.find(({ role, personId }) => role === 'respondent' && personId === survey.personId)
  if (!party || recent >= work.regulation.callback.cap.most) return skip(work, survey, party ? 'asked-often' : 'left')
  const asked: SurveyState = { ...survey, state: 'sent', sentAt: work.now, nextAt: null }
  setSurvey(work, asked)
  record(work, 'asked', {}, false)
  tell(work, { party: party.id }, surveyMessage(work, asked, answerForBoth(work) ?? ''))
  return null
}

/** What was heard at a visit or on the phone: how many points, if they would say, and in what words (PRO-8). */
export function askedByStaff(work: Work, member: StaffMember, how: 'visited' | 'called', point: string | undefined, said: string): Words | null {
  const score = point === undefined || point === 'none' ? null : Number(point)
  if (score !== null && !isPoint(score)) return words('refused.choice')
  record(work, how, { who: member.name, words: { say: said } }, false)
  happen(work, how)
  const survey = [...work.surveys.values()].find((each) => each.state === 'sent' && each.round === work.case.reopened + 1 && !isOther(work, each))
  if (!survey) return null
  const heard = { ...survey, mode: how === 'visited' ? 'in-person' : 'phone', words: said } as const
  setSurvey(work, heard)
  if (score !== null) rate(work, heard, score)
  // Only who was visited can say that it took place.
  const party = work.case.parties.find(({ personId, role }) => personId === survey.personId && role !== 'former')
  if (how === 'visited' && party) askWhether(work, member, party, 'visit', survey.id)
  if (score === null) return null
  if (isLow(work, score)) passOnWords(work, said)
  return null
}

/** Nobody came in time: then they are asked in their chat after all, unless that happened too often of late. */
export function askByChat(work: Work): void {
  const survey = [...work.surveys.values()].find((each) => each.state === 'sent' && each.mode === 'in-person' && each.round === work.case.reopened + 1 && !isOther(work, each))
  // Without a group of the quota it was asked by chat from the first, as all were once.
  if (!survey || survey.reason === 'asked-often' || survey.reason === null) return
  record(work, 'asked', {}, false)
  tell(work, { applicant: true, alone: true }, surveyMessage(work, survey))
}

/** The first tap is the score. A low one opens the case again at once; why, they may tell afterwards. */
export function scored(work: Work, id: string, score: number): Words | null {
  const survey = work.surveys.get(id)
  if (!survey || survey.state === 'waiting' || survey.state === 'skipped' || hasLeft(work, survey)) return words('refused.no-survey')
  if (survey.score !== null) return words('refused.scored', { score: survey.score })
  if (!isPoint(score)) return words('refused.score')
  // They answered before anybody came: that was no visit. What they have confirmed themselves stays one.
  rate(work, survey.mode === 'proven' ? survey : { ...survey, mode: 'chat' }, score)
  return null
}

function rate(work: Work, survey: SurveyState, score: number): void {
  setSurvey(work, { ...survey, state: 'scored', score, nextAt: null })
  if (isOther(work, survey)) return ratedByOther(work, survey, score)
  work.case.score = score
  record(work, 'scored', { score })
  const low = isLow(work, score)
  happen(work, low ? 'scored.low' : 'scored.well')
  if (low && work.case.stage.at === 'closed' && survey.round === work.case.reopened + 1) reopen(work, words('reason.score', { score, who: nameOf(work, survey.staffId) }))
  else tellWaysAfterScore(work, survey.personId, score)
}

/** It opens nothing again: what the applicant has reached is not undone by it. Somebody above the mediator hears of a low one. */
function ratedByOther(work: Work, survey: SurveyState, score: number): void {
  record(work, 'scored-other', { score }, true, 'respondent')
  if (isLow(work, score)) tellApart(work, staffMessage(work, [words('told.score-other', { score })]))
  tellWaysAfterScore(work, survey.personId, score)
}

/** What they say about the score. About a low one, it goes to whoever has the case now and to the head. */
export function surveyWords(work: Work, id: string, said: string): Words | null {
  const survey = work.surveys.get(id)
  if (survey?.state !== 'scored' || hasLeft(work, survey)) return words('refused.no-survey')
  setSurvey(work, { ...survey, words: survey.words === null ? said : `${survey.words}\n${said}` })
  if (isOther(work, survey)) return saidByOther(work, survey, said)
  record(work, 'survey-words', { words: { say: said } })
  if (!isLow(work, survey.score ?? 5)) return null
  passOnWords(work, said)
  tell(work, { applicant: true, alone: true }, residentMessage(work, [words('told.survey-words-passed')]))
  return null
}

function saidByOther(work: Work, { personId, score }: SurveyState, said: string): null {
  record(work, 'survey-words-other', { words: { say: said } }, true, 'respondent')
  if (!isLow(work, score ?? 5)) return null
  tellApart(work, staffMessage(work, [words('told.survey-words-other'), { say: said }]))
  tell(work, { person: personId }, residentMessage(work, [words('told.survey-words-head')]))
  return null
}

function passOnWords(work: Work, said: string): void {
  const message = staffMessage(work, [words('told.survey-words'), { say: said }])
  const { stage } = work.case
  if (stage.at === 'assigned') tell(work, { staff: stage.to }, message)
  else if (work.case.handlerId !== null && stage.at !== 'closed') tellRole(work, 'handler', message)
  tellRole(work, 'head', message)
}

/** Those who said they were content are asked and visited by shares of their own (PRO-7, PRO-9). What counts is what they said until the closing. */
function groupOf({ regulation: { callback }, case: state }: Work): { id: string; share: number; inPerson: number } {
  const closedAt = state.stage.at === 'closed' ? state.stage.since : Infinity
  const said = thisTime(state).filter(({ at }) => at <= closedAt).map(({ what }) => what)
  if (callback.content && matchesAny(callback.content.when, said)) return { id: 'content', share: callback.content.share, inPerson: callback.content.inPerson }
  return { id: 'rest', share: callback.share, inPerson: callback.inPerson?.share ?? 0 }
}

/** The nth of those asked is visited when the visits made so far would fall short of the share without this one. */
function isVisited(work: Work, { id, inPerson }: { id: string; inPerson: number }): boolean {
  if (inPerson === 0) return false
  const nth = draw(work, quotaKey(work.regulation, work.case.officeId, work.now, work.world.calendar.zone, id))
  // A hair less, so that 0.07 of 100 is 7 and not 8.
  const owed = (asked: number): number => Math.ceil(asked * inPerson - 1e-9)
  return owed(nth) > owed(nth - 1)
}

/** Whether anybody can still visit before what the rule gives from the closing on is over. */
function isOpenBefore(work: Work, closedAt: number): boolean {
  const limit = ruleOf(work, 'call')?.limit
  const until = limit === undefined ? null : orNull(() => due(work.world.calendar, closedAt, parseLimit(limit)).at)
  return until === null || lastChance(work, work.now, until) !== null
}

/** They have no part in the case any more, and no say about it. */
function hasLeft({ case: state }: Work, { personId }: SurveyState): boolean {
  return personRelation(state, personId) === 'stranger'
}

function isPoint(score: number): boolean {
  return Number.isInteger(score) && score >= 1 && score <= 5
}

function isLow({ regulation }: Work, score: number): boolean {
  return score <= regulation.callback.reopensAt
}

function skip(work: Work, survey: SurveyState, reason: string): null {
  setSurvey(work, { ...survey, state: 'skipped', nextAt: null, reason })
  record(work, 'not-asked', { reason: words(`not-asked.${reason}`) }, false)
  return null
}
