import { dayOf, instantOf } from '../../calendar/zone.ts'
import { isKept } from '../../cases/agreement/watch.ts'
import type { CaseState } from '../../cases/case.ts'
import { act } from '../../cases/telling/messages.ts'
import type { Button, Message, Words } from '../../dialogue/message.ts'
import type { Regulation } from '../../regulations/schema.ts'
import { closedSince, toPerform } from '../../store/ownCases.ts'
import { deskPress, inPairs } from './buttons.ts'
import type { Desk, DeskPage } from './page.ts'

/** What a mediator keeps an eye on after a case is closed: agreements that are still to be performed (MED-15), and what the cases earned (MED-21). */

const shownMost = 12
const countedMost = 500
/** Duties that are open as long as an agreement is not performed. */
const performing = ['ask-performed', 'ask-performance', 'guide', 'follow-up-performance']
/** What is archived this month was closed no longer ago than this. */
const archivedWithinMs = 120 * 86_400_000

export const performPage: DeskPage = {
  id: 'perform',
  roles: ['mediator', 'handler', 'head'],
  menu: { key: 'desk:perform.button' },
  async show({ db, tx, places }) {
    const cases = await toPerform(db, tx, places.map(({ id }) => id), performing, shownMost + 1)
    return performCard(cases)
  },
}

function performCard(cases: readonly CaseState[]): Message {
  const shown = cases.slice(0, shownMost)
  return {
    as: 'card',
    text: [{ key: shown.length === 0 ? 'desk:perform.none' : 'desk:perform.title' }, ...shown.map(performLine), ...(cases.length > shown.length ? [{ key: 'desk:perform.more' }] : [])],
    buttons: inPairs(shown.map((each): Button => ({ label: { say: each.number }, press: act(each, 'look') }))),
  }
}

/** The next clause that nobody has confirmed as done. */
function performLine({ number, between: { agreement } }: CaseState, n: number): Words {
  const open = (agreement?.clauses ?? []).filter((clause) => !isKept(clause))
  const [next] = open.toSorted((a, b) => (a.day ?? Infinity) - (b.day ?? Infinity))
  const all = agreement?.clauses.length ?? 0
  if (!next) return { key: 'desk:perform.line-plain', with: { n: n + 1, number } }
  const by: Words = next.day === null ? { key: 'desk:perform.no-day' } : { key: 'desk:perform.day', with: { day: { day: next.day } } }
  return { key: 'desk:perform.line', with: { n: n + 1, number, open: open.length, all, by } }
}

export const subsidyPage: DeskPage = {
  id: 'subsidy',
  roles: ['mediator', 'handler', 'head'],
  menu: { key: 'desk:subsidy.button' },
  async show(desk, choice) {
    const { zone } = await desk.offices.get(desk.me.officeId, desk.tx)
    const months = lastMonths(dayOf(zone, desk.now))
    const month = months.find((each) => each === choice) ?? months[0] ?? ''
    const from = instantOf(zone, `${month}-01`, '00:00')
    const until = instantOf(zone, `${monthAfter(month)}-01`, '00:00')
    const paying = desk.regulations.filter(({ subsidy }) => subsidy)
    const head = desk.places.filter(({ role }) => role === 'head')
    const of = head.length > 0 ? { officeIds: head.map(({ officeId }) => officeId) } : { staffIds: desk.places.map(({ id }) => id) }
    const cases = await closedSince(desk.db, desk.tx, of, [...new Set(paying.map(({ id }) => id))], from - archivedWithinMs, countedMost)
    const earned = cases.flatMap((each) => earnedBy(each, paying, from, until))
    return subsidyCard(earned, month, months, head.length > 0 ? await namesOf(desk) : null)
  },
}

type Earned = { number: string; handlerId: number | null; regulation: string; kind: string; yuan: number | null }

/** What a case earned in that time, by how it was archived last; null when it was not archived then. */
function earnedBy(state: CaseState, regulations: readonly Regulation[], from: number, until: number): Earned[] {
  const rules = regulations.find(({ id, edition }) => id === state.regulation && edition === state.edition) ?? regulations.find(({ id }) => id === state.regulation)
  const happens = `${rules?.subsidy?.happens ?? ''}.`
  const last = state.happened.findLast(({ what }) => what.startsWith(happens))
  if (!rules?.subsidy || !last || last.at < from || last.at >= until) return []
  const kind = last.what.slice(happens.length)
  return [{ number: state.number, handlerId: state.handlerId, regulation: state.regulation, kind, yuan: rules.subsidy.yuan[kind] ?? null }]
}

function subsidyCard(earned: readonly Earned[], month: string, months: readonly string[], names: ReadonlyMap<number, string> | null): Message {
  const line = (each: Earned, n: number): Words => ({ key: each.yuan === null ? 'desk:subsidy.line' : 'desk:subsidy.line-yuan', with: { n: n + 1, number: each.number, kind: { key: `${each.regulation}:choice.archive.${each.kind}` }, yuan: each.yuan ?? 0 } })
  const total = earned.reduce((sum, { yuan }) => sum + (yuan ?? 0), 0)
  const priced = earned.some(({ yuan }) => yuan !== null)
  const lines = names === null ? earned.slice(0, 2 * shownMost).map(line) : byPerson(earned, names)
  const when = { month: { date: Date.parse(`${month}-01T12:00:00Z`) } }
  return {
    as: 'card',
    text: [
      { key: earned.length === 0 ? 'desk:subsidy.none' : 'desk:subsidy.title', with: { ...when, count: earned.length } },
      ...lines,
      ...(names === null && earned.length > 2 * shownMost ? [{ key: 'desk:subsidy.more', with: { count: earned.length - 2 * shownMost } }] : []),
      ...(priced ? [{ key: 'desk:subsidy.total', with: { yuan: total } }] : earned.length > 0 ? [{ key: 'desk:subsidy.no-amounts' }] : []),
    ],
    buttons: [months.filter((each) => each !== month).map((each): Button => ({ label: { key: 'desk:subsidy.month', with: { month: { date: Date.parse(`${each}-01T12:00:00Z`) } } }, press: deskPress('subsidy', 'show', each) }))],
  }
}

/** The head reads the sum of each, in the order of names. */
function byPerson(earned: readonly Earned[], names: ReadonlyMap<number, string>): Words[] {
  const people = [...Map.groupBy(earned, ({ handlerId }) => names.get(handlerId ?? 0) ?? '')].sort(([a], [b]) => a.localeCompare(b, 'zh-CN'))
  return people.map(([who, all]) => ({ key: all.some(({ yuan }) => yuan !== null) ? 'desk:subsidy.who-yuan' : 'desk:subsidy.who', with: { who: who === '' ? { key: 'case:round.nobody' } : who, count: all.length, yuan: all.reduce((sum, { yuan }) => sum + (yuan ?? 0), 0) } }))
}

async function namesOf({ tx, places }: Desk): Promise<Map<number, string>> {
  const rows = await tx.staff.findMany({ where: { officeId: { in: places.map(({ officeId }) => officeId) } }, select: { id: true, name: true } })
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** This month and the two before, YYYY-MM. */
function lastMonths(today: string): string[] {
  const first = new Date(`${today.slice(0, 7)}-01T00:00:00Z`)
  return [0, 1, 2].map((back) => new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() - back, 1)).toISOString().slice(0, 7))
}

function monthAfter(month: string): string {
  const first = new Date(`${month}-01T00:00:00Z`)
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1)).toISOString().slice(0, 7)
}
