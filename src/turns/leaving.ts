import type { Calendar } from '../calendar/limit.ts'
import { leftNote, successorCard } from '../cases/telling/successor.ts'
import type { Button, Message } from '../dialogue/message.ts'
import { idFrom } from '../ids.ts'
import { passedOn } from '../receptions/passing.ts'
import { leftRoundMessage } from '../rounds/telling.ts'
import type { Database, Transaction } from '../store/database.ts'
import { owe, type NewDelivery } from '../store/deliveries.ts'
import type { CaseTold, Colleague } from '../store/handovers.ts'
import type { OfficeBook } from '../store/houses.ts'
import { leave, whoAnswers, whyNotLeave, type Leaver } from '../store/leaving.ts'
import { endBooking } from '../store/receptions.ts'
import { deskPress } from './desk/buttons.ts'
import { openTo, type HandingParts } from './handing.ts'
import { tellPaced } from './pace.ts'

/** Somebody goes, and everybody concerned hears it once: the successor, the head, visitors of their reception days. Returns what the cases hear. `by`: who ended their post; `except`: who is told by the answer to their own tap. */
export async function goes(parts: HandingParts, tx: Transaction, member: Leaver, to: Colleague | null, seed: string, { now, calendar, by = null, except = null }: { now: number; calendar: Calendar; by?: Colleague | null; except?: string | null }): Promise<CaseTold[]> {
  const { db } = parts
  const left = await leave(db, tx, member, to, now)
  const told: { personId: string; message: Message }[] = []
  const visitors: typeof told = []
  const passed = to ? (await openTo(parts, tx, left.passed, to)).takes : []
  if (to && passed.length > 0) told.push({ personId: to.personId, message: successorCard(member.name, passed) })
  for (const day of left.days) {
    const { told: readers, ended } = passedOn(day, now)
    for (const id of ended) await endBooking(tx, id, 'called-off')
    visitors.push(...readers)
  }
  for (const each of left.stoodFor) told.push({ personId: each.personId, message: { as: 'note', text: [{ key: 'desk:away.stand-in-left', with: { who: member.name } }] } })
  const head = await whoAnswers(tx, member, now)
  const hearers = [head, by && !by.left && by.personId !== head?.personId ? by : null].filter((each) => each !== null && each.personId !== to?.personId)
  for (const each of hearers) if (each) told.push({ personId: each.personId, message: leftNote(member.name, (await openTo(parts, tx, passed, each)).told.length, to?.name ?? null) })
  if (head) for (const { passes, ...round } of left.rounds) told.push({ personId: head.personId, message: leftRoundMessage(round, member.name, passes) })
  await oweAll(db, tx, visitors, `${seed}/visitors/${member.id}`, now)
  await tellPaced(db, tx, told.filter(({ personId }) => personId !== except), `${seed}/left/${member.id}`, calendar, now)
  return left.events
}

/** Each visitor once, also when the turn runs twice. */
async function oweAll(db: Database, tx: Transaction, told: readonly { personId: string; message: Message }[], seed: string, at: number): Promise<void> {
  await owe(db, tx, told.map(({ personId, message }, n): NewDelivery => ({ personId, caseId: null, message, at, retryKey: idFrom(seed, `${n}/${personId}`) })))
}

/** Somebody says that they do not, or no longer, work here: with cases in hand they choose who takes them first. */
export async function leavesByThemselves(parts: HandingParts, tx: Transaction, staffId: number, personId: string, seed: string, now: number, offices: OfficeBook): Promise<{ answer: Message; events: CaseTold[] }> {
  const member = await tx.staff.findFirst({ where: { id: staffId, personId, leftAt: null } })
  if (!member) return { answer: { as: 'note', text: [{ key: 'talk:stale' }] }, events: [] }
  const why = await whyNotLeave(tx, member, now)
  if (why === null) return { events: await goes(parts, tx, member, null, seed, { now, calendar: (await offices.get(member.officeId, tx)).calendar }), answer: { as: 'note', text: [{ key: 'talk:join.left' }] } }
  if (why === 'last') return { answer: { as: 'note', text: [{ key: 'desk:handover.refused.last' }] }, events: [] }
  const choose: Button = { label: { key: 'desk:handover.to' }, press: deskPress('handover', 'leave', String(staffId)), tone: 'main' }
  return { answer: { as: 'card', text: [{ key: 'desk:handover.refused.held', with: { n: why.held } }], buttons: [[choose]] }, events: [] }
}
