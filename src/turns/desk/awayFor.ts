import type { StaffMember } from '../../cases/case.ts'
import type { Form } from '../../dialogue/fields.ts'
import type { Button, Words } from '../../dialogue/message.ts'
import { comeBack, goAway, whenAndWho } from './away.ts'
import { deskPress } from './buttons.ts'
import { tellColleagues } from './colleagues.ts'
import { mayChange } from './manages.ts'
import type { Desk, DeskDone, Role } from './page.ts'

/** Whoever has fallen ill cannot register it: whoever may change them does it, in the same way, and they are told (ADM-3). */

export async function awayFormFor(desk: Desk, member: StaffMember): Promise<Form> {
  return { ...await whenAndWho(await insteadOf(desk, member)), title: [{ key: 'desk:staff.away-title', with: { who: member.name } }] }
}

export async function awayFor(desk: Desk, member: StaffMember, given: Readonly<Record<string, string>>, way: readonly Button[]): Promise<DeskDone> {
  return said(desk, member, await goAway(await insteadOf(desk, member), given, desk.person.id), 'away', way)
}

export async function backFor(desk: Desk, member: StaffMember, way: readonly Button[]): Promise<DeskDone> {
  const done = await comeBack(await insteadOf(desk, member))
  if (done.events === undefined) return { answer: { as: 'note', text: [{ key: 'desk:staff.is-here', with: { who: member.name } }], buttons: [[...way]] } }
  return said(desk, member, done, 'here', way)
}

/** `events` are there where something has come of it; the buttons lead back to the member, not to the own absence of whoever tapped. */
async function said(desk: Desk, member: StaffMember, { answer, events }: DeskDone, what: 'away' | 'here', way: readonly Button[]): Promise<DeskDone> {
  const words = answer?.text ?? []
  if (events === undefined) return { answer: { as: 'note', text: words, buttons: [[...way]] } }
  const told: Words = { key: `desk:staff.told-${what}`, with: { who: desk.me.name } }
  const own: Button[][] = [[{ label: { key: 'desk:away.menu' }, press: deskPress('away') }]]
  if (member.personId !== desk.person.id) await tellColleagues(desk, member.officeId, [{ personId: member.personId, message: { as: 'note', text: [told, ...(what === 'away' ? words.slice(0, 1) : [])], buttons: own } }], `${desk.seed}/for/${member.id}`)
  return { answer: { as: 'note', text: [{ key: 'desk:staff.done', with: { who: member.name } }, ...(what === 'away' ? words : [])], buttons: [[...way]] }, events }
}

/** The desk as it is for them, in those of their places that may be changed. */
async function insteadOf(desk: Desk, { personId }: StaffMember): Promise<Desk> {
  const rows = await desk.tx.staff.findMany({ where: { personId, leftAt: null }, orderBy: { id: 'asc' } })
  const all = rows.map(({ id, role, officeId, name }) => ({ id, role: role as Role, officeId, name }))
  const places = all.filter((each) => mayChange(desk, each))
  const [me = desk.me] = places
  return { ...desk, person: { ...desk.person, id: personId, staff: all }, places, me }
}
