import { relationOf } from '../../cases/access.ts'
import { whyNotStep } from '../../cases/actions.ts'
import type { Answer, CaseEvent, CaseState, World } from '../../cases/case.ts'
import { instructionFields, peopleFor, presentOf } from '../../cases/instruction.ts'
import { isNamedIn } from '../../cases/named.ts'
import type { Field, Form } from '../../dialogue/fields.ts'
import type { Words } from '../../dialogue/message.ts'
import type { Speaking } from '../../dialogue/state.ts'
import { emptyDraft } from '../../dialogue/steps.ts'
import { idFrom, longId } from '../../ids.ts'
import { visitorWords } from '../../receptions/leaders.ts'
import { bookedAt, receiverOf, type Booking } from '../../receptions/reception.ts'
import type { Regulation } from '../../regulations/schema.ts'
import { loadCase } from '../../store/cases.ts'
import { owe } from '../../store/deliveries.ts'
import { takes } from '../../store/houses.ts'
import { heardVisit, lockBooking } from '../../store/receptions.ts'
import { worldOf } from '../caseTurns.ts'
import { fileCases } from '../filing.ts'
import type { Desk, DeskDone } from './page.ts'
import { heardForm, plainInstruction } from './receptionForms.ts'
import { staffNamed } from './receptionDays.ts'

/** After a visit: the supervision card 督办卡 (PET-8). It goes into the case the visitor named, or makes a petition of what they told. */

type Visit = { booking: Booking; into: { state: CaseState; world: World } | { fresh: Regulation } }

export async function heardFormFor(desk: Desk, choice: string | null): Promise<Form | { refused: Words }> {
  const visit = await visitOf(desk, choice)
  if ('refused' in visit) return visit
  const { booking, into } = visit
  const title = [{ key: 'desk:reception.card-title' }, visitorWords(booking, receiverOf(booking.reception).name)]
  if ('fresh' in into) {
    const office = await desk.offices.get(booking.reception.officeId, desk.tx)
    const people = await staffNamed(desk, into.fresh.assign.roles, office.id)
    return heardForm(title, plainInstruction(people.slice(0, peopleMost), office.calendar, desk.now), { regulation: into.fresh, told: booking.words })
  }
  return heardForm(title, fieldsFor(into.state, into.world, desk, receiverOf(booking.reception).staffId), null)
}

const peopleMost = 7

function fieldsFor(state: CaseState, world: World, { now }: Desk, staffId: number): Field[] {
  const member = world.staff.find(({ id }) => id === staffId)
  const step = member && world.regulation.steps.find((each) => each.takes === 'instruction' && whyNotStep(state, world, member, each) === null)
  if (step) return instructionFields(state, world, step)
  const present = world.staff.find(({ id }) => id === presentOf(state))
  return plainInstruction(peopleFor(state, world), world.calendar, now, present && { key: 'case:instruction.present', with: { who: present.name } })
}

/** What the card is about; or why there is none to write: not theirs, not yet, written already, or about themselves (PET-7). */
async function visitOf(desk: Desk, choice: string | null): Promise<Visit | { refused: Words }> {
  const { db, tx, person, now } = desk
  const id = longId(choice ?? '')
  const booking = id === null ? null : await lockBooking(db, tx, id)
  if (!booking || receiverOf(booking.reception).personId !== person.id || booking.state !== 'booked' || bookedAt(booking) > now) return { refused: { key: 'desk:reception.refused.visit-gone' } }
  if (booking.heardAt !== undefined) return { refused: { key: 'desk:reception.refused.heard', with: { number: booking.case?.number ?? '' } } }
  if (booking.words !== null && isNamedIn(booking.words, receiverOf(booking.reception).name)) return { refused: { key: 'desk:reception.refused.party' } }
  const file = booking.case && await loadCase(db, tx, booking.case.id)
  if (file && file.case.stage.at !== 'closed') {
    const world = await worldOf(desk, tx, file, now, desk.seed)
    const member = world.staff.find((each) => each.personId === person.id)
    if (member && relationOf(file.case, member, world.regulation) === 'party') return { refused: { key: 'desk:reception.refused.party' } }
    return { booking, into: { state: file.case, world } }
  }
  const office = await desk.offices.get(booking.reception.officeId, tx)
  const all = desk.inForce().filter((each) => takes(office, each.id) && each.filers.includes('resident'))
  const fresh = all.find(({ steps }) => steps.some((step) => step.takes === 'instruction')) ?? all[0]
  return fresh ? { booking, into: { fresh } } : { refused: { key: 'desk:reception.refused.nothing-taken' } }
}

