import type { Calendar } from '../../calendar/calendar.ts'
import { passedLines, successorCard } from '../../cases/telling/successor.ts'
import type { Form } from '../../dialogue/fields.ts'
import type { Button, Message, Words } from '../../dialogue/message.ts'
import { idFrom, longId, shortId } from '../../ids.ts'
import { askedHandovers, createHandover, endHandovers, endingBy, handedOver, heldBy, lockHandover, type Handover, type Held, type Why } from '../../store/handovers.ts'
import { isLast, whoAnswers } from '../../store/leaving.ts'
import { goesOnNote, openTo, whoAsked } from '../handing.ts'
import { goes } from '../leaving.ts'
import { deskPress } from './buttons.ts'
import { asChoices, colleaguesOf, everyRole, placeOf, tellColleagues } from './colleagues.ts'
import { mayChange } from './manages.ts'
import type { Desk, DeskDone, DeskPage, Place, Role } from './page.ts'

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
    decline: { do: declines },
    cancel: { do: takesBack },
  },
}

async function show(desk: Desk): Promise<Message> {
  const ids = desk.places.map(({ id }) => id)
  const out = await askedHandovers(desk.tx, { fromId: { in: ids }, why: { not: 'away' } })
  const toThem = await askedHandovers(desk.tx, { toId: { in: ids }, why: { not: 'away' } })
  const text: Words[] = [{ key: 'desk:handover.title' }]
  const buttons: Button[][] = []
  for (const place of desk.places) {
    const { length: n } = await seenOf(desk, await heldBy(desk.tx, place.id))
    const role: Words = { key: `case:role.${place.role}` }
    text.push({ key: 'desk:handover.place', with: { role, n } })
    if (out.some(({ from }) => from.id === place.id)) continue
    buttons.push([...(n > 0 ? [{ label: { key: 'desk:handover.all', with: { n } }, press: deskPress('handover', 'all', String(place.id)) }] : []), { label: { key: 'desk:handover.leave', with: { role } }, press: deskPress('handover', 'leave', String(place.id)), tone: 'danger' }])
  }
  for (const each of [...out, ...await askedHandovers(desk.tx, endingBy(ids))]) {
    text.push(waitsFor(each))
    if (mayTakeBack(desk, each)) buttons.push([takeBack(each.id)])
  }
  for (const { id, from, to, caseIds } of toThem) {
    const { takes } = await openTo(desk, desk.tx, (await heldBy(desk.tx, from.id)).filter((each) => caseIds.includes(each.id)), to)
    text.push({ key: 'desk:handover.asked-of-you', with: { who: from.name, n: takes.length } })
    buttons.push(answers(id))
  }
  return { as: 'card', text, buttons }
}

/** Theirs to read: nobody hands over, or has handed over, what speaks of them (PET-7). */
async function seenOf(desk: Desk, held: readonly Held[]): Promise<Held[]> {
  return (await openTo(desk, desk.tx, held, { id: desk.me.id, personId: desk.person.id })).told
}

function waitsFor({ from, to, by, why }: Handover): Words {
  return by ? { key: 'desk:handover.waits-ending', with: { who: to.name, from: from.name } } : { key: `desk:handover.waits-${why}`, with: { who: to.name } }
}

export function takeBack(id: string): Button {
  return { label: { key: 'desk:handover.cancel' }, press: deskPress('handover', 'cancel', shortId(id)) }
}

/** Whoever asked; where a post is to end, also who else may end it, but never whoever has it. */
export function mayTakeBack(desk: Desk, { by, from, officeId }: Handover): boolean {
  if (!by) return desk.places.some(({ id }) => id === from.id)
  return from.personId !== desk.person.id && (by.personId === desk.person.id || mayChange(desk, { officeId, role: from.role as Role }))
}

function answers(id: string): Button[] {
  return [{ label: { key: 'desk:handover.take' }, press: deskPress('handover', 'take', shortId(id)), tone: 'main' }, { label: { key: 'desk:handover.decline' }, press: deskPress('handover', 'decline', shortId(id)) }]
}

/** Who takes all they have; for whoever leaves, the head may be the one. Somebody with nothing in hand only confirms. */
export async function handForm(desk: Desk, place: Place | undefined, why: 'all' | 'leaving', personId = desk.person.id, own = true): Promise<Form | { refused: Words }> {
  if (!place) return { refused: { key: 'talk:stale' } }
  const member = { ...place, personId }
  const held = await seenOf(desk, await heldBy(desk.tx, place.id))
  const [waiting] = await askedHandovers(desk.tx, { fromId: place.id, why: { not: 'away' } })
  if (waiting) return { refused: !mayTakeBack(desk, waiting) ? waitsFor(waiting) : { key: own ? 'desk:handover.refused.waits' : 'desk:handover.refused.waits-end' } }
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
  const seen = await seenOf(desk, held)
  if (seen.length === 0 || given['to'] === 'head') {
    // Who was the last to answer for the office needs a successor first.
    const head = await whoAnswers(desk.tx, member, desk.now)
    if (held.length > 0 && !head) return { answer: note({ key: 'desk:handover.refused.last' }) }
    const events = await goes(desk, desk.tx, member, held.length > 0 ? head : null, desk.seed, { now: desk.now, calendar: await calendarOf(desk, place.officeId) })
    return { answer: note({ key: personId === desk.person.id ? 'desk:handover.gone' : 'desk:handover.ended', with: { who: place.name } }), events }
  }
  const to = (await colleaguesOf(desk, place.officeId, personId)).find(({ id }) => String(id) === given['to'])
  if (!to) return { answer: note({ key: 'desk:handover.refused.nobody' }) }
  const { takes } = await openTo(desk, desk.tx, held, to)
  if (takes.length === 0) return { answer: note({ key: 'desk:handover.refused.nobody-for', with: { who: to.name } }) }
  const id = idFrom(desk.seed, `handover/${place.id}`)
  await createHandover(desk.tx, { id, officeId: place.officeId, fromId: place.id, toId: to.id, why, ...(personId === desk.person.id ? {} : { byId: desk.me.id }), caseIds: takes.map((each) => each.id), until: null }, desk.now)
  await tellColleagues(desk, place.officeId, [{ personId: to.personId, message: askedCard(id, place.name, takes, why, given['words'] ?? '', to) }], id)
  const stays = seen.filter((each) => !takes.some((taken) => taken.id === each.id)).length
  const asked: Words = { key: 'desk:handover.asked', with: { who: to.name, n: seen.length - stays } }
  return { answer: { as: 'note', text: [asked, ...staysWords(stays, why, place.name, to.name)], buttons: [[takeBack(id)]] } }
}

