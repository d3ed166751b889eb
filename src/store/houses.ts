import type { Calendar } from '../calendar/calendar.ts'
import { seedDays } from '../calendar/seed.ts'
import type { Database, Transaction } from './database.ts'

/** Offices and their calendars. */

export type Office = { id: number; name: string; zone: string; calendar: Calendar }

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

export async function loadOffice(tx: Transaction, id: number): Promise<Office> {
  const office = await tx.office.findUniqueOrThrow({ where: { id } })
  const days = await tx.calendarDay.findMany({ where: { region: office.region } })
  const years = await tx.calendarYear.findMany({ where: { region: office.region, confirmed: true } })
  return {
    id: office.id,
    name: office.name,
    zone: office.zone,
    calendar: {
      zone: office.zone,
      hours: office.hours as Calendar['hours'],
      days: new Map(days.map((each) => [each.day, each.working])),
      confirmedYears: new Set(years.map((each) => each.year)),
    },
  }
}

/** The office that answers for a new case: the one the person came through, else the one whose area the place names, else the first. */
export async function officeFor(tx: Transaction, asked: number | null, place: string | null): Promise<number> {
  if (asked !== null) return asked
  const offices = await tx.office.findMany({ select: { id: true, areas: true }, orderBy: { id: 'asc' } })
  const named = offices.flatMap((office) => office.areas.filter((area) => place?.includes(area)).map((area) => ({ id: office.id, length: area.length })))
  return named.sort((a, b) => b.length - a.length)[0]?.id ?? offices[0]?.id ?? 0
}

/** The next number of a series: no gaps, no repeats, also when many file at once. */
export async function nextSerial(tx: Transaction, key: string): Promise<number> {
  const rows = await tx.$queryRaw<{ last: number }[]>`insert into series (key, last) values (${key}, 1) on conflict (key) do update set last = series.last + 1 returning last`
  return rows[0]?.last ?? 1
}
