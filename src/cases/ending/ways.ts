import type { Button, Words } from '../../dialogue/message.ts'
import { pressText } from '../../dialogue/press.ts'
import type { OutcomeRule, Regulation } from '../../regulations/schema.ts'
import type { Party } from '../case.ts'
import { factsOf, holds } from '../conditions.ts'
import { dateWords } from '../dates.ts'
import { residentMessage } from '../telling/messages.ts'
import { tell, words } from '../work.ts'
import type { Work } from '../work.ts'

/** What is still open to somebody when the case did not solve it: told, never asked for, and never in the way of anything. */

export function waysWords({ regulation }: Pick<Work, 'regulation'>, ways: readonly string[]): Words[] {
  return ways.length === 0 ? [] : [words('told.ways'), ...ways.map((way): Words => ({ key: `${regulation.id}:ways.${way}` }))]
}

/** What is open to the applicant when it does not come to an end here: the ways of every outcome that may still follow. */
export function furtherWays(work: Work): Words[] {
  return waysWords(work, waysOf(work.regulation.outcomes.filter((outcome) => !outcome.before && (!outcome.if || holds(outcome.if, factsOf(work.case))))))
}

/** Not content, and the score opens nothing again: then what else there is. */
export function tellWaysAfterScore(work: Work, personId: string, score: number): void {
  const party = work.case.parties.find((each) => each.personId === personId && each.role !== 'former')
  if (score <= discontentMost && work.case.stage.at === 'closed' && party) tellWays(work, party)
}

const discontentMost = 2

/** "It is not solved, what can I do?": the ways from here with their last days, a low score where it still opens the case again, a complaint about the handling. */
export function tellWays(work: Work, party: Party): void {
  const { case: state, regulation, now } = work
  const outcome = state.stage.at === 'closed' ? endOf(regulation, state.stage.outcome) : undefined
  // An end that was thought to be good names no ways of its own: then all that the rules know.
  const ways = outcome && outcome.ways.length > 0 ? outcome.ways : waysOf(regulation.outcomes)
  const days = party.role === 'respondent' ? [] : dateWords(regulation, state.dates.filter(({ id, at }) => outcome?.dates.includes(id) || (at !== null && at > now)), now)
  const survey = [...work.surveys.values()].find((each) => each.personId === party.personId && each.state === 'sent' && each.score === null && each.round === state.reopened + 1)
  const reopens = survey && party.role !== 'respondent' && regulation.callback.reopensAt > 0 ? [words('ways.score', { n: regulation.callback.reopensAt })] : []
  const points = survey && reopens.length > 0 ? [5, 4, 3, 2, 1].map((score): Button => ({ label: words(`survey.point.${score}`), press: pressText({ on: 'survey', surveyId: survey.id, score }) })) : []
  const message = residentMessage(work, [words('ways.begin'), ...waysWords(work, ways), ...days, ...reopens, words('ways.complain'), words('ways.anew')], { apart: true })
  tell(work, { party: party.id }, { ...message, buttons: [...points.map((each) => [each]), ...(message.buttons ?? []), [{ label: { key: 'talk:menu.file' }, press: pressText({ on: 'menu', choice: 'file', lasting: true }) }]] })
}

function endOf({ outcomes }: Pick<Regulation, 'outcomes'>, id: string): OutcomeRule | undefined {
  return outcomes.find((each) => each.id === id)
}

function waysOf(outcomes: readonly OutcomeRule[]): string[] {
  return [...new Set(outcomes.flatMap(({ ways }) => ways))]
}
