import { dayOf } from '../calendar/limit.ts'
import type { Regulation } from '../regulations/schema.ts'

/** Case numbers. The serial comes from the database's row for the series, so that there are neither gaps nor repeats. */

/** The series a case filed at this moment counts in: by office, regulation, and year or month on the office's wall. */
export function seriesKey(regulation: Regulation, officeId: number, at: number, zone: string): string {
  const day = dayOf(zone, at)
  return `case/${officeId}/${regulation.id}/${regulation.number.series === 'yearly' ? day.slice(0, 4) : day.slice(0, 7)}`
}

/** `day` is YYYY-MM-DD on the office's wall. Knows {yyyy} {yy} {mm} {dd} and {serial:N}, which grows when N digits no longer do. */
export function formatNumber(format: string, serial: number, day: string): string {
  const [year = '', month = '', date = ''] = day.split('-')
  return format
    .replaceAll('{yyyy}', year).replaceAll('{yy}', year.slice(2)).replaceAll('{mm}', month).replaceAll('{dd}', date)
    .replace(/\{serial:(\d)\}/, (_, digits: string) => String(serial).padStart(Number(digits), '0'))
}
