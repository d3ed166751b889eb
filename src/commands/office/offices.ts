import { parseArgs } from 'node:util'
import { hoursText, readHours } from '../../calendar/officeHours.ts'
import { loadAllRegulations } from '../../rules.ts'
import type { Database } from '../../store/database.ts'
import { changeOffice, type OfficeSettings } from '../../store/offices.ts'
import { list, WrongOption } from './staff.ts'

/** `npm run office -- offices`: which offices there are, what they take and when they are open, and how that is changed. */

export const officeOptions = { name: { type: 'string' }, level: { type: 'string' }, areas: { type: 'string' }, regulations: { type: 'string' }, hours: { type: 'string' }, 'duty-phone': { type: 'string' } } as const
export const officeUsage = '[--name <name>] [--level village|town|city] [--areas <a,b>] [--regulations mediation,petition] [--hours 09:00-12:00,13:30-17:30] [--duty-phone <phone>]'

export type OfficeLine = { office: number; name: string; level: string; parent: number | null; areas: string[]; regulations: string[]; hours: string; dutyPhone: string | null; /** Cases of the region whose clocks the hours just changed may move. */ touched?: number }

/** Lists one office or all; with `--id` and something to set, changes that one and shows it. */
export async function offices(db: Database, args: string[], officeFolder: string | undefined): Promise<OfficeLine[]> {
  const { values } = parseArgs({ args, options: { ...officeOptions, id: { type: 'string' } } })
  const { id: wanted, ...options } = values
  if (wanted !== undefined && !/^\d{1,9}$/.test(wanted)) throw new WrongOption('--id: a number')
  const settings = await officeSettings(options, officeFolder)
  let touched: number | null = null
  if (Object.keys(settings).length > 0) {
    if (wanted === undefined) throw new WrongOption('--id: which office is to be changed')
    touched = await change(db, Number(wanted), settings)
  }
  const rows = await db.prisma.office.findMany({ where: wanted === undefined ? {} : { id: Number(wanted) }, orderBy: { id: 'asc' } })
  return rows.map((row) => ({
    office: row.id, name: row.name, level: row.level, parent: row.parentId, areas: row.areas, regulations: row.regulations,
    hours: hoursText(row.hours), dutyPhone: row.dutyPhone,
    ...(touched === null ? {} : { touched }),
  }))
}

/** What the options say; an empty list ("--regulations ''") means all again. Whatever cannot be so throws a WrongOption that names what can. */
export async function officeSettings(values: Partial<Record<keyof typeof officeOptions, string>>, officeFolder: string | undefined): Promise<OfficeSettings> {
  const { name, level, areas, regulations, hours, 'duty-phone': dutyPhone } = values
  if (name !== undefined && (name.trim() === '' || name.length > 60)) throw new WrongOption('--name: 1 to 60 characters')
  if (level !== undefined && !['village', 'town', 'city'].includes(level)) throw new WrongOption('--level: village, town or city')
  if (dutyPhone !== undefined && !/^[0-9+()\- ]{0,30}$/.test(dutyPhone)) throw new WrongOption('--duty-phone: digits, spaces, + ( ) -')
  const wanted = list(regulations ?? '')
  const known = wanted.length > 0 ? [...new Set((await loadAllRegulations(officeFolder)).map(({ id }) => id))] : []
  for (const id of wanted) if (!known.includes(id)) throw new WrongOption(`--regulations: "${id}" is none of ${known.join(', ')}`)
  return {
    ...(name === undefined ? {} : { name: name.trim() }), ...(level === undefined ? {} : { level }), ...(areas === undefined ? {} : { areas: list(areas) }),
    ...(regulations === undefined ? {} : { regulations: wanted }), ...(hours === undefined ? {} : { hours: spells(hours) }),
    ...(dutyPhone === undefined ? {} : { dutyPhone: dutyPhone.trim() === '' ? null : dutyPhone.trim() }),
  }
}

/** Refuses an office that there is not. */
async function change(db: Database, id: number, settings: OfficeSettings): Promise<number | null> {
  const touched = await db.prisma.$transaction((tx) => changeOffice(tx, id, settings))
  if (touched === 'unknown') throw new WrongOption(`--id: there is no office ${id}`)
  return touched
}

function spells(text: string): { from: string; to: string }[] {
  const hours = readHours(text)
  if (!hours) throw new WrongOption('--hours: spells in their order, such as 09:00-12:00,13:30-17:30')
  return hours
}
