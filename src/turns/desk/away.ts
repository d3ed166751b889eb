import { dayOf, instantOf } from '../../calendar/zone.ts'
import type { StaffMember } from '../../cases/case.ts'
import type { Form } from '../../dialogue/fields.ts'
import type { Button, Message, Value, Words } from '../../dialogue/message.ts'
import { pressText } from '../../dialogue/press.ts'
import { idFrom, longId, shortId } from '../../ids.ts'
import { absencesOf, endAway, isAwayWithin, offersPass, setAway, setStandIn, standingInFor, stoodForBy, type Absent } from '../../store/absences.ts'
import { askedHandovers, createHandover, endHandovers, lockHandover, type CaseTold, type Handover } from '../../store/handovers.ts'
import { whoAnswers } from '../../store/leaving.ts'
import { deskPress } from './buttons.ts'
import { asChoices, colleaguesOf, everyRole, tellColleagues } from './colleagues.ts'
import type { Desk, DeskDone, DeskPage, Place } from './page.ts'

/** Being away for some days: a colleague who has agreed stands in, until then and otherwise the head (ADM-3). It ends by itself, or by one tap. */

export const awayPage: DeskPage = {
  id: 'away',
  roles: everyRole,
  menu: { key: 'desk:away.menu' },
  show,
  acts: {
    set: { form: whenAndWho, do: (desk, _choice, given) => goAway(desk, given) },
    back: { do: comeBack },
    yes: { do: (desk, choice) => answered(desk, choice, true) },
    no: { do: (desk, choice) => answered(desk, choice, false) },
  },
}

async function show(desk: Desk): Promise<Message> {
  const own = await absencesOf(desk.tx, desk.person.id)
  const ids = desk.places.map(({ id }) => id)
  const asked = await askedHandovers(desk.tx, { toId: { in: ids }, why: 'away' })
  const waiting = await askedHandovers(desk.tx, { fromId: { in: ids }, why: 'away' })
  const instead = await desk.tx.staff.findMany({ where: { id: { in: await standingInFor(desk.tx, ids, desk.now) } } })
  const [first] = own
  return {
    as: 'card',
    text: [
      ...(first ? awayWords(first) : [{ key: 'desk:away.here' }]),
      ...waiting.map(({ to }): Words => ({ key: 'desk:away.waits', with: { who: to.name } })),
      ...(instead.length > 0 ? [{ key: 'desk:away.instead-of', with: { who: { list: instead.map(({ name }) => ({ say: name })) } } }] : []),
      ...asked.map((each): Words => ({ key: 'desk:away.asked-of-you', with: { who: each.from.name, until: untilValue(each.until) } })),
    ],
    buttons: [
      ...asked.map(({ id }) => answers(id)),
      ...(first ? [[{ label: { key: first.from <= desk.now ? 'desk:away.back' : 'desk:away.drop' }, press: deskPress('away', 'back'), tone: 'main' as const }]] : []),
      [{ label: { key: first ? 'desk:away.change' : 'desk:away.set' }, press: deskPress('away', 'set') }],
    ],
  }
}

function awayWords({ from, until, standIn }: Absent): Words[] {
  return [{ key: 'desk:away.away', with: { from: { day: from }, until: untilValue(until) } }, standIn ? { key: 'desk:away.stands-in', with: { who: standIn.name } } : { key: 'desk:away.nobody' }]
}

/** The last day itself, not the midnight after it. */
function untilValue(until: number | null): Value {
  return until === null ? { key: 'desk:away.open-end' } : { day: until - 1 }
}

function answers(id: string): Button[] {
  return [{ label: { key: 'desk:away.yes' }, press: deskPress('away', 'yes', shortId(id)), tone: 'main' }, { label: { key: 'desk:away.no' }, press: deskPress('away', 'no', shortId(id)) }]
}

export async function whenAndWho(desk: Desk): Promise<Form> {
  const head = await whoAnswers(desk.tx, { officeId: desk.me.officeId, personId: desk.person.id }, desk.now)
  const colleagues = (await standInsFor(desk)).filter(({ id }) => id !== head?.id)
  const choices = [...asChoices(colleagues), { id: 'head', label: head ? { key: 'desk:away.head', with: { who: head.name } } : { key: 'desk:away.nobody-choice' } }]
  return {
    title: [{ key: 'desk:away.title' }],
    fields: [
      { id: 'from', kind: 'day', label: { key: 'desk:away.from' }, ask: { key: 'desk:away.ask-from' } },
      { id: 'until', kind: 'day', optional: true, label: { key: 'desk:away.until' }, ask: { key: 'desk:away.ask-until' } },
      { id: 'who', kind: 'choice', label: { key: 'desk:away.who' }, ask: { key: 'desk:away.ask-who' }, choices },
    ],
  }
}

