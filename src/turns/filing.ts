import type { CaseState, World } from '../cases/case.ts'
import { decideCase } from '../cases/decide.ts'
import { formatNumber, seriesKey } from '../cases/numbering.ts'
import { dayOf } from '../calendar/limit.ts'
import { filedWords } from '../cases/views.ts'
import type { Message } from '../dialogue/message.ts'
import { pressText } from '../dialogue/press.ts'
import type { Draft, Speaking } from '../dialogue/state.ts'
import { isNameless } from '../dialogue/steps.ts'
import type { Incoming } from '../events.ts'
import { codeFrom, idFrom } from '../ids.ts'
import type { Regulation } from '../regulations/schema.ts'
import { appendHistory, createCase, saveDuties, saveSurveys, staffOf } from '../store/cases.ts'
import type { Database, Transaction } from '../store/database.ts'
import { loadOffice, nextSerial, officeFor } from '../store/houses.ts'
import { oweTells } from './tells.ts'

/** A confirmed draft becomes a case with its number, its duties and its first offer: one transaction, once. */

export async function fileCase(db: Database, tx: Transaction, regulations: readonly Regulation[], filed: { draft: Draft; incoming: Incoming; person: Speaking; now: number }): Promise<{ message: Message; name: string | null; phone: string | null }> {
  const { draft, incoming, person, now } = filed
  const regulation = regulations.find((each) => each.id === draft.regulation)
  if (!regulation) throw new Error('the regulation of the draft is gone')
  const place = placeOf(regulation, draft)
  const office = await loadOffice(tx, await officeFor(tx, person.officeId, place))
  const staff = await staffOf(tx, office.id)
  const serial = await nextSerial(tx, seriesKey(regulation, office.id, now, office.zone))
  const number = formatNumber(regulation.number.format, serial, dayOf(office.zone, now))
  const code = codeFrom(incoming.seed, 'track')
  const fresh = caseOf(regulation, filed, { id: idFrom(incoming.seed, 'case'), number, officeId: office.id, place })
  const world: World = { regulation, calendar: office.calendar, staff, duties: [], surveys: [], now, seed: incoming.seed }
  const decided = decideCase(fresh, { type: 'filed' }, world)
  if ('refused' in decided) throw new Error('a new case was refused')
  await createCase(db, tx, decided.case, code)
  await saveDuties(tx, decided.case, decided.duties, [])
  await saveSurveys(db, tx, decided.case.id, decided.surveys)
  await appendHistory(db, tx, decided.case.id, decided.history, now)
  await oweTells(db, tx, decided.case, decided.tells, staff, now, incoming.seed)
  if (draft.files.length > 0) await tx.attachment.updateMany({ where: { id: { in: draft.files.map((file) => file.id) }, personId: person.id }, data: { caseId: fresh.id } })
  return { message: filedMessage(decided.case, { ...world, duties: decided.duties, surveys: decided.surveys }, code), name: answerOf(regulation, draft, 'own-name'), phone: answerOf(regulation, draft, 'own-phone') }
}

function caseOf(regulation: Regulation, { draft, incoming, person, now }: { draft: Draft; incoming: Incoming; person: Speaking; now: number }, drawn: { id: string; number: string; officeId: number; place: string | null }): CaseState {
  const other = { name: answerOf(regulation, draft, 'other-name'), contact: answerOf(regulation, draft, 'other-contact') }
  const applicant = { id: idFrom(incoming.seed, 'applicant'), role: 'applicant' as const, personId: person.id, name: answerOf(regulation, draft, 'own-name'), contact: answerOf(regulation, draft, 'own-phone'), willing: 'unknown' as const }
  const respondent = { id: idFrom(incoming.seed, 'respondent'), role: 'respondent' as const, personId: null, ...other, willing: 'unknown' as const }
  return {
    ...drawn, regulation: regulation.id, edition: regulation.edition, category: draft.category ?? '', level: regulation.levels[0]?.id ?? '', stage: { at: 'filed' }, tried: [],
    handlerId: null, story: draft.story, answers: draft.answers, dangers: draft.dangers, anonymous: isNameless(draft), language: person.language, channel: incoming.channel,
    applicantId: person.id, filedAt: now, acceptedAt: null, reopened: 0, pauses: [], happened: [], score: null,
    parties: other.name === null && other.contact === null ? [applicant] : [applicant, respondent],
  }
}

function answerOf(regulation: Regulation, draft: Draft, kind: string): string | null {
  const question = regulation.questions.find((each) => each.kind === kind)
  return draft.answers.find((each) => each.id === question?.id)?.text ?? null
}

function placeOf(regulation: Regulation, draft: Draft): string | null {
  return answerOf(regulation, draft, 'place')
}

/** The number, the code (told this once), what comes next and by which day. */
function filedMessage(filed: CaseState, world: World, code: string): Message {
  return {
    as: 'card',
    text: [{ key: 'talk:filed.text', with: { number: filed.number } }, { key: 'talk:filed.code', with: { code } }, ...filedWords(filed, world)],
    buttons: [[{ label: { key: 'talk:menu.mine' }, press: pressText({ on: 'menu', choice: 'mine' }) }]],
  }
}
