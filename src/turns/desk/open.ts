import type { CaseState } from '../../cases/case.ts'
import { matches, thisTime } from '../../cases/conditions.ts'
import { isAboutHolder } from '../../cases/duties/houseRules.ts'
import { act } from '../../cases/telling/messages.ts'
import type { Value, Words } from '../../dialogue/message.ts'
import { openOfKind, withoutHolder } from '../../store/headLists.ts'
import { listed, named, type Item } from './lists.ts'
import type { Desk, DeskPage } from './page.ts'
import { officesOf, seenCases, type Seen } from './seen.ts'

/** Cases with nobody, and contested ones; each opens the choice of somebody to assign it to, with the machine's suggestion (MED-1, MED-10). */
export const openPage: DeskPage = {
  id: 'open',
  roles: ['head', 'leader'],
  menu: { key: 'desk:open.button' },
  async show(desk, choice) {
    const items = await openItems(desk)
    return listed('open', { key: items.length === 0 ? 'desk:open.none' : 'desk:open.title', with: { count: items.length } }, items, choice)
  },
}

/** So many have said no, or nothing, before it is called contested. */
const contestedFrom = 2

async function openItems(desk: Desk): Promise<Item[]> {
  const offices = officesOf(desk)
  const aside = await openOfKind(desk.tx, offices, [...new Set(desk.regulations.flatMap((regulation) => regulation.duties.filter((duty) => isAboutHolder(regulation, duty)).map(({ id }) => id)))])
  const ids = [...await withoutHolder(desk.tx, offices), ...aside.map(({ caseId }) => caseId)]
  const seen = await seenCases(desk, ids)
  const found = [...new Set(ids)].flatMap((id): { since: number; item: Item }[] => {
    const one = seen.get(id)
    const line = one && why(one, aside.some(({ caseId }) => caseId === id))
    return one && line ? [{ since: line.since, item: { lines: [{ key: `desk:open.${line.key}`, with: { ...named(one.state), ...line.with, since: { moment: line.since } } }], buttons: [{ label: { say: one.state.number }, press: act(one.state, line.key === 'aside' ? 'look' : 'assign') }] } }] : []
  })
  return found.sort((a, b) => a.since - b.since).map(({ item }, n) => numbered(item, n + 1))
}

type Why = { key: 'aside' | 'gone' | 'nobody' | 'contested'; since: number; with?: Record<string, Value> }

/** Null while it is on its way to the first or second colleague by itself. */
function why({ state, world, member }: Seen, aside: boolean): Why | null {
  const { stage, handlerId, tried } = state
  const refused = tried.filter((each) => each.why !== 'handled-before').length
  // Why somebody else shall mediate is not for whoever does.
  if (aside) return handlerId === member.id ? null : { key: 'aside', since: lastOf(state, world.regulation.mediates?.aside.happens ?? 'recusal-asked') }
  if (handlerId !== null && !world.staff.some(({ id }) => id === handlerId)) return { key: 'gone', since: state.acceptedAt ?? state.filedAt }
  if (stage.at === 'filed') return { key: 'nobody', since: lastOf(state, 'unassigned') }
  if (stage.at !== 'assigned' || refused < contestedFrom) return null
  return { key: 'contested', since: lastOf(state, 'filed'), with: { times: refused, who: world.staff.find(({ id }) => id === stage.to)?.name ?? '' } }
}

function lastOf(state: CaseState, what: string): number {
  return thisTime(state).findLast((each) => matches(what, each.what))?.at ?? thisTime(state)[0]?.at ?? state.filedAt
}

export function numbered({ lines: [first, ...lines], buttons }: Item, n: number): Item {
  const line: Words[] = first && 'key' in first ? [{ key: first.key, with: { ...first.with, n } }] : []
  return { lines: [...line, ...lines], buttons }
}