/** For whoever answers for the office, only somebody who may do so too: a colleague would have the place and none of its rights. */
async function standInsFor(desk: Desk): Promise<StaffMember[]> {
  const officer = (role: string): boolean => role === 'head' || role === 'leader'
  const colleagues = await colleaguesOf(desk, desk.me.officeId, desk.person.id)
  return desk.places.some(({ role }) => officer(role)) ? colleagues.filter(({ role }) => officer(role)) : colleagues
}

/** In every place they have: a colleague of another office stands in for nobody. The head has it until the colleague has agreed. Without a last day it goes on until they are back. `by`: whose tap it is. */
export async function goAway(desk: Desk, given: Readonly<Record<string, string>>, by = desk.person.id): Promise<DeskDone> {
  const { zone } = await desk.offices.get(desk.me.officeId, desk.tx)
  const from = instantOf(zone, given['from'] ?? dayOf(zone, desk.now), '00:00')
  const until = given['until'] ? instantOf(zone, given['until'], '24:00') : null
  const horizon = until ?? Math.max(from, desk.now) + yearMs
  if (horizon <= from || horizon <= desk.now) return { answer: refused({ key: 'desk:away.refused.order' }) }
  const chosen = given['who'] === 'head' ? null : (await standInsFor(desk)).find(({ id }) => String(id) === given['who'])
  if (chosen === undefined) return { answer: refused({ key: 'desk:away.refused.gone' }) }
  const why = chosen && await whyNotStandIn(desk, chosen.id, from, horizon)
  if (why) return { answer: refused({ key: why, with: { who: chosen.name } }) }
  const events: CaseTold[] = []
  const before = await standInsOf(desk)
  let instead: string | null = null
  for (const place of desk.places) {
    await endAway(desk.tx, place.id, desk.now)
    const head = await whoAnswers(desk.tx, { ...place, personId: desk.person.id }, desk.now)
    await setAway(desk.tx, place.id, { from, until, standInId: head?.id ?? null })
    instead ??= head?.name ?? null
    const asks = chosen !== null && chosen.officeId === place.officeId
    if (asks) await askStandIn(desk, place, chosen, until, from)
    if (head && head.personId !== by) await tellColleagues(desk, place.officeId, [{ personId: head.personId, message: { as: 'note', text: [{ key: asks ? 'desk:away.told-head-until' : 'desk:away.told-head', with: { who: place.name, from: { day: from }, until: untilValue(until), to: chosen?.name ?? '' } }], buttons: [[{ label: { key: 'talk:menu.duties' }, press: pressText({ on: 'menu', choice: 'duties', lasting: true }) }]] } }], `${desk.seed}/away/${place.id}`)
    if (from <= desk.now) events.push(...(await offersPass(desk.tx, place.id)).map(({ caseId, event }) => ({ caseId, event })))
  }
  await tellFormer(desk, before, chosen?.personId)
  await passPlaces(desk, from, horizon)
  const text: Words = chosen ? { key: 'desk:away.done-asked', with: { who: chosen.name } } : instead !== null ? { key: 'desk:away.done-head', with: { who: instead } } : { key: 'desk:away.done-nobody' }
  return { answer: { as: 'note', text: [{ key: 'desk:away.away', with: { from: { day: from }, until: untilValue(until) } }, text] }, events }
}

type StandIns = { from: Place; personId: string; asked: boolean }[]

/** Who stands in for them, and who has been asked to, before it is settled anew. */
async function standInsOf({ tx, places, person }: Desk): Promise<StandIns> {
  const waiting = await askedHandovers(tx, { fromId: { in: places.map(({ id }) => id) }, why: 'away' })
  const own = await absencesOf(tx, person.id)
  return places.flatMap((from): StandIns => [
    ...own.filter(({ id }) => id === from.id).flatMap(({ standIn }) => (standIn ? [{ from, personId: standIn.personId, asked: false }] : [])),
    ...waiting.filter((each) => each.from.id === from.id).map(({ to }) => ({ from, personId: to.personId, asked: true })),
  ])
}

/** Whoever stood in, or was asked to, hears that it is off, but for those who hear of it anew. */
async function tellFormer(desk: Desk, before: StandIns, again?: string): Promise<void> {
  for (const { from, personId, asked } of before) {
    const head = await whoAnswers(desk.tx, { ...from, personId: desk.person.id }, desk.now)
    if (personId === again || personId === head?.personId) continue
    await tellColleagues(desk, from.officeId, [{ personId, message: note({ key: asked ? 'desk:away.ask-off' : 'desk:away.off', with: { who: from.name } }) }], `${desk.seed}/off/${from.id}`)
  }
}

