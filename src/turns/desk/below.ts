import type { CaseState } from '../../cases/case.ts'
import { kindWords } from '../../cases/telling/facts.ts'
import { act } from '../../cases/telling/messages.ts'
import { stageWords } from '../../cases/views.ts'
import type { Button, Message, Words } from '../../dialogue/message.ts'
import type { Regulation } from '../../regulations/schema.ts'
import type { Office } from '../../store/houses.ts'
import { countsOf, type OfficeCounts } from '../../store/tiers.ts'
import { officesBelow } from '../tree.ts'
import { deskPress, inPairs } from './buttons.ts'
import type { Desk, DeskPage } from './page.ts'
import { countableFor, openPart, sightOfDesk } from './sight.ts'

/** The offices below: how many cases are open, overdue and red; whoever answers for one over them reads their cases, an administrator the figures alone (ADM-4). */
export const belowPage: DeskPage = {
  id: 'below',
  roles: ['head', 'leader', 'admin'],
  menu: { key: 'desk:below.button' },
  show(desk, choice) {
    const offices = theirs(desk)
    const reads = theirs({ ...desk, places: desk.places.filter(({ role }) => role !== 'admin') })
    const [id = '', part = '0'] = (choice ?? '').split('.')
    const page = /^\d{1,3}$/.test(part) ? Number(part) : 0
    const chosen = reads.find((office) => String(office.id) === id)
    if (choice !== null && id !== 'all') return chosen ? list(desk, chosen, page) : Promise.resolve({ as: 'note', text: [{ key: 'desk:below.unknown' }] })
    return overview(desk, offices, reads, page)
  },
}

const officesMost = 12
const casesMost = 8

/** Of an administrator with the office's own, which they may count as well. */
function theirs({ places, offices }: Pick<Desk, 'places' | 'offices'>): Office[] {
  const all = offices.list()
  const ids = new Set(places.flatMap(({ officeId, role }) => [...officesBelow(all, officeId).map(({ id }) => id), ...(role === 'admin' ? [officeId] : [])]))
  return all.filter(({ id }) => ids.has(id))
}

async function overview(desk: Desk, offices: readonly Office[], reads: readonly Office[], page: number): Promise<Message> {
  if (offices.length === 0) return { as: 'card', text: [{ key: 'desk:below.none' }] }
  const ids = offices.map(({ id }) => id)
  const countable = await countableFor(desk, ids, await sightOfDesk(desk))
  const counts = await countsOf(desk.tx, ids, redLevels(desk.regulations), countable, desk.now)
  const of = (id: number): OfficeCounts => counts.find(({ office }) => office === id) ?? { office: id, open: 0, overdue: 0, red: 0 }
  // Where something is red or late first, so that nobody has to look through all of them.
  const order = offices.toSorted((a, b) => of(b.id).red - of(a.id).red || of(b.id).overdue - of(a.id).overdue || of(b.id).open - of(a.id).open || a.id - b.id)
  const shown = order.slice(page * officesMost, (page + 1) * officesMost)
  const sum = (what: 'open' | 'overdue' | 'red'): number => ids.reduce((all, id) => all + of(id)[what], 0)
  return {
    as: 'card',
    text: [{ key: 'desk:below.title', with: { count: offices.length, open: sum('open'), overdue: sum('overdue'), red: sum('red') } }, ...(countable.all ? [] : [{ key: 'desk:below.at-least' }]), ...shown.map(({ id, name }): Words => ({ key: 'desk:below.line', with: { office: name, open: of(id).open, overdue: of(id).overdue, red: of(id).red } }))],
    buttons: [...inPairs(shown.filter(({ id }) => reads.some((each) => each.id === id) && of(id).open > 0).map(({ id, name }): Button => ({ label: { say: name }, press: deskPress('below', 'show', String(id)) }))), ...paging('all', page, (page + 1) * officesMost < order.length)],
  }
}

async function list(desk: Desk, office: Office, page: number): Promise<Message> {
  const sees = await sightOfDesk(desk)
  const { shown, more } = await openPart(desk, office.id, sees, page, casesMost)
  const back: Button = { label: { key: 'desk:below.back' }, press: deskPress('below') }
  return {
    as: 'card',
    text: [{ key: shown.length === 0 ? 'desk:below.empty' : 'desk:below.cases', with: { office: office.name } }, ...shown.map((each, n) => caseLine(each, page * casesMost + n + 1))],
    buttons: [...inPairs(shown.map((each): Button => ({ label: { say: each.number }, press: act(each, 'look') }))), ...paging(String(office.id), page, more), [back]],
  }
}

function caseLine(state: CaseState, n: number): Words {
  return { key: 'desk:below.case', with: { n, number: state.number, kind: kindWords(state), stage: stageWords(state) } }
}

function paging(of: string, page: number, more: boolean): Button[][] {
  const to = (n: number, key: string): Button => ({ label: { key }, press: deskPress('below', 'show', `${of}.${n}`) })
  const row = [...(page > 0 ? [to(page - 1, 'desk:below.before')] : []), ...(more ? [to(page + 1, 'desk:below.next')] : [])]
  return row.length > 0 ? [row] : []
}

function redLevels(regulations: readonly Regulation[]): string[] {
  return [...new Set(regulations.flatMap(({ id, levels }) => levels.filter(({ red }) => red).map((level) => `${id}/${level.id}`)))]
}
