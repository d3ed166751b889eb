import { timingSafeEqual } from 'node:crypto'
import { may, partyOf, personRelation } from '../cases/access.ts'
import type { StaffMember } from '../cases/case.ts'
import { isAble } from '../cases/house.ts'
import { keptWords } from '../cases/keeping.ts'
import { heldBy } from '../cases/merging.ts'
import { concerning } from '../cases/referrals/referral.ts'
import { residentActionsFor } from '../cases/offered/residents.ts'
import { residentPast, staffPast } from '../cases/telling/past.ts'
import { caseList, dutyList, moreCard, residentCard } from '../cases/views.ts'
import type { Button, Message } from '../dialogue/message.ts'
import { pressText } from '../dialogue/press.ts'
import type { Known, TalkAsk } from '../dialogue/state.ts'
import { editionOf } from '../regulations/load.ts'
import { standingInFor } from '../store/absences.ts'
import { casesOf, caseOf, dutyOf, loadCase, staffOf, type CaseFile } from '../store/cases.ts'
import type { Database, Transaction } from '../store/database.ts'
import { openedState } from '../store/talkTimers.ts'
import type { Talk } from '../store/talks.ts'
import { clearTries, failedTry, pausedUntil } from '../store/attempts.ts'
import { received } from '../store/receptions.ts'
import { moreForStaff } from '../cases/telling/messages.ts'
import { alikeFor } from './alike.ts'
import { toDesk } from './desk/buttons.ts'
import { deskView } from './desk/desk.ts'
import type { DeskParts } from './desk/page.ts'
import { roundFor, roundsFor } from './roundReports.ts'
import { myData } from './myData.ts'
import { lookAtTicket } from './tickets.ts'
import { receivesFor, receptionsFor } from './visits.ts'
import { standing, worldOf, type CaseParts } from './caseTurns.ts'

/** What a talk's turn asks of the house. Everything a person may not see is answered as if it did not exist. */
export type LookUpParts = Pick<CaseParts, 'db' | 'regulations' | 'offices' | 'inForce' | 'clock'>

const mineMost = 20
const dutiesMost = 30

export async function lookUp(parts: LookUpParts & Pick<DeskParts, 'house'>, ask: TalkAsk, talk: Talk): Promise<Known> {
  const { person } = talk
  const { db } = parts
  // Asked at every filing: two looks along an index need no transaction.
  if (ask.ask === 'alike') return { alike: await alikeFor(parts, db.prisma, ask, person) }
  return db.prisma.$transaction(async (tx): Promise<Known> => {
    switch (ask.ask) {
      case 'mine': return { mine: await mine(db, tx, person.id) }
      case 'case': return { case: await caseFor(parts, tx, ask.caseId, person.id) }
      case 'track': return { track: await track(parts, tx, ask, person.id) }
      case 'duties': return { duties: (await dutiesFor(parts, tx, person.staff.map((each) => each.id))).message }
      case 'round': return { round: await roundFor(parts, tx, ask, person.id, parts.clock()) }
      case 'desk': return { desk: await deskView(parts, tx, ask, person) }
      case 'survey': return { survey: await survey(tx, ask.surveyId, person.id) }
      case 'office': return { office: await office(tx, ask.code) }
      case 'data': return { data: await myData(parts, tx, ask.whole, talk) }
      case 'receptions': return { receptions: await receptionsFor(db, tx, person, parts.clock()) }
      case 'receives': return { receives: await receivesFor(db, tx, person.staff.map((each) => each.id), parts.clock()) }
      case 'ticket': return { ticket: await lookAtTicket(parts, tx, ask.code, person.id) }
    }
  })
}

async function mine(db: Database, tx: Transaction, personId: string): Promise<NonNullable<Known['mine']>> {
  const rows = await tx.case.findMany({ where: { id: { in: await casesOf(tx, personId) } }, orderBy: { filedAt: 'desc' }, take: mineMost, include: { parties: true } })
  const cases = rows.map((row) => caseOf(db, row, row.parties))
  return { message: caseList(cases), open: cases.filter((each) => each.stage.at !== 'closed').map((each) => ({ caseId: each.id, number: each.number })) }
}

