import { monthOf } from './months.ts'

/** Amounts and days as people write them, in our languages. */

const before = /^(?:大概|大约|大約|约|約|差不多|将近|將近|总共|總共|一共|共|およそ|ประมาณ|ราว ๆ|ราว|khoảng|tầm|about|around|roughly|~)\s*/
const after = /\s*(?:左右|上下|以内|以內|くらい|ぐらい|ほど|กว่า)$/
const money = /\s*(?:元钱|元錢|块钱|塊錢|元|块|塊|圆|圓|yuan|rmb|人民币|人民幣|円|บาท|đồng|đ|vnd|dollars)$/
const sign = /^(?:rmb|cny|¥|￥|nt\$|hk\$|\$)\s*/

/** "2,000元", "２千", "1.5万", "1w", "2千5", "大概两万", "三百五十块左右"; null for anything else. */
export function readNumber(text: string): number | null {
  let plain = narrow(text).trim().toLowerCase().replaceAll(',', '')
  // Where dots part the thousands: "5.000.000".
  if (/(?:^|\D)\d{1,3}(?:\.\d{3})+(?:\D|$)/.test(plain)) plain = plain.replaceAll('.', '')
  for (const part of [before, sign, before, after, money, after]) plain = plain.replace(part, '')
  const million = /^(\d+(?:\.\d+)?)\s*(triệu|tr|nghìn|ngàn|ล้าน|แสน|หมื่น|พัน)$/.exec(plain)
  if (million) return Math.round(Number(million[1]) * (thousands[million[2] ?? ''] ?? 1))
  return spokenNumber(plain.replaceAll(/\s/g, ''))
}

const thousands: Record<string, number> = { triệu: 1_000_000, tr: 1_000_000, nghìn: 1000, ngàn: 1000, ล้าน: 1_000_000, แสน: 100_000, หมื่น: 10_000, พัน: 1000 }

const digits: Record<string, string> = { 零: '0', 〇: '0', 一: '1', 二: '2', 两: '2', 兩: '2', 三: '3', 四: '4', 五: '5', 六: '6', 七: '7', 八: '8', 九: '9', w: '万', 萬: '万', k: '千' }
const units: Record<string, number> = { 十: 10, 百: 100, 千: 1000, 万: 10_000 }

function spokenNumber(text: string): number | null {
  // "Two or three thousand" is no one amount.
  if (/[一二两兩三四五六七八九]{2}/.test(text)) return null
  const plain = [...text].map((each) => digits[each] ?? each).join('')
  if (/^\d+(?:\.\d+)?$/.test(plain)) return Number(plain)
  if (!/^(?:0?(?:\d+(?:\.\d+)?)?[十百千万])+(?:0?\d)?$/.test(plain)) return null
  let [whole, part, unit] = [0, 0, 1]
  for (const [, count, name = ''] of plain.matchAll(/(\d+(?:\.\d+)?)?([十百千万])/g)) {
    unit = units[name] ?? 1
    if (name === '万') [whole, part] = [whole + (part + Number(count ?? (part === 0 ? 1 : 0))) * unit, 0]
    else part += Number(count ?? 1) * unit
  }
  // "2千5" is 2500, "一百零五" is 105.
  const last = /(0?)(\d)$/.exec(plain)
  const total = whole + part + (last ? Number(last[2]) * (last[1] === '0' ? 1 : unit === 10 ? 1 : unit / 10) : 0)
  return Math.round(total * 100) / 100
}

/** "2026-11-01", "2026年11月1日", "11月1日", "11/1", today and yesterday in our languages. Never in the far future. */
export function readDay(text: string, today: string): string | null {
  const plain = narrow(text).trim().toLowerCase()
  const back = daysBack[plain]
  if (back !== undefined) return shift(today, -back)
  const full = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号號]?$/.exec(plain)
  if (full) return real(Number(full[1]), Number(full[2]), Number(full[3]))
  // Written with the day first: "1/11/2026", and with the years of Thailand "1/11/2569".
  const dayFirst = /^(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})$/.exec(plain)
  if (dayFirst) return real(common(Number(dayFirst[3])), Number(dayFirst[2]), Number(dayFirst[1])) ?? real(common(Number(dayFirst[3])), Number(dayFirst[1]), Number(dayFirst[2]))
  const named = monthOf(plain)
  if (named) return named.year === null ? past(named.month, named.day, today) : real(common(named.year), named.month, named.day)
  const short = /^(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号號]?$/.exec(plain)
  if (!short) return null
  return past(Number(short[1]), Number(short[2]), today)
}

