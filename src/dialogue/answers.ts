import type { Answer } from '../cases/case.ts'
import type { Question } from '../regulations/schema.ts'
import type { Words } from './message.ts'

/** Words typed in answer to a question become an answer, or a hint that says how to write it. */

export const answerCharsMax = 2000
const nameCharsMax = 60

/** `today` is the local day (YYYY-MM-DD) of the one who answers. `label` gives a choice's words in their language. */
export function readAnswer(question: Question, typed: string, today: string, label: (choice: string) => string): Answer | { hint: Words } {
  const text = clean(typed)
  if (text === '') return { hint: { key: 'talk:hint.empty' } }
  const most = question.atMost !== undefined && question.kind === 'text' ? question.atMost : answerCharsMax
  if ([...text].length > most) return { hint: { key: 'talk:hint.long', with: { most } } }
  const answer = (value: string | number | null, shown = text): Answer => ({ id: question.id, text: shown, value })
  switch (question.kind) {
    case 'text': return answer(null)
    case 'place': return answer(null)
    case 'choice': {
      const choice = (question.choices ?? []).find((each) => each === text || same(label(each), text))
      return choice ? answer(choice, label(choice)) : { hint: { key: 'talk:hint.choice' } }
    }
    case 'yes-no': {
      const yes = yesWords.has(text.toLowerCase()) || same(label('yes'), text)
      const no = noWords.has(text.toLowerCase()) || same(label('no'), text)
      return yes === no ? { hint: { key: 'talk:hint.choice' } } : answer(yes ? 'yes' : 'no', label(yes ? 'yes' : 'no'))
    }
    case 'date': {
      const day = readDay(text, today)
      return day ? answer(day, day) : { hint: { key: 'talk:hint.date' } }
    }
    case 'money':
    case 'number': {
      const number = readNumber(text)
      if (number === null || number < (question.atLeast ?? 0) || (question.atMost !== undefined && number > question.atMost)) return { hint: { key: `talk:hint.${question.kind}` } }
      return answer(number)
    }
    case 'own-name':
    case 'other-name':
      return [...text].length <= nameCharsMax ? answer(null, text.replaceAll('\n', ' ')) : { hint: { key: 'talk:hint.long', with: { most: nameCharsMax } } }
    case 'own-phone': {
      const phone = readPhone(text)
      return phone ? answer(phone, phone) : { hint: { key: 'talk:hint.phone' } }
    }
    case 'other-contact': return answer(null)
  }
}

/** Control, bidi-override and zero-width characters fall out of short answers; line breaks stay. The story keeps all. */
export function clean(text: string): string {
  return text.replace(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g, '').trim()
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase()
}

const yesWords = new Set(['yes', 'y', '是', '是的', '有', '对', '對', '好'])
const noWords = new Set(['no', 'n', '不', '否', '没有', '沒有', '不是'])

/** 7 to 15 digits, as dialled; full-width digits, spaces, dots and hyphens are how people write. */
export function readPhone(text: string): string | null {
  const plain = narrow(text).replace(/[\s().-]/g, '')
  return /^\+?\d{7,15}$/.test(plain) ? plain : null
}

/** "2,000元", "２千", "1.5万", "三百" is left to people: digits with 百 千 万 only. */
export function readNumber(text: string): number | null {
  const match = /^(?:约|約|about|rmb|¥|￥|nt\$|\$)?\s*(\d+(?:\.\d+)?)\s*(百|千|万|萬|k)?\s*(?:元|块|塊|块钱|yuan|rmb|人民币|人民幣)?$/i.exec(narrow(text).replaceAll(',', ''))
  if (!match) return null
  const unit = { 百: 100, 千: 1000, k: 1000, 万: 10_000, 萬: 10_000 }[match[2]?.toLowerCase() ?? ''] ?? 1
  return Number(match[1]) * unit
}

/** "2026-11-01", "2026年11月1日", "11月1日", "11/1", today and yesterday in our languages. Never in the far future. */
export function readDay(text: string, today: string): string | null {
  const plain = narrow(text).trim().toLowerCase()
  const back = daysBack[plain]
  if (back !== undefined) return shift(today, -back)
  const full = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号號]?$/.exec(plain)
  if (full) return real(Number(full[1]), Number(full[2]), Number(full[3]))
  const short = /^(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号號]?$/.exec(plain)
  if (!short) return null
  const year = Number(today.slice(0, 4))
  const thisYear = real(year, Number(short[1]), Number(short[2]))
  // A day without a year is the last such day: people tell what has happened.
  return thisYear && thisYear > today ? real(year - 1, Number(short[1]), Number(short[2])) : thisYear
}

const daysBack: Record<string, number> = { 今天: 0, 今日: 0, today: 0, 昨天: 1, 昨日: 1, yesterday: 1, 前天: 2 }

function real(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  return year >= 1900 && year <= 2100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null
}

function shift(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10)
}

function narrow(text: string): string {
  return text.replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)).replaceAll('\u3000', ' ')
}