async function caseFor(parts: LookUpParts, tx: Transaction, caseId: string, personId: string): Promise<NonNullable<Known['case']> | null> {
  const file = await loadCase(parts.db, tx, caseId)
  if (!file) return null
  const world = await worldOf(parts, tx, file, parts.clock(), caseId, { person: personId })
  const asStaff = standing(file, world, personId)
  const isOwn = may('resident', personRelation(file.case, personId), 'look')
  if (!asStaff && !isOwn) return null
  const viewer = partyOf(file.case, personId)
  const acts = isOwn ? residentActionsFor(file.case, world, personId) : []
  return {
    caseId, number: file.case.number, regulation: file.case.regulation,
    mine: isOwn ? { acts, ...(may('resident', personRelation(file.case, personId), 'reply') ? {} : { listens: true as const }), card: residentCard(file.case, world, file.history, viewer), past: residentPast(file.case, file.history, viewer), more: moreCard(file.case, acts, [keptWords(file.case, world.regulation)]) } : null,
    staff: asStaff && { staffId: asStaff.member.id, acts: asStaff.acts, past: staffPast(file.case, world, asStaff.member, file.history), more: moreForStaff(file.case, asStaff.acts), ...(seesFiles(asStaff.member, file.referrals) ? await withFiles(tx, caseId, heldBy(file.case).map((each) => each.caseId), asStaff.card) : { card: asStaff.card, files: [] }) },
  }
}

/** A linked body gets what people sent only with the applicant's word (MED-22). */
function seesFiles({ body }: StaffMember, referrals: CaseFile['referrals']): boolean {
  return body === undefined || concerning(referrals, body).some(({ shares }) => shares)
}

/** Pictures and papers are one tap away from whoever may see the case, also those of cases that go on in it. */
async function withFiles(tx: Transaction, caseId: string, held: readonly string[], card: Message): Promise<{ card: Message; files: string[] }> {
  const files = (await tx.attachment.findMany({ where: { caseId: { in: [caseId, ...held] }, state: { in: ['kept', 'owed'] } }, orderBy: { at: 'asc' }, select: { id: true } })).map((each) => each.id)
  if (files.length === 0) return { card, files }
  const show: Button = { label: { key: 'talk:files', with: { count: files.length } }, press: pressText({ on: 'case', caseId, action: 'files', choice: null }) }
  return { card: { ...card, buttons: [...(card.buttons ?? []), [show]] }, files }
}

/** Number and code. A wrong number and a wrong code look alike, and each further try has to wait longer. */
async function track(parts: LookUpParts, tx: Transaction, { number, code }: { number: string; code: string }, personId: string): Promise<NonNullable<Known['track']>> {
  const { db } = parts
  const now = parts.clock()
  const keys = [`track:person:${personId}`, `track:number:${db.seal.hash('attempt', number).toString('hex').slice(0, 32)}`]
  const until = await pausedUntil(tx, keys, now)
  if (until !== null) return { end: 'wait', until }
  const given = db.seal.hash('track', code)
  const rows = await tx.case.findMany({ where: { number }, select: { id: true, trackHash: true }, take: 50 })
  const found = rows.find((row) => timingSafeEqual(given, row.trackHash))
  const file = found && await loadCase(db, tx, found.id)
  if (!file) {
    await failedTry(tx, keys, now)
    return { end: 'wrong' }
  }
  await clearTries(tx, keys)
  return { end: 'found', card: await trackedCard(parts, tx, file) }
}

/** There is no button to open the rest with. */
const trackedLinesMax = 20

async function trackedCard(parts: LookUpParts, tx: Transaction, file: CaseFile): Promise<Message> {
  const world = await worldOf(parts, tx, file, parts.clock(), file.case.id)
  // Whoever has the code sees how it goes; acting on the case needs the chat it was filed from.
  return { ...residentCard(file.case, world, file.history, undefined, trackedLinesMax), buttons: [] }
}

