import { narrow, readDay } from './numbers.ts'

/** Days to come, as people write them: by when something is promised. */

/** "2026-12-01", "12月1日", "明天", "in 10 days", "10天内": never a day that is over. A day without a year is the next such day. */
export function readComingDay(text: string, today: string): string | null {
  const plain = narrow(text).trim().toLowerCase()
  const ahead = daysAhead[plain] ?? Number(/^(?:in |within )?(\d{1,3})\s*(?:days?$|天$|(?:天|日)(?:内|內|之内|之內|后|後|以内|以內)$)/.exec(plain)?.[1] ?? NaN)
  if (Number.isInteger(ahead)) return later(today, ahead)
  const [, month = '', date = ''] = /^(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号號]?$/.exec(plain) ?? []
  if (month !== '') return [0, 1].map((years) => dayIn(Number(today.slice(0, 4)) + years, month, date)).find((day) => day !== null && day >= today) ?? null
  const day = readDay(plain, today)
  return day === null || day < today ? null : day
}

/** Null for a day that the year does not have. */
function dayIn(year: number, month: string, date: string): string | null {
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? day : null
}

const daysAhead: Readonly<Record<string, number>> = { 今天: 0, 今日: 0, 当天: 0, today: 0, 明天: 1, 明日: 1, tomorrow: 1, 后天: 2, 後天: 2, 一周内: 7, 一週內: 7, 'in a week': 7, 一个月内: 30, 一個月內: 30, 'in a month': 30 }

function later(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10)
}
