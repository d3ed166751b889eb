import type { StaffMember } from '../cases/case.ts'
import { words } from '../cases/work.ts'
import type { Button, Line, Message, Words } from '../dialogue/message.ts'
import { pressText } from '../dialogue/press.ts'
import { sheetWords, toSheet } from './sheet.ts'
import { isFound, type Count, type Figures, type RoundState, type RoundTell, type RoundWorld, type Visits } from './round.ts'

/** What people are told about a round. Its buttons never die. */

const countsMost = 12
const namesMost = 30
const numbersMost = 20

export function roundName(round: Pick<RoundState, 'regulation' | 'kind' | 'title'>): Words {
  if (round.title !== null) return words('round.called-name', { regulation: { key: `${round.regulation}:name` }, title: round.title })
  return words('round.name', { regulation: { key: `${round.regulation}:name` }, round: { key: `${round.regulation}:round.${round.kind}` } })
}

/** What is due by when, the figures of its period, and how to report it. */
export function owedMessage(round: RoundState, world: RoundWorld, first: Words[]): Message {
  return {
    as: 'card',
    text: [...first, ...(world.sheet ? sheetWords(world.sheet) : []), ...findingWords(world.findings ?? []), ...(round.unconfirmed ? [words('clock.unconfirmed')] : []), ...(world.figures ? [spanWords(world.figures)] : [])],
    card: world.figures ? figureLines(world.figures, round.regulation, world.staff) : [],
    buttons: reportButtons(round, world),
  }
}

/** The round as it stands now, for whoever looks. */
export function roundCard(round: RoundState, world: RoundWorld): Message {
  const late = { round: roundName(round), at: { moment: round.dueAt } }
  return owedMessage(round, world, [closedWords(round, world.staff) ?? (round.state === 'missed' ? words('round.state.missed', late) : words('round.state.open', late))])
}

/** Why it can be reported no more; null while it can. */
export function closedWords(round: RoundState, staff: readonly StaffMember[]): Words | null {
  if (round.state === 'cancelled') return words('round.refused.cancelled')
  if (round.state !== 'done') return null
  return words('round.refused.done', { round: roundName(round), who: staff.find(({ id }) => id === round.doneBy)?.name ?? words(`role.${round.owner}`), at: { moment: round.doneAt ?? round.dueAt } })
}

export function openedWords(round: RoundState, missed: number): Words[] {
  return [words('round.opened', { round: roundName(round), at: { moment: round.dueAt } }), ...(missed > 0 ? [words('round.missed', { n: missed })] : [])]
}

export function urgedWords(round: RoundState, who: string): Words[] {
  return [words('round.urged', { who, round: roundName(round), at: { moment: round.dueAt } })]
}

function findingWords(numbers: readonly string[]): Words[] {
  return numbers.length === 0 ? [] : [words('round.findings', { n: numbers.length, numbers: { list: numbers.slice(0, numbersMost).map((say) => ({ say })) } })]
}

/** Whoever would have reported it has left: to whoever answers now, who has to report it, or hears that one is missing. */
export function leftRoundMessage(round: Pick<RoundState, 'id' | 'regulation' | 'kind' | 'title' | 'dueAt'>, who: string, passes: boolean): Message {
  const text = [words(passes ? 'round.left-passed' : 'round.left-dropped', { who, round: roundName(round), at: { moment: round.dueAt } })]
  return passes ? { as: 'note', text, buttons: [[{ label: words('round.button.report'), press: pressText({ on: 'round', roundId: round.id, action: 'look' }), tone: 'main' }]] } : { as: 'note', text }
}

export function reportedMessage(round: RoundState, world: RoundWorld, who: string, dangers: readonly string[]): Message {
  const danger = dangers.length === 0 ? [] : [words('round.danger', { dangers: { list: dangers.map((each) => ({ key: `talk:danger-name.${each}` })) } })]
  return {
    as: 'note',
    text: [...danger, words('round.reported', { who, round: roundName(round) }), ...findingWords(round.findings), ...(round.words === null ? [] : [{ say: round.words }]), ...(world.figures ? [spanWords(world.figures)] : [])],
    card: world.figures ? figureLines(world.figures, round.regulation, world.staff) : [],
    ...(round.files.length > 0 ? { files: round.files } : {}),
  }
}

