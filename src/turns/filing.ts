import type { CaseState, StaffMember, Tell, World } from '../cases/case.ts'
import { filersOf, withoutChat } from '../cases/parties/filers.ts'
import { looksAtTimesFiled } from '../cases/conditions.ts'
import { datesOf } from '../cases/dates.ts'
import { placesOf } from '../cases/alike.ts'
import { decideCase } from '../cases/decide.ts'
import { formatNumber, seriesKey } from '../cases/numbering.ts'
import { dayOf } from '../calendar/limit.ts'
import { filedWords } from '../cases/views.ts'
import type { Button, Message } from '../dialogue/message.ts'
import { pressText } from '../dialogue/press.ts'
import type { Draft, Finding, Speaking } from '../dialogue/state.ts'
import { isNameless } from '../dialogue/steps.ts'
import { principalContact, principalName, wayOf } from '../dialogue/ways.ts'
import type { Incoming } from '../events.ts'
import { codeFrom, idFrom } from '../ids.ts'
import type { Regulation } from '../regulations/schema.ts'
import { filedSince, staffAbove, staffOf } from '../store/cases.ts'
import { createCases } from '../store/newCases.ts'
import type { Database, Transaction } from '../store/database.ts'
import { nextSerials, officeFor, type Office, type OfficeBook } from '../store/houses.ts'
import { withThoseAbove } from './above.ts'
import { keepTickets } from '../store/tickets.ts'
import { decideAllWithNumbers, type Drawn } from './numbers.ts'
import { oweTelling } from './tells.ts'

/** Confirmed drafts become cases with their numbers, duties and first offers. Those that come together share the statements. */
/** `desk`: taken down by staff; then `person` is whoever it is for, by the id of their party. */
export type Filing = { draft: Draft; incoming: Pick<Incoming, 'seed' | 'channel'>; person: Speaking; desk?: DeskFiling }
export type DeskFiling = { staffId: number; personId: string; takes: boolean; /** What came of a mediation that was before. */ result: string | null }
export type Filed = { state: CaseState; trackCode: string; message: Message; name: string | null; phone: string | null }
export type FilingParts = { db: Database; inForce(): readonly Regulation[]; offices: OfficeBook }

/** Who works in an office, and who above those in which nobody does. */
export type Ahead = { staff: Map<number, StaffMember[]>; above: Map<number, StaffMember[][]> }

/** Read before the transaction begins, so that nobody who files at the same time waits for it; whoever leaves in between is offered the case all the same, until the next are asked. */
export async function lookAhead(parts: FilingParts, filings: readonly Filing[], now: number): Promise<Ahead> {
  const ahead: Ahead = { staff: new Map(), above: new Map() }
  const ids = new Set(filings.map((filing) => officeIdOf(filing) ?? placeOf(parts, filing).office().id))
  await Promise.all([...ids].map(async (id) => {
    const staff = await staffOf(parts.db.pool, id, now)
    ahead.staff.set(id, staff)
    if (staff.length === 0) ahead.above.set(id, await staffAbove(parts.db.pool, id))
  }))
  return ahead
}

export async function fileCases(parts: FilingParts, tx: Transaction, filings: readonly Filing[], now: number, { staff, above }: Ahead = { staff: new Map(), above: new Map() }): Promise<Filed[]> {
  const { db } = parts
  const placed = await inTurn(filings, async (filing) => {
    const { regulation, place, office: nearest } = placeOf(parts, filing)
    const at = officeIdOf(filing)
    const office = at === null ? nearest() : await parts.offices.get(at, tx)
    return { ...filing, regulation, place, office, series: seriesKey(regulation, office.id, now, office.zone) }
  })
  for (const { office } of placed) if (!staff.has(office.id)) staff.set(office.id, await staffOf(tx, office.id, now))
  const times = await timesFiled(tx, placed, now)
  const fresh = placed.map((each, n) => ({ ...each, state: caseOf(each, times[n] ?? 1, now), staff: [] as StaffMember[] }))
  for (const each of fresh) each.staff = await withThoseAbove(tx, each.state, each.regulation, staff.get(each.office.id) ?? [], above)
  await number(tx, fresh, now)
  const filed = await decideAllWithNumbers(tx, (drawn) => decideInTurn(fresh, drawn, now))
  await createCases(db, tx, filed, now)
  const regulationOf = (id: string): Regulation => {
    const found = fresh.find(({ state }) => state.id === id)
    if (!found) throw new Error('a case was filed that nobody told')
    return found.regulation
  }
  for (const one of filed) {
    await keepTickets(db, tx, one.state.id, one.tickets, now)
    if (one.files.length > 0) await tx.attachment.updateMany({ where: { id: { in: one.files }, personId: one.keeper }, data: { caseId: one.state.id } })
  }
  await oweTelling(db, tx, filed.map(({ state, tells, staff: there, calendar, seed }) => ({ of: state, tells, world: { staff: there, regulation: regulationOf(state.id), calendar, now }, seed })))
  return filed
}

