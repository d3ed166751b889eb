import type { Action } from '../cases/action.ts'
import { actionsFor } from '../cases/actions.ts'
import { may, partyOf, personRelation } from '../cases/access.ts'
import type { CaseEvent, CaseState, StaffMember, World } from '../cases/case.ts'
import { matches } from '../cases/conditions.ts'
import { heldBy } from '../cases/merging.ts'
import { residentCard, staffCard } from '../cases/views.ts'
import type { Message } from '../dialogue/message.ts'
import { idFrom } from '../ids.ts'
import type { Log } from '../log.ts'
import { editionOf } from '../regulations/load.ts'
import type { Regulation } from '../regulations/schema.ts'
import { appendHistory, endTracking, loadCase, lockCase, moveDuties, saveDuties, saveSurveys, staffOf, updateCase, type CaseFile } from '../store/cases.ts'
import type { Database, Transaction } from '../store/database.ts'
import { owe } from '../store/deliveries.ts'
import type { OfficeBook } from '../store/houses.ts'
import { failCaseEvent, storeCaseEvent, type CaseInbound, type From } from '../store/inbounds.ts'
import { identityOf } from '../store/identity.ts'
import { keepPlace } from './alike.ts'
import { saveReferrals } from '../store/referrals.ts'
import { hasWithdrawn } from '../store/rights.ts'
import { withThoseAbove } from './above.ts'
import { withLinked } from './linked.ts'
import { filesBack } from '../store/merging.ts'
import { bringCase } from '../store/moved.ts'
import { keepTickets } from '../store/tickets.ts'
import { tickOff } from './sheets.ts'
import { decideWithNumbers } from './numbers.ts'
import { oweTells } from './tells.ts'
import { isWho, treeOf, withThoseRound, type Who } from './tree.ts'

/** The turns of cases: one case at a time, each stored event once. Different cases go side by side. */
export type CaseTurns = { run(caseId: string): Promise<void>; idle(): Promise<void> }

export type CaseParts = { db: Database; regulations: readonly Regulation[]; offices: OfficeBook; inForce(): readonly Regulation[]; log: Log; clock(): number; wakeDelivery(): void; busyWith(tx: Transaction, personId: string): Promise<boolean> }

export function caseTurns(parts: CaseParts): CaseTurns {
  const running = new Map<string, Promise<void>>()
  const again = new Set<string>()

  async function drain(caseId: string): Promise<void> {
    for (let more = true; more;) more = await one(parts, caseId)
  }

  function run(caseId: string): Promise<void> {
    const now = running.get(caseId)
    if (now) {
      again.add(caseId)
      return now
    }
    const work = drain(caseId).catch((error: unknown) => parts.log.warn({ error, case: caseId }, 'a case could not be turned to')).finally(() => {
      running.delete(caseId)
      if (again.delete(caseId)) void run(caseId)
    })
    running.set(caseId, work)
    return work
  }
  return { run, idle: async () => { while (running.size > 0) await Promise.all(running.values()) } }
}

/** The oldest stored event of the case that is due, if there is one. False when there is nothing to do. */
async function one(parts: CaseParts, caseId: string): Promise<boolean> {
  const { db, log } = parts
  const now = parts.clock()
  let updateId: string | null = null
  try {
    const found = await db.prisma.$transaction(async (tx) => {
      await lockCase(tx, caseId)
      const inbound = await tx.inbound.findFirst({ where: { caseId, channel: 'case', state: 'pending', nextAt: { lte: new Date(now) } }, orderBy: { id: 'asc' } })
      if (!inbound?.body) return false
      updateId = inbound.updateId
      const stored = JSON.parse(db.seal.open(inbound.body)) as CaseInbound
      await decideAndStore(parts, tx, caseId, stored, now)
      await tx.inbound.update({ where: { id: inbound.id }, data: { state: 'done', body: null, error: null, nextAt: null } })
      return true
    })
    if (found) parts.wakeDelivery()
    return found
  } catch (error) {
    log.error({ error, case: caseId }, 'an event of a case could not be dealt with and is kept')
    if (updateId === null) throw error
    await failCaseEvent(db, updateId, caseId, error, now)
    return true
  }
}

