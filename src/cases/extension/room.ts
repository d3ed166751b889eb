import { due, parseLimit } from '../../calendar/limit.ts'
import type { Words } from '../../dialogue/message.ts'
import type { CaseState, DutyState, World } from '../case.ts'
import { limitAt } from '../duties/chased.ts'
import { begin, orNull, words } from '../work.ts'
import type { Work } from '../work.ts'
import { decidersOf, movable, openRequest, timesAsked } from './request.ts'

/** How much more time there is to ask for. */

/** The limit nearest of those it would move, ms, and the last moment it may come to; `last` is Infinity where the regulation sets none. */
export type Room = { duty: DutyState; at: number; last: number }

export function roomOf(work: Work): Room | null {
  const { extension } = work.regulation
  const rooms = movable([...work.duties.values()], work.regulation).flatMap((duty): Room[] => {
    const at = limitAt(work, duty)
    if (at === undefined) return []
    const last = extension?.atMost === undefined ? Infinity : orNull(() => due(work.world.calendar, duty.openedAt, parseLimit(extension.atMost ?? ''), work.case.pauses).at) ?? at
    return [{ duty, at, last }]
  })
  return rooms.sort((a, b) => a.at - b.at)[0] ?? null
}

/** Why more time cannot be asked for now, and what to do instead; null while it can. */
export function whyNotExtend(state: CaseState, world: World, asker: number): Words | null {
  const { extension } = world.regulation
  if (!extension) return words('refused.extension-none')
  if (state.stage.at !== 'accepted') return words(state.stage.at === 'closed' ? 'refused.closed' : state.stage.at === 'settling' ? 'refused.settling' : 'refused.take-first')
  if (state.stage.hold) return words('refused.extension-held')
  const deciders = decidersOf(state, world, world.staff.find(({ id }) => id === asker) ?? { role: 'handler', personId: '' })
  const who = { list: deciders.map(({ name }) => ({ say: name })) }
  if (openRequest(state)) return words('refused.extension-open', { who })
  if (timesAsked(state) >= extension.times) return words('refused.extension-used', { n: extension.times })
  const room = roomOf(begin(state, { type: 'filed' }, world))
  if (!room) return words('refused.extension-nothing')
  if (room.at < world.now) return words('refused.extension-late')
  if (room.at >= room.last) return words('refused.extension-most', { day: { day: room.last } })
  return deciders.length === 0 ? words('refused.extension-nobody') : null
}
