import type { StaffMember } from '../../cases/case.ts'
import { isAway } from '../../cases/offered/handover.ts'
import type { Form } from '../../dialogue/fields.ts'
import type { Button, Message, Words } from '../../dialogue/message.ts'
import { longId, shortId } from '../../ids.ts'
import type { Regulation } from '../../regulations/schema.ts'
import { staffOf } from '../../store/cases.ts'
import { askedHandovers } from '../../store/handovers.ts'
import { takes } from '../../store/houses.ts'
import { changeStaff, invite, nameCustodian, openInvitations, revokeInvitation, staffRoles, type StaffSettings } from '../../store/staff.ts'
import { awayFor, awayFormFor, backFor } from './awayFor.ts'
import { deskPress, inPairs } from './buttons.ts'
import { tellColleagues } from './colleagues.ts'
import { asks, handForm, mayTakeBack, takeBack } from './handover.ts'
import { invites, mayChange, mayNameCustodian, officesOf } from './manages.ts'
import type { Desk, DeskDone, DeskPage } from './page.ts'
import { settingField, settingFrom, settingIds, settingWords, type SettingId } from './staffFields.ts'

/** Who works in the office: invited, set up and taken leave of in chat, by the head for their office and an administrator for all. */

export const staffPage: DeskPage = {
  id: 'staff',
  roles: ['head', 'admin', 'leader'],
  menu: { key: 'desk:staff.menu' },
  show,
  acts: {
    invite: { roles: ['head', 'admin'], form: inviteForm, do: inviteOne },
    revoke: { roles: ['head', 'admin'], do: revoke },
    edit: { roles: ['head', 'admin'], form: editForm, do: edit },
    custody: { do: custody },
    away: {
      roles: ['head', 'admin'],
      form: async (desk, choice) => ofTheirs(desk, choice, (member) => awayFormFor(desk, member), (refused) => ({ refused })),
      do: async (desk, choice, given) => ofTheirs(desk, choice, (member) => awayFor(desk, member, given, back(member)), (refused): DeskDone => ({ answer: note(refused) })),
    },
    here: { roles: ['head', 'admin'], do: async (desk, choice) => ofTheirs(desk, choice, (member) => backFor(desk, member, back(member)), (refused): DeskDone => ({ answer: note(refused) })) },
    end: { roles: ['head', 'admin'], form: endForm, do: end },
  },
}

const shownMost = 20

/** Choices: "o<office>.<page>" the list, "m<member>" one of them, "i<office>" the open invitations. */
async function show(desk: Desk, choice: string | null): Promise<Message> {
  const [, what, id, page] = /^([omi])(\d{1,9})(?:\.(\d{1,3}))?$/.exec(choice ?? '') ?? []
  const offices = officesOf(desk)
  if (what === 'm') return memberCard(desk, Number(id))
  const office = offices.find((each) => each.id === Number(id)) ?? (offices.length === 1 || choice !== null ? offices[0] : undefined)
  if (!office) return { as: 'card', text: [{ key: 'desk:staff.which-office' }], buttons: inPairs(offices.slice(0, 60).map((each): Button => ({ label: { say: each.name }, press: deskPress('staff', 'show', `o${each.id}`) }))) }
  return what === 'i' ? invitationsCard(desk, office) : officeCard(desk, office, Number(page ?? 0))
}

async function officeCard(desk: Desk, office: { id: number; name: string }, page: number): Promise<Message> {
  const all = await staffOf(desk.tx, office.id, desk.now)
  const shown = all.slice(page * shownMost, (page + 1) * shownMost)
  const open = await openInvitations(desk.tx, office.id, desk.now)
  const manages = desk.places.some(({ role }) => role !== 'leader')
  return {
    as: 'card',
    text: [{ key: 'desk:staff.title', with: { office: office.name, n: all.length } }, ...shown.map((each) => lineOf(each, desk.now))],
    buttons: [
      ...inPairs(shown.map((each): Button => ({ label: { key: 'desk:staff.member', with: { who: each.name, role: { key: `case:role.${each.role}` } } }, press: deskPress('staff', 'show', `m${each.id}`) }))),
      ...((page + 1) * shownMost < all.length ? [[{ label: { key: 'desk:staff.more' }, press: deskPress('staff', 'show', `o${office.id}.${page + 1}`) }]] : []),
      ...(manages ? [[{ label: { key: 'desk:staff.invite' }, press: deskPress('staff', 'invite', String(office.id)) }, ...(open.length > 0 ? [{ label: { key: 'desk:staff.invitations', with: { n: open.length } }, press: deskPress('staff', 'show', `i${office.id}`) }] : [])]] : []),
    ],
  }
}

