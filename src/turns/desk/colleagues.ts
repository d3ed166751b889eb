import type { StaffMember } from '../../cases/case.ts'
import { isAway } from '../../cases/offered/handover.ts'
import type { Choice } from '../../dialogue/fields.ts'
import type { Message } from '../../dialogue/message.ts'
import { staffOf } from '../../store/cases.ts'
import { tellPaced } from '../pace.ts'
import type { Desk, Place, Role } from './page.ts'

/** Colleagues of somebody, as they are chosen in a form. */

export const everyRole: readonly Role[] = ['leader', 'head', 'admin', 'mediator', 'handler', 'liaison', 'informant']
/** Who can have a case in hand. */
const holds: readonly Role[] = ['mediator', 'handler', 'head', 'leader']

const shownMost = 20

/** Those of the same office who could take it over now, with the least in hand first; nobody who is away, nor the same person. */
export async function colleaguesOf(desk: Pick<Desk, 'tx' | 'now'>, officeId: number, personId: string): Promise<StaffMember[]> {
  const all = await staffOf(desk.tx, officeId, desk.now)
  const able = all.filter((each) => each.personId !== personId && holds.includes(each.role) && !isAway(each, desk.now))
  return able.sort((a, b) => a.load / Math.max(1, a.capacity) - b.load / Math.max(1, b.capacity) || a.id - b.id)
}

/** Their capacity is said, not forced. */
export function asChoices(colleagues: readonly StaffMember[]): Choice[] {
  return colleagues.slice(0, shownMost).map(({ id, name, load, capacity }) => ({ id: String(id), label: { key: 'case:choice.staff', with: { who: name, load, capacity } } }))
}

/** One of their own places, by the number in a button. */
export function placeOf({ places }: Pick<Desk, 'places'>, choice: string | null): Place | undefined {
  return places.find(({ id }) => String(id) === choice)
}

/** What colleagues hear of something done at the desk: not at night, but when their office works; once each, and not all at once. */
export async function tellColleagues(desk: Desk, officeId: number, told: readonly { personId: string; message: Message }[], seed: string): Promise<void> {
  await tellPaced(desk.db, desk.tx, told, seed, (await desk.offices.get(officeId, desk.tx)).calendar, desk.now)
}
