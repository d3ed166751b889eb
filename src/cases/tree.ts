import type { Calendar } from '../calendar/calendar.ts'
import type { StaffMember } from './case.ts'

/** The offices round that of a case, as the shell knows them (MED-20). */

export const tiers = ['village', 'town', 'city'] as const
export type Tier = (typeof tiers)[number]

/** An office right above or below that takes such cases; `officers`: its heads and leaders. */
export type NearOffice = { office: number; name: string; direction: 'up' | 'down'; officers: readonly StaffMember[] }

/** `asked`: the office that is asked to take the case over, for when it does. */
export type Tree = { level: Tier; near: readonly NearOffice[]; asked: { name: string; calendar: Calendar } | null }

/** Whether an office of this level stands below the one that a matter is for. */
export function isBelow(level: Tier, wanted: Tier): boolean {
  return tiers.indexOf(level) < tiers.indexOf(wanted)
}