function lineOf(member: StaffMember, now: number): Words {
  const { name, role, load, capacity, away, custodian } = member
  const notes: Words[] = [...(isAway(member, now) ? [{ key: 'desk:staff.is-away' }] : away && away.from > now ? [{ key: 'desk:staff.away-from', with: { day: { day: away.from } } }] : []), ...(custodian ? [{ key: 'desk:staff.is-custodian' }] : [])]
  const about = { who: name, role: { key: `case:role.${role}` }, load, capacity }
  return notes.length === 0 ? { key: 'desk:staff.line', with: about } : { key: 'desk:staff.line-notes', with: { ...about, notes: { list: notes } } }
}

async function memberCard(desk: Desk, id: number): Promise<Message> {
  const member = await memberOf(desk, id)
  if (!member) return { as: 'note', text: [{ key: 'desk:staff.refused.gone' }] }
  const id_ = String(id)
  const change = (field: SettingId): Button => ({ label: { key: 'talk:frame.change' }, press: deskPress('staff', 'edit', `${id}.${field}`) })
  const may = mayChange(desk, member)
  const [waiting] = await askedHandovers(desk.tx, { fromId: member.id, why: { startsWith: 'leaving/' } })
  return {
    as: 'card',
    text: [lineOf(member, desk.now), ...(may ? [] : [{ key: 'desk:staff.not-yours' }])],
    card: settingIds.map((field) => ({ label: { key: `desk:staff.field.${field}` }, value: settingWords(field, member), ...(may ? { change: change(field) } : {}) })),
    buttons: [
      ...(may && member.personId !== desk.person.id ? [[...(member.away ? [{ label: { key: 'desk:staff.here' }, press: deskPress('staff', 'here', id_) }] : []), { label: { key: 'desk:staff.away' }, press: deskPress('staff', 'away', id_) }]] : []),
      ...(mayNameCustodian(desk, member) && (member.custodian || member.personId !== desk.person.id) ? [[{ label: { key: member.custodian ? 'desk:staff.custody-end' : 'desk:staff.custody' }, press: deskPress('staff', 'custody', `${id}.${member.custodian ? 0 : 1}`) }]] : []),
      ...(waiting && mayTakeBack(desk, waiting) ? [[takeBack(waiting.id)]] : may ? [[{ label: { key: 'desk:staff.end' }, press: deskPress('staff', 'end', id_), tone: 'danger' as const }]] : []),
      [{ label: { key: 'desk:staff.menu' }, press: deskPress('staff', 'show', `o${member.officeId}`) }],
    ],
  }
}

async function invitationsCard(desk: Desk, office: { id: number; name: string }): Promise<Message> {
  const open = await openInvitations(desk.tx, office.id, desk.now)
  const line = ({ role, name, expiresAt }: (typeof open)[number]): Words => ({ key: 'desk:staff.invitation', with: { role: { key: `case:role.${role}` }, who: name ?? '–', until: { day: expiresAt } } })
  return {
    as: 'card',
    text: [{ key: open.length === 0 ? 'desk:staff.no-invitations' : 'desk:staff.invitations-title', with: { office: office.name } }, ...open.map((each, n): Words => ({ key: 'desk:staff.numbered', with: { n: n + 1, what: line(each) } }))],
    buttons: inPairs(open.map(({ id }, n): Button => ({ label: { key: 'desk:staff.revoke', with: { n: n + 1 } }, press: deskPress('staff', 'revoke', shortId(id)) }))),
  }
}