async function decideAndStore(parts: CaseParts, tx: Transaction, caseId: string, { event, seed, from }: CaseInbound, now: number): Promise<void> {
  const { db } = parts
  const file = await loadCase(db, tx, caseId)
  if (!file) return
  // What is reckoned anew is reckoned with the days as they stand in the books now.
  if (event.type === 'reckon') await parts.offices.renew(tx)
  const world = await worldOf(parts, tx, file, now, seed, event.type === 'staff' ? { staff: event.staff } : null)
  const decided = await decideWithNumbers(tx, file.case, await withFreshFacts(parts, tx, event, file, world), world)
  if ('refused' in decided) {
    if (from) await answerTo(parts, tx, from, seed, caseId, refusal(decided.refused, file, world, from), now)
    return
  }
  await updateCase(db, tx, file.case, decided.case)
  if (event.type === 'joined' && event.purpose === 'move') {
    const before = file.case.parties.find(({ id }) => id === event.party)?.personId ?? null
    if (before !== null) await bringCase(tx, caseId, before, event.person)
  }
  for (const held of heldBy(file.case).filter(({ caseId: id }) => !heldBy(decided.case).some((each) => each.caseId === id))) {
    await filesBack(tx, caseId, held.caseId, file.case.parties.flatMap(({ id, personId }) => (personId !== null && held.parties.includes(id) ? [personId] : [])), held.at)
  }
  await keepPlace(parts, tx, file.case, decided.case)
  if (decided.endsTracking) await endTracking(db, tx, caseId)
  await saveDuties(tx, decided.case, decided.duties, file.duties)
  if (decided.case.officeId !== file.case.officeId) await moveDuties(tx, decided.case)
  await saveSurveys(db, tx, caseId, decided.surveys, file.surveys, now)
  await saveReferrals(db, tx, caseId, decided.referrals)
  await appendHistory(db, tx, caseId, decided.history, now)
  await keepTickets(db, tx, caseId, decided.tickets, now)
  for (const [n, next] of decided.events.entries()) await storeCaseEvent(db, tx, next.caseId, `from:${caseId}:${seed}:${n}`, { event: next.event, seed: idFrom(seed, `event/${n}`), from: null }, now)
  if (mayTick(decided.case, file.case, world.regulation)) await tickOff(parts, tx, decided.case.officeId, decided.case.regulation, now)
  await oweTells(db, tx, decided.case, decided.tells, world, seed, from)
  if (from && event.type === 'staff' && !tellsActor(decided.tells, event.staff)) {
    const after = await loadCase(db, tx, caseId)
    if (after) await answerTo(parts, tx, from, seed, caseId, cardFor(after, { ...world, duties: after.duties, surveys: after.surveys, referrals: after.referrals }, from), now)
  }
}

/** Whether what has just happened may have been the last that a sheet of the unsettled waited for (MED-20). */
function mayTick(after: CaseState, before: CaseState, { rounds }: Regulation): boolean {
  const sheets = rounds.flatMap(({ sheet }) => sheet ?? [])
  return sheets.length > 0 && ((before.stage.at === 'accepted' && after.stage.at !== 'accepted') || after.happened.slice(before.happened.length).some(({ what }) => sheets.some((sheet) => matches(sheet, what))))
}

/** The one who acted reads the case as it is now, unless the decision itself has told them something. */
function tellsActor(tells: readonly { to: object }[], staff: number): boolean {
  return tells.some(({ to }) => 'staff' in to && to.staff === staff)
}

function refusal(why: Message['text'][number], file: CaseFile, world: World, from: From): Message {
  const card = cardFor(file, world, from)
  return { ...card, text: [why, ...card.text] }
}

function cardFor(file: CaseFile, world: World, from: From): Message {
  const asStaff = standing(file, world, from.personId)
  if (asStaff) return asStaff.card
  // Whoever has left the staff meanwhile is no resident of the case either.
  return may('resident', personRelation(file.case, from.personId), 'look') ? residentCard(file.case, world, file.history, partyOf(file.case, from.personId)) : { as: 'note', text: [{ key: 'talk:case.done' }] }
}

