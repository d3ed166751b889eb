import type { Calendar } from '../../calendar/calendar.ts'
import { passedLines, successorCard } from '../../cases/telling/successor.ts'
import type { Form } from '../../dialogue/fields.ts'
import type { Button, Message, Words } from '../../dialogue/message.ts'
import { idFrom, longId, shortId } from '../../ids.ts'
import { askedHandovers, createHandover, endHandovers, handedOver, heldBy, lockHandover, type Handover, type Held } from '../../store/handovers.ts'
import { isLast, whoAnswers } from '../../store/leaving.ts'
import { goes } from '../leaving.ts'
import { deskPress } from './buttons.ts'
import { asChoices, colleaguesOf, everyRole, placeOf, tellColleagues } from './colleagues.ts'
import type { Desk, DeskDone, DeskPage, Place } from './page.ts'

/** Handing over all cases, and leaving the service: until a successor has taken them, they stay where they are (ADM-3). */

export const handoverPage: DeskPage = {
  id: 'handover',
  roles: everyRole,
  menu: { key: 'desk:handover.menu' },
  show,
  acts: {
    all: { form: (desk, choice) => handForm(desk, placeOf(desk, choice), 'all'), do: (desk, choice, given) => asks(desk, placeOf(desk, choice), given, 'all') },
    leave: { form: (desk, choice) => handForm(desk, placeOf(desk, choice), 'leaving'), do: (desk, choice, given) => asks(desk, placeOf(desk, choice), given, 'leaving') },
    take: { do: take },
    decline: { do: (desk, choice) => ends(desk, choice, 'declined') },
    cancel: { do: (desk, choice) => ends(desk, choice, 'cancelled') },
  },
}

async function show(desk: Desk): Promise<Message> {
  const ids = desk.places.map(({ id }) => id)
  const out = await askedHandovers(desk.tx, { fromId: { in: ids }, why: { not: 'away' } })
  const asked = await askedHandovers(desk.tx, { toId: { in: ids }, why: { not: 'away' } })
  const text: Words[] = [{ key: 'desk:handover.title' }]
  const buttons: Button[][] = []
  for (const place of desk.places) {
    const { length: n } = await heldBy(desk.tx, place.id)
    const role: Words = { key: `case:role.${place.role}` }
    text.push({ key: 'desk:handover.place', with: { role, n } })
    if (out.some(({ from }) => from.id === place.id)) continue
    buttons.push([...(n > 0 ? [{ label: { key: 'desk:handover.all', with: { n } }, press: deskPress('handover', 'all', String(place.id)) }] : []), { label: { key: 'desk:handover.leave', with: { role } }, press: deskPress('handover', 'leave', String(place.id)), tone: 'danger' }])
  }
  for (const { id, to, why } of out) {
    text.push({ key: `desk:handover.waits-${why}`, with: { who: to.name } })
    buttons.push([{ label: { key: 'desk:handover.cancel' }, press: deskPress('handover', 'cancel', shortId(id)) }])
  }
  for (const { id, from, caseIds } of asked) {
    text.push({ key: 'desk:handover.asked-of-you', with: { who: from.name, n: caseIds.length } })
    buttons.push(answers(id))
  }
  return { as: 'card', text, buttons }
}

function answers(id: string): Button[] {
  return [{ label: { key: 'desk:handover.take' }, press: deskPress('handover', 'take', shortId(id)), tone: 'main' }, { label: { key: 'desk:handover.decline' }, press: deskPress('handover', 'decline', shortId(id)) }]
}

/** Who takes all they have; for whoever leaves, the head may be the one. Somebody with nothing in hand only confirms. */
export async function handForm(desk: Desk, place: Place | undefined, why: 'all' | 'leaving', personId = desk.person.id, own = true): Promise<Form | { refused: Words }> {
  if (!place) return { refused: { key: 'talk:stale' } }
  const member = { ...place, personId }
  const held = await heldBy(desk.tx, place.id)
  if ((await askedHandovers(desk.tx, { fromId: place.id, why: { not: 'away' } })).length > 0) return { refused: { key: 'desk:handover.refused.waits' } }
  if (why === 'leaving' && await isLast(desk.tx, member, desk.now)) return { refused: { key: 'desk:handover.refused.last' } }
  if (held.length === 0) {
    if (why === 'all') return { refused: { key: 'desk:handover.refused.nothing' } }
    return { title: [{ key: own ? 'desk:handover.leave-sure' : 'desk:handover.end-sure', with: { who: place.name, role: { key: `case:role.${place.role}` } } }], fields: [], send: { key: 'desk:handover.leave-yes' } }
  }
  const head = why === 'leaving' ? await whoAnswers(desk.tx, member, desk.now) : null
  const choices = [...asChoices(await colleaguesOf(desk, place.officeId, personId)), ...(head ? [{ id: 'head', label: { key: 'desk:handover.to-head', with: { who: head.name } } }] : [])]
  if (choices.length === 0) return { refused: { key: why === 'leaving' ? 'desk:handover.refused.last' : 'desk:handover.refused.nobody' } }
  return {
    title: [{ key: why === 'all' ? 'desk:handover.all-sure' : 'desk:handover.leave-held', with: { who: place.name, n: held.length } }, ...passedLines(held)],
    fields: [{ id: 'to', kind: 'choice', label: { key: 'desk:handover.to' }, ask: { key: 'desk:handover.ask-to' }, choices }, { id: 'words', kind: 'words', label: { key: 'desk:handover.words' }, ask: { key: 'desk:handover.ask-words' }, optional: true, most: 500 }],
  }
}

