import type { StaffMember } from '../../cases/case.ts'
import type { Office } from '../../store/houses.ts'
import type { Desk } from './page.ts'

/** Who sees to whom and to which office: a head to their own, an administrator to all; a leader looks, and names custodians (PET-7). */

export function officesOf({ places, offices }: Pick<Desk, 'places' | 'offices'>): readonly Office[] {
  const all = places.some(({ role }) => role === 'admin')
  return offices.list().filter(({ id }) => all || places.some(({ officeId }) => officeId === id))
}

/** Nobody makes or unmakes those above them: that is for an administrator. */
const abovehead: readonly string[] = ['leader', 'admin']

export function mayChange({ places }: Pick<Desk, 'places'>, { officeId, role }: Pick<StaffMember, 'officeId' | 'role'>): boolean {
  return places.some((place) => place.role === 'admin' || (place.role === 'head' && place.officeId === officeId && !abovehead.includes(role)))
}

export function invites({ places }: Pick<Desk, 'places'>, officeId: number, role: string): boolean {
  return places.some((place) => place.role === 'admin' || (place.role === 'head' && place.officeId === officeId && !abovehead.includes(role)))
}

export function mayNameCustodian({ places }: Pick<Desk, 'places'>, { officeId }: Pick<StaffMember, 'officeId'>): boolean {
  return places.some((place) => place.role === 'admin' || place.officeId === officeId)
}