/** Whoever stood in for others in those days does so no more: the head has that place. */
async function passPlaces(desk: Desk, from: number, until: number): Promise<void> {
  for (const absent of await stoodForBy(desk.tx, desk.places.map(({ id }) => id), from, until)) {
    const head = await whoAnswers(desk.tx, absent, desk.now)
    await setStandIn(desk.tx, absent.id, head?.id ?? null)
    const told = [absent.personId, ...(head ? [head.personId] : [])].filter((each) => each !== desk.person.id)
    await tellColleagues(desk, absent.officeId, told.map((personId) => ({ personId, message: note({ key: 'desk:away.passed', with: { who: desk.me.name, of: absent.name, head: head?.name ?? '' } }) })), `${desk.seed}/passed/${absent.id}`)
  }
}

async function askStandIn(desk: Desk, place: Place, to: { id: number; personId: string }, until: number | null, from: number): Promise<void> {
  const id = idFrom(desk.seed, `away/${place.id}`)
  await createHandover(desk.tx, { id, officeId: place.officeId, fromId: place.id, toId: to.id, why: 'away', caseIds: [], until }, desk.now)
  await tellColleagues(desk, place.officeId, [{ personId: to.personId, message: { as: 'card', text: [{ key: 'desk:away.ask', with: { who: place.name, from: { day: from }, until: untilValue(until) } }], buttons: [answers(id)] } }], id)
}

/** Nobody stands in while they are away themselves, nor for whoever stands in for them. */
async function whyNotStandIn(desk: Desk, id: number, from: number, until: number): Promise<'desk:away.refused.away' | 'desk:away.refused.circle' | null> {
  if (!await isAwayWithin(desk.tx, id, from, until)) return null
  const other = await desk.tx.staff.findUniqueOrThrow({ where: { id } })
  return desk.person.staff.some((mine) => mine.id === other.standInId) ? 'desk:away.refused.circle' : 'desk:away.refused.away'
}

async function answered(desk: Desk, choice: string | null, yes: boolean): Promise<DeskDone> {
  const found = await mine(desk, choice)
  if (!found) return { answer: refused({ key: 'desk:away.refused.over' }) }
  const { id, from, to, until } = found
  const absent = (await absencesOf(desk.tx, from.personId)).find((each) => each.id === from.id)
  if (!absent) return { answer: refused({ key: 'desk:away.refused.over' }) }
  if (yes && await isAwayWithin(desk.tx, to.id, absent.from, until ?? absent.from + yearMs)) return { answer: refused({ key: 'desk:away.refused.self' }) }
  await endHandovers(desk.tx, { id }, yes ? 'taken' : 'declined', desk.now)
  if (yes) await setStandIn(desk.tx, from.id, to.id)
  const head = absent.standIn
  const told = [
    { personId: from.personId, message: note({ key: yes ? 'desk:away.told-yes' : head ? 'desk:away.told-no' : 'desk:away.told-no-nobody', with: { who: to.name, head: head?.name ?? '' } }) },
    ...(head && head.id !== to.id ? [{ personId: head.personId, message: note({ key: yes ? 'desk:away.head-free' : 'desk:away.head-stays', with: { who: to.name, from: from.name } }) }] : []),
  ]
  await tellColleagues(desk, found.officeId, told, `${id}/answered`)
  return { answer: note({ key: yes ? 'desk:away.you-stand-in' : 'desk:away.you-do-not', with: { who: from.name, from: { day: absent.from }, until: untilValue(until) } }) }
}

const yearMs = 366 * 86_400_000

async function mine(desk: Desk, choice: string | null): Promise<Handover | null> {
  const id = choice === null ? null : longId(choice)
  const found = id === null ? null : await lockHandover(desk.tx, id)
  return found?.state === 'asked' && found.why === 'away' && desk.places.some((each) => each.id === found.to.id) ? found : null
}

export async function comeBack(desk: Desk): Promise<DeskDone> {
  const own = await absencesOf(desk.tx, desk.person.id)
  if (own.length === 0) return { answer: note({ key: 'desk:away.here' }) }
  const asked = (await standInsOf(desk)).filter((each) => each.asked)
  for (const each of own) await endAway(desk.tx, each.id, desk.now)
  const told = [...new Map(own.flatMap(({ standIn, name }) => (standIn ? [[standIn.personId, name] as const] : [])))]
  await tellColleagues(desk, desk.me.officeId, told.map(([personId, who]) => ({ personId, message: note({ key: 'desk:away.is-back', with: { who } }) })), `${desk.seed}/back`)
  for (const { from, personId } of asked) await tellColleagues(desk, from.officeId, [{ personId, message: note({ key: 'desk:away.ask-off', with: { who: from.name } }) }], `${desk.seed}/back/${from.id}`)
  return { answer: { ...note({ key: 'desk:away.welcome' }), buttons: [[{ label: { key: 'talk:menu.duties' }, press: pressText({ on: 'menu', choice: 'duties', lasting: true }) }]] }, events: [] }
}

function note(text: Words): Message {
  return { as: 'note', text: [text] }
}

function refused(text: Words): Message {
  return { ...note(text), buttons: [[{ label: { key: 'desk:away.menu' }, press: deskPress('away') }]] }
}
