import type { RoundItem } from '../cases/views.ts'
import type { Message } from '../dialogue/message.ts'
import { pressText } from '../dialogue/press.ts'
import type { Known, TalkEffect } from '../dialogue/state.ts'
import { reckoned } from '../rounds/clock.ts'
import { decideRound } from '../rounds/decide.ts'
import { awayFor, handled, mayReport, owing, ownOf } from '../rounds/owners.ts'
import { isFound, roundRule, type RoundState } from '../rounds/round.ts'
import { closedWords, roundCard, roundName } from '../rounds/telling.ts'
import type { Transaction } from '../store/database.ts'
import { findingsOf, findRound, lockRound, roundsOwedBy, roundStaff, saveRound, type Owing } from '../store/rounds.ts'
import { oweRounds, roundWorld, withFigures, type WorldParts } from './roundWorld.ts'
import { withSheet } from './sheets.ts'

/** Rounds in the talk of those who owe them: listing them, looking at one, and reporting it. */

/** Null for whoever does not owe it: to them it might as well not exist. Its figures are there for whoever looks. */
export async function roundFor(parts: WorldParts, tx: Transaction, ask: { roundId: string; look: boolean }, personId: string, now: number): Promise<NonNullable<Known['round']> | null> {
  const found = await findRound(parts.db, tx, ask.roundId)
  if (!found) return null
  const world = await roundWorld(parts, tx, found, now)
  const round = reckoned(found, world.rule, world.calendar)
  const member = mayReport(round, world.staff, personId, now)
  if (!member) return null
  const card = ask.look ? roundCard(round, { ...await withSheet(parts, tx, round, await withFigures(parts, tx, round, world)), findings: await foundSince(tx, round, personId) }) : null
  const told = round.state === 'done' && round.doneBy === member.id ? round.words : null
  return { roundId: round.id, staffId: member.id, name: roundName(round), closed: closedWords(round, world.staff), card, finds: isFound(round, world), told }
}

/** Numbers of what somebody has reported under a round's regulation since it began: the round's findings (SCR-2). */
function foundSince(tx: Transaction, round: RoundState, personId: string): Promise<string[]> {
  return findingsOf(tx, { officeId: round.officeId, regulation: round.regulation, personId, since: round.openedAt })
}

/** What these members of staff owe by the calendar, by the days reckoned now: at most so many, and how many there are. */
export async function roundsFor(parts: WorldParts, tx: Transaction, members: readonly (Omit<Owing, 'regulations'> & { kinds: readonly string[] })[], now: number, most: number): Promise<{ items: RoundItem[]; all: number }> {
  const mine = members.map(({ id }) => id)
  const staff = (await Promise.all([...new Set(members.map(({ officeId }) => officeId))].map((office) => roundStaff(tx, office)))).flat()
  const among = (office: number) => staff.filter(({ officeId }) => officeId === office)
  const away = members.flatMap(({ id, officeId }) => awayFor([id], among(officeId), now)).filter((each, n, all) => all.indexOf(each) === n)
  const owed = await roundsOwedBy(parts.db, tx, [...members, ...away].map((member) => ({ ...member, regulations: handled(member) })), now, most)
  // What a colleague at work owes beside who is away lies with that colleague.
  const isTheirs = (round: RoundState): boolean => [...ownOf(round, among(round.officeId)), ...owing(round, among(round.officeId), now)].some(({ id }) => mine.includes(id))
  const rounds = owed.rounds.filter(isTheirs)
  const items = await Promise.all(rounds.map(async (round): Promise<RoundItem> => {
    const rule = roundRule(parts.inForce().find(({ id }) => id === round.regulation), round.kind)
    const { id, dueAt, unconfirmed } = reckoned(round, rule, (await parts.offices.get(round.officeId, tx)).calendar)
    return { id, dueAt, unconfirmed, name: roundName(round) }
  }))
  return { items, all: owed.all - owed.rounds.length + rounds.length }
}

/** Stores the report and tells whoever reads it. Returns what is said to the one who reported, once more or in vain. */
export async function reportRound(parts: WorldParts, tx: Transaction, report: TalkEffect & { do: 'report' }, personId: string, now: number): Promise<Message> {
  const round = await lockRound(parts.db, tx, report.roundId)
  if (!round) return { as: 'note', text: [{ key: 'case:round.refused.not-yours' }] }
  const world = await roundWorld(parts, tx, round, now)
  // The membership is looked up by person: an old button of somebody who has left opens nothing.
  const staff = mayReport(round, world.staff, personId, now)?.id ?? -1
  const findings = isFound(round, world) ? await foundSince(tx, round, personId) : []
  const event = { type: 'reported', staff, words: report.words, dangers: report.dangers, files: report.files ?? [], findings } as const
  // Who may not report, or too late, costs no figures.
  const refused = decideRound(round, event, world)
  if ('refused' in refused) return { as: 'note', text: [refused.refused] }
  const about = await withFigures(parts, tx, round, world)
  const decided = decideRound(round, event, about)
  if ('refused' in decided) return { as: 'note', text: [decided.refused] }
  await saveRound(parts.db, tx, decided.round)
  await oweRounds(parts.db, tx, [{ round: decided.round, tells: decided.tells }], about)
  return said(decided.round, decided.said ? [decided.said] : [], report.dangers)
}

/** A report is read; a matter of its own is also handled, with limits: so it is one tap away. */
function said({ id }: RoundState, text: Message['text'], dangers: readonly string[]): Message {
  if (dangers.length === 0) return { as: 'note', text }
  return { as: 'note', text: [...text, { key: 'case:round.did.danger' }], buttons: [[{ label: { key: 'case:round.button.file' }, press: pressText({ on: 'round', roundId: id, action: 'danger' }), tone: 'main' }]] }
}
