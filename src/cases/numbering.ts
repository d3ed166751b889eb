import { dayOf } from '../calendar/limit.ts'
import type { Regulation } from '../regulations/schema.ts'

/** Case numbers. The serial comes from the database's row for the series, so that there are neither gaps nor repeats. */

/** The series a case filed at this moment counts in: by office, regulation, and year or month on the office's wall. */
export function seriesKey(regulation: Regulation, officeId: number, at: number, zone: string): string {
  return `case/${officeId}/${regulation.id}/${period(regulation.number.series, dayOf(zone, at))}`
}

/** The series of dossiers, apart from that of the registrations (MED-14). */
export function dossierKey(regulation: Pick<Regulation, 'id'>, series: Regulation['number']['series'], officeId: number, at: number, zone: string): string {
  return `dossier/${officeId}/${regulation.id}/${period(series, dayOf(zone, at))}`
}

/** By which those asked after closing are counted for the share that is visited (PRO-9): a month as the office's figures count it. */
export function quotaKey(regulation: Pick<Regulation, 'id' | 'month'>, officeId: number, at: number, zone: string, group: string): string {
  return `in-person/${officeId}/${regulation.id}/${monthOf(regulation, dayOf(zone, at))}/${group}`
}

/** The month ("2026-12") to which a day belongs where months begin on another day than the 1st: from the 25th on, the next (PRO-11). */
export function monthOf({ month: { from } }: Pick<Regulation, 'month'>, day: string): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 + (from > 1 && date >= from ? 1 : 0), 1)).toISOString().slice(0, 7)
}

/** `day` is YYYY-MM-DD on the office's wall. Knows {yyyy} {yy} {mm} {dd} and {serial:N}, which grows when N digits no longer do. */
export function formatNumber(format: string, serial: number, day: string): string {
  const [year = '', month = '', date = ''] = day.split('-')
  return format
    .replaceAll('{yyyy}', year).replaceAll('{yy}', year.slice(2)).replaceAll('{mm}', month).replaceAll('{dd}', date)
    .replace(/\{serial:(\d)\}/, (_, digits: string) => String(serial).padStart(Number(digits), '0'))
}

function period(series: Regulation['number']['series'], day: string): string {
  return series === 'yearly' ? day.slice(0, 4) : day.slice(0, 7)
}
