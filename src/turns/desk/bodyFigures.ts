import type { Line, Message, Words } from '../../dialogue/message.ts'
import { bodiesAt, bodySpokenFor, findBody, type BodyRow } from '../../store/bodies.ts'
import { bodyFigures, type BodyFigures } from '../../store/referrals.ts'
import { deskPress, inPairs } from './buttons.ts'
import type { Desk, DeskPage } from './page.ts'
import { monthOf, type Span } from './spans.ts'

/** What went to a linked body and came from it, month by month (MED-22). Whoever speaks for one sees their own alone. */
export const bodyFiguresPage: DeskPage = {
  id: 'bodystat',
  roles: ['head', 'leader', 'admin', 'liaison'],
  async show(desk, choice) {
    const bodies = await mine(desk)
    const one = bodies.length === 1 ? bodies[0] : bodies.find(({ id }) => String(id) === choice)
    const { zone } = await desk.offices.get(desk.me.officeId, desk.tx)
    if (one) return monthsCard(one, await lastMonths(desk, one, zone))
    const now = monthOf(zone, desk.now)
    const all: [BodyRow, BodyFigures][] = []
    for (const body of bodies) all.push([body, await bodyFigures(desk.tx, body.id, now.from, now.to)])
    return allCard(all, now)
  },
}

const monthsShown = 6

/** Their own body; for those who answer for an office, all of its bodies. */
async function mine({ tx, places }: Desk): Promise<BodyRow[]> {
  const officers = places.filter(({ role }) => role !== 'liaison')
  if (officers.length > 0) return bodiesAt(tx, [...new Set(officers.map(({ officeId }) => officeId))])
  const spoken = await bodySpokenFor(tx, places.map(({ id }) => id))
  const body = spoken && await findBody(tx, spoken.bodyId)
  return body ? [body] : []
}

async function lastMonths({ tx, now }: Desk, { id }: BodyRow, zone: string): Promise<{ month: Span; figures: BodyFigures }[]> {
  const found: { month: Span; figures: BodyFigures }[] = []
  for (let month = monthOf(zone, now); found.length < monthsShown; month = monthOf(zone, month.from - 1)) found.push({ month, figures: await bodyFigures(tx, id, month.from, month.to) })
  return found.filter(({ figures }, n) => n === 0 || figures.sent + figures.cameIn > 0)
}

function monthsCard(body: BodyRow, months: readonly { month: Span; figures: BodyFigures }[]): Message {
  return { as: 'card', text: [words('title', { name: body.name })], card: months.map(({ month, figures }): Line => ({ label: monthWords(month), value: figureWords(figures) })) }
}

function allCard(all: readonly [BodyRow, BodyFigures][], month: Span): Message {
  if (all.length === 0) return { as: 'note', text: [words('none')] }
  return {
    as: 'card', text: [words('all', { month: monthWords(month) })], card: all.map(([body, figures]): Line => ({ label: { say: body.name }, value: figureWords(figures) })),
    buttons: inPairs(all.map(([body]) => ({ label: { say: body.name }, press: deskPress('bodystat', 'show', String(body.id)) }))),
  }
}

/** The month behind us, told on its first working morning. */
export function monthlyMessage(all: readonly { name: string; figures: BodyFigures }[], month: Span): Message {
  return { as: 'card', text: [words('monthly', { month: monthWords(month) })], card: all.map(({ name, figures }): Line => ({ label: { say: name }, value: figureWords(figures) })), buttons: [[{ label: words('button'), press: deskPress('bodystat') }]] }
}

function monthWords({ from, to }: Span): Words {
  return words('month', { from: { date: from }, to: { date: to - 1 } })
}

function figureWords({ sent, received, answered, inTime, refused, cameIn, settled, failed, open }: BodyFigures): Words {
  const parts = [
    ...(sent > 0 ? [words('out', { sent, received, answered, inTime, refused })] : []),
    ...(cameIn > 0 ? [words('in', { cameIn, settled, failed })] : []),
    ...(open > 0 ? [words('open', { open })] : []),
  ]
  return parts.length === 0 ? words('nothing') : parts.reduce((one, other) => words('then', { one, other }))
}

function words(key: string, values?: Exclude<Words, { say: string }>['with']): Words {
  return values ? { key: `desk:bodystat.${key}`, with: values } : { key: `desk:bodystat.${key}` }
}
