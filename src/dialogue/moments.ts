import { readComingDay } from './comingDays.ts'
import { monthOf } from './months.ts'
import { narrow } from './numbers.ts'

/** Moments to come, as people write them in our languages: "12月3日 14:30", "3 Dec 2:30pm", "明天下午两点半", "14h30 ngày 3/12". */

/** A day and a time on the clock of the place. */
export type Moment = { day: string; time: string }

/** `today` (YYYY-MM-DD) at the place. A day without a year is the next such day. Null when it is no moment. */
export function readMoment(text: string, today: string): Moment | null {
  const plain = spokenHours(narrow(text).trim().toLowerCase().replace(/\s+/g, ' '))
  const match = clock.exec(plain) ?? halfDay.exec(plain)
  const time = match && timeOf(match.groups ?? {})
  if (!match || !time) return null
  const day = dayOf(plain.slice(0, match.index), today)
  return day === null ? null : { day, time }
}

const part = '(?<part>早上|上午|中午|下午|晚上|傍晚|午前|午後|夜)? ?'
const half = '(?<half>am|pm|a\\.m\\.|p\\.m\\.|sáng|chiều|tối)'
const clock = new RegExp(`${part}(?<!\\d)(?<hours>\\d{1,2}) ?(?::|点|點|时|時|h|giờ|\\.(?=\\d\\d ?น)) ?(?<minutes>半|一刻|三刻|\\d{1,2})? ?(?:分|น\\.?|phút)? ?${half}?$`)
const halfDay = new RegExp(`(?<!\\d)(?<hours>\\d{1,2}) ?${half}$`)
const quarters: Readonly<Record<string, number>> = { 半: 30, 一刻: 15, 三刻: 45 }
const afternoon = ['下午', '晚上', '傍晚', '午後', '夜', 'pm', 'p.m.', 'chiều', 'tối']
const morning = ['早上', '上午', '午前', 'am', 'a.m.', 'sáng']

function timeOf({ part: before = '', hours = '', minutes = '0', half: after = '' }: Record<string, string | undefined>): string | null {
  const said = before === '' ? after : before
  const isLate = afternoon.includes(said) || (said === '中午' && Number(hours) < 4)
  const hour = isLate && Number(hours) < 12 ? Number(hours) + 12 : morning.includes(said) && Number(hours) === 12 ? 0 : Number(hours)
  const minute = quarters[minutes] ?? Number(minutes)
  return hour < 24 && minute < 60 ? `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` : null
}

/** What stands before the time, without the day of the week, which says nothing new. */
function dayOf(text: string, today: string): string | null {
  const day = text
    .replace(/(?:[,、]| at| um|lúc|เวลา|\s)+$/, '')
    .replace(/[(（]?(?:周|週|星期|礼拜|禮拜)[一二三四五六日天][)）]?$|[(（][月火水木金土日][)）]$/, '')
    .replace(/^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b,?|(?:周|週|星期)[一二三四五六日天],?) ?/, '')
    .trim()
  const named = monthOf(day)
  if (!named) return readComingDay(day, today)
  const [year = 0] = today.split('-').map(Number)
  const inYear = (each: number): string | null => readComingDay(`${each}-${named.month}-${named.day}`, today)
  return named.year === null ? inYear(year) ?? inYear(year + 1) : inYear(named.year)
}

/** Hours said in words: "两点半", "十点". */
function spokenHours(text: string): string {
  return text.replace(/(十[一二]?|[一二两兩三四五六七八九])(?=[点點时時])/g, (word) => String(spoken[word] ?? word))
}
const spoken: Readonly<Record<string, number>> = { 一: 1, 二: 2, 两: 2, 兩: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 十: 10, 十一: 11, 十二: 12 }
