import type { Words } from '../../dialogue/message.ts'
import type { CaseState } from '../case.ts'
import { partyWith } from '../parties/filers.ts'
import { chosen } from '../parties/votes.ts'
import { words } from '../work.ts'

/** How those on the applicant's side stand to each other, as they read it on the card: never a name they did not choose to show. */
export function filerWords(state: CaseState): Words[] {
  const { consent, codeName, group } = state.between
  const spoken = group ? chosen(group) : []
  return [
    ...(codeName === null ? [] : [words('filer.hidden', { code: codeName })]),
    ...(consent === 'asked' ? [words('filer.consent-asked', { name: partyWith(state, 'applicant')?.name ?? '' })] : consent === 'given' ? [words('filer.consent-given', { who: partyWith(state, 'proxy')?.name ?? '', name: partyWith(state, 'applicant')?.name ?? '' })] : []),
    ...(group ? [words('filer.group', { n: group.joined.length }), spoken.length > 0 ? words('filer.speak', { names: { list: spoken.map(({ name }) => ({ say: name })) } }) : words('filer.founder')] : []),
  ]
}
