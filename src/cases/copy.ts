import type { Words } from '../dialogue/message.ts'
import type { Regulation } from '../regulations/schema.ts'
import { actorOf, sideOf } from './access.ts'
import type { Answer, CaseState, Party } from './case.ts'
import { isSilent } from './dossier.ts'
import { keptWords } from './keeping.ts'
import { isTeller } from './parties/votes.ts'
import { linesFor, timeline, type HistoryLine } from './telling/past.ts'
import { stageWords } from './views.ts'
import { words } from './work.ts'

/** What is kept of a case for one of its people to have as a file: what they told, what they were told, and nothing of anybody else's room. */
export function copyOf(state: CaseState, rules: Regulation, history: readonly HistoryLine[], viewer: Party): Words[] {
  const { stage, between: { agreement } } = state
  const own = isTeller(state, viewer)
  const answered = stage.at === 'closed' && stage.answer !== '' && sideOf(viewer) === 'applicant' && !isSilent({ case: state, regulation: rules })
  return [
    words('copy.filed', { at: { moment: state.filedAt }, stage: stageWords(state), role: words(`copy.role.${viewer.role === 'former' ? 'follower' : viewer.role}`) }),
    keptWords(state, rules),
    ...(viewer.name === null && viewer.contact === null ? [] : [words('copy.known', { name: viewer.name ?? '', contact: viewer.contact ?? '' })]),
    ...(own ? [words('copy.story'), { say: state.story }, ...state.answers.map((answer) => answerLine(state, answer))] : []),
    ...(answered ? [words('copy.answer'), { say: stage.answer }] : []),
    ...(agreement?.sentAt && sideOf(viewer) !== null ? [words('copy.agreement'), ...agreement.clauses.map(({ text }): Words => ({ say: text }))] : []),
    words('copy.history'),
    ...timeline(readBy(state, history, viewer)),
  ]
}

function answerLine({ regulation }: CaseState, { id, text, asked }: Answer): Words {
  return words('copy.told', { label: { key: `${asked?.under ?? regulation}:label.${id}` }, value: text })
}

/** Of whoever follows a like case, only their own words are theirs. */
function readBy(state: CaseState, history: readonly HistoryLine[], viewer: Party): HistoryLine[] {
  if (sideOf(viewer) !== null) return linesFor(state, history, viewer)
  return viewer.personId === null ? [] : history.filter(({ kind, actor }) => kind === 'follower-added' && actor === actorOf(state, viewer.personId ?? ''))
}
