import type { Button, Message, Words } from '../../dialogue/message.ts'
import { codeFrom, longId, shortId } from '../../ids.ts'
import { groupsOf, keepGroupCode, setReminds, unbindGroup, type StaffGroup } from '../../store/groups.ts'
import { deskPress } from './buttons.ts'
import type { Desk, DeskDone, DeskPage } from './page.ts'

/** Staff groups of an office: bound by a code that a head or administrator brings into the group, and let go again. */

const codeHours = 24

export const groupsPage: DeskPage = {
  id: 'groups',
  roles: ['head', 'admin'],
  menu: { key: 'desk:groups.menu' },
  show,
  acts: { code: { do: newCode }, remind: { do: (desk, choice) => change(desk, choice, true) }, hush: { do: (desk, choice) => change(desk, choice, false) }, unbind: { do: unbind } },
}

async function show(desk: Desk): Promise<Message> {
  const groups = await groupsOf(desk.tx, officesOf(desk))
  const lines = groups.map((each, n): Words => ({ key: each.reminds ? 'desk:groups.line-reminds' : 'desk:groups.line-hushed', with: { n: n + 1, channel: { key: `case:channel.${each.channel}` }, office: desk.offices.list().find(({ id }) => id === each.officeId)?.name ?? '' } }))
  const acts = groups.map((each, n): Button[] => [
    { label: { key: each.reminds ? 'desk:groups.hush' : 'desk:groups.remind', with: { n: n + 1 } }, press: deskPress('groups', each.reminds ? 'hush' : 'remind', shortId(each.id)) },
    { label: { key: 'desk:groups.unbind', with: { n: n + 1 } }, press: deskPress('groups', 'unbind', shortId(each.id)), tone: 'danger' },
  ])
  const codes = officesOf(desk).map((id): Button[] => [{ label: { key: 'desk:groups.code', with: { office: desk.offices.list().find((each) => each.id === id)?.name ?? '' } }, press: deskPress('groups', 'code', String(id)), tone: 'main' }])
  return { as: 'card', text: [{ key: groups.length === 0 ? 'desk:groups.none' : 'desk:groups.title' }, ...lines], buttons: [...acts, ...codes] }
}

/** Told once; the one before is over. */
async function newCode(desk: Desk, choice: string | null): Promise<DeskDone> {
  const office = officesOf(desk).find((id) => String(id) === choice)
  if (office === undefined) return answer({ key: 'desk:groups.refused.gone' })
  const code = `GROUP-${codeFrom(desk.seed, 'group-code')}`
  const until = desk.now + codeHours * 3_600_000
  await keepGroupCode(desk.db, desk.tx, code, office, until)
  return { answer: { as: 'note', text: [{ key: 'desk:groups.how', with: { until: { moment: until } } }, { key: 'desk:groups.write', with: { code } }, { key: 'desk:groups.write-line', with: { code } }], buttons: [[toList]] } }
}

async function change(desk: Desk, choice: string | null, reminds: boolean): Promise<DeskDone> {
  const group = await mine(desk, choice)
  if (!group) return answer({ key: 'desk:groups.refused.gone' })
  await setReminds(desk.tx, group.id, reminds)
  return answer({ key: reminds ? 'desk:groups.reminds' : 'desk:groups.hushed' })
}

async function unbind(desk: Desk, choice: string | null): Promise<DeskDone> {
  const group = await mine(desk, choice)
  if (!group) return answer({ key: 'desk:groups.refused.gone' })
  await unbindGroup(desk.tx, group.id)
  return answer({ key: 'desk:groups.let-go' })
}

async function mine(desk: Desk, choice: string | null): Promise<StaffGroup | null> {
  const id = choice === null ? null : longId(choice)
  return (await groupsOf(desk.tx, officesOf(desk))).find((each) => each.id === id) ?? null
}

function officesOf({ places }: Desk): number[] {
  return [...new Set(places.map(({ officeId }) => officeId))]
}

function answer(text: Words): DeskDone {
  return { answer: { as: 'note', text: [text], buttons: [[toList]] } }
}

const toList: Button = { label: { key: 'desk:groups.menu' }, press: deskPress('groups') }
