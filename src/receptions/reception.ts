import { instantOnDay, localDay } from '../calendar/zone.ts'

/**
 * Leaders' reception days (PET-8): a leader receives visitors at a place, in slots of some minutes, one visitor each.
 * Everybody may read who receives when; who has booked is known to the visitor and to the one who receives.
 */

/** Times in ms. `post`, `about`, `place`: as the office wrote them, empty where it wrote nothing. */
export type Reception = {
  id: string
  officeId: number
  zone: string
  leader: Receiver
  /** Receives instead while the leader is away. */
  standIn: Receiver | null
  post: string
  about: string
  place: string
  from: number
  until: number
  minutes: number
  cancelled: boolean
  /** Slots that somebody has booked. */
  taken: readonly number[]
}

export type Receiver = { staffId: number; personId: string; name: string }

/** `absent`: they did not come. `called-off`: the office cancelled the reception; the visitor may still move to another one. */
export type BookingState = 'booked' | 'cancelled' | 'called-off' | 'absent'

export type Booking = {
  id: string
  personId: string
  reception: Reception
  slot: number
  state: BookingState
  /** How often the visitor has moved it. */
  moves: number
  /** The case they named, by id and number. */
  case: { id: string; number: string } | null
  /** What it is about, in the visitor's own words. */
  words: string | null
  createdAt: number
  /** When the leader had heard them and wrote the supervision card. */
  heardAt?: number
}

const minuteMs = 60_000

export function slotCount({ from, until, minutes }: Pick<Reception, 'from' | 'until' | 'minutes'>): number {
  return Math.max(0, Math.floor((until - from) / (minutes * minuteMs)))
}

/** When a slot begins, ms. */
export function slotAt({ from, minutes }: Pick<Reception, 'from' | 'minutes'>, slot: number): number {
  return from + slot * minutes * minuteMs
}

/** "09:20" on the wall of the office. */
export function clockTime(zone: string, at: number): string {
  const minute = Math.round((at - instantOnDay(zone, localDay(zone, at), 0)) / minuteMs)
  return [Math.floor(minute / 60), minute % 60].map((each) => String(each).padStart(2, '0')).join(':')
}

/** A slot can be taken, left for another or moved to until so long before it begins. */
export const closesMs = 2 * 60 * minuteMs

/** What can be booked now, in order. */
export function freeSlots(reception: Reception, now: number): number[] {
  if (reception.cancelled) return []
  return Array.from({ length: slotCount(reception) }, (_, slot) => slot).filter((slot) => !reception.taken.includes(slot) && slotAt(reception, slot) - now >= closesMs)
}

/** Who receives: the stand-in where there is one. */
export function receiverOf({ standIn, leader }: Pick<Reception, 'standIn' | 'leader'>): Receiver {
  return standIn ?? leader
}

export function bookedAt({ reception, slot }: Pick<Booking, 'reception' | 'slot'>): number {
  return slotAt(reception, slot)
}

/** Booked and not yet over. */
export function isAhead(booking: Booking, now: number): boolean {
  return booking.state === 'booked' && bookedAt(booking) + booking.reception.minutes * minuteMs > now
}

export type Reminder = 'day' | 'hour'

/** The day before at this minute of the day, well within the hours in which a machine may speak up. */
const dayBeforeMinute = 10 * 60
const hourMs = 60 * minuteMs
/** Whoever has just booked needs no reminder of the day before. */
const freshMs = 3 * hourMs

/** The next reminder of a booking and its moment (ms); null when there is none left. `said`: the last one that went out. */
export function nextReminder(booking: Pick<Booking, 'reception' | 'slot' | 'state'>, said: Reminder | null, now: number): { what: Reminder; at: number } | null {
  if (booking.state !== 'booked' || said === 'hour') return null
  const { zone } = booking.reception
  const begins = bookedAt(booking)
  const before = instantOnDay(zone, localDay(zone, begins) - 1, dayBeforeMinute)
  if (said === null && before - now >= freshMs) return { what: 'day', at: before }
  return begins > now ? { what: 'hour', at: begins - hourMs } : null
}

/** Whether a reminder still says something when it comes as late as `now`: a house may have been down meanwhile. */
export function isTimely(what: Reminder, booking: Pick<Booking, 'reception' | 'slot'>, now: number): boolean {
  return bookedAt(booking) - now > (what === 'day' ? freshMs : 0)
}
