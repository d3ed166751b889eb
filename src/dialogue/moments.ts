import { narrow } from './numbers.ts'

/** Moments to come, as people write them in our languages: "12月3日 14:30", "3 Dec 2:30pm", "明天下午两点半", "2026-12-03 14:30". */

/** A day and a time on the clock of the place. */
export type Moment = { day: string; time: string }

/** `today` (YYYY-MM-DD) at the place. A day without a year is the next such day. Null when it is no moment. */
export function readMoment(text: string, today: string): Moment | null {
  const plain = narrow(text).trim().toLowerCase().replaceAll('：', ':').replace(/\s+/g, ' ')
  const found = days.map(({ form, day }) => ({ match: form.exec(plain), day })).find(({ match }) => match)
  if (!found?.match) return null
  const day = found.day(found.match, today)
  const time = readTime(plain.slice(found.match[0].length))
  return day && time ? { day, time } : null
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const month = `(${months.join('|')})[a-z]*\\.?`
const weekday = '(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?'
const weekdayAfter = '(?:[(（]?(?:周|週|星期|礼拜|禮拜)[一二三四五六日天][)）]?)?'

const days: readonly { form: RegExp; day(match: RegExpExecArray, today: string): string | null }[] = [
  { form: /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号號]?/, day: ([, y, m, d]) => real(Number(y), Number(m), Number(d)) },
  { form: new RegExp(`^(\\d{1,2})\\s*[-/.月]\\s*(\\d{1,2})(?!\\d|:)\\s*[日号號]?`), day: ([, m, d], today) => next(Number(m), Number(d), today) },
  { form: new RegExp(`^${weekday}(\\d{1,2})(?:st|nd|rd|th)? ${month}(?: (\\d{4}))?,?`), day: ([, d, m = '', y], today) => named(y, m, d, today) },
  { form: new RegExp(`^${weekday}${month} (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?(?!:),?`), day: ([, m = '', d, y], today) => named(y, m, d, today) },
  { form: /^(今天|今日|today|明天|明日|tomorrow|后天|後天)/, day: ([, word = ''], today) => shift(today, ahead[word] ?? 0) },
]
const ahead: Record<string, number> = { 今天: 0, 今日: 0, today: 0, 明天: 1, 明日: 1, tomorrow: 1, 后天: 2, 後天: 2 }

function named(year: string | undefined, month_: string, day: string | undefined, today: string): string | null {
  const m = months.indexOf(month_.slice(0, 3)) + 1
  return year === undefined ? next(m, Number(day), today) : real(Number(year), m, Number(day))
}

/** "14:30", "2:30pm", "下午2点半", "14时30分", "at 2 pm"; null for anything else. */
function readTime(text: string): string | null {
  const plain = spoken(text.trim().replace(new RegExp(`^${weekdayAfter}`), '').trim().replace(/^(?:,|at|from|um) ?/, ''))
  const match = /^(早上|上午|中午|下午|晚上|傍晚)? ?(\d{1,2}) ?(?::|点|點|时|時|h)? ?(半|一刻|三刻|\d{2})? ?分? ?(am|pm|a\.m\.|p\.m\.)?$/.exec(plain)
  if (!match) return null
  const [, part, hours, minutes, half] = match
  const plainHour = !/[:点點时時h]/.test(plain) && part === undefined && half === undefined
  if (plainHour) return null
  const late = half?.startsWith('p') || part === '下午' || part === '晚上' || part === '傍晚' || (part === '中午' && Number(hours) < 4)
  const early = half?.startsWith('a') && Number(hours) === 12
  const hour = late && Number(hours) < 12 ? Number(hours) + 12 : early ? 0 : Number(hours)
  const minute = minutes === undefined ? 0 : quarters[minutes] ?? Number(minutes)
  return hour < 24 && minute < 60 ? `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` : null
}
const quarters: Record<string, number> = { 半: 30, 一刻: 15, 三刻: 45 }

/** Hours said in words: "两点半", "十点". */
function spoken(text: string): string {
  return text.replace(/(十[一二]?|[一二两兩三四五六七八九])(?=[点點时時])/, (word) => String(hours[word] ?? word))
}
const hours: Record<string, number> = { 一: 1, 二: 2, 两: 2, 兩: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 十: 10, 十一: 11, 十二: 12 }

/** The next such day, today counted. */
function next(month_: number, day: number, today: string): string | null {
  const year = Number(today.slice(0, 4))
  const thisYear = real(year, month_, day)
  return thisYear !== null && thisYear >= today ? thisYear : real(year + 1, month_, day)
}

function real(year: number, month_: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month_ - 1, day))
  return year >= 2000 && year <= 2100 && date.getUTCMonth() === month_ - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null
}

function shift(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10)
}