async function inviteForm(desk: Desk, choice: string | null): Promise<Form | { refused: Words }> {
  const office = officesOf(desk).find(({ id }) => String(id) === choice)
  if (!office) return { refused: { key: 'desk:staff.refused.office' } }
  const roles = staffRoles.filter((role) => invites(desk, office.id, role)).map((role) => ({ id: role, label: { key: `case:role.${role}` } }))
  const taken = takenBy(desk, office)
  return {
    title: [{ key: 'desk:staff.invite-title', with: { office: office.name } }],
    fields: [{ id: 'role', kind: 'choice', label: { key: 'desk:staff.field.role' }, ask: { key: 'desk:staff.ask.role' }, choices: roles }, ...settingIds.map((id) => settingField(id, taken, true))],
    send: { key: 'desk:staff.invite-send' },
  }
}

async function inviteOne(desk: Desk, choice: string | null, given: Readonly<Record<string, string>>): Promise<DeskDone> {
  const office = officesOf(desk).find(({ id }) => String(id) === choice)
  const role = given['role'] ?? ''
  if (!office || !invites(desk, office.id, role)) return { answer: note({ key: 'desk:staff.refused.office' }) }
  const settings = settingIds.reduce<StaffSettings>((all, id) => (given[id] ? { ...all, ...settingFrom(id, given[id]) } : all), {})
  const code = await invite(desk.db, role, office.id, desk.now, settings, desk.tx)
  return {
    answer: {
      as: 'note',
      text: [{ key: 'desk:staff.invited', with: { role: { key: `case:role.${role}` }, office: office.name } }, { say: code }, { key: 'desk:staff.invited-links', with: { links: { links: code } } }, { key: 'desk:staff.invited-once' }],
      papers: [{ paper: 'qr', code }],
    },
  }
}

async function revoke(desk: Desk, choice: string | null): Promise<DeskDone> {
  const id = choice === null ? null : longId(choice)
  const offices = desk.places.some(({ role }) => role === 'admin') ? null : officesOf(desk).map((each) => each.id)
  const done = id !== null && await revokeInvitation(desk.tx, id, offices, desk.now)
  return { answer: note({ key: done ? 'desk:staff.revoked' : 'desk:staff.refused.invitation' }) }
}

async function editForm(desk: Desk, choice: string | null): Promise<Form | { refused: Words }> {
  const found = await edited(desk, choice)
  if ('refused' in found) return found
  const { member, field } = found
  const office = desk.offices.list().find(({ id }) => id === member.officeId)
  return { title: [{ key: 'desk:staff.edit-title', with: { who: member.name, now: settingWords(field, member) } }], fields: [settingField(field, office ? takenBy(desk, office) : desk.inForce(), false)] }
}

async function edit(desk: Desk, choice: string | null, given: Readonly<Record<string, string>>): Promise<DeskDone> {
  const found = await edited(desk, choice)
  if ('refused' in found) return { answer: note(found.refused) }
  const { member, field } = found
  const settings = settingFrom(field, given[field] ?? '', member.kinds)
  if (settings.name === '' || (field === 'capacity' && !given[field])) return { answer: note({ key: 'talk:stale' }) }
  await changeStaff(desk.tx, member.id, settings)
  const after = { ...member, ...settings }
  const what: Words = { key: 'desk:staff.is-now', with: { what: { key: `desk:staff.field.${field}` }, value: settingWords(field, after) } }
  await tellMember(desk, member, { key: 'desk:staff.changed', with: { who: desk.me.name } }, what)
  return { answer: { as: 'note', text: [{ key: 'desk:staff.done', with: { who: after.name } }, what], buttons: [back(member)] } }
}

/** "<member>.<setting>", as far as it is theirs to change. */
async function edited(desk: Desk, choice: string | null): Promise<{ member: StaffMember; field: SettingId } | { refused: Words }> {
  const [id, field] = (choice ?? '').split('.')
  const member = await memberOf(desk, Number(id))
  const known = settingIds.find((each) => each === field)
  if (!member || !known) return { refused: { key: 'desk:staff.refused.gone' } }
  return mayChange(desk, member) ? { member, field: known } : { refused: { key: 'desk:staff.not-yours' } }
}