/**
 * Numbers come last: from here on whoever files in the same series waits until this is stored. Series are taken in one
 * order everywhere, so that two batches never wait for each other crosswise.
 */
async function number(tx: Transaction, fresh: readonly (Fresh & { series: string })[], now: number): Promise<void> {
  for (const [series, all] of [...Map.groupBy(fresh, (each) => each.series)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const first = await nextSerials(tx, series, all.length)
    all.forEach(({ regulation, office, state }, place) => { state.number = formatNumber(regulation.number.format, first + place, dayOf(office.zone, now)) })
  }
}

/** Under which regulation, where it happened, and the office of that place. */
function placeOf(parts: FilingParts, { draft }: Filing): { regulation: Regulation; place: string | null; office(): Office } {
  const regulation = parts.inForce().find((each) => each.id === draft.regulation)
  if (!regulation) throw new Error('the regulation of the draft is gone')
  const place = answerOf(regulation, draft, 'place')
  return { regulation, place, office: () => officeFor(parts.offices.list(), regulation.id, place) }
}

/** What staff find is their own office's, wherever they themselves are residents. */
function officeIdOf({ draft, person }: Filing): number | null {
  return person.staff.find(({ id }) => id === draft.finding?.staffId)?.officeId ?? person.officeId
}

type Placed = Filing & { regulation: Regulation; office: Office; place: string | null }
type Fresh = Placed & { state: CaseState; /** With those above where the office itself cannot answer. */ staff: StaffMember[] }

/** How often each has filed under their regulation within a year, this time counted. Asked of the database only where a regulation looks at it. */
async function timesFiled(tx: Transaction, placed: readonly Placed[], now: number): Promise<number[]> {
  if (!placed.some(({ regulation }) => looksAtTimesFiled(regulation))) return placed.map(() => 1)
  const since = new Date(now)
  since.setUTCFullYear(since.getUTCFullYear() - 1)
  const same = (each: Placed): string => `${each.person.id}/${each.regulation.id}`
  const before = await filedSince(tx, placed.map(({ person, regulation }) => ({ personId: person.id, regulation: regulation.id })), since)
  // Whoever files for others does not come again and again themselves (PET-9).
  return placed.map((each, n) => (each.draft.as === 'proxy' ? 1 : (before[n] ?? 0) + placed.slice(0, n).filter((other) => same(other) === same(each)).length + 1))
}

/** The next of a batch finds the load as the one before leaves it. */
function decideInTurn(fresh: readonly Fresh[], drawn: readonly Drawn[], now: number) {
  const taken = new Map<number, number>()
  return fresh.map((each, n) => {
    const staff = each.staff.map((member) => ({ ...member, load: member.load + (taken.get(member.id) ?? 0) }))
    const one = fileOne({ ...each, staff }, drawn[n] ?? {}, now)
    if ('state' in one && one.state.stage.at === 'assigned') taken.set(one.state.stage.to, (taken.get(one.state.stage.to) ?? 0) + 1)
    return one
  })
}

function fileOne({ draft, incoming, regulation, office, state, staff, desk }: Fresh, drawn: Drawn, now: number) {
  const trackCode = codeFrom(incoming.seed, 'track')
  const world: World = { regulation, calendar: office.calendar, staff, duties: [], surveys: [], now, seed: incoming.seed, drawn }
  const decided = decideCase(state, { type: 'filed', ...(desk && desk.result !== null ? { result: desk.result } : {}) }, world)
  if ('refused' in decided) throw new Error('a new case was refused')
  if ('draws' in decided) return decided
  return {
    state: decided.case, trackCode, places: placesOf(decided.case, regulation), duties: decided.duties, history: decided.history, tells: withVoices(decided.tells, draft), tickets: decided.tickets, seed: incoming.seed, files: draft.files.map((file) => file.id), keeper: desk?.personId ?? state.applicantId, staff, calendar: office.calendar,
    message: draft.finding ? foundMessage(decided.case, { ...world, duties: decided.duties }, draft.finding) : filedMessage(decided.case, { ...world, duties: decided.duties }, trackCode), name: answerOf(regulation, draft, 'own-name'), phone: answerOf(regulation, draft, 'own-phone'),
  }
}

/** What was spoken is heard by whoever is told of the case, not only by who looks for it. */
function withVoices(tells: readonly Tell[], { files }: Draft): Tell[] {
  const voices = files.flatMap(({ id, kind }) => (kind === 'voice' ? [id] : []))
  return tells.map((tell) => (voices.length > 0 && ('staff' in tell.to || 'role' in tell.to) ? { ...tell, message: { ...tell.message, files: [...(tell.message.files ?? []), ...voices] } } : tell))
}

/** Without its number yet. */
function caseOf({ regulation, draft, incoming, person, office, place, desk }: Placed, filedTimes: number, now: number): CaseState {
  const other = { name: answerOf(regulation, draft, 'other-name'), contact: answerOf(regulation, draft, 'other-contact') }
  const id = idFrom(incoming.seed, 'case')
  const said = (question: string): string | null => draft.answers.find((each) => each.id === question)?.text ?? null
  const own = { name: answerOf(regulation, draft, 'own-name'), contact: answerOf(regulation, draft, 'own-phone') }
  const filers = filersOf(wayOf(draft), person.id, id, incoming.seed, own, { name: said(principalName), contact: said(principalContact) })
  const { parties, between } = desk ? withoutChat(filers, { by: desk.staffId, takes: desk.takes, mediated: desk.result !== null }) : filers
  const respondent = { id: idFrom(incoming.seed, 'respondent'), role: 'respondent' as const, personId: null, ...other, willing: 'unknown' as const }
  return {
    id, number: '', dossier: null, officeId: office.id, place, dates: datesOf(regulation, draft.answers, draft.category, office.calendar), filedTimes, regulation: regulation.id, edition: regulation.edition, category: draft.category ?? '', level: regulation.levels[0]?.id ?? '', stage: { at: 'filed' }, tried: [],
    handlerId: null, story: draft.story, answers: draft.answers.filter((each) => each.id !== principalName && each.id !== principalContact), dangers: draft.dangers, anonymous: isNameless(draft), language: person.language, channel: incoming.channel,
    applicantId: person.id, filedAt: now, acceptedAt: null, reopened: 0, pauses: [], happened: [], score: null,
    between, parties: other.name === null && other.contact === null ? parties : [...parties, respondent],
  }
}

function answerOf(regulation: Regulation, draft: Draft, kind: string): string | null {
  const question = regulation.questions.find((each) => each.kind === kind)
  return draft.answers.find((each) => each.id === question?.id)?.text ?? null
}

/** The number, the code (told this once), what comes next and by which day. */
function filedMessage(filed: CaseState, world: World, code: string): Message {
  return {
    as: 'card',
    text: [{ key: 'talk:filed.text', with: { number: filed.number } }, { key: 'talk:filed.code', with: { code } }, ...filedWords(filed, world)],
    buttons: [[{ label: { key: 'talk:menu.mine' }, press: pressText({ on: 'menu', choice: 'mine', lasting: true }) }]],
  }
}

/** How grave it is by the rules (SCR-3), who has heard already (SCR-4), what comes next; and the next finding is one tap away. */
function foundMessage(filed: CaseState, world: World, { roundId }: Finding): Message {
  const red = world.regulation.levels.find(({ id }) => id === filed.level)?.red ?? false
  const again: Button = { label: { key: 'talk:button.finding-more' }, press: roundId === null ? pressText({ on: 'menu', choice: 'finding', lasting: true }) : pressText({ on: 'round', roundId, action: 'find' }) }
  const enough: Button = roundId === null
    ? { label: { key: 'talk:menu.mine' }, press: pressText({ on: 'menu', choice: 'mine', lasting: true }) }
    : { label: { key: 'case:round.button.that-is-all' }, press: pressText({ on: 'round', roundId, action: 'none' }), tone: 'main' }
  return {
    as: 'card',
    text: [{ key: 'talk:filed.text', with: { number: filed.number } }, { key: 'talk:finding.level', with: { level: { key: `${filed.regulation}:level.${filed.level}` } } }, ...(red ? [{ key: 'talk:finding.red' }] : []), ...filedWords(filed, world)],
    buttons: [[again], [enough]],
  }
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = []
  for (const item of items) done.push(await work(item))
  return done
}
