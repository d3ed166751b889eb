import { narrow, readDay } from './numbers.ts'

/** Days to come, as people write them: by when something is promised. */

/** "2026-12-01", "12月1日", "明天", "in 10 days", "10天内": never a day that is over. A day without a year is the next such day. */
export function readComingDay(text: string, today: string): string | null {
  const plain = narrow(text).trim().toLowerCase()
  const ahead = daysAhead[plain] ?? Number(/^(?:in |within )?(\d{1,3})\s*(?:days?|天|日)(?:内|內|之内|之內|后|後|以内|以內)?$/.exec(plain)?.[1] ?? NaN)
  if (Number.isInteger(ahead)) return later(today, ahead)
  const day = readDay(plain, today)
  if (day === null) return null
  if (/^\d{4}/.test(plain)) return day < today ? null : day
  // Without a year it was read as the last such day; "yesterday" is no day to come.
  if (!/\d/.test(plain)) return day < today ? null : day
  if (day >= today) return day
  const next = `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`
  return later(next, 0) === next && next >= today ? next : null
}

const daysAhead: Readonly<Record<string, number>> = { 今天: 0, 今日: 0, 当天: 0, today: 0, 明天: 1, 明日: 1, tomorrow: 1, 后天: 2, 後天: 2, 一周内: 7, 一週內: 7, 'in a week': 7, 一个月内: 30, 一個月內: 30, 'in a month': 30 }

function later(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10)
}
