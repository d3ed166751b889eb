import type { Message } from '../dialogue/message.ts'
import type { Known } from '../dialogue/state.ts'
import { decideRound } from '../rounds/decide.ts'
import { mayReport } from '../rounds/owners.ts'
import { closedWords, roundCard, roundName } from '../rounds/telling.ts'
import type { Transaction } from '../store/database.ts'
import { findRound, lockRound, saveRound } from '../store/rounds.ts'
import { oweRound, roundWorld, type RoundParts } from './roundTurns.ts'

/** Rounds in the talk of those who owe them: looking at one, and reporting it. */
type Parts = Pick<RoundParts, 'db' | 'offices' | 'inForce'>

/** Null for whoever does not owe it: to them it might as well not exist. */
export async function roundFor(parts: Parts, tx: Transaction, roundId: string, personId: string, now: number): Promise<NonNullable<Known['round']> | null> {
  const round = await findRound(parts.db, tx, roundId)
  if (!round) return null
  const world = await roundWorld(parts, tx, round, now)
  const member = mayReport(round, world.staff, personId)
  if (!member) return null
  return { roundId, staffId: member.id, name: roundName(round), closed: closedWords(round, world.staff), card: roundCard(round, world) }
}

/** Stores the report and tells whoever reads it. Returns what is said to the one who reported, once more or in vain. */
export async function reportRound(parts: Parts, tx: Transaction, report: { roundId: string; staffId: number; personId: string; words: string | null }, now: number): Promise<Message> {
  const round = await lockRound(parts.db, tx, report.roundId)
  if (!round) return { as: 'note', text: [{ key: 'case:round.refused.not-yours' }] }
  const world = await roundWorld(parts, tx, round, now)
  // The membership is looked up by person: an old button of somebody who has left opens nothing.
  const staff = mayReport(round, world.staff, report.personId)?.id ?? -1
  const decided = decideRound(round, { type: 'reported', staff, words: report.words }, world)
  if ('refused' in decided) return { as: 'note', text: [decided.refused] }
  await saveRound(parts.db, tx, decided.round)
  await oweRound(parts.db, tx, decided.round, decided.tells, world)
  return { as: 'note', text: decided.said ? [decided.said] : [] }
}
