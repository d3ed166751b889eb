import { due, parseLimit, quietEnd } from '../../calendar/limit.ts'
import { drawFrom, idFrom } from '../../ids.ts'
import type { Words } from '../../dialogue/message.ts'
import type { SurveyState } from '../case.ts'
import { matchesAny, thisTime } from '../conditions.ts'
import { happen } from '../duties/duties.ts'
import { residentMessage, staffMessage, surveyMessage, topics } from '../telling/messages.ts'
import { reopen } from './reopening.ts'
import { nameOf, record, setSurvey, tell, tellRole, words } from '../work.ts'
import type { Work } from '../work.ts'

/** Callback visits after closing: who is asked is drawn, nobody is asked twice, at night, or while busy (PRO-7, MED-16). */

const busyWaitMinutes = 20

/** At closing the lot falls; one closing is asked about once. The score will count for whoever handled it now. */
export function planSurvey(work: Work): void {
  const { callback } = work.regulation
  const round = work.case.reopened + 1
  if ([...work.surveys.values()].some((survey) => survey.round === round)) return
  const content = callback.content && matchesAny(callback.content.when, thisTime(work.case).map(({ what }) => what)) ? callback.content : { share: callback.share, inPerson: callback.inPerson?.share ?? 0 }
  const draw = (name: string): number => drawFrom(work.world.seed, `${name}/${work.case.id}/${round}`)
  if (draw('callback') >= content.share) return
  const { calendar } = work.world
  setSurvey(work, {
    id: idFrom(work.world.seed, `survey/${round}`), personId: work.case.applicantId, round, staffId: work.case.handlerId, state: 'waiting',
    mode: draw('in-person') < content.inPerson ? 'in-person' : 'chat',
    nextAt: quietEnd(calendar.zone, due(calendar, work.now, parseLimit(callback.delay)).at, callback.quiet), sentAt: null, score: null, words: null, reason: null,
  })
}

/** Its time has come: sent, put off while the person is busy or asleep, or left out when they were asked often enough. */
export function surveyDue(work: Work, id: string, busy: boolean, recent: number): Words | null {
  const survey = work.surveys.get(id)
  if (survey?.state !== 'waiting' || survey.nextAt === null || survey.nextAt > work.now) return words('refused.not-due')
  const { callback } = work.regulation
  const { zone } = work.world.calendar
  if (work.case.stage.at !== 'closed' || survey.round !== work.case.reopened + 1) return skip(work, survey, 'reopened')
  const wait = busy ? work.now + busyWaitMinutes * 60_000 : work.now
  const awake = quietEnd(zone, wait, callback.quiet)
  if (awake > work.now) {
    setSurvey(work, { ...survey, nextAt: awake })
    return null
  }
  const visit = survey.mode === 'in-person'
  if (recent >= callback.cap.most) skip(work, survey, 'asked-often')
  else {
    setSurvey(work, { ...survey, state: 'sent', sentAt: work.now, nextAt: null })
    record(work, 'asked', {}, false)
    tell(work, { applicant: true }, surveyMessage(work, survey, visit))
  }
  if (visit) {
    happen(work, 'visit-drawn')
    const asks = topics(work)
    tellRole(work, 'head', staffMessage(work, [words('told.visit'), ...(asks.length > 0 ? [words('told.visit-asks', { topics: { list: asks } })] : [])], ['visited']))
  }
  return null
}

/** The first tap is the score. A low one opens the case again at once; why, they may tell afterwards. */
export function scored(work: Work, id: string, score: number): Words | null {
  const survey = work.surveys.get(id)
  if (!survey || survey.state === 'waiting' || survey.state === 'skipped') return words('refused.no-survey')
  if (survey.score !== null) return words('refused.scored', { score: survey.score })
  if (!Number.isInteger(score) || score < 1 || score > 5) return words('refused.score')
  setSurvey(work, { ...survey, state: 'scored', score, nextAt: null })
  work.case.score = score
  record(work, 'scored', { score })
  const low = score <= work.regulation.callback.reopensAt
  happen(work, low ? 'scored.low' : 'scored.well')
  if (low && work.case.stage.at === 'closed' && survey.round === work.case.reopened + 1) reopen(work, words('reason.score', { score, who: nameOf(work, survey.staffId) }))
  return null
}

/** What they say about the score. About a low one, it goes to whoever has the case now and to the head. */
export function surveyWords(work: Work, id: string, said: string): Words | null {
  const survey = work.surveys.get(id)
  if (survey?.state !== 'scored') return words('refused.no-survey')
  setSurvey(work, { ...survey, words: survey.words === null ? said : `${survey.words}\n${said}` })
  record(work, 'survey-words', { words: { say: said } })
  if ((survey.score ?? 5) > work.regulation.callback.reopensAt) return null
  const message = staffMessage(work, [words('told.survey-words'), { say: said }])
  const { stage } = work.case
  if (stage.at === 'assigned') tell(work, { staff: stage.to }, message)
  else if (work.case.handlerId !== null && stage.at !== 'closed') tellRole(work, 'handler', message)
  tellRole(work, 'head', message)
  tell(work, { applicant: true }, residentMessage(work, [words('told.survey-words-passed')]))
  return null
}

function skip(work: Work, survey: SurveyState, reason: string): null {
  setSurvey(work, { ...survey, state: 'skipped', nextAt: null, reason })
  record(work, 'not-asked', { reason: words(`not-asked.${reason}`) }, false)
  return null
}
