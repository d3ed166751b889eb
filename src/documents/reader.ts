import type { Words } from '../dialogue/message.ts'
import type { Speaker } from '../words/words.ts'

/** For whom a paper is made: their language, and days and times as they write them, the year always with them. */
export type Reader = {
  say(words: Words): string
  /** An instant (ms) as a day: "2031年3月1日". */
  date(at: number): string
  /** With the minute: "2031年3月1日 10:00". */
  moment(at: number): string
}

export function readerOf(speaker: Pick<Speaker, 'say'>, language: string, zone: string): Reader {
  const day = new Intl.DateTimeFormat(language, { timeZone: zone, dateStyle: 'long' })
  const minute = new Intl.DateTimeFormat(language, { timeZone: zone, dateStyle: 'long', timeStyle: 'short', hour12: false })
  return { say: (words) => printable(speaker.say(words, language)), date: (at) => day.format(at), moment: (at) => minute.format(at) }
}

/** Words as they may stand in a file: without characters that turn the line round, hide, or that no file may hold. */
export function printable(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFFE\uFFFF]/g, '')
}
