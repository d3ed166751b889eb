import { randomBytes, randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { instantOf } from '../../calendar/zone.ts'
import { awayNote, successorCard } from '../../cases/telling/successor.ts'
import { openTo } from '../../cases/offered/handover.ts'
import { passedOn } from '../../receptions/passing.ts'
import { editionOf } from '../../regulations/load.ts'
import type { Regulation } from '../../regulations/schema.ts'
import { loadAllRegulations } from '../../rules.ts'
import { endAway } from '../../store/absences.ts'
import { staffOf } from '../../store/cases.ts'
import type { Database, Transaction } from '../../store/database.ts'
import { owe } from '../../store/deliveries.ts'
import { storeCaseEvent } from '../../store/inbounds.ts'
import { isLast, leave, whoAnswers, type Leaver } from '../../store/leaving.ts'
import { endBooking } from '../../store/receptions.ts'
import { changeStaff, type StaffSettings } from '../../store/staff.ts'
import { casesAndPlaces } from '../../store/takers.ts'

/** `npm run office -- staff`: who works where and on what, and how that is changed. Whatever cannot be so throws a WrongOption. */

export const settingsUsage = '[--name <name>] [--areas <a,b>] [--kinds mediation,petition/land] [--languages zh-CN,en] [--capacity <n>]'
export const settingOptions = { name: { type: 'string' }, areas: { type: 'string' }, kinds: { type: 'string' }, languages: { type: 'string' }, capacity: { type: 'string' } } as const

export class WrongOption extends Error {}

export type StaffLine = { id: number; role: string; office: number; name: string; kinds: string[]; areas: string[]; languages: string[]; capacity: number; load: number; away: { from: string; until: string | null } | null }

/** What the options say; an empty list ("--areas ''") means all again. */
export async function settingsFrom(values: Partial<Record<keyof typeof settingOptions, string>>, officeFolder: string | undefined): Promise<StaffSettings> {
  const { name, areas, kinds, languages, capacity } = values
  if (name !== undefined && (name.trim() === '' || name.length > 40)) throw new WrongOption('--name: 1 to 40 characters')
  if (capacity !== undefined && !/^[1-9]\d{0,3}$/.test(capacity)) throw new WrongOption('--capacity: a number from 1 to 9999')
  for (const language of list(languages ?? '')) if (!/^[a-z]{2,3}(-[A-Za-z]{2,8})*$/.test(language)) throw new WrongOption(`--languages: there is no language "${language}"; they are written like zh-CN or en`)
  const wanted = list(kinds ?? '')
  const known = wanted.length > 0 ? await knownKinds(officeFolder) : []
  for (const kind of wanted) if (!known.includes(kind)) throw new WrongOption(`--kinds: "${kind}" is none of ${known.join(', ')}`)
  return {
    ...(name === undefined ? {} : { name: name.trim() }), ...(areas === undefined ? {} : { areas: list(areas) }), ...(kinds === undefined ? {} : { kinds: wanted }),
    ...(languages === undefined ? {} : { languages: list(languages) }), ...(capacity === undefined ? {} : { capacity: Number(capacity) }),
  }
}

/** Lists those of one office, or of all; with `--id` changes one of them and shows what they are now (nobody, once they have left). */
export async function staff(db: Database, args: string[], officeFolder: string | undefined): Promise<StaffLine[]> {
  const { values } = parseArgs({ args, options: { ...settingOptions, office: { type: 'string' }, id: { type: 'string' }, away: { type: 'string' }, until: { type: 'string' }, back: { type: 'boolean' }, leave: { type: 'boolean' } } })
  if (values.id === undefined) {
    const offices = await db.prisma.office.findMany({ where: values.office === undefined ? {} : { id: wholeNumber(values.office, 'office') }, orderBy: { id: 'asc' } })
    return (await Promise.all(offices.map((office) => lines(db, office.id)))).flat()
  }
  const id = wholeNumber(values.id, 'id')
  const member = await db.prisma.staff.findFirst({ where: { id, leftAt: null }, include: { office: true } })
  if (!member) throw new WrongOption(`--id: nobody on the staff has the number ${id}`)
  const settings = await settingsFrom(values, officeFolder)
  const { zone } = member.office
  if (values.until !== undefined && values.away === undefined) throw new WrongOption('--until needs --away <from>')
  const away = values.back || values.away === undefined ? {} : {
    awayFrom: new Date(instantOf(zone, day(values.away, 'away'), '00:00')),
    awayUntil: values.until === undefined ? null : new Date(instantOf(zone, day(values.until, 'until'), '24:00')),
  }
  if (away.awayFrom && away.awayUntil && away.awayUntil <= away.awayFrom) throw new WrongOption('--until is before --away')
  await db.prisma.$transaction(async (tx) => {
    // Without a colleague who has agreed, the head stands in.
    const head = away.awayFrom ? await whoAnswers(tx, member, Date.now()) : null
    await changeStaff(tx, id, { ...settings })
    if (values.back) await endAway(tx, id, Date.now())
    else if (away.awayFrom) await tx.staff.update({ where: { id }, data: { ...away, standInId: head?.id ?? null } })
    if (head && away.awayFrom) await owe(db, tx, [{ personId: head.personId, caseId: null, at: Date.now(), retryKey: randomUUID(), message: awayNote(member.name, away.awayFrom.getTime(), away.awayUntil?.getTime() ?? null) }])
    if (values.leave) await goes(db, await loadAllRegulations(officeFolder), tx, { ...member, name: settings.name ?? member.name })
  })
  return (await lines(db, member.officeId)).filter((line) => line.id === id)
}

/** As in chat: nothing of theirs stays without an owner. What they hold goes to the head, who hears of it once. */
async function goes(db: Database, regulations: readonly Regulation[], tx: Transaction, member: Leaver): Promise<void> {
  const now = Date.now()
  const head = await whoAnswers(tx, member, now)
  if (await isLast(tx, member, now)) throw new WrongOption('--leave: nobody else in the office could invite and assign; invite a head first')
  const left = await leave(db, tx, member, head, now)
  if (left.passed.length > 0 && !head) throw new WrongOption('--leave: they hold cases and nobody is there to take them; invite a head first')
  const days = left.days.map((day) => passedOn(day, now))
  for (const id of days.flatMap(({ ended }) => ended)) await endBooking(tx, id, 'called-off')
  const { states, places } = await casesAndPlaces(db, tx, left.passed, head?.personId ?? member.personId)
  const { takes } = openTo(states, places, head?.id ?? 0, (state) => editionOf(regulations, state.regulation, state.edition))
  const passed = left.passed.filter(({ id }) => takes.includes(id))
  const told = [...(head && passed.length > 0 ? [{ personId: head.personId, message: successorCard(member.name, passed) }] : []), ...days.flatMap((day) => day.told)]
  await owe(db, tx, told.map((each) => ({ ...each, caseId: null, at: now, retryKey: randomUUID() })))
  for (const { caseId, event } of left.events) await storeCaseEvent(db, tx, caseId, `left:${member.id}:${now}:${caseId}`, { event, seed: randomBytes(16).toString('hex'), from: null }, now)
}

async function lines(db: Database, officeId: number): Promise<StaffLine[]> {
  const members = await db.prisma.$transaction((tx) => staffOf(tx, officeId, Date.now()))
  return members.map(({ id, role, name, kinds, areas, languages, capacity, load, away }) => ({
    id, role, office: officeId, name, kinds, areas, languages, capacity, load,
    away: away && { from: new Date(away.from).toISOString(), until: away.until === null ? null : new Date(away.until).toISOString() },
  }))
}

async function knownKinds(officeFolder: string | undefined): Promise<string[]> {
  const regulations = await loadAllRegulations(officeFolder)
  return [...new Set(regulations.flatMap(({ id, categories }) => [id, ...categories.map((each) => `${id}/${each.id}`)]))]
}

/** "a, b，c、d": what stands between the commas, of either script. */
export function list(text: string): string[] {
  return text.split(/[,，、]/).map((part) => part.trim()).filter((part) => part !== '')
}

function wholeNumber(text: string, option: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new WrongOption(`--${option}: a number`)
  return Number(text)
}

function day(text: string, option: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text))) throw new WrongOption(`--${option}: a day such as 2026-12-01`)
  return text
}