/** Cases of those they stand in for, the most pressing, as far as they are for them to see: none they stand in, nor that speaks of them (MED-10, PET-7). */
async function theirs(parts: LookUpParts, tx: Transaction, own: readonly StaffMember[], instead: readonly number[]): Promise<string[]> {
  const owed = await tx.duty.findMany({ where: { state: 'open', owner: 'handler', staffId: { in: [...instead] } }, orderBy: { dueAt: 'asc' }, distinct: ['caseId'], select: { caseId: true }, take: standInCasesMost })
  const rows = await tx.case.findMany({ where: { id: { in: owed.map(({ caseId }) => caseId) } }, include: { parties: true } })
  const cases = rows.map((row) => caseOf(parts.db, row, row.parties)).filter((state) => {
    const regulation = editionOf(parts.regulations, state.regulation, state.edition)
    const mine = own.filter(({ officeId }) => officeId === state.officeId)
    return regulation !== undefined && mine.length > 0 && mine.every((member) => isAble(state, { regulation }, member))
  })
  return cases.map(({ id }) => id)
}

const standInCasesMost = 500

/** Those of these places that are on the staff now, as they stand among their colleagues. */
async function placesOf(tx: Transaction, offices: readonly number[], own: readonly number[], now: number): Promise<StaffMember[]> {
  const staff = await Promise.all([...new Set(offices)].map((office) => staffOf(tx, office, now)))
  return staff.flat().filter(({ id }) => own.includes(id))
}

/** What these places on the staff owe, most pressing first, and how much it is. */
export async function dutiesFor(parts: LookUpParts, tx: Transaction, own: number[]): Promise<{ message: Message; all: number }> {
  const { db } = parts
  const instead = await standingInFor(tx, own, parts.clock())
  const members = await tx.staff.findMany({ where: { id: { in: own }, leftAt: null } })
  // Whoever stands in has what a holder owes; what an office's head owes passes to no colleague.
  const others = instead.length === 0 ? [] : [{ staffId: { in: instead }, owner: 'handler', caseId: { in: await theirs(parts, tx, await placesOf(tx, members.map(({ officeId }) => officeId), own, parts.clock()), instead) } }]
  const where = { state: 'open', OR: [{ staffId: { in: own } }, ...members.map((each) => ({ staffId: null, owner: each.role, officeId: each.officeId })), ...others] }
  const all = await tx.duty.count({ where })
  const rows = await tx.duty.findMany({
    where,
    orderBy: { dueAt: 'asc' }, take: dutiesMost, include: { case: { select: { id: true, number: true, regulation: true, edition: true, category: true } } },
  })
  const owed = await roundsFor(parts, tx, members, parts.clock(), dutiesMost)
  const list = dutyList(rows.map((row) => {
    const regulation = editionOf(parts.regulations, row.case.regulation, row.case.edition)
    return { duty: dutyOf(row), case: row.case, own: regulation?.duties.some((each) => each.id === row.kind) ?? false }
  }), parts.clock(), all + owed.all, owed.items)
  const receives = await received(db, tx, { staffIds: own }, parts.clock(), null)
  // Nothing to do is no dead end: the desk is one tap away.
  const also: Button[][] = receives.length > 0 ? [[{ label: { key: 'talk:menu.receives' }, press: pressText({ on: 'menu', choice: 'receives', lasting: true }) }]] : all + owed.all === 0 ? [[toDesk]] : []
  const message = { ...list, buttons: [...(list.buttons ?? []), ...also] }
  return { message, all: all + owed.all }
}

async function survey(tx: Transaction, surveyId: string, personId: string): Promise<NonNullable<Known['survey']> | null> {
  const row = await tx.survey.findFirst({ where: { id: surveyId, personId }, include: { case: { select: { number: true } } } })
  return row && { caseId: row.caseId, number: row.case.number, score: row.score }
}

async function office(tx: Transaction, code: string): Promise<NonNullable<Known['office']> | null> {
  const id = Number(/^office_(\d{1,9})$/.exec(code)?.[1])
  return Number.isInteger(id) ? tx.office.findUnique({ where: { id }, select: { id: true, name: true } }) : null
}

/** Whether somebody was about something within the last minutes, a filing, an answer, a form: a survey waits until they are done. */
export async function busyWith(db: Pick<Database, 'seal'>, tx: Transaction, personId: string, now: number): Promise<boolean> {
  const row = await tx.conversation.findUnique({ where: { personId } })
  if (!row || now - row.touchedAt.getTime() >= busyMs) return false
  return row.nextAt !== null || (openedState(db, row.state)?.at.at ?? 'home') !== 'home'
}
const busyMs = 30 * 60_000
