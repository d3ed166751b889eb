import type { Answer } from '../cases/case.ts'
import type { Question } from '../regulations/schema.ts'
import type { Words } from './message.ts'
import { narrow, readDay, readNumber, readRoughDay } from './numbers.ts'

/** Words typed in answer to a question become an answer, or a hint that says how to write it. */

export const answerCharsMax = 2000
const nameCharsMax = 60
/** What is no date we know, such as "when we moved in", is kept as written where the question may be skipped anyway. */
const roughCharsMax = 40

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
      if (day) return answer(day, day)
      // Most people know the week or the month: their words stand, beside the day they come nearest to.
      const rough = readRoughDay(text, today)
      if (rough) return answer(rough)
      return question.optional && !/^[\d\s年月日号號./-]+$/.test(narrow(text)) && [...text].length <= roughCharsMax ? answer(null) : { hint: { key: 'talk:hint.date' } }
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

/** Whether what was answered once answers this question too: an answer outlives the kind of matter, and the edition, it was given under. */
export function stillAnswers(question: Question, { text, value }: Answer): boolean {
  switch (question.kind) {
    case 'choice': return typeof value === 'string' && (question.choices ?? []).includes(value)
    case 'yes-no': return value === 'yes' || value === 'no'
    case 'date': return value === null ? question.optional && [...text].length <= roughCharsMax : typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)
    case 'money':
    case 'number': return typeof value === 'number' && value >= (question.atLeast ?? 0) && value <= (question.atMost ?? Infinity)
    case 'own-phone': return typeof value === 'string' && readPhone(value) !== null
    case 'place': return value === null || isPin(value)
    case 'text': return value === null && [...text].length <= (question.atMost ?? answerCharsMax)
    case 'own-name':
    case 'other-name':
    case 'other-contact': return value === null
  }
}

/** Of a place that was sent and not typed. */
export function isPin(value: string | number | null): boolean {
  return /^-?\d+\.\d+,-?\d+\.\d+$/.test(String(value))
}

/** Control, bidi-override and zero-width characters fall out of short answers; line breaks stay. The story keeps all. */
export function clean(text: string): string {
  return text.replace(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g, '').trim()
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase()
}

const yesWords = new Set(['yes', 'y', 'はい', 'ใช่', 'có', 'vâng', 'dạ', '是', '是的', '有', '对', '對', '好'])
const noWords = new Set(['no', 'n', 'いいえ', 'ไม่', 'ไม่ใช่', 'ไม่มี', 'không', '不', '否', '没有', '沒有', '不是'])

/** 7 to 15 digits, as dialled; full-width digits, blanks, dots, brackets and any kind of dash are how people write. 00 before a country is a +. */
export function readPhone(text: string): string | null {
  const plain = narrow(text).replace(/[\s().\u2010-\u2015\u2212\u30FC/-]/g, '').replace(/^00(?=[1-9])/, '+')
  return /^\+?\d{7,15}$/.test(plain) ? plain : null
}
