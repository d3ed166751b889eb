import { parseArgs } from 'node:util'
import { dayNumber, dayText, isWeekday, yearOf } from '../../calendar/days.ts'
import { CalendarError } from '../../calendar/limit.ts'
import { seedDays } from '../../calendar/seed.ts'
import { casesTouched, changeCalendar, yearDays, type CalendarChange, type DayRow, type YearDays } from '../../store/calendar.ts'
import type { Database } from '../../store/database.ts'
import { WrongOption } from './staff.ts'

/**
 * `npm run office -- calendar`: a year's holidays and make-up days, and how the notice of a year is entered and confirmed.
 * Running houses reckon the cases it touches anew, some 200 every four seconds after a wait of twelve: up to 1 000 cases
 * within half a minute, 100 000 in something over half an hour.
 */

export const calendarUsage = '[--region CN] [--year <yyyy>] [--holiday <day>..<day> …] [--name <name> …] [--work <day> …] [--clear <day>..<day> …] [--confirm | --unconfirm]'

/** `touched`: cases whose clocks a change just made may move. */
export type CalendarLine = { region: string; year: number; confirmed: boolean; holidays: { from: string; to: string; name: string }[]; work: { day: string; name: string }[]; touched?: number }

const options = {
  region: { type: 'string' }, year: { type: 'string' }, confirm: { type: 'boolean' }, unconfirm: { type: 'boolean' },
  holiday: { type: 'string', multiple: true }, name: { type: 'string', multiple: true }, work: { type: 'string', multiple: true }, clear: { type: 'string', multiple: true },
} as const

const daysMost = 60

/** Shows one year after whatever is to be changed has been changed. `today`: which year is shown when none is named, ms. */
export async function calendar(db: Database, args: string[], today: number): Promise<CalendarLine[]> {
  const { values } = parseArgs({ args, options })
  const { region = 'CN', holiday = [], name = [], work = [], clear = [] } = values
  if (!(await db.prisma.office.findFirst({ where: { region } }))) throw new WrongOption(`--region: no office lies in "${region}"`)
  if (values.year !== undefined && !/^20\d\d$/.test(values.year)) throw new WrongOption('--year: four digits, such as 2027')
  if (name.length > holiday.length) throw new WrongOption('--name: one for each --holiday, in their order')
  if (values.confirm && values.unconfirm) throw new WrongOption('--confirm or --unconfirm, not both')
  const off = holiday.flatMap((text, n) => daysOf(text, 'holiday').map((day): DayRow => ({ day, working: false, name: name[n] ?? '' })))
  const on = work.flatMap((text) => daysOf(text, 'work')).map((day): DayRow => ({ day, working: true, name: '' }))
  const cleared = clear.flatMap((text) => daysOf(text, 'clear'))
  const named = [...off, ...on].map(({ day }) => day).concat(cleared)
  const twice = named.find((day, n) => named.indexOf(day) !== n)
  if (twice !== undefined) throw new WrongOption(`${twice} is named twice`)
  const year = Number(values.year ?? named[0]?.slice(0, 4) ?? new Date(today).getUTCFullYear())
  const stray = named.find((day) => Number(day.slice(0, 4)) !== year)
  if (stray !== undefined) throw new WrongOption(`--year: ${stray} does not lie in ${year}; enter one year at a time`)

  return db.prisma.$transaction(async (tx) => {
    const before = await yearDays(tx, region, year)
    const confirmed = values.confirm ? true : values.unconfirm ? false : before.confirmed
    const change: CalendarChange = { days: worth([...off, ...on]), cleared: [...cleared, ...idle([...off, ...on])], years: [{ year, confirmed }], from: named.length > 0 && confirmed === before.confirmed ? earliest(named) : `${year}-01-01` }
    if (named.length === 0 && confirmed === before.confirmed) return [lineOf(region, year, before)]
    const days = after(before, change)
    if (values.confirm && !days.some(({ working }) => !working)) {
      const known = region === 'CN' ? seedDays('CN', year) : { confirmed: false, days: [] }
      // A year without a single holiday is not what any notice says: nobody means to confirm that.
      if (!known.confirmed || days.length > 0) throw new WrongOption(`--confirm: no holiday of ${year} is entered yet; name them with --holiday <day>..<day>`)
      change.days = known.days
    }
    await changeCalendar(tx, region, change)
    const touched = await casesTouched(tx, region, change.from, null, 1_000_000)
    return [{ ...lineOf(region, year, await yearDays(tx, region, year)), touched: touched.length }]
  })
}

/** "2027-02-06..2027-02-12", or one day. */
function daysOf(text: string, option: string): string[] {
  const [first = '', last = first, more] = text.split('..')
  try {
    const [from, to] = [dayNumber(first), dayNumber(last)]
    if (more === undefined && from <= to && to - from < daysMost && yearOf(from) === yearOf(to)) return Array.from({ length: to - from + 1 }, (_, n) => dayText(from + n))
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error
  }
  throw new WrongOption(`--${option}: a day such as 2027-02-06, or days such as 2027-02-06..2027-02-12, at most ${daysMost} and within one year`)
}

/** Only days that differ from Monday to Friday are kept in the table; the others need no row. */
function worth(days: readonly DayRow[]): DayRow[] {
  return days.filter(({ day, working }) => working !== isWeekday(dayNumber(day)))
}

function idle(days: readonly DayRow[]): string[] {
  return days.filter(({ day, working }) => working === isWeekday(dayNumber(day))).map(({ day }) => day)
}

function after(before: YearDays, { days, cleared }: CalendarChange): DayRow[] {
  const gone = new Set([...cleared, ...days.map(({ day }) => day)])
  return [...before.days.filter(({ day }) => !gone.has(day)), ...days]
}

function earliest(days: readonly string[]): string {
  return days.reduce((first, day) => (day < first ? day : first))
}

function lineOf(region: string, year: number, { confirmed, days }: YearDays): CalendarLine {
  const holidays: CalendarLine['holidays'] = []
  for (const { day, name } of days.filter(({ working }) => !working)) {
    const last = holidays.at(-1)
    // A weekend between two days off belongs to the same holiday.
    if (last?.name === name && onlyWeekend(last.to, day, days)) last.to = day
    else holidays.push({ from: day, to: day, name })
  }
  return { region, year, confirmed, holidays, work: days.filter(({ working }) => working).map(({ day, name }) => ({ day, name })) }
}

function onlyWeekend(from: string, to: string, days: readonly DayRow[]): boolean {
  for (let day = dayNumber(from) + 1; day < dayNumber(to); day++) if (isWeekday(day) || days.some((each) => each.day === dayText(day) && each.working)) return false
  return true
}