/** How a person stands to the case by what they are on the staff: of several roles, the one with the most to do. */
export function standing({ case: state, history }: CaseFile, world: World, personId: string): { member: StaffMember; card: Message; acts: Action[] } | null {
  const ways = world.staff.filter((each) => each.personId === personId).flatMap((member) => {
    const card = staffCard(state, world, member, history)
    return card ? [{ member, card, acts: actionsFor(state, world, member) }] : []
  })
  const [best, ...rest] = ways.sort((a, b) => b.acts.length - a.acts.length)
  if (!best) return null
  // Who answers for two offices may receive in one what they hand over in the other.
  const more = rest.flatMap(({ member, acts }) => acts.map((each): Action => ({ ...each, as: member.id }))).filter(({ id }) => !best.acts.some((each) => each.id === id))
  return { ...best, acts: [...best.acts, ...more] }
}

async function answerTo({ db }: CaseParts, tx: Transaction, from: From, seed: string, caseId: string, message: Message, now: number): Promise<void> {
  await owe(db, tx, [{ personId: from.personId, addressId: from.addressId, caseId, message, at: now, retryKey: idFrom(seed, 'case-answer'), edits: from.edits, token: from.token }])
}

/** `who` looks or acts, if it is somebody on the staff: those above may, and see where the case could go. */
export async function worldOf(parts: Pick<CaseParts, 'regulations' | 'offices' | 'inForce'>, tx: Transaction, file: CaseFile, now: number, seed: string, who: Who | null = null): Promise<World> {
  const regulation = editionOf(parts.regulations, file.case.regulation, file.case.edition)
  // Another edition would be another promise: what has come for the case waits until its own is there again.
  if (!regulation) throw new Error(`no file holds the edition of the case: ${file.case.regulation}, ${file.case.edition}`)
  const office = await parts.offices.get(file.case.officeId, tx)
  const own = await withThoseAbove(tx, file.case, regulation, await staffOf(tx, office.id, now))
  const { bodies, staff } = await withLinked(tx, office.id, file.referrals, await withThoseRound(parts.offices.list(), tx, file.case, own, now, who))
  const tree = who === null || !staff.some((each) => isWho(each, who)) ? undefined : await treeOf(parts.offices.list(), tx, file.case)
  return { office: office.name, ...(tree ? { tree } : {}), regulation, others: parts.inForce(), calendar: office.calendar, staff, duties: file.duties, surveys: file.surveys, referrals: file.referrals, bodies, now, seed }
}

/**
 * The holidays of a year were confirmed or changed: each of these cases reckons its clocks anew, once for each `change`
 * (any text that tells one change from another). The timers' next round takes them up.
 */
export async function oweReckoning(db: Database, tx: Transaction, caseIds: readonly string[], change: string, now: number): Promise<void> {
  for (const caseId of caseIds) await storeCaseEvent(db, tx, caseId, `reckon:${caseId}:${change}`, { event: { type: 'reckon' }, seed: idFrom(caseId, `reckon/${change}`), from: null }, now)
}

/** A survey looks at the person when its time has come, not when it was planned. */
async function withFreshFacts(parts: CaseParts, tx: Transaction, event: CaseEvent, file: CaseFile, world: World): Promise<CaseEvent> {
  // Who it is comes from the database for this one act only; what is stored of the event never holds it (PET-7).
  if (event.type === 'staff' && event.action === 'open-identity') return { ...event, people: [await identityOf(parts.db, tx, file.case.applicantId)] }
  if (event.type !== 'survey-due') return event
  const survey = file.surveys.find((each) => each.id === event.survey)
  if (!survey) return event
  // Two cases of one person may be due at the same moment: the second counts after the first.
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('survey:' || ${survey.personId}, 0))::text`
  const since = new Date(world.now - world.regulation.callback.cap.days * 86_400_000)
  const recent = await tx.survey.count({ where: { personId: survey.personId, sentAt: { gte: since } } })
  const withdrawn = await hasWithdrawn(tx, survey.personId)
  return { ...event, withdrawn, busy: await parts.busyWith(tx, survey.personId), recent }
}
