import type { Calendar } from '../calendar/calendar.ts'
import { seedDays } from '../calendar/seed.ts'
import type { Database, Transaction } from './database.ts'

/** Offices and their calendars. */

export type Office = { id: number; name: string; zone: string; areas: string[]; calendar: Calendar }

const seededYears = [2024, 2025, 2026, 2027, 2028]

/** Fills the table of days once; what an office has changed or confirmed is left as it is. */
export async function seedCalendar(db: Database): Promise<void> {
  const known = new Set((await db.prisma.calendarYear.findMany({ where: { region: 'CN' } })).map((each) => each.year))
  for (const year of seededYears.filter((each) => !known.has(each))) {
    const seed = seedDays('CN', year)
    await db.prisma.$transaction([
      db.prisma.calendarDay.createMany({ data: seed.days.map((day) => ({ region: 'CN', ...day })), skipDuplicates: true }),
      db.prisma.calendarYear.createMany({ data: [{ region: 'CN', year, confirmed: seed.confirmed }], skipDuplicates: true }),
    ])
  }
}

/** The first office, when there is none yet, so that a resident can file at once. */
export async function ensureOffice(db: Database, first: { name: string; zone: string; sample: boolean }): Promise<void> {
  await db.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(71003)::text`
    if ((await tx.office.count()) === 0) await tx.office.create({ data: first })
  })
}

/** Offices change once a year and are needed at every turn of a case: they are read again after this. */
const bookLifeMs = 15_000

export type OfficeBook = { list(): Promise<Office[]>; get(id: number): Promise<Office> }

export function officeBook(db: Database): OfficeBook {
  let readAt = 0
  let reading: Promise<Office[]> = Promise.resolve([])
  function list(): Promise<Office[]> {
    if (Date.now() - readAt > bookLifeMs) {
      readAt = Date.now()
      reading = readOffices(db)
      reading.catch(() => { readAt = 0 })
    }
    return reading
  }
  return {
    list,
    async get(id) {
      const known = (await list()).find((office) => office.id === id)
      if (known) return known
      readAt = 0
      const made = (await list()).find((office) => office.id === id)
      if (!made) throw new Error(`there is no office ${id}`)
      return made
    },
  }
}

async function readOffices(db: Database): Promise<Office[]> {
  const [offices, days, years] = await Promise.all([
    db.prisma.office.findMany({ orderBy: { id: 'asc' } }),
    db.prisma.calendarDay.findMany(),
    db.prisma.calendarYear.findMany({ where: { confirmed: true } }),
  ])
  return offices.map((office) => ({
    id: office.id,
    name: office.name,
    zone: office.zone,
    areas: office.areas,
    calendar: {
      zone: office.zone,
      hours: office.hours as Calendar['hours'],
      days: new Map(days.filter((each) => each.region === office.region).map((each) => [each.day, each.working])),
      confirmedYears: new Set(years.filter((each) => each.region === office.region).map((each) => each.year)),
    },
  }))
}

/** The office that answers for a new case: the one the person came through, else the one whose area the place names, else the first. */
export function officeFor(offices: readonly Office[], asked: number | null, place: string | null): Office {
  const named = offices.flatMap((office) => office.areas.filter((area) => place?.includes(area)).map((area) => ({ office, length: area.length })))
  const found = offices.find((office) => office.id === asked) ?? named.sort((a, b) => b.length - a.length)[0]?.office ?? offices[0]
  if (!found) throw new Error('there is no office')
  return found
}

/** The next `count` numbers of a series, the first of them: no gaps, no repeats, also when many file at once. */
export async function nextSerials(tx: Transaction, key: string, count: number): Promise<number> {
  const rows = await tx.$queryRaw<{ last: number }[]>`insert into series (key, last) values (${key}, ${count}::int) on conflict (key) do update set last = series.last + ${count}::int returning last`
  return (rows[0]?.last ?? count) - count + 1
}
