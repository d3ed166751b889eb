import { dayNumber } from '../calendar/days.ts'
import { nextWorkingMoment } from '../calendar/limit.ts'
import { localDay } from '../calendar/zone.ts'
import type { StaffMember } from '../cases/case.ts'
import { words } from '../cases/work.ts'
import type { Message, Words } from '../dialogue/message.ts'
import type { RoundRule } from '../regulations/schema.ts'
import { clockOf, nextMorning, reckoned } from './clock.ts'
import { above, heardBy, owing, ownOf, standsFor, withRole } from './owners.ts'
import { beginOf, periodsBetween } from './periods.ts'
import type { Role, RoundDecision, RoundEvent, RoundState, RoundTell, RoundWorld } from './round.ts'
import { closedWords, escalatedMessage, openedWords, owedMessage, reportedMessage, roundName, urgedWords } from './telling.ts'

/**
 * The life of a round: opened and told, reminded of, chased up the ladder, reported. What comes twice, too late or from
 * somebody else is refused with a word of why; the state is then as it was.
 */
export function decideRound(state: RoundState, event: RoundEvent, world: RoundWorld): RoundDecision {
  switch (event.type) {
    case 'opened': return { round: state, tells: tellOwing(state, world, openedWords(state, event.missed)), said: null }
    case 'due': return state.state === 'open' && state.rung === event.rung && state.nextAt !== null ? climb(state, world) : { refused: words('refused.not-due') }
    case 'reported': return reported(state, event, world)
    case 'ticked': return ticked(state, event.of, world)
    case 'called-off': return calledOff(state, event, world)
    case 'urged': return state.state === 'open' && state.rung >= 0 ? { round: state, tells: tellOwing(state, world, urgedWords(state, event.who)), said: null } : { refused: words('refused.not-due') }
  }
}

function climb(state: RoundState, world: RoundWorld): RoundDecision {
  const { rule, staff, now } = world
  if (!rule || (state.staffId !== null && ownOf(state, staff).length === 0)) return { round: { ...state, state: 'cancelled', doneAt: now, nextAt: null }, tells: [], said: null }
  const role = state.staffId === null ? standsFor(rule.who, state.regulation, staff) : state.owner
  if (role === null) return { round: waiting(state, rule, world), tells: [], said: null }
  let round: RoundState = { ...state, owner: role, ...clockOf(rule, world.calendar, state) }
  const tells = isUnheard(state) && (round.nextAt ?? 0) > now ? tellOwing(round, world, openedWords(round, 0)) : []
  while (round.nextAt !== null && round.nextAt <= now) {
    tells.push(...rungOf(round, rule, world))
    round = { ...round, rung: round.rung + 1 }
    round = { ...round, ...clockOf(rule, world.calendar, round) }
  }
  return { round, tells, said: null }
}

/** Nobody is there to owe it: it climbs no further until somebody is, and is given up when the next one begins. */
function waiting(state: RoundState, rule: RoundRule, { calendar, now }: RoundWorld): RoundState {
  const round: RoundState = { ...state, owner: rule.who, ...clockOf(rule, calendar, state), nextAt: nextMorning(calendar, now) }
  const begins = beginOf(rule, calendar, dayNumber(state.period))
  return periodsBetween(rule, calendar, begins + 1, localDay(calendar.zone, now)).length === 0 ? round : { ...round, state: 'missed', late: true, nextAt: null }
}

/** Looked at before its own first moment: whoever owes it now was not there when it was opened. */
function isUnheard({ rung, warnAt, dueAt, nextAt }: RoundState): boolean {
  return rung >= 0 && rung <= 1 && nextAt !== null && nextAt < (rung === 0 ? warnAt ?? dueAt : dueAt)
}

/** After a standstill all that is past is climbed at once, but nobody is warned of a limit that is already over. */
function rungOf(round: RoundState, rule: RoundRule, world: RoundWorld): RoundTell[] {
  if (round.rung < 0) return tellOwing(round, world, openedWords(round, 0))
  const said = (what: 'warned' | 'overdue'): RoundTell[] => tellOwing(round, world, [words(`round.${what}`, { round: roundName(round), at: { moment: round.dueAt } })])
  if (round.rung === 0) return round.warnAt === null || round.dueAt < world.now ? [] : said('warned')
  if (round.rung === 1) return said('overdue')
  const step = rule.ladder[round.rung - 2]
  const owe = owing(round, world.staff, world.now)
  return (step?.tell ?? []).flatMap((role): RoundTell[] => {
    // Whoever owes it has just heard at the limit itself.
    if (role === rule.who || role === round.owner) return step?.after === 'at-once' ? [] : said('overdue')
    return chase(round, role, owe, world)
  })
}

