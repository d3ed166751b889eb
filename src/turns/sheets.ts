import { dayMs } from '../calendar/days.ts'
import type { CaseState, StaffMember } from '../cases/case.ts'
import { isAble } from '../cases/house.ts'
import { decideRound } from '../rounds/decide.ts'
import type { RoundWorld } from '../rounds/round.ts'
import type { SheetLine } from '../rounds/sheet.ts'
import type { Regulation } from '../regulations/schema.ts'
import { caseOf } from '../store/cases.ts'
import type { Database, Transaction } from '../store/database.ts'
import { lockRound, saveRound } from '../store/rounds.ts'
import { lastSteps, openSheets, unsettledAt } from '../store/unsettled.ts'
import { oweRounds, roundWorld, type WorldParts } from './roundWorld.ts'

/** The sheet of the unsettled (MED-20): what stands on it, and that it is reported once all of it has been analysed. */

type Of = { officeId: number; openedAt: number }

/** Rounds with a sheet, as the regulations in force have them. */
export function sheetKinds(regulations: readonly Regulation[]): { regulation: string; kind: string }[] {
  return regulations.flatMap(({ id, rounds }) => rounds.flatMap((round) => (round.sheet === undefined ? [] : [{ regulation: id, kind: round.id }])))
}

/** `readers`: whoever of them stands in a case keeps it off the sheet that they read (MED-10). */
export async function sheetLines(db: Database, tx: Transaction, regulation: Regulation, sheet: string, { officeId, openedAt }: Of, staff: readonly StaffMember[], readers: readonly StaffMember[], now: number): Promise<SheetLine[]> {
  const found = await unsettledAt(tx, { officeId, regulation: regulation.id, duties: dutiesBy(regulation, sheet), at: openedAt })
  const rows = await tx.case.findMany({ where: { id: { in: found.map(({ id }) => id) } }, include: { parties: true } })
  const step = regulation.steps.find(({ happens }) => happens === sheet)?.id ?? ''
  const states = new Map(rows.map((row): [string, CaseState] => [row.id, caseOf(db, row, row.parties)]))
  const last = await lastSteps(db, tx, [...states.keys()], `${regulation.id}:step.${step}`)
  return found.flatMap(({ id, ticked }): SheetLine[] => {
    const state = states.get(id)
    if (!state || !readers.every((member) => isAble(state, { regulation }, member))) return []
    const who = staff.find((member) => member.id === state.handlerId)?.name ?? null
    return [{ caseId: id, number: state.number, regulation: regulation.id, category: state.category, days: Math.floor((now - state.filedAt) / dayMs), who, ticked, analysed: last.get(id) ?? null }]
  })
}

/** With the lines of its sheet, where the round has one. */
export async function withSheet({ db, inForce }: Pick<WorldParts, 'db' | 'inForce'>, tx: Transaction, round: Of, world: RoundWorld): Promise<RoundWorld> {
  const regulation = inForce().find(({ id }) => id === world.regulation.id)
  const { rule } = world
  if (rule?.sheet === undefined || !regulation) return world
  return { ...world, sheet: await sheetLines(db, tx, regulation, rule.sheet, round, world.staff, world.staff.filter(({ role }) => role === rule.who), world.now) }
}

/** Reported by itself once nothing on it waits any more: analysed, closed, or never there. */
export async function tickOff(parts: WorldParts, tx: Transaction, officeId: number, regulationId: string, now: number): Promise<void> {
  const regulation = parts.inForce().find(({ id }) => id === regulationId)
  if (!regulation) return
  for (const open of await openSheets(tx, [officeId], sheetKinds([regulation]))) {
    const rule = regulation.rounds.find(({ id }) => id === open.kind)
    if (rule?.sheet === undefined) continue
    const all = await unsettledAt(tx, { officeId, regulation: regulation.id, duties: dutiesBy(regulation, rule.sheet), at: open.openedAt })
    const round = all.some(({ ticked }) => !ticked) ? null : await lockRound(parts.db, tx, open.id)
    if (!round) continue
    const world = await roundWorld(parts, tx, round, now)
    const decided = decideRound(round, { type: 'ticked', of: all.length }, world)
    if ('refused' in decided) continue
    await saveRound(parts.db, tx, decided.round)
    await oweRounds(parts.db, tx, [{ round, tells: decided.tells }], world)
  }
}

function dutiesBy({ duties }: Regulation, sheet: string): string[] {
  return duties.filter(({ done }) => done.includes(sheet)).map(({ id }) => id)
}