async function custody(desk: Desk, choice: string | null): Promise<DeskDone> {
  const [id, wanted] = (choice ?? '').split('.')
  const member = await memberOf(desk, Number(id))
  if (!member) return { answer: note({ key: 'desk:staff.refused.gone' }) }
  if (!mayNameCustodian(desk, member)) return { answer: note({ key: 'desk:staff.not-yours' }) }
  const custodian = wanted === '1'
  if (custodian && member.personId === desk.person.id) return { answer: note({ key: 'desk:staff.custody-own' }) }
  // The button says what is to be, so that a second tap undoes nothing.
  if ((wanted !== '1' && wanted !== '0') || !await nameCustodian(desk.tx, member.id, custodian)) return { answer: { as: 'note', text: [{ key: (wanted === undefined ? member.custodian : custodian) ? 'desk:staff.custody-so' : 'desk:staff.custody-end-so', with: { who: member.name } }], buttons: [back(member)] } }
  const told = custodian ? 'desk:staff.custodian-now' : 'desk:staff.custodian-no-more'
  await tellMember(desk, member, { key: told, with: { who: desk.me.name } })
  return { answer: { as: 'note', text: [{ key: custodian ? 'desk:staff.done-custody' : 'desk:staff.done-custody-end', with: { who: member.name } }], buttons: [back(member)] } }
}

async function endForm(desk: Desk, choice: string | null): Promise<Form | { refused: Words }> {
  const member = await memberOf(desk, Number(choice))
  if (!member) return { refused: { key: 'desk:staff.refused.gone' } }
  return mayChange(desk, member) ? handForm(desk, member, 'leaving', member.personId, member.personId === desk.person.id) : { refused: { key: 'desk:staff.not-yours' } }
}

/** As if they left by themselves: nothing of theirs stays without an owner, and they are told. */
async function end(desk: Desk, choice: string | null, given: Readonly<Record<string, string>>): Promise<DeskDone> {
  const member = await memberOf(desk, Number(choice))
  if (!member || !mayChange(desk, member)) return { answer: note({ key: member ? 'desk:staff.not-yours' : 'desk:staff.refused.gone' }) }
  const done = await asks(desk, member, given, 'leaving', member.personId)
  const gone = await memberOf(desk, member.id) === null
  const waits = !gone && await desk.tx.handover.count({ where: { fromId: member.id, state: 'asked', why: { startsWith: 'leaving' } } }) > 0
  if (gone || waits) await tellMember(desk, member, { key: gone ? 'desk:staff.ended' : 'desk:staff.ending', with: { who: desk.me.name, role: { key: `case:role.${member.role}` } } })
  return done
}

/** For one they may change: `then`; else why not. */
async function ofTheirs<Done, Refused>(desk: Desk, choice: string | null, then: (member: StaffMember) => Promise<Done>, not: (why: Words) => Refused): Promise<Done | Refused> {
  const member = await memberOf(desk, Number(choice))
  return member && mayChange(desk, member) ? then(member) : not({ key: member ? 'desk:staff.not-yours' : 'desk:staff.refused.gone' })
}

async function memberOf(desk: Desk, id: number): Promise<StaffMember | null> {
  if (!Number.isInteger(id)) return null
  const row = await desk.tx.staff.findFirst({ where: { id, leftAt: null }, select: { officeId: true } })
  if (!row || !officesOf(desk).some((each) => each.id === row.officeId)) return null
  return (await staffOf(desk.tx, row.officeId, desk.now)).find((each) => each.id === id) ?? null
}

/** Whoever is changed hears what and by whom; nobody is told of their own tap. */
async function tellMember(desk: Desk, member: StaffMember, ...text: Words[]): Promise<void> {
  if (member.personId !== desk.person.id) await tellColleagues(desk, member.officeId, [{ personId: member.personId, message: { as: 'note', text } }], `${desk.seed}/staff/${member.id}`)
}

function takenBy(desk: Desk, office: { regulations: readonly string[] }): readonly Regulation[] {
  return desk.inForce().filter(({ id }) => takes({ regulations: [...office.regulations] }, id))
}

function back(member: StaffMember): Button[] {
  return [{ label: { key: 'desk:staff.member', with: { who: member.name, role: { key: `case:role.${member.role}` } } }, press: deskPress('staff', 'show', `m${member.id}`) }]
}

function note(text: Words): Message {
  return { as: 'note', text: [text] }
}
