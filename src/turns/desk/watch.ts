import { isHidden } from '../../cases/alike.ts'
import { isApart } from '../../cases/duties/houseRules.ts'
import { dutyRules } from '../../cases/duties/dutyRules.ts'
import { isKeptFrom } from '../../cases/house.ts'
import { isListed } from '../../cases/oversight.ts'
import { act, dutyWords } from '../../cases/telling/messages.ts'
import type { Button, Message, Value, Words } from '../../dialogue/message.ts'
import { everListed, most, openOfKind, overdueIn, overdueMost, repeatedIn } from '../../store/headLists.ts'
import { deskPress } from './buttons.ts'
import { listed, named, type Item } from './lists.ts'
import { numbered } from './open.ts'
import type { Desk, DeskPage } from './page.ts'
import { officesOf, seenCases, type Seen } from './seen.ts'

/** What is overdue, repeated, or on the watch list, in the office and in those under it, chased until it is closed (ADM-2). */
export const watchPage: DeskPage = {
  id: 'watch',
  roles: ['head', 'leader'],
  menu: { key: 'desk:watch.button' },
  async show(desk, choice) {
    const [which = '', from = '0'] = (choice ?? '').split('.')
    const list = lists.find((each) => each === which)
    return list ? listed('watch', { key: `desk:watch.${list}-title` }, (await items[list](desk)).all, from, `${list}.`) : overview(desk)
  },
}

const lists = ['overdue', 'repeated', 'listed'] as const
/** `full`: as many as are read at a time, so there may be more. */
type Found = { all: Item[]; full: boolean }
const items: Record<(typeof lists)[number], (desk: Desk) => Promise<Found>> = { overdue, repeated, listed: onList }

const dayMs = 86_400_000
const repeatedTimes = 3
const repeatedDays = 365

async function overview(desk: Desk): Promise<Message> {
  const counted: { list: string; count: Value; none: boolean }[] = []
  for (const list of lists) {
    const { all, full } = await items[list](desk)
    counted.push({ list, count: full ? { key: 'desk:watch.or-more', with: { count: all.length } } : all.length, none: all.length === 0 })
  }
  const buttons = counted.filter(({ none }) => !none).map(({ list, count }): Button[] => [{ label: { key: `desk:watch.${list}-button`, with: { count } }, press: deskPress('watch', 'show', `${list}.0`) }])
  return { as: 'card', text: [{ key: buttons.length === 0 ? 'desk:watch.none' : 'desk:watch.title' }, ...counted.map(({ list, count }): Words => ({ key: `desk:watch.${list}-count`, with: { count } }))], buttons }
}

/** One line for each case: what has waited longest of it. */
async function overdue(desk: Desk): Promise<Found> {
  const late = await overdueIn(desk.tx, officesOf(desk, true), desk.now)
  const seen = await seenCases(desk, late.map(({ caseId }) => caseId))
  const first = new Map<string, Item>()
  for (const { caseId, kind, dueAt } of late) {
    const one = seen.get(caseId)
    if (!one || first.has(caseId) || !isTold(one, kind) || isPaused(one, kind)) continue
    first.set(caseId, itemOf(one, { key: 'desk:watch.overdue-line', with: { ...named(one.state), who: holderName(one), what: dutyWords(one.world.regulation, kind), since: { moment: dueAt } } }))
  }
  return { all: [...first.values()].map((item, n) => numbered(item, n + 1)), full: late.length >= overdueMost }
}

/** Reopened, or told for the third time within a year. Of whom a code name stands for, only what its own kind of matter counts is told (PET-7). */
async function repeated(desk: Desk): Promise<Found> {
  const found = await repeatedIn(desk.tx, officesOf(desk, true), desk.now - repeatedDays * dayMs, repeatedTimes)
  const seen = await seenCases(desk, found.map(({ id }) => id))
  const all = found.flatMap(({ id, filed }) => {
    const one = seen.get(id)
    const times = one && isHidden(one.state) ? one.state.filedTimes : filed
    if (!one || (one.state.reopened === 0 && times < repeatedTimes)) return []
    const key = one.state.reopened === 0 ? 'often' : times < repeatedTimes ? 'reopened' : 'both'
    return [itemOf(one, { key: `desk:watch.${key}-line`, with: { ...named(one.state), who: holderName(one), times, reopened: one.state.reopened } })]
  }).map((item, n) => numbered(item, n + 1))
  return { all, full: found.length >= most }
}

/** By what is listed, not by what is owed just now: while its end waits to be signed nobody reports, and it is watched all the same. */
async function onList(desk: Desk): Promise<Found> {
  const offices = officesOf(desk, true)
  const owed = new Map((await openOfKind(desk.tx, offices, ['report-supervised'])).map(({ caseId, dueAt }) => [caseId, dueAt]))
  const ever = await everListed(desk.tx, offices)
  const seen = await seenCases(desk, [...owed.keys(), ...ever])
  const watched = [...seen.values()].filter(({ state }) => isListed(state)).sort((a, b) => (owed.get(a.state.id) ?? Infinity) - (owed.get(b.state.id) ?? Infinity))
  const all = watched.map((one) => {
    const { listed: by } = one.state.between
    const dueAt = owed.get(one.state.id)
    const report: Value = dueAt === undefined ? { key: `desk:watch.${one.state.stage.at === 'settling' ? 'to-sign' : 'no-report'}` } : { moment: dueAt }
    const line: Words = by ? { key: 'desk:watch.listed-line', with: { ...named(one.state), who: holderName(one), by: by.name, until: { day: by.until }, report } } : { key: 'desk:watch.listed-plain', with: { ...named(one.state), who: holderName(one), report } }
    return itemOf(one, line, ...(by ? [{ say: by.reason }] : []))
  }).map((item, n) => numbered(item, n + 1))
  return { all, full: Math.max(owed.size, ever.length) >= most }
}

function itemOf({ state }: Seen, line: Words, ...more: Words[]): Item {
  return { lines: [line, ...more], buttons: [{ label: { say: state.number }, press: act(state, 'look') }, { label: { key: 'desk:watch.urge', with: { number: state.number } }, press: act(state, 'urge-staff') }] }
}

function holderName({ state, world }: Seen): string | Words {
  return world.staff.find(({ id }) => id === state.handlerId)?.name ?? { key: 'desk:watch.nobody' }
}

/** What whoever handles the case does not hear of is not read here by them either. */
function isTold({ state, world, member }: Seen, kind: string): boolean {
  return !isApart(kind, world.regulation) || !isKeptFrom(state, member)
}

/** While a pause lasts its clock stands. */
function isPaused({ state, world }: Seen, kind: string): boolean {
  return state.pauses.some(({ to }) => to === null) && (dutyRules(world.regulation).find(({ id }) => id === kind)?.pausable ?? false)
}
