import { dayOf } from '../../calendar/limit.ts'
import type { Words } from '../../dialogue/message.ts'
import { datesOf, dateWords } from '../dates.ts'
import { planned } from '../ending/callback.ts'
import { residentMessage } from '../telling/messages.ts'
import { record, setSurvey, tell, words } from '../work.ts'
import type { Work } from '../work.ts'
import { open, reckon, ruleOf } from './duties.ts'

/**
 * The holidays of a year were confirmed or changed: every clock of the case is reckoned anew, and nothing else happens.
 * The resident hears of it only where a day moved that they have been shown.
 */
export function reckonAnew(work: Work): Words | null {
  const { calendar } = work.world
  const day = (at: number | null): string => (at === null || at === Infinity ? '' : dayOf(calendar.zone, at))
  const datesBefore = work.case.dates
  const before = new Map(open(work).map((duty) => [duty.id, day(duty.dueAt)]))
  work.case.dates = datesOf(work.regulation, work.case.answers, work.case.category, calendar)
  reckon(work)
  reckonSurveys(work)
  const duties = open(work).filter((duty) => ruleOf(work, duty.kind)?.shown && before.get(duty.id) !== day(duty.dueAt))
  const dates = work.case.dates.filter(({ id, at }) => datesBefore.some((each) => each.id === id && day(each.at) !== day(at)))
  if (duties.length === 0 && (dates.length === 0 || work.case.stage.at === 'closed')) return null
  record(work, 'reckoned')
  tell(work, { applicant: true }, residentMessage(work, [words('told.reckoned'), ...dateWords(work.regulation, dates, work.now)], { clock: duties.length > 0 }))
  return null
}

/** A survey whose time was to come is planned anew from the closing; one that came and was put off is not. */
function reckonSurveys(work: Work): void {
  const { stage } = work.case
  if (stage.at !== 'closed') return
  const at = planned(work, stage.since)
  if (at <= work.now) return
  for (const survey of work.surveys.values()) if (survey.state === 'waiting' && survey.nextAt !== at) setSurvey(work, { ...survey, nextAt: at })
}
