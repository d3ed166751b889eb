import { longId } from '../../ids.ts'
import type { Message } from '../../dialogue/message.ts'
import { bookedAt, receiverOf } from '../../receptions/reception.ts'
import { endBooking, lastPlanned, lockBooking } from '../../store/receptions.ts'
import { planDays } from '../planning.ts'
import type { Desk, DeskAct, DeskDone } from './page.ts'
import { planForm, type Named } from './receptionForms.ts'

/** Reception days planned at the desk, and visitors who did not come (PET-8). */
export const planDaysOf: DeskAct = {
  async form(desk) {
    const office = await desk.offices.get(desk.me.officeId, desk.tx)
    const leaders = await leadersFor(desk)
    if (leaders.length === 0) return { refused: { key: 'desk:reception.refused.no-leader' } }
    return planForm(leaders, office.calendar, desk.now, await lastPlanned(desk.tx, leaders[0]?.id ?? 0), office.name)
  },
  do: plan,
}

/** A leader plans their own days; whoever answers for the office, those of all its leaders. */
async function leadersFor(desk: Desk): Promise<Named[]> {
  return desk.me.role === 'leader' && !desk.places.some(({ role }) => role !== 'leader') ? [{ id: desk.me.id, name: desk.me.name }] : staffNamed(desk, ['leader'], desk.me.officeId)
}

export async function staffNamed({ tx }: Desk, roles: readonly string[], officeId: number): Promise<Named[]> {
  return tx.staff.findMany({ where: { officeId, role: { in: [...roles] }, leftAt: null }, orderBy: { id: 'asc' }, select: { id: true, name: true } })
}

async function plan(desk: Desk, _choice: string | null, given: Readonly<Record<string, string>>): Promise<DeskDone> {
  const { tx, offices, me, seed, now } = desk
  const office = await offices.get(me.officeId, tx)
  const leader = (await leadersFor(desk)).find(({ id }) => String(id) === given['leader'])
  const { day = '', from = '0900', length = '60', minutes = '20', weeks = '1', place = '', post = '', about = '' } = given
  if (!leader || day === '') return { answer: { as: 'note', text: [{ key: 'desk:reception.refused.no-leader' }] } }
  const planned = await planDays(tx, office, { staffId: leader.id, day, time: `${from.slice(0, 2)}:${from.slice(2)}`, length: Number(length), minutes: Number(minutes), weeks: Number(weeks), place: short(place), post: short(post), about: short(about) }, seed, now)
  if ('refused' in planned) return { answer: { as: 'note', text: [planned.refused] } }
  // Residents see them at once, not only when the book is read the next time.
  await offices.renew(tx)
  return { answer: { as: 'note', text: [{ key: 'desk:reception.planned', with: { who: leader.name, days: { list: planned.days.map((each) => ({ key: 'talk:form.day', with: { day: { date: Date.parse(`${each}T12:00:00Z`) } } })) } } }] } }
}

function short(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** Null when it is recorded; else why not. */
export async function leaveAbsent({ db, tx, person, now }: Desk, choice: string | null): Promise<Message | null> {
  const id = longId(choice ?? '')
  const booking = id === null ? null : await lockBooking(db, tx, id)
  if (!booking || booking.state !== 'booked' || booking.heardAt !== undefined || receiverOf(booking.reception).personId !== person.id || bookedAt(booking) > now) return { as: 'note', text: [{ key: 'desk:reception.refused.visit-gone' }] }
  await endBooking(tx, booking.id, 'absent')
  return null
}
