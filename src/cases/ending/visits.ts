import type { Contact } from '../between.ts'
import { surveyMessage } from '../telling/messages.ts'
import { setSurvey, tell } from '../work.ts'
import type { Work } from '../work.ts'

/** Whether a visit after closing took place is said by whoever was visited: only then it counts for the share (PRO-9). */

/** Their tap. Where nobody came, nobody was asked either: they are, in their chat, and what was written down for them falls. */
export function visitAnswered(work: Work, { survey: id, answer }: Contact): void {
  const survey = id === undefined ? undefined : work.surveys.get(id)
  if (survey?.mode !== 'in-person') return
  if (answer === 'yes') return setSurvey(work, { ...survey, mode: 'proven' })
  // A score that has opened the case again is looked into by those above; here it stands.
  const asksAnew = work.case.stage.at === 'closed' && survey.round === work.case.reopened + 1
  if (!asksAnew) return setSurvey(work, { ...survey, words: null })
  const asked = { ...survey, state: 'sent' as const, words: null, score: null }
  setSurvey(work, asked)
  work.case.score = null
  tell(work, { applicant: true, alone: true }, surveyMessage(work, asked))
}
