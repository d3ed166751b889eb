import { parseArgs } from 'node:util'
import { entryLinks, officeEntry, type Entrances } from '../../links.ts'
import type { Database } from '../../store/database.ts'
import { WrongOption } from './staff.ts'

/** `npm run office -- entry` and `poster`: the ways that lead to one office, and the sheet of paper that shows them. */

export const entryUsage = '--id <office>'
export const posterUsage = '--id <office> [--language <language>]'

/** The code to be sent in a chat, and the address of each channel that is open. */
export async function entry(db: Database, args: string[], at: Entrances): Promise<{ office: number; code: string; links: Record<string, string> }> {
  const { values } = parseArgs({ args, options: { id: { type: 'string' } } })
  const office = await known(db, values.id)
  return { office, code: officeEntry(office), links: entryLinks(at, officeEntry(office)) }
}

/** Where the poster is to be opened and printed. */
export async function poster(db: Database, args: string[], at: Entrances, languages: readonly string[]): Promise<{ office: number; poster: string }> {
  const { values } = parseArgs({ args, options: { id: { type: 'string' }, language: { type: 'string' } } })
  if (values.language !== undefined && !languages.includes(values.language)) throw new WrongOption(`--language: one of ${languages.join(', ')}`)
  const office = await known(db, values.id)
  return { office, poster: `${at.base}/posters/${office}${values.language === undefined ? '' : `?language=${values.language}`}` }
}

async function known(db: Database, id: string | undefined): Promise<number> {
  const office = /^\d{1,9}$/.test(id ?? '') ? await db.prisma.office.findUnique({ where: { id: Number(id) }, select: { id: true } }) : null
  if (!office) throw new WrongOption(`--id: there is no office ${id ?? ''}`)
  return office.id
}