/** One message for all who are behind with the same round at the same moment, instead of one for each. */
export function gathered(round: Pick<RoundState, 'regulation' | 'kind' | 'title'>, tells: readonly RoundTell[]): RoundTell[] {
  const chased = Map.groupBy(tells.filter(({ escalated }) => escalated), ({ staff }) => staff)
  const others = tells.filter(({ escalated }) => !escalated)
  return [...others, ...[...chased.values()].flatMap((each): RoundTell[] => {
    const [first] = each
    const names = each.flatMap(({ escalated }) => (escalated ? [escalated.who] : []))
    const at = Math.min(...each.flatMap(({ escalated }) => (escalated ? [escalated.at] : [])))
    return first ? [{ ...first, message: escalatedMessage(round, names, at) }] : []
  })]
}

export function escalatedMessage(round: Pick<RoundState, 'regulation' | 'kind' | 'title'>, who: readonly Words[], at: number): Message {
  const shown = who.length > namesMost ? [...who.slice(0, namesMost), words('round.more', { n: who.length - namesMost })] : [...who]
  return { as: 'note', text: [words('round.escalated', { round: roundName(round), at: { moment: at }, who: { list: shown } })] }
}

/** A report with figures is never empty: they may be passed on as they stand. Any other may find nothing (SCR-2). */
function reportButtons(round: RoundState, world: RoundWorld): Button[][] {
  const { rule, findings = [] } = world
  if (round.state !== 'open' && round.state !== 'missed') return []
  if (rule?.sheet !== undefined) return [[toSheet]]
  const press = (action: 'report' | 'none' | 'find'): string => pressText({ on: 'round', roundId: round.id, action })
  const finds = isFound(round, world)
  return [
    ...(finds ? [[{ label: { key: 'talk:button.finding' }, press: press('find'), tone: 'main' as const }]] : []),
    [{ label: words('round.button.report'), press: press('report'), ...(finds ? {} : { tone: 'main' as const }) }],
    [{ label: words(rule?.figures ? 'round.button.as-it-stands' : findings.length > 0 ? 'round.button.that-is-all' : 'round.button.nothing'), press: press('none') }],
  ]
}

function spanWords({ from, to }: Figures): Words {
  return words('round.span', { from: { day: from }, to: { day: to - 1 } })
}

/** A share that falls short says so itself: nobody has to compare two numbers. */
function visitsWords({ asked, visited, unproven, wanted }: Visits): Words {
  if (asked === 0) return words('round.none')
  const percent = (share: number): number => Math.floor(share * 100 + 1e-9)
  const enough = visited >= Math.ceil(asked * wanted - 1e-9)
  const share = words(enough ? 'round.visits.share' : 'round.visits.short', { percent: percent(visited / asked), n: visited, of: asked, wanted: percent(wanted) })
  return unproven === 0 ? share : words('round.visits.with-unproven', { share, n: unproven })
}

function figureLines(figures: Figures, regulation: string, staff: readonly StaffMember[]): Line[] {
  const line = (label: Words, value: Words): Line => ({ label, value })
  const count = (label: Words, n: number): Line => line(label, words('round.count', { n }))
  const met = figures.due - figures.overdue
  const name = (id: string): Words => ({ say: staff.find((member) => String(member.id) === id)?.name ?? id })
  const lists: [Words, readonly Count[], (of: string) => Words][] = [
    [words('round.by.category'), figures.categories, (of) => ({ key: `${regulation}:category.${of}` })],
    [words('round.by.place'), figures.places, (of) => (of === '' ? words('round.elsewhere') : { say: of })],
    [words('round.by.stage'), figures.stages, (of) => words(`stage.${of}`)],
    [words('round.by.who'), figures.people, (of) => (of === '' ? words('round.nobody') : name(of))],
  ]
  return [
    count(words('round.figure.received'), figures.received),
    count(words('round.figure.closed'), figures.closed),
    count(words('round.figure.open'), figures.open),
    count(words('round.figure.overdue'), figures.overdue),
    line(words('round.figure.on-time'), figures.due === 0 ? words('round.none') : words('round.share', { percent: Math.floor((met * 100) / figures.due), n: met, of: figures.due })),
    count(words('round.figure.called-back'), figures.calledBack),
    line(words('round.figure.score'), figures.scoreMean === null ? words('round.none') : words('round.mean', { mean: figures.scoreMean.toFixed(1), n: figures.scores })),
    count(words('round.figure.reopened'), figures.reopened),
    ...figures.visits.map((visits) => line(words(`round.visits.${visits.group}`), visitsWords(visits))),
    ...lists.filter(([, counts]) => counts.length > 0).map(([label, counts, named]) => line(label, words('round.list', { items: { list: counts.slice(0, countsMost).map(({ of, n }) => words('round.item', { what: named(of), n })) } }))),
  ]
}
