import { randomUUID } from 'node:crypto'
import { seedDays } from '../calendar/seed.ts'
import type { Database, Transaction } from './database.ts'

/** The days of a region's years as an office confirms and corrects them, and how far a change has got among the cases. */

export type DayRow = { day: string; working: boolean; name: string }
export type YearDays = { confirmed: boolean; days: DayRow[] }

/** Days that go back to Monday to Friday are `cleared`. `from`: the first day that may be another than before. */
export type CalendarChange = { days: DayRow[]; cleared: string[]; years: { year: number; confirmed: boolean }[]; from: string }

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

export async function yearDays(tx: Transaction, region: string, year: number): Promise<YearDays> {
  const days = await tx.calendarDay.findMany({ where: { region, day: { startsWith: `${year}-` } }, orderBy: { day: 'asc' } })
  const row = await tx.calendarYear.findUnique({ where: { region_year: { region, year } } })
  return { confirmed: row?.confirmed ?? false, days: days.map(({ day, working, name }) => ({ day, working, name })) }
}

/** Enters a change, and leaves word of it for the houses that run: they reckon anew what it may touch. */
export async function changeCalendar(tx: Transaction, region: string, change: CalendarChange): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('calendar:' || ${region}, 0))::text`
  if (change.cleared.length > 0) await tx.calendarDay.deleteMany({ where: { region, day: { in: change.cleared } } })
  for (const { day, ...row } of change.days) await tx.calendarDay.upsert({ where: { region_day: { region, day } }, create: { region, day, ...row }, update: row })
  for (const { year, confirmed } of change.years) await tx.calendarYear.upsert({ where: { region_year: { region, year } }, create: { region, year, confirmed }, update: { confirmed } })
  await reckonFrom(tx, region, change.from)
}

/** Word that an office of the region is open at other hours: every day may be another than before. */
export async function changedHours(tx: Transaction, region: string): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('calendar:' || ${region}, 0))::text`
  await reckonFrom(tx, region, firstDay)
}

/** Before any case. */
export const firstDay = '2000-01-01'

async function reckonFrom(tx: Transaction, region: string, first: string): Promise<void> {
  const under = await reckoningOf(tx, region)
  // A change before this one that is still under way is taken up into it.
  const from = under && !under.done && under.from < first ? under.from : first
  await saveReckoning(tx, region, { version: randomUUID(), from, after: null, done: false })
}

/** Which change is being carried to the cases of a region, and how far: those up to the id `after` have got it. */
export type Reckoning = { version: string; from: string; after: string | null; done: boolean }
const prefix = 'calendar:'

/** Of all regions that have ever had a change. */
export async function reckonings(tx: Transaction): Promise<{ region: string; reckoning: Reckoning }[]> {
  const rows = await tx.setting.findMany({ where: { key: { startsWith: prefix } } })
  return rows.map(({ key, value }) => ({ region: key.slice(prefix.length), reckoning: value as Reckoning }))
}

export async function saveReckoning(tx: Transaction, region: string, value: Reckoning): Promise<void> {
  await tx.setting.upsert({ where: { key: prefix + region }, create: { key: prefix + region, value }, update: { value } })
}

/** Takes the region's change for this transaction alone; null while another house has it, or when there is none. */
export async function takeReckoning(tx: Transaction, region: string): Promise<Reckoning | null> {
  const rows = await tx.$queryRaw<{ value: Reckoning }[]>`select value from settings where key = ${prefix + region} for update skip locked`
  return rows[0]?.value ?? null
}

/**
 * Cases of a region that a change from a day on (YYYY-MM-DD) may touch, by id: those still open, and those closed with something owed
 * or asked from that day on, or reckoned with a year not confirmed.
 */
export async function casesTouched(tx: Transaction, region: string, from: string, after: string | null, most: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select c.id::text as id from cases c join offices o on o.id = c.office_id cross join lateral (select ${from}::date::timestamp at time zone o.zone as at) day
    where o.region = ${region} and (${after}::uuid is null or c.id > ${after}::uuid)
      and (c.stage <> 'closed'
        or exists (select 1 from duties d where d.case_id = c.id and d.state = 'open' and (d.unconfirmed or d.due_at >= day.at or d.next_at >= day.at))
        or exists (select 1 from surveys s where s.case_id = c.id and s.state = 'waiting' and s.next_at >= day.at))
    order by c.id limit ${most}`
  return rows.map(({ id }) => id)
}

async function reckoningOf(tx: Transaction, region: string): Promise<Reckoning | null> {
  const row = await tx.setting.findUnique({ where: { key: prefix + region } })
  return row ? row.value as Reckoning : null
}