function chase(round: RoundState, role: Role, owe: readonly StaffMember[], world: RoundWorld): RoundTell[] {
  const who: Words = round.staffId === null ? words(`role.${round.owner}`) : { say: ownOf(round, world.staff)[0]?.name ?? '' }
  const stands = standsFor(role, round.regulation, world.staff)
  const readers = stands === null ? [] : heardBy(withRole(stands, round.regulation, world.staff), world.staff, world.now).filter((member) => !owe.some(({ personId }) => personId === member.personId))
  return readers.map((member) => ({ ...telling(world, member, escalatedMessage(round, [who], round.dueAt)), escalated: { who, at: round.dueAt } }))
}

function reported(state: RoundState, event: Extract<RoundEvent, { type: 'reported' }>, world: RoundWorld): RoundDecision {
  const member = [...owing(state, world.staff, world.now), ...ownOf(state, world.staff)].find(({ id }) => id === event.staff)
  if (!member) return { refused: words('round.refused.not-yours') }
  const closed = closedWords(state, world.staff)
  if (closed) return { refused: closed }
  if (world.rule?.sheet !== undefined) return { refused: words('round.refused.sheet') }
  const told = event.words === null ? null : event.words.trim()
  if (told === '') return { refused: words('refused.words-needed') }
  const [files, findings] = [[...event.files ?? []], [...event.findings ?? []]]
  const nothing = told === null && files.length === 0 && findings.length === 0
  // The day it is due may have moved since the round was last turned to.
  const { dueAt, unconfirmed } = reckoned(state, world.rule, world.calendar)
  const round: RoundState = { ...state, state: 'done', dueAt, unconfirmed, doneAt: world.now, doneBy: member.id, words: told, files, findings, late: world.now > dueAt, nextAt: null }
  // A finding of nothing is counted, not read: a hundred of them would bury the one that matters.
  const readers = nothing && world.figures === null ? [] : heardBy(above(member.role, world.staff), world.staff, world.now).filter(({ personId }) => personId !== member.personId)
  const dangers = event.dangers ?? []
  const message = reportedMessage(round, world, member.name, dangers)
  // Where somebody is in danger it is read at once, whatever the hour (SCR-4).
  const tells = readers.map((each): RoundTell => (dangers.length > 0 ? { staff: each.id, message, notBefore: null, urgent: true } : telling(world, each, message)))
  const name = { round: roundName(round) }
  if (told === null && findings.length > 0) return { round, tells, said: words('round.did.findings', { ...name, n: findings.length }) }
  return { round, tells, said: !nothing ? words('round.did.report', name) : world.rule?.figures ? words('round.did.as-it-stands', name) : words('round.did.nothing', name) }
}

/** It reports itself. Where nothing stood on it, whoever owed it has read so already. */
function ticked(state: RoundState, of: number, world: RoundWorld): RoundDecision {
  if (state.state !== 'open' && state.state !== 'missed') return { refused: words('refused.not-due') }
  const { dueAt, unconfirmed } = reckoned(state, world.rule, world.calendar)
  const message: Message = { as: 'note', text: [words('round.ticked', { round: roundName(state), n: of })] }
  const tells = of === 0 ? [] : owing(state, world.staff, world.now).map((member) => telling(world, member, message))
  return { round: { ...state, state: 'done', dueAt, unconfirmed, doneAt: world.now, late: world.now > dueAt, nextAt: null }, tells, said: null }
}

/** Those who have been asked hear that they need not; nobody else had heard of it. */
function calledOff(state: RoundState, { who, words: why }: Extract<RoundEvent, { type: 'called-off' }>, world: RoundWorld): RoundDecision {
  if (state.state !== 'open' && state.state !== 'missed') return { refused: words('round.refused.cancelled') }
  const message: Message = { as: 'note', text: [words('round.called-off', { round: roundName(state), who }), { say: why }] }
  const tells = state.rung < 0 ? [] : owing(state, world.staff, world.now).map((member) => telling(world, member, message))
  return { round: { ...state, state: 'cancelled', words: why, doneAt: world.now, nextAt: null }, tells, said: null }
}

function tellOwing(round: RoundState, world: RoundWorld, first: Words[]): RoundTell[] {
  const own = ownOf(round, world.staff)
  const instead = words('round.instead', { who: { list: own.map(({ name }) => ({ say: name })) } })
  return owing(round, world.staff, world.now).map((member) => telling(world, member, owedMessage(round, world, own.includes(member) ? first : [...first, instead])))
}

function telling({ calendar, now }: RoundWorld, member: StaffMember, message: Message): RoundTell {
  const free = nextWorkingMoment(calendar, now)
  return { staff: member.id, message, notBefore: free > now ? free : null }
}