/** The colleague is asked; whoever leaves to the head, or with nothing in hand, is gone at once. */
export async function asks(desk: Desk, place: Place | undefined, given: Readonly<Record<string, string>>, why: 'all' | 'leaving', personId = desk.person.id): Promise<DeskDone> {
  const form = await handForm(desk, place, why, personId)
  if ('refused' in form || !place) return { answer: note('refused' in form ? form.refused : { key: 'talk:stale' }) }
  const member = { ...place, personId }
  const held = await heldBy(desk.tx, place.id)
  if (held.length === 0 || given['to'] === 'head') {
    // Who was the last to answer for the office needs a successor first.
    const head = await whoAnswers(desk.tx, member, desk.now)
    if (held.length > 0 && !head) return { answer: note({ key: 'desk:handover.refused.last' }) }
    const events = await goes(desk.db, desk.tx, member, held.length > 0 ? head : null, desk.seed, { now: desk.now, calendar: await calendarOf(desk, place.officeId) })
    return { answer: note({ key: personId === desk.person.id ? 'desk:handover.gone' : 'desk:handover.ended', with: { who: place.name } }), events }
  }
  const to = (await colleaguesOf(desk, place.officeId, personId)).find(({ id }) => String(id) === given['to'])
  if (!to) return { answer: note({ key: 'desk:handover.refused.nobody' }) }
  const id = idFrom(desk.seed, `handover/${place.id}`)
  await createHandover(desk.tx, { id, officeId: place.officeId, fromId: place.id, toId: to.id, why, caseIds: held.map((each) => each.id), until: null }, desk.now)
  await tellColleagues(desk, place.officeId, [{ personId: to.personId, message: askedCard(id, place.name, held, why, given['words'] ?? '', to) }], id)
  return { answer: note({ key: 'desk:handover.asked', with: { who: to.name, n: held.length } }) }
}

/** Numbers and kinds only: what they are about is read once they are taken. */
function askedCard(id: string, from: string, held: readonly Held[], why: 'all' | 'leaving', words: string, { load, capacity }: { load: number; capacity: number }): Message {
  return {
    as: 'card',
    text: [{ key: `desk:handover.would-${why}`, with: { who: from, n: held.length } }, ...(words === '' ? [] : [{ say: words }]), ...passedLines(held), { key: 'desk:handover.your-load', with: { load, capacity } }, { key: 'desk:handover.until-then', with: { who: from } }],
    buttons: [answers(id)],
  }
}

async function take(desk: Desk, choice: string | null): Promise<DeskDone> {
  const found = await mine(desk, choice, 'to')
  if (!found) return { answer: note({ key: 'desk:handover.refused.over' }) }
  const { id, from, to, why, officeId } = found
  const held = await heldBy(desk.tx, from.id)
  const passed = why === 'leaving' ? held : held.filter((each) => found.caseIds.includes(each.id))
  await endHandovers(desk.tx, { id }, 'taken', desk.now)
  const events = why === 'leaving' && !from.left ? await goes(desk.db, desk.tx, { ...from, officeId }, to, desk.seed, { now: desk.now, calendar: await calendarOf(desk, officeId), except: to.personId }) : handedOver(passed.map((each) => each.id), from, to, false)
  await tellColleagues(desk, officeId, [{ personId: from.personId, message: note({ key: why === 'leaving' ? 'desk:handover.taken-leaving' : 'desk:handover.taken', with: { who: to.name, n: passed.length } }) }], `${id}/taken`)
  return { answer: successorCard(from.name, passed), events }
}

/** Declined by the one who was asked, or taken back by the one who asked. */
async function ends(desk: Desk, choice: string | null, how: 'declined' | 'cancelled'): Promise<DeskDone> {
  const found = await mine(desk, choice, how === 'declined' ? 'to' : 'from')
  if (!found) return { answer: note({ key: 'desk:handover.refused.over' }) }
  const { id, from, to } = found
  await endHandovers(desk.tx, { id }, how, desk.now)
  const [reader, who] = how === 'declined' ? [from, to] : [to, from]
  await tellColleagues(desk, found.officeId, [{ personId: reader.personId, message: { ...note({ key: `desk:handover.told-${how}`, with: { who: who.name } }), ...(how === 'declined' ? { buttons: [[{ label: { key: 'desk:handover.menu' }, press: deskPress('handover') }]] } : {}) } }], `${id}/${how}`)
  return { answer: note({ key: `desk:handover.${how}` }) }
}

/** One still open that is theirs to answer, or theirs to take back. */
async function mine(desk: Desk, choice: string | null, side: 'from' | 'to'): Promise<Handover | null> {
  const id = choice === null ? null : longId(choice)
  const found = id === null ? null : await lockHandover(desk.tx, id)
  return found?.state === 'asked' && found.why !== 'away' && desk.places.some((each) => each.id === found[side].id) ? found : null
}

async function calendarOf(desk: Desk, officeId: number): Promise<Calendar> {
  return (await desk.offices.get(officeId, desk.tx)).calendar
}

function note(text: Words): Message {
  return { as: 'note', text: [text] }
}
