import { longId, shortId } from '../../ids.ts'
import { instantOnDay, localDay } from '../../calendar/zone.ts'
import type { Button, Message, Words } from '../../dialogue/message.ts'
import { leaveAbsent, planDaysOf, staffNamed } from './receptionDays.ts'
import { visitorWords, type Received } from '../../receptions/leaders.ts'
import { bookedAt, clockTime, receiverOf, slotCount, type Booking, type Reception } from '../../receptions/reception.ts'
import { spanValues } from '../../receptions/telling.ts'
import { bookingsAt, findReception, receptionsBetween } from '../../store/receptions.ts'
import { changeDay } from '../planning.ts'
import { deskPress, inPairs } from './buttons.ts'
import { heard, heardFormFor } from './heard.ts'
import type { Desk, DeskDone, DeskPage } from './page.ts'
import { cancelForm, standInForm } from './receptionForms.ts'

/** A leader's reception days: planned, changed, read who comes, and after each visit the supervision card (PET-8). */
export const receptionPage: DeskPage = {
  id: 'reception',
  roles: ['leader', 'head', 'admin'],
  menu: { key: 'desk:reception.button' },
  show: async (desk, choice) => (choice === null ? daysCard(desk) : dayCard(desk, choice)),
  acts: {
    plan: planDaysOf,
    off: {
      async form(desk, choice) {
        const reception = await managed(desk, choice)
        return reception ? cancelForm(reception, reception.taken.length) : gone
      },
      do: async (desk, choice, given) => (given['sure'] === 'yes' ? changed(desk, choice, 'call-off') : { answer: null }),
    },
    standin: {
      async form(desk, choice) {
        const reception = await managed(desk, choice)
        const others = reception ? (await staffNamed(desk, ['leader', 'head'], reception.officeId)).filter(({ id }) => id !== receiverOf(reception).staffId) : []
        if (!reception) return gone
        return others.length > 0 || reception.standIn ? standInForm(reception, others) : { refused: { key: 'desk:reception.refused.nobody' } }
      },
      do: async (desk, choice, given) => changed(desk, choice, { standIn: given['who'] === 'none' ? null : Number(given['who']) }),
    },
    card: { form: heardFormFor, do: heard },
    absent: { do: async (desk, choice) => ({ answer: await leaveAbsent(desk, choice) ?? await daysCard(desk) }) },
  },
}

const gone = { refused: { key: 'desk:reception.refused.gone' } }
const pastMs = 30 * 86_400_000
const aheadMs = 400 * 86_400_000
const daysMost = 8

async function daysCard(desk: Desk): Promise<Message> {
  const { db, tx, places, person, now } = desk
  const offices = places.filter(({ role }) => role !== 'leader').map(({ officeId }) => officeId)
  const all = await receptionsBetween(db, tx, { officeIds: offices, staffIds: places.map(({ id }) => id) }, now - pastMs, now + aheadMs)
  const today = (zone: string): number => instantOnDay(zone, localDay(zone, now), 0)
  const shown = all.filter((each) => each.reception.until > today(each.reception.zone) || unheard(each, person.id, now).length > 0).slice(0, daysMost)
  const waiting = all.reduce((sum, each) => sum + unheard(each, person.id, now).length, 0)
  return {
    as: 'card',
    text: [
      { key: shown.length === 0 ? 'desk:reception.none' : 'desk:reception.title' },
      ...shown.map(({ reception, bookings }, n): Words => ({ key: 'desk:reception.line', with: { n: n + 1, ...spanValues(reception), count: bookings.length, slots: slotCount(reception) } })),
      ...(waiting > 0 ? [{ key: 'desk:reception.waiting', with: { count: waiting } }] : []),
    ],
    buttons: [...inPairs(shown.map(({ reception }, n): Button => ({ label: { key: 'desk:reception.day-button', with: { n: n + 1, day: { day: reception.from } } }, press: deskPress('reception', 'show', shortId(reception.id)) }))), [{ label: { key: 'desk:reception.plan-button' }, press: deskPress('reception', 'plan') }]],
  }
}

/** Visits of theirs that have begun and of which nothing is written yet. */
function unheard({ reception, bookings }: Received, personId: string, now: number): Booking[] {
  return receiverOf(reception).personId === personId ? bookings.filter((each) => each.state === 'booked' && each.heardAt === undefined && bookedAt(each) <= now) : []
}

async function dayCard(desk: Desk, choice: string): Promise<Message> {
  const { db, tx, person, now } = desk
  const id = longId(choice)
  const reception = id === null ? null : await findReception(tx, id)
  if (!reception || !(manages(desk, reception) || receives(desk, reception))) return { as: 'note', text: [gone.refused] }
  const bookings = (await bookingsAt(db, tx, reception.id)).sort((a, b) => a.slot - b.slot)
  const ahead = !reception.cancelled && reception.until > now
  const mine = receives(desk, reception)
  const change = ahead && manages(desk, reception) ? [[button('standin', choice), button('off', choice)]] : []
  return {
    as: 'card',
    text: [
      { key: reception.cancelled ? 'desk:reception.day-off' : 'desk:reception.day', with: { ...spanValues(reception), count: bookings.length } },
      ...(mine ? bookings.flatMap((each) => [visitorWords(each, receiverOf(reception).name), ...(each.heardAt === undefined ? [] : [{ key: 'desk:reception.heard-line', with: { number: each.case?.number ?? '' } }])]) : []),
    ],
    buttons: [...unheard({ reception, bookings }, person.id, now).map((each) => visitButtons(reception, each)), ...change],
  }
}

function visitButtons({ zone }: Reception, booking: Booking): Button[] {
  const time = clockTime(zone, bookedAt(booking))
  const press = (action: string): string => deskPress('reception', action, shortId(booking.id))
  return [{ label: { key: 'desk:reception.card-button', with: { time } }, press: press('card'), tone: 'main' }, { label: { key: 'desk:reception.absent-button', with: { time } }, press: press('absent') }]
}

function button(action: 'standin' | 'off', choice: string): Button {
  return { label: { key: `desk:reception.${action}-button` }, press: deskPress('reception', action, choice) }
}

/** The leader of the day, and whoever answers for the office. */
function manages({ places }: Desk, { officeId, leader }: Reception): boolean {
  return places.some((place) => place.id === leader.staffId || (place.role !== 'leader' && place.officeId === officeId))
}

function receives({ person }: Desk, reception: Reception): boolean {
  return receiverOf(reception).personId === person.id
}

async function managed(desk: Desk, choice: string | null): Promise<Reception | null> {
  const id = longId(choice ?? '')
  const reception = id === null ? null : await findReception(desk.tx, id)
  return reception && !reception.cancelled && reception.until > desk.now && manages(desk, reception) ? reception : null
}

async function changed(desk: Desk, choice: string | null, change: Parameters<typeof changeDay>[3]): Promise<DeskDone> {
  const { db, tx, seed, now } = desk
  const reception = await managed(desk, choice)
  const told = reception && await changeDay(db, tx, reception.id, change, seed, now)
  if (reception === null || told === null) return { answer: { as: 'note', text: [gone.refused] } }
  const what = change === 'call-off' ? 'called-off' : 'changed'
  return { answer: { as: 'note', text: [{ key: `desk:reception.${what}`, with: { ...spanValues(await findReception(tx, reception.id) ?? reception), count: told } }] } }
}
