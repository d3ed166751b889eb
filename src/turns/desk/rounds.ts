import type { Button, Line, Message, Words } from '../../dialogue/message.ts'
import { longId, shortId } from '../../ids.ts'
import { decideRound } from '../../rounds/decide.ts'
import { callerOf } from '../../rounds/called.ts'
import type { RoundState } from '../../rounds/round.ts'
import { roundName } from '../../rounds/telling.ts'
import { mayUrge, roundLists, roundOwners, type Belonging, type RoundList, type RoundOwner } from '../../store/roundLists.ts'
import { findRound, lockRound, saveRound } from '../../store/rounds.ts'
import { oweRounds, roundWorld } from '../roundWorld.ts'
import { deskPress } from './buttons.ts'
import { callForm, callRound } from './callRound.ts'
import type { Desk, DeskDone, DeskPage } from './page.ts'

/**
 * What an office owes by the calendar and by call (SCR-1, SCR-2), as its head and leader see it: how many have reported,
 * who has not, one tap to ask them again; and a round of their own for a topic or a sensitive date.
 */

const listsMost = 12
const namesMost = 40
const reasonCharsMax = 300
/** Whoever was asked is not asked again by the next tap. */
const urgePauseMs = 4 * 3_600_000

export const roundsPage: DeskPage = {
  id: 'rounds',
  roles: ['leader', 'head'],
  menu: { key: 'desk:rounds.menu' },
  show: (desk, choice) => (choice === null ? list(desk) : one(desk, choice)),
  acts: {
    call: { form: callForm, do: callRound },
    chase: { do: chase },
    cancel: {
      form: async (desk, choice) => {
        const found = await called(desk, choice)
        return 'refused' in found ? found : { title: [{ key: 'desk:rounds.cancel-title', with: { round: roundName(found.round) } }], fields: [{ id: 'why', kind: 'words', most: reasonCharsMax, label: { key: 'desk:rounds.label.why' }, ask: { key: 'desk:rounds.ask.why' } }] }
      },
      do: cancel,
    },
  },
}

async function list(desk: Desk): Promise<Message> {
  const lists = await roundLists(desk.tx, officesOf(desk), listsMost)
  const open: Button[] = lists.map(({ sample }, n) => ({ label: { key: 'desk:rounds.open', with: { n: n + 1 } }, press: deskPress('rounds', 'show', shortId(sample)) }))
  return {
    as: 'card',
    text: [{ key: lists.length === 0 ? 'desk:rounds.none' : 'desk:rounds.title' }, ...lists.map((each, n) => listed(each, n, desk.now))],
    buttons: [...rowsOf(open, 4), [{ label: { key: 'desk:rounds.call' }, press: deskPress('rounds', 'call'), tone: 'main' }]],
  }
}

function listed(each: RoundList, n: number, now: number): Words {
  const values = { n: n + 1, round: roundName(each), at: { moment: each.dueAt }, done: each.done, all: each.all }
  return each.opensAt > now ? { key: 'desk:rounds.ahead', with: { ...values, from: { day: each.opensAt } } } : { key: 'desk:rounds.line', with: values }
}

/** Who has reported and who has not. */
async function one(desk: Desk, choice: string): Promise<Message> {
  const found = await mine(desk, choice)
  if ('refused' in found) return { as: 'note', text: [found.refused], buttons: [[toList]] }
  const { round, all } = found
  const owners = await roundOwners(desk.tx, all)
  const several = new Set(owners.map(({ officeId }) => officeId)).size > 1
  const missing = owners.filter(({ state }) => state !== 'done')
  const acts: Button[][] = [
    ...(missing.some(({ rung, state }) => rung >= 0 && state === 'open') ? [[{ label: { key: 'desk:rounds.chase', with: { n: missing.length } }, press: deskPress('rounds', 'chase', choice), tone: 'main' as const }]] : []),
    ...(found.isCaller && missing.length > 0 ? [[{ label: { key: 'desk:rounds.cancel' }, press: deskPress('rounds', 'cancel', choice), tone: 'danger' as const }]] : []),
  ]
  return {
    as: 'card',
    text: [{ key: 'desk:rounds.about', with: { round: roundName(round), at: { moment: round.dueAt }, done: owners.length - missing.length, all: owners.length } }],
    card: [...whoLine('desk:rounds.missing', missing, several), ...whoLine('desk:rounds.reported', owners.filter(({ state }) => state === 'done'), several)],
    buttons: [...acts, [toList]],
  }
}

function whoLine(label: string, who: readonly RoundOwner[], several: boolean): Line[] {
  if (who.length === 0) return []
  const more: Words[] = who.length > namesMost ? [{ key: 'case:round.more', with: { n: who.length - namesMost } }] : []
  return [{ label: { key: label, with: { n: who.length } }, value: { key: 'desk:rounds.names', with: { who: { list: [...who.slice(0, namesMost).map((each) => nameOf(each, several)), ...more] } } } }]
}