export async function heard(desk: Desk, choice: string | null, given: Readonly<Record<string, string>>, files: readonly string[]): Promise<DeskDone> {
  const visit = await visitOf(desk, choice)
  if ('refused' in visit) return { answer: { as: 'note', text: [visit.refused] } }
  const { tx, person, now } = desk
  const { booking, into } = visit
  const caseId = 'fresh' in into ? await filedFor(desk, booking, into.fresh, given) : into.state.id
  if (files.length > 0) await tx.attachment.updateMany({ where: { id: { in: [...files] }, personId: person.id, caseId: null }, data: { caseId } })
  await heardVisit(tx, booking.id, caseId, now)
  const { staffId, name } = receiverOf(booking.reception)
  const { words = '', who, day } = given
  const told: CaseEvent = {
    type: 'told', what: 'heard', by: staffId, people: [booking.personId, person.id].map((each) => ({ person: each, name: null, contact: null })),
    given: { by: name, words, ...(who === undefined ? {} : { who }), ...(day === undefined ? {} : { day }), ...(files.length > 0 ? { files: files.join(',') } : {}) },
  }
  // The case answers: who really has it now, and until when.
  return { answer: null, events: [{ caseId, event: told }] }
}

/** A petition in the visitor's own name; they read its number like anybody who files. */
async function filedFor(desk: Desk, booking: Booking, regulation: Regulation, given: Readonly<Record<string, string>>): Promise<string> {
  const { db, tx, seed, now, house } = desk
  const visitor = await tx.person.findUniqueOrThrow({ where: { id: booking.personId }, include: { conversation: { select: { addressId: true } }, addresses: { select: { id: true, channel: true } } } })
  const name = visitor.name && db.seal.open(visitor.name)
  const say = (words: Words): string => house.say(words, visitor.language)
  const own = regulation.questions.find(({ kind }) => kind === 'own-name')
  const answers: Answer[] = [
    ...(regulation.questions.some(({ id }) => id === 'nameless') ? [{ id: 'nameless', text: say({ key: 'talk:button.no' }), value: 'no' }] : []),
    ...(own && name ? [{ id: own.id, text: name, value: null }] : []),
  ]
  const person: Speaking = { id: visitor.id, language: visitor.language, consent: visitor.consent, name, phone: null, officeId: booking.reception.officeId, staff: [] }
  const address = visitor.addresses.find(({ id }) => id === visitor.conversation?.addressId) ?? visitor.addresses[0]
  const channel = address?.channel === 'telegram' || address?.channel === 'line' ? address.channel : 'web'
  const draft = { ...emptyDraft(now), story: given['story'] ?? booking.words ?? say({ key: 'desk:reception.spoken-story' }), regulation: regulation.id, category: given['category'] ?? regulation.categories[0]?.id ?? '', answers, evidenceDone: true }
  const [filed] = await fileCases(desk, tx, [{ draft, incoming: { seed: idFrom(seed, 'visit'), channel }, person }], now)
  if (!filed) throw new Error('nothing was filed')
  await owe(db, tx, [{ personId: visitor.id, caseId: filed.state.id, message: filed.message, at: now, retryKey: idFrom(seed, 'visit/filed') }])
  return filed.state.id
}
