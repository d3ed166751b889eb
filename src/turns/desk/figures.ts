import type { Line, Message, Words } from '../../dialogue/message.ts'
import type { Regulation } from '../../regulations/schema.ts'
import type { Transaction } from '../../store/database.ts'
import { officesBelow, weekFigures, type WeekFigures } from '../../store/weekly.ts'
import { deskPress } from './buttons.ts'
import type { DeskPage } from './page.ts'
import { readingDuties } from './reads.ts'
import { weekOf, type Span } from './spans.ts'

/** How the week went, against the one before: for leaders and heads, of their office and all below it. */
export const figuresPage: DeskPage = {
  id: 'figures',
  roles: ['leader', 'head'],
  menu: { key: 'desk:figures.button' },
  async show(desk, choice) {
    const { zone } = await desk.offices.get(desk.me.officeId, desk.tx)
    const back = choice === 'now' ? 0 : 1
    return weekCard(await weekSheet(desk.tx, { officeId: desk.me.officeId, regulations: desk.regulations, zone, now: desk.now, back }))
  },
}

/** `offices`: each by itself, its own first; one where there is none below. */
export type WeekSheet = { span: Span; soFar: boolean; offices: { name: string; figures: WeekFigures }[]; figures: WeekFigures; before: WeekFigures }

const officesMost = 30

/** `back`: how many weeks before now; of the present one, as far as it has come. */
export async function weekSheet(tx: Transaction, of: { officeId: number; regulations: readonly Regulation[]; zone: string; now: number; back: number }): Promise<WeekSheet> {
  const { regulations, zone, now, back } = of
  const all = await officesBelow(tx, of.officeId)
  const span = weekOf(zone, now, back)
  const rules = {
    reading: readingDuties(regulations),
    duties: [...new Set(regulations.flatMap(({ id, duties }) => duties.map((duty) => `${id}/${duty.id}`)))],
    red: [...new Set(regulations.flatMap(({ id, levels }) => levels.filter(({ red }) => red).map((level) => `${id}/${level.id}`)))],
  }
  const figures = (officeIds: readonly number[], { from, to }: Span): Promise<WeekFigures> => weekFigures(tx, { ...rules, officeIds, from, to: Math.min(to, now) })
  const ids = all.map(({ id }) => id)
  const each: WeekSheet['offices'] = []
  for (const { id, name } of all.slice(0, officesMost)) each.push({ name, figures: all.length === 1 ? await figures(ids, span) : await figures([id], span) })
  return { span, soFar: back === 0, offices: each, figures: all.length === 1 ? each[0]?.figures ?? await figures(ids, span) : await figures(ids, span), before: await figures(ids, weekOf(zone, now, back + 1)) }
}

/** Nothing came, nothing went, nothing lies there: nobody is told. */
export function isQuiet({ figures, before }: Pick<WeekSheet, 'figures' | 'before'>): boolean {
  return [figures, before].every(({ received, closed, open, due, scores }) => received + closed + open + due + scores === 0)
}

export function weekCard({ span, soFar, offices, figures, before }: WeekSheet): Message {
  const [own, ...below] = offices
  const scope: Words[] = below.length === 0 ? [] : [{ key: 'desk:figures.scope', with: { office: own?.name ?? '', count: below.length } }]
  const busy = below.length === 0 ? [] : offices.filter(({ figures: { received, closed, open, overdue } }) => received + closed + open + overdue > 0)
  return {
    as: 'card',
    text: [
      { key: soFar ? 'desk:figures.title-so-far' : 'desk:figures.title', with: { from: { day: span.from }, to: { day: span.to - 1 } } }, ...scope,
      ...busy.map(({ name, figures: { received, closed, open, overdue } }): Words => ({ key: 'desk:figures.office', with: { office: name, received, closed, open, overdue } })),
    ],
    card: lines(figures, before),
    buttons: [[soFar ? { label: { key: 'desk:figures.last' }, press: deskPress('figures') } : { label: { key: 'desk:figures.so-far' }, press: deskPress('figures', 'show', 'now') }]],
  }
}

function lines(now: WeekFigures, before: WeekFigures): Line[] {
  const line = (key: string, value: Words, last: Words): Line => ({ label: { key }, value: { key: 'desk:figures.pair', with: { value, last } } })
  const count = (key: string, of: (week: WeekFigures) => number): Line => line(key, counted(of(now)), counted(of(before)))
  return [
    count('case:round.figure.received', ({ received }) => received),
    count('case:round.figure.closed', ({ closed }) => closed),
    count('case:round.figure.open', ({ open }) => open),
    count('case:round.figure.overdue', ({ overdue }) => overdue),
    line('case:round.figure.on-time', share(now.due - now.overdue, now.due), share(before.due - before.overdue, before.due)),
    line('desk:figures.read', share(now.read, now.toRead), share(before.read, before.toRead)),
    line('case:round.figure.score', mean(now), mean(before)),
    count('case:round.figure.reopened', ({ reopened }) => reopened),
    count('desk:figures.red', ({ red }) => red),
  ]
}

function counted(n: number): Words {
  return { key: 'case:round.count', with: { n } }
}

function share(n: number, of: number): Words {
  return of === 0 ? { key: 'case:round.none' } : { key: 'case:round.share', with: { percent: Math.floor((n * 100) / of), n, of } }
}

function mean({ scores, scoreMean }: WeekFigures): Words {
  return scoreMean === null ? { key: 'case:round.none' } : { key: 'case:round.mean', with: { mean: scoreMean.toFixed(1), n: scores } }
}