/** Those who have not reported hear it in working hours; asked twice within some hours they hear it once. */
async function chase(desk: Desk, choice: string | null): Promise<DeskDone> {
  const found = await mine(desk, choice)
  if ('refused' in found) return answer(found.refused)
  const { round, all } = found
  const missing = (await roundOwners(desk.tx, all)).filter(({ state, rung }) => state === 'open' && rung >= 0)
  if (missing.length === 0) return answer({ key: 'desk:rounds.all-reported', with: { round: roundName(round) } })
  if (!await mayUrge(desk.tx, `${desk.me.officeId}/${all.regulation}/${all.kind}/${all.period}`, desk.now, urgePauseMs)) return answer({ key: 'desk:rounds.chased-already', with: { round: roundName(round) } })
  await each(desk, missing, { type: 'urged', who: desk.me.name })
  return answer({ key: 'desk:rounds.chased', with: { round: roundName(round), n: missing.length } })
}

async function cancel(desk: Desk, choice: string | null, given: Readonly<Record<string, string>>): Promise<DeskDone> {
  const found = await called(desk, choice)
  if ('refused' in found) return answer(found.refused)
  const open = (await roundOwners(desk.tx, found.all)).filter(({ state }) => state === 'open' || state === 'missed')
  if (open.length === 0) return answer({ key: 'desk:rounds.refused.gone' })
  await each(desk, open, { type: 'called-off', who: desk.me.name, words: given['why'] ?? '' })
  return answer({ key: 'desk:rounds.cancelled', with: { round: roundName(found.round), n: open.length } })
}

/** The same for each of them, told by their own office's days and hours. */
async function each(desk: Desk, owners: readonly RoundOwner[], event: Parameters<typeof decideRound>[1]): Promise<void> {
  const { db, tx, now } = desk
  for (const [, of] of Map.groupBy(owners, ({ officeId }) => officeId)) {
    const told: { round: RoundState; tells: Extract<ReturnType<typeof decideRound>, { round: RoundState }>['tells'] }[] = []
    let world: Awaited<ReturnType<typeof roundWorld>> | null = null
    for (const { id } of of) {
      const round = await lockRound(db, tx, id)
      if (!round) continue
      world ??= await roundWorld(desk, tx, round, now)
      const decided = decideRound(round, event, world)
      if ('refused' in decided) continue
      if (decided.round !== round) await saveRound(db, tx, decided.round)
      told.push({ round: decided.round, tells: decided.tells })
    }
    if (world) await oweRounds(db, tx, told, world)
  }
}

type Found = { round: RoundState; all: Belonging; isCaller: boolean }

/** A round of one of their offices, or that one of them has called: of the latter all offices, of any other their own. */
async function mine(desk: Desk, choice: string | null): Promise<Found | { refused: Words }> {
  const id = choice === null ? null : longId(choice)
  const round = id === null ? null : await findRound(desk.db, desk.tx, id)
  const offices = officesOf(desk)
  if (!round || round.state === 'cancelled') return { refused: { key: 'desk:rounds.refused.gone' } }
  const caller = callerOf(round)
  const isCaller = caller !== null && offices.includes(caller)
  if (!isCaller && !offices.includes(round.officeId)) return { refused: { key: 'desk:rounds.refused.gone' } }
  const officeIds = isCaller ? null : caller === null ? [round.officeId] : offices
  return { round, isCaller, all: { regulation: round.regulation, kind: round.kind, period: round.period, officeIds } }
}

async function called(desk: Desk, choice: string | null): Promise<Found | { refused: Words }> {
  const found = await mine(desk, choice)
  return 'refused' in found || found.isCaller ? found : { refused: { key: 'desk:rounds.refused.not-called' } }
}

function officesOf({ places }: Desk): number[] {
  return [...new Set(places.map(({ officeId }) => officeId))]
}

function nameOf({ name, owner, office }: RoundOwner, several: boolean): Words {
  const who: Words = name === null ? { key: `case:role.${owner}` } : { say: name }
  return several ? { key: 'desk:rounds.of-office', with: { who, office } } : who
}

function answer(text: Words): DeskDone {
  return { answer: { as: 'note', text: [text], buttons: [[toList]] } }
}

function rowsOf(buttons: readonly Button[], width: number): Button[][] {
  return Array.from({ length: Math.ceil(buttons.length / width) }, (_, row) => buttons.slice(row * width, (row + 1) * width))
}

const toList: Button = { label: { key: 'desk:rounds.to-list' }, press: deskPress('rounds') }