const daysBack: Record<string, number> = { 今天: 0, 今日: 0, today: 0, 昨天: 1, 昨日: 1, yesterday: 1, 前天: 2, きょう: 0, きのう: 1, 一昨日: 2, おととい: 2, วันนี้: 0, เมื่อวาน: 1, เมื่อวานนี้: 1, เมื่อวานซืน: 2, 'hôm nay': 0, 'hôm qua': 1, 'hôm kia': 2 }

/** "上周", "上个月", "去年10月", "2026年3月", "3月5号左右", "last week": the day it is nearest to, a month by its first. */
export function readRoughDay(text: string, today: string): string | null {
  const plain = narrow(text).trim().toLowerCase().replace(before, '').replace(/\s*(?:左右|前后|前後|上下|开始|開始|的时候|的時候|初|底|中旬|上旬|下旬|份|起)+$/, '')
  const exact = readDay(plain, today)
  if (exact) return exact
  const year = Number(today.slice(0, 4))
  const month = Number(today.slice(5, 7))
  if (/^(?:上周|上週|上星期|上个星期|上個星期|上礼拜|上個禮拜|last week|先週|สัปดาห์ที่แล้ว|อาทิตย์ที่แล้ว|tuần trước)[一二三四五六日天]?$/.test(plain)) return shift(today, -7)
  if (/^(?:这周|這週|本周|本週|这几天|這幾天|最近|this week|recently|今週|最近|เมื่อเร็ว ๆ นี้|gần đây)$/.test(plain)) return today
  if (/^(?:上个?月|上個?月|last month|先月|เดือนที่แล้ว|tháng trước)$/.test(plain)) return month === 1 ? real(year - 1, 12, 1) : real(year, month - 1, 1)
  if (/^(?:这个?月|這個?月|本月|this month|今月|เดือนนี้|tháng này)$/.test(plain)) return real(year, month, 1)
  const years: Record<string, number> = { 去年: 1, 前年: 2, 今年: 0, 昨年: 1, 一昨年: 2, ปีที่แล้ว: 1, ปีนี้: 0, 'năm ngoái': 1, 'năm nay': 0, 'last year': 1, 'this year': 0 }
  const whole = years[plain]
  if (whole !== undefined) return real(year - whole, 1, 1)
  const named = /^(去年|前年|今年|\d{4})\s*[年/.-]?\s*(\d{1,2}|[一二三四五六七八九十]{1,2})\s*月?(?:\s*(\d{1,2})\s*[日号號])?$/.exec(plain)
  if (named) return real(/^\d/.test(named[1] ?? '') ? Number(named[1]) : year - (years[named[1] ?? ''] ?? 0), spokenNumber(named[2] ?? '') ?? 0, Number(named[3] ?? 1))
  const alone = /^(\d{1,2}|[一二三四五六七八九十]{1,2})\s*月$/.exec(plain)
  if (alone) return past(spokenNumber(alone[1] ?? '') ?? 0, 1, today)
  const only = /^(\d{4})\s*年?$/.exec(plain)
  return only && Number(only[1]) <= year ? real(Number(only[1]), 1, 1) : null
}

/** A year of the Buddhist era as the common one. */
function common(year: number): number {
  return year > 2400 ? year - 543 : year
}

/** A day without a year is the last such day: people tell what has happened. */
function past(month: number, day: number, today: string): string | null {
  const year = Number(today.slice(0, 4))
  const thisYear = real(year, month, day)
  return thisYear && thisYear > today ? real(year - 1, month, day) : thisYear
}

function real(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  return year >= 1900 && year <= 2100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null
}

function shift(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10)
}

/** Full-width and Thai digits and full-width signs as the plain ones. */
export function narrow(text: string): string {
  return text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50)).replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)).replaceAll('\u3000', ' ')
}
