import { hoursText, readHours } from '../../calendar/officeHours.ts'
import type { Field, Form } from '../../dialogue/fields.ts'
import type { Button, Message, Words } from '../../dialogue/message.ts'
import { changeOffice, type OfficeSettings } from '../../store/offices.ts'
import { deskPress, inPairs } from './buttons.ts'
import { officesOf } from './manages.ts'
import type { Desk, DeskDone, DeskPage } from './page.ts'
import { listed } from './staffFields.ts'

/** What the office is and takes: hours, areas, the phone of whoever is on duty, kinds of case. */

export const officePage: DeskPage = {
  id: 'office',
  roles: ['head', 'admin'],
  menu: { key: 'desk:office.menu' },
  show,
  acts: { edit: { form: editForm, do: edit } },
}

const parts = ['hours', 'areas', 'phone', 'regulations'] as const
type Part = (typeof parts)[number]
type Row = { id: number; name: string; hours: unknown; areas: string[]; dutyPhone: string | null; regulations: string[] }

async function show(desk: Desk, choice: string | null): Promise<Message> {
  const offices = officesOf(desk)
  const only = offices.length === 1 ? offices[0]?.id : Number(choice)
  const row = await rowOf(desk, only)
  if (!row) return { as: 'card', text: [{ key: 'desk:staff.which-office' }], buttons: inPairs(offices.slice(0, 60).map((each): Button => ({ label: { say: each.name }, press: deskPress('office', 'show', String(each.id)) }))) }
  return {
    as: 'card',
    text: [{ key: 'desk:office.title', with: { office: row.name } }],
    card: parts.map((part) => ({ label: { key: `desk:office.field.${part}` }, value: valueOf(part, row), change: { label: { key: 'talk:frame.change' }, press: deskPress('office', 'edit', `${row.id}.${part}`) } })),
  }
}

function valueOf(part: Part, { hours, areas, dutyPhone, regulations }: Row): Words {
  const list = (all: Words[]): Words => (all.length === 0 ? { key: 'desk:staff.all' } : { key: 'talk:form.list', with: { what: { list: all } } })
  switch (part) {
    case 'hours': return { say: hoursText(hours) }
    case 'areas': return list(areas.map((say) => ({ say })))
    case 'phone': return dutyPhone === null ? { key: 'talk:form.none' } : { say: dutyPhone }
    case 'regulations': return list(regulations.map((id) => ({ key: `${id}:name` })))
  }
}

async function editForm(desk: Desk, choice: string | null): Promise<Form | { refused: Words }> {
  const found = await edited(desk, choice)
  if (!found) return { refused: { key: 'desk:staff.refused.office' } }
  const { row, part } = found
  const base = { id: part, label: { key: `desk:office.field.${part}` }, ask: { key: `desk:office.ask.${part}` } }
  const field: Field = part === 'regulations' ? { ...base, kind: 'several', optional: true, choices: desk.inForce().map(({ id }) => ({ id, label: { key: `${id}:name` } })) }
    : part === 'hours' ? { ...base, kind: 'words', most: 100 } : { ...base, kind: 'words', optional: true, most: part === 'phone' ? 30 : 300 }
  return { title: [{ key: 'desk:office.edit-title', with: { office: row.name, now: valueOf(part, row) } }], fields: [field] }
}

async function edit(desk: Desk, choice: string | null, given: Readonly<Record<string, string>>): Promise<DeskDone> {
  const found = await edited(desk, choice)
  if (!found) return { answer: note({ key: 'desk:staff.refused.office' }) }
  const { row, part } = found
  const settings = settingsFrom(part, given[part] ?? '')
  if ('refused' in settings) return { answer: { ...note(settings.refused), buttons: [[{ label: { key: 'talk:frame.change' }, press: deskPress('office', 'edit', `${row.id}.${part}`) }]] } }
  const touched = await changeOffice(desk.tx, row.id, settings)
  await desk.offices.renew(desk.tx)
  const after = await rowOf(desk, row.id) ?? row
  return { answer: { as: 'note', text: [{ key: 'desk:staff.is-now', with: { what: { key: `desk:office.field.${part}` }, value: valueOf(part, after) } }, ...(typeof touched === 'number' ? [{ key: 'desk:office.touched', with: { n: touched } }] : [])], buttons: [[{ label: { key: 'desk:office.menu' }, press: deskPress('office', 'show', String(row.id)) }]] } }
}

function settingsFrom(part: Part, given: string): OfficeSettings | { refused: Words } {
  switch (part) {
    case 'hours': {
      const hours = readHours(given)
      return hours ? { hours } : { refused: { key: 'desk:office.refused.hours' } }
    }
    case 'areas': return { areas: listed(given) }
    case 'phone': {
      const phone = given.normalize('NFKC').trim()
      return /^[0-9+()\- ]{0,30}$/.test(phone) ? { dutyPhone: phone === '' ? null : phone } : { refused: { key: 'desk:office.refused.phone' } }
    }
    case 'regulations': return { regulations: given.split(',').filter(Boolean) }
  }
}

/** "<office>.<part>", as far as it is theirs to change. */
async function edited(desk: Desk, choice: string | null): Promise<{ row: Row; part: Part } | null> {
  const [id, name] = (choice ?? '').split('.')
  const row = await rowOf(desk, Number(id))
  const part = parts.find((each) => each === name)
  return row && part ? { row, part } : null
}

async function rowOf(desk: Desk, id: number | undefined): Promise<Row | null> {
  if (id === undefined || !officesOf(desk).some((each) => each.id === id)) return null
  return desk.tx.office.findUnique({ where: { id } })
}

function note(text: Words): Message {
  return { as: 'note', text: [text] }
}