/** What the colleague may not have goes to somebody else (MED-10, PET-7). */
function staysWords(n: number, why: Why, from: string, who: string): Words[] {
  return n === 0 ? [] : [{ key: why === 'leaving' ? 'desk:handover.stays-leaving' : 'desk:handover.stays-all', with: { n, who, from } }]
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
  const found = await asked(desk, choice)
  if (!found || !isTheirs(desk, found)) return { answer: note({ key: 'desk:handover.refused.over' }) }
  const { id, from, to, by, why, officeId } = found
  const goesNow = why === 'leaving' && !from.left
  // Another head may have gone since it was asked.
  if (goesNow && await isLast(desk.tx, { ...from, officeId }, desk.now)) {
    const last: Words = { key: 'desk:handover.refused.last-other', with: { who: from.name } }
    await tellColleagues(desk, officeId, [{ personId: (by ?? from).personId, message: note(by ? last : { key: 'desk:handover.refused.last' }) }], `${id}/last`)
    return { answer: { ...note(last), buttons: [answers(id)] } }
  }
  const held = (await heldBy(desk.tx, from.id)).filter((each) => why === 'leaving' || found.caseIds.includes(each.id))
  const { takes } = await openTo(desk, desk.tx, held, to)
  await endHandovers(desk.tx, { id }, 'taken', desk.now)
  const events = goesNow ? await goes(desk, desk.tx, { ...from, officeId }, to, desk.seed, { now: desk.now, calendar: await calendarOf(desk, officeId), by, except: to.personId }) : handedOver(takes.map((each) => each.id), from, to, false)
  const taken: Words = goesNow || takes.length > 0 ? { key: goesNow ? 'desk:handover.taken-leaving' : 'desk:handover.taken', with: { who: to.name, n: takes.length } } : { key: 'desk:handover.told-nothing-left', with: { who: to.name } }
  await tellColleagues(desk, officeId, [{ personId: from.personId, message: { as: 'note', text: [taken, ...staysWords(held.length - takes.length, why, from.name, to.name)] } }], `${id}/taken`)
  return { answer: takes.length > 0 ? successorCard(from.name, takes) : note({ key: 'desk:handover.nothing-left' }), events }
}

async function declines(desk: Desk, choice: string | null): Promise<DeskDone> {
  const found = await asked(desk, choice)
  if (!found || !isTheirs(desk, found)) return { answer: note({ key: 'desk:handover.refused.over' }) }
  const { id, by, to, officeId } = found
  await endHandovers(desk.tx, { id }, 'declined', desk.now)
  const reader = await whoAsked(desk.tx, found, desk.now)
  const message: Message = by ? goesOnNote(found, 'declined') : { ...note({ key: 'desk:handover.told-declined', with: { who: to.name } }), buttons: [[{ label: { key: 'desk:handover.menu' }, press: deskPress('handover') }]] }
  if (reader) await tellColleagues(desk, officeId, [{ personId: reader.personId, message }], `${id}/declined`)
  return { answer: note({ key: 'desk:handover.declined' }) }
}

async function takesBack(desk: Desk, choice: string | null): Promise<DeskDone> {
  const found = await asked(desk, choice)
  if (!found || !mayTakeBack(desk, found)) return { answer: note(found?.by && found.from.personId === desk.person.id ? waitsFor(found) : { key: 'desk:handover.refused.over' }) }
  const { id, from, to, by, officeId } = found
  await endHandovers(desk.tx, { id }, 'cancelled', desk.now)
  const goesOn = note({ key: 'desk:handover.ending-off', with: { who: desk.me.name, from: from.name } })
  const others = by ? [from, by].filter(({ personId }) => personId !== desk.person.id).map(({ personId }) => ({ personId, message: goesOn })) : []
  await tellColleagues(desk, officeId, [{ personId: to.personId, message: note({ key: 'desk:handover.told-cancelled', with: { who: desk.me.name } }) }, ...others], `${id}/cancelled`)
  return { answer: note({ key: 'desk:handover.cancelled' }) }
}

/** One still open, taken for this transaction alone. */
async function asked(desk: Desk, choice: string | null): Promise<Handover | null> {
  const id = choice === null ? null : longId(choice)
  const found = id === null ? null : await lockHandover(desk.tx, id)
  return found?.state === 'asked' && found.why !== 'away' ? found : null
}

function isTheirs(desk: Desk, { to }: Handover): boolean {
  return desk.places.some(({ id }) => id === to.id)
}

async function calendarOf(desk: Desk, officeId: number): Promise<Calendar> {
  return (await desk.offices.get(officeId, desk.tx)).calendar
}

function note(text: Words): Message {
  return { as: 'note', text: [text] }
}
